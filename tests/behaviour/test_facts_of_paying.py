"""Facts of paying that a toy misses: a heavy tail, habits, payment runs, bank days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import MONTH_END, SEGMENTS
from simulator.units import date_of
from tests.behaviour.trials import (
    NOBODY_FAILS,
    STRIDE,
    journals,
    late_days,
    of,
    paid_days,
    portfolio_of,
    quiet_wholesaler,
    small_wholesaler,
    world_of,
)

LOYAL = {"churn_per_year": 0.0}


@pytest.fixture(scope="module")
def healthy():
    """Two hundred customers for a year under today's ladder: scenario, portfolio, rows.

    Nobody fails, leaves, or promises (a promise is kept on its day, whatever day the customer has its runs on).
    """
    scenario = small_wholesaler(
        200,
        365,
        portfolio=LOYAL,
        health={"failures_per_year": NOBODY_FAILS},
        behaviour={"promise_fraction": 0.0},
    )
    portfolio = portfolio_of(scenario)
    (rows,) = journals(world_of(scenario, portfolio=portfolio))
    return scenario, portfolio, rows


def excess_of_the_tail(late) -> float:
    """Share beyond 90 days, against an exponential lateness with the same share late and the same mean."""
    some = late[late > 0]
    return float((late > 90).mean() / ((late > 0).mean() * np.exp(-90.0 / some.mean())))


def test_the_tail_of_lateness_is_heavier_than_exponential(healthy):
    _, _, rows = healthy
    late = late_days(rows)
    assert (late > 90).mean() > 0.01
    assert excess_of_the_tail(late) > 1.8


def test_an_exponential_lateness_would_have_been_noticed():
    """The check above, on laws whose late hazard is a straight line."""
    scenario = quiet_wholesaler(100, 365)
    portfolio = portfolio_of(scenario)
    laws = portfolio.laws.copy()
    after_due = laws[:, 0, :] > 0
    at_due = np.where(after_due, 0.0, laws[:, 1, :]).max(axis=1, keepdims=True)
    laws[:, 1, :] = np.where(after_due, at_due + laws[:, 0, :] / 20.0, laws[:, 1, :])
    (rows,) = journals(world_of(scenario, portfolio=replace(portfolio, laws=laws)))
    assert excess_of_the_tail(late_days(rows)) < 1.3


def test_some_pay_early_some_on_the_day_some_late():
    (rows,) = journals(world_of(quiet_wholesaler(100, 365)))
    late = late_days(rows)
    assert 0.1 < (late < 0).mean() < 0.35
    assert 0.15 < (late == 0).mean() < 0.45
    assert (late > 0).mean() > 0.35


def test_the_late_are_the_same_customers_again_and_again():
    """Habit moves the whole table: shares late by customer spread far more than luck alone would spread them."""
    spreads = {}
    for habit in (0.0, 0.6):
        scenario = quiet_wholesaler(80, 365, behaviour={"habit_share_fraction": habit})
        (rows,) = journals(world_of(scenario))
        paid, late = of(rows, Event.PAID)["customer"], late_days(rows) > 0
        count = np.bincount(paid, minlength=80)
        share = np.bincount(paid, weights=late, minlength=80) / np.maximum(count, 1)
        often = count >= 12
        binomial = (late.mean() * (1 - late.mean()) / count[often]).mean()
        spreads[habit] = share[often].var() / binomial
    assert spreads[0.0] < 2.5  # the segments differ
    assert spreads[0.6] > 3 * spreads[0.0]


def test_nobody_is_paid_on_a_weekend_or_a_holiday(healthy):
    scenario, _, rows = healthy
    payments = of(rows, Event.PAID)
    dates = [date_of(scenario.company.start_date, int(day)) for day in np.unique(payments["day"])]
    assert max(when.weekday() for when in dates) == 4
    assert {when for when in dates if (when.month, when.day) in ((12, 25), (1, 1))} == set()
    due = [date_of(scenario.company.start_date, int(day)).weekday() for day in payments["due"]]
    assert np.mean(np.array(due) >= 5) == pytest.approx(2 / 7, abs=0.02)


def weekdays_of(scenario, portfolio, rows, calendars):
    """Weekday of every payment by customers with one of these payment runs."""
    paid = of(rows, Event.PAID)
    runs = portfolio.customers["run_calendar"][paid["customer"] % STRIDE]
    days = paid["day"][np.isin(runs, calendars)]
    return np.array([date_of(scenario.company.start_date, int(day)).weekday() for day in days])


@pytest.mark.parametrize("weekday", range(5))
def test_who_pays_weekly_pays_on_one_weekday(healthy, weekday):
    """But for the weeks whose day is a holiday."""
    scenario, portfolio, rows = healthy
    found = weekdays_of(scenario, portfolio, rows, [1 + weekday])
    assert len(found) > 50
    assert (found == weekday).mean() > 0.88  # every tenth Monday is a holiday


def test_who_pays_on_any_day_uses_all_weekdays(healthy):
    found = np.bincount(weekdays_of(*healthy, [0]), minlength=7) / len(weekdays_of(*healthy, [0]))
    assert found[:5].min() > 0.12
    assert found[0] == found.max()  # Monday has the weekend's payments too
    assert found[5:].sum() == 0


def test_who_pays_at_month_end_pays_on_its_last_banking_day(healthy):
    scenario, portfolio, rows = healthy
    paid = of(rows, Event.PAID)
    monthly = portfolio.customers["run_calendar"][paid["customer"] % STRIDE] == MONTH_END
    days = np.unique(paid["day"][monthly])
    open_days = world_of(scenario).calendar.bank_days
    following = open_days[np.searchsorted(open_days, days) + 1]
    for day, after in zip(days, following, strict=True):
        today, later = (date_of(scenario.company.start_date, int(one)) for one in (day, after))
        assert today.month != later.month


def test_payment_runs_keep_on_time_payers_on_time_and_make_late_ones_wait():
    """The same customers with the same luck, once paying on any day, once at month end."""
    monthly = {"daily": 0.0, "weekly": 0.0, "fortnightly": 0.0, "month_end": 1.0}
    found = {}
    for name, runs in (("daily", None), ("monthly", dict.fromkeys(SEGMENTS, monthly))):
        scenario = quiet_wholesaler(60, 365)
        scenario = scenario.but(portfolio={"payment_runs": runs}) if runs else scenario
        (rows,) = journals(world_of(scenario))
        found[name] = paid_days(rows)
        due = {(row["customer"], row["invoice"]): row["due"] for row in of(rows, Event.INVOICED)}
    waits = {key: found["monthly"][key] - day for key, day in found["daily"].items() if day > due[key]}
    assert np.mean(list(waits.values())) == pytest.approx(14.5, abs=1.0)  # (30 - 1) / 2 in months of 30 days
    assert min(waits.values()) == 0
    on_time = [key for key, day in found["daily"].items() if day <= due[key]]
    kept = np.mean([found["monthly"][key] <= due[key] for key in on_time])
    assert kept > 0.95  # of 30 days' terms nearly all have a month end inside
