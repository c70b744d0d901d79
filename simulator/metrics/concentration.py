"""Concentration: how much of the sales hangs on few customers."""

from collections.abc import Sequence


def shares(amounts: Sequence[float]) -> list[float]:
    """Each customer's share of the whole (fractions); empty when there is nothing to share.

    >>> shares([3, 1])
    [0.75, 0.25]
    """
    total = sum(amounts)
    return [amount / total for amount in amounts] if total > 0 else []


def herfindahl(parts: Sequence[float]) -> float | None:
    """Herfindahl index (0 to 1): sum of squared shares (M25).

    >>> round(herfindahl([0.30, 0.20, 0.15, 0.10] + [0.05] * 5), 4)
    0.175
    """
    return sum(part * part for part in parts) if parts else None


def effective_customers(index: float | None) -> float | None:
    """How many equal customers would be as concentrated (customers): 1 / Herfindahl (M25).

    >>> round(effective_customers(0.175), 3)
    5.714
    """
    return 1 / index if index else None


def top10_fraction(parts: Sequence[float]) -> float | None:
    """Share of the ten largest (fraction) (M25).

    >>> round(top10_fraction([0.30, 0.20, 0.15, 0.10] + [0.05] * 5), 9)
    1.0
    """
    return sum(sorted(parts, reverse=True)[:10]) if parts else None
