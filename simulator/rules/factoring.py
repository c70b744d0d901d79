"""Factoring: what may be assigned, what the factor advances on it, what it charges. Amounts in cents."""

from simulator.compiling import compiled
from simulator.parameters import SEGMENTS
from simulator.units import half_even

PUBLIC = SEGMENTS.index("public")
_MONTHS = 12


@compiled
def is_of_age(issued: int, day: int, maximum_age_days: int) -> bool:
    """Whether an invoice is young enough for the factor's money.

    >>> is_of_age(10, 100, 90), is_of_age(10, 101, 90)
    (True, False)
    """
    return day - issued <= maximum_age_days


@compiled
def is_handed_back(due: int, day: int, recourse_days: int, protected_fraction: float) -> bool:
    """Whether the factor hands an unpaid invoice back: only where it bears no bad debts.

    >>> is_handed_back(30, 120, 90, 0.0), is_handed_back(30, 119, 90, 0.0), is_handed_back(30, 120, 90, 0.9)
    (True, False, False)
    """
    return protected_fraction <= 0.0 and day - due >= recourse_days


@compiled
def eligible_of_customer(eligible: int, ledger: int, concentration_fraction: float) -> int:
    """What of a customer's invoices is funded: no more than its largest share of all receivables.

    400,000 of one customer in a ledger of 1,000,000, of which one may have a quarter:

    >>> eligible_of_customer(40_000_000, 100_000_000, 0.25)
    25000000
    """
    return min(eligible, half_even(concentration_fraction * ledger))


@compiled
def advance(eligible: int, advance_fraction: float) -> int:
    """What the factor has paid out on the eligible invoices at the close of a day.

    >>> advance(10_000_000, 0.85)
    8500000
    """
    return half_even(advance_fraction * eligible)


@compiled
def service_fee(assigned: int, fee_fraction: float, minimum_per_year: float, month_share: float) -> int:
    """The fee for the invoices assigned in a month, or the least of it; the minimum is in cents a year.

    100,000 at 1.2 %; and nothing at all, with 12,000 a year at least:

    >>> service_fee(10_000_000, 0.012, 1_200_000.0, 1.0), service_fee(0, 0.012, 1_200_000.0, 1.0)
    (120000, 100000)
    """
    return max(half_even(assigned * fee_fraction), half_even(minimum_per_year / _MONTHS * month_share))
