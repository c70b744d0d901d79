"""From a hazard by whole days late to a law of 33 knots, and back to shares by day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.portfolio import KNOTS

LAST_HAZARD = -np.log(1e-5)
"""Cumulative hazard of the last knot: all but one in 100,000 have paid."""

_MOST_HAZARD = 1.0 - 1e-5
_Days = NDArray[np.int64]
_Values = NDArray[np.float64]


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


def hazard_until(law: _Values, days: NDArray[np.integer] | _Values) -> _Values:
    """Cumulative hazard of a law up to and with each day; beyond the last knot the last slope goes on."""
    place = law[0].copy()
    twice = np.flatnonzero(np.diff(law[0]) == 0.0)
    place[twice] -= 1e-9
    slope = (law[1, -1] - law[1, -2]) / (law[0, -1] - law[0, -2])
    return np.asarray(np.interp(days, place, law[1]) + slope * np.maximum(days - law[0, -1], 0.0))


def day_probabilities(law: _Values, days: _Days) -> _Values:
    """Share paid on each whole day by a law, when payments round up to whole days."""
    return np.diff(1.0 - np.exp(-hazard_until(law, days)), prepend=0.0)


def mean_days(probabilities: _Values, days: _Days) -> float:
    """Mean of a law on whole days; what is not paid by the last day counts as paid on it."""
    rest = 1.0 - probabilities.sum()
    return float((probabilities * days).sum() + rest * days[-1])
