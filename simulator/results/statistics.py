"""How sure an answer is: intervals, paired differences, chances.

Replication r of every strategy has the same luck, so a difference is taken replication by replication: what the
strategies share cancels, and far fewer replications are needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import Better

Values = NDArray[np.float64]

LEVEL = 0.95
"""The level of every interval that is shown."""


@dataclass(frozen=True)
class Interval:
    """A mean with the interval around it (unit of the measure); low and high are None below two replications."""

    mean: float
    low: float | None
    high: float | None

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def defined(values: Sequence[float] | Values) -> Values:
    """The values without the undefined ones (NaN)."""
    array = np.asarray(values, dtype=np.float64)
    return array[~np.isnan(array)]


def interval(values: Sequence[float] | Values, level: float = LEVEL) -> Interval | None:
    """Mean and Student t interval over replications; None when the measure is undefined in all of them.

    >>> found = interval([10.0, 12.0, 14.0])
    >>> round(found.mean, 3), round(found.low, 3), round(found.high, 3)
    (12.0, 7.032, 16.968)
    """
    known = defined(values)
    if not known.size:
        return None
    mean = float(known.mean())
    if known.size == 1:
        return Interval(mean, None, None)
    half = _student(level, known.size) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Interval(mean, mean - half, mean + half)


def paired_differences(values: Sequence[float] | Values, first: Sequence[float] | Values) -> Values:
    """Value - first, replication by replication (NaN where either is undefined)."""
    return np.asarray(values, dtype=np.float64) - np.asarray(first, dtype=np.float64)


def probability_better(differences: Sequence[float] | Values, better: Better) -> float | None:
    """Share of replications in which the strategy is better than the first (fraction), ties half.

    >>> probability_better([3.0, -1.0, 0.0, 2.0], "higher")
    0.625
    """
    known = defined(differences)
    if better is None or not known.size:
        return None
    gains = known if better == "higher" else -known
    return float(((gains > 0) + 0.5 * (gains == 0)).mean())


def noise_removed(values: Sequence[float] | Values, first: Sequence[float] | Values) -> float | None:
    """How many times more replications independent luck would need: (var A + var B) / var(A - B).

    None where the two never differ in their difference, or below three replications.

    >>> round(noise_removed([1.0, 2.0, 3.0, 4.0], [1.1, 2.0, 2.9, 4.2]), 1)
    205.0
    """
    one, other = np.asarray(values, dtype=np.float64), np.asarray(first, dtype=np.float64)
    both = ~(np.isnan(one) | np.isnan(other))
    if both.sum() < 3:
        return None
    spread = float(np.var(one[both] - other[both], ddof=1))
    return float((np.var(one[both], ddof=1) + np.var(other[both], ddof=1)) / spread) if spread > 0 else None


@lru_cache(maxsize=256)
def _student(level: float, count: int) -> float:
    """Student's t quantile of a two-sided interval; from scipy.special, which loads faster than scipy.stats."""
    from scipy.special import stdtrit  # slow to load still, and one run has no interval

    return float(stdtrit(count - 1, 0.5 + level / 2))
