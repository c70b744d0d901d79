"""Payment plans: who is in trouble pays in instalments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.rules.terms import part_cents
from simulator.units import NEVER
from tests.reference import agency

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice


def has(invoice: Invoice) -> bool:
    """Whether instalments of it are coming in."""
    return invoice.instalments > 0 and invoice.pay_day != NEVER


def begin(invoice: Invoice, instalments: int, first: int) -> None:
    """Its payer will pay in parts, unless it pays earlier; a discount is forfeited."""
    invoice.instalments, invoice.promise_day, invoice.discount = instalments, first, "none"
    invoice.plan_payment(invoice.company.today + 1)


def receive(invoice: Invoice) -> None:
    """A part of it is paid, and the next will be."""
    company = invoice.company
    company.factor.hand_back(invoice, Desk.BANK)  # who is in trouble pays by agreement with us
    net, vat = (int(part_cents(amount, 0, invoice.instalments)) for amount in (invoice.net, invoice.vat))
    invoice.tell(Desk.BANK, Event.PAID_IN_PART, net, vat)
    invoice.share(Desk.BANK, net)
    agency.take_commission(invoice, net + vat)
    if invoice.claim and invoice.net > 0:
        invoice.insured -= invoice.insured * net // invoice.net
    invoice.net, invoice.vat = invoice.net - net, invoice.vat - vat
    invoice.plan_step(company.today)
    invoice.instalments -= 1
    invoice.promise_day = company.banking_day(company.today + company.levers.plan_days)
    invoice.pay_day = NEVER
    invoice.plan_payment(company.today + 1)
