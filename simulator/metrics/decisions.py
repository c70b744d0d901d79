"""Credit decisions of the textbook: is this order, or are these longer terms, worth their risk?"""

from typing import NamedTuple

from scipy.optimize import brentq

_DAYS_PER_YEAR = 365.0


def break_even_default_chance(cost: float, revenue: float, days: float, cost_of_funds: float) -> float:
    """The chance of default at which granting credit gains nothing (probability) (M21).

    1 - C (1 + k t / 365) / R, for one order. Source: Brealey and Myers. Cost 80 or 95 for 100, 45 days, 8 %:

    >>> [round(break_even_default_chance(cost, 100, 45, 0.08), 4) for cost in (80, 95)]
    [0.1921, 0.0406]
    """
    return 1 - cost * (1 + cost_of_funds * days / _DAYS_PER_YEAR) / revenue


def grant_value(revenue: float, cost: float, default_chance: float) -> float:
    """Expected gain of one order on credit (currency): (1 - p) R - C (M21b).

    >>> grant_value(100, 80, 0.25)
    -5.0
    """
    return (1 - default_chance) * revenue - cost


def grant_value_with_repeat(revenue: float, cost: float, first: float, then: float) -> float:
    """Expected gain where a customer who pays comes back (currency) (M21b).

    A chance of default of 25 % at first and 5 % after that; the first order alone would lose 5:

    >>> round(grant_value_with_repeat(100, 80, 0.25, 0.05), 9)
    6.25
    """
    return grant_value(revenue, cost, first) + (1 - first) * grant_value(revenue, cost, then)


class Terms(NamedTuple):
    """A policy of payment terms: when customers pay (days), and what is never paid (fraction of sales)."""

    pay_days: float
    bad_debt_fraction: float


def longer_terms_profit(
    sales: float,
    growth_fraction: float,
    variable_cost_fraction: float,
    cost_of_funds: float,
    change: tuple[Terms, Terms],
) -> float:
    """What other terms add to profit (currency per year) (M22).

    Margin of the new sales - cost of funds x (old sales paid later + new sales at variable cost) - more bad debt.
    Source: Van Horne; Gitman. Sales of 2.4 million grow by 15 % when 30 days become 60:

    >>> change = Terms(30, 0.01), Terms(60, 0.015)
    >>> round(longer_terms_profit(2.4e6, 0.15, 0.8, 0.12, change), 2)
    25247.67
    """
    before, after = change
    more = sales * growth_fraction
    tied = (after.pay_days - before.pay_days) * sales + after.pay_days * more * variable_cost_fraction
    bad_debt = after.bad_debt_fraction * (sales + more) - before.bad_debt_fraction * sales
    return more * (1 - variable_cost_fraction) - cost_of_funds * tied / _DAYS_PER_YEAR - bad_debt


def break_even_growth_fraction(
    sales: float, variable_cost_fraction: float, cost_of_funds: float, change: tuple[Terms, Terms]
) -> float:
    """How much sales must grow for other terms to gain nothing (fraction) (M22).

    >>> round(break_even_growth_fraction(2.4e6, 0.8, 0.12, (Terms(30, 0.01), Terms(60, 0.015))), 6)
    0.087833
    """

    def gain(growth: float) -> float:
        return longer_terms_profit(sales, growth, variable_cost_fraction, cost_of_funds, change)

    none, one = gain(0.0), gain(1.0)
    return float(brentq(gain, 0.0, 1.0)) if none * one < 0 else none / (none - one)


def present_value_per_day(
    sales: float, variable_cost_fraction: float, cost_of_funds: float, terms: Terms
) -> float:
    """Present value of a day's sales (currency per day): S / 365 x ((1 - b) / (1 + k t / 365) - v) (M22b).

    Source: Sartoris and Hill (1983). The same decision as in M22, 69.085 a day:

    >>> before = present_value_per_day(2.4e6, 0.8, 0.12, Terms(30, 0.01))
    >>> after = present_value_per_day(2.76e6, 0.8, 0.12, Terms(60, 0.015))
    >>> round(before, 3), round(after, 3), round(after - before, 3)
    (1185.738, 1254.822, 69.085)
    """
    later = 1 + cost_of_funds * terms.pay_days / _DAYS_PER_YEAR
    return sales / _DAYS_PER_YEAR * ((1 - terms.bad_debt_fraction) / later - variable_cost_fraction)
