"""The portfolio as columns: who the customers are, before any luck and any strategy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.light import LedgerLight

SEGMENTS = ("large", "mid", "sme", "micro", "public")
KNOTS = 33

TRAITS = np.dtype(
    [
        ("segment", "i4"),
        ("law", "i4"),
        ("axis", "i4"),  # 0: lateness in calendar days; 1: in banking days after the rolled due date
        ("terms_days", "i4"),
        ("run_calendar", "i4"),
        ("spare", "i4"),
        ("habit_share", "f8"),
        ("orders_per_month", "f8"),
        ("order_value", "f8"),  # mean net value, currency units
        ("order_cv", "f8"),
    ],
    align=True,
)

OPEN_ITEM = np.dtype(
    [
        ("slot", "i4"),
        ("issued", "i4"),
        ("due", "i4"),
        ("net", "i8"),
        ("vat", "i8"),
        ("soft", "f8"),  # what earlier e-mails still add to the hazard, on average
        ("firm", "f8"),  # the same of calls and letters
        ("tired_email", "f8"),  # and how tired the customer is of each kind, on average
        ("tired_call", "f8"),
        ("tired_manager", "f8"),
        ("tired_demand", "f8"),
        ("uncovered", "f8"),  # share of such items that no promise pays, 0: not known
        ("liquidity", "f8"),  # share of such items that are late for want of money
    ],
    align=True,
)

NO_RUNS, WEEKLY, FORTNIGHTLY, MONTH_END = 0, 1, 6, 16
"""Payment-run calendars: 0 any banking day, 1-5 weekly Monday to Friday, 6-15 fortnightly, 16 month end."""


@dataclass(frozen=True)
class OwnRuns:
    """Payment runs that the history of a ledger's customers shows; customers of one owner share them.

    Attributes:
        owner: the place whose luck draws the runs to come.
        days: days of the runs seen (before day 0), in order.
        gaps: calendar days between runs, one of which is drawn before each run to come; empty: ``calendar`` tells.
        calendar: number of a known run calendar, where ``gaps`` is empty.
    """

    owner: int
    days: NDArray[np.int64]
    gaps: NDArray[np.int64]
    calendar: int = NO_RUNS


@dataclass(frozen=True)
class Portfolio:
    """Customers as columns.

    Attributes:
        name: what the user calls it.
        origin: "synthetic" or "ledger".
        customers: TRAITS, one row per place.
        newcomers: TRAITS; who replaces a customer that leaves or fails copies the payment habits of a row of
            the same segment, and keeps the place's own terms and orders.
        laws: (laws, 2, 33): days relative to due and cumulative hazard, both nondecreasing; a repeated day is
            a jump, the mass on that day.
        open_items: OPEN_ITEM, the opening book of a ledger (days before day 0, cents).
        start: the date of day 0.
        identities: the ledger's customer ids, by place.
        notes: what was found and assumed, in sentences for the user.
        weekday_laws: (laws of customers, 7): number of the law by weekday of due, Monday first; none: one law for
            all days.
        dependence: shares of an invoice's luck that it has in common with others: due in its week, of its
            customer's month of issue, of its due week, of its due day; none: every invoice by itself.
        own_runs: payment runs of ledger customers; customers' ``run_calendar`` 17 means the first of them.
        light: how well the ledger's own last months would have been foretold; None without a ledger.
        promise_share: share of the usual promises that these customers give when they are called.
    """

    name: str
    origin: str
    customers: NDArray[Any]
    newcomers: NDArray[Any]
    laws: NDArray[np.float64]
    open_items: NDArray[Any]
    start: date
    identities: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    weekday_laws: NDArray[np.int32] | None = None
    dependence: tuple[float, ...] = ()
    own_runs: tuple[OwnRuns, ...] = ()
    light: LedgerLight | None = None
    promise_share: float = 1.0

    @property
    def law_by_weekday(self) -> NDArray[np.int32]:
        """(laws of customers, 7): number of the law by weekday of due."""
        if self.weekday_laws is not None:
            return self.weekday_laws
        return np.repeat(np.arange(len(self.laws), dtype=np.int32)[:, None], 7, axis=1)

    def __len__(self) -> int:
        """Number of places."""
        return len(self.customers)
