"""From a table of texts to a ledger: what each row means, and which rows cannot be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.amounts import MOST_UNREADABLE_FRACTION, AmountColumn, decimal_mark, parse_amounts
from simulator.ledger.days import Dates, read_dates
from simulator.ledger.ledger import Ledger
from simulator.ledger.remarks import Counts, dropped_sentence, remarked
from simulator.ledger.tables import Table

MOST_UNUSABLE_FRACTION = 0.20
"""With more unusable rows than this the ledger is refused."""

_NO_ID = frozenset({"", "nan", "none", "null", "-"})
_FLOAT_ID = re.compile(r"\d+\.0")
_SHORTENED_ID = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_LISTED = 6
_YES = frozenset({"1", "1.0", "yes", "y", "true", "x", "open"})
_NO = frozenset({"0", "0.0", "no", "n", "false", "", "closed", "cleared"})
_NOT_INVOICES = "that are payments or clearings, not invoices"
_Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Parts:
    """The columns of a table, read."""

    customer: NDArray[Any]
    invoice: NDArray[Any]
    dates: Dates
    amounts: AmountColumn
    currency: str
    of_currency: _Mask
    is_open: _Mask
    unclear_status: _Mask


def clean(table: Table, name: str, currency: str | None = None) -> Ledger:
    """The ledger in a table.

    Args:
        table: the file's columns as text.
        name: what the ledger is called.
        currency: read only the rows in this currency.

    Raises:
        UserError: a column cannot be read, currencies are mixed, or too many rows are unusable.
    """
    parts = _parts(table, currency)
    keep, dropped = _kept(_reasons(table, parts), parts.of_currency)
    _refuse_unusable(table, dropped, int(parts.of_currency.sum()))
    repeated = _repeated(keep, parts)
    keep &= ~repeated
    if not keep.any():
        raise UserError(f"{table.file} has no usable invoice. {dropped_sentence(dropped)} Export it again.")
    dates = parts.dates
    counts = Counts(
        dropped=dropped,
        twice=int(repeated.sum()),
        other_currency=int((~parts.of_currency).sum()),
        backwards=int((keep & (dates.issued > dates.due)).sum()),
        open_but_dated=int((keep & parts.is_open & ~np.isnat(dates.paid)).sum()),
        rounded=int((keep & parts.amounts.rounded).sum()),
        gaps=table.gaps,
    )
    return remarked(_ledger(table, parts, keep, name), counts, dates.notes)


def _ledger(table: Table, parts: _Parts, keep: _Mask, name: str) -> Ledger:
    """The kept rows in order of issue, due day, customer, invoice: the order in the file does not matter."""
    due = parts.dates.due
    issued = np.minimum(parts.dates.issued, due)
    paid = np.where(parts.is_open, np.datetime64("NaT", "D"), parts.dates.paid)
    disputed = _flags(table.columns["disputed"])[0] if "disputed" in table.columns else None
    terms = _ids(table, "terms") if "terms" in table.columns else None
    rows = np.flatnonzero(keep)
    keys = (parts.amounts.cents, paid, parts.invoice.astype(str), parts.customer.astype(str), due, issued)
    rows = rows[np.lexsort([key[rows] for key in keys])]
    return Ledger(
        name=name,
        layout=table.layout.name,
        customer=parts.customer[rows],
        invoice=parts.invoice[rows],
        issued=issued[rows],
        due=due[rows],
        paid=paid[rows],
        amount_cents=parts.amounts.cents[rows],
        currency=parts.currency,
        disputed=None if disputed is None else disputed[rows],
        terms=None if terms is None else terms[rows],
    )


def _parts(table: Table, wanted: str | None) -> _Parts:
    """Every column read."""
    currency, of_currency = _currency(table, wanted)
    is_open, unclear = _flags(table.columns.get("is_open", [""] * len(table)))
    return _Parts(
        customer=_ids(table, "customer"),
        invoice=_ids(table, "invoice"),
        dates=read_dates(table),
        amounts=_amounts(table),
        currency=currency,
        of_currency=of_currency,
        is_open=is_open,
        unclear_status=unclear,
    )


def _ids(table: Table, field: str) -> NDArray[Any]:
    """Ids as text; a column of whole floats loses its ".0", leading zeros stay."""
    texts = table.columns[field]
    filled = [text for text in texts if text.casefold() not in _NO_ID]
    if filled and all(map(_FLOAT_ID.fullmatch, filled)):
        texts = [text.removesuffix(".0") for text in texts]
    for text, line in zip(texts, table.lines, strict=True):
        if "+" in text and _SHORTENED_ID.fullmatch(text):
            raise UserError(
                f"{table.file}, {table.headers[field]!r} has ids shortened by a spreadsheet (line {line}: "
                f"{text!r}), so that different ones look the same. Export it again and do not save it from there."
            )
    return np.asarray(["" if text.casefold() in _NO_ID else text for text in texts], dtype=object)


def _amounts(table: Table) -> AmountColumn:
    """Amounts in cents, refused when more than a fifth of the column is unreadable."""
    texts = table.columns["amount"]
    where = f"{table.file}, {table.headers['amount']!r}"
    column = parse_amounts(texts, decimal_mark(texts, where))
    if column.unreadable.sum() > MOST_UNREADABLE_FRACTION * max(1, (~column.empty).sum()):
        first = int(np.argmax(column.unreadable))
        raise UserError(
            f"{where} cannot be read as amounts: line {table.lines[first]} has {texts[first][:40]!r}. "
            "Export the amounts as plain numbers, like 1234.56."
        )
    return column


def _currency(table: Table, wanted: str | None) -> tuple[str, _Mask]:
    """The one currency of the ledger, and the rows that are in it."""
    everything = np.ones(len(table), dtype=np.bool_)
    if "currency" not in table.columns:
        return (wanted or "").upper(), everything
    codes = _currency_codes(table)
    counts = Counter(code for code in codes.tolist() if _CURRENCY.fullmatch(code))
    listed = ", ".join(f"{code} {rows:,} rows" for code, rows in counts.most_common(_MOST_LISTED))
    if wanted is not None:
        if wanted.upper() not in counts:
            raise UserError(
                f"{table.file} has no rows in {wanted.upper()}, only {listed or 'none'}. Ask for those."
            )
        return wanted.upper(), np.asarray(codes == wanted.upper())
    if len(counts) > 1:
        raise UserError(
            f"{table.file} mixes {len(counts)} currencies ({listed}), which cannot be added up. "
            "Keep the rows of one currency in a file of its own."
        )
    return next(iter(counts), ""), everything


def _currency_codes(table: Table) -> NDArray[Any]:
    """The currency column in capitals."""
    return np.asarray([text.upper() for text in table.columns["currency"]], dtype=object)


def _flags(texts: Sequence[str]) -> tuple[_Mask, _Mask]:
    """Which texts say yes, and which say neither yes nor no."""
    lower = [text.casefold() for text in texts]
    yes = np.asarray([text in _YES for text in lower], dtype=np.bool_)
    return yes, ~yes & np.asarray([text not in _NO for text in lower], dtype=np.bool_)


def _reasons(table: Table, parts: _Parts) -> dict[str, _Mask]:
    """Why a row cannot be used; the first reason that fits counts."""
    dates, amounts = parts.dates, parts.amounts
    reasons = {
        "without a customer": parts.customer == "",
        "without an invoice number": parts.invoice == "",
        "with an unreadable date": dates.unreadable,
        "without an invoice date": np.isnat(dates.issued),
        "without a due date": np.isnat(dates.due),
        "without an amount": amounts.empty,
        "with an unreadable amount": amounts.unreadable,
        "with an amount of zero": amounts.cents == 0,
    }
    if "kind" in table.columns:
        kinds = np.asarray([text.upper() for text in table.columns["kind"]], dtype=object)
        reasons = {_NOT_INVOICES: np.isin(kinds, table.layout.not_invoices)} | reasons
    if "currency" in table.columns:
        strange = [bool(code) and not _CURRENCY.fullmatch(code) for code in _currency_codes(table).tolist()]
        reasons["with a currency that is not three letters"] = np.asarray(strange, dtype=np.bool_)
    if "is_open" in table.columns:
        reasons["with a status that is neither open nor closed"] = parts.unclear_status
        reasons["closed without a payment date"] = ~parts.is_open & np.isnat(dates.paid)
    return reasons


def _kept(reasons: dict[str, _Mask], candidates: _Mask) -> tuple[_Mask, dict[str, int]]:
    """Rows that no reason speaks against, and how many each reason took."""
    keep = candidates.copy()
    dropped = {}
    for reason, mask in reasons.items():
        dropped[reason] = int((keep & mask).sum())
        keep &= ~mask
    return keep, {reason: count for reason, count in dropped.items() if count}


def _refuse_unusable(table: Table, dropped: dict[str, int], candidates: int) -> None:
    """Refuse a ledger of which more than a fifth cannot be used; payments and clearings do not count."""
    if table.broken:
        dropped["with more cells than the header"] = len(table.broken)
    unusable = sum(count for reason, count in dropped.items() if reason != _NOT_INVOICES)
    rows = candidates + len(table.broken) - dropped.get(_NOT_INVOICES, 0)
    if unusable > MOST_UNUSABLE_FRACTION * rows:
        broken = f" (cells in excess first on line {table.broken[0]})" if table.broken else ""
        raise UserError(
            f"{table.file} has {unusable:,} unusable rows of {rows:,}{broken}, more than a fifth. "
            f"{dropped_sentence(dropped)} Correct them or export again."
        )


def _repeated(keep: _Mask, parts: _Parts) -> _Mask:
    """Kept rows that repeat an earlier one in everything that is read."""
    columns = {
        "customer": parts.customer,
        "invoice": parts.invoice,
        "issued": parts.dates.issued.view("i8"),
        "due": parts.dates.due.view("i8"),
        "paid": parts.dates.paid.view("i8"),
        "open": parts.is_open,
        "cents": parts.amounts.cents,
    }
    repeated = np.zeros(len(keep), dtype=np.bool_)
    repeated[keep] = pd.DataFrame(columns)[keep].duplicated().to_numpy()
    return repeated
