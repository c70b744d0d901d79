"""The levers of the credit desk, and what is assumed of applicants, turned into the numbers that kernels read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.credit_desk import asks_guarantees, guarantees_by_code, report_cost
from simulator.levers import CreditPolicy
from simulator.parameters import CODES
from simulator.rules.files import N_CODES, limit_of_code
from simulator.rules.ordering import terms_factor
from simulator.rules.scoring import score_power
from simulator.scenario import Scenario
from simulator.units import cents

_MONTHS = 12
_BEST_GINI = 0.99
_ANY_LIMIT = 1e9

CREDIT_LEVERS = (
    ("score_power", "f8"),  # correlation of the score with true quality
    ("known_score_power", "f8"),  # of somebody who has paid us for half a year
    ("refused_fraction", "f8"),
    ("newly_accepted", "f8"),  # share of the applicants who would be refused today
    ("override_fraction", "f8"),
    ("alert_limit_fraction", "f8"),
    ("report_cents", "i8"),
    ("authority_cents", "i8"),
    ("monitoring_cents", "i8"),  # per customer and month
    ("report_days", "i4"),
    ("decision_days", "i4"),
    ("scored", "i4"),  # 1: applicants get a score
    ("offers_prepayment", "i4"),
    ("review_months", "i4"),
    ("risky_review_months", "i4"),
    ("monitored", "i4"),
    ("keeps_files", "i4"),  # 1: risk codes, reviews or monitoring matter
    ("title_retained", "i4"),
    ("insurer_limits", "i4"),  # 1: nobody gets more than the insurer covers
)

CREDIT_ASSUMPTIONS = (
    ("failure_spread", "f8"),
    ("adverse_multiplier", "f8"),
    ("terms_elasticity", "f8"),
    ("applicant_lost_per_day", "f8"),
    ("applicant_gap_days", "f8"),
    ("accepts_prepayment", "f8"),
    ("alert_fraction", "f8"),
    ("title_success", "f8"),
    ("title_share", "f8"),
    ("fraud_fraction", "f8"),
    ("fraud_order_multiple", "f8"),
    ("committee_days", "i4"),
    ("title_days", "i4"),
)


class Agreed(NamedTuple):
    """What is agreed with a customer, by risk code and place; and the share that a code pays before delivery."""

    terms_days: NDArray[np.int32]
    value_factor: NDArray[np.float64]
    limit_cents: NDArray[np.int64]
    deposits: NDArray[np.float64]  # by risk code
    guarantees: NDArray[np.float64]  # by risk code


def credit_levers(scenario: Scenario, policy: CreditPolicy) -> dict[str, Any]:
    """Whom we refuse, what we know of applicants, and what knowing it costs."""
    known, applicants = policy.information, scenario.applicants
    is_bought, is_monitored = known != "none", policy.monitoring == "alerts"
    gini = applicants.score_gini_fraction[known] if is_bought else 0.0
    with_history = min(gini + applicants.history_gini_fraction, _BEST_GINI)
    spread = scenario.health.failure_spread
    return {
        "score_power": score_power(gini, spread),
        "known_score_power": score_power(with_history, spread),
        "refused_fraction": policy.refused_fraction,
        "newly_accepted": scenario.today.credit_policy.refused_fraction - policy.refused_fraction,
        "override_fraction": policy.override_fraction,
        "alert_limit_fraction": policy.alert_limit_fraction if is_monitored else 1.0,
        "report_cents": cents(report_cost(scenario, policy)),
        "authority_cents": cents(policy.authority)
        if policy.authority < _ANY_LIMIT
        else np.iinfo(np.int64).max,
        "monitoring_cents": cents(applicants.monitoring_cost_per_year / _MONTHS) if is_monitored else 0,
        "report_days": applicants.report_days[known] if is_bought else 0,
        "decision_days": policy.decision_days,
        "scored": int(is_bought or policy.refused_fraction > 0.0),
        "offers_prepayment": int(policy.refused_offer == "prepayment"),
        "review_months": policy.review_months,
        "risky_review_months": policy.risky_review_months,
        "monitored": int(is_monitored),
        "keeps_files": int(is_monitored or policy.review_months > 0 or _tells_codes_apart(policy)),
        "insurer_limits": int(policy.limit_rule == "insurer"),
        "title_retained": int(policy.retention_of_title == "yes"),
    }


def _tells_codes_apart(policy: CreditPolicy) -> bool:
    """Whether anything is agreed by risk code."""
    plain = ((policy.terms_shift_days, 0), (policy.limit_multiplier, 1.0), (policy.deposit_fraction, 0.0))
    if policy.limit_rule == "bureau" or asks_guarantees(policy):
        return True
    return any(value != neutral for by_code, neutral in plain for value in by_code.values())


def agreed_by_code(
    policy: CreditPolicy,
    elasticity: float,
    with_places: tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]],
    limit_ratio: Mapping[str, float],
) -> Agreed:
    """What is agreed with each risk code, from the terms, the factors of order values and the limits of each place.

    On prepayment it is as with the place.
    """
    terms, factors, limits = with_places
    by_terms = np.tile(terms, (N_CODES, 1))
    by_factor, by_limit = np.tile(factors, (N_CODES, 1)), np.tile(limits, (N_CODES, 1))
    deposits = np.zeros(N_CODES)
    deposits[-1] = 1.0
    for code, name in enumerate(CODES):
        shift, multiplier = policy.terms_shift_days[name], policy.limit_multiplier[name] * limit_ratio[name]
        deposits[code] = policy.deposit_fraction[name]
        if shift:
            by_terms[code] = np.maximum(terms + shift, 0)
            by_factor[code] *= [
                terms_factor(float(new), float(old), elasticity)
                for new, old in zip(by_terms[code], terms, strict=True)
            ]
        if multiplier != 1.0:
            by_limit[code] = [limit_of_code(int(limit), multiplier) for limit in limits]
    return Agreed(by_terms, by_factor, by_limit, deposits, guarantees_by_code(policy))


def credit_assumptions(scenario: Scenario) -> dict[str, Any]:
    """How customers differ, and how applicants behave."""
    applicants, health = scenario.applicants, scenario.health
    return {
        "failure_spread": health.failure_spread,
        "adverse_multiplier": applicants.adverse_selection_multiplier,
        "terms_elasticity": scenario.behaviour.terms_elasticity,
        "applicant_lost_per_day": applicants.lost_per_day_fraction,
        "applicant_gap_days": float(applicants.gap_days),
        "accepts_prepayment": applicants.accepts_prepayment_fraction,
        "alert_fraction": applicants.alert_fraction,
        "title_success": health.title_success_fraction,
        "title_share": health.title_recovery_fraction,
        "fraud_fraction": applicants.fraud_fraction,
        "fraud_order_multiple": applicants.fraud_order_multiple,
        "committee_days": applicants.committee_days,
        "title_days": health.title_days,
    }
