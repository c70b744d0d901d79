"""Reading a ledger: from a file to a ``Ledger``, or a sentence that says why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from simulator.ledger.cells.dates import Order, parse_date
from simulator.ledger.files.contents import Content, read_content
from simulator.ledger.files.encoding import as_utf_8
from simulator.ledger.files.sheets import Sheet, sheets_of_text
from simulator.ledger.files.workbooks import open_workbook
from simulator.ledger.layouts.finding import find_header
from simulator.ledger.layouts.kept import keep_mapping
from simulator.ledger.layouts.mapping import ColumnMapping, read_mapping
from simulator.ledger.layouts.proposing import propose
from simulator.ledger.ledger import Ledger
from simulator.ledger.meaning.cleaning import as_ledger, choose
from simulator.ledger.meaning.parts import read_parts
from simulator.ledger.quality.judging import judge
from simulator.ledger.quality.report import MOST_LINES
from simulator.ledger.rows.steps import one_row_an_invoice
from simulator.ledger.rows.tables import Table, read_table

ENDINGS = (".gz", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
"""Endings of files that are ledgers; what a file is, is told by its contents."""

_AS_OF = re.compile(
    r"(?:as (?:at|of)|stand|stichtag|to|per|op|au|em|bis|till?)[:\s]+"
    r"(\d{1,4}[-/. ][\w]{1,9}\.?[-/. ]\d{2,4}|[a-z]+ \d{1,2}, \d{4})",
    re.IGNORECASE,
)


def read_ledger(
    path: str | Path, currency: str | None = None, mapping: ColumnMapping | str | Path | None = None
) -> Ledger:
    """Read a ledger file: CSV or other delimited text, plain or packed with gzip, or a workbook (XLSX).

    Args:
        path: the file.
        currency: read only the rows in this currency; needed only where a file mixes several.
        mapping: which column is which, or its file, where the layout is not known or not rightly guessed. A file that
            fits is kept for the next export with the same header.

    Raises:
        UserError: the file is not understood; the message says what is wrong, where, and what to do.
    """
    return _read(Path(path), currency, mapping, or_largest=False)


def check_ledger(
    path: str | Path, currency: str | None = None, mapping: ColumnMapping | str | Path | None = None
) -> Ledger:
    """Read a ledger for a look at its quality: of several currencies the most frequent is read.

    Raises:
        UserError: the file is not understood.
    """
    return _read(Path(path), currency, mapping, or_largest=True)


def _read(
    place: Path, currency: str | None, mapping: ColumnMapping | str | Path | None, *, or_largest: bool
) -> Ledger:
    told = read_mapping(mapping) if isinstance(mapping, (str, Path)) else mapping
    table = open_table(place, told)
    wanted = (currency or table.header.mapping.currency or "").upper()
    parts = read_parts(table, wanted, or_largest=or_largest)
    choice = choose(table, parts)
    ledger = as_ledger(table, parts, choice.keep, _name(place))
    ledger = replace(ledger, as_of=_as_of(table.header.titles))
    report = judge(table, parts, choice, ledger)
    if isinstance(mapping, (str, Path)):
        keep_mapping(table.header.cells, Path(mapping).read_text(encoding="utf-8"))
    return replace(ledger, report=report, notes=report.notes)


def open_table(path: str | Path, mapping: ColumnMapping | None = None) -> Table:
    """The columns of a file as text.

    Raises:
        UserError: the file is not understood.
    """
    content = read_content(path)
    sheets, remarks = open_sheets(content)
    return one_row_an_invoice(read_table(find_header(sheets, content.name, mapping), content.name, remarks))


def proposed_mapping(path: str | Path) -> str:
    """What was detected in a file as a mapping to correct (YAML).

    Raises:
        UserError: the file is no table, or has no header.
    """
    content = read_content(path)
    sheets, _ = open_sheets(content)
    return propose(sheets, content.name)


def open_sheets(content: Content) -> tuple[Sequence[Sheet], tuple[str, ...]]:
    """The ways to see a file as rows, and what is remarkable about it."""
    if content.is_archive:
        book = open_workbook(content)
        remarks = []
        if book.has_macros:
            remarks.append("The workbook holds macros; they were not run, only values were read.")
        if book.has_formulas:
            remarks.append("The workbook holds formulas; their values as last saved were read.")
        return book.sheets, tuple(remarks)
    data, other = as_utf_8(content)
    if not other:
        return sheets_of_text(data, content.name), ()
    listed = ", ".join(map(str, other[:MOST_LINES])) + (" ..." if len(other) > MOST_LINES else "")
    remark = (
        f"{len(other):,} lines are not in UTF-8 as the others are (lines {listed}); they were read in the "
        "Western Windows code page, so look at the letters with accents in them."
    )
    return sheets_of_text(data, content.name), (remark,)


def _as_of(titles: Sequence[str]) -> date | None:
    """The day that the rows above the header name, the last where there are several."""
    found = [parse_date(text, Order.DAY_FIRST) for title in titles for text in _AS_OF.findall(title)]
    days = [day for day in found if day is not None]
    return days[-1] if days else None


def _name(place: Path) -> str:
    """The file's name without its endings."""
    name = place.name
    while name.lower().endswith(ENDINGS):
        name = name.rpartition(".")[0]
    return name or place.name
