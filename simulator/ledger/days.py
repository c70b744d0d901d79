"""The three dates of every row: issued, due, paid; which order of day and month the file uses is settled here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.dates import Order, day_order, parse_dates, refuse_unreadable
from simulator.ledger.layouts import FIELD_WORDS
from simulator.ledger.tables import Table

MOST_CONTRADICTED_FRACTION = 0.20
_AGREED_FRACTION = 0.95
_FIELDS = ("issued", "due", "paid")


@dataclass(frozen=True)
class Dates:
    """The dates of a ledger.

    Attributes:
        issued: day of issue, NaT where missing.
        due: due day, NaT where missing.
        paid: day of payment, NaT where there is none.
        unreadable: rows with a text that is no date in any of the three.
        notes: how day and month were told apart, in sentences.
    """

    issued: NDArray[np.datetime64]
    due: NDArray[np.datetime64]
    paid: NDArray[np.datetime64]
    unreadable: NDArray[np.bool_]
    notes: tuple[str, ...]


def read_dates(table: Table) -> Dates:
    """The dates of a table.

    Raises:
        UserError: a column is unreadable, its order of day and month cannot be told, or the file's own
            days to settle contradict the dates.
    """
    fields = [field for field in _FIELDS if field in table.columns]
    found = {field: day_order(table.columns[field], _where(table, field)) for field in fields}
    orders, notes = _settled(table, found)
    days = {}
    unreadable = np.zeros(len(table), dtype=np.bool_)
    for field in fields:
        column = parse_dates(table.columns[field], orders[field])
        refuse_unreadable(column, table.columns[field], table.lines, _where(table, field))
        days[field] = column.days
        unreadable |= column.unreadable
    paid = days.get("paid", np.full(len(table), np.datetime64("NaT"), dtype="datetime64[D]"))
    notes += _cross_checked(table, days["issued"], paid)
    return Dates(days["issued"], days["due"], paid, unreadable, tuple(notes))


def _where(table: Table, field: str) -> str:
    """File and column, for messages."""
    return f"{table.file}, {table.headers[field]!r} ({FIELD_WORDS[field]})"


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
        f"(line {line} has {text!r}). Export the dates as YYYY-MM-DD."
    )


def _listed(table: Table, fields: list[str]) -> str:
    """Column names for a note."""
    return " and ".join(repr(table.headers[field]) for field in fields)


def _days_header(table: Table) -> str:
    """The name of the days-to-settle column."""
    return repr(table.headers["days_to_settle"])


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
