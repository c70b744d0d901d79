"""The naive methods on ledgers small enough to do by hand; and no method can see what came later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from simulator.backtest.axis import EveryDay, WorkingDays
from simulator.backtest.books import NEVER, Book, Known
from simulator.backtest.forecast import Forecast, forecast_from_days
from simulator.backtest.naive import (
    customer_mean,
    customer_shrunk,
    customer_shrunk_with_orders,
    customer_shrunk_working_days,
    due_date,
    eight_week_average,
    hazards,
    past_late_ratio,
    pooled,
)
from simulator.portfolio.fitting.calendar import BANKING_AXIS, BankCalendar
from tests.synthetic_ledger import Row, ledger, rows

MONDAY = date(2024, 3, 4)
EUROS = 100


def number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def known_of(made: Sequence[Row], day: date, weeks: int = 2) -> Known:
    return Book.of(ledger(made)).known_at(number(day), weeks)


def invoice(customer: str, due: int, late: int | None, cents: int = EUROS) -> Row:
    """An invoice issued 30 days before its due day, which is so many days after Monday."""
    day = MONDAY + timedelta(days=due)
    paid = None if late is None else day + timedelta(days=late)
    return Row(customer, f"{customer}{due}{late}", day - timedelta(days=30), day, paid, cents)


def test_only_what_was_known_then_is_known() -> None:
    made = [invoice("A", -10, 2), invoice("A", -9, 9), invoice("A", -8, 20), invoice("A", 40, 0)]
    known = known_of(made, MONDAY)
    assert len(known) == 3  # the last is issued later
    assert known.paid.tolist() == [number(MONDAY) - 8, number(MONDAY), NEVER]
    assert known.open.tolist() == [2]


def test_due_date_pays_when_due_and_overdue_tomorrow() -> None:
    made = [
        invoice("A", -20, 30, 500),
        invoice("A", 7, 3, 200),
        invoice("A", 8, 0, 70),
        invoice("A", 15, 0, 3),
    ]
    forecast = due_date.forecast(known_of(made, MONDAY))
    assert forecast.weekly_cents.tolist() == [[700.0, 70.0]]
    assert (forecast.median_paid - number(MONDAY)).tolist() == [1, 7, 8, 15]
    assert forecast.open_cents_end.tolist() == [[3.0, 0.0, 0.0, 0.0, 0.0]]


def test_customers_pay_as_late_as_they_did_and_strangers_as_late_as_all() -> None:
    """A paid 2 and 5 days late, 3.5 on average; all 17 / 3; B 10, which would be before tomorrow."""
    made = [
        *(invoice("A", -20, late) for late in (2, 5)),
        invoice("B", -20, 10),
        invoice("A", 1, 30, 10),
        invoice("C", 5, 30, 20),
        invoice("B", -12, 40, 40),
    ]
    forecast = customer_mean.forecast(known_of(made, MONDAY))
    by_amount = dict(zip([40, 10, 20], forecast.median_paid - number(MONDAY), strict=True))
    assert by_amount == {40: 1, 10: 4, 20: 11}  # numbers of days since 1970 are even and odd: 4.5 rounds to 4
    assert forecast.weekly_cents.tolist() == [[50.0, 20.0]]


def test_hazards_count_censored_invoices_until_the_day_and_no_longer() -> None:
    """Paid 0 and 2 days late, one open at 1 day late: of three at day 0 one pays, of one at day 2 it does."""
    made = [invoice("A", -10, 0), invoice("A", -10, 2), invoice("B", -1, 30)]
    counts = hazards.counted(known_of(made, MONDAY), EveryDay())
    hazard = dict(zip(range(-30, 4), counts.pooled[0, 170:204], strict=True))
    assert {late: value for late, value in hazard.items() if value} == {0: pytest.approx(1 / 3), 2: 1.0}
    assert counts.at_risk[1, 200:203].tolist() == [1, 1, 0]
    assert counts.at_risk[0, 169:171].tolist() == [0, 2]  # issued 30 days before due


def test_a_customers_hazard_is_shrunk_by_so_many_invoices() -> None:
    """On day 0: A one of two, B none of one, together 1/3; with k = 4 A has (1 + 4/3) / 6, B (0 + 4/3) / 5."""
    made = [invoice("A", -10, 0), invoice("A", -10, 2), invoice("B", -1, 30)]
    shrunk = hazards.counted(known_of(made, MONDAY), EveryDay()).shrunk(4)
    assert shrunk[:, 200].tolist() == [pytest.approx((1 + 4 / 3) / 6), pytest.approx((4 / 3) / 5)]


def test_the_expected_weeks_follow_from_the_hazard_given_the_age() -> None:
    """Of those unpaid 3 days late half pay on day 4 and all on day 13: an invoice 3 days late today."""
    made = [
        *(invoice(f"P{late}", -40, late) for late in (2, 4, 13)),
        invoice("Q", -3, 30, 1000),
    ]
    known = known_of(made, MONDAY)
    assert hazards.counted(known, EveryDay()).pooled[0, 202] == pytest.approx(1 / 4)
    forecast = pooled.forecast(known, seed=1)
    assert forecast.expected_weekly_cents == pytest.approx([500.0, 500.0])
    assert forecast.weekly_cents.mean(axis=0) == pytest.approx([500.0, 500.0], abs=60.0)
    assert set(forecast.weekly_cents[:, 0]) == {0.0, 1000.0}
    assert forecast.median_paid.tolist() == [number(MONDAY) + 1]


def test_what_is_never_seen_paid_has_its_median_90_days_after_due() -> None:
    made = [invoice("A", -10, 0), invoice("B", -5, 30), invoice("C", -200, None)]
    forecast = pooled.forecast(known_of(made, MONDAY), seed=1)
    assert (forecast.median_paid - number(MONDAY)).tolist() == [1, 85]
    assert forecast.expected_weekly_cents.tolist() == [0.0, 0.0]
    assert forecast.open_cents_end[0].tolist() == [0.0, 100.0, 0.0, 0.0, 100.0]


def test_the_weight_is_the_one_that_would_have_scored_best() -> None:
    """Customers who are always alike need no others; customers who are all the same coin need many."""
    own = [invoice(f"C{c}", -day, c) for c in range(0, 20, 2) for day in range(30, 130, 5)]
    same = [invoice(f"C{c}", -day, (7 * c + 3 * day) % 11) for c in range(10) for day in range(30, 60, 10)]
    held = [invoice(f"C{c}", -day, (5 * c + 2 * day) % 11) for c in range(10) for day in range(1, 25, 3)]
    lively = [invoice(f"C{c}", -day, c) for c in range(0, 20, 2) for day in range(1, 30, 5)]
    assert customer_shrunk.best_weight(known_of(own + lively, MONDAY), EveryDay()) == 1
    assert customer_shrunk.best_weight(known_of(same + held, MONDAY), EveryDay()) >= 16


def test_the_score_of_a_fit_is_the_chance_of_what_happened_since() -> None:
    """With a hazard of 0.1 a day from 5 to 9 days late: 0.9 x 0.9 x 0.1 for one paid at 7, 0.9^5 for one open at 9."""
    made = [invoice("A", -9, 7), invoice("A", -9, 30), invoice("A", -9, 4), invoice("A", 20, 2)]
    known = known_of(made, MONDAY)
    hazard = np.zeros((1, hazards.SIZE))
    hazard[0, 205:210] = 0.1
    score = hazards.log_score(known, number(MONDAY) - 5, EveryDay(), hazard)
    assert score == pytest.approx(np.log(0.9**2 * 0.1 * 0.9**5), rel=1e-6)


def test_on_working_days_a_bill_due_on_saturday_is_paid_on_monday() -> None:
    """Due Saturdays, paid Mondays: no working day late. A bill due Saturday the 9th is paid on the 11th."""
    axis = WorkingDays(BankCalendar("none", BANKING_AXIS, np.array([], dtype="datetime64[D]")))
    made = [*(invoice(f"A{weeks}", -7 * weeks + 5, 2) for weeks in range(2, 9)), invoice("B", 5, 40)]
    known = known_of(made, MONDAY)
    forecast = customer_shrunk_working_days.forecast(known, 1, axis)
    assert forecast.median_paid.tolist() == [number(MONDAY) + 7]
    assert forecast.expected_weekly_cents == pytest.approx([100.0, 0.0], abs=1e-3)
    closed = np.array([MONDAY + timedelta(days=7)], dtype="datetime64[D]")
    holiday = WorkingDays(BankCalendar("none", BANKING_AXIS, closed))
    assert customer_shrunk_working_days.forecast(known, 1, holiday).median_paid.tolist() == [
        number(MONDAY) + 8
    ]


def test_the_axis_of_working_days_goes_there_and_back() -> None:
    axis = WorkingDays(BankCalendar("none", BANKING_AXIS, np.array(["2024-03-29"], dtype="datetime64[D]")))
    thursday = number(date(2024, 3, 28))
    days = thursday + np.arange(6)
    assert (axis.day(axis.moment(days)) - thursday).tolist() == [0, 4, 4, 4, 4, 5]
    assert axis.seen_by(thursday + 3) == axis.moment(np.array([thursday]))[0]


def test_past_late_ratio_counts_paid_invoices_only() -> None:
    made = [
        *(invoice("A", -40, late) for late in (0, 3, -1, 0)),
        invoice("B", -40, 5),
        invoice("B", -20, 60),
        invoice("C", 3, 9),
    ]
    chances = past_late_ratio.late_chances(known_of(made, MONDAY), np.array([0, 1, 2]))
    assert chances.tolist() == [0.25, 1.0, 0.4]


def test_the_average_week_is_that_of_the_last_eight() -> None:
    made = [
        invoice("A", -55, 0, 800),
        invoice("A", -56, 0, 7000),
        invoice("B", -10, 10, 80),
        invoice("B", 1, 1),
    ]
    assert eight_week_average.weekly_cents(known_of(made, MONDAY)).tolist() == [110.0, 110.0]


def test_orders_to_come_are_those_of_the_last_eight_weeks_again() -> None:
    """560 cents a day, always paid 9 days after issue: nothing in the first week, five days' worth in the second."""
    made = [
        Row("A", f"{day}", issued, issued + timedelta(days=7), issued + timedelta(days=9), 560)
        for day in range(150)
        for issued in [MONDAY - timedelta(days=day)]
    ]
    known = known_of(made, MONDAY)
    weekly = customer_shrunk_with_orders.weekly_cents(known, np.array([1.0, 2.0]))
    assert weekly == pytest.approx([1.0, 2.0 + 5 * 560.0], abs=1e-3)


