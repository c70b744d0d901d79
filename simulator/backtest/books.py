"""A ledger as whole numbers: what is known at the end of a day, and what happened in the weeks after it.

Forecasts are made from ``Known`` alone, which holds nothing later than its day, so that no method can peep.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.ledger import Ledger
from simulator.metrics.ageing import BUCKETS, EDGES

NEVER = 1_000_000
"""Day number of what does not happen (1 January 4707); days are counted from 1 January 1970."""

DAYS_PER_WEEK = 7
SALES_DAYS = 91
"""Days of issue that give the daily sales of a DSO: thirteen weeks."""

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """What is known at the end of a day: invoices issued by then, payments made by then, and nothing later.

    Attributes:
        day: the day, as a number.
        weeks: how many weeks are to be forecast, the first from the next day on.
        customers: number of customers in the whole ledger.
        row: the invoice's row in the book, which addresses its luck.
        customer: number of its customer.
        issued: day of issue.
        due: due day.
        paid: day of payment, NEVER if it is open at the end of the day.
        cents: amount including VAT.
    """

    day: int
    weeks: int
    customers: int
    row: Whole
    customer: Whole
    issued: Whole
    due: Whole
    paid: Whole
    cents: Whole

    def __len__(self) -> int:
        """Number of invoices known."""
        return len(self.row)

    @property
    def is_paid(self) -> Mask:
        """Invoices paid by the end of the day."""
        return self.paid < NEVER

    @cached_property
    def open(self) -> Whole:
        """The open book: places of the invoices issued and not paid by the end of the day."""
        return np.flatnonzero(~self.is_paid)

    def at(self, day: int) -> Known:
        """What was known at an earlier day."""
        rows = np.flatnonzero(self.issued <= day)
        paid = self.paid[rows]
        return Known(
            day,
            self.weeks,
            self.customers,
            self.row[rows],
            self.customer[rows],
            self.issued[rows],
            self.due[rows],
            np.where(paid <= day, paid, NEVER),
            self.cents[rows],
        )


@dataclass(frozen=True)
class Outcome:
    """What happened in the weeks after a day; cents.

    Attributes:
        weekly_cents: payments on the open book, by week.
        all_weekly_cents: the same with payments on invoices issued later.
        paid: day of payment of each invoice of the open book, NEVER if the ledger does not tell.
        open_cents_end: what of the open book is left at the end of the last week, by age.
        open_cents: the open book.
        daily_sales_cents: sales of a day, over the thirteen weeks up to the day (or all weeks there are).
    """

    weekly_cents: NDArray[np.float64]
    all_weekly_cents: NDArray[np.float64]
    paid: Whole
    open_cents_end: NDArray[np.float64]
    open_cents: float
    daily_sales_cents: float


@dataclass(frozen=True)
class Book:
    """All invoices of a ledger as whole numbers; credit notes are left out, as in fitting."""

    customers: int
    row: Whole
    customer: Whole
    issued: Whole
    due: Whole
    paid: Whole
    cents: Whole

    @classmethod
    def of(cls, ledger: Ledger) -> Book:
        """The invoices of a ledger."""
        rows = np.flatnonzero(ledger.amount_cents > 0)
        names, customer = np.unique(ledger.customer[rows].astype(str), return_inverse=True)
        return cls(
            customers=len(names),
            row=rows,
            customer=customer.astype(np.int64),
            issued=day_numbers(ledger.issued[rows]),
            due=day_numbers(ledger.due[rows]),
            paid=day_numbers(ledger.paid[rows]),
            cents=ledger.amount_cents[rows].astype(np.int64),
        )

    def known_at(self, day: int, weeks: int) -> Known:
        """What was known at the end of a day."""
        columns = (self.row, self.customer, self.issued, self.due, self.paid, self.cents)
        return Known(day, weeks, self.customers, *columns).at(day)

    def after(self, day: int, weeks: int) -> Outcome:
        """What happened in the weeks after a day."""
        known = self.issued <= day
        is_open = known & (self.paid > day)
        end = day + DAYS_PER_WEEK * weeks
        left = np.where(is_open & (self.paid > end), self.cents, 0)
        first = max(day - SALES_DAYS, int(self.issued.min()) - 1)
        recent = (self.issued > first) & known
        return Outcome(
            weekly_cents=self._receipts(day, weeks, is_open),
            all_weekly_cents=self._receipts(day, weeks, np.ones(len(self.row), dtype=np.bool_)),
            paid=self.paid[is_open],
            open_cents_end=np.bincount(ages(self.due, end), left, minlength=len(BUCKETS)).astype(np.float64),
            open_cents=float(self.cents[is_open].sum()),
            daily_sales_cents=float(self.cents[recent].sum()) / max(1, day - first),
        )

    def _receipts(self, day: int, weeks: int, rows: Mask) -> NDArray[np.float64]:
        """Payments of each week after a day on some of the invoices."""
        week = weeks_after(day, self.paid)
        counted = rows & (week >= 0) & (week < weeks)
        return np.bincount(week[counted], self.cents[counted], minlength=weeks).astype(np.float64)


def day_numbers(days: NDArray[np.datetime64]) -> Whole:
    """Days as numbers, NEVER where there is none.

    >>> day_numbers(np.array(["1970-01-03", "NaT"], dtype="datetime64[D]")).tolist()
    [2, 1000000]
    """
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(days), NEVER, numbers)


def weeks_after(day: int, days: Any) -> Any:
    """In which week after a day each day lies: 0 for the next seven days, negative for the day itself and before.

    >>> weeks_after(100, np.array([100, 101, 107, 108])).tolist()
    [-1, 0, 0, 1]
    """
    return (days - day - 1) // DAYS_PER_WEEK


def ages(due: Whole, day: int) -> Whole:
    """Bucket of age of invoices at the end of a day, by days past due.

    >>> ages(np.array([100, 99, 69]), 100).tolist()
    [0, 1, 2]
    """
    return np.searchsorted(np.asarray(EDGES), day - due, side="left")
