"""What every row of a journal adds to a measure: so a difference can be followed to customers and invoices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.journal import N_EVENTS, POSTINGS, Account, Event
from simulator.metrics.profit import LINES


class Additive(NamedTuple):
    """A measure that is a sum over journal rows.

    Attributes:
        measure: Its name in the catalogue.
        name: What is summed, in words.
        coefficients: [event, (net, VAT)]: what a row adds per cent that it carries.
        horizon_only: Whether what happens after the horizon does not count.
        by_days: Whether a row counts for every day that is left of the horizon (what stands open on average).
    """

    measure: str
    name: str
    coefficients: NDArray[np.int64]
    horizon_only: bool
    by_days: bool = False

    def amounts(self, rows: NDArray[np.void], horizon_days: int) -> NDArray[np.int64]:
        """What each row adds (cents; cents x days where it counts by days), in a run from day 0 on."""
        by_row = self.coefficients[rows["event"]]
        added: NDArray[np.int64] = by_row[:, 0] * rows["net"] + by_row[:, 1] * rows["vat"]
        counts = rows["day"] >= 0
        if self.horizon_only:
            counts &= rows["day"] < horizon_days
        if self.by_days:
            added = added * (horizon_days - rows["day"].astype(np.int64))
        return np.where(counts, added, 0)

    def divisor(self, horizon_days: int) -> int:
        """By what sums of amounts are divided to be cents."""
        return horizon_days if self.by_days else 1

    @property
    def events(self) -> NDArray[np.bool_]:
        """Which events matter."""
        return np.asarray(self.coefficients.any(axis=1))


def _profit() -> NDArray[np.int64]:
    """Credits less debits on the accounts of profit: the lines of M31 in one."""
    accounts = [Account[name.upper()] for name in LINES]
    return np.asarray(-POSTINGS[:, accounts, :].sum(axis=1))


def _of(*events: Event, less: tuple[Event, ...] = (), parts: tuple[int, int] = (1, 1)) -> NDArray[np.int64]:
    table = np.zeros((N_EVENTS, 2), dtype=np.int64)
    table[list(events)] = parts
    table[list(less)] = [-part for part in parts]
    return table


def _written_off() -> NDArray[np.int64]:
    """Net of VAT; of a sold debt the VAT field is what the sale does not bring."""
    table = _of(Event.WRITTEN_OFF, parts=(1, 0))
    table[Event.DEBT_SOLD] = (0, 1)
    return table


ADDITIVE = {
    "profit_to_the_end": Additive("profit_to_the_end", "profit to the end", _profit(), False),
    "cash_collected": Additive(
        "cash_collected",
        "cash collected",
        _of(
            Event.PAID, Event.PAID_IN_PART, Event.PAID_TO_FACTOR, Event.DEPOSIT_PAID,
            less=(Event.DEPOSIT_RETURNED,),
        ),
        True,
    ),
    "dso_countback_days": Additive(
        "dso_countback_days",
        "receivables, average of all days",
        np.ascontiguousarray(POSTINGS[:, Account.RECEIVABLES, :]),
        True,
        by_days=True,
    ),
    "write_offs": Additive("write_offs", "write-offs", _written_off(), True),
}  # fmt: skip
"""Measures that can be followed to the invoice. DSO is no sum: the receivables behind it are."""
