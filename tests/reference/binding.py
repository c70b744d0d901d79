"""Customers who are bound to the due date: by a direct debit, or by terms too clear to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.banking import day_after, moment, settlement_day
from simulator.rules.money import share_cents
from simulator.rules.terms import is_reminded

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice

FOREVER = 1e6


def bind_to_due(invoice: Invoice) -> None:
    """A debit on the due date, neither before nor after; who is reminded pays then at the latest."""
    company, customer = invoice.company, invoice.customer
    invoice.is_debited = goes_by_debit(invoice)
    if invoice.is_debited:
        invoice.covered, invoice.needed = False, FOREVER
        invoice.promise_day = company.banking_day(max(invoice.due, company.today + 1))
        return
    cause = company.luck(Stream.CAUSE, customer.number, invoice.number)
    if is_reminded(cause, company.assume.liquidity_cause_fraction, company.levers.clarity):
        axis = customer.axis
        due = day_after(company.calendar, axis, moment(company.calendar, axis, invoice.due))
        runs = customer.run_calendar
        invoice.promise_day = int(settlement_day(company.calendar, runs, due, due, company.today + 1))


def goes_by_debit(invoice: Invoice) -> bool:
    """Whether the customer lets us draw, and this debit goes through."""
    company, number = invoice.company, invoice.customer.number
    if company.luck(Stream.DIRECT_DEBIT, number, 0) >= company.levers.debit_fraction:
        return False
    return bool(company.luck(Stream.DEBIT_FAILURE, number, invoice.number) >= company.assume.debit_failure)


def pay_debit_fee(invoice: Invoice) -> None:
    """The bank's fee for a debit."""
    fee = share_cents(invoice.gross, invoice.company.levers.debit_fee)
    if invoice.is_debited and fee > 0:
        invoice.tell(Desk.BANK, Event.DEBIT_FEE_PAID, fee, 0, sequence=11)
