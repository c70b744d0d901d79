"""Applicants: how good they really are, what we see of it, and whether we accept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.portfolio.quality import qualities_of
from simulator.rules.files import CODE_P, decision_days, pays_deposit
from simulator.rules.health import INSOLVENT
from simulator.rules.ordering import terms_factor
from simulator.rules.paying import normal
from simulator.rules.scoring import (
    failure_risk,
    is_refused,
    marginal_share,
    quality_at,
    stressed_share_at,
    withdraws,
)
from simulator.units import STRIDE
from tests.reference import customers, files

if TYPE_CHECKING:
    from tests.reference.customers import Customer

AT_THE_DOOR = -1


def first_quality(customer: Customer) -> float:
    """Somebody who is there on the first day: how likely it is to fail; answers its chance to be stressed already."""
    company, segment = customer.company, customer.segment
    spread = company.assume.failure_spread
    if spread <= 0.0:
        return float(company.segments[segment].stressed_share)
    qualities = qualities_of(company.world.scenario)
    customer.quality = quality_at(company.luck(Stream.QUALITY, customer.number, 0), qualities, segment)
    customer.failure_risk = failure_risk(customer.quality, spread)
    return stressed_share_at(customer.quality, qualities, segment)


def meet(applicant: Customer) -> None:
    """How good it really is; those who come only because we are laxer than today are worse."""
    company, spread = applicant.company, applicant.company.assume.failure_spread
    applicant.quality = normal(company.luck(Stream.QUALITY, applicant.number, 0)) if spread > 0.0 else 0.0
    applicant.failure_risk = failure_risk(applicant.quality, spread)
    if came_because_we_are_lax(applicant):
        applicant.failure_risk *= company.assume.adverse_multiplier


def withdrew(applicant: Customer, days: int, desk: Desk) -> bool:
    """Whether it has gone elsewhere because it waits for so many days."""
    company = applicant.company
    leaves = company.luck(Stream.APPLICANT_WITHDRAWS, applicant.number, 0)
    if not withdraws(leaves, company.assume.applicant_lost_per_day, float(days)):
        return False
    applicant.health = INSOLVENT  # nobody follows it any more
    applicant.status = customers.Status.REFUSED
    company.write(desk, Event.WITHDREW, customer=applicant.number, sequence=1)
    return True


def decide(applicant: Customer, days: int, desk: Desk = Desk.HEALTH) -> None:
    """Score an applicant who waits for so many days, and accept it or not."""
    company, levers, assume = applicant.company, applicant.company.levers, applicant.company.assume
    about = {"customer": applicant.number, "sequence": 1}
    if levers.scored:
        files.score(applicant, applicant.since, desk)
    if withdrew(applicant, days, desk):
        return
    applicant.status = customers.Status.ACTIVE
    if not levers.scored or not is_refused(applicant.score, levers.refused_fraction):
        return
    if company.luck(Stream.SALES_OVERRIDE, applicant.number, AT_THE_DOOR) < levers.override_fraction:
        company.write(desk, Event.OVERRIDDEN, **about)
        return
    company.write(desk, Event.REFUSED, **about)
    patience = company.luck(Stream.PREPAYMENT, applicant.number, 0)
    if levers.offers_prepayment and pays_deposit(patience, 1.0, assume.accepts_prepayment):
        applicant.code = CODE_P
    else:
        applicant.status = customers.Status.REFUSED


def days_to_decide(applicant: Customer) -> int:
    """For how many days it waits."""
    levers, committee = applicant.company.levers, applicant.company.assume.committee_days
    is_above = applicant.limit > levers.authority_cents
    return int(decision_days(levers.report_days, levers.decision_days, committee, is_above))


def came_because_we_are_lax(applicant: Customer) -> bool:
    """Whether it would not have come on today's terms, or been accepted today."""
    company = applicant.company
    today = int(company.world.today.terms_days[applicant.number % STRIDE])
    volume = terms_factor(float(applicant.terms_days), float(today), company.assume.terms_elasticity)
    share = marginal_share(volume, company.levers.newly_accepted)
    return company.luck(Stream.MARGINAL_APPLICANT, applicant.number, 0) < share


def follow_refused(applicant: Customer, month: int) -> None:
    """A month of somebody whom we refused: whether it fails, as it would have failed with us."""
    if applicant.health == INSOLVENT:
        return
    applicant.health = applicant.next_health(month)
    if applicant.health == INSOLVENT:
        applicant.company.write(Desk.HEALTH, Event.REFUSED_FAILED, customer=applicant.number, sequence=3)


def means_fraud(customer: Customer) -> bool:
    """Whether somebody who came as an applicant means to defraud us."""
    company, number = customer.company, customer.number
    return number >= STRIDE and company.luck(Stream.FRAUD, number, 0) < company.assume.fraud_fraction


def perhaps_disappear(customer: Customer) -> None:
    """Who defrauds us has what it wants with its first order."""
    if means_fraud(customer):
        customer.company.write(Desk.SALES, Event.VANISHED, customer=customer.number)
        customer.status = customers.Status.VANISHED
