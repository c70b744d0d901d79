"""Payment runs: found only where the payments show them, and counted so that the bank finds them again."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.engine.calendar import bank_holidays as engine_holidays
from simulator.engine.calendar import build_calendar
from simulator.ledger import Ledger
from simulator.portfolio.fitting_calendar import (
    _COUNTRIES,
    BankCalendar,
    bank_holidays,
    fitted_calendar,
    ledger_country,
    weekend_fraction,
)
from simulator.portfolio.fitting_runs import Runs, days_of_runs, find_runs, runs_late
from simulator.rules.banking import day_after, moment, settlement_day
from tests.synthetic_ledger import Row, ledger, rows

MONDAY = date(2024, 1, 1)
DAY_0 = date(2024, 7, 1)
NO_HOLIDAYS = np.array([], dtype="datetime64[D]")


def calendar(axis: int = 1, country: str = "none") -> BankCalendar:
    """The bank's days from 2023 to 2026."""
    return BankCalendar(country, axis, bank_holidays(country, date(2023, 1, 1), date(2026, 12, 31)))


def dates(*days: date) -> np.ndarray:
    """As an array."""
    return np.array(days, dtype="datetime64[D]")


def every(step: int, count: int, first: date) -> np.ndarray:
    """A day every so many days."""
    return dates(*[first + timedelta(days=step * number) for number in range(count)])


@pytest.mark.parametrize("weekday", range(5))
def test_weekly_runs_are_found(weekday: int) -> None:
    days = every(7, 20, MONDAY + timedelta(days=weekday))
    assert find_runs(np.repeat(days, 3), calendar()).number == 1 + weekday
    days[4] += 1  # one payment in twenty off the run
    assert find_runs(days, calendar()).number == 1 + weekday
    days[7] += 1
    days[9] += 1
    assert find_runs(days, calendar()).number == 0


def test_fortnightly_runs_are_told_from_weekly_ones_with_the_engines_weeks() -> None:
    bank = build_calendar(DAY_0, -400, 400, plain=False, country="none")
    for first in (MONDAY + timedelta(days=3), MONDAY + timedelta(days=10)):
        days = every(14, 12, first)
        runs = find_runs(days, calendar())
        assert runs.kind == "fortnightly"
        table = bank.next_run[runs.number]
        for day in (days.astype(date) - DAY_0).tolist():
            assert table[day.days + 400] == day.days


def test_month_end_runs_are_found() -> None:
    ends = dates(
        *[date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 29), date(2024, 4, 30), date(2024, 5, 31)]
    )
    assert find_runs(ends, calendar()).number == 16
    assert find_runs(ends[:4], calendar()).number == 0
    assert find_runs(ends - 1, calendar()).number == 0


def test_few_payments_show_nothing() -> None:
    assert find_runs(every(7, 7, MONDAY), calendar()).number == 0
    assert find_runs(every(1, 60, MONDAY), calendar()).number == 0
    assert find_runs(every(7, 20, MONDAY + timedelta(days=5)), calendar()).number == 0  # Saturdays


def test_runs_late_counts_from_the_last_run_on_or_before_due() -> None:
    thursday = date(2024, 5, 2)
    due = dates(*[date(2024, 5, 1), thursday, date(2024, 5, 3), date(2024, 5, 4), thursday, date(2024, 5, 3)])
    paid = dates(thursday, thursday, thursday, date(2024, 5, 9), date(2024, 5, 16), date(2024, 5, 6))
    assert runs_late(Runs(4), due, paid, calendar()).tolist() == [1, 0, 0, 1, 2, 1]


