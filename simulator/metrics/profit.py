"""Profit after the cost of credit, line by line."""

from collections.abc import Mapping

LINES: dict[str, int] = {
    "sales": 1,
    "cost_of_sales": -1,
    "discounts": -1,
    "credit_notes": -1,
    "bad_debt": -1,
    "recoveries": 1,
    "claims": 1,
    "premium": -1,
    "collection_cost": -1,
    "information_cost": -1,
    "agency_cost": -1,
    "factoring_cost": -1,
    "overdraft_interest": -1,
    "late_interest": 1,
    "fixed_cost": -1,
}
"""The lines of M31 and whether they add to profit (1) or take from it (-1); amounts are positive."""


def profit(lines: Mapping[str, float]) -> float:
    """Profit after the cost of credit (currency): income lines - cost lines (M31).

    The carrying cost of receivables is a memo line and never enters.

    >>> profit({"sales": 1_000_000, "cost_of_sales": 800_000, "discounts": 6_000, "credit_notes": 4_000,
    ...         "bad_debt": 5_000, "recoveries": 500, "claims": 2_700, "premium": 2_500,
    ...         "collection_cost": 12_000, "information_cost": 1_000, "agency_cost": 800, "factoring_cost": 0,
    ...         "overdraft_interest": 3_200, "late_interest": 300, "fixed_cost": 100_000})
    69000
    """
    return sum(LINES[name] * amount for name, amount in lines.items())


def profit_bridge(today: Mapping[str, float], strategy: Mapping[str, float]) -> dict[str, float]:
    """What each line adds to the difference in profit, strategy minus today (currency) (M31b).

    >>> profit_bridge({"sales": 100, "discounts": 0}, {"sales": 130, "discounts": 10})
    {'sales': 30, 'discounts': -10}
    """
    return {name: LINES[name] * (strategy[name] - today[name]) for name in LINES if name in today}


def lost_margin(gross_margin_fraction: float, lost_orders: float) -> float:
    """Margin of orders lost: declined, held and lost, churned (currency) (M33).

    >>> lost_margin(0.20, 40_000 + 15_000 + 25_000)
    16000.0
    """
    return gross_margin_fraction * lost_orders
