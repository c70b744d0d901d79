"""The three dates of every row: issued, due, paid; which order of day and month the file uses is settled here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.cells.dates import Order, day_order, parse_dates, refuse_unreadable
from simulator.ledger.cells.ids import terms_in_days
from simulator.ledger.cells.showing import shown
from simulator.ledger.layouts.layout import FIELD_WORDS
from simulator.ledger.rows.tables import Table

MOST_CONTRADICTED_FRACTION = 0.20
_AGREED_FRACTION = 0.95
_FIELDS = ("issued", "due", "paid", "baseline")
_MOST_NET_DAYS = 999
_NET_DAYS = ("days_3", "days_2", "days_1")
ASSUMED_TERMS_DAYS = 30
"""Assumption, for lists of open items without due dates and without terms."""

Days = NDArray[np.datetime64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Dates:
    """The dates of a ledger.

    Attributes:
        issued: day of issue, NaT where missing.
        due: due day, NaT where missing.
        paid: day of payment, NaT where there is none.
        unreadable: rows with a text that is no date in any of the three.
        issued_estimated: rows whose day of issue is the due day less the terms.
        due_estimated: rows whose due day is the day of issue and the terms.
        assumed_terms: whether the terms are an assumption of ours.
        notes: how day and month were told apart, in sentences.
    """

    issued: Days
    due: Days
    paid: Days
    unreadable: Mask
    issued_estimated: Mask
    due_estimated: Mask
    assumed_terms: bool
    notes: tuple[str, ...]


def read_dates(table: Table) -> Dates:
    """The dates of a table; a due day or day of issue that is missing is estimated where the terms are known.

    Raises:
        UserError: a column is unreadable, its order of day and month cannot be told, the file's own days to settle
            contradict the dates, or there are neither due days nor terms.
    """
    fields = [field for field in _FIELDS if field in table.columns]
    told = table.header.mapping.order
    found = {field: told or day_order(table.columns[field], _where(table, field)) for field in fields}
    orders, notes = _settled(table, found)
    days = {}
    unreadable = np.zeros(len(table), dtype=np.bool_)
    for field in fields:
        column = parse_dates(table.columns[field], orders[field])
        refuse_unreadable(column, table.columns[field], table.lines, _where(table, field))
        days[field] = column.days
        unreadable |= column.unreadable
    nothing = np.full(len(table), np.datetime64("NaT"), dtype="datetime64[D]")
    paid = days.get("paid", nothing)
    issued, due = days.get("issued", nothing), _by_baseline(table, days, nothing)
    notes += _cross_checked(table, issued, paid)
    terms, is_assumed = _terms(table, due)
    due_estimated = np.isnat(due) & ~np.isnat(issued) & (terms >= 0)
    issued_estimated = np.isnat(issued) & ~np.isnat(due) & (terms >= 0)
    return Dates(
        issued=np.where(issued_estimated, due - terms, issued),
        due=np.where(due_estimated, issued + terms, due),
        paid=paid,
        unreadable=unreadable,
        issued_estimated=issued_estimated,
        due_estimated=due_estimated,
        assumed_terms=is_assumed,
        notes=tuple(notes),
    )


def _by_baseline(table: Table, days: dict[str, Days], nothing: Days) -> Days:
    """The due days, where missing the baseline day and the net days of the terms (SAP: the last of up to three)."""
    due = days.get("due", nothing)
    if "baseline" not in days:
        return due
    net = np.zeros(len(table), dtype=np.int64)
    for field in reversed(_NET_DAYS):
        stated = np.asarray([_whole(text) for text in table.texts(field)], dtype=np.float64)
        is_stated = (stated > 0.0) & (stated <= _MOST_NET_DAYS)
        net = np.where(is_stated, np.where(is_stated, stated, 0.0).astype(np.int64), net)
    return np.where(np.isnat(due), days["baseline"] + net, due)


def _terms(table: Table, due: Days) -> tuple[NDArray[np.int64], bool]:
    """Days of the terms by row, -1 where not known: the file's own, else those of the mapping, else assumed."""
    known = {text: terms_in_days(text) for text in dict.fromkeys(table.texts("terms"))}
    usual = table.header.mapping.terms_days
    is_assumed = False
    has_due = bool((~np.isnat(due)).any())
    if usual is None and not has_due and all(days is None for days in known.values()):
        if not tells_payments(table):
            usual, is_assumed = ASSUMED_TERMS_DAYS, True
        elif "due" not in table.columns:
            raise UserError(
                f"{table.file} has payments and no due dates, so lateness cannot be told. Export it with due dates, or "
                "say terms_days in a mapping (creditlab ledger mapping)."
            )
    other = -1 if usual is None else usual
    days = {text: other if found is None else found for text, found in known.items()}
    return np.asarray([days[text] for text in table.texts("terms")], dtype=np.int64), is_assumed


