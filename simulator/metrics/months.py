"""Calendar months of a run: where each begins and ends in days, the history before day 0 included."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FULL_MONTH_DAYS = 28
"""A month-end counts in an average over month-ends when at least this much of its month was simulated."""

TRAILING_MONTHS = 3


@dataclass(frozen=True)
class Period:
    """The part of one calendar month on one side of day 0 and of the horizon (days, both ends included)."""

    month: int  # year x 12 + month - 1
    first: int
    last: int

    @property
    def days(self) -> int:
        """Calendar days in the period."""
        return self.last - self.first + 1

    @property
    def label(self) -> str:
        """The month as people write it: 2026-01."""
        return f"{self.month // 12:04d}-{self.month % 12 + 1:02d}"


@lru_cache(maxsize=32)
def periods(start: date, first_day: int, horizon_days: int) -> tuple[Period, ...]:
    """All periods from the first day to the end of the horizon; none spans day 0.

    >>> [(p.label, p.first, p.last) for p in periods(date(2026, 1, 16), -20, 20)]
    [('2025-12', -20, -16), ('2026-01', -15, -1), ('2026-01', 0, 15), ('2026-02', 16, 19)]
    """
    found = []
    day = first_day
    while day < horizon_days:
        when = start + timedelta(days=day)
        following = date(when.year + when.month // 12, when.month % 12 + 1, 1)
        last = min((following - start).days - 1, horizon_days - 1)
        if day < 0:
            last = min(last, -1)
        found.append(Period(when.year * 12 + when.month - 1, day, last))
        day = last + 1
    return tuple(found)


def horizon_periods(start: date, first_day: int, horizon_days: int) -> tuple[Period, ...]:
    """The months of the horizon; the first and the last may be partial.

    >>> [p.label for p in horizon_periods(date(2026, 1, 16), -20, 20)]
    ['2026-01', '2026-02']
    """
    return tuple(period for period in periods(start, first_day, horizon_days) if period.first >= 0)


@lru_cache(maxsize=32)
def month_numbers(start: date, first_day: int, last_day: int) -> NDArray[np.int64]:
    """The number of every day's calendar month, that of the first day being 0.

    >>> month_numbers(date(2026, 1, 31), -1, 2).tolist()
    [0, 0, 1, 1]
    """
    days = np.datetime64(start) + np.arange(first_day, last_day + 1)
    months = days.astype("datetime64[M]").astype(np.int64)
    numbers: NDArray[np.int64] = months - months[0]
    numbers.setflags(write=False)
    return numbers
