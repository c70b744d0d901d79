"""From folded rows to named measures: months, history, run-off."""

from datetime import date

import numpy as np
import pytest

from simulator.journal import Event
from simulator.metrics.months import horizon_periods
from simulator.metrics.outcome import Outcome, outcome
from simulator.metrics.profit import profit, profit_bridge
from simulator.metrics.tally import Tally
from tests.cases.building import LEVERS, SCENARIO, row


def steady(first_day: int, horizon_days: int, start: date = date(2026, 1, 1)) -> Outcome:
    """100.00 is invoiced every day at 30 days and paid after 45 days."""
    tally = Tally(
        start=start, horizon_days=horizon_days, slots=1, first_day=first_day, last_day=horizon_days + 60
    )
    rows = []
    for issued in range(first_day, horizon_days):
        about = {"issued": issued, "due": issued + 30, "net": 10_000}
        rows.append(row(issued, Event.INVOICED, **about))
        paid = issued + 45
        rows.append(row(paid, Event.PAID, **about))
        if issued < 0 <= paid:
            rows.append(row(0, Event.OPENING_RECEIVABLE, **about))
    tally.take(np.concatenate(rows))
    return outcome(tally, SCENARIO, LEVERS)


def test_steady_sales_paid_after_45_days_have_a_dso_of_45_by_every_method():
    measured = steady(-365, 365).horizon
    for name in ("dso_days", "dso_countback_days", "dso_paid_days", "collection_period_days"):
        assert measured[name] == pytest.approx(45), name
    assert measured["best_possible_dso_days"] == pytest.approx(31)  # what is due today is still current
    assert measured["days_late_mean"] == 15
    assert measured["overdue_fraction"] == pytest.approx(14 / 45)


def test_the_first_month_end_uses_the_sales_of_the_warm_up():
    assert steady(-365, 365).monthly["dso_countback_days"][0] == pytest.approx(45)
    assert steady(0, 365).monthly["dso_countback_days"][0] == pytest.approx(31)  # all that there is


def test_without_a_warm_up_month_ends_count_from_the_third_on():
    measured = steady(0, 365)
    assert measured.horizon["dso_days"] == pytest.approx(45)
    assert measured.monthly["dso_days"][0] == pytest.approx(31)


def test_a_run_within_two_months_is_measured_with_what_there_is():
    assert steady(0, 59).horizon["dso_days"] is not None


def test_a_month_cut_short_does_not_count_in_a_mean_of_month_ends():
    whole, cut = steady(-365, 365), steady(-365, 368)
    assert cut.months[-1] == "2027-01"
    name = "collection_effectiveness_fraction"
    assert cut.horizon[name] == pytest.approx(whole.horizon[name])


def test_flows_of_the_months_sum_to_the_horizon():
    measured = steady(-90, 400, start=date(2026, 1, 16))
    for name in (
        "credit_sales",
        "cash_collected",
        "profit",
        "write_offs",
        "overdraft_days",
        "customers_lost",
    ):
        assert sum(measured.monthly[name]) == pytest.approx(measured.horizon[name]), name


def test_months_are_calendar_months_cut_at_both_ends():
    found = horizon_periods(date(2026, 1, 16), -90, 60)
    assert [(period.label, period.days) for period in found] == [
        ("2026-01", 16),
        ("2026-02", 28),
        ("2026-03", 16),
    ]


def test_profit_is_the_sum_of_its_lines_and_the_bridge_of_the_difference():
    one, other = steady(-365, 365), steady(-365, 300)
    assert profit(one.profit_lines) == pytest.approx(one.horizon["profit"])
    bridge = profit_bridge(one.profit_lines, other.profit_lines)
    assert sum(bridge.values()) == pytest.approx(other.horizon["profit"] - one.horizon["profit"])


def test_nothing_sold_leaves_ratios_undefined_and_amounts_zero():
    tally = Tally(start=date(2026, 1, 1), horizon_days=60, slots=3, first_day=0)
    measured = outcome(tally, SCENARIO, LEVERS).horizon
    assert measured["credit_sales"] == 0
    for name in (
        "dso_days",
        "bad_debt_gross_fraction",
        "herfindahl",
        "late_count_fraction",
        "over_90_fraction",
    ):
        assert measured[name] is None, name
