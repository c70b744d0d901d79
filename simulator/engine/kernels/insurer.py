"""The insurer's day: claims are filed, accepted and paid, limits looked at, premium and fees paid."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_company, lacks_rows, post
from simulator.engine.kernels.claims import file_defaults
from simulator.engine.kernels.cover import look_at_cases
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.rules.banking import next_run
from simulator.rules.insurance import (
    INSTALMENTS,
    YEAR_DAYS,
    ClaimTerms,
    claim_amount,
    first_loss,
    instalment,
    instalment_day,
    minimum_premium,
    within_maximum,
    year_premium,
)

INSURER = int(Desk.INSURER)
ACCEPTED, CLAIM_PAID = int(Event.CLAIM_ACCEPTED), int(Event.CLAIM_PAID)
PREMIUM_PAID, LIMIT_FEE_PAID = int(Event.PREMIUM_PAID), int(Event.LIMIT_FEE_PAID)
ROWS_OF_MONEY = 3


@compiled
def _premium_known(state: State, number: int) -> int:
    """The premium of a policy year as far as it is known: paid, or the least that will be."""
    year = state.years[number]
    if year.settled == 1:
        return year.premium
    least = minimum_premium(year.premium_rate, year.expected_sales, year.minimum_premium_fraction, YEAR_DAYS)
    return max(year.premium, least)


@compiled
def _amount_of(state: State, number: int) -> int:
    """What the insurer pays of a claim: first loss, share and excess, and what the year's maximum leaves."""
    claim = state.claims[number]
    year = state.years[claim.year]
    if claim.loss < year.minimum_loss:
        return 0
    borne = first_loss(claim.loss, year.first_loss_left)
    year.first_loss_left -= borne
    terms = ClaimTerms(year.insured_fraction, year.excess, year.excess_before_share == 1, year.minimum_loss)
    amount = claim_amount(claim.loss - borne, terms)
    if year.layer > 0:
        amount = within_maximum(amount, 1.0, year.layer, year.claimed)
    else:
        amount = within_maximum(
            amount, year.maximum_multiple, _premium_known(state, claim.year), year.claimed
        )
    year.claimed += amount
    return amount


@compiled
def _row_of(state: State, number: int, event: int, sequence: int) -> Entry:
    """A row about a claim, under its oldest invoice."""
    claim = state.claims[number]
    issued, due = int(claim.issued), int(claim.due)
    return Entry(INSURER, event, claim.customer, int(claim.invoice), sequence, issued, due, claim.amount, 0)


@compiled
def _next_filed(state: State) -> int:
    """Of the claims to be decided, the one of the customer with the lowest number; NOBODY: none."""
    found = c.NOBODY
    for number in range(state.counters[c.N_CLAIMS]):
        claim = state.claims[number]
        if claim.status == c.FILED and (found == c.NOBODY or claim.customer < state.claims[found].customer):
            found = number
    return found


@compiled
def _accept_claims(state: State, day: int) -> None:
    """Today's claims are decided, customer by customer; they are paid some weeks later."""
    number = _next_filed(state)
    while number != c.NOBODY:
        claim = state.claims[number]
        claim.amount = _amount_of(state, number)
        claim.owed_back += claim.amount
        claim.status = c.CLAIM_ACCEPTED if claim.amount > 0 else c.CLOSED
        if claim.amount > 0:
            post(state, day, _row_of(state, number, ACCEPTED, 2))
            claim.pay_day = next_run(state.calendar, 0, day + state.years[claim.year].payment_days)
        else:
            state.counters[c.N_UNPAID_CLAIMS] -= 1
        number = _next_filed(state)


@compiled
def _pay_claims(state: State, day: int) -> None:
    """Claims whose payment is due."""
    for number in range(state.counters[c.N_CLAIMS]):
        claim = state.claims[number]
        if claim.status == c.CLAIM_ACCEPTED and claim.pay_day <= day:
            claim.status = c.CLOSED
            state.counters[c.N_UNPAID_CLAIMS] -= 1
            post(state, day, _row_of(state, number, CLAIM_PAID, 3))


@compiled
def _pay_instalment(state: State, day: int) -> None:
    """The quarter's premium in advance, on a banking day from its date on."""
    year = state.years[state.counters[c.N_YEARS] - 1]
    while (
        year.instalments < INSTALMENTS
        and day < year.end
        and day >= year.begin + instalment_day(year.instalments)
    ):
        amount = instalment(year.premium_rate, year.expected_sales)
        year.premium += amount
        if amount != 0:
            post(state, day, about_company(INSURER, PREMIUM_PAID, year.instalments, amount, 0))
        year.instalments += 1


@compiled
def _settle_years(state: State, day: int, last: bool) -> None:
    """Policy years that have ended: the premium of what was really covered, less what was paid in advance."""
    total = 0
    for number in range(state.counters[c.N_YEARS]):
        year = state.years[number]
        if year.settled == 1 or (day < year.end and not last):
            continue
        days = year.end - year.begin
        least = minimum_premium(year.premium_rate, year.expected_sales, year.minimum_premium_fraction, days)
        owed = year_premium(year.premium_rate, year.covered_sales, least)
        total += owed - year.premium
        year.premium = owed
        year.settled = 1
    if total != 0:
        post(state, day, about_company(INSURER, PREMIUM_PAID, INSTALMENTS, total, 0))


@compiled
def _pay_fees(state: State, day: int) -> None:
    """The fees for the limits granted, and the premium for those topped up, since the last payment."""
    fees = state.counters[c.N_LIMIT_FEES] * state.levers[0].limit_fee_cents + state.counters[c.TOP_UPS_OWED]
    state.counters[c.N_LIMIT_FEES] = 0
    state.counters[c.TOP_UPS_OWED] = 0
    if fees != 0:
        post(state, day, about_company(INSURER, LIMIT_FEE_PAID, INSTALMENTS + 1, fees, 0))


@compiled
def insure(state: State, day: int, last_of_horizon: bool) -> int:
    """The insurer's day; money moves on banking days, and on the last day of the horizon."""
    counters = state.counters
    if lacks_rows(
        state,
        2 * counters[c.N_UNPAID_CLAIMS]
        + 3 * counters[c.N_CUSTOMERS]
        + counters[c.N_OPEN]
        + ROWS_OF_MONEY
        + INSTALMENTS,
    ):
        return c.NEEDS_ROWS
    file_defaults(state, day)
    _accept_claims(state, day)
    if counters[c.N_INSURER_CASES] > 0 and day < state.years[counters[c.N_YEARS] - 1].end:
        look_at_cases(state, day)
    banking = next_run(state.calendar, 0, day) == day
    if banking or last_of_horizon:
        _settle_years(state, day, last_of_horizon)
        _pay_fees(state, day)
    if banking:
        _pay_instalment(state, day)
        _pay_claims(state, day)
    return c.DONE
