"""Drift: the slope of lateness within customers by hand, and a ledger that drifts is foretold at today's level."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.portfolio.fitted import FittedPortfolio, fit_portfolio
from simulator.portfolio.fitting.calendar import BankCalendar, bank_holidays
from simulator.portfolio.fitting.drift import Drift, days_to_todays_level, fit_drift, shrunk, slope_within
from simulator.portfolio.fitting.hazards import grid_days
from simulator.portfolio.fitting.history import History, known_history
from simulator.portfolio.fitting.laws import day_probabilities, mean_days
from simulator.portfolio.fitting.window import Window
from simulator.scenario import load_scenario
from tests.synthetic_ledger import Row, ledger

MONDAY = date(2023, 1, 2)
CUT_OFF = date(2023, 12, 30)
CALENDAR = BankCalendar("none", 0, bank_holidays("none", MONDAY, CUT_OFF))
DAYS = grid_days(0)


def made(per_month: float, customers: int = 12, never: int = 0) -> list[Row]:
    """A year of weekly invoices, terms 14, 2 to 8 days late and so many days a month later; the first never pay."""
    found = []
    for customer in range(customers):
        for week in range(50):
            issued = MONDAY + timedelta(days=7 * week + customer % 7)
            due = issued + timedelta(days=14)
            late = 2 + (customer * 5 + week * 3) % 7 + round(per_month * (issued - MONDAY).days / 30.4375)
            paid = None if customer < never else due + timedelta(days=late)
            found.append(Row(f"{customer:02d}", f"{customer}-{week}", issued, due, paid, 10_000))
    return found


def history(rows: list[Row]) -> History:
    """What was known at the cut-off."""
    return known_history(ledger(rows, "EUR"), Window(CUT_OFF, MONDAY, CUT_OFF, ()))


def average_late(fitted: FittedPortfolio) -> float:
    """Average days late of all customers and weekdays, by their laws."""
    laws = fitted.laws[np.unique(fitted.law_by_weekday)]
    return float(np.average([mean_days(day_probabilities(law, DAYS), DAYS) for law in laws]))


def test_the_slope_is_taken_within_customers() -> None:
    """Each customer gets one day later in two; the one who came late and pays late is no change."""
    group = np.array([0, 0, 0, 1, 1])
    issued = np.array([0.0, 2.0, 4.0, 100.0, 102.0])
    slope, error = slope_within(group, issued, np.array([1.0, 2.0, 3.0, 50.0, 51.0]))
    assert (slope, error) == (0.5, 0.0)


def test_the_error_counts_what_a_customer_has_in_common() -> None:
    """Slopes 1 and 0: 0.5, and both pulls of (1 - 0.5) x 2 = 1 make sqrt(2) over the spread of 4."""
    slope, error = slope_within(
        np.array([0, 0, 1, 1]), np.array([0.0, 2.0, 0.0, 2.0]), np.array([0.0, 2.0, 0.0, 0.0])
    )
    assert slope == 0.5
    assert error == pytest.approx(np.sqrt(2.0) / 4.0)
    assert shrunk(slope, error) == pytest.approx(0.5 * (1.0 - (np.sqrt(2.0) / 4.0 / 0.5) ** 2))


def test_a_drift_is_found_and_none_where_there_is_none() -> None:
    assert fit_drift(history(made(1.5)), CALENDAR).days_per_month == pytest.approx(1.5, abs=0.15)
    assert fit_drift(history(made(-0.3)), CALENDAR).days_per_month == pytest.approx(-0.3, abs=0.1)
    assert abs(fit_drift(history(made(0.0)), CALENDAR).days_per_month) < 0.05


@pytest.mark.parametrize("never", [2, 6])
def test_customers_who_never_pay_are_no_drift(never: int) -> None:
    """An old open invoice is no later payer than a young one."""
    assert abs(fit_drift(history(made(0.0, never=never)), CALENDAR).days_per_month) < 0.05


def test_few_payments_show_no_drift() -> None:
    assert fit_drift(history(made(3.0, customers=1)[:40]), CALENDAR) == Drift()


def test_only_whole_days_are_added_and_none_to_what_is_open() -> None:
    known = history(made(0.0, never=1))
    shift = days_to_todays_level(known, Drift(slope=0.05))
    age = (np.datetime64(CUT_OFF) - known.issued).astype(int)
    assert (shift[known.is_open] == 0).all()
    assert (shift[~known.is_open] == (age[~known.is_open] * 0.05).astype(int)).all()
    assert shift[(age > 0) & (age < 20)].max() == 0
    assert (days_to_todays_level(known, Drift(slope=-0.05)) == -shift).all()


def test_a_drifting_ledger_is_foretold_at_todays_level() -> None:
    """A year in which all pay 18 days later at its end than at its beginning; their average would be 9 days off."""
    fitted = fit_portfolio(ledger(made(1.5), "EUR"), load_scenario("wholesale"), CUT_OFF)
    today = 5.0 + 1.5 * (CUT_OFF - MONDAY).days / 30.4375
    assert average_late(fitted) == pytest.approx(today, abs=1.5)
    assert any("Customers have come to pay later, by 1." in note for note in fitted.notes)
    steady = fit_portfolio(ledger(made(0.0), "EUR"), load_scenario("wholesale"), CUT_OFF)
    assert average_late(steady) == pytest.approx(5.0, abs=0.5)
    assert not any("have come to pay" in note for note in steady.notes)
