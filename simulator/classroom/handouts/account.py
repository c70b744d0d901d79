"""One customer's account in the last quarter of the learner's own run: few enough invoices to reckon by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from simulator.classroom.case import Case
from simulator.journal import Event
from simulator.units import CENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPENING, CLOSING = date(2026, 9, 30), date(2026, 12, 31)
MONTHS = ((2026, 10, 31), (2026, 11, 30), (2026, 12, 31))
"""Year, month and days of the quarter's months, the first one first."""
QUARTER_DAYS = 92
_FEWEST, _MOST = 8, 18
_OTHER_ENDS = (Event.WRITTEN_OFF, Event.CREDITED, Event.DISCOUNTED, Event.PAID_IN_PART)


class Bill(NamedTuple):
    """An invoice; amounts in whole currency units."""

    number: int
    issued: date
    due: date
    net: int
    vat: int
    paid: date | None

    @property
    def gross(self) -> int:
        """What the customer owes, VAT included."""
        return self.net + self.vat

    def is_open(self, day: date) -> bool:
        """Whether it is open at the end of a day."""
        return self.issued <= day and (self.paid is None or self.paid > day)


@dataclass(frozen=True)
class Account:
    """A customer's invoices that were open at some time in the quarter.

    Attributes:
        bills: In order of issue.
    """

    bills: tuple[Bill, ...]

    def receivables(self, day: date, *, current_only: bool = False) -> int:
        """What is open at the end of a day, VAT included; or only what is not past due."""
        return sum(
            bill.gross for bill in self.bills if bill.is_open(day) and (not current_only or bill.due >= day)
        )

    def sales(self, *, net: bool = False) -> list[int]:
        """Credit sales of each month of the quarter, with VAT or without."""
        return [
            sum(bill.net if net else bill.gross for bill in self.bills if _in(bill.issued, year, month))
            for year, month, _ in MONTHS
        ]

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Head and rows, as a statement of account."""
        head = ["Invoice", "Issued", "Due", "Net (EUR)", "VAT (EUR)", "Gross (EUR)", "Paid"]
        rows = [
            [
                str(place),
                f"{bill.issued:%d %b}",
                f"{bill.due:%d %b}",
                *(f"{amount:,}" for amount in (bill.net, bill.vat, bill.gross)),
                f"{bill.paid:%d %b}" if bill.paid and bill.paid <= CLOSING else "open",
            ]
            for place, bill in enumerate(self.bills, 1)
        ]
        return head, rows


def account_of(case: Case) -> Account:
    """The account that is best to reckon with, of those in the case's first run under today's strategy."""
    from simulator.engine.preparing import is_prepared, prepare_kernels
    from simulator.engine.replication import simulate
    from simulator.experiment.compare import replicator
    from simulator.experiment.tracing import Keeper

    if not is_prepared():
        prepare_kernels()
    wanted = np.array([Event.INVOICED, Event.PAID, *_OTHER_ENDS])
    levers = case.today.levers(case.scenario.today)
    world = replicator(case.scenario, case.portfolio, [levers], case.seed).world
    kept = simulate(world, case.seed, 0, Keeper(lambda rows: np.isin(rows["event"], wanted)))
    accounts = list(_accounts(cast("list[Keeper]", kept)[0].rows(), case.scenario.company.start_date))
    return min(accounts, key=_trouble)


def _accounts(rows: NDArray[Any], start: date) -> Iterable[Account]:
    """The account of every customer all of whose invoices are paid in one piece."""
    ends = {
        (int(row["customer"]), int(row["invoice"])): int(row["day"])
        for row in rows[rows["event"] == Event.PAID]
    }
    spoilt = {int(number) for number in rows[np.isin(rows["event"], _OTHER_ENDS)]["customer"]}
    found: dict[int, list[Bill]] = {}
    for row in rows[rows["event"] == Event.INVOICED]:
        customer, invoice = int(row["customer"]), int(row["invoice"])
        if customer in spoilt:
            continue
        end = ends.get((customer, invoice))
        paid = None if end is None else start + timedelta(days=end)
        issued, due = start + timedelta(days=int(row["day"])), start + timedelta(days=int(row["due"]))
        bill = Bill(
            invoice, issued, due, round(int(row["net"]) / CENTS), round(int(row["vat"]) / CENTS), paid
        )
        if issued <= CLOSING and (paid is None or paid > OPENING):
            found.setdefault(customer, []).append(bill)
    return (Account(tuple(sorted(bills, key=lambda one: one.issued))) for bills in found.values())


def _trouble(account: Account) -> tuple[int, int]:
    """How unfit an account is to learn from: nothing overdue, nothing brought forward, countback within a month."""
    closing, current = account.receivables(CLOSING), account.receivables(CLOSING, current_only=True)
    october, november, december = account.sales()
    count = len(account.bills)
    unfit = [
        not december * 1.1 < closing < december + 0.9 * november,
        not 0.1 * closing < closing - current < 0.6 * closing,
        account.receivables(OPENING) < 0.2 * (october + 1),
        not _FEWEST <= count <= _MOST,
        not 0 < 0.5 * november < december,
    ]
    return sum(unfit), count


def _in(day: date, year: int, month: int) -> bool:
    return (day.year, day.month) == (year, month)
