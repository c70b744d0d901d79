"""Laws of lateness: cumulative hazard by days relative to due, in 33 knots, straight between them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.portfolio import KNOTS
from simulator.portfolio.solutions import shipped_knots

_LAST = 0.99999
_EARLY_SHARES = np.array([0.002, 0.02, 0.08, 0.2, 0.4, 0.62, 0.82])
_LATE_KNOTS = KNOTS - len(_EARLY_SHARES) - 2
_BEND = 1.6

LEAST = 0.01
"""A median of no days and a spread of nothing are allowed, and taken as very little."""

BANDS = (0.0, 10.0, 30.0, 90.0)
"""Days late at which a band of ages begins: each band's hazard can be paced on its own."""


class SegmentLaw(NamedTuple):
    """A segment's law: on time, perhaps early, or late by a lognormal number of days."""

    on_time: float  # share paid on or before due
    median_days: float  # median days late of the late
    sigma: float  # spread of log days late
    early: float  # share of the on-time payers who pay before due
    early_mean_days: float
    pace: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)  # multiplies the hazard of the late, by band of age


def hazard_of(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cumulative hazard at a share paid: -ln(1 - u)."""
    return -np.log1p(-share)


def _late_knots(law: SegmentLaw, reach: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Days late and hazard since due of the late knots; the knots nearest to the bands' borders stand on them."""
    from scipy.special import log_ndtr, ndtri  # slow to load, and those of the shipped sectors are there

    median, sigma = max(law.median_days, LEAST), max(law.sigma, LEAST)
    steps = reach * (np.arange(1, _LATE_KNOTS + 1) / _LATE_KNOTS) ** _BEND
    days = median * np.exp(sigma * ndtri(np.clip(-np.expm1(-steps), 1e-12, 1.0 - 1e-12)))
    for border in BANDS[1:]:
        days[int(np.argmin(np.abs(np.log(days / border))))] = border
    days = np.sort(days)
    hazard = -log_ndtr(-np.log(days / median) / sigma)
    pace = np.asarray(law.pace)[np.searchsorted(BANDS, days, side="left") - 1]
    return days, np.cumsum(np.diff(hazard, prepend=0.0) * pace)


def segment_law(law: SegmentLaw) -> NDArray[np.float64]:
    """The law's knots, (2, 33): days relative to due and cumulative hazard; the last at u = 0.99999 or later.

    >>> knots = segment_law(SegmentLaw(0.5, 9.0, 1.4, 0.4, 10.0))
    >>> float(round(1 - math.exp(-knots[1][knots[0] <= 0][-1]), 6))
    0.5
    """
    found = shipped_knots(law)
    return work_out(law) if found is None else found


def work_out(law: SegmentLaw) -> NDArray[np.float64]:
    """The knots, worked out."""
    on_time = min(max(law.on_time, 0.0), _LAST)
    early = on_time * law.early
    early_days = law.early_mean_days * np.log(_EARLY_SHARES)
    early_share = early * _EARLY_SHARES
    early_share[0] = 0.0
    until_due = hazard_of(np.concatenate([early_share, [early, on_time]]))
    if on_time >= _LAST:
        late_days, late_hazard = np.arange(1.0, _LATE_KNOTS + 1), np.zeros(_LATE_KNOTS)
    else:
        late_days, late_hazard = _late_knots(law, math.log((1.0 - on_time) / (1.0 - _LAST)))
    days = np.concatenate([early_days, [0.0, 0.0], late_days])
    return np.array([days, np.concatenate([until_due, until_due[-1] + late_hazard])])
