"""Promises to pay, from the call to the day on which they are kept or broken: memo rows, which move no money.

A customer has one open promise at a time: a new one takes the place of the old, which then is neither. It is kept
when all that it was given for is paid by the promised day and its grace; broken on the first banking day after, or
when nothing that it was given for is open any more and not all of it was paid.
"""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import lacks_rows, post
from simulator.engine.kernels.worklist import is_ours_to_chase
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.rules.banking import next_run
from simulator.rules.contact import PROMISE_GRACE_DAYS

COLLECTORS = int(Desk.COLLECTORS)
KEPT, BROKEN = int(Event.PROMISE_KEPT), int(Event.PROMISE_BROKEN)
SEQUENCE_OF_PROMISE, BEFORE_THE_CALLS = 8, -1


@compiled
def note_promise(state: State, row: int, day: int, until: int, amount: int) -> None:
    """Remember what a promise was given for, and until when it can be kept."""
    customer = state.customers[row]
    customer.promise_open = 0
    slot = customer.first_open
    while slot != c.NOBODY:
        covered = 1 if is_ours_to_chase(state, slot, day) else 0
        state.invoices[slot].promised = covered
        customer.promise_open += covered
        slot = state.links[slot, c.OPEN_NEXT]
    customer.promise_cents = amount
    customer.promise_paid = 0
    customer.promise_until = next_run(state.calendar, 0, until + PROMISE_GRACE_DAYS)
    if customer.promise_listed == 0:
        customer.promise_listed = 1
        state.promises[state.counters[c.N_PROMISES]] = row
        state.counters[c.N_PROMISES] += 1


@compiled
def drop_promise(state: State, row: int) -> None:
    """An open promise is over, neither kept nor broken: something else was agreed."""
    customer = state.customers[row]
    if customer.promise_cents == 0:
        return
    customer.promise_cents = 0
    _forget_invoices(state, row)


@compiled
def _forget_invoices(state: State, row: int) -> None:
    """No invoice of the customer belongs to a promise any more."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        state.invoices[slot].promised = 0
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _end(state: State, row: int, day: int, desk: int, sequence: int) -> None:
    """A promise was kept, or broken; what was paid of a broken one is told too."""
    customer = state.customers[row]
    amount, paid = int(customer.promise_cents), int(customer.promise_paid)
    if paid == amount:
        post(state, day, Entry(desk, KEPT, customer.number, -1, sequence, 0, 0, amount, 0))
    else:
        post(state, day, Entry(desk, BROKEN, customer.number, -1, sequence, 0, 0, amount, paid))
    customer.promise_cents = 0


@compiled
def leave_promise(state: State, slot: int, day: int, desk: int, paid: bool) -> None:
    """An invoice is paid or lost: the promise that was given for it, if any, waits for the others, or is over."""
    invoice = state.invoices[slot]
    if invoice.promised == 0:
        return
    customer = state.customers[invoice.customer]
    invoice.promised = 0
    customer.promise_open -= 1
    if paid:
        customer.promise_paid += invoice.net + invoice.vat
    if customer.promise_open == 0:
        _end(state, invoice.customer, day, desk, SEQUENCE_OF_PROMISE)


@compiled
def judge_promises(state: State, day: int) -> int:
    """Promises that should have been kept by today and are still open are broken."""
    if lacks_rows(state, state.counters[c.N_PROMISES]):
        return c.NEEDS_ROWS
    place = 0
    while place < state.counters[c.N_PROMISES]:
        row = state.promises[place]
        customer = state.customers[row]
        if customer.promise_cents > 0 and customer.promise_until > day:
            place += 1
            continue
        if customer.promise_cents > 0:
            _end(state, row, day, COLLECTORS, BEFORE_THE_CALLS)
            _forget_invoices(state, row)
        customer.promise_listed = 0
        state.counters[c.N_PROMISES] -= 1
        state.promises[place] = state.promises[state.counters[c.N_PROMISES]]
    return c.DONE
