"""Levels, differences and ranges in short: three digits at most, one unit for both ends of a range."""

from __future__ import annotations

from simulator.results.words import MINUS, money, sign, signed_money

_DAY = " d"
_SMALLEST_AMOUNT, _PLAIN_BELOW = 1_000.0, 9_995.0
_SMALLEST_DAYS = 0.05


def level_text(value: float, unit: str, currency: str, *, is_small: bool = False) -> str:
    """A level in short.

    >>> level_text(-1_340_000.0, "currency", "EUR"), level_text(45.23, "days", "EUR")
    ('−€1.34m', '45.2 d')
    """
    if unit == "days":
        return f"{MINUS if value < -_SMALLEST_DAYS else ''}{abs(value):.1f}{_DAY}"
    text = money(value, currency, is_small=is_small)
    return f"{MINUS}{text}" if value <= -(0.5 if is_small else _SMALLEST_AMOUNT) else text


def difference_text(value: float, unit: str, currency: str, *, is_small: bool = False) -> str:
    """A difference in short, with its sign.

    >>> difference_text(-71_200.0, "currency", "EUR"), difference_text(-4.58, "days", "EUR")
    ('−€71k', '−4.6 d')
    >>> difference_text(-20.0, "currency", "EUR"), difference_text(0.01, "days", "EUR")
    ('under €1k', 'under 0.1 d')
    """
    if unit == "days":
        small = abs(value) < _SMALLEST_DAYS
        return f"under 0.1{_DAY}" if small else f"{sign(value)}{abs(value):.1f}{_DAY}"
    return signed_money(value, currency, is_small=is_small)


def range_text(low: float, high: float, unit: str, *, signed: bool, is_small: bool = False) -> str:
    """A range in short; the unit stands once, at its end.

    >>> range_text(-75_400.0, -67_100.0, "currency", signed=True)
    '−75 to −67k'
    >>> range_text(3_210_000.0, 3_590_000.0, "currency", signed=False)
    '3.21 to 3.59m'
    >>> range_text(-8.51, -8.1, "days", signed=True), range_text(-400.0, 1_300.0, "currency", signed=True)
    ('−8.5 to −8.1 d', '−0.4 to +1.3k')
    >>> range_text(-412.0, 1_300.0, "currency", signed=True, is_small=True)
    '−412 to +1,300'
    """
    largest = max(abs(low), abs(high))
    if unit == "days":
        scale, letter, decimals = 1.0, _DAY, 1
    elif is_small and largest < _PLAIN_BELOW:
        scale, letter, decimals = 1.0, "", 0
    else:
        scale, letter = (
            (1e9, "bn") if largest >= 999.5e6 else (1e6, "m") if largest >= 999_500 else (1e3, "k")
        )
        scaled = largest / scale
        fitting = 2 if scaled < 9.995 else 1 if scaled < 99.95 else 0
        # thousands are finer than a whole one only where the range is a few thousands wide
        decimals = fitting if letter != "k" else min(fitting, 1 if (high - low) / scale < 3.0 else 0)
    one, other = (_signed(value / scale, decimals, signed=signed) for value in (low, high))
    return f"{one} to {other}{letter}"


def _signed(value: float, decimals: int, *, signed: bool) -> str:
    text = f"{abs(value):,.{decimals}f}"
    if not text.strip("0."):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text
