"""The levers of late charges and discounts, and how customers answer, turned into the numbers that kernels read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simulator.levers import LateCharges, Levers
from simulator.parameters import SEGMENTS
from simulator.rules.late_charges import COMPENSATION, rates_over
from simulator.scenario import Scenario
from simulator.units import NEVER

NO_CHARGES, THREATENED, CHARGED = 0, 1, 2

CONDITION_LEVERS = (
    ("late_rate", "f8"),  # simple interest a year on what falls due before the day of the change
    ("late_rate_then", "f8"),
    ("late_fixed_small", "f8"),  # compensation by size of the invoice, currency
    ("late_fixed_medium", "f8"),
    ("late_fixed_large", "f8"),
    ("late_credibility", "f8"),
    ("sliding_rate", "f8"),  # of a discount, a year
    ("late_rate_changes", "i4"),  # day
    ("late_policy", "i4"),  # none, threatened, charged
    ("late_segments", "i4"),  # bit s: segment s is charged
    ("enforces_discount", "i4"),
)

CONDITION_ASSUMPTIONS = (
    ("late_charge_speed_up", "f8"),
    ("late_charge_paid", "f8"),
    ("late_charge_churn", "f8"),
    ("charge_back_paid", "f8"),
    ("charge_back_churn", "f8"),
)


def condition_levers(levers: Levers, scenario: Scenario) -> dict[str, Any]:
    """Late charges and the fine print of the discount."""
    return {
        **_late_charges(levers.late_charges, scenario),
        "sliding_rate": levers.discount.dynamic_rate_per_year,
        "enforces_discount": int(levers.discount.unearned_policy == "enforce"),
    }


def _late_charges(charges: LateCharges, scenario: Scenario) -> dict[str, Any]:
    """What is charged for lateness, to whom, and how much it is believed."""
    policy = ("none", "threaten", "charge").index(charges.policy)
    company = scenario.company
    start, last = company.start_date, company.start_date + timedelta(days=company.horizon_days)
    rate, changes, then = rates_over(charges.jurisdiction, start, last)
    if charges.own_rate_per_year is not None:
        rate, changes, then = charges.own_rate_per_year, None, charges.own_rate_per_year
    small, medium, large = COMPENSATION[charges.jurisdiction]
    threat = scenario.behaviour.threat_credibility_fraction
    return {
        "late_policy": policy,
        "late_segments": _segments(charges.customers) if policy else 0,
        "late_rate": rate,
        "late_rate_changes": NEVER if changes is None else (changes - start).days,
        "late_rate_then": then,
        "late_fixed_small": small,
        "late_fixed_medium": medium,
        "late_fixed_large": large,
        "late_credibility": (0.0, threat, 1.0)[policy],
    }


def _segments(customers: str) -> int:
    """The segments that a word names, as bits.

    >>> _segments("all"), _segments("all_but_large"), _segments("sme")
    (31, 30, 4)
    """
    named: tuple[str, ...]
    if customers == "all":
        named = SEGMENTS
    elif customers == "all_but_large":
        named = SEGMENTS[1:]
    else:
        named = (customers,)
    return sum(1 << SEGMENTS.index(name) for name in named)


def condition_assumptions(scenario: Scenario) -> dict[str, Any]:
    """How customers answer to late charges, and to a deduction that is claimed back."""
    behaviour = scenario.behaviour
    return {
        "late_charge_speed_up": behaviour.late_charge_hazard_multiplier,
        "late_charge_paid": behaviour.late_charge_paid_fraction,
        "late_charge_churn": behaviour.late_charge_churn_multiplier,
        "charge_back_paid": behaviour.discount_charge_back_paid_fraction,
        "charge_back_churn": behaviour.discount_charge_back_churn_multiplier,
    }