METHODS: list[Callable[[Known], Forecast]] = [
    due_date.forecast,
    customer_mean.forecast,
    lambda known: pooled.forecast(known, 3),
    lambda known: customer_shrunk.forecast(known, 3),
]


@pytest.mark.parametrize("method", METHODS, ids=["due_date", "customer_mean", "pooled", "customer_shrunk"])
def test_no_method_sees_what_came_later(method: Callable[[Known], Forecast]) -> None:
    """Everything paid after the day is paid on another day, or never: the forecast stays to the last bit."""
    day = date(2024, 5, 6)
    made = rows()
    other = [
        replace(row, paid=None if place % 3 else row.paid + timedelta(days=50))
        if row.paid and row.paid > day
        else row
        for place, row in enumerate(made)
    ]
    one, two = (method(known_of(some, day)) for some in (made, other))
    assert one.weekly_cents.tobytes() == two.weekly_cents.tobytes()
    assert one.expected_weekly_cents.tobytes() == two.expected_weekly_cents.tobytes()
    assert one.median_paid.tobytes() == two.median_paid.tobytes()
    assert one.weekly_cents.sum() > 0


def test_a_large_book_in_parts_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    known = known_of(rows(), date(2024, 5, 6))
    whole = pooled.forecast(known, 3)
    monkeypatch.setattr(hazards, "_TOGETHER", 7)
    parts = pooled.forecast(known, 3)
    assert parts.weekly_cents.tolist() == whole.weekly_cents.tolist()
    assert parts.open_cents_end.tolist() == whole.open_cents_end.tolist()


def test_draws_of_days_become_a_forecast() -> None:
    """Two invoices, three draws: weeks, ages at the end, and the median day of each."""
    made = [invoice("A", -20, None, 500), invoice("B", 3, None, 70)]
    known = known_of(made, MONDAY)
    days = number(MONDAY) + np.array([[1, 20], [7, 14], [8, 8]])
    days[1, 0] = NEVER
    forecast = forecast_from_days(known, days)
    assert forecast.weekly_cents.tolist() == [[500.0, 0.0], [0.0, 70.0], [0.0, 570.0]]
    assert forecast.expected_weekly_cents == pytest.approx([500 / 3, 640 / 3])
    assert forecast.open_cents_end[:2].tolist() == [[0.0, 70.0, 0.0, 0.0, 0.0], [0.0, 0.0, 500.0, 0.0, 0.0]]
    assert (forecast.median_paid - number(MONDAY)).tolist() == [8, 14]


def test_an_empty_open_book_is_no_trouble() -> None:
    known = known_of([invoice("A", -20, 0)], MONDAY)
    for method in METHODS:
        assert method(known).expected_weekly_cents.tolist() == [0.0, 0.0]
