"""Cash: how low it gets, what an overdraft costs, and what receivables tie up."""

from collections.abc import Sequence


def lowest_cash(closing_cash: Sequence[float]) -> float:
    """The lowest closing cash of all days (currency) (M32).

    >>> lowest_cash([5.0, -3.0, 2.0])
    -3.0
    """
    return float(min(closing_cash))


def overdraft_days(closing_cash: Sequence[float]) -> int:
    """Days that close below zero (days) (M34).

    >>> overdraft_days([-100_000.0] * 10 + [-50_000.0] * 5 + [20.0])
    15
    """
    return sum(1 for cash in closing_cash if cash < 0)


def days_beyond_limit(closing_cash: Sequence[float], overdraft_limit: float) -> int:
    """Days that close below the overdraft limit, a positive amount (days) (M34).

    >>> days_beyond_limit([-100_000.0] * 10 + [-50_000.0] * 5, 60_000)
    10
    """
    return sum(1 for cash in closing_cash if cash < -overdraft_limit)


def overdraft_interest(closing_cash: Sequence[float], rate_per_year: float) -> float:
    """Interest on daily negative cash (currency): sum of max(0, -cash) x rate / 365 (M34).

    >>> round(overdraft_interest([-100_000.0] * 10 + [-50_000.0] * 5, 0.08), 2)
    273.97
    """
    return sum(max(0.0, -cash) for cash in closing_cash) * rate_per_year / 365


def cash_conversion_cycle_days(
    inventory_days: float, dso: float | None, supplier_days: float
) -> float | None:
    """Cash conversion cycle (days): inventory days + DSO - supplier days (M16).

    >>> round(cash_conversion_cycle_days(45, 43.548, 38), 3)
    50.548
    """
    return None if dso is None else inventory_days + dso - supplier_days


def cash_released(days_saved: float, credit_sales_per_year: float) -> float:
    """Cash set free once by a lower DSO (currency): days saved x credit sales / 365 (M16b).

    >>> cash_released(5, 3_650_000)
    50000.0
    """
    return days_saved * credit_sales_per_year / 365


def working_capital_cost(average_receivables: float, cost_of_funds_per_year: float) -> float:
    """What receivables cost to carry (currency per year): average receivables x cost of funds (M17, memo).

    >>> working_capital_cost(425_000, 0.08)
    34000.0
    """
    return average_receivables * cost_of_funds_per_year


def credit_sales_fraction(credit_sales: float, cash_sales: float) -> float | None:
    """Credit sales / total sales (fraction) (M14).

    >>> credit_sales_fraction(3_600_000, 400_000)
    0.9
    """
    total = credit_sales + cash_sales
    return credit_sales / total if total > 0 else None
