"""Disputes: what credit notes take off sales, how long a dispute lasts, how many are open."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Count = TypeVar("Count", int, NDArray[np.int64])


def dilution_fraction(credit_notes: float, credit_sales: float) -> float | None:
    """Credit notes / credit sales, both net of VAT (fraction): what is invoiced and never owed, no bad debt.

    4 % of sales of 4,000,000 are disputed, 40 % of that ends with a credit note for 20 %:

    >>> dilution_fraction(0.04 * 0.40 * 0.20 * 4_000_000, 4_000_000)
    0.0032
    """
    return credit_notes / credit_sales if credit_sales > 0 else None


def dispute_resolution_days(days: float, settled: float) -> float | None:
    """Days from hearing of a dispute to its settlement, average of those settled (days).

    Settled after 10, 22 and 34 days:

    >>> dispute_resolution_days(10 + 22 + 34, 3)
    22.0
    """
    return days / settled if settled > 0 else None


def open_disputes(known: Count, settled: Count, lapsed: Count) -> Count:
    """Disputes that we know of and that are not settled (disputes); those of failed customers have lapsed.

    >>> open_disputes(46, 38, 2)
    6
    """
    return known - settled - lapsed
