"""Days, cents and rounding: the only place that converts."""

import math
from datetime import date, timedelta

from simulator.compiling import compiled

STRIDE = 1_000_000
"""Customer numbers: place in the portfolio + STRIDE x generation."""

NEVER = 1_000_000_000
"""A day that never comes."""

CENTS = 100


@compiled
def half_even(amount: float) -> int:
    """Round to the nearest whole number, ties to the even one.

    >>> half_even(2.5), half_even(3.5), half_even(-0.5), half_even(2.4999)
    (2, 4, 0, 2)
    """
    low = math.floor(amount)
    rest = amount - low
    if rest > 0.5 or (rest == 0.5 and low % 2 == 1):
        low += 1
    return low


def cents(amount: float) -> int:
    """Currency units to whole cents.

    >>> cents(12.345)
    1234
    """
    return int(half_even(amount * CENTS))


def currency(amount_cents: float) -> float:
    """Cents to currency units.

    >>> currency(1234)
    12.34
    """
    return amount_cents / CENTS


def date_of(start: date, day: int) -> date:
    """The date of a simulation day, day 0 being ``start``.

    >>> date_of(date(2026, 1, 1), -1)
    datetime.date(2025, 12, 31)
    """
    return start + timedelta(days=int(day))


def day_of(start: date, when: date) -> int:
    """The simulation day of a date.

    >>> day_of(date(2026, 1, 1), date(2026, 1, 31))
    30
    """
    return (when - start).days
