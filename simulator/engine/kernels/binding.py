"""Customers who are bound to the due date: by a direct debit, or by terms too clear to be forgotten."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import part_of, post
from simulator.engine.state import State
from simulator.journal import Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import day_after, moment, next_run, settlement_day
from simulator.rules.money import share_cents
from simulator.rules.terms import is_reminded

DIRECT_DEBIT, DEBIT_FAILURE = int(Stream.DIRECT_DEBIT), int(Stream.DEBIT_FAILURE)
CAUSE = int(Stream.CAUSE)
DEBIT_FEE_PAID = int(Event.DEBIT_FEE_PAID)
NEVER_BY_ITSELF = 1e6


@compiled
def _is_debited(state: State, slot: int) -> bool:
    """Whether we draw this invoice from the customer's account, and the debit goes through."""
    invoice = state.invoices[slot]
    number = state.customers[invoice.customer].number
    if drawn(state.key[0], DIRECT_DEBIT, number, 0) >= state.levers[0].debit_fraction:
        return False
    return drawn(state.key[0], DEBIT_FAILURE, number, invoice.number) >= state.assumptions[0].debit_failure


@compiled
def bind_to_due(state: State, slot: int, day: int) -> None:
    """A debit is drawn on the due date and not before; who is reminded pays then at the latest."""
    levers = state.levers[0]
    if levers.debit_fraction <= 0.0 and levers.clarity <= 0.0:
        return
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if levers.debit_fraction > 0.0 and _is_debited(state, slot):
        invoice.covered = c.DEBITED
        invoice.hazard_left = NEVER_BY_ITSELF
        invoice.promise_day = next_run(state.calendar, 0, max(invoice.due, day + 1))
        return
    cause = drawn(state.key[0], CAUSE, customer.number, invoice.number)
    if is_reminded(cause, state.assumptions[0].liquidity_cause_fraction, levers.clarity):
        due = day_after(state.calendar, customer.axis, moment(state.calendar, customer.axis, invoice.due))
        runs = customer.run_calendar
        invoice.promise_day = settlement_day(state.calendar, runs, due, due, day + 1)


@compiled
def pay_debit_fee(state: State, slot: int, day: int, entry: Entry) -> None:
    """The bank's fee for a debit."""
    invoice = state.invoices[slot]
    fee = share_cents(invoice.net + invoice.vat, state.levers[0].debit_fee)
    if invoice.covered == c.DEBITED and fee > 0:
        post(state, day, part_of(entry, DEBIT_FEE_PAID, 11, fee, 0))
