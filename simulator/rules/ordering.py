"""Orders: when they come, how large they are, how demand answers to terms."""

import math

from simulator.compiling import compiled
from simulator.luck import normal_quantile
from simulator.units import half_even

DAYS_PER_YEAR = 365.0


@compiled
def order_gap_days(uniform: float, orders_per_day: float) -> float:
    """Days to the next possible order: exponential (Poisson orders).

    >>> round(order_gap_days(0.5, 0.1), 6)
    6.931472
    """
    return -math.log(uniform) / orders_per_day


@compiled
def recurring_gap_days(uniform: float, orders_per_day: float, is_first: bool) -> float:
    """Days to the next order where orders recur at equal gaps; only when the first one comes is chance.

    >>> recurring_gap_days(0.25, 0.1, True), recurring_gap_days(0.25, 0.1, False)
    (2.5, 10.0)
    """
    return (uniform if is_first else 1.0) / orders_per_day


@compiled
def demand_trend(season: float, growth_per_year: float, day: float) -> float:
    """Order rate of a healthy customer against the rate of day 0: season x growth.

    >>> round(demand_trend(1.2, 0.03, 365.0), 6)
    1.236
    """
    return season * math.pow(1.0 + growth_per_year, day / DAYS_PER_YEAR)


@compiled
def order_variance(cv: float) -> float:
    """Variance of the logarithm of an order's value, from its coefficient of variation.

    >>> round(order_variance(1.0), 6)
    0.693147
    """
    return math.log1p(cv * cv)


@compiled
def order_net_cents(uniform: float, mean: float, variance: float, factor: float) -> int:
    """Net value of an order in cents: lognormal with this mean (currency) and variance of its logarithm.

    >>> order_net_cents(0.5, 100.0, 0.0, 1.0), order_net_cents(0.5, 100.0, order_variance(1.0), 1.0)
    (10000, 7071)
    """
    if variance <= 0.0:
        return half_even(100.0 * mean * factor)
    size = mean * math.exp(math.sqrt(variance) * normal_quantile(uniform) - 0.5 * variance)
    return max(half_even(100.0 * size * factor), 1)


@compiled
def terms_factor(terms_days: float, today_days: float, elasticity: float) -> float:
    """Order value under new terms against today's: (terms / today) ^ elasticity.

    Source: Breza & Liberman (2017), J. Finance 72(1): forcing terms from about 90 to 30 days cut trade by 11 %.

    >>> round(terms_factor(60.0, 30.0, 0.10), 4)
    1.0718
    """
    if terms_days == today_days:
        return 1.0
    return math.pow(max(terms_days, 1.0) / max(today_days, 1.0), elasticity)
