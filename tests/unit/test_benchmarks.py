"""Figures beside published ones: counted by hand, and no verdict where definitions differ."""

import json
from datetime import date

import pytest

from simulator.experiment.benchmarks import figures_of_ledger, ledger_benchmarks
from simulator.results.benchmarks import MEASURES, Beside, Published, beside_published, published_figures
from tests.synthetic_ledger import Row, ledger


def row(number: int, issued: str, due: str, paid: str | None, cents: int) -> Row:
    days = [date.fromisoformat(day) if day else None for day in (issued, due, paid)]
    return Row("000001", f"F{number}", days[0], days[1], days[2], cents)  # type: ignore[arg-type]


BOOK = [
    row(1, "2024-01-10", "2024-02-09", "2024-02-09", 100_00),  # on the day
    row(2, "2024-01-20", "2024-02-19", "2024-03-10", 200_00),  # 20 days late, after 50
    row(3, "2024-02-01", "2024-03-02", "2024-04-21", 300_00),  # 50 days late, after 80
    row(4, "2024-02-10", "2024-03-11", None, 400_00),  # open, known to be more than 30 days late
    row(5, "2024-04-20", "2024-05-20", None, 500_00),  # open, not due
]


def test_figures_of_a_ledger_by_hand():
    """All is known until 21 April 2024: three of four due invoices are late, two of four more than 30 days."""
    found = figures_of_ledger(ledger(BOOK))
    assert found["late_count_fraction"] == 3 / 4
    assert found["late_value_fraction"] == pytest.approx((200 + 300 + 400) / 1000)
    assert found["late_over_30_fraction"] == 2 / 4
    assert found["late_over_90_fraction"] == 0 / 3  # of the open one it is not known yet
    assert found["average_days_late"] == pytest.approx((0 + 20 + 50) / 3)
    assert found["days_to_pay"] == pytest.approx((30 + 50 + 80) / 3)


def test_month_ends_by_hand():
    """At the end of February 100 is paid: 200 of 900 open is overdue; at the end of March 700 of 700."""
    found = figures_of_ledger(ledger(BOOK))
    assert found["current_fraction"] == pytest.approx((7 / 9 + 0.0) / 2)
    assert found["overdue_collected_fraction"] == pytest.approx(
        200 / 200
    )  # until 30 March; April is not known


def test_words_only_where_the_same_is_counted():
    def standing(own, low, high, is_comparable=True):
        one = Published("k", "dso_days", "p", low, high, "2020", "s", "c", is_comparable)
        return Beside(one, own).standing

    assert standing(40.0, 38.0, 42.0) == "inside"
    assert standing(37.9, 38.0, 42.0) == "below"
    assert standing(42.1, 38.0, 42.0) == "above"
    assert standing(43.0, 40.0, 40.0) == "about the same"
    assert standing(45.0, 40.0, 40.0) == "above"
    assert standing(45.0, 40.0, 40.0, is_comparable=False) == "not comparable"
    assert standing(None, 38.0, 42.0) == "not known"


def test_every_published_figure_says_by_whom_and_when():
    for one in published_figures():
        assert one.measure in MEASURES
        assert 0 < one.low <= one.high
        assert all((one.population, one.date, one.source, one.caveat)), one.key
        assert MEASURES[one.measure][1] == "days" or one.high < 1


def test_a_sectors_figures_are_shown_for_that_sector_alone():
    def keys(sector):
        return {row.published.key for row in beside_published("Ours", {}, sector).rows}

    assert keys("construction") - keys("") == {"over_90_construction_us"}


def test_a_ledger_without_payments_is_compared_with_nothing():
    found = ledger_benchmarks(ledger(BOOK[3:]))
    assert found.verdict == "synthetic: no published figure can be compared with."
    assert {row["standing"] for row in json.loads(found.to_json())["rows"]} <= {"not known"}
