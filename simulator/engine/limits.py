"""Credit limits by place, as each rule sets them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.levers import CreditPolicy
from simulator.luck import normal_quantile
from simulator.parameters import CODES
from simulator.portfolio.portfolio import Portfolio
from simulator.rules.credit import UNLIMITED, limit_cents, statement_limit
from simulator.scenario import Scenario
from simulator.units import cents

_GOLDEN = 0.6180339887498949
_MONTHS = 12
_NO_LIMIT = -1.0


def limits_by_place(scenario: Scenario, portfolio: Portfolio, policy: CreditPolicy) -> NDArray[np.int64]:
    """Credit limit of every place, gross cents; of the bureau's that of an average customer, code B."""
    gross = 1.0 + scenario.company.vat_fraction
    orders, values = portfolio.customers["orders_per_month"], portfolio.customers["order_value"] * gross
    months = _months(scenario, portfolio, policy, orders * values)
    limits = [
        limit_cents(float(some), float(number * value), policy.limit_minimum_orders, float(value))
        for some, number, value in zip(months, orders, values, strict=True)
    ]
    return _capped(np.array(limits, dtype=np.int64), policy.concentration_cap_fraction, orders * values)


def limit_of_code_ratio(scenario: Scenario, policy: CreditPolicy) -> dict[str, float]:
    """By how much the rule itself tells risk codes apart: what a bureau recommends depends on its score."""
    months = scenario.applicants.bureau_limit_months
    if policy.limit_rule != "bureau" or months["B"] <= 0.0:
        return dict.fromkeys(CODES, 1.0)
    return {name: months[name] / months["B"] for name in CODES}


def _months(
    scenario: Scenario, portfolio: Portfolio, policy: CreditPolicy, monthly: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The limit of every place in months of its sales; below 0 for none."""
    places = len(portfolio)
    if policy.limit_rule == "none":
        return np.full(places, _NO_LIMIT)
    if policy.limit_rule == "bureau":
        return np.full(places, scenario.applicants.bureau_limit_months["B"])
    if policy.limit_rule == "statements":
        limits = statements(scenario, places) * _MONTHS
        return np.where(monthly > 0.0, limits, 0.0)
    return np.full(places, policy.limit_months_of_sales)


def statements(scenario: Scenario, places: int) -> NDArray[np.float64]:
    """The limit that the accounts of every place's customer bear, in years of our sales to it (invented, no luck)."""
    plan = scenario.portfolio
    spread = [normal_quantile((place * _GOLDEN + 0.5 * _GOLDEN) % 1.0) for place in range(places)]
    turnover = np.exp(plan.statement_spread * np.array(spread)) / plan.our_share_fraction
    return np.array(
        [
            statement_limit(
                plan.net_worth_fraction * float(size), plan.working_capital_fraction * float(size)
            )
            for size in turnover
        ]
    )


def _capped(limits: NDArray[np.int64], fraction: float, monthly: NDArray[np.float64]) -> NDArray[np.int64]:
    """Limits none of which is above a share of two months of all our sales (currency, with VAT); 1: no cap."""
    if fraction >= 1.0:
        return limits
    cap = cents(2.0 * fraction * float(monthly.sum()))
    capped: NDArray[np.int64] = np.minimum(limits, min(cap, UNLIMITED))
    return capped
