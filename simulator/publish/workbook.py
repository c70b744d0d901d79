"""The table of a comparison as a file: a workbook that opens anywhere, or CSV."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from simulator.ledger.cells.formulas import plain_text

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.results.comparison import Comparison

_WIDEST = 48
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed date inside the file, so that the same comparison gives the same bytes."""


def comparison_csv(comparison: Comparison) -> bytes:
    """All measures with label, unit, averages, differences and intervals, as CSV in UTF-8."""
    frame = _flat(comparison)
    frame.columns = [plain_text(name) for name in frame.columns]
    text = frame.map(lambda value: plain_text(value) if isinstance(value, str) else value)
    return text.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def comparison_workbook(comparison: Comparison) -> bytes:
    """The same table as a workbook, with a sheet that says what made it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Comparison"
    frame = _flat(comparison)
    _write(sheet, [list(frame.columns), *frame.astype(object).where(frame.notna(), None).values.tolist()])
    sheet.freeze_panes = "C2"
    _write(book.create_sheet("How it was made"), _origin(comparison))
    book.properties.creator = "Credit Strategy Lab"
    book.properties.created = book.properties.modified = _MADE
    stream = io.BytesIO()
    book.save(stream)
    return _same_dates(stream.getvalue())


def _flat(comparison: Comparison) -> pd.DataFrame:
    """The table with one line of headings: whose figure, and which."""
    frame = comparison.table().reset_index()
    frame.columns = [
        ", ".join(word for word in (str(part) for part in heading) if word).replace(", mean", ", average")
        for heading in frame.columns
    ]
    return frame.rename(columns={"measure, label": "measure", "measure, unit": "unit"})


def _write(sheet: Worksheet, rows: list[list[Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, plain_text(value) if isinstance(value, str) else value)
            if number == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(1, sheet.max_column + 1):
        longest = max(len(str(cell.value or "")) for cell in sheet[get_column_letter(column)])
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)


def _origin(comparison: Comparison) -> list[list[Any]]:
    """Scenario, strategies with their reasons, seed, replications, version and hash."""
    rows: list[list[Any]] = [["What", "Value"], ["Scenario", comparison.scenario]]
    rows += [[f"Strategy {result.name}", result.why] for result in comparison.results]
    rows += [
        ["Horizon, days", comparison.horizon_days],
        ["Currency", comparison.currency],
        ["Seed", comparison.seed],
        ["Replications", comparison.replications],
        ["Version", comparison.version],
        ["Hash of the inputs", comparison.inputs_hash],
    ]
    rows += [["Back-test of the ledger", comparison.light.sentence]] if comparison.light else []
    rows += [["Caution", sentence] for sentence in comparison.cautions]
    return rows + [["Note", sentence] for sentence in comparison.notes]


def _same_dates(content: bytes) -> bytes:
    """The workbook with the time of its writing taken out of the archive and its properties."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            entry.date_time = _MADE.timetuple()[:6]
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
    return properties[:opening] + _MADE.isoformat().encode() + b"Z" + properties[end:]
