"""Which rows are invoices, and which are totals, headings, customers, or lines of the invoice above."""

from __future__ import annotations

import re
from enum import Enum

from simulator.ledger.layouts.finding import Header

_TOTAL = re.compile(
    r"(\*+|σ|∑)(\s|$)|(grand|sub|report)?[\s-]*total|zwischensumme|endsumme|gesamt|summe\b|ergebnis\b|(sub)?totaal|sous[\s-]total|"
    r"somme\b|totale\b|subtotal|suma\b|percentage",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"\d+\s*(-|to|–|and|or|\+).*(days?|day\(s\)|over|more|past)|.*past due$|current$|older$", re.IGNORECASE
)
_RULE = re.compile(r"[-=_–—\s]+")
_COLUMNS_OF_A_NAME = 3


class RowKind(Enum):
    """What a row is."""

    INVOICE = "invoice"
    TOTAL = "total"
    CUSTOMER = "customer"
    HEADING = "headings between the invoices"
    REPEATED = "repeated headers and rules"
    LINE = "further lines of the invoice above"


class Sorter:
    """Sorts rows, and remembers the customer that stands above them.

    Attributes:
        customer: the customer of the rows that follow, "" where each row names its own.
    """

    def __init__(self, header: Header) -> None:
        found = header.found
        self.customer = ""
        self._header = [cell.strip() for cell in header.cells]
        self._first = next(number for number, cell in enumerate(self._header) if cell)
        self._keys = tuple(found[one] for one in ("customer", "invoice", "issued") if one in found)
        self._own = found.get("customer")
        self._day = [found[one] for one in ("issued", "due", "paid") if one in found]
        self._invoice = found.get("invoice")
        self._amounts = [found[one] for one in ("amount", "local_amount", "open_amount") if one in found]
        self._steps = frozenset(header.layout.steps)
        self._expects_second = "second_header" in self._steps
        self._has_own = False

    def kind(self, cells: list[str]) -> RowKind:
        """What a row is; complete ones are invoices at once."""
        if self._expects_second:
            self._expects_second = False
            if not any(sign.isdigit() for cell in cells for sign in cell):
                return RowKind.REPEATED
        first = cells[self._first]
        is_full = all(cells[number] for number in self._keys)
        if is_full and first != self._header[self._first] and not first.startswith("--"):
            self._has_own = self._own is not None
            return RowKind.INVOICE
        return self._unusual(cells)

    def _unusual(self, cells: list[str]) -> RowKind:
        """What a row is that lacks its customer, number or date, or looks like a header."""
        filled = [number for number, cell in enumerate(cells) if cell]
        if cells == self._header or all(_RULE.fullmatch(cells[number]) for number in filled):
            return RowKind.REPEATED
        if len(filled) == 1 and filled[0] in self._amounts:
            return RowKind.TOTAL
        if len(filled) == 1:
            return self._alone(cells[filled[0]], filled[0])
        has_day = any(cells[number] and not _TOTAL.match(cells[number]) for number in self._day)
        has_amount = any(cells[number] for number in self._amounts)
        has_customer = self._own is not None and bool(cells[self._own])
        has_number = self._invoice is not None and bool(cells[self._invoice])
        if has_amount and not has_day and any(_TOTAL.match(cells[number]) for number in filled[:2]):
            return RowKind.TOTAL
        if has_day or (has_number and has_customer):
            return RowKind.INVOICE
        if "continuations" in self._steps and not has_customer and not has_number:
            return RowKind.LINE
        if has_amount and not has_customer and not has_number:
            return RowKind.TOTAL
        if "customer_rows" in self._steps and has_customer and not has_number:
            return self._named(cells, has_amount)
        return RowKind.INVOICE

    def _alone(self, text: str, place: int) -> RowKind:
        """A row with one cell: a customer, a heading, or the rest of the invoice above."""
        is_name = place == self._own if self._own is not None else place < _COLUMNS_OF_A_NAME
        if "customer_rows" in self._steps and is_name and not self._has_own and not _AGES.match(text):
            self.customer = text
            return RowKind.CUSTOMER
        return RowKind.LINE if "continuations" in self._steps else RowKind.HEADING

    def _named(self, cells: list[str], has_amount: bool) -> RowKind:
        """A row with a customer and no invoice: the customer of the rows below, or its subtotal."""
        if self._has_own:
            return RowKind.TOTAL if has_amount else RowKind.HEADING
        assert self._own is not None
        self.customer = cells[self._own]
        return RowKind.CUSTOMER
