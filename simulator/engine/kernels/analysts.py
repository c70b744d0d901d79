"""The credit desk's shift: applicants and customers due for a review wait for an analyst."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled, compiled_with_memory
from simulator.engine import columns as c
from simulator.engine.kernels.applicants import days_to_decide, decide, has_gone
from simulator.engine.kernels.books import about_company, lacks_rows, post
from simulator.engine.kernels.files import review
from simulator.engine.kernels.health import begin
from simulator.engine.kernels.queue import play_in_order
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.contact import call_minutes
from simulator.rules.credit_desk import decision_wait
from simulator.units import NEVER, half_even

DESK = int(Desk.SALES)
JOINED, FILE_WORKED, FILE_REVIEWED = int(Event.JOINED), int(Event.FILE_WORKED), int(Event.FILE_REVIEWED)
SHIFT, BACKLOG = int(Event.ANALYSTS_SHIFT), int(Event.ANALYSTS_BACKLOG)
MINUTES = int(Stream.ANALYST_MINUTES)
SEQUENCE_OF_JOINING, SEQUENCE_OF_FILES = 3, 8
ROWS_PER_FILE = 4


@compiled
def _decide(state: State, row: int, day: int, days: int) -> None:
    """An application is decided after so many days of waiting, the committee's included."""
    customer = state.customers[row]
    first = int(customer.since) + days
    customer.status = decide(state, row, day, DESK, days)
    begin(state, row, first)
    if customer.status == c.ACTIVE:
        customer.since = first  # we know it from now on
        post(state, day, Entry(DESK, JOINED, customer.number, -1, SEQUENCE_OF_JOINING, 0, 0, 0, 0))


@compiled
def _is_done(state: State, row: int, day: int) -> bool:
    """Whether a file needs no analyst: its customer is gone, or there are no analysts any more."""
    customer = state.customers[row]
    if customer.status != c.APPLYING:
        if customer.status == c.ACTIVE and state.levers[0].analysts == 0:
            review(state, row, day, DESK, int(customer.filed))
        return customer.status != c.ACTIVE or state.levers[0].analysts == 0
    days = day - int(customer.since)
    if has_gone(state, row, day, DESK, days):
        begin(state, row, day)
        return True
    if state.levers[0].analysts == 0:
        _decide(state, row, day, max(days, days_to_decide(state, row)))
        return True
    return False


@compiled
def tend_pile(state: State, day: int) -> int:
    """Before the shift: who went elsewhere, left or failed is taken off; without analysts all is decided at once."""
    if lacks_rows(state, ROWS_PER_FILE * state.counters[c.N_FILES]):
        return c.NEEDS_ROWS
    place = 0
    while place < state.counters[c.N_FILES]:
        row = state.files[place]
        if _is_done(state, row, day):
            _take_off(state, place)
        else:
            place += 1
    return c.DONE


@compiled
def _take_off(state: State, place: int) -> None:
    state.customers[state.files[place]].filed = NEVER
    state.counters[c.N_FILES] -= 1
    state.files[place] = state.files[state.counters[c.N_FILES]]


@compiled
def list_files(state: State, day: int, cases: NDArray[Any]) -> int:
    """Describe the files that can be worked on, for what was asked about them has come; answers how many."""
    count = 0
    levers = state.levers[0]
    for place in range(state.counters[c.N_FILES]):
        row = state.files[place]
        customer = state.customers[row]
        if customer.filed + levers.report_days > day:
            continue
        case = cases[count]
        case.row = row
        case.customer = customer.number
        case.filed = customer.filed
        case.is_review = 0 if customer.status == c.APPLYING else 1
        uniform = drawn(state.key[0], MINUTES, customer.number, customer.filed)
        case.minutes = call_minutes(uniform, levers.minutes_per_file)
        count += 1
    return count


@compiled_with_memory
def play_files(cases: Any, count: int, servers: int, closing: float) -> NDArray[Any]:
    """The files of a shift that are begun, in order of start: applicants first, then who waits longest, by number."""
    by_customer = np.argsort(cases.customer[:count], kind="mergesort")
    by_day = by_customer[np.argsort(cases.filed[:count][by_customer], kind="mergesort")]
    in_order = by_day[np.argsort(cases.is_review[:count][by_day], kind="mergesort")]
    return play_in_order(in_order, cases.minutes[:count].copy(), servers, closing)


@compiled
def _work(state: State, case: Any, day: int, sequence: int) -> None:
    """One file: an application is decided, a customer is scored anew."""
    row = int(case.row)
    customer = state.customers[row]
    minutes = half_even(100.0 * case.minutes)
    if case.is_review == 1:
        days = day - int(case.filed)
        review(state, row, day, DESK, int(case.filed))
    else:
        is_above = customer.limit_cents > state.levers[0].authority_cents
        committee = int(state.assumptions[0].committee_days)
        days = decision_wait(int(case.filed), day, committee, is_above)
        _decide(state, row, day, days)
    event = FILE_REVIEWED if case.is_review == 1 else FILE_WORKED
    post(state, day, Entry(DESK, event, customer.number, -1, sequence, 0, 0, days, minutes))
    customer.filed = NEVER


@compiled
def work_files(state: State, day: int, cases: NDArray[Any], order: NDArray[Any]) -> int:
    """Work on the files of a shift in their order of start, and close it; what is left stays on the pile."""
    if lacks_rows(state, ROWS_PER_FILE * order.shape[0] + 2):
        return c.NEEDS_ROWS
    worked = 0.0
    for place in range(order.shape[0]):
        case = cases[order[place]]
        worked += case.minutes
        _work(state, case, day, SEQUENCE_OF_FILES + place)
    place = 0
    waiting = 0
    ages = 0
    while place < state.counters[c.N_FILES]:
        filed = state.customers[state.files[place]].filed
        if filed == NEVER:
            _take_off(state, place)
            continue
        if filed + state.levers[0].report_days <= day:
            waiting += 1
            ages += day - filed
        place += 1
    available = state.levers[0].analysts * state.levers[0].shift_minutes
    minutes = half_even(100.0 * worked), half_even(100.0 * available)
    post(state, day, about_company(DESK, SHIFT, 0, minutes[0], minutes[1]))
    post(state, day, about_company(DESK, BACKLOG, 1, waiting, ages))
    return c.DONE
