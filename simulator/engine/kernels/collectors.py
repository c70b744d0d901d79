"""The collectors' shift: cases by overdue amount, calls, promises."""

from typing import Any

from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_company, lacks_rows, post
from simulator.engine.kernels.buckets import schedule_step
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.dispute_cases import contact
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, contact_index, drawn
from simulator.rules.agency import is_placed
from simulator.rules.banking import next_run
from simulator.rules.contact import call_minutes, is_chased, promised_days
from simulator.rules.health import STRESSED
from simulator.units import NEVER, half_even

COLLECTORS = int(Desk.COLLECTORS)
CALLED, REACHED, PROMISED = int(Event.CALLED), int(Event.REACHED), int(Event.PROMISED)
SHIFT, BACKLOG = int(Event.SHIFT), int(Event.BACKLOG)
CONTACT_REACHED, CALL_MINUTES = int(Stream.CONTACT_REACHED), int(Stream.CALL_MINUTES)
PROMISE_MADE, PROMISE_KEPT = int(Stream.PROMISE_MADE), int(Stream.PROMISE_KEPT)
PROMISE_DAYS = int(Stream.PROMISE_DAYS)
ROWS_PER_CASE = 4


@compiled
def _is_ours_to_chase(state: State, slot: int, day: int) -> bool:
    """Whether the collectors chase an invoice: overdue or called about; no agency has it, no dispute is known."""
    invoice = state.invoices[slot]
    if invoice.dispute == c.KNOWN:
        return False
    if invoice.placed != NEVER and is_placed(invoice.placed, state.assumptions[0].agency_mandate_days, day):
        return False
    return is_chased(invoice.due, day, invoice.called == 1)


@compiled
def chased_cents(state: State, row: int, day: int) -> int:
    """What the customer is chased for: overdue, or called about before due; gross."""
    total = 0
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if _is_ours_to_chase(state, slot, day):
            total += invoice.net + invoice.vat
        slot = state.links[slot, c.OPEN_NEXT]
    return total


@compiled
def drop_settled_cases(state: State, day: int) -> None:
    """Cases with nothing left to chase leave the worklist."""
    place = 0
    while place < state.counters[c.N_WORKLIST]:
        row = state.worklist[place]
        customer = state.customers[row]
        if customer.case_channel >= 0 and chased_cents(state, row, day) > 0:
            place += 1
            continue
        customer.case_channel = -1
        customer.listed = 0
        state.counters[c.N_WORKLIST] -= 1
        state.worklist[place] = state.worklist[state.counters[c.N_WORKLIST]]


@compiled
def list_cases(state: State, day: int, cases: NDArray[Any]) -> int:
    """Describe the worklist: row, number, amount and minutes of each case; answers how many there are.

    Args:
        state: the run.
        day: today.
        cases: CASE records, at least as many as the worklist.
    """
    drop_settled_cases(state, day)
    count = state.counters[c.N_WORKLIST]
    for place in range(count):
        row = state.worklist[place]
        customer = state.customers[row]
        index = contact_index(day, customer.case_channel)
        case = cases[place]
        case.row = row
        case.number = customer.number
        case.chased_cents = chased_cents(state, row, day)
        case.minutes = call_minutes(
            drawn(state.key[0], CALL_MINUTES, customer.number, index), _minutes(state)
        )
    return count


@compiled
def _minutes(state: State) -> float:
    """Mean minutes of a worked call."""
    return state.levers[0].minutes_per_call


