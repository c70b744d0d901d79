"""The health desk, monthly: places are filled, customers move on the chain, some leave, some fail."""

import math

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.applicants import days_to_decide, decide, meet_applicant
from simulator.engine.kernels.books import about_customer, post
from simulator.engine.kernels.buckets import schedule_order
from simulator.engine.kernels.clocks import plan_payment, run_on
from simulator.engine.kernels.dispute_cases import forget_hidden
from simulator.engine.kernels.files import agree, keep_file, open_file, put_on_pile, watch
from simulator.engine.kernels.losses import fail, lacks_room_to_fail
from simulator.engine.kernels.sales import cancel_waiting
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.economy import is_felt
from simulator.rules.files import CODE_N
from simulator.rules.health import (
    HEALTHY,
    INSOLVENT,
    STRESSED,
    Chances,
    churn_chance,
    health_probability,
    marked_months,
    next_health,
)
from simulator.rules.ordering import order_gap_days, recurring_gap_days
from simulator.rules.paying import normal
from simulator.units import NEVER, STRIDE

HEALTH = int(Desk.HEALTH)
STRESSED_ROW, RECOVERED_ROW = int(Event.STRESSED), int(Event.RECOVERED_HEALTH)
REFUSED_FAILED = int(Event.REFUSED_FAILED)
VANISHED_ROW, CHURNED, JOINED = int(Event.VANISHED), int(Event.CHURNED), int(Event.JOINED)
HEALTH_DRAW, CHURN_DRAW, INFORMAL = int(Stream.HEALTH), int(Stream.CHURN), int(Stream.INFORMAL)
LEAVES_UNPAID = int(Stream.LEAVES_UNPAID)
APPLICANT, HABIT, ORDER_GAP = int(Stream.APPLICANT), int(Stream.HABIT), int(Stream.ORDER_GAP)


@compiled
def start_customer(state: State, row: int, day: int) -> None:
    """A customer's first possible order and its habit; everything else stands in its columns."""
    customer = state.customers[row]
    customer.habit = normal(drawn(state.key[0], HABIT, customer.number, 0))
    customer.next_order = 0
    uniform = drawn(state.key[0], ORDER_GAP, customer.number, 0)
    if state.assumptions[0].recurring == 1:
        customer.next_order_time = day + recurring_gap_days(uniform, customer.order_rate, True)
    else:
        customer.next_order_time = day + order_gap_days(uniform, customer.order_rate)
    _owes_nothing(state, row)
    schedule_order(state, row)


@compiled
def _owes_nothing(state: State, row: int) -> None:
    """Lists that begin empty."""
    customer = state.customers[row]
    customer.first_open = c.NOBODY
    customer.last_open = c.NOBODY
    customer.oldest_due = NEVER
    customer.chased_until = -NEVER
    customer.first_given_up = c.NOBODY
    customer.first_waiting = c.NOBODY
    customer.last_waiting = c.NOBODY
    customer.case_channel = -1


@compiled
def note_for_insurer(state: State, row: int, what: int) -> None:
    """The insurer will look at this customer at the end of the day."""
    state.customers[row].insurer_case |= what
    state.counters[c.N_INSURER_CASES] += 1


@compiled
def _fill_place(state: State, row: int, day: int) -> None:
    """An applicant takes the place of a customer that left or failed: its orders, somebody else's habits."""
    left = state.customers[row]
    new = state.counters[c.N_CUSTOMERS]
    state.counters[c.N_CUSTOMERS] = new + 1
    state.customers[new] = left
    customer = state.customers[new]
    customer.number = left.number + STRIDE
    first, count = state.newcomer_range[customer.segment, 0], state.newcomer_range[customer.segment, 1]
    if count > 0:
        pick = drawn(state.key[0], APPLICANT, customer.number, 0)
        traits = state.newcomers[first + int(pick * count)]
        customer.law = traits.law
        customer.axis = traits.axis
        customer.run_calendar = traits.run_calendar
        customer.habit_share = traits.habit_share
    customer.health = HEALTHY
    customer.open_cents = 0
    customer.committed_cents = 0
    customer.open_count = 0
    customer.undelivered_count = 0
    customer.holds = 0
    customer.hard_now = 0
    customer.hard_last = 0
    customer.hard_before = 0
    customer.listed = 0
    customer.promise_cents = 0
    customer.promise_listed = 0
    customer.insurer_limit = 0
    customer.insurer_case = c.NOTHING_TO_DECIDE
    open_file(state, new, day, CODE_N)
    agree(state, new)
    meet_applicant(state, new)
    if state.levers[0].analysts > 0:
        customer.status = c.APPLYING
        _owes_nothing(state, new)
        put_on_pile(state, new, day)
        return
    days = days_to_decide(state, new)
    customer.status = decide(state, new, day, HEALTH, days)
    begin(state, new, day + days)
    if customer.status == c.ACTIVE:
        post(state, day, about_customer(state, new, HEALTH, JOINED, 0))


