"""Guarantees: who stands in for a customer pays a part of its debt when it has failed, if he can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.money import share_cents
from tests.reference import files

if TYPE_CHECKING:
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice


def share_paid(customer: Customer) -> float | None:
    """Share of its debt that the guarantor pays; None where there is none."""
    company, share = customer.company, files.guarantee_share(customer)
    if not share:
        return None
    can = company.luck(Stream.SECURITY, customer.number, 0) < company.assume.guarantor_pays
    return share if can else 0.0


def part_of(invoice: Invoice, stood_for: float | None) -> tuple[int, int]:
    """Net and VAT that the guarantor pays: of nothing disputed, and of nothing that an insurer has paid for."""
    if not stood_for or invoice.claim or invoice.is_known_to_be_disputed:
        return 0, 0
    return share_cents(invoice.net, stood_for), share_cents(invoice.vat, stood_for)


def call(customer: Customer, stood_for: float | None) -> tuple[int, int]:
    """On notice of an insolvency."""
    if stood_for is None:
        return 0, 0
    parts = [part_of(invoice, stood_for) for invoice in customer.open]
    net, vat = sum(part[0] for part in parts), sum(part[1] for part in parts)
    customer.company.write(
        Desk.HEALTH, Event.GUARANTEE_CALLED, net, vat, customer=customer.number, sequence=7
    )
    return net, vat


def call_late(invoice: Invoice, desk: Desk) -> None:
    """A debt of somebody who failed without notice is given up: the guarantor pays at once, or never."""
    stood_for = share_paid(invoice.customer)
    if stood_for is None:
        return
    net, vat = part_of(invoice, stood_for)
    invoice.tell(desk, Event.GUARANTEE_CALLED, net, vat, sequence=10)
    if net + vat:
        invoice.tell(desk, invoice.company.books.recovery, net, vat, sequence=11)