@compiled
def _keep_promise(state: State, row: int, day: int, promised: int) -> None:
    """The customer keeps a promise: what it is chased for, and can be paid so, is paid on that day."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if _is_ours_to_chase(state, slot, day) and invoice.covered == 1 and promised < invoice.promise_day:
            invoice.promise_day = promised
            plan_payment(state, slot, day)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _pause_chasing(state: State, row: int, day: int, days: int) -> None:
    """After a promise the ladder rests for some days."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if _is_ours_to_chase(state, slot, day):
            invoice.paused_until = max(invoice.paused_until, day + days)
            if invoice.step_day != NEVER and invoice.step_day < invoice.paused_until:
                schedule_step(state, slot, next_run(state.calendar, 0, invoice.paused_until))
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _ask_for_promise(state: State, row: int, day: int, sequence: int) -> None:
    """A promise to pay: made or not, kept or not; none where all turned out to be disputed."""
    customer = state.customers[row]
    amount = chased_cents(state, row, day)
    if amount == 0:
        return
    assumptions = state.assumptions[0]
    index = contact_index(day, customer.case_channel)
    if drawn(state.key[0], PROMISE_MADE, customer.number, index) >= assumptions.promise_fraction:
        return
    ahead = promised_days(
        drawn(state.key[0], PROMISE_DAYS, customer.number, index),
        assumptions.promise_minimum_days,
        assumptions.promise_maximum_days,
    )
    promised = next_run(state.calendar, 0, day + max(ahead, 1))
    post(state, day, Entry(COLLECTORS, PROMISED, customer.number, -1, sequence, 0, promised, amount, 0))
    stressed = customer.health == STRESSED
    kept = assumptions.promise_kept_stressed if stressed else assumptions.promise_kept_healthy
    keeps = drawn(state.key[0], PROMISE_KEPT, customer.number, index) < kept
    if keeps and customer.status != c.VANISHED:
        _keep_promise(state, row, day, promised)
    pause = state.levers[0].promise_pause_days
    if pause > 0:
        _pause_chasing(state, row, day, pause)


@compiled
def _call(state: State, row: int, day: int, sequence: int) -> None:
    """One worked call: an attempt, and what comes of it."""
    customer = state.customers[row]
    levers = state.levers[0]
    number = customer.number
    post(state, day, Entry(COLLECTORS, CALLED, number, -1, sequence, 0, 0, levers.call_cost_cents, 0))
    customer.case_attempts += 1
    index = contact_index(day, customer.case_channel)
    if drawn(state.key[0], CONTACT_REACHED, number, index) >= state.assumptions[0].contact_rate_fraction:
        if customer.case_attempts >= levers.call_attempts:
            customer.case_channel = -1
        return
    post(state, day, Entry(COLLECTORS, REACHED, number, -1, sequence + 1, 0, 0, 0, 0))
    slot = customer.first_open
    while slot != c.NOBODY:
        if _is_ours_to_chase(state, slot, day):
            contact(state, slot, day, customer.case_channel, COLLECTORS)
        slot = state.links[slot, c.OPEN_NEXT]
    _ask_for_promise(state, row, day, sequence + 2)
    customer.case_channel = -1


@compiled
def _close_shift(state: State, day: int, worked: float, available: float) -> None:
    """What the shift leaves: minutes worked and available, cases waiting and their age."""
    ages = 0
    cases = 0
    for place in range(state.counters[c.N_WORKLIST]):
        customer = state.customers[state.worklist[place]]
        if customer.case_channel >= 0:
            cases += 1
            ages += day - customer.case_since
    post(
        state,
        day,
        about_company(COLLECTORS, SHIFT, 0, half_even(100.0 * worked), half_even(100.0 * available)),
    )
    post(state, day, about_company(COLLECTORS, BACKLOG, 1, cases, ages))


@compiled
def make_calls(state: State, day: int, cases: NDArray[Any], order: NDArray[Any]) -> int:
    """Make the calls of a shift in their order of start, and close it."""
    if lacks_rows(state, ROWS_PER_CASE * order.shape[0] + state.counters[c.N_HIDDEN] + 2):
        return c.NEEDS_ROWS
    levers = state.levers[0]
    worked = 0.0
    for place in range(order.shape[0]):
        case = cases[order[place]]
        worked += case.minutes
        _call(state, case.row, day, ROWS_PER_CASE * place)
    _close_shift(state, day, worked, levers.servers * levers.shift_minutes)
    return c.DONE
