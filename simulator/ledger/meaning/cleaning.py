"""From columns to a ledger: which rows are invoices, and which cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.errors import UserError
from simulator.ledger.cells.ids import parse_flags
from simulator.ledger.ledger import Ledger
from simulator.ledger.meaning.parts import Parts
from simulator.ledger.meaning.roles import Mask
from simulator.ledger.rows.tables import Table

MOST_UNUSABLE_FRACTION = 0.20
"""With more unusable rows than this the ledger is refused."""

NOT_INVOICES = "that are payments or clearings, not invoices"
SETTLED_UNKNOWN = "that are paid on a day which the file does not tell"
ENDED_UNPAID = "that ended without a payment (cancelled, protested or expired)"
TOO_WIDE = "with more cells than the header"
NO_FAULTS = frozenset({NOT_INVOICES, SETTLED_UNKNOWN, ENDED_UNPAID})
"""Reasons for which a row is left out though nothing is wrong with it."""


@dataclass(frozen=True)
class Choice:
    """Which rows of a table count.

    Attributes:
        keep: rows that are used.
        left_out: reason to rows left out for it.
        repeated: rows left out because they repeat another in everything that is read.
        broken: lines that could not be put into columns.
    """

    keep: Mask
    left_out: dict[str, Mask]
    repeated: Mask
    broken: list[int]

    @property
    def counts(self) -> dict[str, int]:
        """Reason to number of rows left out."""
        counts = {reason: int(rows.sum()) for reason, rows in self.left_out.items()}
        return counts | ({TOO_WIDE: len(self.broken)} if self.broken else {})


def choose(table: Table, parts: Parts) -> Choice:
    """The rows that can be used.

    Raises:
        UserError: more than a fifth cannot, or nothing is left.
    """
    keep = parts.currencies.of_chosen.copy()
    left_out = {}
    for reason, rows in _reasons(table, parts).items():
        if (keep & rows).any():
            left_out[reason] = keep & rows
            keep = keep & ~rows
    repeated = _repeated(keep, parts)
    choice = Choice(keep & ~repeated, left_out, repeated, table.broken)
    _refuse_unusable(table, choice, int(parts.currencies.of_chosen.sum()))
    if not choice.keep.any():
        told = dropped_sentence(choice.counts)
        raise UserError(f"{table.file} has no usable invoice. {told} Export it again.")
    return choice


def _reasons(table: Table, parts: Parts) -> dict[str, Mask]:
    """Why a row cannot be used; the first reason that fits counts."""
    dates, amounts, roles = parts.dates, parts.money.whole, parts.roles
    is_closed = ~roles.is_open & ~roles.unclear
    reasons = {
        NOT_INVOICES: roles.payment | roles.ignored,
        ENDED_UNPAID: roles.ended_unpaid,
        SETTLED_UNKNOWN: is_closed & parts.is_snapshot,
        "with a currency that is not three letters": parts.currencies.strange,
        "without a customer": parts.customer == "",
        "without an invoice number": parts.invoice == "",
        "with an unreadable date": dates.unreadable,
        "without an invoice date": np.isnat(dates.issued),
        "without a due date": np.isnat(dates.due),
        "without an amount": amounts.empty,
        "with an unreadable amount": amounts.unreadable,
        "with an amount of zero": parts.cents == 0,
        "with a status that is neither open nor closed": roles.unclear,
    }
    if not parts.is_snapshot and "payments_below" not in table.layout.steps:
        reasons["closed without a payment date"] = is_closed & np.isnat(dates.paid)
    return reasons


def _refuse_unusable(table: Table, choice: Choice, candidates: int) -> None:
    """Refuse a ledger of which more than a fifth cannot be used; payments and clearings do not count."""
    counts = choice.counts
    unusable = sum(count for reason, count in counts.items() if reason not in NO_FAULTS)
    rows = candidates + len(table.broken) - sum(counts.get(reason, 0) for reason in NO_FAULTS)
    if unusable > MOST_UNUSABLE_FRACTION * rows:
        broken = f" (cells in excess first on line {table.broken[0]})" if table.broken else ""
        raise UserError(
            f"{table.file} has {unusable:,} unusable rows of {rows:,}{broken}, more than a fifth. "
            f"{dropped_sentence(counts)} Correct them or export again."
        )


def dropped_sentence(dropped: dict[str, int]) -> str:
    """How many rows were left out and why.

    >>> dropped_sentence({"without a due date": 8, "with an amount of zero": 1})
    'Left out 9 rows: 8 without a due date, 1 with an amount of zero.'
    """
    if not dropped:
        return ""
    listed = ", ".join(f"{count:,} {reason}" for reason, count in dropped.items())
    total = sum(dropped.values())
    return f"Left out {total:,} {'row' if total == 1 else 'rows'}: {listed}."


def _repeated(keep: Mask, parts: Parts) -> Mask:
    """Kept rows that repeat an earlier one in everything that is read."""
    columns = {
        "customer": parts.customer,
        "invoice": parts.invoice,
        "issued": parts.dates.issued.view("i8"),
        "due": parts.dates.due.view("i8"),
        "paid": parts.dates.paid.view("i8"),
        "open": parts.roles.is_open,
        "cents": parts.cents,
    }
    repeated = np.zeros(len(keep), dtype=np.bool_)
    repeated[keep] = pd.DataFrame(columns)[keep].duplicated().to_numpy()
    return repeated


def as_ledger(table: Table, parts: Parts, keep: Mask, name: str) -> Ledger:
    """The kept rows in order of issue, due day, customer, invoice: the order in the file does not matter."""
    due = parts.dates.due
    issued = np.minimum(parts.dates.issued, due)
    paid = np.where(parts.roles.is_open, np.datetime64("NaT", "D"), parts.dates.paid)
    rows = np.flatnonzero(keep)
    keys = (parts.cents, paid, parts.invoice, parts.customer, due, issued)
    rows = rows[np.lexsort([_ranked(key[rows]) for key in keys])]

    def of(column: np.ndarray | None) -> np.ndarray | None:
        return None if column is None else column[rows]

    return Ledger(
        name=name,
        layout=table.layout.name,
        customer=parts.customer[rows],
        invoice=parts.invoice[rows],
        issued=issued[rows],
        due=due[rows],
        paid=paid[rows],
        amount_cents=parts.cents[rows],
        currency=parts.currencies.chosen,
        disputed=of(parts.disputed),
        terms=of(parts.terms),
        on_hold=of(parts.on_hold),
        issued_estimated=of(_told(table, "issued_estimated", parts.dates.issued_estimated)),
        due_estimated=of(_told(table, "due_estimated", parts.dates.due_estimated)),
        is_open_items=parts.is_snapshot,
    )


def _ranked(column: np.ndarray) -> np.ndarray:
    """A column as it sorts; texts by their place among all texts, which sorts faster."""
    if column.dtype != object:
        return column
    unique, place = np.unique(column.astype(str), return_inverse=True)
    assert len(unique)
    return np.asarray(place)


def _told(table: Table, field: str, estimated: Mask) -> Mask | None:
    """Rows with an estimated day, by our own count or by the file's; None where there is none."""
    if field in table.columns:
        estimated = estimated | parse_flags(table.columns[field])[0]
    return estimated if estimated.any() else None
