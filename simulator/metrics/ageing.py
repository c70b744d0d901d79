"""Ageing of receivables: what is open, by days past due.

An invoice due today is current; the bucket 1-30 holds 1 to 30 days past due (metrics convention 1).
"""

from simulator.compiling import compiled

BUCKETS = ("current", "1_30", "31_60", "61_90", "over_90")
EDGES = (0, 30, 60, 90)
"""A bucket beyond the first holds what is more than this many days past due."""


@compiled
def bucket_of(days_past_due: int) -> int:
    """The ageing bucket of an open invoice: 0 current to 4 over 90 days (M8).

    >>> [bucket_of(days) for days in (-5, 0, 1, 30, 31, 60, 61, 90, 91)]
    [0, 0, 1, 1, 2, 2, 3, 3, 4]
    """
    bucket = 0
    for edge in EDGES:
        if days_past_due > edge:
            bucket += 1
    return bucket


def bucket_fraction(bucket: float, receivables: float) -> float | None:
    """Share of receivables in one ageing bucket (fraction) (M8).

    >>> round(bucket_fraction(25_000, 150_000), 5)
    0.16667
    """
    return bucket / receivables if receivables > 0 else None


def overdue_fraction(overdue: float, receivables: float) -> float | None:
    """Overdue receivables / receivables (fraction) (M9).

    >>> overdue_fraction(45_000, 150_000)
    0.3
    """
    return overdue / receivables if receivables > 0 else None
