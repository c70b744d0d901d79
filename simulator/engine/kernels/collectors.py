"""The collectors' shift: the calls of the worklist in their order, and the promises that customers make."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled, compiled_with_memory
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_company, lacks_rows, post
from simulator.engine.kernels.buckets import chase_anew, schedule_step
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.dispute_cases import contact
from simulator.engine.kernels.promises import drop_promise, note_promise
from simulator.engine.kernels.queue import play_in_order
from simulator.engine.kernels.worklist import chased_cents, draw_minutes, is_ours_to_chase, list_cases
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, contact_index, drawn
from simulator.rules.banking import last_instalment, next_run, runs_of_promises
from simulator.rules.contact import PROMISE_GRACE_DAYS, promised_days
from simulator.rules.health import STRESSED
from simulator.units import NEVER, half_even

COLLECTORS = int(Desk.COLLECTORS)
CALLED, REACHED, PROMISED = int(Event.CALLED), int(Event.REACHED), int(Event.PROMISED)
SHIFT, BACKLOG = int(Event.SHIFT), int(Event.BACKLOG)
CONTACT_REACHED = int(Stream.CONTACT_REACHED)
PROMISE_MADE, PROMISE_KEPT = int(Stream.PROMISE_MADE), int(Stream.PROMISE_KEPT)
PROMISE_DAYS, PAYMENT_PLAN = int(Stream.PROMISE_DAYS), int(Stream.PAYMENT_PLAN)
PLAN_AGREED = int(Event.PLAN_AGREED)
ROWS_PER_CASE = 4


@compiled
def _keep_promise(state: State, row: int, day: int, promised: int) -> None:
    """The customer keeps a promise: what it is chased for, and can be paid so, is paid on that day."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if is_ours_to_chase(state, slot, day) and invoice.covered == 1 and promised < invoice.promise_day:
            invoice.promise_day = promised
            plan_payment(state, slot, day)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _pause_chasing(state: State, row: int, day: int, days: int) -> None:
    """After a promise the ladder rests for some days."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if is_ours_to_chase(state, slot, day):
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
    promised = next_run(state.calendar, runs_of_promises(customer.run_calendar), day + max(ahead, 1))
    post(state, day, Entry(COLLECTORS, PROMISED, customer.number, -1, sequence, 0, promised, amount, 0))
    note_promise(state, row, day, promised, amount)
    stressed = customer.health == STRESSED
    kept = assumptions.promise_kept_stressed if stressed else assumptions.promise_kept_healthy
    keeps = drawn(state.key[0], PROMISE_KEPT, customer.number, index) < kept
    if keeps and customer.status != c.VANISHED:
        _keep_promise(state, row, day, promised)
    pause = state.levers[0].promise_pause_days
    if pause > 0:
        _pause_chasing(state, row, day, pause)


@compiled
def _offer_plan(state: State, row: int, day: int, sequence: int) -> None:
    """A customer in trouble may pay in instalments: it agrees or not, and pays them or none. Then chasing rests."""
    customer = state.customers[row]
    amount = chased_cents(state, row, day)
    if amount == 0:
        return
    assumptions = state.assumptions[0]
    levers = state.levers[0]
    index = contact_index(day, customer.case_channel)
    if drawn(state.key[0], PROMISE_MADE, customer.number, index) >= assumptions.promise_fraction:
        return
    first = next_run(state.calendar, 0, day + levers.plan_days)
    agreed = Entry(
        COLLECTORS, PLAN_AGREED, customer.number, -1, sequence, 0, first, amount, levers.plan_instalments
    )
    post(state, day, agreed)
    drop_promise(state, row)
    keeps = drawn(state.key[0], PAYMENT_PLAN, customer.number, index) < assumptions.plan_kept
    keeps = keeps and customer.status != c.VANISHED
    last = last_instalment(state.calendar, first, levers.plan_days, levers.plan_instalments)
    _pause_chasing(state, row, day, (last if keeps else first) + PROMISE_GRACE_DAYS - day)
    if keeps:
        _begin_plan(state, row, day, first)


@compiled
def _begin_plan(state: State, row: int, day: int, first: int) -> None:
    """All that the customer is called about is paid in instalments, unless it pays earlier; a discount is forfeited."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if is_ours_to_chase(state, slot, day):
            invoice.instalments = state.levers[0].plan_instalments
            chase_anew(state, slot)
            invoice.promise_day = first
            invoice.discount = c.NOTHING_TAKEN
            plan_payment(state, slot, day)
        slot = state.links[slot, c.OPEN_NEXT]


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
        if is_ours_to_chase(state, slot, day):
            contact(state, slot, day, customer.case_channel, COLLECTORS)
        slot = state.links[slot, c.OPEN_NEXT]
    if levers.plan_instalments > 0 and customer.health == STRESSED:
        _offer_plan(state, row, day, sequence + 2)
    else:
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
def make_calls(state: State, day: int, order: NDArray[Any]) -> int:
    """Make the calls of a shift in their order of start, and close it."""
    if lacks_rows(state, ROWS_PER_CASE * order.shape[0] + state.counters[c.N_HIDDEN] + 2):
        return c.NEEDS_ROWS
    levers = state.levers[0]
    worked = 0.0
    for place in range(order.shape[0]):
        case = state.cases[order[place]]
        worked += case.minutes
        _call(state, case.row, day, ROWS_PER_CASE * place)
    available = 0.0 if levers.is_outsourced == 1 else levers.servers * levers.shift_minutes
    _close_shift(state, day, worked, available)
    return c.DONE


@compiled_with_memory
def _most_urgent(state: State, count: int, wanted: int) -> NDArray[Any]:
    """Places of at least so many cases: the most urgent first, ties by customer number."""
    cases = state.cases
    urgency = np.empty(count)
    for place in range(count):
        urgency[place] = cases[place].urgency
    border = np.partition(urgency, count - wanted)[count - wanted] if wanted < count else -np.inf
    chosen = np.flatnonzero(urgency >= border)
    number = np.empty(chosen.shape[0], dtype=np.int64)
    for place in range(chosen.shape[0]):
        number[place] = cases[chosen[place]].number
    by_number = chosen[np.argsort(number, kind="mergesort")]
    return by_number[np.argsort(-urgency[by_number], kind="mergesort")]


@compiled_with_memory
def _begun(state: State, day: int, count: int) -> NDArray[Any]:
    """The cases of a shift that are begun, in order of start.

    Who comes first is begun first, so as many from the top are looked at as it takes until one is not begun.
    """
    levers = state.levers[0]
    reach = 1.25 * levers.servers * levers.shift_minutes
    wanted = count if reach >= levers.minutes_per_call * count else int(reach / levers.minutes_per_call) + 8
    while True:
        places = _most_urgent(state, count, wanted)
        minutes = np.empty(places.shape[0])
        for rank in range(places.shape[0]):
            minutes[rank] = draw_minutes(state, places[rank], day)
        order = play_in_order(
            np.arange(places.shape[0]), minutes, int(levers.servers), float(levers.shift_minutes)
        )
        if order.shape[0] < places.shape[0] or places.shape[0] == count:
            return places[order]
        wanted *= 2


@compiled_with_memory
def work_shift(state: State, day: int, trading: bool) -> int:
    """A shift of the collectors: the worklist as it is today, played to the minute; the calls in order of start.

    Beyond the horizon there is none where whoever was left on the list has paid.
    """
    count = list_cases(state, day)
    if count == 0 and not trading:
        return c.DONE
    return make_calls(state, day, _begun(state, day, count))
