"""How far customers use their credit, and what strictness does to their goodwill."""

import numpy as np
from numpy.typing import NDArray

_NO_LIMIT_CENTS = 1_000_000_000_000_000_000


def limit_utilisation_fraction(balances: NDArray[np.int64], limits: NDArray[np.int64]) -> float | None:
    """What customers owe / their credit limits (fraction); customers without a limit do not count.

    >>> limit_utilisation_fraction(np.array([30_000, 90_000]), np.array([100_000, 50_000]))
    0.8
    """
    limited = limits < _NO_LIMIT_CENTS
    total = int(limits[limited].sum())
    return int(balances[limited].sum()) / total if total > 0 else None


def over_limit_customers(balances: NDArray[np.int64], limits: NDArray[np.int64]) -> int:
    """Customers who owe more than their limit (customers).

    >>> over_limit_customers(np.array([30_000, 90_000]), np.array([100_000, 50_000]))
    1
    """
    return int((balances > limits).sum())


def goodwill_index(
    lost: float, customers: float, years: float, natural_churn_per_year: float
) -> float | None:
    """Customers kept in a year / those kept if only those left who leave anyway (1: no customer was driven away).

    200 customers of whom 5 % leave anyway, 14 lost in a year:

    >>> round(goodwill_index(14, 200, 1, 0.05), 5)
    0.97895
    """
    if customers <= 0 or years <= 0 or natural_churn_per_year >= 1:
        return None
    return (1 - lost / customers / years) / (1 - natural_churn_per_year)
