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
    "terms.customers": "sme",
    "discount.customers": "sme",
    "collections.ladder": [],
    "insurance.excess_basis": "before_share",
    "insurance.maximum_terms_days": 35,
    "insurance.maximum_extension_days": 5,
    "insurance.maximum_liability_multiple": 1.0,
    "collections.write_off_days": 150,
    "collections.worklist_rule": "oldest",
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


OUT_OF_THE_HOUSE = [
    {"day": -5, "channel": "email"},
    {"day": 10, "channel": "call"},
    {"day": 20, "channel": "final_demand"},
    {"day": 30, "channel": "agency", "segments": ["large", "micro", "public"]},
    {"day": 30, "channel": "legal", "segments": ["mid", "sme"]},
    {"day": 200, "channel": "debt_sale"},
]


def busy() -> Scenario:
    """A scenario in which everything happens: many fail, and some estates pay dividends."""
    scenario = small_wholesaler(80, 300, company={"warm_up_days": 200})
    rates = {name: 12 * rate for name, rate in scenario.health.failures_per_year.items()}
    return scenario.but(
        health={"failures_per_year": rates, "no_dividend_fraction": 0.5},
        disputes={"rate_fraction": 0.1},
        courts={"default_judgment_fraction": 0.5, "default_judgment_days": 10, "paid_days": 20},
    )


def stormy() -> Scenario:
    """The same with recessions that come and go, and failures that are felt by others."""
    return busy().but(
        health={"contagion_multiplier": 1.5}, economy={"recessions_per_year": 0.95, "recession_months": 2.0}
    )


def needs_a_storm(key: str) -> bool:
    return "recession" in key or "contagion" in key


def busy_strategy(today: Levers) -> Levers:
    """A strategy in which every lever has something to act on: a discount, longer terms, holds, too few people.

    What is not paid goes to an agency and is sold, and there is an insurance with a small premium.
    """
    return today.but(
        discount={"rate_fraction": 0.02},
        terms={"net_days_shift": 10, "invoice_check_fraction": 0.3},
        credit_policy={"stop_supply_days": 20, "limit_months_of_sales": 1.0},
        collections={
            "shift_minutes": 60.0,
            "call_attempts": 2,
            "ladder": OUT_OF_THE_HOUSE,
            "dispute_clerks": 1,
            "minimum_legal_balance": 500.0,
        },
        insurance={"insured_fraction": 0.9, "premium_rate_fraction": 0.0001, "discretionary_limit": 0.0},
    )


def other_value(entry: Parameter, now: Any) -> Any:
    """Another plausible value."""
    if entry.key in OTHER_VALUES:
        return OTHER_VALUES[entry.key]
    low, high = entry.plausible
    if entry.by:
        return {name: low if value > (low + high) / 2 else high for name, value in now.items()}
    return low if now is not None and now > (low + high) / 2 else high


PLANS: Mapping[str, Mapping[str, Any]] = {"collections": {"payment_plan_instalments": 3}}
"""What parameters of payment plans need; where there are plans, no promise is asked of those in trouble."""


def needs_a_plan(key: str) -> bool:
    return key in ("collections.payment_plan_days", "behaviour.payment_plan_kept_fraction")


def measured(scenario: Scenario, **changes: Mapping[str, Any]) -> Samples:
    """Every measure under the busy strategy and these changes to it."""
    portfolio = synthetic_portfolio(scenario, observed_laws(scenario))
    task = replicator(scenario, portfolio, [busy_strategy(scenario.today).but(**changes)], 7)
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
    before = usual_storm if needs_a_storm(key) else usual
    today = PLANS if needs_a_plan(key) else {}
    if today:
        scenario = scenario.but(today=today)
        before = measured(scenario)
    group, name = key.split(".")
    if entry.kind == "lever":
        now = getattr(getattr(busy_strategy(scenario.today), group), name)
        found = measured(scenario, **{group: {name: other_value(entry, now)}})
    else:
        now = getattr(getattr(scenario, group), name)
        found = measured(scenario.but(**{group: {name: other_value(entry, now)}}))
    expected = key not in WITHOUT_EFFECT
    assert differ(found, before) is expected, WITHOUT_EFFECT.get(key, f"{key} should move something")
