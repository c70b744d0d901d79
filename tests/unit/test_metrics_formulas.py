"""Formulas where there is nothing to divide by, and worked examples that a docstring does not hold."""

import pytest

from simulator.metrics import ageing, cash, collections, concentration, dso, losses, profit


@pytest.mark.parametrize(
    "value",
    [
        dso.dso_days(100, 0, 90),
        dso.dso_countback_days(100, [(40, 30), (50, 31)]),
        dso.dso_paid_days(0, 0),
        dso.dso_open_items_days([(10, 5, 0)]),
        dso.best_possible_dso_days(10, 0, 90),
        dso.average_days_delinquent_days(None, 3),
        dso.receivables_turnover(10, 0),
        dso.collection_period_days(None),
        ageing.bucket_fraction(0, 0),
        ageing.overdue_fraction(0, 0),
        collections.collection_effectiveness_fraction(0, 0, 0, 0),
        collections.days_late_mean(0, 0),
        collections.days_late_value_weighted(0, 0),
        collections.late_fraction(0, 0),
        collections.overdue_collected_per_collector(5, 0),
        collections.cost_per_unit_collected_fraction(5, 0),
        collections.desk_load_fraction(0, 0),
        collections.average_backlog_cases(0, 0),
        losses.bad_debt_gross_fraction(1, 0),
        losses.bad_debt_net_fraction(1, 0, 0),
        losses.bad_debt_after_insurance_fraction(1, 0, 0, 0),
        losses.credit_risk_cost_fraction(1, 0, 0, 0),
        losses.largest_loss_fraction(0, 0),
        losses.tail_of_replications([1.0] * 199, 95),
        cash.cash_conversion_cycle_days(45, None, 30),
        cash.credit_sales_fraction(0, 0),
        concentration.herfindahl([]),
        concentration.effective_customers(None),
        concentration.top10_fraction([]),
    ],
)
def test_what_cannot_be_divided_is_undefined(value):
    assert value is None


def test_receivables_with_vat_over_sales_without_are_an_artefact():
    assert dso.dso_days(1.2 * 150_000, 310_000, 90) == pytest.approx(52.258, abs=5e-4)


def test_collection_effectiveness_depends_on_the_length_of_the_period():
    """10,000 a day, paid on day 45, terms 30: 66.667 % over 30 days, 85.714 % over 90."""
    assert collections.collection_effectiveness_fraction(450, 300, 450, 300) == pytest.approx(2 / 3)
    assert collections.collection_effectiveness_fraction(450, 900, 450, 300) == pytest.approx(6 / 7)


def test_mean_lateness_of_the_late_by_value():
    assert collections.days_late_value_weighted(685_000, 33_000) == pytest.approx(20.758, abs=5e-4)


def test_nothing_open_is_no_day_of_sales():
    assert dso.dso_countback_days(0, [(100, 31)]) == 0


def test_countback_uses_a_month_up_exactly():
    assert dso.dso_countback_days(100, [(100, 31), (50, 28)]) == 31


def test_shares_of_nothing_are_empty():
    assert concentration.shares([0, 0]) == []


def test_a_lower_cost_adds_to_the_bridge():
    lines = dict.fromkeys(profit.LINES, 10.0)
    bridge = profit.profit_bridge(lines, lines | {"premium": 4.0})
    assert bridge["premium"] == 6.0
    assert sum(bridge.values()) == 6.0
