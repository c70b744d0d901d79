"""Every lever moves what the dictionary says that it moves, to both ends of its plausible range.

Paired by replication: the mean difference has the named sign and stands more than two standard errors from zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from simulator.levers import Levers
from simulator.parameters import Parameter, dictionary
from simulator.scenario import Scenario
from tests.behaviour.trials import EQUAL_FIRMS, samples, small_wholesaler, t_value

REPLICATIONS = 24
CLEAR = 2.0
MOVING = {key: entry for key, entry in dictionary().items() if entry.kind == "lever" and entry.moves}
NO_HOLDS = {"credit_policy": {"limit_rule": "none", "stop_supply_days": 100_000}}
COURT = [{"day": 10, "channel": "call"}, {"day": 60, "channel": "legal"}]
OFFERED = {"discount": {"rate_fraction": 0.02}}
RETAINED = {"terms": {"retention_fraction": 0.1}}
CHARGED = {"late_charges": {"policy": "charge"}}


def insured(**terms: Any) -> Mapping[str, Mapping[str, Any]]:
    """A policy with these terms."""
    return {"insurance": {"insured_fraction": 0.9, **terms}}


FACTORED = {"financing": {"facility": "factoring"}}

CONTEXT: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "credit_policy.limit_minimum_orders": {"credit_policy": {"limit_months_of_sales": 1.0}},
    "credit_policy.refused_offer": {"credit_policy": {"refused_fraction": 0.5}},
    "credit_policy.review_months": {"credit_policy": {"information": "bureau"}},
    "credit_policy.risky_review_months": {"credit_policy": {"information": "bureau", "review_months": 12}},
    "credit_policy.alert_limit_fraction": {"credit_policy": {"monitoring": "alerts"}},
    "credit_policy.analysts": {"credit_policy": {"analysts": 1}},
    "credit_policy.guarantee_above": {"credit_policy": {"guarantee_fraction": 0.5}},
    "terms.invoice_lag_days": NO_HOLDS,
    "discount.window_days": OFFERED,
    "discount.grace_days": OFFERED,
    "discount.customers": OFFERED,
    "collections.collectors": {"collections": {"shift_minutes": 120.0, "minutes_per_call": 25.0}},
    "collections.shift_minutes": {"collections": {"minutes_per_call": 25.0}},
    "collections.minutes_per_call": {"collections": {"shift_minutes": 120.0}},
    "collections.payment_plan_days": {"collections": {"payment_plan_instalments": 3}},
    "collections.outsourcing_fee_per_account": {"collections": {"collectors": 0}},
    "collections.minimum_legal_balance": {"collections": {"ladder": COURT}},
    "collections.cost_per_undefended_claim": {"collections": {"ladder": COURT}},
    "collections.worklist_rule": {"collections": {"shift_minutes": 120.0, "minutes_per_call": 25.0}},
    "terms.cost_per_invoice_check": {"terms": {"invoice_check_fraction": 0.5}},
    "collections.debt_sale_fraction": {"collections": {"ladder": [{"day": 90, "channel": "debt_sale"}]}},
    "insurance.minimum_premium_fraction": {
        **insured(),
        "credit_policy": {"limit_months_of_sales": 0.5, "limit_minimum_orders": 1.0},
    },
    "insurance.minimum_loss": insured(each_claim_excess=0.0),
    "insurance.maximum_liability_multiple": insured(premium_rate_fraction=0.0001),
    "insurance.maximum_extension_days": {**insured(), "credit_policy": {"stop_supply_days": 100_000}},
    "insurance.key_accounts": insured(cover="key_accounts"),
    "insurance.layer": insured(cover="excess_of_loss", layer=30_000.0),
    "insurance.top_up_fraction": insured(discretionary_limit=0.0),
    "insurance.top_up_premium_fraction": insured(discretionary_limit=0.0, top_up_fraction=1.0),
    "insurance.notification_days": insured(notified_fraction=0.0),
    "insurance.salvage_basis": insured(discretionary_limit=0.0, each_claim_excess=0.0, minimum_loss=0.0),
    "insurance.insured_fraction": {},
    "discount.unearned_policy": OFFERED,
    "terms.milestones": NO_HOLDS,
    "terms.milestone_days": {**NO_HOLDS, "terms": {"milestones": 3}},
    "terms.instalment_days": {"terms": {"instalments": 3}},
    "terms.retention_release_days": RETAINED,
    "terms.retention_defects_days": RETAINED,
    "terms.direct_debit_fee_fraction": {"terms": {"direct_debit_fraction": 0.5}},
    "late_charges.jurisdiction": CHARGED,
    "late_charges.own_rate_per_year": {"late_charges": {"policy": "charge", "own_rate_per_year": 0.08}},
    "late_charges.customers": CHARGED,
    "financing.facility": {},
    "financing.discounting_fee_fraction": {"financing": {"facility": "invoice_discounting"}},
    "financing.maximum_age_days": {"financing": {"facility": "factoring", "recourse_days": 120}},
    "financing.recourse_days": {"financing": {"facility": "factoring", "maximum_age_days": 180}},
    "financing.protection_fee_fraction": {"financing": {"facility": "factoring", "protected_fraction": 0.9}},
    "financing.minimum_fee_per_year": {
        "financing": {"facility": "factoring", "factoring_fee_fraction": 0.0001}
    },
}
"""What must be so for a lever to matter at all: a minimum limit where limits are low, a window where there is a
discount, a worklist that is too long for those who work on it. One day of lag is seen where no hold blurs it. The
terms of an insurance matter where there is one; its minimum premium where sales stay far behind the estimate, the
maximum of its claims where the premium is small, the maximum extension where we ourselves go on supplying. A factor's
terms matter where there is one, and its least fee where its fee is small."""

APPLYING = {
    "credit_policy.information",
    "credit_policy.refused_fraction",
    "credit_policy.refused_offer",
    "credit_policy.decision_days",
    "credit_policy.authority",
    "credit_policy.review_months",
    "credit_policy.risky_review_months",
    "credit_policy.analysts",
}
"""Levers that act on applicants: judged where half of the customers leave in a year, and who comes differs."""

DISPUTED = {"terms.invoice_check_fraction", "terms.cost_per_invoice_check", "collections.dispute_clerks"}
"""Levers that need disputes: judged where 12 % of invoices are disputed."""

HARD_TIMES = {
    "credit_policy.alert_limit_fraction",
    "credit_policy.retention_of_title",
    "credit_policy.guarantee_fraction",
    "credit_policy.stop_supply_days",
    "collections.write_off_days",
    "collections.debt_sale_fraction",
    "collections.payment_plan_instalments",
    "collections.payment_plan_days",
    "insurance.insured_fraction",
    "insurance.each_claim_excess",
    "insurance.excess_basis",
    "insurance.aggregate_first_loss",
    "insurance.maximum_liability_multiple",
    "insurance.waiting_period_days",
    "insurance.claim_payment_days",
    "insurance.cover",
    "insurance.key_accounts",
    "insurance.layer",
    "insurance.top_up_fraction",
    "insurance.notified_fraction",
    "insurance.notification_days",
    "insurance.salvage_basis",
    "financing.protected_fraction",
}
"""Levers that act on those who fail: judged where twenty times as many do, all of one size and not in waves."""

HARD_TIMES_FOR_ALL_SIZES = {
    "credit_policy.guarantee_above",
    "insurance.discretionary_limit",
    "insurance.minimum_loss",
}
"""They tell small customers, and small losses, from large ones."""

MANY_TERMS = {"large": 30, "mid": 90, "sme": 150, "micro": 30, "public": 30}
"""Terms on both sides of what a policy covers."""

LIMITS_CUT = {"refusal_healthy_fraction": 1.0, "refusal_stressed_fraction": 1.0}
"""Half of the limits are refused, the others cut to a half."""
NEEDS_CUTS = {"insurance.top_up_fraction", "insurance.top_up_premium_fraction", "insurance.salvage_basis"}
DIVIDENDS = {"no_dividend_fraction": 0.0, "dividend_loss_minimum_fraction": 0.5, "dividend_delay_days": 30}

MORE_CONTACTS = [{"day": day, "channel": "call"} for day in (60, 75, 90)]


def times_for(key: str) -> Scenario:
    scenario = small_wholesaler(120, 240, company={"warm_up_days": 120, "run_off_days": 0})
    if key in APPLYING:
        return scenario.but(portfolio={"churn_per_year": 0.5}, health={"failure_spread": 1.8})
    if key in NEEDS_CUTS:
        scenario = scenario.but(insurer=LIMITS_CUT)
    if key == "insurance.salvage_basis":
        scenario = scenario.but(health=DIVIDENDS)
    if key in DISPUTED:
        return scenario.but(disputes={"rate_fraction": 0.12})
    if key == "terms.retention_defects_days":
        return scenario.but(company={"horizon_days": 730})
    if key == "insurance.maximum_terms_days":
        return scenario.but(portfolio={"terms_days": MANY_TERMS})
    if key not in HARD_TIMES | HARD_TIMES_FOR_ALL_SIZES:
        return scenario
    rates = {name: 20 * rate for name, rate in scenario.health.failures_per_year.items()}
    hard = {"failures_per_year": rates, "asset_correlation_fraction": 0.0}
    longer = {"warm_up_days": 365, "horizon_days": 365}
    sizes = EQUAL_FIRMS if key in HARD_TIMES else {}
    return scenario.but(company=longer, portfolio=sizes, health=hard)


def ends_of(entry: Parameter, now: Any) -> list[tuple[Any, int]]:
    """Values to move the lever to, and whether that is up (1) or down (-1)."""
    if entry.type == "ladder":
        steps = [step.model_dump() for step in now]
        return [([*steps, *MORE_CONTACTS], 1), ([], -1)]
    if entry.type == "choice":
        return [(entry.plausible[-1], 1)]
    own = 30 if now is None else now  # terms: each customer's own are 30 days
    if entry.by:
        (own,) = set(now.values())
    return [(value, 1 if value > own else -1) for value in entry.plausible if value != own]


def base_and_ends(key: str, today: Levers) -> tuple[list[Levers], list[tuple[Any, int]]]:
    group, name = key.split(".")
    usual = {"insurance": insured(), "financing": FACTORED}
    base = today.but(**CONTEXT.get(key, usual.get(group, {})))
    ends = ends_of(MOVING[key], getattr(getattr(base, group), name))
    return [base, *(base.but(**{group: {name: value}}) for value, _ in ends)], ends


@pytest.mark.parametrize("key", MOVING)
def test_a_lever_moves_what_the_dictionary_says(key):
    scenario = times_for(key)
    levers, ends = base_and_ends(key, scenario.today)
    base, *moved = samples(scenario, levers, REPLICATIONS)
    wrong = []
    for (value, way), found in zip(ends, moved, strict=True):
        for metric, direction in MOVING[key].moves.items():
            difference = found.values(metric) - base.values(metric)
            sign = way * (1 if direction == "up" else -1)
            if sign * t_value(difference) <= CLEAR:
                told = f"mean difference {difference.mean():.6g}, t = {t_value(difference):.2f}"
                wrong.append(f"{key} = {value}: {metric} should go {'up' if sign > 0 else 'down'}; {told}")
    assert not wrong, "\n".join(wrong)


def test_the_dictionary_says_of_every_lever_what_it_moves():
    silent = {key for key, entry in dictionary().items() if entry.kind == "lever" and not entry.moves}
    assert silent <= {"terms.customers"}, "it spreads other levers and does nothing alone"
