"""Analysts, the age and the kindness of scores, and guarantees, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.levers import CreditPolicy, Levers
from simulator.parameters import CODES
from simulator.rules.credit_desk import outside_cost
from simulator.rules.files import N_CODES
from simulator.rules.scoring import score_power
from simulator.scenario import Scenario
from simulator.units import cents

_MONTHS = 12
_FULL_SHIFT_MINUTES = 450.0

DESK_LEVERS = (
    ("minutes_per_file", "f8"),
    ("analyst_cents_per_month", "f8"),
    ("score_bias", "f8"),  # of a score from references alone, standard deviations
    ("stale_kept", "f8"),  # correlation of an old score with what it was
    ("known_stale_kept", "f8"),  # the same of somebody who had paid us for half a year
    ("guarantee_above_cents", "i8"),
    ("guarantee_cents", "i8"),  # cost per guarantee and month
    ("analysts", "i4"),
    ("asks_guarantees", "i4"),
)

DESK_ASSUMPTIONS = (
    ("guarantor_pays", "f8"),
    ("score_life_days", "i4"),
    ("guarantee_days", "i4"),
)


def desk_levers(scenario: Scenario, levers: Levers) -> dict[str, Any]:
    """The credit desk's people, what its scores are worth when they are old, whom it asks for a guarantee."""
    policy, applicants = levers.credit_policy, scenario.applicants
    shift = levers.collections.shift_minutes / _FULL_SHIFT_MINUTES
    pay = 100.0 * policy.analysts * applicants.analyst_cost_per_year
    return {
        "analysts": policy.analysts,
        "minutes_per_file": minutes_per_file(scenario, policy),
        "analyst_cents_per_month": pay * shift / _MONTHS,
        "score_bias": applicants.reference_bias if policy.information == "trade_reference" else 0.0,
        **_stale(scenario, policy),
        "guarantee_above_cents": cents(policy.guarantee_above),
        "guarantee_cents": cents(applicants.guarantee_cost_per_year / _MONTHS),
        "asks_guarantees": int(asks_guarantees(policy)),
    }


def minutes_per_file(scenario: Scenario, policy: CreditPolicy) -> float:
    """Average minutes of an analyst on one file: the application, and what was bought about it."""
    applicants, known = scenario.applicants, policy.information
    more = applicants.minutes_per_report[known] if known != "none" else 0.0
    return applicants.minutes_per_application + more


def report_cost(scenario: Scenario, policy: CreditPolicy) -> float:
    """What one look costs; analysts are paid by the month, so that their time in it is left out (currency)."""
    applicants, known = scenario.applicants, policy.information
    if known == "none":
        return 0.0
    cost = applicants.cost_per_report[known]
    if policy.analysts == 0:
        return cost
    return outside_cost(cost, applicants.minutes_per_report[known], applicants.analyst_cost_per_year)


def asks_guarantees(policy: CreditPolicy) -> bool:
    """Whether anybody is asked for a guarantee."""
    return any(share > 0.0 for share in policy.guarantee_fraction.values())


def guarantees_by_code(policy: CreditPolicy) -> NDArray[np.float64]:
    """Share of its debt for which somebody stands in, by risk code; nobody for who prepays."""
    shares = np.zeros(N_CODES)
    shares[: len(CODES)] = [policy.guarantee_fraction[name] for name in CODES]
    return shares


def _stale(scenario: Scenario, policy: CreditPolicy) -> dict[str, float]:
    """How much of a score is left when it is old, so that its Gini is what it was times a factor."""
    applicants, known = scenario.applicants, policy.information
    bought = applicants.score_gini_fraction[known] if known != "none" else 0.0
    ginis = {"stale_kept": bought, "known_stale_kept": bought + applicants.history_gini_fraction}
    return {name: _kept(scenario, min(gini, 0.99)) for name, gini in ginis.items()}


def _kept(scenario: Scenario, gini: float) -> float:
    """Correlation that takes a score of this Gini to its stale Gini."""
    spread, stale = scenario.health.failure_spread, scenario.applicants.stale_gini_multiplier
    power = score_power(gini, spread)
    return min(score_power(stale * gini, spread) / power, 1.0) if power > 0.0 else 1.0


def desk_assumptions(scenario: Scenario) -> dict[str, Any]:
    """How long a score is good, and what guarantors are good for."""
    return {
        "guarantor_pays": scenario.health.guarantor_pays_fraction,
        "score_life_days": scenario.applicants.score_life_days,
        "guarantee_days": scenario.health.guarantee_days,
    }