@compiled
def begin(state: State, row: int, day: int) -> None:
    """An applicant on whom we have decided orders from this day on; refused orders are lost."""
    start_customer(state, row, day)
    agree(state, row)
    if state.customers[row].status == c.ACTIVE and state.levers[0].insured_fraction > 0.0:
        note_for_insurer(state, row, c.ASKS)


@compiled
def _change_pace(state: State, row: int, day: int, health: int) -> None:
    """A customer's health changes: the clocks of its open invoices run on at the old pace, then at the new."""
    customer = state.customers[row]
    slot = customer.first_open
    while slot != c.NOBODY:
        run_on(state, slot, day)
        slot = state.links[slot, c.OPEN_NEXT]
    customer.health = health
    slot = customer.first_open
    while slot != c.NOBODY:
        if state.invoices[slot].hazard_left > 0.0:
            plan_payment(state, slot, day - 1)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _disappear(state: State, row: int, day: int) -> None:
    """No notice, no orders, no payments from now on."""
    customer = state.customers[row]
    cancel_waiting(state, row, HEALTH, day)
    customer.status = c.VANISHED
    slot = customer.first_open
    while slot != c.NOBODY:
        if state.invoices[slot].dispute == c.HIDDEN:
            forget_hidden(state, slot)
        plan_payment(state, slot, day - 1)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _remember_failures(state: State, month: int) -> None:
    """Large failures of earlier months are felt from now on."""
    for segment in range(c.NEWLY_HIT - c.HIT):
        newly = state.economy[c.NEWLY_HIT + segment]
        if newly < month:
            state.economy[c.HIT + segment] = newly


@compiled
def note_failure(state: State, row: int, month: int) -> None:
    """A failure of a customer that is large in its segment will be felt there."""
    customer = state.customers[row]
    if state.segment_shares[customer.number % STRIDE] >= state.assumptions[0].contagion_size:
        _remember_failures(state, month)
        state.economy[c.NEWLY_HIT + customer.segment] = month


@compiled
def _failure_multiplier(state: State, row: int, month: int) -> float:
    """How much likelier than usual the customer gets into trouble, and fails."""
    assumptions = state.assumptions[0]
    times = state.economy[c.FAILURES]
    hit = state.economy[c.HIT + state.customers[row].segment]
    if is_felt(float(month), hit, assumptions.contagion_months):
        times *= assumptions.contagion_multiplier
    return times


@compiled
def _next_health(state: State, row: int, month: int) -> int:
    """A customer's health after this month on the chain; how good it is decides how often it gets into trouble."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    segment = state.segments[customer.segment]
    times = _failure_multiplier(state, row, month)
    trouble = times * customer.failure_risk
    chances = Chances(
        trouble * segment.to_stress,
        assumptions.stress_recovery,
        times * assumptions.stress_failure,
        trouble * segment.sudden,
    )
    uniform = drawn(state.key[0], HEALTH_DRAW, customer.number, month)
    place = health_probability(assumptions.asset_correlation, state.economy[c.FACTOR], uniform)
    return next_health(customer.health, place, chances)


@compiled
def _follow_refused(state: State, row: int, day: int, month: int) -> None:
    """A month of somebody whom we refused: whether it fails, as it would have failed with us."""
    customer = state.customers[row]
    if customer.health == INSOLVENT or customer.since == day:
        return
    customer.health = _next_health(state, row, month)
    if customer.health == INSOLVENT:
        post(state, day, Entry(HEALTH, REFUSED_FAILED, customer.number, -1, 3, 0, 0, 0, 0))


@compiled
def _step_health(state: State, row: int, day: int, month: int) -> None:
    """One customer's month on the chain."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    health = _next_health(state, row, month)
    if health == customer.health:
        return
    if health == INSOLVENT:
        informal = drawn(state.key[0], INFORMAL, customer.number, 0) < assumptions.informal_fraction
        if informal:
            post(state, day, about_customer(state, row, HEALTH, VANISHED_ROW, customer.open_cents))
            _disappear(state, row, day)
        else:
            fail(state, row, day)
        customer.health = INSOLVENT
        note_failure(state, row, month)
        return
    _change_pace(state, row, day, health)
    watch(state, row, day, month, health == STRESSED)
    if health == STRESSED and customer.insurer_limit > 0 and customer.insurer_case & c.NAMED:
        note_for_insurer(state, row, c.LOOKS_STRESSED)
    post(
        state,
        day,
        about_customer(state, row, HEALTH, STRESSED_ROW if health == STRESSED else RECOVERED_ROW, 0),
    )


