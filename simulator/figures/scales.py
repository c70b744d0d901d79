"""Scales: round tick values, short tick labels with a true minus, ranges with a little air."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from simulator.results.words import MINUS, figure, money, signed_money

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values between two ends, at most so many.

    >>> ticks(-1.62e6, 0.1e6)
    [-1500000.0, -1000000.0, -500000.0, 0.0]
    """
    span = high - low
    if not span > 0:
        return [low]
    raw = span / most
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in _STEPS if size * factor >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step + 0.0 for number in range(first, last + 1)]


def money_labels(values: Iterable[float]) -> list[str]:
    """Short labels of round amounts, all in one unit.

    >>> money_labels([-1500000.0, -500000.0, 0.0]), money_labels([0.0, 2500.0, 5000.0])
    (['−1.5m', '−0.5m', '0'], ['0', '2.5k', '5.0k'])
    """
    amounts = list(values)
    largest = max((abs(amount) for amount in amounts), default=0.0)
    unit, letter = (1e6, "m") if largest >= 1e6 else (1e3, "k") if largest >= 1e3 else (1.0, "")
    scaled = [amount / unit for amount in amounts]
    digits = next(
        (places for places in range(3) if all(abs(one - round(one, places)) < 1e-6 for one in scaled)), 3
    )
    return [
        f"{MINUS if one < 0 else ''}{abs(one):.{digits}f}{letter}" if abs(one) > 1e-9 else "0"
        for one in scaled
    ]


def percent_labels(values: Iterable[float]) -> list[str]:
    """Shares as percent.

    >>> percent_labels([0.5, 1.0])
    ['50 %', '100 %']
    """
    return [f"{value * 100:.0f} %" for value in values]


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """A range with air at both ends; never empty.

    >>> padded(0.0, 100.0, 0.1)
    (-10.0, 110.0)
    """
    span = (high - low) or max(abs(high), 1.0)
    return low - span * share, high + span * share


PHONE_TICKS = 3
"""So many round values have room for their labels beside each other on a phone."""


def money_axis(low: float, high: float, most: int = 5) -> dict[str, Any]:
    """Range, ticks and labels of an axis of amounts."""
    values = ticks(low, high, most)
    return {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": values,
        "ticktext": money_labels(values),
    }


def signed_short(amount: float, *, is_small: bool = False) -> str:
    """An amount beside a bar, with its sign; of a small company in plain units.

    >>> signed_short(38_200.0), signed_short(-9_100.0), signed_short(-300.0), signed_short(-300.0, is_small=True)
    ('+38k', '−9k', 'under 1k', '−300')
    """
    if is_small:
        return "0" if abs(amount) < 0.5 else signed_money(amount, "", is_small=True).replace(" ", "")
    return "under 1k" if abs(amount) < 1_000 else figure(amount, "currency", signed=True)


def short(amount: float, *, is_small: bool = False) -> str:
    """An amount without its sign beside a mark; of a small company in plain units.

    >>> short(92_400.0), short(1_340_000.0), short(924.0, is_small=True)
    ('92k', '1.34m', '924')
    """
    if is_small:
        return money(amount, "", is_small=True).strip()
    return "under 1k" if abs(amount) < 1_000 else figure(abs(amount), "currency")
