"""What makes the difference in profit: lines of profit put together, the large ones by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.profit import LINES
from simulator.results.comparison import Comparison
from simulator.results.words import smallest_amount

MOST_ITEMS = 5
TINY_AMOUNT = 500.0
"""What is less than this a year, or less than a share of the largest, is not told by name (currency)."""

_TINY_SHARE = 0.03

_ITEMS: dict[tuple[str, ...], tuple[str, str]] = {
    ("sales", "cost_of_sales"): ("Margin on more sales", "Margin on lost sales"),
    ("discounts",): ("Smaller discounts", "Discounts"),
    ("credit_notes",): ("Fewer credit notes", "Credit notes"),
    ("bad_debt",): ("Write-offs avoided", "More write-offs"),
    ("recoveries",): ("More recovered", "Less recovered"),
    ("claims",): ("Insurance claims", "Fewer claims"),
    ("premium",): ("Lower premium", "Insurance premium"),
    ("collection_cost",): ("Cheaper collections", "Collections"),
    ("information_cost",): ("Fewer credit checks", "Credit checks"),
    ("agency_cost",): ("Less for agencies", "Agencies and courts"),
    ("factoring_cost",): ("Cheaper factoring", "Factoring"),
    ("overdraft_interest",): ("Overdraft interest", "Overdraft interest"),
    ("late_interest",): ("Late interest", "Less late interest"),
    ("fixed_cost",): ("Fixed cost", "Fixed cost"),
}
"""Lines of M31 that are shown as one, and what it is called as a gain and as a cost."""


@dataclass(frozen=True)
class Item:
    """One bar: its name, and what it adds to profit a year in each replication (currency)."""

    name: str
    values: NDArray[np.float64]
    is_small: bool = False

    @property
    def amount(self) -> float:
        """The average."""
        return float(self.values.mean())


def tiny_amount(comparison: Comparison) -> float:
    """Below this nothing has a bar of its own (currency)."""
    return smallest_amount(is_small=True) / 2 if comparison.is_small else TINY_AMOUNT


def items(comparison: Comparison, position: int) -> list[Item]:
    """Gains from the largest down, then costs from the smallest up; what is tiny is one "Other"."""
    lines = comparison.results[position].samples.lines - comparison.first.samples.lines
    by_line = lines.sum(axis=1) * np.array(list(LINES.values())) / comparison.years
    names = list(LINES)
    found = []
    for members, (gain, cost) in _ITEMS.items():
        values = by_line[:, [names.index(member) for member in members]].sum(axis=1)
        found.append(Item(gain if values.mean() >= 0 else cost, values, comparison.is_small))
    found = [item for item in found if item.values.any()]
    found.sort(key=lambda item: -abs(item.amount))
    floor = max(_TINY_SHARE * abs(found[0].amount), tiny_amount(comparison)) if found else 0.0
    large = [item for item in found if abs(item.amount) >= floor][:MOST_ITEMS]
    rest = [item for item in found if item not in large]
    if len(rest) == 1:
        large.append(rest[0])
    elif rest:
        large.append(Item("Other", np.sum([item.values for item in rest], axis=0), comparison.is_small))
    return sorted(large, key=lambda item: (item.amount < 0, -item.amount))
