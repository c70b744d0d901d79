"""Extremes: nothing to sell, one customer, everybody fails, nobody pays, the shortest run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator.experiment.compare import compare
from simulator.journal import Account, Event, balances
from simulator.metrics.outcome import Outcome, outcome
from simulator.metrics.tally import Tally
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.scenario import Scenario
from simulator.strategy import load_strategy
from tests.behaviour.trials import NOBODY_FAILS, gross, journals, of, portfolio_of, small_wholesaler, world_of


def measured(scenario: Scenario, rows: Any) -> Outcome:
    tally = Tally(
        start=scenario.company.start_date,
        horizon_days=scenario.company.horizon_days,
        slots=scenario.portfolio.customers,
        first_day=-scenario.company.warm_up_days,
        last_day=scenario.company.horizon_days + scenario.company.run_off_days - 1,
    )
    tally.take(rows)
    assert not tally.balances_by_day().sum(axis=1).any()
    return outcome(tally, scenario, scenario.today)


def run_of(scenario: Scenario, portfolio: Portfolio | None = None) -> tuple[Any, Outcome]:
    (rows,) = journals(world_of(scenario, portfolio=portfolio))
    return rows[rows["day"] >= 0], measured(scenario, rows)


def test_without_orders_there_are_only_fixed_costs():
    scenario = small_wholesaler(10, 90, portfolio={"orders_per_month": dict.fromkeys(SEGMENTS, 0.0)})
    rows, found = run_of(scenario)
    assert len(of(rows, Event.ORDERED, Event.INVOICED, Event.PAID, Event.CALLED)) == 0
    assert found.horizon["credit_sales"] == 0
    assert found.horizon["dso_days"] is None
    assert found.horizon["bad_debt_gross_fraction"] is None
    costs = found.profit_lines
    spent = costs["fixed_cost"] + costs["collection_cost"] + costs["overdraft_interest"]
    assert found.horizon["profit"] == pytest.approx(-spent)
    assert found.run_off_lines["fixed_cost"] == 0


def test_orders_of_no_value_do_no_harm():
    rows, found = run_of(small_wholesaler(10, 90, company={"annual_credit_sales": 0.0}))
    assert len(of(rows, Event.ORDERED)) > 0
    assert found.horizon["credit_sales"] == pytest.approx(0, abs=1)


def test_one_customer_is_a_portfolio():
    rows, found = run_of(small_wholesaler(1, 365))
    assert set(rows["customer"] % 1_000_000) <= {0, 999_999}  # itself and its successors; -1 is the company
    assert found.horizon["top10_fraction"] == 1
    assert found.horizon["herfindahl"] == 1


def test_when_everybody_fails_the_books_still_balance_and_places_are_filled():
    health = {
        "failures_per_year": dict.fromkeys(SEGMENTS, 0.9),
        "stressed_to_insolvent_per_month": 0.5,
        "sudden_fraction": 0.5,
        "asset_correlation_fraction": 0.0,
    }
    rows, found = run_of(small_wholesaler(60, 730, health=health))
    failures = of(rows[rows["day"] < 730], Event.INSOLVENT, Event.VANISHED)
    assert len(failures) / 60 / 2 == pytest.approx(
        0.85, abs=0.2
    )  # a place stands empty for a month after each
    assert found.horizon["bad_debt_gross_fraction"] > 0.05
    assert found.horizon["profit"] < 0
    generations = rows["customer"][rows["customer"] >= 0] // 1_000_000
    assert generations.max() >= 4
    assert balances(rows)[Account.RECEIVABLES] == 0


def test_when_nobody_pays_everything_is_written_off():
    scenario = small_wholesaler(
        20,
        120,
        behaviour={"late_cap_days": 3650, "promise_fraction": 0.0},
        health={"failures_per_year": NOBODY_FAILS},
    ).but(today={"collections": {"write_off_days": 100}, "credit_policy": {"stop_supply_days": 100_000}})
    portfolio = portfolio_of(scenario)
    unpaid = portfolio.laws.copy()
    unpaid[:, 1, :] = 0.0
    rows, found = run_of(scenario, replace(portfolio, laws=unpaid))
    assert found.horizon["cash_collected"] == 0
    assert len(of(rows, Event.PAID, Event.RECOVERED)) == 0
    assert gross(of(rows, Event.WRITTEN_OFF)) == gross(of(rows, Event.INVOICED, Event.OPENING_RECEIVABLE))
    assert balances(rows)[Account.RECEIVABLES] == 0
    assert balances(rows)[Account.VAT_RELIEF_DUE] == 0  # the tax office gives its part back


def test_when_everybody_pays_before_due_nothing_is_chased_or_lost():
    scenario = small_wholesaler(
        20, 120, health={"failures_per_year": NOBODY_FAILS}, portfolio={"churn_per_year": 0.0}
    ).but(today={"collections": {"ladder": [{"day": 10, "channel": "call"}]}})
    portfolio = portfolio_of(scenario)
    prompt = portfolio.laws.copy()
    prompt[:, 1, :] = np.where(prompt[:, 0, :] < -5, 0.0, 40.0)
    customers = portfolio.customers.copy()
    customers["run_calendar"] = 0
    rows, found = run_of(scenario, replace(portfolio, laws=prompt, customers=customers))
    assert found.horizon["late_count_fraction"] == 0
    assert found.horizon["write_offs"] == 0
    assert len(of(rows, Event.CALLED)) == 0
    assert found.horizon["dso_paid_days"] < 30


@pytest.mark.parametrize("days", [1, 2, 30])
def test_the_shortest_horizons(days):
    rows, found = run_of(small_wholesaler(20, days))
    assert of(rows, Event.INVOICED)["day"].max() <= days  # what was accepted on the last day is still billed
    assert len(found.months) == 1
    assert found.horizon["closing_cash"] is not None
    assert balances(rows)[Account.RECEIVABLES] == 0


def test_a_run_without_warm_up_starts_with_an_empty_book():
    rows, found = run_of(small_wholesaler(20, 90, company={"warm_up_days": 0}))
    assert len(of(rows, Event.OPENING_RECEIVABLE)) == 0
    assert found.horizon["credit_sales"] > 0


@pytest.mark.parametrize(
    "start", [date(2026, 1, 15), date(2025, 11, 30), date(2028, 2, 29), date(2026, 5, 31)]
)
def test_a_start_in_mid_month(start):
    """As after a ledger's cut-off: the first and the last month are partial, and cost what their share costs."""
    scenario = small_wholesaler(20, 100, company={"start_date": start})
    rows, found = run_of(scenario)
    assert found.months[0] == f"{start.year}-{start.month:02d}"
    yearly = 12 * scenario.company.fixed_cost_per_month * 100 / 365
    assert found.profit_lines["fixed_cost"] == pytest.approx(yearly, rel=0.04)
    assert of(rows, Event.FIXED_PAID)["day"].max() == 99
    monthly = [value for value in found.monthly["credit_sales"] if value is not None]
    assert sum(monthly) == pytest.approx(found.horizon["credit_sales"])


def test_strategies_are_compared_over_a_single_day():
    scenario = small_wholesaler(10, 1)
    strategies = [load_strategy(name) for name in ("status_quo", "strict")]
    comparison = compare(scenario, strategies, replications=2, workers=1, portfolio=portfolio_of(scenario))
    assert comparison.replications == 2
    assert comparison.to_json()
