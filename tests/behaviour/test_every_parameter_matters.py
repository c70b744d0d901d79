"""No parameter is read in vain: moved within its plausible range, each changes the journal or a measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator.experiment.compare import replicator
from simulator.levers import Levers
from simulator.parameters import Parameter, dictionary
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.results.samples import Samples
from simulator.scenario import Scenario
from tests.behaviour.trials import small_wholesaler

ENTRIES = dict(dictionary())
WITHOUT_EFFECT = {
    "economy.provision_overlay_multiplier": "it scales the provision, a figure beside the measures",
    "company.currency": "only the name of the unit of all amounts",
    "company.overdraft_limit": "told beside the cash low point; days beyond it are not a measure yet",
}
OTHER_VALUES: dict[str, Any] = {
    "company.start_date": date(2026, 7, 3),
    "company.country": "US",
    "company.calendar": "plain",
    "company.currency": "USD",
    "economy.season_sales": [0.5, 1.5] * 6,
    "credit_policy.limit_rule": "none",
    "credit_policy.information": "full_review",
    "credit_policy.refused_offer": "nothing",
    "credit_policy.monitoring": "none",
    "credit_policy.retention_of_title": "no",
    "credit_policy.concentration_cap_fraction": 0.02,
    "health.failure_spread": 0.0,
    "portfolio.net_worth_fraction": 0.05,
    "terms.customers": "sme",
    "discount.customers": "sme",
    "portfolio.order_process": "recurring",
    "company.vat_relief": "refused",
    "terms.due_convention": "end_of_month",
    "late_charges.policy": "none",
    "late_charges.jurisdiction": "eu",
    "late_charges.customers": "sme",
    "discount.unearned_policy": "tolerate",
    "collections.ladder": [],
    "insurance.excess_basis": "before_share",
    "insurance.maximum_terms_days": 35,
    "insurance.maximum_extension_days": 5,
    "insurance.maximum_liability_multiple": 1.0,
    "collections.write_off_days": 150,
    "behaviour.discount_charge_back_churn_multiplier": 20.0,
    "collections.worklist_rule": "oldest",
    "applicants.score_life_days": 40,
    "applicants.history_gini_fraction": 0.0,  # a spread of 1.4 makes a perfect score of anything above 0.68
    "behaviour.late_cap_days": 40,  # before courts and agencies have everything
    "insurance.cover": "excess_of_loss",
    "insurance.layer": 2_000.0,
    "insurance.notification_days": 10,
    "insurance.salvage_basis": "first_in_first_out",
    "financing.facility": "invoice_discounting",
    "financing.maximum_age_days": 60,
    "financing.concentration_fraction": 0.05,
    "courts.paid_fraction": 0.8,
    "courts.paid_later_fraction": 0.55,
    "courts.small_claim_days": 5,
    "courts.large_claim_days": 5,
    "behaviour.stressed_cost_of_funds_per_year": 0.2,
    "economy.recessions_per_year": 0.1,
    "insurer.recession_cut_fraction": 1.0,
    "portfolio.segment_count_fraction": {"large": 0.1, "mid": 0.1, "sme": 0.4, "micro": 0.35, "public": 0.05},
    "portfolio.segment_value_fraction": {
        "large": 0.3,
        "mid": 0.4,
        "sme": 0.18,
        "micro": 0.05,
        "public": 0.07,
    },
    "disputes.cause_fraction": {"pricing": 0.1, "admin": 0.1, "scope": 0.4, "quality": 0.4},
    "portfolio.payment_runs": {"sme": {"daily": 1.0, "weekly": 0.0, "fortnightly": 0.0, "month_end": 0.0}},
}


CREDIT_DESK = {
    "refused_offer": "prepayment",
    "override_fraction": 0.2,
    "decision_days": 2,
    "authority": 50_000.0,
    "review_months": 4,
    "terms_shift_days": {"A": 10, "C": -15},
    "limit_multiplier": {"A": 1.5, "C": 0.5},
    "deposit_fraction": {"C": 0.3, "N": 0.2},
    "monitoring": "alerts",
    "concentration_cap_fraction": 0.1,
    "retention_of_title": "yes",
}
OUT_OF_THE_HOUSE = [
    {"day": -5, "channel": "email"},
    {"day": 10, "channel": "call"},
    {"day": 20, "channel": "final_demand"},
    {"day": 30, "channel": "agency", "segments": ["large", "micro", "public"]},
    {"day": 30, "channel": "legal", "segments": ["mid", "sme"]},
    {"day": 200, "channel": "debt_sale"},
]


BESIDES: Mapping[str, Mapping[str, Any]] = {
    "behaviour.threat_credibility_fraction": {"late_charges": {"policy": "threaten"}},
    "discount.dynamic_rate_per_year": {
        "discount": {"rate_fraction": 0.0}
    },  # a fixed one goes before a sliding one
    **{
        key: {"credit_policy": {"limit_rule": rule}}
        for key, rule in (
            ("applicants.bureau_limit_months", "bureau"),
            ("portfolio.our_share_fraction", "statements"),
            ("portfolio.net_worth_fraction", "statements"),
            ("portfolio.working_capital_fraction", "statements"),
            ("portfolio.statement_spread", "statements"),
        )
    },
    **{
        key: {"credit_policy": {"analysts": 1}}
        for key in (
            "applicants.minutes_per_application",
            "applicants.minutes_per_report",
            "applicants.analyst_cost_per_year",
        )
    },
    **{
        key: {"credit_policy": {"guarantee_fraction": 0.5}}
        for key in (
            "credit_policy.guarantee_above",
            "applicants.guarantee_cost_per_year",
            "health.guarantor_pays_fraction",
            "health.guarantee_days",
        )
    },
    "applicants.reference_bias": {"credit_policy": {"information": "trade_reference"}},
    "insurance.key_accounts": {"insurance": {"cover": "key_accounts"}},
    "insurance.layer": {"insurance": {"cover": "excess_of_loss", "layer": 200_000.0}},
    "insurance.top_up_premium_fraction": {"insurance": {"top_up_fraction": 1.0}},
    "insurance.notification_days": {"insurance": {"notified_fraction": 0.0}},
    "insurance.salvage_basis": {"insurance": {"premium_rate_fraction": 0.01}},
    "insurer.late_notice_rejected_fraction": {
        "insurance": {"notified_fraction": 0.0, "notification_days": 5}
    },
    "financing.protection_fee_fraction": {"financing": {"protected_fraction": 0.9}},
    "financing.discounting_fee_fraction": {"financing": {"facility": "invoice_discounting"}},
    "financing.recourse_days": {"collections": {"ladder": []}, "financing": {"maximum_age_days": 180}},
}
"""What else must be so for a lever to matter, both before and after it is moved."""


def busy() -> Scenario:
    """A scenario in which everything happens: many fail, some estates pay dividends, few are accepted today."""
    scenario = small_wholesaler(80, 300, company={"warm_up_days": 200})
    rates = {name: 12 * rate for name, rate in scenario.health.failures_per_year.items()}
    return scenario.but(
        health={
            "failures_per_year": rates,
            "no_dividend_fraction": 0.5,
            "failure_spread": 1.4,
            "title_success_fraction": 1.0,
        },
        disputes={"rate_fraction": 0.1},
        behaviour={"partial_payment_fraction": 0.05},
        courts={"default_judgment_fraction": 0.5, "default_judgment_days": 10, "paid_days": 20},
        applicants={"fraud_fraction": 0.05},
        today={"credit_policy": {"refused_fraction": 0.6}},
    )


def stormy() -> Scenario:
    """The same with recessions that come and go, and failures that are felt by others."""
    return busy().but(
        health={"contagion_multiplier": 1.5}, economy={"recessions_per_year": 0.95, "recession_months": 2.0}
    )


RENEWED = {"company": {"horizon_days": 380}, "economy": {"recession_months": 30.0}}
PLANS = {"today": {"collections": {"payment_plan_instalments": 3}}}
UNDER: Mapping[str, Mapping[str, Any]] = {
    "collections.payment_plan_days": PLANS,
    "behaviour.payment_plan_kept_fraction": PLANS,
    "applicants.stale_gini_multiplier": {"applicants": {"score_life_days": 40}},
    "health.guarantee_days": {"health": {"guarantor_pays_fraction": 1.0, "informal_fraction": 0.0}},
    "insurer.premium_multiplier": RENEWED,
    "insurer.recession_premium_multiplier": RENEWED,
    "insurance.salvage_basis": {
        "insurer": {"refusal_healthy_fraction": 1.0},
        "health": {"no_dividend_fraction": 0.0, "dividend_delay_days": 30},
    },
}
"""What must be so in the world: plans instead of promises; a policy that is renewed, in a recession that lasts; limits
cut, and dividends."""


def needs_a_storm(key: str) -> bool:
    return "recession" in key or "contagion" in key


def busy_strategy(today: Levers) -> Levers:
    """A strategy in which every lever has something to act on: a discount, longer terms, holds, too few people.

    What is not paid goes to an agency and is sold, there is an insurance with a small premium, and a factor.
    """
    return today.but(
        discount={"rate_fraction": 0.02, "unearned_policy": "enforce"},
        late_charges={"policy": "charge"},
        terms={
            "net_days_shift": 10,
            "invoice_check_fraction": 0.3,
            "milestones": 2,
            "instalments": 2,
            "retention_fraction": 0.05,
            "direct_debit_fraction": 0.2,
        },
        credit_policy={
            "stop_supply_days": 20,
            "limit_months_of_sales": 1.0,
            "information": "bureau",
            "refused_fraction": 0.2,
            **CREDIT_DESK,
        },
        collections={
            "shift_minutes": 60.0,
            "call_attempts": 2,
            "ladder": OUT_OF_THE_HOUSE,
            "dispute_clerks": 1,
            "minimum_legal_balance": 500.0,
        },
        insurance={"insured_fraction": 0.9, "premium_rate_fraction": 0.0001, "discretionary_limit": 0.0},
        financing={"facility": "factoring", "factoring_fee_fraction": 0.006},
    )


def other_value(entry: Parameter, now: Any) -> Any:
    """Another plausible value."""
    if entry.key in OTHER_VALUES:
        return OTHER_VALUES[entry.key]
    low, high = entry.plausible
    if entry.by:
        return {name: low if value > (low + high) / 2 else high for name, value in now.items()}
    return low if now is not None and now > (low + high) / 2 else high


def measured(scenario: Scenario, *changes: Mapping[str, Mapping[str, Any]]) -> Samples:
    """Every measure under the busy strategy and these changes to it, one after the other."""
    portfolio = synthetic_portfolio(scenario, observed_laws(scenario))
    levers = busy_strategy(scenario.today)
    for change in changes:
        levers = levers.but(**change)
    task = replicator(scenario, portfolio, [levers], 7)
    return Samples.of([task(replication)[0] for replication in range(2)])


@pytest.fixture(scope="module")
def usual() -> Samples:
    return measured(busy())


@pytest.fixture(scope="module")
def usual_storm() -> Samples:
    return measured(stormy())


def differ(one: Samples, other: Samples) -> bool:
    if one.monthly.shape != other.monthly.shape:
        return True
    return not np.array_equal(one.horizon, other.horizon, equal_nan=True)


@pytest.mark.parametrize("key", ENTRIES)
def test_a_parameter_that_moves_moves_some_measure(key, usual, usual_storm):
    entry, scenario = ENTRIES[key], stormy() if needs_a_storm(key) else busy()
    besides = BESIDES.get(key, {})
    before = usual_storm if needs_a_storm(key) else usual
    scenario = scenario.but(**UNDER.get(key, {}))
    if key in BESIDES or key in UNDER:
        before = measured(scenario, besides)
    group, name = key.split(".")
    if entry.kind == "lever":
        now = getattr(getattr(busy_strategy(scenario.today), group), name)
        found = measured(scenario, besides, {group: {name: other_value(entry, now)}})
    else:
        now = getattr(getattr(scenario, group), name)
        found = measured(scenario.but(**{group: {name: other_value(entry, now)}}), besides)
    expected = key not in WITHOUT_EFFECT
    assert differ(found, before) is expected, WITHOUT_EFFECT.get(key, f"{key} should move something")
