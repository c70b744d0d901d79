"""The insurer's limits: asked for, granted, refused, withdrawn for what is still to be shipped."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import lacks_rows, post
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.cover import topped_up
from simulator.rules.health import STRESSED
from simulator.rules.insurance import YEAR_DAYS, limit_asked, limit_granted, may_be_insured
from simulator.units import CENTS, half_even

INSURER = int(Desk.INSURER)
GRANTED, REFUSED = int(Event.COVER_GRANTED), int(Event.COVER_REFUSED)
WITHDRAWN = int(Event.COVER_WITHDRAWN)
INSURER_LIMIT, INSURER_SIGHT = int(Stream.INSURER_LIMIT), int(Stream.INSURER_SIGHT)
COVER_CUT = int(Stream.COVER_CUT)


@compiled
def _sees_stress(state: State, row: int, day: int) -> bool:
    """Whether the customer is in trouble and the insurer sees it."""
    customer = state.customers[row]
    if customer.health != STRESSED:
        return False
    return drawn(state.key[0], INSURER_SIGHT, customer.number, day) < state.assumptions[0].stress_seen


@compiled
def _note(state: State, row: int, day: int, event: int, amounts: tuple[int, int]) -> None:
    """A memo row about a customer's cover; the two amounts are whole currency."""
    sequence = 1 if event == WITHDRAWN else 0
    net, vat = CENTS * amounts[0], CENTS * amounts[1]
    number = state.customers[row].number
    post(state, day, Entry(INSURER, event, number, -1, sequence, 0, 0, net, vat))


@compiled
def ask_for_limit(state: State, row: int, day: int) -> None:
    """Up to the discretionary limit nobody is asked; above it the insurer decides."""
    customer = state.customers[row]
    levers = state.levers[0]
    assumptions = state.assumptions[0]
    customer.insurer_limit = 0
    customer.insurer_case = c.NOTHING_TO_DECIDE
    if not may_be_insured(customer.segment, customer.terms_days, levers.maximum_terms_days):
        return
    if levers.key_accounts > 0 and state.size_ranks[customer.place] > levers.key_accounts:
        return
    asked = limit_asked(
        customer.limit_cents,
        assumptions.vat_fraction,
        customer.order_rate,
        assumptions.demand_ceiling,
        customer.order_value,
    )
    customer.insurer_limit = asked
    if asked <= levers.discretionary_limit or levers.has_named_limits == 0:
        return
    stressed = _sees_stress(state, row, day)
    refusal = assumptions.refusal_stressed if stressed else assumptions.refusal_healthy
    uniform = drawn(state.key[0], INSURER_LIMIT, customer.number, day)
    granted = limit_granted(asked, uniform, refusal)
    more = topped_up(asked, granted, levers.top_up_fraction)
    state.counters[c.TOP_UPS_OWED] += half_even(CENTS * more * levers.top_up_rate)
    granted += more
    customer.insurer_limit = granted
    customer.insurer_case = c.NAMED
    if granted == 0:
        _note(state, row, day, REFUSED, (asked, 0))
        return
    state.counters[c.N_LIMIT_FEES] += 1
    _note(state, row, day, GRANTED, (granted, asked))


@compiled
def withdraw(state: State, row: int, day: int, left: int) -> None:
    """Less cover, or none, for shipments from tomorrow on; what was shipped stays covered."""
    customer = state.customers[row]
    _note(state, row, day, WITHDRAWN, (int(customer.insurer_limit), left))
    customer.insurer_limit = left


@compiled
def _decide_again(state: State, row: int, day: int) -> None:
    """A customer is seen in trouble: its limit is decided anew, as that of any customer in trouble."""
    customer = state.customers[row]
    limit = int(customer.insurer_limit)
    uniform = drawn(state.key[0], INSURER_LIMIT, customer.number, day)
    left = limit_granted(limit, uniform, state.assumptions[0].refusal_stressed)
    if left < limit:
        withdraw(state, row, day, left)


@compiled
def cut_cover(state: State, day: int, share: float) -> int:
    """The insurer withdraws a share of the named limits at once, whoever the customers are."""
    if lacks_rows(state, state.counters[c.N_CUSTOMERS]):
        return c.NEEDS_ROWS
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        named = customer.insurer_limit > 0 and customer.insurer_case & c.NAMED
        if (
            named
            and customer.status == c.ACTIVE
            and drawn(state.key[0], COVER_CUT, customer.number, day) < share
        ):
            withdraw(state, row, day, 0)
    return c.DONE


@compiled
def look_at_cases(state: State, day: int) -> None:
    """Newcomers' limits are asked for; those of customers seen in trouble are decided anew."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        case = customer.insurer_case
        if case & c.ASKS:
            ask_for_limit(state, row, day)
        elif case & c.LOOKS_STRESSED:
            customer.insurer_case = c.NAMED
            if customer.insurer_limit > 0 and _sees_stress(state, row, day):
                _decide_again(state, row, day)
    state.counters[c.N_INSURER_CASES] = 0


@compiled
def _price_of_times(state: State) -> float:
    """What the times do to the premium rate of a policy year that is not the first."""
    if state.counters[c.N_YEARS] <= 1:
        return 1.0
    assumptions = state.assumptions[0]
    recession = assumptions.recession_premium if state.economy[c.RECESSION] == 1.0 else 1.0
    return float(assumptions.premium_multiplier * recession)


@compiled
def _sign(state: State, day: int, horizon_days: int) -> None:
    """A policy year begins, with the terms of the levers in force."""
    levers = state.levers[0]
    year = state.years[state.counters[c.N_YEARS]]
    state.counters[c.N_YEARS] += 1
    year.insured_fraction = levers.insured_fraction
    year.premium_rate = levers.premium_rate * _price_of_times(state)
    year.minimum_premium_fraction = levers.minimum_premium_fraction
    year.maximum_multiple = levers.maximum_multiple
    year.expected_sales = levers.expected_insured_sales
    year.excess = levers.claim_excess_cents
    year.excess_before_share = levers.excess_before_share
    year.minimum_loss = levers.minimum_loss_cents
    year.first_loss_left = levers.first_loss_cents
    year.payment_days = levers.claim_payment_days
    year.layer = levers.layer_cents
    year.insured_part_first = levers.insured_part_first
    year.begin = day
    year.end = min(day + YEAR_DAYS, horizon_days)
    year.premium = 0
    year.covered_sales = 0
    year.claimed = 0
    year.instalments = 0
    year.settled = 0


@compiled
def open_year(state: State, day: int, horizon_days: int) -> int:
    """The first day of a policy year, before anything is shipped: all limits are asked for (again)."""
    if lacks_rows(state, state.counters[c.N_CUSTOMERS]):
        return c.NEEDS_ROWS
    _sign(state, day, horizon_days)
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        if customer.status == c.ACTIVE:
            ask_for_limit(state, row, day)
        else:
            customer.insurer_limit = 0
            customer.insurer_case = c.NOTHING_TO_DECIDE
    return c.DONE
