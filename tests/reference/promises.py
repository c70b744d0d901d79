"""Promises to pay: what each was given for, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.rules.contact import PROMISE_GRACE_DAYS

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice


@dataclass
class Promise:
    """A customer's open promise: an amount (cents) for some invoices, by a day."""

    amount: int
    until: int
    invoices: list[Invoice]
    paid: int = 0


def give(customer: Customer, amount: int, promised: int) -> None:
    """A new promise takes the place of an open one."""
    company = customer.company
    until = company.banking_day(promised + PROMISE_GRACE_DAYS)
    customer.promise = Promise(amount, until, customer.chased())


def leave(invoice: Invoice, desk: Desk, *, paid: bool) -> None:
    """An invoice is paid or lost; the promise is over with the last of its invoices."""
    customer = invoice.customer
    promise = customer.promise
    if promise is None or invoice not in promise.invoices:
        return
    promise.invoices.remove(invoice)
    promise.paid += invoice.gross if paid else 0
    if not promise.invoices:
        end(customer, desk, sequence=8)


def judge(company: Company) -> None:
    """What should have been paid by today and is not was a broken promise."""
    for customer in company.customers:
        if customer.promise and customer.promise.until <= company.today:
            end(customer, Desk.COLLECTORS, sequence=-1)


def end(customer: Customer, desk: Desk, sequence: int) -> None:
    """Kept in full, or broken, perhaps with a part paid."""
    promise, customer.promise = customer.promise, None
    if promise is None:
        return
    about = {"customer": customer.number, "sequence": sequence}
    if promise.paid == promise.amount:
        customer.company.write(desk, Event.PROMISE_KEPT, promise.amount, **about)
    else:
        customer.company.write(desk, Event.PROMISE_BROKEN, promise.amount, promise.paid, **about)
