"""Money rules that the books share: VAT, cost of a delivery, discount, interest. Each part is rounded once."""

from simulator.compiling import compiled
from simulator.units import half_even

_DAYS_PER_YEAR = 365.0


@compiled
def vat_cents(net: int, vat_fraction: float) -> int:
    """VAT on a net amount, cents, half to even.

    >>> vat_cents(10050, 0.2)
    2010
    """
    return half_even(net * vat_fraction)


@compiled
def cost_cents(amount: int, margin_fraction: float) -> int:
    """Cost (or input VAT) of a delivery sold for ``amount``, cents.

    >>> cost_cents(10000, 0.2)
    8000
    """
    return half_even(amount * (1.0 - margin_fraction))


@compiled
def share_cents(amount: int, fraction: float) -> int:
    """A share of an amount, cents: a discount, a dividend.

    >>> share_cents(10000, 0.02)
    200
    """
    return half_even(amount * fraction)


@compiled
def overdraft_interest_cents(cent_days: int, rate_per_year: float) -> int:
    """Interest on the sum over days of the overdrawn cents.

    100,000 for 10 days and 50,000 for 5 at 8 %:

    >>> overdraft_interest_cents(100 * (100_000 * 10 + 50_000 * 5), 0.08)
    27397
    """
    return half_even(cent_days * rate_per_year / _DAYS_PER_YEAR)
