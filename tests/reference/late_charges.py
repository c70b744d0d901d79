"""Late charges: what their threat does to a new invoice, and what is charged with a late payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.conditions import CHARGED
from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.late_charges import charge_cents, compensation, hastened, speed_up
from simulator.rules.paying import hazard_before
from simulator.units import CENTS

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice


def are_named(invoice: Invoice) -> bool:
    """Whether the strategy threatens this customer with charges, or makes them."""
    return bool(invoice.company.levers.late_segments & (1 << invoice.customer.segment))


def hasten(invoice: Invoice) -> None:
    """Who knows what lateness costs needs less to pay, from the due date on."""
    company = invoice.company
    if are_named(invoice):
        credible = company.levers.late_credibility
        faster = speed_up(company.assume.late_charge_speed_up, credible, invoice.response)
        invoice.needed = hastened(
            invoice.needed, hazard_before(invoice.customer.law(invoice.due), 0.0), faster
        )


def charge_late(invoice: Invoice) -> None:
    """Interest and compensation for a payment of today, and what of it is paid."""
    company, levers = invoice.company, invoice.company.levers
    if levers.late_policy != CHARGED or not are_named(invoice):
        return
    rate = levers.late_rate if invoice.due < levers.late_rate_changes else levers.late_rate_then
    sizes = (levers.late_fixed_small, levers.late_fixed_medium, levers.late_fixed_large)
    days = company.today - invoice.due - invoice.held_days
    charge = int(charge_cents(invoice.gross, rate, days, compensation(invoice.gross / CENTS, *sizes)))
    if not charge:
        return
    invoice.customer.months_charged[0] = True
    invoice.tell(Desk.BANK, Event.LATE_CHARGED, charge, 0, sequence=8)
    uniform = company.luck(Stream.LATE_CHARGE_PAID, invoice.customer.number, invoice.number)
    if uniform < company.assume.late_charge_paid:
        invoice.tell(Desk.BANK, Event.LATE_CHARGE_PAID, charge, 0, sequence=9)
