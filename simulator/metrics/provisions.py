"""Provision for receivables by a matrix: what the book, by days past due, will lose at the rates observed."""

from collections.abc import Sequence
from itertools import pairwise

BUCKET_LABELS = (
    "Not yet due",
    "1 to 30 days past due",
    "31 to 60 days past due",
    "61 to 90 days past due",
    "Over 90 days past due",
)


def expected_credit_loss(balances: Sequence[float], loss_rates: Sequence[float]) -> float:
    """Provision (currency): sum of balance x loss rate over the ageing buckets (M23).

    Source: IFRS 9, Illustrative Example 12, in millions:

    >>> round(expected_credit_loss([15, 7.5, 4, 2.5, 1], [0.003, 0.016, 0.036, 0.066, 0.106]), 9)
    0.58
    """
    return sum(balance * rate for balance, rate in zip(balances, loss_rates, strict=True))


def reached(settled: Sequence[float], lost: Sequence[float]) -> list[float]:
    """What came as far as each bucket: all that was settled or lost in it or in a later one (unit of the input).

    >>> reached([50, 27, 15, 6, 0], [0, 0, 0, 0, 2])
    [100.0, 50.0, 23.0, 8.0, 2.0]
    """
    found: list[float] = []
    total = 0.0
    for paid, gone in zip(reversed(settled), reversed(lost), strict=True):
        total += paid + gone
        found.insert(0, total)
    return found


def loss_rates(settled: Sequence[float], lost: Sequence[float]) -> list[float | None]:
    """Loss rate of each bucket (fraction): lost of what came as far / what came as far (M23b).

    100,000 sold; 50,000 paid on time, 27,000, 15,000 and 6,000 in the next three buckets, 2,000 lost:

    >>> [round(rate, 5) for rate in loss_rates([50, 27, 15, 6, 0], [0, 0, 0, 0, 2])]
    [0.02, 0.04, 0.08696, 0.25, 1.0]

    On a book of 300, 140, 60, 23 and 5 thousand that makes a provision of 27,567.39:

    >>> rates = loss_rates([50, 27, 15, 6, 0], [0, 0, 0, 0, 2])
    >>> round(expected_credit_loss([300_000, 140_000, 60_000, 23_000, 5_000], rates), 2)
    27567.39
    """
    gone = reached([0.0] * len(lost), lost)
    return [
        part / whole if whole > 0 else None for part, whole in zip(gone, reached(settled, lost), strict=True)
    ]


def with_overlay(rates: Sequence[float | None], overlay: float) -> list[float]:
    """Loss rates adjusted for what is to come (fractions), at most all; a rate that is not known loses nothing.

    Source: IFRS 9 B5.5.35 and B5.5.52. A recession is expected:

    >>> with_overlay([0.02, 0.04, None, 0.8], 1.5)
    [0.03, 0.06, 0.0, 1.0]
    """
    return [min((rate or 0.0) * overlay, 1.0) for rate in rates]


def roll_rates(settled: Sequence[float], lost: Sequence[float]) -> list[float | None]:
    """Roll rates (fractions): what came as far as a bucket / what came as far as the one before it (M23b).

    >>> [round(rate, 5) for rate in roll_rates([50, 27, 15, 6, 0], [0, 0, 0, 0, 2])]
    [0.5, 0.46, 0.34783, 0.25]
    """
    found = reached(settled, lost)
    return [after / before if before > 0 else None for before, after in pairwise(found)]
