"""What policies differ in: top-up cover, the duty to tell overdues, who gets later money first."""

from simulator.compiling import compiled
from simulator.units import half_even


@compiled
def topped_up(asked: int, granted: int, fraction: float) -> int:
    """What a second insurer adds to a limit that was cut, whole currency; nothing where it was refused.

    >>> topped_up(50_000, 25_000, 0.8), topped_up(50_000, 0, 0.8)
    (20000, 0)
    """
    return half_even(fraction * (asked - granted)) if granted > 0 else 0


@compiled
def is_out_of_time(due: int, day: int, notification_days: int) -> bool:
    """Whether the insurer should have been told by now that an invoice is not paid.

    >>> is_out_of_time(30, 90, 60), is_out_of_time(30, 91, 60)
    (False, True)
    """
    return day - due > notification_days


@compiled
def is_rejected(told: float, refused: float, notified_fraction: float, rejected_fraction: float) -> bool:
    """Whether an overdue was not told in time, and the insurer does not pay for it; two draws.

    >>> is_rejected(0.95, 0.3, 0.9, 0.5), is_rejected(0.95, 0.6, 0.9, 0.5), is_rejected(0.5, 0.3, 0.9, 0.5)
    (True, False, False)
    """
    return told >= notified_fraction and refused < rejected_fraction


@compiled
def insured_share(insured: int, debt: int, insured_part_first: bool) -> float:
    """The share of later money that counts for the insured part of a debt: pro rata, or all of it first.

    >>> insured_share(100_000, 125_000, False), insured_share(100_000, 125_000, True)
    (0.8, 1.0)
    """
    return 1.0 if insured_part_first and insured > 0 else insured / debt
