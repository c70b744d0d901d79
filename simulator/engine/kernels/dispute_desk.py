"""The dispute desk: customers tell of disputes, clerks work on them, and they are settled, some with a credit note."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled, compiled_with_memory
from simulator.engine import columns as c
from simulator.engine.kernels.billing import plan_step
from simulator.engine.kernels.books import about_company, about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import chase_anew, schedule_payment
from simulator.engine.kernels.clocks import clock_of, law_of, plan_payment, set_clock
from simulator.engine.kernels.dispute_cases import SEQUENCE_OF_END, days_of, disclose, leave_queue
from simulator.engine.kernels.queue import play_in_order
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import moment, next_run
from simulator.rules.contact import call_minutes
from simulator.rules.disputes import answer_days, days_left_out
from simulator.rules.money import share_cents
from simulator.rules.paying import rested
from simulator.units import half_even

DESK = int(Desk.DISPUTES)
CREDITED, SETTLED = int(Event.CREDITED), int(Event.DISPUTE_SETTLED)
SHIFT, BACKLOG = int(Event.CLERKS_SHIFT), int(Event.CLERKS_BACKLOG)
OUTCOME, MINUTES = int(Stream.DISPUTE_OUTCOME), int(Stream.DISPUTE_MINUTES)
SEQUENCE_OF_CREDIT = 7
ROWS_PER_DISPUTE = 2


@compiled
def _credit(state: State, slot: int, day: int) -> None:
    """A credit note for a part of the invoice, if that is how the dispute ends."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    if drawn(state.key[0], OUTCOME, customer.number, invoice.number) >= assumptions.credited_disputes:
        return
    net = share_cents(invoice.net, assumptions.credited_share)
    vat = share_cents(invoice.vat, assumptions.credited_share)
    entry = about_invoice(state, slot, DESK, CREDITED, SEQUENCE_OF_CREDIT)
    post(state, day, part_of(entry, CREDITED, SEQUENCE_OF_CREDIT, net, vat))
    invoice.net -= net
    invoice.vat -= vat
    customer.open_cents -= net + vat


@compiled
def _settle(state: State, slot: int, day: int) -> None:
    """A dispute is settled: the clock that stood still since due goes on, and so does our ladder."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    known = invoice.due + invoice.known_after
    entry = about_invoice(state, slot, DESK, SETTLED, SEQUENCE_OF_END)
    post(state, day, part_of(entry, SETTLED, SEQUENCE_OF_END, invoice.net + invoice.vat, day - known))
    _credit(state, slot, day)
    invoice.dispute = c.NO_DISPUTE
    chase_anew(state, slot)
    state.counters[c.N_KNOWN] -= 1
    invoice.held_days = days_left_out(invoice.due, known, day)
    now = moment(state.calendar, customer.axis, day)
    due = moment(state.calendar, customer.axis, invoice.due)
    set_clock(state, slot, rested(state.laws[law_of(state, slot)], clock_of(state, slot), due, now))
    plan_payment(state, slot, day)
    plan_step(state, slot, day + 1)


@compiled
def settle_disputes(state: State, day: int) -> int:
    """What is due today in the disputes' part of the bank's bucket: news of disputes, and their ends."""
    if state.levers[0].dispute_clerks == 0:
        _work_without_clerks(state, day)
    slot = state.heads[c.PAY_LIST, day - state.calendar.first_day]
    while slot != c.NOBODY:
        following = state.links[slot, c.PAY_NEXT]
        invoice = state.invoices[slot]
        if invoice.state == c.OPEN and invoice.dispute != c.NO_DISPUTE:
            if lacks_rows(state, ROWS_PER_DISPUTE):
                return c.NEEDS_ROWS
            if invoice.dispute == c.HIDDEN:
                disclose(state, slot, day, DESK)
            else:
                _settle(state, slot, day)
        slot = following
    return c.DONE


@compiled
def _work_without_clerks(state: State, day: int) -> None:
    """The clerks have gone: what waited for them takes the plain time."""
    while state.counters[c.N_QUEUE] > 0:
        slot = state.disputes[state.counters[c.N_QUEUE] - 1]
        invoice = state.invoices[slot]
        end = invoice.due + invoice.known_after + days_of(state, slot)
        schedule_payment(state, slot, next_run(state.calendar, 0, max(end, day + 1)))
        state.counters[c.N_QUEUE] -= 1


@compiled
def list_disputes(state: State, cases: NDArray[Any]) -> int:
    """Describe the disputes that wait for a clerk, as DISPUTE_CASE records; answers how many there are."""
    count = state.counters[c.N_QUEUE]
    for place in range(count):
        slot = state.disputes[place]
        invoice = state.invoices[slot]
        case = cases[place]
        case.slot = slot
        case.customer = state.customers[invoice.customer].number
        case.invoice = invoice.number
        case.known = invoice.due + invoice.known_after
        uniform = drawn(state.key[0], MINUTES, case.customer, invoice.number)
        case.minutes = call_minutes(uniform, state.assumptions[0].minutes_per_dispute)
    return count


@compiled_with_memory
def play_disputes(cases: Any, count: int, servers: int, closing: float) -> NDArray[Any]:
    """The disputes of a shift that are begun, in order of start: first come, first served; then by number."""
    by_invoice = np.argsort(cases.invoice[:count], kind="mergesort")
    by_customer = by_invoice[np.argsort(cases.customer[:count][by_invoice], kind="mergesort")]
    by_day = by_customer[np.argsort(cases.known[:count][by_customer], kind="mergesort")]
    return play_in_order(by_day, cases.minutes[:count].copy(), servers, closing)


@compiled
def work_disputes(state: State, day: int, cases: NDArray[Any], order: NDArray[Any]) -> int:
    """The clerks' shift: whoever was worked on waits only for the customer's answer now."""
    if lacks_rows(state, 2):
        return c.NEEDS_ROWS
    worked = 0.0
    for place in range(order.shape[0]):
        case = cases[order[place]]
        worked += case.minutes
        leave_queue(state, case.slot)
        days = answer_days(days_of(state, case.slot), state.assumptions[0].customer_share)
        schedule_payment(state, case.slot, next_run(state.calendar, 0, day + days))
    ages = 0
    for place in range(state.counters[c.N_QUEUE]):
        invoice = state.invoices[state.disputes[place]]
        ages += day - invoice.due - invoice.known_after
    available = state.levers[0].dispute_clerks * state.levers[0].shift_minutes
    minutes = half_even(100.0 * worked), half_even(100.0 * available)
    post(state, day, about_company(DESK, SHIFT, 0, minutes[0], minutes[1]))
    post(state, day, about_company(DESK, BACKLOG, 1, state.counters[c.N_QUEUE], ages))
    return c.DONE
