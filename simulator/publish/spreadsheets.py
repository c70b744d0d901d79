"""What all our workbooks share: defused texts, headed tables, and the same bytes for the same content."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from simulator.ledger.cells.formulas import plain_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed date inside the file, so that the same content gives the same bytes."""
WIDEST = 48
MARKED = PatternFill("solid", start_color="FFF3D6", end_color="FFF3D6")
"""The ground of a cell that a reader should see: an input that is not the default."""
_LONGEST_TITLE, _NOT_IN_TITLES = 31, str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_ROWS_MEASURED = 200
"""Rows whose texts decide how wide a column is."""


def cell_value(value: Any) -> Any:
    """What goes into a cell: texts never as formulas, no control characters, nothing for what is undefined.

    >>> cell_value("=1+1"), cell_value(float("nan")), cell_value(0.5)
    ("'=1+1", None, 0.5)
    """
    if isinstance(value, str):
        return plain_text(ILLEGAL_CHARACTERS_RE.sub(" ", value))
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write_table(sheet: Worksheet, rows: Iterable[Sequence[Any]], *, first_row: int = 1) -> None:
    """A table with a bold heading, its columns as wide as their texts."""
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, cell_value(value))
            if number == first_row:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number < first_row + _ROWS_MEASURED:
                widths[column] = max(widths.get(column, 0), _width(cell.value))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, WIDEST)


def _width(value: Any) -> int:
    return 10 if isinstance(value, float) else len(str(value or ""))


def sheet_title(name: str, taken: Iterable[str]) -> str:
    """A name that a workbook takes for a sheet, unlike those that are there already.

    >>> sheet_title("2/10 net 30", []), sheet_title("Today", ["today"])
    ('2 10 net 30', 'Today 2')
    """
    base = " ".join(ILLEGAL_CHARACTERS_RE.sub(" ", name).translate(_NOT_IN_TITLES).split())
    base = base[:_LONGEST_TITLE].strip() or "Sheet"
    known, title, number = {one.casefold() for one in taken}, base, 1
    while title.casefold() in known:
        number += 1
        end = f" {number}"
        title = f"{base[: _LONGEST_TITLE - len(end)].strip()}{end}"
    return title


def bytes_of(book: Workbook) -> bytes:
    """The file, without the time of its writing."""
    book.properties.creator = "Credit Strategy Lab"
    book.properties.created = book.properties.modified = MADE
    stream = io.BytesIO()
    book.save(stream)
    return _same_dates(stream.getvalue())


def _same_dates(content: bytes) -> bytes:
    """The workbook with the time of its writing taken out of the archive and its properties."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            entry.date_time = MADE.timetuple()[:6]
            text = old.read(entry)
            if entry.filename == "docProps/core.xml":
                text = _without_modified(text)
            new.writestr(entry, text)
    return stream.getvalue()


def _without_modified(properties: bytes) -> bytes:
    """Openpyxl writes the time of saving over the one that was given."""
    start = properties.find(b"<dcterms:modified")
    end = properties.find(b"</dcterms:modified>")
    if start < 0 or end < 0:
        return properties
    opening = properties.index(b">", start) + 1
    return properties[:opening] + MADE.isoformat().encode() + b"Z" + properties[end:]
