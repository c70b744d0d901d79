"""Health of a customer: healthy, stressed, insolvent; one common factor for all.

Source: one-factor model of correlated defaults (Vasicek 2002); the chain and its rates are assumptions of the
dictionary.
"""

import math
from typing import NamedTuple

from simulator.compiling import compiled
from simulator.luck import normal_probability, normal_quantile

HEALTHY, STRESSED, INSOLVENT = 0, 1, 2


class Chances(NamedTuple):
    """Monthly chances of the chain at an average economy."""

    to_stress: float  # a
    recovery: float  # b
    failure: float  # c, from stress
    sudden: float  # e, from health


@compiled
def next_economy(economy: float, persistence: float, shock: float) -> float:
    """The common factor a month later: 0.9 Y + sqrt(1 - 0.81) eta; low is bad.

    >>> next_economy(1.0, 0.5, 0.0)
    0.5
    """
    return persistence * economy + math.sqrt(1.0 - persistence * persistence) * shock


@compiled
def health_probability(correlation: float, economy: float, uniform: float) -> float:
    """The customer's place among its peers this month, uniform over time, correlated between customers."""
    own = normal_quantile(uniform)
    return normal_probability(math.sqrt(correlation) * economy + math.sqrt(1.0 - correlation) * own)


@compiled
def next_health(health: int, place: float, chances: Chances) -> int:
    """The customer's health a month later, from its place among its peers (low is bad).

    >>> next_health(HEALTHY, 0.0001, Chances(0.01, 0.12, 0.03, 0.0002))
    2
    """
    if health == HEALTHY:
        if place < chances.sudden:
            return INSOLVENT
        return STRESSED if place < chances.sudden + chances.to_stress else HEALTHY
    if health == STRESSED:
        if place < chances.failure:
            return INSOLVENT
        return HEALTHY if place > 1.0 - chances.recovery else STRESSED
    return INSOLVENT


@compiled
def loss_fraction(uniform: float, nothing_fraction: float, lowest: float, highest: float) -> float:
    """Share of the exposure that is lost: 1 for most, else uniform between two bounds.

    Source: UK voluntary liquidations begun 2017, 86 % paid nothing to creditors (Insolvency Service, 17-12-2024).

    >>> loss_fraction(0.5, 0.86, 0.4, 0.95), round(loss_fraction(0.93, 0.86, 0.4, 0.95), 4)
    (1.0, 0.675)
    """
    if uniform < nothing_fraction or nothing_fraction >= 1.0:
        return 1.0
    return lowest + (highest - lowest) * (uniform - nothing_fraction) / (1.0 - nothing_fraction)


@compiled
def churn_chance(per_year: float, multiplier: float) -> float:
    """Chance that a customer leaves this month; never above 0.9.

    >>> round(churn_chance(0.08, 1.0), 6)
    0.006924
    """
    return min((1.0 - math.pow(1.0 - per_year, 1.0 / 12.0)) * multiplier, 0.9)


@compiled
def marked_months(marks: int, first: int) -> int:
    """In how many of the last three months something happened: bits ``first`` to ``first`` + 2.

    >>> marked_months(0b101, 0), marked_months(0b11 << 8, 8)
    (2, 2)
    """
    return ((marks >> first) & 1) + ((marks >> (first + 1)) & 1) + ((marks >> (first + 2)) & 1)
