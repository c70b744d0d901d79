"""The figures that a run of a collections desk is judged by, in the order in which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

SCALARS = (
    "profit",  # to the end of the run-off
    "lowest_cash",
    "dso",  # by count-back
    "direct_cost",  # e-mails, letters, calls beside salaries, agencies and courts
    "minutes",  # worked by collectors, to the end of the run-off
    "staff_cost",  # of the horizon
    "available_minutes",  # of the horizon
    "lost_margin",
    "contacts",
    "hours_needed",  # of those there are, cases waiting included
    "waiting",  # cases that a shift leaves
)
MOST_STEPS = 40
"""Steps of which it is counted how many invoices come to them."""


class Sizes(NamedTuple):
    """How many numbers a run has of each kind."""

    weeks: int
    days: int

    @property
    def whole(self) -> int:
        """All of them."""
        return len(SCALARS) + self.weeks + self.days + MOST_STEPS


@dataclass(frozen=True)
class Figures:
    """All runs of one case; the first index is the replication (currency, days, minutes, counts; whole horizon).

    Attributes:
        scalars: The figures by name.
        weekly_waiting: Cases waiting when a shift closes, average of each week (NaN: no shift).
        unpaid: Share of what was invoiced that is unpaid so many days after due.
        reached: For each step how many invoices came to it.
    """

    scalars: Mapping[str, Values]
    weekly_waiting: Values
    unpaid: Values
    reached: Values

    def __getitem__(self, name: str) -> Values:
        """A figure in each replication."""
        return self.scalars[name]

    @classmethod
    def of(cls, numbers: Values, sizes: Sizes) -> Self:
        """From the numbers as they are kept [replication, number]."""
        first = len(SCALARS)
        second = first + sizes.weeks
        third = second + sizes.days
        return cls(
            {name: numbers[:, place] for place, name in enumerate(SCALARS)},
            numbers[:, first:second],
            numbers[:, second:third],
            numbers[:, third:],
        )


def as_numbers(scalars: Mapping[str, float], *parts: Values) -> Values:
    """One run as it is kept: figures, waiting by week, unpaid by day, invoices by step (filled up with zeros)."""
    waiting, unpaid, reached = parts
    counts = np.zeros(MOST_STEPS)
    counts[: min(len(reached), MOST_STEPS)] = reached[:MOST_STEPS]
    return np.concatenate([[scalars[name] for name in SCALARS], waiting, unpaid, counts])
