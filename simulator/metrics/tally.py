"""The tally: journal rows folded, as they come, into what every measure needs.

The fold only adds whole numbers, so the order of the rows and the size of the blocks cannot change the result.
Ageing needs no snapshot: an amount posted on day p for an invoice due on day D is more than e days past due from
day max(p, D + e + 1) on, so one addition per edge gives the ageing of every day.

The invoices of the horizon are also followed to their end, whenever that comes (cohorts): how old they were when paid,
and how long past due when they were settled or lost.
"""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.journal import N_ACCOUNTS, N_EVENTS, POSTINGS, Account, Event
from simulator.metrics.ageing import BUCKETS, EDGES, bucket_of
from simulator.metrics.months import month_numbers
from simulator.units import STRIDE

NET, VAT, COUNT = 0, 1, 2

_RECEIVABLES = np.ascontiguousarray(POSTINGS[:, Account.RECEIVABLES, :])
_INVOICED = int(Event.INVOICED)
_PAID = int(Event.PAID)
_PAID_TO_FACTOR = int(Event.PAID_TO_FACTOR)
_DISCOUNTED = int(Event.DISCOUNTED)
_PAID_IN_PART = int(Event.PAID_IN_PART)
_WRITTEN_OFF = int(Event.WRITTEN_OFF)
_DEBT_SOLD = int(Event.DEBT_SOLD)
_FAILURES = (int(Event.INSOLVENT), int(Event.VANISHED), int(Event.REFUSED_FAILED))
_SCORED = int(Event.SCORED)
_MILLION = 1e6

LAST_AGE = 400
"""Ages of invoices are kept by the day up to this one, which stands for all older ones."""

SETTLED, LOST = 0, 1


class Closed(IntEnum):
    """What is kept of the invoices closed by payment on a day; value includes VAT (cents)."""

    COUNT = 0
    LATE_COUNT = 1
    BEYOND_30 = 2
    BEYOND_60 = 3
    BEYOND_90 = 4
    DAYS_TO_PAY = 5
    LATE_DAYS = 6
    VALUE = 7
    LATE_VALUE = 8
    VALUE_DAYS = 9
    VALUE_LATE_DAYS = 10
    OVERDUE_CASH = 11
    VALUE_TERMS_DAYS = 12


_N_CLOSED = len(Closed)
_COUNT = int(Closed.COUNT)
_LATE_COUNT = int(Closed.LATE_COUNT)
_BEYOND_30 = int(Closed.BEYOND_30)
_DAYS_TO_PAY = int(Closed.DAYS_TO_PAY)
_LATE_DAYS = int(Closed.LATE_DAYS)
_VALUE = int(Closed.VALUE)
_LATE_VALUE = int(Closed.LATE_VALUE)
_VALUE_DAYS = int(Closed.VALUE_DAYS)
_VALUE_LATE_DAYS = int(Closed.VALUE_LATE_DAYS)
_OVERDUE_CASH = int(Closed.OVERDUE_CASH)
_VALUE_TERMS_DAYS = int(Closed.VALUE_TERMS_DAYS)


class Columns(NamedTuple):
    """The arrays of a tally (cents, counts, days); the first index is day - first day."""

    sums: NDArray[np.int64]  # [day, event, (net, VAT, count)]
    aged: NDArray[
        np.int64
    ]  # [day, edge]: change of what is more than EDGES[edge] days past due; a spare last row
    closed: NDArray[np.int64]  # [day, Closed]
    slot_sales: NDArray[np.int64]  # [place in the portfolio]: credit sales of the horizon, net
    slot_open: NDArray[np.int64]  # [place in the portfolio]: receivables when the horizon ends
    open_items: NDArray[
        np.int64
    ]  # [month, 1 + month of issue (0: before the first), (amount, amount x day of issue)]: changes
    paid_ages: NDArray[
        np.int64
    ]  # [age of the invoice, (paid or discounted, discount)], of the horizon's invoices
    rolled: NDArray[np.int64]  # [bucket of days past due, (settled, lost)], of the horizon's invoices


@compiled
def _close(closed: NDArray[np.int64], row: np.void, amount: int) -> None:
    """Fold one payment, the discount that went with it, or a first part, into the day's closed invoices."""
    to_pay = row["day"] - row["issued"]
    late = max(row["day"] - row["due"], 0)
    closed[_VALUE] += amount
    closed[_VALUE_DAYS] += amount * to_pay
    closed[_VALUE_LATE_DAYS] += amount * late
    closed[_VALUE_TERMS_DAYS] += amount * (row["due"] - row["issued"])
    if late > 0:
        closed[_LATE_VALUE] += amount
    if late > 0 and row["event"] != _DISCOUNTED:
        closed[_OVERDUE_CASH] += amount
    if row["event"] not in (_PAID, _PAID_TO_FACTOR):
        return
    closed[_COUNT] += 1
    closed[_DAYS_TO_PAY] += to_pay
    closed[_LATE_DAYS] += late
    if late > 0:
        closed[_LATE_COUNT] += 1
    for step in range(3):
        if late > 30 * (step + 1):
            closed[_BEYOND_30 + step] += 1


