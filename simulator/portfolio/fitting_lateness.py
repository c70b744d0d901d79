"""From payments to laws of lateness: right-censored hazards by day late, shrunk to the pooled one, thinned to knots.

The customer's own empirical law, shrunk to the pooled one, predicts later invoices better than any parametric law
tried (measured on a distributor's ledger: 17,525 invoices of 703 customers).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.portfolio import KNOTS

SHRINKAGE = 10.0
"""Pseudo-invoices of the pooled law in each customer's; 5 to 20 predict about equally well."""

FIRST_DAY = -200
LAST_DAY = (365, 260)
"""Latest day of a law by axis: calendar days, banking days."""

LAST_HAZARD = -np.log(1e-5)
"""Cumulative hazard of the last knot: all but one in 100,000 have paid."""

_MOST_HAZARD = 1.0 - 1e-5
_TAIL_EVENTS = 30.0
_TAIL_PRIOR = (0.5, 10.0)  # payments, days open
_Days = NDArray[np.int64]
_Values = NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """Invoices under observation: whole days late on the customer's axis.

    Attributes:
        entry: from which day on a payment could have been seen (the day of issue).
        exit: the day of payment, or the last day seen without one.
        paid: whether it was paid on ``exit``.
    """

    entry: _Days
    exit: _Days
    paid: NDArray[np.bool_]

    def of(self, rows: NDArray[np.int64]) -> Exposure:
        """The exposure of some invoices."""
        return Exposure(self.entry[rows], self.exit[rows], self.paid[rows])

    def seen(self) -> Exposure:
        """Without invoices that were never under observation (issued after the last day seen)."""
        return self.of(np.flatnonzero(self.entry <= self.exit))


def grid_days(axis: int) -> _Days:
    """The whole days on which hazards are counted."""
    return np.arange(FIRST_DAY, LAST_DAY[axis] + 1)


def count_hazard(exposure: Exposure, days: _Days) -> tuple[_Values, _Values]:
    """Payments and invoices under observation on each day.

    Invoices beyond the last day are seen without payment until it.
    """
    first, size = int(days[0]), len(days)
    entry = np.clip(exposure.entry - first, 0, size - 1)
    leave = np.clip(exposure.exit - first, 0, size - 1)
    paid = exposure.paid & (exposure.exit <= days[-1])
    events = np.bincount(leave[paid], minlength=size)
    change = np.bincount(entry, minlength=size + 1) - np.bincount(leave + 1, minlength=size + 1)
    return events.astype(np.float64), np.cumsum(change)[:size].astype(np.float64)


def pooled_hazard(exposure: Exposure, days: _Days) -> _Values:
    """Share paid on each day among all invoices still open; the far tail is one level.

    The last payments (30, or a tenth if that is less) are spread over all the days on which they were waited
    for, since single late payments would make a hazard of spikes and gaps. Half a payment in ten days is added,
    so that hope never ends where all have paid.
    """
    events, at_risk = count_hazard(exposure, days)
    hazard = np.divide(events, at_risk, out=np.zeros(len(days)), where=at_risk > 0)
    later = np.concatenate([np.cumsum(events[::-1])[::-1], [0.0]])
    enough = min(_TAIL_EVENTS, max(1.0, later[0] / 10.0))
    tail = int(np.argmax(later < enough))
    hazard[tail:] = (later[tail] + _TAIL_PRIOR[0]) / (at_risk[tail:].sum() + _TAIL_PRIOR[1])
    return hazard


def shrunk_hazard(exposure: Exposure, days: _Days, pooled: _Values, weight: float = SHRINKAGE) -> _Values:
    """A customer's own hazard shrunk to the pooled one: (payments + k pooled) / (open + k).

    Nothing is paid before the customer's earliest day under observation, whatever others do. With 10 open
    invoices of which 4 are paid on a day, a pooled hazard of 0.2 and k = 10 it is 0.3.
    """
    events, at_risk = count_hazard(exposure, days)
    hazard = (events + weight * pooled) / (at_risk + weight)
    if len(exposure.entry):
        hazard[: np.searchsorted(days, exposure.entry.min())] = 0.0
    return hazard


