"""Terms, late charges and discounts, and how customers answer, turned into the numbers that kernels read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.levers import LateCharges, Levers
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.rules.late_charges import COMPENSATION, rates_over
from simulator.rules.terms import MONTH_END_WAIT_DAYS, average_terms
from simulator.scenario import Scenario
from simulator.units import NEVER

DUE_CONVENTIONS = ("net", "end_of_month", "end_of_month_plus")
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
    ("due_convention", "i4"),
    ("milestones", "i4"),  # 0 and 1: billed at delivery
    ("milestone_days", "i4"),
    ("instalments", "i4"),  # 0 and 1: all at once
    ("instalment_days", "i4"),
    ("retention_release_days", "i4"),
    ("retention_defects_days", "i4"),
    ("retention_fraction", "f8"),
    ("debit_fraction", "f8"),  # of the customers
    ("debit_fee", "f8"),
    ("clarity", "f8"),  # share of what would be forgotten
)

CONDITION_ASSUMPTIONS = (
    ("late_charge_speed_up", "f8"),
    ("late_charge_paid", "f8"),
    ("late_charge_churn", "f8"),
    ("charge_back_paid", "f8"),
    ("charge_back_churn", "f8"),
    ("debit_failure", "f8"),
    ("partial_payment", "f8"),
    ("partial_payment_days", "i4"),
    ("relief_granted", "i4"),  # 1: VAT of written-off invoices comes back
    ("recurring", "i4"),  # 1: orders at equal gaps and of equal size
    ("spare", "i4"),
)


def condition_levers(levers: Levers, scenario: Scenario) -> dict[str, Any]:
    """Late charges and the fine print of the discount."""
    terms = levers.terms
    return {
        **_late_charges(levers.late_charges, scenario),
        "due_convention": DUE_CONVENTIONS.index(terms.due_convention),
        "milestones": terms.milestones,
        "milestone_days": terms.milestone_days,
        "instalments": terms.instalments,
        "instalment_days": terms.instalment_days,
        "retention_fraction": terms.retention_fraction,
        "retention_release_days": terms.retention_release_days,
        "retention_defects_days": terms.retention_defects_days,
        "debit_fraction": terms.direct_debit_fraction,
        "debit_fee": terms.direct_debit_fee_fraction,
        "clarity": terms.clarity_fraction,
        "sliding_rate": levers.discount.dynamic_rate_per_year,
        "enforces_discount": int(levers.discount.unearned_policy == "enforce"),
    }


def terms_by_place(levers: Levers, portfolio: Portfolio) -> NDArray[np.int32]:
    """Payment terms of every place: the levers' for those they name, each customer's own for the rest."""
    terms, segment = portfolio.customers["terms_days"].astype(np.int32), portfolio.customers["segment"]
    named = np.ones(len(terms), dtype=bool)
    if levers.terms.customers != "all":
        named = segment == SEGMENTS.index(levers.terms.customers)
    if levers.terms.net_days is not None:
        terms[named] = levers.terms.net_days
    for number, days in enumerate(levers.terms.days_of_segments):
        if days is not None:
            terms[segment == number] = days
    terms[named] = np.maximum(terms[named] + levers.terms.net_days_shift, 0)
    return terms


def felt_terms(levers: Levers, terms: NDArray[np.int32]) -> list[float]:
    """The days that customers compare: to the due date by value, the wait for the end of a month included."""
    agreed = levers.terms
    wait = 0.0 if agreed.due_convention == "net" else MONTH_END_WAIT_DAYS
    retention = (agreed.retention_fraction, agreed.retention_release_days, agreed.retention_defects_days)
    felt = {
        days: average_terms(float(days) + wait, agreed.instalments, agreed.instalment_days, retention)
        for days in set(terms.tolist())
    }
    return [felt[days] for days in terms.tolist()]


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
        "debit_failure": behaviour.debit_failure_fraction,
        "partial_payment": behaviour.partial_payment_fraction,
        "partial_payment_days": behaviour.partial_payment_days,
        "relief_granted": int(scenario.company.vat_relief == "granted"),
        "recurring": int(scenario.portfolio.order_process == "recurring"),
    }
