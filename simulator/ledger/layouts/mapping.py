"""A mapping: which column of a file is which, said by a person in a small YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.ledger.cells.dates import Order
from simulator.ledger.layouts.catalogue import BY_NAMES, layout_named
from simulator.ledger.layouts.layout import FIELD_WORDS, Layout
from simulator.parameters import nearest
from simulator.reading import Document, read_document

DATE_ORDERS = {"day first": Order.DAY_FIRST, "month first": Order.MONTH_FIRST}
DECIMAL_MARKS = {"point": ".", "comma": ","}
MOST_TERMS_DAYS = 365
_WORD_LISTS = {
    "open_words": "words in the column is_open that mean open",
    "credit_notes": "document types that are credit notes",
    "payments": "document types that are payments",
    "not_invoices": "document types to leave out",
}
_KEYS = (
    "layout", "columns", "date_order", "decimal_mark", "terms_days", "currency", "open_items", *_WORD_LISTS,
)  # fmt: skip
EVERY_FIELD = tuple(FIELD_WORDS)


@dataclass(frozen=True)
class ColumnMapping:
    """What a person says about a file.

    Attributes:
        origin: where it was said, for messages.
        layout: whose document types and peculiarities hold.
        columns: our field to the column's name; only these are read. Empty: the columns are found by their names.
        order: which comes first in dates, where the person says so.
        mark: the decimal mark, where the person says so.
        terms_days: days from invoice to due date where the file has no due date, or none.
        currency: three letters, "" to go by the file.
        open_items: whether everything in the file is open.
        words: lists of words: which mean open, credit note, payment, neither.
    """

    origin: str = ""
    layout: str = BY_NAMES
    columns: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    mark: str = ""
    terms_days: int | None = None
    currency: str = ""
    open_items: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def layout_for_reading(self) -> Layout:
        """The layout with the person's columns and words in place of its own."""
        base = layout_named(self.layout)
        kinds = dict(base.kinds)
        for key, kind in (("credit_notes", "credit"), ("payments", "payment"), ("not_invoices", "ignored")):
            kinds[kind] = self.words.get(key, kinds.get(kind, ()))
        columns = {one: (name,) for one, name in self.columns.items()} or base.columns
        required = tuple(one for one in base.required if one != "invoice" or "invoice" in columns)
        signature = () if self.columns else base.signature
        return replace(
            base,
            columns=columns,
            kinds=kinds,
            required=required,
            signature=signature,
            holds_open_items=self.open_items or base.holds_open_items,
        )


def read_mapping(path: str | Path) -> ColumnMapping:
    """Read a mapping from its file.

    Raises:
        UserError: a sentence for every mistake in it, with its line.
    """
    document = read_document(Path(path))
    mistakes = [
        f"Unknown key '{key}' {document.where((key,))}. {_proposal(str(key), _KEYS)}"
        for key in document.data
        if key not in _KEYS
    ]
    values = {
        key: _value(key, value, document, mistakes) for key, value in document.data.items() if key in _KEYS
    }
    if mistakes:
        raise UserError("\n".join(mistakes))
    lists = {key: values[key] for key in _WORD_LISTS if values.get(key)}
    return ColumnMapping(
        origin=document.name,
        layout=values.get("layout") or BY_NAMES,
        columns=values.get("columns") or {},
        order=DATE_ORDERS.get(values.get("date_order") or ""),
        mark=DECIMAL_MARKS.get(values.get("decimal_mark") or "", ""),
        terms_days=values.get("terms_days"),
        currency=values.get("currency") or "",
        open_items=bool(values.get("open_items")),
        words=lists,
    )


def _proposal(word: str, known: tuple[str, ...]) -> str:
    close = nearest(word, known)
    return f"Did you mean '{close}'?" if close else f"Known are {', '.join(known)}."


def _value(key: str, value: Any, document: Document, mistakes: list[str]) -> Any:
    """A checked value; what is wrong with it is added to the mistakes."""
    if value is None:
        return None
    wrong = ""
    if key == "columns":
        return _columns(value, document, mistakes)
    if key in _WORD_LISTS:
        if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
            return tuple(str(one) for one in value)
        wrong = f"a list of {_WORD_LISTS[key]}, such as [A, B]"
    elif key == "layout":
        layout_named(str(value))
    elif key in ("date_order", "decimal_mark"):
        choices = DATE_ORDERS if key == "date_order" else DECIMAL_MARKS
        wrong = "" if value in choices else f"{' or '.join(choices)}, or left empty"
    elif key == "terms_days":
        is_days = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TERMS_DAYS
        wrong = "" if is_days else f"a whole number of days from 0 to {MOST_TERMS_DAYS}, or left empty"
    elif key == "currency":
        value = str(value).upper()
        wrong = "" if len(value) == 3 and value.isalpha() else "three letters, such as EUR, or left empty"
    elif not isinstance(value, bool):
        wrong = "true or false"
    if wrong:
        mistakes.append(f"'{key}' {document.where((key,))} must be {wrong}.")
    return value


def _columns(value: Any, document: Document, mistakes: list[str]) -> dict[str, str]:
    """Field to column; fields left empty are not read."""
    if not isinstance(value, Mapping):
        mistakes.append(
            f"'columns' {document.where(('columns',))} must hold lines such as 'customer: Client no'."
        )
        return {}
    for one in value:
        if one not in EVERY_FIELD:
            place = document.where(("columns", str(one)))
            mistakes.append(f"Unknown field '{one}' {place}. {_proposal(str(one), EVERY_FIELD)}")
    return {str(one): str(name) for one, name in value.items() if name is not None}
