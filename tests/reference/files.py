"""The credit desk's files: scores, reviews, risk codes, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.files import CODE_P, NEW_DAYS, is_due_for_review, pays_deposit, risk_code
from simulator.rules.paying import normal
from simulator.rules.scoring import is_refused, seen_score
from simulator.units import half_even

if TYPE_CHECKING:
    from tests.reference.customers import Customer

MILLION = 1_000_000.0


def score(customer: Customer, power: float) -> None:
    """Look at an applicant, or at a customer: what it costs is owed, and the score is kept."""
    company = customer.company
    noise = normal(company.luck(Stream.SCORE_NOISE, customer.number, company.today))
    customer.score = seen_score(customer.quality, noise, power)
    cost, told = company.levers.report_cents, half_even(MILLION * customer.score)
    company.write(Desk.HEALTH, Event.SCORED, told, cost, customer=customer.number, sequence=2)
    company.books.reports_owed += cost


def keep_file(customer: Customer, month: int) -> None:
    """A customer's month at the credit desk."""
    company, levers = customer.company, customer.company.levers
    if not levers.keeps_files or customer.since == company.today:
        return
    company.books.reports_owed += levers.monitoring_cents
    days_known = company.today - customer.since
    periods = (levers.review_months, levers.risky_review_months)
    is_prepaying = customer.code == CODE_P
    if is_due_for_review(month, customer.reviewed, customer.code, *periods):
        score(customer, levers.known_score_power if days_known >= NEW_DAYS else levers.score_power)
        customer.reviewed = month
        is_prepaying = is_prepaying and is_refused(customer.score, levers.refused_fraction)
    code = customer.code if is_prepaying else risk_code(customer.score, days_known)
    if code != customer.code:
        customer.code = code
        customer.agree(company.plan)
        company.write(Desk.HEALTH, Event.RECODED, code, customer=customer.number, sequence=5)


def watch(customer: Customer, month: int) -> None:
    """Monitoring warns us of a customer who gets into trouble, and tells us when it has recovered."""
    company = customer.company
    if not customer.is_stressed:
        customer.warned = False
    elif not company.levers.monitored or not customer.is_active:
        return
    elif company.luck(Stream.ALERT, customer.number, month) < company.assume.alert_fraction:
        customer.warned = True
        company.write(Desk.HEALTH, Event.WARNED, customer=customer.number, sequence=4)
    customer.agree(company.plan)


def shuns_deposit(customer: Customer) -> bool:
    """Whether it does not order where it has to pay before delivery."""
    company = customer.company
    share = float(company.plan.agreed.deposits[customer.code])
    patience = company.luck(Stream.PREPAYMENT, customer.number, 0)
    return share > 0.0 and not pays_deposit(patience, share, company.assume.accepts_prepayment)
