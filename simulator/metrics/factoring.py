"""What a factor's money is and what it costs."""


def factor_funding(drawn_days: float, days: int) -> float:
    """Money from the factor on an average day (currency): the closing balances drawn, summed / days.

    85,000 drawn for 45 days of a quarter:

    >>> factor_funding(85_000 * 45, 90)
    42500.0
    """
    return drawn_days / days


def factoring_yearly_rate(cost: float, drawn_days: float) -> float | None:
    """All that a factor charges, as a simple yearly rate on what was drawn (fraction): cost x 365 / drawn days (M29).

    100,000 factored for 45 days, 85 % of it drawn, for 1,933.56:

    >>> round(factoring_yearly_rate(1_933.56, 85_000 * 45), 5)
    0.18451
    """
    return cost * 365 / drawn_days if drawn_days > 0 else None


def assigned_sales_fraction(assigned: float, sales: float) -> float | None:
    """Invoices assigned / invoices, both with VAT (fraction).

    >>> assigned_sales_fraction(850_000, 1_000_000)
    0.85
    """
    return assigned / sales if sales > 0 else None
