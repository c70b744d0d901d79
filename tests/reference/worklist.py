"""How urgent a case is under each rule for the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.rules.banking import moment
from simulator.rules.contact import CALL, MANAGER, faded
from simulator.rules.worklist import (
    LARGEST,
    OLDEST,
    RISK_TIMES_VALUE,
    days_saved,
    expected_gain,
    value_at_risk,
)

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice
    from tests.reference.people import Case


def urgency(case: Case) -> float:
    """The most urgent case has the highest."""
    customer = case.customer
    company, chased = customer.company, customer.chased()
    rule = company.levers.worklist_rule
    if rule == LARGEST:
        return float(sum(invoice.gross for invoice in chased))
    if rule == OLDEST:
        return float(max(company.today - invoice.due - invoice.held_days for invoice in chased))
    urgent = 0.0
    for invoice in chased:
        urgent += at_risk(invoice) if rule == RISK_TIMES_VALUE else gain(invoice, case.channel)
    return urgent


def at_risk(invoice: Invoice) -> float:
    """What may be lost of an invoice."""
    company = invoice.company
    risk = company.segments[invoice.customer.segment].failures_per_year
    overdue = float(company.today - invoice.due - invoice.held_days)
    return float(value_at_risk(float(invoice.gross), risk, overdue))


def gain(invoice: Invoice, channel: int) -> float:
    """What a call may gain with an invoice."""
    company, customer, assume = invoice.company, invoice.customer, invoice.company.assume
    scale = assume.banking_share if customer.axis == 1 else 1.0
    now, due = (moment(company.calendar, customer.axis, day) for day in (company.today, invoice.due))
    wait = 0.5 * (assume.promise_minimum_days + assume.promise_maximum_days) * scale
    days = days_saved(customer.law(invoice.due), now - due, wait, invoice.cap_days)
    tired = invoice.tired[MANAGER if channel == MANAGER else CALL]
    earlier = faded(tired, invoice.half_lives[1], max(now - invoice.clock.day, 0.0))
    return float(expected_gain(float(invoice.gross), days, assume.fatigue_fraction, earlier))
