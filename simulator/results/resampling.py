"""How sure a bad year is: the interval of a difference of percentiles, by resampling the pairs."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.luck import fill_resamples, run_key
from simulator.results.statistics import LEVEL, Interval

RESAMPLES = 999
_FINEST_TAIL = 0.01
"""What 999 resamples can tell of a tail (ten of them); what is asked beyond is stretched as a normal law is."""
_SEED = 0


@cache
def picks(count: int) -> NDArray[np.int64]:
    """Which replications each resample takes: addressed, so always the same."""
    drawn = np.empty((RESAMPLES, count), dtype=np.int64)
    with np.errstate(over="ignore"):
        fill_resamples(drawn, np.uint64(run_key(_SEED, 0)))
    return drawn


def percentile_difference(
    values: NDArray[np.float64], first: NDArray[np.float64], percentile: float, level: float = LEVEL
) -> Interval:
    """Difference of a percentile between two strategies, with its interval over resampled pairs (Efron 1979).

    Pairs are resampled together, so the luck that the strategies share cancels here too.

    Args:
        values: The measure in each replication under a strategy.
        first: The same under the strategy that it is compared with.
        percentile: Which percentile, 0 to 100.
        level: The level of the interval.

    >>> import numpy as np
    >>> first = np.arange(200.0)
    >>> found = percentile_difference(first + 5.0, first, 95.0)
    >>> found.mean, found.low, found.high
    (5.0, 5.0, 5.0)
    """
    taken = picks(len(values))
    drawn_differences = np.percentile(values[taken], percentile, axis=1) - np.percentile(
        first[taken], percentile, axis=1
    )
    tail = (1 - level) / 2
    seen = max(tail, _FINEST_TAIL)
    low, high = np.percentile(drawn_differences, [100 * seen, 100 * (1 - seen)])
    middle = float(np.percentile(values, percentile) - np.percentile(first, percentile))
    further = float(ndtri(1 - tail) / ndtri(1 - seen)) - 1
    return Interval(
        middle,
        float(low) - further * max(middle - float(low), 0.0),
        float(high) + further * max(float(high) - middle, 0.0),
    )
