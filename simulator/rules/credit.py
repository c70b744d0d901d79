"""Credit limits and stop-supply."""

from simulator.compiling import compiled
from simulator.units import half_even

UNLIMITED = 4_000_000_000_000_000_000


@compiled
def limit_cents(months: float, monthly_sales: float, minimum_orders: float, order_value: float) -> int:
    """Credit limit, gross, in cents: months of sales, at least some typical orders; no months: no limit.

    Source: two months of sales, payontime.co.uk, "How much credit to allow". Sales of 10,000 a month, x 2:

    >>> limit_cents(2.0, 10000.0, 5.0, 1000.0)
    2000000
    """
    if months < 0.0:
        return UNLIMITED
    return half_even(100.0 * max(months * monthly_sales, minimum_orders * order_value))


@compiled
def is_stopped(oldest_due: int, stop_supply_days: int, day: int) -> bool:
    """Whether supply stops: the oldest open invoice is overdue beyond the lever's days.

    >>> is_stopped(0, 30, 31), is_stopped(0, 30, 30), is_stopped(0, 1000, 900)
    (True, False, False)
    """
    return oldest_due + stop_supply_days < day


@compiled
def fits(use_cents: int, order_cents: int, limit: int) -> bool:
    """Whether an order fits under the limit, with what is open and what is accepted but not delivered."""
    return use_cents + order_cents <= limit


@compiled
def statement_limit(net_worth: float, working_capital: float) -> float:
    """Credit limit that a customer's accounts bear: 10 % of net worth, at most 20 % of net working capital.

    Source: payontime.co.uk, "How much credit to allow". Net worth 300,000 and working capital 120,000:

    >>> statement_limit(300_000.0, 120_000.0)
    24000.0
    """
    return min(0.10 * net_worth, 0.20 * working_capital)


@compiled
def insured_limit(own_limit: int, cover: int, vat_fraction: float) -> int:
    """Credit limit where nobody gets more than the insurer covers (whole currency, net of VAT), in cents.

    >>> insured_limit(2_000_000, 10_000, 0.20), insured_limit(1_000_000, 10_000, 0.20)
    (1200000, 1000000)
    """
    return min(own_limit, half_even(100.0 * cover * (1.0 + vat_fraction)))
