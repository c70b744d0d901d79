"""Payment runs of a ledger's customers: found only where payments show them, shared by customers of one owner."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.engine.calendar import build_calendar
from simulator.portfolio.fitting.calendar import BankCalendar, bank_holidays
from simulator.portfolio.fitting.runs import find_runs, runs_until
from simulator.portfolio.portfolio import FORTNIGHTLY, MONTH_END, NO_RUNS

MONDAY = date(2024, 1, 1)
DAY_0 = date(2024, 7, 1)
FRIDAYS = [
    date(2024, 1, 5) + timedelta(days=days) for days in (0, 28, 63, 91, 119)
]  # gaps of 4, 5, 4 and 4 weeks


def calendar(axis: int = 1, country: str = "none") -> BankCalendar:
    """The bank's days from 2023 to 2026."""
    return BankCalendar(country, axis, bank_holidays(country, date(2023, 1, 1), date(2026, 12, 31)))


def dates(*days: date) -> np.ndarray:
    """As an array."""
    return np.array(days, dtype="datetime64[D]")


def every(step: int, count: int, first: date) -> np.ndarray:
    """A day every so many days."""
    return dates(*[first + timedelta(days=step * number) for number in range(count)])


def thrice(days: np.ndarray) -> np.ndarray:
    """Three invoices paid on each day."""
    return np.repeat(days, 3)


@pytest.mark.parametrize("axis", [0, 1])
def test_runs_four_or_five_weeks_apart_are_found_with_their_gaps(axis: int) -> None:
    (runs,) = find_runs([thrice(dates(*FRIDAYS))], calendar(axis))
    assert (runs.places, runs.calendar) == ([0], NO_RUNS)
    assert runs.days.tolist() == FRIDAYS
    assert runs.gaps.tolist() == [28, 35, 28, 28]


def test_two_invoices_a_run_or_two_runs_show_nothing() -> None:
    assert find_runs([np.repeat(dates(*FRIDAYS), 2)], calendar()) == []
    assert find_runs([thrice(dates(*FRIDAYS[:2]))], calendar()) == []


@pytest.mark.parametrize("weekday", range(5))
def test_weekly_payers_have_no_runs_for_their_law_by_weekday_tells(weekday: int) -> None:
    days = every(7, 20, MONDAY + timedelta(days=weekday))
    assert find_runs([thrice(days)], calendar(0)) == []
    assert find_runs([thrice(days)], calendar(1)) == []


def test_customers_of_one_owner_share_runs_and_others_do_not() -> None:
    """The second was first invoiced later, the third pays in other weeks, the fourth missed a run."""
    shifted = dates(*[day + timedelta(days=7) for day in FRIDAYS])
    paid = [
        thrice(dates(*FRIDAYS)),
        thrice(dates(*FRIDAYS[1:])),
        thrice(shifted),
        thrice(dates(*FRIDAYS[:2], *FRIDAYS[3:])),
    ]
    found = find_runs(paid, calendar())
    assert [runs.places for runs in found] == [[0, 1], [2], [3]]
    assert found[0].days.tolist() == FRIDAYS


def test_fortnightly_runs_are_told_from_weekly_ones_with_the_engines_weeks() -> None:
    bank = build_calendar(DAY_0, -400, 400, "real", country="none")
    for first in (MONDAY + timedelta(days=3), MONDAY + timedelta(days=10)):
        days = every(14, 12, first)
        (runs,) = find_runs([days], calendar())
        assert FORTNIGHTLY <= runs.calendar < MONTH_END
        assert len(runs.gaps) == 0
        table = bank.next_run[runs.calendar]
        for day in (days.astype(date) - DAY_0).tolist():
            assert table[day.days + 400] == day.days


def test_one_payment_in_ten_off_the_fortnight_is_forgiven_and_two_are_not() -> None:
    days = every(14, 20, MONDAY + timedelta(days=3))
    days[4] += 1
    days[9] += 1
    (runs,) = find_runs([days], calendar())
    assert runs.calendar >= FORTNIGHTLY
    days[12] += 1
    assert find_runs([days], calendar()) == []


def test_month_end_runs_are_found() -> None:
    ends = dates(
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 29), date(2024, 4, 30), date(2024, 5, 31)
    )
    (runs,) = find_runs([ends], calendar())
    assert runs.calendar == MONTH_END
    assert find_runs([ends[:4]], calendar()) == []
    assert find_runs([ends - 1], calendar()) == []


def test_few_payments_or_every_day_show_nothing() -> None:
    assert find_runs([every(14, 7, MONDAY)], calendar()) == []
    assert find_runs([every(1, 60, MONDAY)], calendar()) == []
    assert find_runs([every(14, 20, MONDAY + timedelta(days=5))], calendar()) == []  # Saturdays
    assert find_runs([dates()], calendar()) == []


def test_runs_on_a_known_calendar_go_on_where_nothing_was_paid() -> None:
    """Month ends are runs whether or not an invoice was paid on them; runs at gaps of their own are those seen."""
    ends = dates(
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 28)
    )
    (runs,) = find_runs([ends], calendar())
    first, last = np.datetime64("2024-01-01"), np.datetime64("2024-06-30")
    all_ends = sorted([*ends.tolist(), date(2024, 3, 29)])
    assert runs_until(runs, first, last, calendar()).tolist() == all_ends
    (own,) = find_runs([thrice(dates(*FRIDAYS))], calendar())
    assert runs_until(own, first, last, calendar()).tolist() == FRIDAYS


def test_a_fortnightly_run_on_a_bank_holiday_is_held_on_the_next_day() -> None:
    mondays = every(14, 10, MONDAY + timedelta(days=28))
    (runs,) = find_runs([mondays], calendar(1, "US"))
    found = runs_until(runs, np.datetime64("2024-01-08"), np.datetime64("2024-06-30"), calendar(1, "US"))
    assert found[0].astype(date) == date(2024, 1, 16)  # the 15th is Martin Luther King Day
    assert found[1:11].tolist() == mondays.tolist()
