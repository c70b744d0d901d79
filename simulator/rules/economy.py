"""The times: recessions come and go, and a large failure is felt by others."""

import math

from simulator.compiling import compiled

MONTHS_PER_YEAR = 12


@compiled
def chance_per_month(per_year: float) -> float:
    """Chance that something begins this month, from the chance that it begins within a year.

    >>> round(chance_per_month(0.10), 6)
    0.008742
    """
    return 1.0 - math.pow(1.0 - per_year, 1.0 / MONTHS_PER_YEAR)


@compiled
def next_regime(in_recession: bool, uniform: float, begins: float, ends: float) -> bool:
    """Whether this month is one of recession; a month's chances to begin and to end, so its length has no memory.

    >>> next_regime(False, 0.005, 0.0087, 0.0556), next_regime(True, 0.03, 0.0087, 0.0556)
    (True, False)
    """
    return uniform >= ends if in_recession else uniform < begins


@compiled
def recession_share(begins: float, ends: float) -> float:
    """Share of all months that are months of recession in the long run.

    One in ten years, 18 months on average:

    >>> round(recession_share(0.008742, 1 / 18), 4)
    0.136
    """
    return begins / (begins + ends)


@compiled
def in_these_times(usual: float, recession: float, in_recession: bool) -> float:
    """A multiplier of the economy: the usual one, in a recession times the recession's.

    >>> in_these_times(1.0, 2.0, True), in_these_times(1.0, 2.0, False)
    (2.0, 1.0)
    """
    return usual * recession if in_recession else usual


@compiled
def is_felt(month: float, hit: float, months: float) -> bool:
    """Whether a large failure in month ``hit`` is felt in a month: from the next one on, for so many months.

    >>> is_felt(7.0, 1.0, 6.0), is_felt(8.0, 1.0, 6.0), is_felt(1.0, 1.0, 6.0)
    (True, False, False)
    """
    return hit < month <= hit + months
