"""Workbooks: the values of their cells as texts. Macros never run, and no formula is worked out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from simulator.errors import UserError
from simulator.ledger.files.contents import EXPORT_AGAIN, Content, refuse_tight
from simulator.ledger.files.sheets import Row, Sheet

LARGEST_UNPACKED_BYTES = 1_000_000_000
"""Most that a workbook may hold unpacked; half a million invoices of 20 columns take about half of it."""

_MACROS = re.compile(r"vbaProject\.bin$|^xl/macrosheets/", re.IGNORECASE)
_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 16
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_ANY_FORMULA = re.compile(rb"<f[ >/]")


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook.

    Attributes:
        sheets: those with cells, in order.
        has_macros: whether it holds macros, which are left alone.
        has_formulas: whether a sheet holds formulas, whose values as last saved are read.
    """

    sheets: list[Sheet] = field(default_factory=list)
    has_macros: bool = False
    has_formulas: bool = False


def open_workbook(content: Content) -> Workbook:
    """The sheets of a workbook (XLSX or XLSM).

    Raises:
        UserError: it is another archive, damaged, locked, or far larger unpacked than a ledger is.
    """
    name = content.name
    damaged = UserError(f"{name} is a damaged workbook. Export it again, or save it anew as XLSX or CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(name, len(content.data), entries)
            files = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in files and not any(file.startswith("xl/") for file in files):
                raise UserError(
                    f"{name} is a zip archive, not a workbook. Unpack it and give the file in it."
                )
            if any(file.endswith(".bin") and "workbook" in file for file in files):
                raise UserError(
                    f"{name} is a binary workbook (XLSB), which is not read. Save it as XLSX or CSV."
                )
            _refuse_declarations(archive, entries, name)
            has_formulas = _has_formulas(archive, files)
        sheets = _sheets(content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        SyntaxError,
        TypeError,
        AttributeError,
    ):
        raise damaged from None
    if not sheets:
        raise UserError(f"{name} is a workbook without a filled sheet. {EXPORT_AGAIN}")
    has_macros = any(_MACROS.search(file) for file in files)
    return Workbook(sheets, has_macros, has_formulas)


def _refuse_bomb(name: str, packed: int, entries: list[zipfile.ZipInfo]) -> None:
    """What is said to be in the archive is the most that is ever unpacked of it."""
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise UserError(
            f"{name} holds {unpacked / 1e6:,.0f} MB unpacked, more than {LARGEST_UNPACKED_BYTES // 1_000_000:,} MB, "
            "the most that is read of a workbook. Export a shorter period, or as CSV."
        )
    refuse_tight(name, packed, unpacked)


def _refuse_declarations(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """No workbook declares entities of its own; a file that does wants to do harm."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                if b"<!DOCTYPE" in part.read(1024).upper():
                    raise UserError(f"{name} is no ordinary workbook (it declares entities). {EXPORT_AGAIN}")


def _has_formulas(archive: zipfile.ZipFile, files: set[str]) -> bool:
    """Whether any sheet holds a formula."""
    return any(
        any(_ANY_FORMULA.search(chunk) for chunk in _chunks(archive, file))
        for file in sorted(files)
        if file.startswith("xl/worksheets/") and file.endswith(".xml")
    )


def _chunks(archive: zipfile.ZipFile, file: str) -> Iterator[bytes]:
    """A part of the archive in pieces that overlap by more than a cell."""
    kept = b""
    with archive.open(file) as part:
        while piece := part.read(_CHUNK):
            yield kept + piece
            kept = piece[-_LONGEST_CELL:]


def _sheets(content: Content) -> list[Sheet]:
    """The worksheets, read as they are asked for."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content.data), read_only=True, data_only=True)
    sheets = []
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):  # many systems write wrong ones
            sheet.reset_dimensions()
            sheets.append(_sheet(sheet, content))
    return sheets


def _sheet(sheet: Any, content: Content) -> Sheet:
    def rows() -> Iterator[Row]:
        try:
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, ["" if value is None else as_text(value) for value in values]
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, SyntaxError, OverflowError):
            raise UserError(
                f"{content.name} is a damaged workbook (sheet {sheet.title!r}). Save it anew as XLSX or CSV."
            ) from None

    def refuse_uncalculated(columns: frozenset[int]) -> None:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            for chunk in _chunks(archive, sheet._worksheet_path.lstrip("/")):
                for column, row in _FORMULA.findall(chunk):
                    if _number(column) in columns:
                        raise UserError(
                            f"{content.name}: cell {column.decode()}{row.decode()} of sheet {sheet.title!r} holds a "
                            "formula that was never worked out, so its value is unknown. Open the file in a "
                            "spreadsheet, save it, and give it again."
                        )

    return Sheet(sheet.title, rows, refuse_uncalculated)


def _number(column: bytes) -> int:
    """The number of a column from its letters; A is 0.

    >>> _number(b"A"), _number(b"AB")
    (0, 27)
    """
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number - 1


def as_text(value: Any) -> str:
    """The value of a cell as a text that is read in one way only.

    >>> as_text(1234.5), as_text(12.345), as_text(7.0), as_text(datetime(2026, 3, 31))
    ('1234.5', '12.3450', '7', '2026-03-31')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        text = repr(value)
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text  # 12.345 may be read as thousands
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
