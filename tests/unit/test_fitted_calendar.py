"""The bank's calendar of a ledger: weekends and holidays as the engine has them, and the axis of lateness."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.engine.calendar import bank_holidays as engine_holidays
from simulator.engine.calendar import build_calendar
from simulator.ledger import Ledger
from simulator.portfolio.fitting.calendar import (
    _COUNTRIES,
    BankCalendar,
    bank_holidays,
    fitted_calendar,
    ledger_country,
    weekend_fraction,
)
from simulator.rules.banking import moment
from tests.synthetic_ledger import Row, ledger, rows

MONDAY = date(2024, 1, 1)


def calendar(axis: int = 1, country: str = "none") -> BankCalendar:
    """The bank's days from 2023 to 2026."""
    return BankCalendar(country, axis, bank_holidays(country, date(2023, 1, 1), date(2026, 12, 31)))


def dates(*days: date) -> np.ndarray:
    """As an array."""
    return np.array(days, dtype="datetime64[D]")


def test_weekends_decide_the_axis() -> None:
    skipping, note = fitted_calendar(ledger(rows(), "USD"), date(2024, 7, 1))
    assert (skipping.axis, skipping.country) == (1, "US")
    assert "0.0% of payments fall on weekends" in note
    assert "holidays are those of US" in note
    every_day = [Row("A", str(n), MONDAY, MONDAY, MONDAY + timedelta(days=n), 100) for n in range(30)]
    counting, note = fitted_calendar(ledger(every_day), date(2024, 7, 1))
    assert (counting.axis, counting.country) == (0, "none")
    assert "26.7% of 30 payments" in note
    assert counting.pays_on_weekends
    assert not skipping.pays_on_weekends
    few, _ = fitted_calendar(ledger(every_day[:7]), date(2024, 7, 1))
    assert (few.axis, few.pays_on_weekends) == (0, False)  # seven payments show nothing


def test_banking_moments_skip_weekends_and_holidays_as_the_engine_does() -> None:
    own = calendar(1, "US")
    start = date(2024, 6, 1)
    bank = build_calendar(start, 0, 200, "real", "US")
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
    assert weekend_fraction(dates()) == 0.0


def test_a_bank_that_is_open_every_day_settles_on_weekends_and_holidays() -> None:
    bank = build_calendar(date(2024, 7, 1), 0, 20, "every_day", "US")
    assert [int(bank.next_run[0, day]) for day in range(20)] == list(range(20))  # Independence Day too
    assert [int(moment(bank, 1, day)) for day in range(20)] == list(range(20))
