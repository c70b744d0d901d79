"""Laws of lateness: cumulative hazard by days relative to due, in 33 knots, straight between them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.portfolio.portfolio import KNOTS

_LAST = 0.99999
_EARLY_SHARES = np.array([0.002, 0.02, 0.08, 0.2, 0.4, 0.62, 0.82])
_LATE_KNOTS = KNOTS - len(_EARLY_SHARES) - 2
_BEND = 1.6


class SegmentLaw(NamedTuple):
    """A segment's law: on time, perhaps early, or late by a lognormal number of days."""

    on_time: float  # share paid on or before due
    median_days: float  # median days late of the late
    sigma: float  # spread of log days late
    early: float  # share of the on-time payers who pay before due
    early_mean_days: float
    tail_hazard: float = 1.0  # hazard beyond 30 days late, against the lognormal's


TAIL_DAYS = 30.0


def hazard_of(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cumulative hazard at a share paid: -ln(1 - u)."""
    return -np.log1p(-share)


def segment_law(law: SegmentLaw) -> NDArray[np.float64]:
    """The law's knots, (2, 33): days relative to due and cumulative hazard; the last at u = 0.99999.

    >>> knots = segment_law(SegmentLaw(0.5, 9.0, 1.4, 0.4, 10.0))
    >>> float(round(1 - math.exp(-knots[1][knots[0] <= 0][-1]), 6))
    0.5
    """
    on_time = min(max(law.on_time, 0.0), _LAST)
    early = on_time * law.early
    early_days = law.early_mean_days * np.log(_EARLY_SHARES)
    early_share = early * _EARLY_SHARES
    early_share[0] = 0.0
    at_due = np.array([early, on_time])
    reach = math.log((1.0 - on_time) / (1.0 - _LAST)) if on_time < _LAST else 0.0
    steps = reach * (np.arange(1, _LATE_KNOTS + 1) / _LATE_KNOTS) ** _BEND
    late_share = -np.expm1(-steps)
    late_days = law.median_days * np.exp(law.sigma * ndtri(np.clip(late_share, 1e-12, 1.0 - 1e-12)))
    late_hazard = hazard_of(np.array([on_time])) + steps
    if law.tail_hazard != 1.0:
        late_days, late_hazard = _with_tail(late_days, late_hazard, law.tail_hazard)
    days = np.concatenate([early_days, [0.0, 0.0], late_days])
    hazard = np.concatenate([hazard_of(np.concatenate([early_share, at_due])), late_hazard])
    if on_time >= _LAST:
        days[len(_EARLY_SHARES) + 2 :] = np.arange(1, _LATE_KNOTS + 1)
    return np.array([days, hazard])


def _with_tail(
    days: NDArray[np.float64], hazard: NDArray[np.float64], factor: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The late knots with the hazard beyond 30 days multiplied; the knot next to 30 days moves onto it."""
    nearest = int(np.argmin(np.abs(np.log(days / TAIL_DAYS))))
    at_break = float(np.interp(TAIL_DAYS, days, hazard))
    days, hazard = days.copy(), hazard.copy()
    days[nearest], hazard[nearest] = TAIL_DAYS, at_break
    beyond = days > TAIL_DAYS
    hazard[beyond] = at_break + factor * (hazard[beyond] - at_break)
    return days, hazard
