"""Drift: customers who pay later and later, or sooner and sooner, and today's level of their lateness.

A ledger's past is not its future where all customers slowly change. The slope of lateness on the day of issue is taken
within customers, so that new customers do not look like a change, and shrunk by its own error. What was paid long ago
is then counted as if it had been paid at today's level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.calendar import BankCalendar
from simulator.portfolio.fitting.history import History

_FEWEST_PAYMENTS = 50
_MOSTLY_PAID = 0.95
_TRIM = 0.01
_DAYS_PER_MONTH = 365.25 / 12.0
_Values = NDArray[np.float64]


@dataclass(frozen=True)
class Drift:
    """How lateness has moved.

    Attributes:
        slope: days later (negative: sooner) on the customers' axis for each calendar day, shrunk by its error.
        error: standard error of the slope before shrinking.
    """

    slope: float = 0.0
    error: float = 0.0

    @property
    def days_per_month(self) -> float:
        """The slope a month."""
        return self.slope * _DAYS_PER_MONTH


def shrunk(slope: float, error: float) -> float:
    """A slope less what its error alone would make of it: b (1 - error^2 / b^2), never of the other sign.

    >>> shrunk(0.2, 0.1), shrunk(0.1, 0.2)
    (0.15000000000000002, 0.0)
    """
    if slope == 0.0 or abs(slope) <= error:
        return 0.0
    return slope * (1.0 - (error / slope) ** 2)


def fit_drift(history: History, calendar: BankCalendar) -> Drift:
    """The drift of the invoices that are old enough to be paid, but for one in twenty; none with few payments.

    All are followed as long as the youngest of them, from issue on: what is still open would otherwise count as the
    later the older it is, and customers who never pay would look as if they came to pay sooner.
    """
    paid = ~history.is_open
    if paid.sum() < _FEWEST_PAYMENTS:
        return Drift()
    taken = (history.paid[paid] - history.issued[paid]).astype(np.int64)
    followed = int(np.quantile(taken, _MOSTLY_PAID))
    end = np.datetime64(history.cut_off, "D")
    rows = np.flatnonzero(history.issued <= end - followed)
    if len(rows) < _FEWEST_PAYMENTS:
        return Drift()
    until = history.issued[rows] + np.timedelta64(followed, "D")
    done = paid[rows]
    until[done] = np.minimum(history.paid[rows[done]], until[done])
    late = (calendar.moment(until) - calendar.moment(history.due[rows])).astype(np.float64)
    late = np.clip(late, *np.quantile(late, [_TRIM, 1.0 - _TRIM]))
    slope, error = slope_within(
        history.slot[rows], history.issued[rows].astype(np.int64).astype(np.float64), late
    )
    return Drift(shrunk(slope, error), error)


def slope_within(group: NDArray[np.int64], x: _Values, y: _Values) -> tuple[float, float]:
    """Slope of y on x within groups, and its standard error, robust to what a group's members share.

    >>> slope_within(np.array([0, 0, 1, 1]), np.array([0.0, 2.0, 0.0, 2.0]), np.array([1.0, 5.0, 8.0, 12.0]))
    (2.0, 0.0)
    """
    _, place = np.unique(group, return_inverse=True)
    count = np.bincount(place)
    across = x - (np.bincount(place, weights=x) / count)[place]
    above = y - (np.bincount(place, weights=y) / count)[place]
    spread = float((across * across).sum())
    if spread == 0.0:
        return 0.0, 0.0
    slope = float((across * above).sum()) / spread
    pulls = np.bincount(place, weights=across * (above - slope * across))
    return slope, float(np.sqrt((pulls * pulls).sum())) / spread


def days_to_todays_level(history: History, drift: Drift) -> NDArray[np.int64]:
    """Whole days by which each paid invoice would be later today; less than a day is left alone.

    Lateness has sharp peaks, on the due day above all; a part of a day would only smear them.
    """
    age = (np.datetime64(history.cut_off, "D") - history.issued).astype(np.int64)
    days: NDArray[np.int64] = np.trunc(drift.slope * age).astype(np.int64)
    return np.where(history.is_open, 0, days)
