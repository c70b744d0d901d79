"""Hazards of payment by day late: counted right-censored, and shrunk from the ledger to terms to customer to weekday.

The customer's own empirical law, shrunk to those of customers with like terms, predicts later invoices better than any
parametric law tried (measured on a distributor's ledger: 17,525 invoices of 703 customers).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TERMS_SHRINKAGE = 30.0
"""Pseudo-invoices of all customers' hazard in that of customers with the same terms."""

CUSTOMER_SHRINKAGE = 5.0
"""Pseudo-invoices of like customers' hazard in a customer's own."""

WEEKDAY_SHRINKAGE = 16.0
"""Pseudo-invoices of a customer's hazard in that of its invoices due on one weekday."""

WEIGHT_POWER = 0.25
"""Invoices count by their amount over their customer's average, to this power: cash is in the large ones.

At 0.5 cash forecasts of a distributor's ledger lost all bias but dates got worse; at 0 the other way round.
"""

FIRST_DAY = -200
LAST_DAY = (365, 260)
"""Latest day of a law by axis: calendar days, banking days."""

_TAIL_EVENTS = 30.0
_TAIL_PRIOR = (0.5, 10.0)  # payments, days open
_Days = NDArray[np.int64]
_Values = NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """Invoices under observation: whole days late on the customer's axis.

    Attributes:
        entry: from which day on a payment could have been seen (the day of issue).
        exit: the day of payment, or the last day seen without one.
        paid: whether it was paid on ``exit``.
        weight: for how many invoices it counts; none: each for one.
    """

    entry: _Days
    exit: _Days
    paid: NDArray[np.bool_]
    weight: _Values | None = None

    def of(self, rows: NDArray[np.int64]) -> Exposure:
        """The exposure of some invoices."""
        weight = None if self.weight is None else self.weight[rows]
        return Exposure(self.entry[rows], self.exit[rows], self.paid[rows], weight)

    def seen(self) -> Exposure:
        """Without invoices that were never under observation (issued after the last day seen)."""
        return self.of(np.flatnonzero(self.entry <= self.exit))


def grid_days(axis: int) -> _Days:
    """The whole days on which hazards are counted."""
    return np.arange(FIRST_DAY, LAST_DAY[axis] + 1)


def count_hazard(exposure: Exposure, days: _Days) -> tuple[_Values, _Values]:
    """Payments and invoices under observation on each day.

    Invoices beyond the last day are seen without payment until it.
    """
    first, size = int(days[0]), len(days)
    weight = np.ones(len(exposure.entry)) if exposure.weight is None else exposure.weight
    entry = np.clip(exposure.entry - first, 0, size - 1)
    leave = np.clip(exposure.exit - first, 0, size - 1)
    paid = exposure.paid & (exposure.exit <= days[-1])
    events = np.bincount(leave[paid], weights=weight[paid], minlength=size).astype(np.float64)
    change = np.bincount(entry, weights=weight, minlength=size + 1)
    change -= np.bincount(leave + 1, weights=weight, minlength=size + 1)
    return events, np.maximum(np.cumsum(change)[:size], 0.0)


def pooled_hazard(exposure: Exposure, days: _Days) -> _Values:
    """Share paid on each day among all invoices still open; the far tail is one level.

    The last payments (30, or a tenth if that is less) are spread over all the days on which they were waited
    for, since single late payments would make a hazard of spikes and gaps. Half a payment in ten days is added,
    so that hope never ends where all have paid.
    """
    events, at_risk = count_hazard(exposure, days)
    hazard = np.divide(events, at_risk, out=np.zeros(len(days)), where=at_risk > 0)
    later = np.concatenate([np.cumsum(events[::-1])[::-1], [0.0]])
    enough = min(_TAIL_EVENTS, max(1.0, later[0] / 10.0))
    tail = int(np.argmax(later < enough))
    hazard[tail:] = (later[tail] + _TAIL_PRIOR[0]) / (at_risk[tail:].sum() + _TAIL_PRIOR[1])
    return hazard


def shrunk_hazard(counts: tuple[_Values, _Values], prior: _Values, weight: float) -> _Values:
    """A group's own hazard shrunk to that of a larger one: (payments + k prior) / (open + k).

    With 10 open invoices of which 4 are paid on a day, a prior of 0.2 and k = 10 it is 0.3:

    >>> shrunk_hazard((np.array([4.0]), np.array([10.0])), np.array([0.2]), 10.0).tolist()
    [0.3]
    """
    events, at_risk = counts
    return (events + weight * prior) / (at_risk + weight)


def hazards_by_weekday(
    exposure: Exposure, weekday: NDArray[np.int64], days: _Days, prior: _Values
) -> tuple[_Values, dict[int, _Values]]:
    """A customer's hazard, and that of its invoices due on each weekday on which any was due.

    Nothing is paid before the customer's earliest day under observation, whatever others do.
    """
    own = shrunk_hazard(count_hazard(exposure, days), prior, CUSTOMER_SHRINKAGE)
    if len(exposure.entry):
        own[: np.searchsorted(days, exposure.entry.min())] = 0.0
    found = {}
    for day in np.unique(weekday).tolist():
        counts = count_hazard(exposure.of(np.flatnonzero(weekday == day)), days)
        found[int(day)] = shrunk_hazard(counts, own, WEEKDAY_SHRINKAGE)
    return own, found
