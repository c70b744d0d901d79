"""Standard errors of the difference between two methods, paired, where neighbours are not independent."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Score = Callable[[Values, NDArray[np.bool_]], float]


def overlapping_error(differences: Values, overlap: int) -> float:
    """Standard error of the average of paired differences in a row, of which neighbours share weeks.

    Origins every 5 days that look 28 days ahead share weeks with the 5 next, so their differences are correlated.
    Correlations up to ``overlap`` are counted with falling weights (Newey and West 1987), so that the result is
    never negative; with none it is the usual standard error.

    >>> round(overlapping_error(np.array([1.0, 3.0, 1.0, 3.0]), 0), 6)
    0.57735
    """
    known = differences[~np.isnan(differences)]
    count = len(known)
    if count < 2:
        return float("nan")
    away = known - known.mean()
    total = float((away**2).sum())
    for lag in range(1, min(overlap, count - 1) + 1):
        total += 2.0 * (1.0 - lag / (overlap + 1.0)) * float((away[lag:] * away[:-lag]).sum())
    return math.sqrt(max(total, 0.0) / (count - 1) / count)


def jackknife_error(
    score: Score, chances: tuple[Values, Values], late: NDArray[np.bool_], week: Values
) -> float:
    """Standard error of the difference of a score between two methods, leaving out one week after the other.

    Args:
        score: of chances and what happened.
        chances: of the two methods, invoice by invoice.
        late: what happened.
        week: of each invoice; those of a week may depend on each other.
    """
    found = []
    for left_out in np.unique(week):
        kept = week != left_out
        first, second = (score(chance[kept], late[kept]) for chance in chances)
        found.append(first - second)
    values = np.asarray([value for value in found if not math.isnan(value)])
    count = len(values)
    if count < 2:
        return float("nan")
    return math.sqrt((count - 1) / count * float(((values - values.mean()) ** 2).sum()))
