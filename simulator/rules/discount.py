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


@compiled
def sliding_discount(rate_per_year: float, days_before_due: float) -> float:
    """The discount that pays the buyer this rate a year for paying so many days before due (fraction of the invoice).

    The inverse of M18: r n / 365 / (1 + r n / 365). At 12 %, 20 days early:

    >>> round(sliding_discount(0.12, 20.0), 6), sliding_discount(0.12, -3.0)
    (0.006532, 0.0)
    >>> round(implied_rate_per_year(sliding_discount(0.12, 20.0), 20.0), 12)
    0.12
    """
    earned = rate_per_year * max(days_before_due, 0.0) / _DAYS_PER_YEAR
    return earned / (1.0 + earned)


@compiled
def gain_of_paying_earlier(there: float, then: float) -> float:
    """What a buyer who would get the discount ``then`` gains by taking ``there`` (fraction of what it would pay).

    >>> gain_of_paying_earlier(0.02, 0.0), round(gain_of_paying_earlier(0.02, 0.01), 6)
    (0.02, 0.010101)
    """
    return (there - then) / (1.0 - then)
