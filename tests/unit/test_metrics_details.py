"""Measures that explain others: what a case file cannot say, and what needs many runs."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from simulator.journal import Event
from simulator.metrics import charges, decisions, discounts, exposure, forecasts, provisions
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Tally
from tests.cases.building import LEVERS, SCENARIO, row
from tests.unit.invented import invented

NO_LIMIT = 4_000_000_000_000_000_000


def measured(rows: list[np.ndarray], limits: np.ndarray | None = None, levers=LEVERS, last_day: int = 200):
    tally = Tally(start=date(2026, 1, 1), horizon_days=60, slots=3, first_day=-31, last_day=last_day)
    tally.take(np.concatenate(rows))
    return outcome(tally, SCENARIO, levers, limits).horizon


def invoice(customer: int, net: int, issued: int = 5, paid: int | None = None) -> list[np.ndarray]:
    about = {"customer": customer, "issued": issued, "due": issued + 30, "net": net}
    rows = [row(issued, Event.INVOICED, **about)]
    return rows if paid is None else [*rows, row(paid, Event.PAID, **about)]


def test_limits_are_compared_with_what_is_open_when_the_horizon_ends():
    rows = [
        *invoice(0, 30_000),
        *invoice(1, 90_000),
        *invoice(1_000_001, 5_000),
        *invoice(2, 70_000, paid=59),
    ]
    found = measured([*rows, *invoice(2, 10_000, paid=60)], np.array([100_000, 50_000, NO_LIMIT]))
    assert found["limit_utilisation_fraction"] == pytest.approx(125 / 150)
    assert found["over_limit_customers"] == 1
    unlimited = measured(rows, np.full(3, NO_LIMIT))
    assert unlimited["limit_utilisation_fraction"] is None
    assert unlimited["over_limit_customers"] == 0
    assert measured(rows)["limit_utilisation_fraction"] is None


def test_a_pay_curve_is_known_where_the_last_invoices_were_followed_as_long():
    found = measured(invoice(0, 100, paid=20), last_day=59 + 60)
    assert found["paid_within_30_fraction"] == found["paid_within_60_fraction"] == 1.0
    assert found["paid_within_90_fraction"] is None


def test_open_items_of_an_unknown_month_leave_the_measure_undefined():
    old = row(0, Event.OPENING_RECEIVABLE, customer=0, issued=-90, due=-60, net=500)
    paid = row(40, Event.PAID, customer=0, issued=-90, due=-60, net=500)
    rows = [row(-20, Event.INVOICED, customer=1, issued=-20, due=10, net=900), *invoice(1, 900, paid=58)]
    tally = Tally(start=date(2026, 1, 1), horizon_days=59, slots=3, first_day=-31, last_day=200)
    tally.take(np.concatenate([old, paid, *rows]))
    monthly = outcome(tally, SCENARIO, LEVERS).monthly["dso_open_items_days"]
    assert monthly[0] is None
    assert monthly[1] == 0


def test_without_a_discount_its_measures_are_undefined():
    none = SimpleNamespace(**vars(LEVERS))
    none.discount = SimpleNamespace(
        rate_fraction=0.0, dynamic_rate_per_year=0.0, window_days=10, grace_days=0
    )
    none.insurance = SimpleNamespace(insured_fraction=0.0)
    found = measured(invoice(0, 100, paid=20), levers=none)
    for name in ("discount_take_up_fraction", "unearned_discount_fraction", "discount_yearly_rate_fraction"):
        assert found[name] is None, name
    assert found["insurance_break_even_losses"] is None


def test_customers_driven_away_cost_goodwill():
    found = measured([*invoice(0, 100), row(30, Event.CHURNED, customer=1)])["goodwill_index"]
    assert found == pytest.approx((1 - 365 / 60 / 3) / 0.95)


@pytest.mark.parametrize(
    "value",
    [
        discounts.discount_rate_per_year(0.02, 0),
        discounts.discount_rate_per_year(1.0, 20),
        discounts.effective_discount_rate_per_year(1.0, 20),
        discounts.effective_discount_rate_per_year(0.02, 0),
        discounts.discount_take_up_fraction(1, 0),
        discounts.discount_leakage_fraction(1, 0),
        discounts.unearned_discount_fraction(1, 0),
        discounts.break_even_policy_discount_fraction(0.08, 1, 0, 0),
        charges.insurance_break_even_losses(1, 0),
        charges.factoring_rate_per_year(charges.Factoring(0.0, 0.01, 0.07), 45),
        exposure.goodwill_index(0, 0, 1, 0.05),
        forecasts.forecast_error_fraction([], []),
        forecasts.run_rate_forecast_error_fraction([1.0] * 25),
        provisions.loss_rates([0.0], [0.0])[0],
        provisions.roll_rates([0.0, 0.0], [0.0, 0.0])[0],
    ],
)
def test_what_cannot_be_divided_is_undefined(value):
    assert value is None


def test_provisions_of_the_quarter_of_the_textbook():
    rates = [0.003, 0.016, 0.036, 0.066, 0.106]
    assert provisions.expected_credit_loss([105_000, 25_000, 10_000, 6_000, 4_000], rates) == pytest.approx(
        1_895
    )


def test_longer_terms_by_profit_and_by_present_value_agree_within_a_percent():
    before, after = decisions.Terms(30, 0.01), decisions.Terms(60, 0.015)
    profit = decisions.longer_terms_profit(2.4e6, 0.15, 0.8, 0.12, (before, after))
    value = 365 * (
        decisions.present_value_per_day(2.76e6, 0.8, 0.12, after)
        - decisions.present_value_per_day(2.4e6, 0.8, 0.12, before)
    )
    assert value == pytest.approx(25_215.85, abs=0.005)
    assert value / 0.12 == pytest.approx(210_132.10, abs=0.05)
    assert profit == pytest.approx(value, rel=0.01)


def test_terms_that_cost_nothing_need_no_growth():
    same = decisions.Terms(30, 0.01)
    assert decisions.break_even_growth_fraction(2.4e6, 0.8, 0.12, (same, same)) == pytest.approx(0, abs=1e-9)


def test_cash_at_risk_and_the_reserve_need_200_runs():
    cash = np.linspace(-1_900_000.0, -900_000.0, 201)
    short = np.maximum(0.0, -cash - 1_500_000.0)
    figures = {"closing_cash": cash, "overdraft_shortfall": short}
    first = invented(201, figures, figures).first
    assert first.mean("cash_flow_at_risk") == pytest.approx(450_000)
    assert first.mean("cash_reserve") == pytest.approx(350_000)
    few = invented(199, {"closing_cash": cash[:199]}, {}).first
    assert few.mean("cash_flow_at_risk") is None


def test_the_provision_is_pooled_over_all_runs_and_net_of_vat():
    book = [300_000.0, 140_000.0, 60_000.0, 23_000.0, 5_000.0]
    comparison = invented(3, {"ageing": book})
    matrix = comparison.provision(comparison.first)
    assert matrix.provision == pytest.approx(27_567.39, abs=0.005)
    assert matrix.rows[0][0] == "Not yet due"
    comparison.inputs["scenario"]["company"]["vat_fraction"] = 0.2
    assert comparison.provision(comparison.first).provision == pytest.approx(27_567.39 / 1.2, abs=0.005)
    lost = np.array([[0.0, 0, 0, 0, 0], [0, 0, 0, 0, 4.0]])
    settled = np.array([[98.0, 0, 0, 0, 0], [98.0, 0, 0, 0, 0]])
    pooled = invented(2, {"ageing": book, "lost": lost, "settled": settled})
    rates = pooled.provision(pooled.first).rates
    assert rates == (0.02, 1.0, 1.0, 1.0, 1.0)


def test_a_bucket_that_nothing_came_to_has_no_rate_and_loses_nothing():
    comparison = invented(2, {"lost": np.zeros(5), "settled": [5.0, 0, 0, 0, 0], "ageing": [5.0, 0, 0, 0, 0]})
    matrix = comparison.provision(comparison.first)
    assert matrix.rates == (0.0, None, None, None, None)
    assert matrix.provision == 0.0


def test_a_difference_in_days_to_pay_is_explained_to_the_last_bit():
    before = {"dso_paid_days": 42.5, "terms_days_value_weighted": 30.0, "days_late_value_weighted": 13.0}
    after = {"dso_paid_days": 47.0, "terms_days_value_weighted": 32.0, "days_late_value_weighted": 15.0}
    comparison = invented(5, before, after)
    parts = comparison.days_to_pay_explained(comparison.others[0])
    assert parts == {"terms": 2.0, "lateness": 2.0, "mix": 0.5}
    undefined = invented(5, before, after | {"dso_paid_days": np.nan})
    assert undefined.days_to_pay_explained(undefined.others[0]) is None