def law_from_hazard(days: _Days, hazard: _Values) -> _Values:
    """A law of 33 knots from a hazard per whole day: (2, 33), days and cumulative hazard.

    What is paid on day n lies between n - 1 and n, so that a bank that rounds up to whole days gives n back;
    what is paid on day 0 is a jump there. Knots are whole days, chosen where the law bends most; a law of fewer
    knots repeats its first one.

    Args:
        days: consecutive whole days, as ``grid_days`` gives them.
        hazard: share paid on each day among those still open, 0 to 1, not all 0.
    """
    levels = np.cumsum(-np.log1p(-np.clip(hazard, 0.0, _MOST_HAZARD)))
    first = int(np.flatnonzero(hazard > 0.0)[0])
    last = min(int(np.searchsorted(levels, LAST_HAZARD - 1e-9)), len(days) - 1)
    points = np.concatenate([[days[first] - 1.0], days[first : last + 1].astype(np.float64)])
    values = np.concatenate([[0.0], levels[first : last + 1]])
    zero = int(np.searchsorted(points, 0.0))
    fixed = [0, len(points) - 1]
    if 0 < zero < len(points) and points[zero] == 0.0:
        before = values[zero - 1]
        points, values = np.insert(points, zero, 0.0), np.insert(values, zero, before)
        fixed = [0, zero - 1, zero, zero + 1, len(points) - 1]
    knots = _thinned(points, values, sorted(set(fixed)))
    law = np.stack([points[knots], values[knots]])
    return _ended(law)


def _thinned(points: _Values, values: _Values, fixed: list[int]) -> NDArray[np.int64]:
    """Indices of at most 32 points between which straight lines keep the law: the worst stretch is cut first."""
    place = points.copy()
    twice = np.flatnonzero(np.diff(points) == 0.0)
    place[twice] -= 1e-9  # the foot of the jump lies just before it
    unpaid = np.exp(-values)
    knots = fixed
    while len(knots) < KNOTS - 1:
        error = np.abs(np.exp(-np.interp(place, place[knots], values[knots])) - unpaid)
        stretches = np.add.reduceat(error, knots)
        worst = int(np.argmax(stretches))
        if stretches[worst] < 1e-12:
            break
        end = knots[worst + 1] if worst + 1 < len(knots) else len(points)
        knots = sorted([*knots, knots[worst] + int(np.argmax(error[knots[worst] : end]))])
    return np.asarray(knots)


def _ended(law: _Values) -> _Values:
    """The law with a rising last stretch (beyond it the last slope goes on) and 33 knots."""
    if law[0, -1] == law[0, -2] or law[1, -1] == law[1, -2]:
        law = np.concatenate([law, [[law[0, -1] + 1.0], [law[1, -1] + 1.0]]], axis=1)
    front = np.repeat(law[:, :1], KNOTS - law.shape[1], axis=1)
    return np.ascontiguousarray(np.concatenate([front, law], axis=1))


def day_probabilities(law: _Values, days: _Days) -> _Values:
    """Share paid on each whole day by a law, when payments round up to whole days."""
    place = law[0].copy()
    twice = np.flatnonzero(np.diff(law[0]) == 0.0)
    place[twice] -= 1e-9
    slope = (law[1, -1] - law[1, -2]) / (law[0, -1] - law[0, -2])
    level = np.interp(days, place, law[1]) + slope * np.maximum(days - law[0, -1], 0.0)
    paid = 1.0 - np.exp(-level)
    return np.diff(paid, prepend=0.0)


def mean_days(probabilities: _Values, days: _Days) -> float:
    """Mean of a law on whole days; what is not paid by the last day counts as paid on it."""
    rest = 1.0 - probabilities.sum()
    return float((probabilities * days).sum() + rest * days[-1])


def hazard_probabilities(hazard: _Values) -> _Values:
    """Share paid on each day by a hazard.

    >>> hazard_probabilities(np.array([0.5, 0.5])).tolist()
    [0.5, 0.25]
    """
    open_before = np.concatenate([[1.0], np.cumprod(1.0 - hazard)[:-1]])
    return open_before * hazard
