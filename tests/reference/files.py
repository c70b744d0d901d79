"""The credit desk's files: scores, reviews, risk codes, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.credit_desk import is_guaranteed, kind_score, stale_score
from simulator.rules.files import (
    CODE_P,
    NEW_DAYS,
    NO_REVIEW,
    is_due_for_review,
    month_of_look,
    pays_deposit,
    risk_code,
)
from simulator.rules.paying import normal
from simulator.rules.scoring import is_refused, seen_score
from simulator.units import NEVER, STRIDE, half_even
from tests.reference import analysts

if TYPE_CHECKING:
    from tests.reference.customers import Customer

MILLION = 1_000_000.0


def score(customer: Customer, asked: int, desk: Desk = Desk.HEALTH) -> None:
    """Look at an applicant, or at a customer: what it costs is owed, and the score is kept."""
    company, levers = customer.company, customer.company.levers
    noise = normal(company.luck(Stream.SCORE_NOISE, customer.number, asked))
    customer.scored, customer.has_paid_us = company.today, knows_how_it_pays(customer)
    if customer.has_paid_us:
        customer.score = seen_score(customer.quality, noise, levers.known_score_power)
    else:
        customer.score = kind_score(
            seen_score(customer.quality, noise, levers.score_power), levers.score_bias
        )
    cost, told = levers.report_cents, half_even(MILLION * customer.score)
    company.write(desk, Event.SCORED, told, cost, customer=customer.number, sequence=2)
    company.books.reports_owed += cost


def knows_how_it_pays(customer: Customer) -> bool:
    """Whether it has been a customer for half a year."""
    return not customer.is_applying and customer.company.today - customer.since >= NEW_DAYS


def review(customer: Customer, asked: int, desk: Desk) -> None:
    """Scored anew; who prepays goes on so until it passes."""
    score(customer, asked, desk)
    if customer.code != CODE_P or not is_refused(customer.score, customer.company.levers.refused_fraction):
        give_code(customer, desk)


def give_code(customer: Customer, desk: Desk) -> None:
    """The risk code of its score: perhaps other terms, and another limit."""
    company = customer.company
    code = risk_code(customer.score, company.today - customer.since)
    if code != customer.code:
        customer.code = code
        customer.agree(company.plan)
        company.write(desk, Event.RECODED, code, customer=customer.number, sequence=5)


def grow_old(customer: Customer) -> None:
    """A score that nobody has renewed for too long sorts worse."""
    company, levers, day = customer.company, customer.company.levers, customer.company.today
    if customer.score >= 0.0 and day >= customer.scored + company.assume.score_life_days:
        kept = levers.known_stale_kept if customer.has_paid_us else levers.stale_kept
        noise = normal(company.luck(Stream.STALE_SCORE, customer.number, day))
        customer.score, customer.scored = stale_score(customer.score, noise, kept), NEVER


def guarantee_share(customer: Customer) -> float:
    """Share of its debt for which somebody stands in."""
    company, code = customer.company, customer.code
    share = float(company.plan.agreed.guarantees[code])
    limit = int(company.plan.agreed.limit_cents[code, customer.number % STRIDE])
    return share if is_guaranteed(share, limit, company.levers.guarantee_above_cents) else 0.0


def keep_file(customer: Customer, month: int) -> None:
    """A customer's month at the credit desk."""
    company, levers = customer.company, customer.company.levers
    if not levers.keeps_files or customer.since == company.today:
        return
    company.books.reports_owed += levers.monitoring_cents
    company.books.reports_owed += levers.guarantee_cents if guarantee_share(customer) else 0
    periods = (levers.review_months, levers.risky_review_months)
    if customer.reviewed == NO_REVIEW and customer.scored != NEVER:  # looked at as an applicant
        customer.reviewed = month_of_look(month, company.today - customer.scored)
    is_waiting = any(file.customer is customer for file in company.pile)
    if not is_waiting and is_due_for_review(month, customer.reviewed, customer.code, *periods):
        customer.reviewed = month
        if not levers.analysts:
            review(customer, company.today, Desk.HEALTH)
            return
        company.pile.append(analysts.File(customer, company.today))
    grow_old(customer)
    if customer.code != CODE_P:
        give_code(customer, Desk.HEALTH)


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