def misses(number: int, axis: int) -> list[int]:
    """By how many runs the bank misses run 0, 1 or 2, where it does, over the due days of a year."""
    bank = build_calendar(DAY_0, -30, 500, plain=False, country="none")
    runs, own = Runs(number), calendar(axis)
    found = []
    for due in range(360):
        due_date = dates(DAY_0 + timedelta(days=due))
        rolled = (own.rolled(due_date)[0].astype(date) - DAY_0).days
        for late in range(3):
            meant = moment(bank, axis, due) + float(days_of_runs(runs, np.array([late]), axis)[0])
            settled = settlement_day(bank, number, day_after(bank, axis, meant), rolled, -30)
            again = runs_late(runs, due_date, dates(DAY_0 + timedelta(days=int(settled))), own)[0]
            found += [int(again) - late] if again != late else []
    return found


@pytest.mark.parametrize("number", [*range(1, 16)])
@pytest.mark.parametrize("axis", [0, 1])
def test_the_bank_finds_the_run_again(number: int, axis: int) -> None:
    """A payment meant for the day that stands for run r is settled in run r."""
    assert misses(number, axis) == []


@pytest.mark.parametrize("axis", [0, 1])
def test_the_bank_finds_the_month_end_again_but_for_the_length_of_months(axis: int) -> None:
    missed = misses(16, axis)
    assert set(missed) <= {-1, 1}
    assert len(missed) < 0.03 * 3 * 360


def test_a_run_on_a_bank_holiday_belongs_to_its_week() -> None:
    friday = date(2024, 3, 29)  # Good Friday: paid on Tuesday after Easter Monday
    late = runs_late(Runs(5), dates(date(2024, 3, 27)), dates(date(2024, 4, 2)), calendar(country="GB"))
    assert late.tolist() == [2]  # four days later: the next run
    late = runs_late(Runs(1), dates(date(2024, 3, 27)), dates(date(2024, 4, 2)), calendar(country="GB"))
    assert late.tolist() == [1]  # Easter Monday's run, held on Tuesday
    assert friday.isoweekday() == 5


def test_weekends_decide_the_axis() -> None:
    skipping, note = fitted_calendar(ledger(rows(), "USD"), date(2024, 7, 1))
    assert (skipping.axis, skipping.country) == (1, "US")
    assert "0.0% of payments fall on weekends" in note
    assert "holidays are those of US" in note
    every_day = [Row("A", str(n), MONDAY, MONDAY, MONDAY + timedelta(days=n), 100) for n in range(30)]
    counting, note = fitted_calendar(ledger(every_day), date(2024, 7, 1))
    assert (counting.axis, counting.country) == (0, "none")
    assert "26.7% of 30 payments" in note
    few, _ = fitted_calendar(ledger(every_day[:4]), date(2024, 7, 1))
    assert few.axis == 0


def test_banking_moments_skip_weekends_and_holidays_as_the_engine_does() -> None:
    own = calendar(1, "US")
    start = date(2024, 6, 1)
    bank = build_calendar(start, 0, 200, plain=False, country="US")
    days = dates(*[start + timedelta(days=number) for number in range(200)])
    first = own.moment(days[:1])[0]
    assert (own.moment(days) - first).tolist() == [int(moment(bank, 1, day)) for day in range(200)]
    assert own.last_moment(date(2024, 7, 4)) == own.moment(dates(date(2024, 7, 3)))[0]  # Independence Day
    assert own.last_moment(date(2024, 7, 7)) == own.moment(dates(date(2024, 7, 5)))[0]  # Sunday


@pytest.mark.parametrize("country", sorted(set(_COUNTRIES.values())))
def test_bank_holidays_are_the_engines(country: str) -> None:
    own = bank_holidays(country, date(2024, 5, 1), date(2026, 2, 1))
    assert set(own.tolist()) == set(engine_holidays(country, range(2024, 2027)))


def test_currencies_tell_the_country() -> None:
    def of(currency: str) -> Ledger:
        return ledger([Row("A", "1", MONDAY, MONDAY, None, 1)], currency)

    assert [ledger_country(of(currency)) for currency in ("USD", "GBP", "EUR", "")] == [
        "US",
        "GB",
        "none",
        "none",
    ]


def test_weekend_fraction_of_nothing_is_zero() -> None:
    assert weekend_fraction(NO_HOLIDAYS) == 0.0
