"""Early-payment discount: does this customer take it on this invoice?"""

import math
from typing import NamedTuple

from simulator.compiling import compiled

_DAYS_PER_YEAR = 365.0


class Buyer(NamedTuple):
    """What decides on the customer's side (yearly rates)."""

    cost_of_funds: float
    ready_fraction: float  # share of invoices approved inside the window
    hassle: float
    slope: float


@compiled
def implied_rate_per_year(rate_fraction: float, days_earlier: float) -> float:
    """What the discount pays a year to a buyer who pays that much earlier: d / (1 - d) x 365 / days.

    Source: metrics M18. 2 % for 20 days:

    >>> round(implied_rate_per_year(0.02, 20.0), 5)
    0.37245
    """
    return rate_fraction / (1.0 - rate_fraction) * _DAYS_PER_YEAR / days_earlier


@compiled
def takes_discount(
    rate_fraction: float, days_earlier: float, buyer: Buyer, ready: float, uniform: float
) -> bool:
    """Whether the buyer pays inside the window for the discount.

    ``days_earlier`` counts from the window's end to the day the buyer would really have paid; at or below zero
    the invoice is paid inside the window anyway and the discount is simply kept.
    """
    if rate_fraction <= 0.0:
        return False
    if days_earlier <= 0.0:
        return True
    if ready >= buyer.ready_fraction:
        return False
    gain = (
        implied_rate_per_year(min(rate_fraction, 0.999999), days_earlier) - buyer.cost_of_funds - buyer.hassle
    )
    return uniform < 1.0 / (1.0 + math.exp(-max(min(gain / buyer.slope, 700.0), -700.0)))
