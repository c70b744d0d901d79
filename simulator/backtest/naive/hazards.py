"""Hazards by days since the due date, right-censored, and forecasts that draw every invoice by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.axis import Axis
from simulator.backtest.books import DAYS_PER_WEEK, NEVER, Known, Whole
from simulator.backtest.drawing import fill_paid_steps
from simulator.backtest.forecast import DAYS_AFTER_DUE, Forecast, Values, latest_sensible, sums_of_days
from simulator.luck import run_key
from simulator.metrics.ageing import BUCKETS

DRAWS = 1000
FIRST_DAY, LAST_DAY = -200, DAYS_AFTER_DUE
"""Days late that are told apart; what is earlier or later counts on the first or the last of them."""

SIZE = LAST_DAY - FIRST_DAY + 1
HALF = float(np.log(2.0))
_LEAST, _MOST = 1e-9, 1.0 - 1e-9
_TOLERANCE = 1e-12
_TOGETHER = 4096


@dataclass(frozen=True)
class Counts:
    """Payments and invoices under observation on each day late, (customers, days)."""

    paid: Values
    at_risk: Values

    @property
    def pooled(self) -> Values:
        """(1, days) hazard of all customers together."""
        paid, at_risk = self.paid.sum(axis=0), self.at_risk.sum(axis=0)
        return np.asarray(paid / np.maximum(at_risk, 1.0))[np.newaxis, :]

    def shrunk(self, weight: float) -> Values:
        """(customers, days) each customer's hazard, shrunk to the pooled one: (d + k h) / (n + k).

        Of 4 open invoices 1 is paid, the pooled hazard is 0.5 and k is 4: (1 + 2) / (4 + 4) = 0.375.
        """
        return np.asarray((self.paid + weight * self.pooled) / (self.at_risk + weight))


def counted(known: Known, axis: Axis) -> Counts:
    """Payments and exposure from issue to payment, or to the end of the day known for what is open.

    An invoice paid before its day of issue was under observation on the day it was paid.
    """
    due = axis.moment(known.due)
    paid = known.is_paid
    left = np.where(paid, axis.moment(np.minimum(known.paid, known.day)), axis.seen_by(known.day)) - due
    entered = np.minimum(axis.moment(known.issued) - due, left)
    enter, leave = step_of(entered), step_of(left)
    shape = (known.customers, SIZE + 1)
    change = _tally(known.customer, enter, shape) - _tally(known.customer, leave + 1, shape)
    events = _tally(known.customer[paid], leave[paid], shape)
    return Counts(events[:, :SIZE], np.cumsum(change, axis=1)[:, :SIZE])


def step_of(late: Whole) -> Whole:
    """Place on the grid of days late."""
    return np.clip(late, FIRST_DAY, LAST_DAY) - FIRST_DAY


def _tally(customer: Whole, step: Whole, shape: tuple[int, int]) -> Values:
    """How many of each customer on each step."""
    flat = np.bincount(customer * shape[1] + step, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)


def cumulative(hazard: Values) -> Values:
    """Cumulative hazard at the end of each step; a hazard of 1 ends all hope of a later payment."""
    return np.cumsum(-np.log1p(-np.clip(hazard, 0.0, _MOST)), axis=1)


def before(levels: Values, laws: Whole, steps: Whole) -> Values:
    """Cumulative hazard that has passed by the end of a step (-1: none yet)."""
    return np.where(steps < 0, 0.0, levels[laws, np.maximum(steps, 0)])


def forecast_by(known: Known, axis: Axis, hazard: Values, seed: int) -> Forecast:
    """Draw every open invoice by itself from its customer's hazard (or the only one), given its age.

    Args:
        known: with its open book.
        axis: on which days late are counted.
        hazard: (customers or 1, days).
        seed: of all luck; every invoice has its own in each draw, the same for every such method.
    """
    book = known.open
    due = axis.moment(known.due[book])
    laws = known.customer[book] if len(hazard) > 1 else np.zeros(len(book), dtype=np.int64)
    levels = cumulative(hazard)
    age = np.clip(axis.seen_by(known.day) - due - FIRST_DAY, -1, SIZE - 1)
    start = before(levels, laws, age)
    half = np.array(
        [_half(levels[law], passed) for law, passed in zip(laws, start, strict=True)], dtype=np.int64
    )
    median = latest_sensible(known, paid_days(axis, due, np.maximum(half, age + 1)))
    keys = _keys(seed)
    weekly, open_end = np.zeros((DRAWS, known.weeks)), np.zeros((DRAWS, len(BUCKETS)))
    for first in range(0, len(book), _TOGETHER):  # so that a large book fits into memory
        part = slice(first, first + _TOGETHER)
        addresses = np.stack([known.customer[book[part]], known.row[book[part]], laws[part]], axis=1)
        steps = np.empty((DRAWS, len(addresses)), dtype=np.int32)
        fill_paid_steps(steps, keys, np.ascontiguousarray(addresses), levels, start[part])
        paid, left = sums_of_days(known, book[part], paid_days(axis, due[part], steps))
        weekly += paid
        open_end += left
    return Forecast(weekly, _expected(known, axis, levels, laws), median.astype(np.float64), open_end)


def _half(level: Values, passed: float) -> int:
    """The first step by which the invoice is paid with even chances."""
    return int(np.searchsorted(level, passed + HALF - _TOLERANCE))


def _expected(known: Known, axis: Axis, levels: Values, laws: Whole) -> Values:
    """Expected payments by week: what is still open before a week, less what is after it."""
    due = axis.moment(known.due[known.open])
    ends = [axis.seen_by(known.day + DAYS_PER_WEEK * week) for week in range(known.weeks + 1)]
    passed = np.stack([before(levels, laws, np.clip(end - due - FIRST_DAY, -1, SIZE - 1)) for end in ends])
    still_open = np.exp(passed[0] - passed) @ known.cents[known.open]
    return np.asarray(still_open[:-1] - still_open[1:])


def paid_days(axis: Axis, due: Whole, steps: NDArray[np.integer]) -> Whole:
    """Day numbers of steps; NEVER beyond the last."""
    days = axis.day(due + np.minimum(steps, SIZE - 1).astype(np.int64) + FIRST_DAY)
    return np.where(steps >= SIZE, NEVER, days)


def _keys(seed: int) -> NDArray[np.uint64]:
    """The key of each draw."""
    with np.errstate(over="ignore"):
        return np.asarray([run_key(seed, draw) for draw in range(DRAWS)], dtype=np.uint64)


def log_score(known: Known, since: int, axis: Axis, hazard: Values) -> float:
    """How likely a fit at an earlier day found what happened to its open book since: sum of logarithms.

    An invoice that was paid counts with the chance of its day, one still open with the chance of being so.

    Args:
        known: what is known now.
        since: the day of the fit.
        axis: on which days late are counted.
        hazard: (customers, days) by the fit.
    """
    rows = np.flatnonzero((known.issued <= since) & (known.paid > since))
    due, laws, paid = axis.moment(known.due[rows]), known.customer[rows], known.is_paid[rows]
    start, now = axis.seen_by(since) - due, axis.seen_by(known.day) - due
    end = np.where(paid, axis.moment(np.minimum(known.paid[rows], known.day)) - due, now)
    counts = end > start  # a payment between two working days was made on neither
    start, end, laws, paid = start[counts], end[counts], laws[counts], paid[counts]
    bounded = np.clip(hazard, _LEAST, _MOST)
    levels = cumulative(bounded)
    survived = np.clip(np.where(paid, end - 1, end) - FIRST_DAY, -1, SIZE - 1)
    from_start = np.clip(start - FIRST_DAY, -1, SIZE - 1)
    waited = before(levels, laws, survived) - before(levels, laws, from_start)
    chance = np.where(paid, np.log(bounded[laws, step_of(end)]), 0.0)
    return float((chance - waited).sum())
