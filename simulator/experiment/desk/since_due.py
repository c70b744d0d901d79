"""What is still unpaid so many days after it fell due, and how many invoices come to each step of a ladder."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from simulator.journal import N_EVENTS, Event
from simulator.units import STRIDE

LAST_DAY = 120
"""Days after due up to which the share unpaid is told."""

_MONEY_IN = np.zeros(N_EVENTS, dtype=bool)
_MONEY_IN[[Event.PAID, Event.PAID_IN_PART, Event.PAID_TO_FACTOR, Event.DISCOUNTED, Event.CREDITED]] = True
_ENDS = np.zeros(N_EVENTS, dtype=bool)
_ENDS[[Event.PAID, Event.PAID_TO_FACTOR, Event.WRITTEN_OFF, Event.DEBT_SOLD]] = True
_BEFORE = 400


class SinceDue:
    """A journal reader that follows the invoices of the horizon to their end, by days from the due date.

    Attributes:
        invoiced: What was invoiced in the horizon, with VAT (cents).
        settled: What was paid, discounted or credited of it, by days from due (cents).
        reached: For each step how many invoices were still open on its day.
    """

    def __init__(self, ladder: NDArray[np.int64], segments: NDArray[Any], horizon_days: int) -> None:
        """A reader.

        Args:
            ladder: [step, (days from due, channel, segments as bits, from, below)], amounts with VAT (cents).
            segments: Of each place in the portfolio.
            horizon_days: Invoices issued on days 0 to this one (not included) count.
        """
        self.ladder, self.segments, self.horizon_days = ladder, segments, horizon_days
        self.invoiced = 0
        self.settled = np.zeros(_BEFORE + LAST_DAY + 2, dtype=np.int64)
        self.reached = np.zeros(len(ladder), dtype=np.int64)

    def take(self, rows: NDArray[Any]) -> None:
        """Read a block."""
        rows = rows[(rows["issued"] >= 0) & (rows["issued"] < self.horizon_days) & (rows["day"] >= 0)]
        amounts = rows["net"] + rows["vat"]
        self.invoiced += int(amounts[rows["event"] == Event.INVOICED].sum())
        after = (rows["day"] - rows["due"]).astype(np.int64)
        is_in = _MONEY_IN[rows["event"]]
        places = np.clip(after[is_in] + _BEFORE, 0, len(self.settled) - 1)
        np.add.at(self.settled, places, amounts[is_in])
        ends = _ENDS[rows["event"]]
        bits = 1 << self.segments[rows["customer"][ends] % STRIDE].astype(np.int64)
        for number, (day, _, segments, low, high) in enumerate(self.ladder.tolist()):
            is_for = (bits & segments != 0) & (amounts[ends] >= low) & (amounts[ends] < high)
            self.reached[number] += int((is_for & (after[ends] > day)).sum())

    def close_month(self, day: int) -> None:
        """Part of the reader's protocol; nothing to do."""

    def copy(self) -> Self:
        """A reader that has read the same and reads on by itself."""
        twin = type(self)(self.ladder, self.segments, self.horizon_days)
        twin.invoiced = self.invoiced
        twin.settled, twin.reached = self.settled.copy(), self.reached.copy()
        return twin

    def unpaid(self) -> NDArray[np.float64]:
        """Share of the value invoiced that is not paid at the close of day 0, 1, ... after due (NaN: none invoiced)."""
        paid = np.cumsum(self.settled)[_BEFORE : _BEFORE + LAST_DAY + 1]
        return 1.0 - paid / self.invoiced if self.invoiced else np.full(LAST_DAY + 1, np.nan)