def tells_payments(table: Table) -> bool:
    """Whether the file says on which day an invoice was paid."""
    return "paid" in table.columns or "payments_below" in table.layout.steps


def _where(table: Table, field: str) -> str:
    """File and column, for messages."""
    return f"{table.where(field)} ({FIELD_WORDS[field]})"


def _settled(table: Table, found: dict[str, Order]) -> tuple[dict[str, Order], list[str]]:
    """The order of each column: its own evidence, else the other columns', else the days to settle."""
    decided = {order for order in found.values() if order in (Order.DAY_FIRST, Order.MONTH_FIRST)}
    unclear = [field for field, order in found.items() if order is Order.AMBIGUOUS]
    if not unclear:
        return found, [
            f"Dates are read {order.value}." for order in sorted(decided, key=lambda order: order.value)
        ]
    if len(decided) == 1:
        order = next(iter(decided))
        note = f"Dates are read {order.value}; {_listed(table, unclear)} would allow both and follows the others."
        return found | dict.fromkeys(unclear, order), [note]
    fitting = [order for order in (Order.DAY_FIRST, Order.MONTH_FIRST) if _agrees(table, found, order)]
    if len(fitting) == 1:
        note = f"Dates are read {fitting[0].value}, because only so they agree with {_days_header(table)}."
        return found | dict.fromkeys(unclear, fitting[0]), [note]
    first = unclear[0]
    line, text = next(
        (line, text)
        for line, text in zip(table.lines, table.columns[first], strict=True)
        if "/" in text or "-" in text
    )
    raise UserError(
        f"{_where(table, first)}: day and month cannot be told apart, since no number in the column is above 12 "
        f"(line {line} has {shown(text)}). Export the dates as YYYY-MM-DD, or say date_order in a mapping "
        "(creditlab ledger mapping)."
    )


def _listed(table: Table, fields: list[str]) -> str:
    """Column names for a note."""
    return " and ".join(repr(table.header.named(field)) for field in fields)


def _days_header(table: Table) -> str:
    """The name of the days-to-settle column."""
    return repr(table.header.named("days_to_settle"))


def _agrees(table: Table, found: dict[str, Order], order: Order) -> bool:
    """Whether reading the unclear columns in an order gives the file's own days to settle."""
    if "days_to_settle" not in table.columns or "paid" not in found:
        return False
    chosen = {field: order if own is Order.AMBIGUOUS else own for field, own in found.items()}
    issued, paid = (parse_dates(table.columns[field], chosen[field]).days for field in ("issued", "paid"))
    contradicted, comparable = _contradicted(table, issued, paid)
    return bool(comparable.any()) and contradicted.sum() <= (1.0 - _AGREED_FRACTION) * comparable.sum()


def _contradicted(
    table: Table, issued: NDArray[np.datetime64], paid: NDArray[np.datetime64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Rows whose dates differ from the file's days to settle, and rows that can be compared."""
    stated = np.asarray([_whole(text) for text in table.columns["days_to_settle"]], dtype=np.float64)
    comparable = ~np.isnat(issued) & ~np.isnat(paid) & ~np.isnan(stated)
    taken = (paid - issued).astype(np.float64)
    return comparable & (taken != stated), comparable


def _whole(text: str) -> float:
    """A number of days, or nan."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _cross_checked(table: Table, issued: NDArray[np.datetime64], paid: NDArray[np.datetime64]) -> list[str]:
    """What the days-to-settle column says about the dates; refused when it contradicts too many."""
    if "days_to_settle" not in table.columns:
        return []
    contradicted, comparable = _contradicted(table, issued, paid)
    if contradicted.sum() > MOST_CONTRADICTED_FRACTION * max(1, comparable.sum()):
        line = table.lines[int(np.argmax(contradicted))]
        raise UserError(
            f"{table.file}: the dates contradict {_days_header(table)} in {int(contradicted.sum()):,} of "
            f"{int(comparable.sum()):,} rows (the first on line {line}), so the dates may have been damaged by a "
            "spreadsheet. Export them as YYYY-MM-DD."
        )
    if contradicted.any():
        return [
            f"In {int(contradicted.sum()):,} rows the dates differ from {_days_header(table)}; the dates hold."
        ]
    return [f"The dates agree with {_days_header(table)} in all {int(comparable.sum()):,} paid rows."]
