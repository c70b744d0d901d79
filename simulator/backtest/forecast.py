"""What every method foretells of an open book, and how draws of payment days become it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.books import DAYS_PER_WEEK, NEVER, Known, Whole, ages, weeks_after
from simulator.metrics.ageing import BUCKETS

DAYS_AFTER_DUE = 90
"""What a method does not see paid by 90 days after due counts as paid then, or the next day if that is past."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """Cash to come from an open book; cents. A point forecast has one draw.

    Attributes:
        weekly_cents: (draws, weeks) payments by week.
        expected_weekly_cents: (weeks,) their average, exact where a method knows it, else over the draws.
        median_paid: (invoices,) the day by which each invoice is paid with even chances.
        open_cents_end: (draws, ages) what is left at the end of the last week, by days past due.
    """

    weekly_cents: Values
    expected_weekly_cents: Values
    median_paid: Values
    open_cents_end: Values

    @property
    def is_point(self) -> bool:
        """Whether it is one figure without a range."""
        return len(self.weekly_cents) == 1


def forecast_from_days(known: Known, paid_day: NDArray[np.integer]) -> Forecast:
    """The forecast that draws of payment days make.

    Args:
        known: what was known, with its open book.
        paid_day: (draws, open invoices) day number of payment, NEVER for what is not paid.
    """
    weekly, open_end = sums_of_days(known, known.open, paid_day)
    return Forecast(weekly, weekly.mean(axis=0), median_of(known, paid_day), open_end)


def sums_of_days(known: Known, places: Whole, paid_day: NDArray[np.integer]) -> tuple[Values, Values]:
    """(draws, weeks) cents paid by week and (draws, ages) cents left at the end of the last, of some invoices.

    Args:
        known: what was known.
        places: the invoices.
        paid_day: (draws, invoices) day number of payment.
    """
    cents = known.cents[places].astype(np.float64)
    week = weeks_after(known.day, paid_day)
    weekly = np.stack([(week == number) @ cents for number in range(known.weeks)], axis=1)
    end = known.day + DAYS_PER_WEEK * known.weeks
    left, age = paid_day > end, ages(known.due[places], end)
    by_age = [left[:, age == bucket] @ cents[age == bucket] for bucket in range(len(BUCKETS))]
    return weekly, np.stack(by_age, axis=1)


def median_of(known: Known, paid_day: NDArray[np.integer]) -> Values:
    """The median day of the draws: with an even number of them the earlier of the two in the middle."""
    if not paid_day.shape[1]:
        return np.empty(0)
    middle = (len(paid_day) - 1) // 2
    days = np.partition(paid_day, middle, axis=0)[middle].astype(np.int64)
    return latest_sensible(known, days).astype(np.float64)


def latest_sensible(known: Known, days: Whole) -> Whole:
    """Days of payment of the open book, those that a method cannot tell (NEVER) set to 90 days after due."""
    latest = np.maximum(known.due[known.open] + DAYS_AFTER_DUE, known.day + 1)
    return np.where(days >= NEVER, latest, days)
