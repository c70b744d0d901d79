"""The court: a customer is sued for all that it owes overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.courts import court_fee, days_to_judgment, judgment_pays_on, lawyers_fee
from simulator.units import NEVER
from tests.reference import plans

if TYPE_CHECKING:
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice

AFTER_THE_AGENCY = Desk.AGENCY + 0.5


def can_claim(invoice: Invoice) -> bool:
    """Overdue, not disputed, with nobody else, not being paid in instalments, and not decided by a court before."""
    elsewhere = invoice.is_elsewhere or plans.has(invoice) or invoice.in_court_until != -NEVER
    return invoice.due < invoice.company.today and not invoice.dispute and not elsewhere


def consider(invoice: Invoice, offset: int) -> None:
    """The ladder asks for a claim: made if all that can be claimed of the customer is worth it."""
    customer, company = invoice.customer, invoice.company
    claimed = [other for other in customer.open if can_claim(other)]
    amount = sum(other.gross for other in claimed)
    if amount > 0 and amount >= company.levers.minimum_legal_cents:
        sue(customer, claimed, offset)
    else:
        invoice.ladder_position = offset
        invoice.plan_step(company.today + 1)


def sue(customer: Customer, claimed: list[Invoice], offset: int) -> None:
    """Costs at once, judgment later, money perhaps; until then nobody of ours does anything about it."""
    company, assume, levers = customer.company, customer.company.assume, customer.company.levers
    amount, first = sum(invoice.gross for invoice in claimed), min(claimed, key=lambda one: one.number)
    defence = company.luck(Stream.LEGAL_DEFENCE, customer.number, first.number)
    defended = defence >= assume.default_judgment_fraction
    solicitor = lawyers_fee(amount, levers.undefended_claim_cents, assume.defended_cost_fraction, defended)
    first.tell(Desk.AGENCY, Event.LEGAL_CHARGED, court_fee(amount) + solicitor, 0, sequence=1)
    waits = (assume.default_judgment_days, assume.small_claim_days, assume.large_claim_days)
    judgment = company.today + int(days_to_judgment(amount, defended, *waits))
    outcome = company.luck(Stream.LEGAL_OUTCOME, customer.number, first.number)
    chances = (assume.judgment_paid_fraction, assume.judgment_paid_later_fraction)
    paid_on = judgment_pays_on(outcome, judgment, *chances, assume.judgment_paid_days)
    customer.months_given_away[0] = True
    for invoice in claimed:
        company.factor.hand_back(invoice, Desk.AGENCY)
        invoice.tell(Desk.AGENCY, Event.SUED, invoice.net, invoice.vat)
        invoice.in_court_until = judgment + assume.judgment_paid_days
        invoice.paused_until = max(invoice.paused_until, invoice.in_court_until + 1)
        if paid_on != NEVER and not customer.has_vanished:
            invoice.promise_day = min(invoice.promise_day, company.banking_day(paid_on))
            invoice.plan_payment(company.today + 1)
        invoice.ladder_position = max(invoice.ladder_position, offset)
        invoice.plan_step(company.today + 1)
