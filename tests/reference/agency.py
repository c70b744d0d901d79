"""A collection agency, and buyers of debts: what the ladder gives out of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.agency import agency_pays_on, commission, is_placed, sale_price
from simulator.units import NEVER
from tests.reference import promises

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice


def has(invoice: Invoice) -> bool:
    """Whether an agency has the invoice today; then nobody of ours chases it."""
    company = invoice.company
    return bool(is_placed(invoice.placed, company.assume.agency_mandate_days, company.today))


def place(invoice: Invoice) -> None:
    """The agency gets an invoice for the days of its mandate; with luck the customer pays it, sooner or later."""
    company, customer, assume = invoice.company, invoice.customer, invoice.company.assume
    invoice.tell(Desk.AGENCY, Event.PLACED, invoice.net, invoice.vat)
    invoice.placed = company.today
    company.factor.hand_back(invoice, Desk.AGENCY)
    customer.months_given_away[0] = True
    invoice.paused_until = max(invoice.paused_until, company.today + assume.agency_mandate_days + 1)
    uniform = company.luck(Stream.AGENCY_OUTCOME, customer.number, invoice.number)
    terms = (assume.agency_success, assume.agency_mandate_days)
    day = agency_pays_on(uniform, company.today, invoice.due, *terms)
    if day != NEVER and not customer.has_vanished:
        invoice.promise_day = min(invoice.promise_day, company.banking_day(day))
        invoice.plan_payment(company.today + 1)


def take_commission(invoice: Invoice, received: int) -> None:
    """The agency keeps its part of whatever is paid while it has the invoice."""
    cost = commission(received, invoice.placed, invoice.due) if has(invoice) else 0
    if cost:
        invoice.tell(Desk.BANK, Event.AGENCY_CHARGED, cost, 0, sequence=3)


def sell(invoice: Invoice) -> None:
    """A buyer pays a little for an open invoice; what the customer pays one day is the buyer's."""
    invoice.company.factor.hand_back(invoice, Desk.AGENCY)
    price = sale_price(invoice.gross, invoice.company.levers.debt_sale_fraction)
    invoice.tell(Desk.AGENCY, Event.DEBT_SOLD, price, invoice.gross - price)
    invoice.share(Desk.AGENCY, price)
    invoice.customer.written_off.append(invoice)
    promises.leave(invoice, Desk.AGENCY, paid=False)
    invoice.close("sold")