@compiled
def _age(aged: NDArray[np.int64], row: np.void, amount: int, first_day: int) -> None:
    """Add a change of receivables to what is past due, from the day on which it is (a day beyond the end: spare)."""
    spare = aged.shape[0] - 1
    for edge in range(len(EDGES)):
        since = max(row["day"], row["due"] + EDGES[edge] + 1) - first_day
        aged[min(since, spare), edge] += amount


@compiled
def _open(columns: Columns, months: NDArray[np.int64], row: np.void, amount: int, first_day: int) -> None:
    """Add a change of receivables to what is open of its month of issue."""
    issued = row["issued"] - first_day
    cohort = 0 if issued < 0 else 1 + months[issued]
    cell = columns.open_items[months[row["day"] - first_day], cohort]
    cell[0] += amount
    cell[1] += amount * row["issued"]


@compiled
def _end(columns: Columns, row: np.void, amount: int) -> None:
    """Follow an invoice of the horizon to its end: a receipt, discount or credit note, or a loss."""
    bucket = bucket_of(row["day"] - row["due"])
    event = row["event"]
    if event in (_WRITTEN_OFF, _DEBT_SOLD):
        columns.rolled[bucket, LOST] += amount
        return
    columns.rolled[bucket, SETTLED] += amount
    age = min(row["day"] - row["issued"], LAST_AGE)
    columns.paid_ages[age, 0] += amount
    if event == _DISCOUNTED:
        columns.paid_ages[age, 1] += amount


@compiled
def _fold(
    rows: NDArray[np.void], columns: Columns, months: NDArray[np.int64], first_day: int, horizon_days: int
) -> tuple[int, int, int]:
    """Fold a block; returns how many write-offs, scores and failures it has, and rows outside the days kept."""
    write_offs = 0
    fates = 0
    outside = 0
    for number in range(rows.shape[0]):
        row = rows[number]
        day = row["day"]
        event = row["event"]
        index = day - first_day
        if index < 0 or index >= columns.sums.shape[0]:
            outside += 1
            continue
        net = row["net"]
        vat = row["vat"]
        columns.sums[index, event, 0] += net
        columns.sums[index, event, 1] += vat
        columns.sums[index, event, 2] += 1
        if event == _SCORED or event in _FAILURES:
            fates += 1
        if day < 0:
            continue  # the warm-up is history; the books start anew on day 0
        change = _RECEIVABLES[event, 0] * net + _RECEIVABLES[event, 1] * vat
        if change != 0:
            _age(columns.aged, row, change, first_day)
            _open(columns, months, row, change, first_day)
            if change < 0 and 0 <= row["issued"] < horizon_days:
                _end(columns, row, -change)
            if day < horizon_days:
                columns.slot_open[row["customer"] % STRIDE] += change
        if event in (_PAID, _DISCOUNTED, _PAID_IN_PART, _PAID_TO_FACTOR):
            _close(columns.closed[index], row, net + vat)
        elif event == _INVOICED and day < horizon_days:
            columns.slot_sales[row["customer"] % STRIDE] += net
        elif event in (_WRITTEN_OFF, _DEBT_SOLD):
            write_offs += 1
    return write_offs, fates, outside


