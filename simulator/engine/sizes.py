"""How large the places of a portfolio are, by their expected sales."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.portfolio import SEGMENTS, Portfolio


def by_size(portfolio: Portfolio) -> NDArray[np.int64]:
    """The places from the one with the largest expected sales to the one with the smallest."""
    order: NDArray[np.int64] = np.argsort(-_sales(portfolio), kind="stable")
    return order


def size_ranks(portfolio: Portfolio) -> NDArray[np.int32]:
    """The rank of every place by size; 1 is the largest."""
    ranks = np.empty(len(portfolio), dtype=np.int32)
    ranks[by_size(portfolio)] = np.arange(1, len(portfolio) + 1, dtype=np.int32)
    return ranks


def shares_of_segment(portfolio: Portfolio) -> NDArray[np.float64]:
    """Each place's share of the expected sales to its segment."""
    sales, segment = _sales(portfolio), portfolio.customers["segment"]
    totals = np.bincount(segment, weights=sales, minlength=len(SEGMENTS))
    share: NDArray[np.float64] = sales / np.maximum(totals[segment], np.finfo(float).tiny)
    return share


def _sales(portfolio: Portfolio) -> NDArray[np.float64]:
    """Expected monthly sales of each place, currency."""
    sales: NDArray[np.float64] = portfolio.customers["orders_per_month"] * portfolio.customers["order_value"]
    return sales
