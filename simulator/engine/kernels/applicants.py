"""Applicants: how good they really are, what we see of it, and whether we accept them."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import post
from simulator.engine.kernels.files import score
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.files import CODE_P, decision_days, pays_deposit
from simulator.rules.health import INSOLVENT
from simulator.rules.ordering import terms_factor
from simulator.rules.paying import normal
from simulator.rules.scoring import (
    Qualities,
    failure_risk,
    is_refused,
    marginal_share,
    quality_at,
    stressed_share_at,
    withdraws,
)
from simulator.units import STRIDE

HEALTH = int(Desk.HEALTH)
REFUSED, WITHDREW, OVERRIDDEN = int(Event.REFUSED), int(Event.WITHDREW), int(Event.OVERRIDDEN)
QUALITY, MARGINAL = int(Stream.QUALITY), int(Stream.MARGINAL_APPLICANT)
WITHDRAWAL, PREPAYMENT = int(Stream.APPLICANT_WITHDRAWS), int(Stream.PREPAYMENT)
SALES_OVERRIDE, FRAUD = int(Stream.SALES_OVERRIDE), int(Stream.FRAUD)
SALES, VANISHED = int(Desk.SALES), int(Event.VANISHED)
AT_THE_DOOR = -1


@compiled
def first_quality(state: State, row: int, qualities: Qualities) -> float:
    """Somebody who is there on the first day: how likely it is to fail; answers its chance to be stressed already."""
    customer = state.customers[row]
    segment = state.segments[customer.segment]
    spread = state.assumptions[0].failure_spread
    customer.quality = 0.0
    customer.failure_risk = 1.0
    if spread <= 0.0:
        return float(segment.stressed_share)
    uniform = drawn(state.key[0], QUALITY, customer.number, 0)
    customer.quality = quality_at(uniform, qualities, customer.segment)
    customer.failure_risk = failure_risk(customer.quality, spread)
    return stressed_share_at(customer.quality, qualities, customer.segment)


@compiled
def meet_applicant(state: State, row: int) -> None:
    """How good an applicant really is; those who come only because we are laxer than today are worse."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    customer.quality = 0.0
    if assumptions.failure_spread > 0.0:
        customer.quality = normal(drawn(state.key[0], QUALITY, customer.number, 0))
    customer.failure_risk = failure_risk(customer.quality, assumptions.failure_spread)
    if assumptions.adverse_multiplier == 1.0:
        return
    terms = terms_factor(
        float(customer.terms_days), float(customer.today_terms_days), assumptions.terms_elasticity
    )
    share = marginal_share(terms, state.levers[0].newly_accepted)
    if drawn(state.key[0], MARGINAL, customer.number, 0) < share:
        customer.failure_risk *= assumptions.adverse_multiplier


@compiled
def days_to_decide(state: State, row: int) -> int:
    """For how many days an applicant waits."""
    levers = state.levers[0]
    is_above = state.customers[row].limit_cents > levers.authority_cents
    committee = int(state.assumptions[0].committee_days)
    return decision_days(int(levers.report_days), int(levers.decision_days), committee, is_above)


@compiled
def _tell(state: State, row: int, day: int, desk: int, event: int) -> None:
    """What becomes of an application."""
    post(state, day, Entry(desk, event, state.customers[row].number, -1, 1, 0, 0, 0, 0))


@compiled
def has_gone(state: State, row: int, day: int, desk: int, days: int) -> bool:
    """Whether an applicant has gone elsewhere because it waits for so many days; nobody follows it any more."""
    customer = state.customers[row]
    if days <= 0:
        return False
    uniform = drawn(state.key[0], WITHDRAWAL, customer.number, 0)
    if not withdraws(uniform, state.assumptions[0].applicant_lost_per_day, float(days)):
        return False
    customer.health = INSOLVENT
    customer.status = c.REFUSED
    _tell(state, row, day, desk, WITHDREW)
    return True


@compiled
def decide(state: State, row: int, day: int, desk: int, days: int) -> int:
    """Score an applicant who waits for so many days, and accept it or not; answers its status."""
    customer = state.customers[row]
    levers = state.levers[0]
    if levers.scored:
        score(state, row, day, desk, int(customer.since))
    if has_gone(state, row, day, desk, days):
        return c.REFUSED
    if levers.scored == 0 or not is_refused(customer.score, levers.refused_fraction):
        return c.ACTIVE
    if drawn(state.key[0], SALES_OVERRIDE, customer.number, AT_THE_DOOR) < levers.override_fraction:
        _tell(state, row, day, desk, OVERRIDDEN)
        return c.ACTIVE
    _tell(state, row, day, desk, REFUSED)
    uniform = drawn(state.key[0], PREPAYMENT, customer.number, 0)
    accepts = state.assumptions[0].accepts_prepayment
    if levers.offers_prepayment and pays_deposit(uniform, 1.0, accepts):
        customer.code = CODE_P
        return c.ACTIVE
    return c.REFUSED


@compiled
def is_overridden(state: State, row: int) -> bool:
    """Whether sales talks us into delivering an order that should be held."""
    customer = state.customers[row]
    share = state.levers[0].override_fraction
    return share > 0.0 and drawn(state.key[0], SALES_OVERRIDE, customer.number, customer.next_order) < share


@compiled
def means_fraud(state: State, row: int) -> bool:
    """Whether somebody who came as an applicant means to defraud us."""
    customer = state.customers[row]
    rate = state.assumptions[0].fraud_fraction
    return rate > 0.0 and customer.number >= STRIDE and drawn(state.key[0], FRAUD, customer.number, 0) < rate


@compiled
def perhaps_disappear(state: State, row: int, day: int) -> None:
    """Who defrauds us has what it wants with its first order."""
    customer = state.customers[row]
    if means_fraud(state, row):
        customer.status = c.VANISHED
        post(state, day, Entry(SALES, VANISHED, customer.number, -1, 0, 0, 0, 0, 0))
