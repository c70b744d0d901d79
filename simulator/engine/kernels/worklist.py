"""The collectors' worklist: which customers are cases, what they are chased for, and who is called first."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch
from simulator.engine.kernels.clocks import law_of
from simulator.engine.state import State
from simulator.luck import Stream, contact_index, drawn
from simulator.rules.agency import is_placed
from simulator.rules.banking import moment
from simulator.rules.contact import MANAGER, call_minutes, faded, is_chased
from simulator.rules.worklist import (
    EXPECTED_GAIN,
    LARGEST,
    OLDEST,
    days_saved,
    expected_gain,
    value_at_risk,
)
from simulator.units import NEVER

CALL_MINUTES = int(Stream.CALL_MINUTES)
LOOK_AHEAD = 6


@compiled
def is_in_plan(state: State, slot: int) -> bool:
    """Whether instalments of the invoice are coming in."""
    invoice = state.invoices[slot]
    return invoice.instalments > 0 and invoice.pay_day != NEVER


@compiled
def is_ours_to_chase(state: State, slot: int, day: int) -> bool:
    """Whether the collectors chase an invoice: overdue or called about, not with others, and no dispute is known."""
    invoice = state.invoices[slot]
    if not is_chased(invoice.due, day, invoice.called == 1):
        return False
    if invoice.dispute == c.KNOWN or day <= invoice.in_court_until:
        return False
    if is_in_plan(state, slot):
        return False
    placed = invoice.placed
    return placed == NEVER or not is_placed(placed, state.assumptions[0].agency_mandate_days, day)


@compiled
def _has_own_course(state: State, slot: int, day: int) -> bool:
    """Whether a date may change that we chase an invoice: it is with others, paid in parts, or disputed."""
    invoice = state.invoices[slot]
    if invoice.dispute == c.KNOWN or invoice.instalments > 0:
        return True
    return invoice.placed != NEVER or day <= invoice.in_court_until


@compiled
def _add_up_chased(state: State, row: int, day: int) -> None:
    """Note what the customer is chased for, and until which day that holds if nothing happens to an invoice."""
    total = 0
    until = NEVER
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if is_ours_to_chase(state, slot, day):
            total += invoice.net + invoice.vat
        elif not is_chased(invoice.due, day, invoice.called == 1):
            until = min(until, invoice.due)
        if _has_own_course(state, slot, day):
            until = day
        slot = state.links[slot, c.OPEN_NEXT]
    customer = state.customers[row]
    customer.chased_cents = total
    customer.chased_until = until


@compiled
def chased_cents(state: State, row: int, day: int) -> int:
    """What the customer is chased for: overdue, or called about before due; gross."""
    customer = state.customers[row]
    if customer.chased_until < day:
        _add_up_chased(state, row, day)
    return customer.chased_cents


@compiled
def _drop_case(state: State, place: int) -> None:
    """A case leaves the worklist; the last one takes its place."""
    customer = state.customers[state.worklist[place]]
    customer.case_channel = -1
    customer.listed = 0
    state.counters[c.N_WORKLIST] -= 1
    state.worklist[place] = state.worklist[state.counters[c.N_WORKLIST]]


@compiled
def _gain_of(state: State, slot: int, day: int) -> float:
    """What a call about an invoice may gain: its amount by the days that a kept promise would save."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    scale = assumptions.banking_share if customer.axis == 1 else 1.0
    now = moment(state.calendar, customer.axis, day)
    position = now - moment(state.calendar, customer.axis, invoice.due)
    wait = 0.5 * (assumptions.promise_minimum_days + assumptions.promise_maximum_days) * scale
    days = days_saved(state.laws[law_of(state, slot)], position, wait, invoice.cap_days)
    tired = invoice.tired_manager if customer.case_channel == MANAGER else invoice.tired_call
    half_life = assumptions.personal_half_life_days * scale
    earlier = faded(tired, half_life, max(now - invoice.clock_day, 0.0))
    return expected_gain(float(invoice.net + invoice.vat), days, assumptions.fatigue_fraction, earlier)


@compiled
def _urgency_of(state: State, slot: int, day: int, rule: int) -> float:
    """What one invoice adds to its customer's case under a rule other than the largest and the oldest first."""
    if rule == EXPECTED_GAIN:
        return _gain_of(state, slot, day)
    invoice = state.invoices[slot]
    risk = state.segments[state.customers[invoice.customer].segment].failures_per_year
    overdue = float(day - invoice.due - invoice.held_days)
    return value_at_risk(float(invoice.net + invoice.vat), risk, overdue)


@compiled
def _urgency(state: State, row: int, day: int, amount: int) -> float:
    """How early in the shift a customer is called, for this amount (cents): the highest first."""
    rule = state.levers[0].worklist_rule
    if rule == LARGEST:
        return float(amount)
    urgency = -float(NEVER) if rule == OLDEST else 0.0
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        if is_ours_to_chase(state, slot, day):
            if rule == OLDEST:
                invoice = state.invoices[slot]
                urgency = max(urgency, float(day - invoice.due - invoice.held_days))
            else:
                urgency += _urgency_of(state, slot, day, rule)
        slot = state.links[slot, c.OPEN_NEXT]
    return urgency


@compiled
def list_cases(state: State, day: int) -> int:
    """Describe the worklist in the column of cases: row, number and urgency; answers how many there are.

    Cases with nothing left to chase leave it.
    """
    place = 0
    while place < state.counters[c.N_WORKLIST]:
        if place + LOOK_AHEAD < state.counters[c.N_WORKLIST]:
            fetch(state.customers, state.worklist[place + LOOK_AHEAD])
        row = state.worklist[place]
        customer = state.customers[row]
        amount = chased_cents(state, row, day) if customer.case_channel >= 0 else 0
        if amount == 0:
            _drop_case(state, place)
            continue
        case = state.cases[place]
        case.row = row
        case.number = customer.number
        case.urgency = _urgency(state, row, day, amount)
        place += 1
    return place


@compiled
def draw_minutes(state: State, place: int, day: int) -> float:
    """Minutes of a case, if it is begun today."""
    case = state.cases[place]
    index = contact_index(day, state.customers[case.row].case_channel)
    uniform = drawn(state.key[0], CALL_MINUTES, case.number, index)
    case.minutes = call_minutes(uniform, state.levers[0].minutes_per_call)
    return case.minutes
