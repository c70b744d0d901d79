"""When a payer in runs means to pay: it is only seen that it was between two of its runs.

The law of intentions that explains such intervals best is found by Turnbull's self-consistent estimate (Turnbull 1976,
"The empirical distribution function with arbitrarily grouped, censored and truncated data"), shrunk to the pooled law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.calendar import BankCalendar
from simulator.portfolio.fitting.history import History

SHRINKAGE = 1.0
"""Pseudo-invoices of the prior law; a run's own history says nearly all."""

_ROUNDS = 200
_CLOSE = 1e-7
_Values = NDArray[np.float64]
_Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Intervals:
    """Days late, on the customers' axis, between which each invoice was meant to be paid.

    Attributes:
        after: later than this day (the run before the payment), or far below all days where there was none.
        until: this day at the latest (the run of the payment), or far beyond all days where it is still open.
    """

    after: _Numbers
    until: _Numbers


def intervals_between_runs(
    history: History, rows: _Numbers, runs: NDArray[np.datetime64], calendar: BankCalendar
) -> Intervals:
    """The intervals of some invoices of a payer whose runs are these days, in order."""
    due = calendar.moment(history.due[rows])
    open_still = history.is_open[rows]
    end = np.datetime64(history.cut_off, "D")
    seen = np.where(open_still, end + np.timedelta64(1, "D"), history.paid[rows])
    before = np.searchsorted(runs, seen) - 1
    last = runs[np.maximum(before, 0)]
    reached = (before >= 0) & (last >= history.issued[rows])
    far = np.iinfo(np.int64).max // 2
    after = np.where(reached, calendar.moment(last) - due, -far)
    until = np.where(open_still, far, calendar.moment(np.where(open_still, end, seen)) - due)
    return Intervals(after=after, until=until)


def intention_probabilities(intervals: Intervals, days: _Numbers, prior: _Values) -> _Values:
    """Share of invoices meant to be paid on each whole day late.

    Args:
        intervals: of the payer's invoices.
        days: consecutive whole days.
        prior: shares by day, together 1, all above 0.

    Two invoices meant for day 1 or 2, and for day 2 or 3, were probably both meant for day 2:

    >>> seen = Intervals(np.array([0, 1]), np.array([2, 3]))
    >>> found = intention_probabilities(seen, np.arange(1, 4), np.full(3, 1 / 3))
    >>> int(found.argmax()) + 1
    2
    """
    possible = (days[None, :] > intervals.after[:, None]) & (days[None, :] <= intervals.until[:, None])
    weights = possible.astype(np.float64)
    shares = prior.copy()
    for _ in range(_ROUNDS):
        expected = weights * shares
        totals = expected.sum(axis=1, keepdims=True)
        found = np.divide(expected, totals, out=np.zeros_like(expected), where=totals > 0.0).sum(axis=0)
        fresh = found + SHRINKAGE * prior
        fresh /= fresh.sum()
        moved = float(np.abs(fresh - shares).max())
        shares = fresh
        if moved < _CLOSE:
            break
    return shares


def hazard_of_shares(shares: _Values) -> _Values:
    """Share paid on each day among those still open.

    >>> hazard_of_shares(np.array([0.5, 0.25, 0.25])).tolist()
    [0.5, 0.5, 1.0]
    """
    left = np.concatenate([[1.0], 1.0 - np.cumsum(shares)[:-1]])
    hazard = np.divide(shares, left, out=np.ones_like(shares), where=left > 1e-12)
    return np.asarray(np.clip(hazard, 0.0, 1.0))