@compiled
def _leave(state: State, row: int, day: int) -> None:
    """A customer leaves: most pay what they still owe, some never do."""
    customer = state.customers[row]
    share = state.segments[customer.segment].leaves_unpaid
    if share > 0.0 and drawn(state.key[0], LEAVES_UNPAID, customer.number, 0) < share:
        _disappear(state, row, day)
    else:
        customer.status = c.LEAVING
        cancel_waiting(state, row, HEALTH, day)


@compiled
def _step_churn(state: State, row: int, day: int, month: int) -> None:
    """Whether the customer leaves this month; holds and hard contacts of the last three months make it likelier."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    held = marked_months(customer.holds, 0)
    hard = customer.hard_now + customer.hard_last + customer.hard_before
    multiplier = math.pow(assumptions.hold_churn_multiplier, float(held))
    multiplier *= math.pow(assumptions.hard_contact_churn_multiplier, float(hard))
    if customer.holds > 7:
        charged, claimed = marked_months(customer.holds, 8), marked_months(customer.holds, 16)
        multiplier *= math.pow(assumptions.late_charge_churn, float(charged))
        multiplier *= math.pow(assumptions.charge_back_churn, float(claimed))
        given = marked_months(customer.holds, 24)
        multiplier *= math.pow(assumptions.agency_churn_multiplier, float(given))
    chance = churn_chance(assumptions.churn_per_year, multiplier)
    if drawn(state.key[0], CHURN_DRAW, customer.number, month) < chance:
        post(state, day, Entry(HEALTH, CHURNED, customer.number, -1, 1, 0, 0, 0, 0))
        _leave(state, row, day)
    customer.holds = (customer.holds << 1) & c.THREE_MONTHS
    customer.hard_before = customer.hard_last
    customer.hard_last = customer.hard_now
    customer.hard_now = 0


@compiled
def _is_followed(state: State, row: int) -> bool:
    """Whether the customer's health still matters: it orders, or owes."""
    customer = state.customers[row]
    if customer.status == c.VANISHED or customer.status == c.FAILED:
        return False
    return customer.status == c.ACTIVE or customer.open_count > 0 or customer.undelivered_count > 0


@compiled
def _fill_if_vacant(state: State, row: int, day: int) -> None:
    """Fill a place that has been empty since the last month, once."""
    customer = state.customers[row]
    if customer.place < 0 or customer.status == c.ACTIVE or customer.status == c.APPLYING:
        return
    if customer.status == c.REFUSED and day < customer.since + state.assumptions[0].applicant_gap_days:
        return
    _fill_place(state, row, day)
    customer.place = -1
    if customer.status == c.LEAVING:
        customer.status = c.GONE
    elif customer.status == c.REFUSED:
        customer.status = c.TURNED_AWAY


@compiled
def step_month(state: State, day: int, month: int, trading: bool) -> int:
    """The health desk's month, customer by customer; those who join today begin their chain next month."""
    counters = state.counters
    if counters[c.CURSOR] == 0:
        counters[c.KNOWN] = counters[c.N_CUSTOMERS]
        _remember_failures(state, month)
    while counters[c.CURSOR] < counters[c.KNOWN]:
        row = counters[c.CURSOR]
        if lacks_room_to_fail(state, row):
            return c.NEEDS_ROWS
        if trading:
            _fill_if_vacant(state, row, day)
        if state.customers[row].status >= c.REFUSED:
            if trading and state.customers[row].status != c.APPLYING:
                _follow_refused(state, row, day, month)
        elif _is_followed(state, row):
            _step_health(state, row, day, month)
        if trading and state.customers[row].status == c.ACTIVE:
            _step_churn(state, row, day, month)
        if trading and state.customers[row].status == c.ACTIVE:
            keep_file(state, row, day, month)
        counters[c.CURSOR] = row + 1
    counters[c.CURSOR] = 0
    return c.DONE