class Tally:
    """Journal rows of one run, folded by day and event (cents, counts); a reader of the engine.

    Attributes:
        start: The date of day 0.
        first_day: The first day kept, negative in a warm-up.
        horizon_days: Days 0 to horizon_days - 1 are judged; what follows is the run-off.
        months: The number of every day's month, the first day's month being 0.
        columns: The folded arrays.
        losses: Net written off, or lost by a sale, in the horizon by customer number (cents).
        first_scores: Day and value, 0 the best, of everybody's first score, by customer number.
        failed: Numbers of those who failed, whether we had refused them or not.
    """

    def __init__(
        self,
        *,
        start: date,
        horizon_days: int,
        slots: int,
        first_day: int = -365,
        last_day: int | None = None,
    ) -> None:
        last = horizon_days - 1 if last_day is None else max(last_day, horizon_days - 1)
        days = last - first_day + 1
        months = month_numbers(start, first_day, last)
        self.start = start
        self.months = months
        self.first_day = first_day
        self.horizon_days = horizon_days
        self.columns = Columns(
            sums=np.zeros((days, N_EVENTS, 3), dtype=np.int64),
            aged=np.zeros((days + 1, len(EDGES)), dtype=np.int64),
            closed=np.zeros((days, _N_CLOSED), dtype=np.int64),
            slot_sales=np.zeros(slots, dtype=np.int64),
            slot_open=np.zeros(slots, dtype=np.int64),
            open_items=np.zeros((months[-1] + 1, months[-1] + 2, 2), dtype=np.int64),
            paid_ages=np.zeros((LAST_AGE + 1, 2), dtype=np.int64),
            rolled=np.zeros((len(BUCKETS), 2), dtype=np.int64),
        )
        self.losses: dict[int, int] = {}
        self.first_scores: dict[int, tuple[int, float]] = {}
        self.failed: set[int] = set()

    @property
    def last_day(self) -> int:
        """The last day kept."""
        return self.first_day + len(self.columns.sums) - 1

    def take(self, rows: NDArray[np.void]) -> None:
        """Fold a block of journal rows."""
        write_offs, fates, outside = _fold(rows, self.columns, self.months, self.first_day, self.horizon_days)
        if outside:
            raise ValueError(
                f"{outside} journal rows lie outside the days {self.first_day} to {self.last_day}."
            )
        if write_offs:
            self._take_losses(rows)
        if fates:
            self._take_fates(rows)

    def _take_fates(self, rows: NDArray[np.void]) -> None:
        """What was thought of whom, and who failed."""
        scored = rows[rows["event"] == _SCORED]
        told = zip(scored["customer"].tolist(), scored["day"].tolist(), scored["net"].tolist(), strict=True)
        for customer, day, score in told:
            first = (day, score / _MILLION)
            self.first_scores[customer] = min(first, self.first_scores.get(customer, first))
        for event in _FAILURES:
            self.failed.update(rows["customer"][rows["event"] == event].tolist())

    def _take_losses(self, rows: NDArray[np.void]) -> None:
        for event, part in (
            (_WRITTEN_OFF, "net"),
            (_DEBT_SOLD, "vat"),
        ):  # of a sold debt the VAT field is the loss
            lost = rows[rows["event"] == event]
            lost = lost[(lost["day"] >= 0) & (lost["day"] < self.horizon_days)]
            for customer, cents in zip(lost["customer"].tolist(), lost[part].tolist(), strict=True):
                self.losses[customer] = self.losses.get(customer, 0) + cents

    def close_month(self, day: int) -> None:
        """Part of the reader's protocol; nothing to do, as ageing is kept for every day."""

    def copy(self) -> "Tally":
        """A tally that goes on by itself from here: strategies share one warm-up."""
        twin = object.__new__(Tally)
        twin.start, twin.first_day, twin.horizon_days = self.start, self.first_day, self.horizon_days
        twin.months = self.months
        twin.columns = Columns(*(column.copy() for column in self.columns))
        twin.losses = dict(self.losses)
        twin.first_scores, twin.failed = dict(self.first_scores), set(self.failed)
        return twin

    def state(self) -> bytes:
        """Everything folded, as bytes: equal for equal journals."""
        parts = [column.tobytes() for column in self.columns]
        by_customer = (sorted(self.losses.items()), sorted(self.first_scores.items()), sorted(self.failed))
        return b"".join([*parts, repr(by_customer).encode()])

    def account_by_day(self, account: Account) -> NDArray[np.int64]:
        """Closing balance of one account for every day from day 0 on (cents, debit positive)."""
        net, vat = POSTINGS[:, account, 0], POSTINGS[:, account, 1]
        movement = np.zeros(len(self.columns.sums), dtype=np.int64)
        for event in np.flatnonzero(net):
            movement += net[event] * self.columns.sums[:, event, NET]
        for event in np.flatnonzero(vat):
            movement += vat[event] * self.columns.sums[:, event, VAT]
        return np.cumsum(movement[-self.first_day :])

    def balances_by_day(self) -> NDArray[np.int64]:
        """Closing balance of every account for every day from day 0 on: [day, Account] (cents, debit positive)."""
        columns = [self.account_by_day(account) for account in Account]
        return np.stack(columns, axis=1).reshape(-1, N_ACCOUNTS)

    def past_due_by_day(self) -> NDArray[np.int64]:
        """What is more than 0, 30, 60 and 90 days past due at the close of every day from day 0 on (cents)."""
        return np.cumsum(self.columns.aged[-self.first_day : -1], axis=0)
