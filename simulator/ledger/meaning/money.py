"""The amounts of every row and their currency: which column holds, and what the signs mean."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.cells.amounts import MOST_UNREADABLE_FRACTION, AmountColumn, decimal_mark, parse_amounts
from simulator.ledger.cells.showing import shown
from simulator.ledger.layouts.layout import plain
from simulator.ledger.rows.tables import Table

Mask = NDArray[np.bool_]
Cents = NDArray[np.int64]

_CURRENCY = re.compile(r"[A-Z]{3}")
_CREDIT_SIDES = frozenset({"h", "haben", "c", "cr", "credit", "k", "crédit"})
_MOST_LISTED = 6


@dataclass(frozen=True)
class Money:
    """The amounts of a ledger.

    Attributes:
        field: the column that holds: "amount", "local_amount" or "open_amount".
        whole: amounts as the file writes them.
        open: what is still open of each, where the file has it in the same currency.
        signed: whole cents, negative on the credit side.
        is_settled: rows of which nothing is open any more, where the file has that column.
    """

    field: str
    whole: AmountColumn
    open: AmountColumn | None
    signed: Cents
    is_settled: Mask | None


def read_money(table: Table, is_snapshot: bool) -> Money:
    """The amounts of a table: of a list of open items what is open, else what was invoiced.

    Raises:
        UserError: a column cannot be read as amounts.
    """
    fields = [one for one in ("local_amount", "amount", "open_amount") if one in table.columns]
    columns = {one: _column(table, one) for one in fields}
    field = "open_amount" if is_snapshot and "open_amount" in columns else fields[0]
    still_open = columns.get("open_amount")
    is_settled = None if still_open is None else (still_open.cents == 0) & ~still_open.empty
    if (
        field == "local_amount"
        and still_open is not None
        and "lcy" not in plain(table.header.named("open_amount"))
    ):
        still_open = None
    whole = columns[field]
    return Money(field, whole, still_open, _signed(table, whole), is_settled)


def _column(table: Table, field: str) -> AmountColumn:
    """Amounts in cents, refused when more than a fifth of the column is unreadable."""
    texts, where = table.columns[field], table.where(field)
    column = parse_amounts(texts, mark_of(table, field))
    if column.unreadable.sum() > MOST_UNREADABLE_FRACTION * max(1, (~column.empty).sum()):
        first = int(np.argmax(column.unreadable))
        raise UserError(
            f"{where} cannot be read as amounts: line {table.lines[first]} has {shown(texts[first])}. "
            "Export the amounts as plain numbers, like 1234.56."
        )
    return column


def mark_of(table: Table, field: str) -> str:
    """The decimal mark of a column: what the mapping says, else what the column shows."""
    return table.header.mapping.mark or decimal_mark(table.columns[field], table.where(field))


def _signed(table: Table, column: AmountColumn) -> Cents:
    """Amounts without signs take that of their side: debit or credit."""
    if "side" not in table.columns or (column.cents < 0).any():
        return column.cents
    credit = np.asarray([text.casefold() in _CREDIT_SIDES for text in table.columns["side"]], dtype=np.bool_)
    return np.where(credit, -column.cents, column.cents)


@dataclass(frozen=True)
class Currencies:
    """The currencies of a ledger.

    Attributes:
        chosen: the one that is read, "" where the file names none.
        of_chosen: rows in it.
        codes: the code of every row in capitals, "" where there is none.
        counts: rows in each, the most frequent first.
    """

    chosen: str
    of_chosen: Mask
    codes: NDArray[Any]
    counts: tuple[tuple[str, int], ...]

    @property
    def strange(self) -> Mask:
        """Rows with a currency that is not three letters."""
        return np.asarray(
            [bool(code) and not _CURRENCY.fullmatch(code) for code in self.codes.tolist()], dtype=np.bool_
        )


def read_currencies(table: Table, field: str, wanted: str, *, or_largest: bool = False) -> Currencies:
    """The one currency of a ledger, and the rows in it.

    Args:
        table: the columns.
        field: the column of amounts that holds.
        wanted: the currency asked for, "" where the file has only one.
        or_largest: of several take the most frequent instead of refusing.

    Raises:
        UserError: several currencies and none asked for, or none in the one asked for.
    """
    everything = np.ones(len(table), dtype=np.bool_)
    column = "local_currency" if field == "local_amount" else "currency"
    if column not in table.columns:
        return Currencies(wanted, everything, np.full(len(table), "", dtype=object), ())
    codes = np.asarray([text.upper() for text in table.columns[column]], dtype=object)
    counts = Counter(code for code in codes.tolist() if _CURRENCY.fullmatch(code)).most_common()
    listed = ", ".join(f"{code} {rows:,} rows" for code, rows in counts[:_MOST_LISTED])
    if wanted:
        if wanted not in dict(counts):
            raise UserError(f"{table.file} has no rows in {wanted}, only {listed or 'none'}. Ask for those.")
        return Currencies(wanted, np.asarray(codes == wanted), codes, tuple(counts))
    if len(counts) > 1:
        if not or_largest:
            raise UserError(
                f"{table.file} mixes {len(counts)} currencies ({listed}), which cannot be added up. Keep the rows of "
                "one currency in a file of its own, or name one in a mapping (currency)."
            )
        return Currencies(counts[0][0], np.asarray(codes == counts[0][0]), codes, tuple(counts))
    return Currencies(counts[0][0] if counts else "", everything, codes, tuple(counts))
