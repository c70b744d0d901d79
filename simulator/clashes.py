"""Levers that contradict each other, with the change that mends it: refused everywhere, mended with one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.levers import Levers


@dataclass(frozen=True)
class Clash:
    """Two levers that cannot stand together.

    Attributes:
        sentence: Both values, and why they clash.
        key: The lever that is changed to mend it.
        value: Its new value.
        remedy: That change in words, for a button.
    """

    sentence: str
    key: str
    value: Any
    remedy: str


def clashes(levers: Levers, longest_terms_days: int) -> tuple[Clash, ...]:
    """What is contradictory in a strategy.

    Args:
        levers: Every lever's value.
        longest_terms_days: The longest payment terms that any customer has under the strategy (days).

    >>> from simulator.levers import Levers
    >>> late = Levers().but(discount={"rate_fraction": 0.02, "window_days": 40})
    >>> clashes(late, 30)[0].sentence
    'The discount window (40 days) is longer than the payment terms (30 days).'
    """
    discount = levers.discount
    if discount.rate_fraction <= 0.0 or discount.window_days <= longest_terms_days:
        return ()
    days = min(10, longest_terms_days)
    return (
        Clash(
            f"The discount window ({discount.window_days} days) is longer than the payment terms "
            f"({longest_terms_days} days).",
            "discount.window_days",
            days,
            f"Set the window to {days} days",
        ),
    )
