"""Workbooks: the values of their cells as texts. Macros never run, and no formula is worked out."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from simulator.errors import UserError
from simulator.ledger.files.cells_of_sheets import cells_of, column_number, day_text, shared_strings
from simulator.ledger.files.contents import EXPORT_AGAIN, Content, refuse_tight
from simulator.ledger.files.sheets import Row, Sheet

LARGEST_UNPACKED_BYTES = 1_000_000_000
"""Most that a workbook may hold unpacked; half a million invoices of 20 columns take about half of it."""

_MACROS = re.compile(r"vbaProject\.bin$|^xl/macrosheets/", re.IGNORECASE)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    SyntaxError,
    OverflowError,
    RuntimeError,
    OSError,
)
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
    except (expat.ExpatError, TypeError, AttributeError, *_DAMAGE):
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
        any(_ANY_FORMULA.search(chunk) for chunk in _overlapping(archive, file))
        for file in sorted(files)
        if file.startswith("xl/worksheets/") and file.endswith(".xml")
    )


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part of the archive in pieces."""
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            yield piece


def _overlapping(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part of the archive in pieces that overlap by more than a cell."""
    kept = b""
    for piece in _pieces(archive, part):
        yield kept + piece
        kept = piece[-_LONGEST_CELL:]


def _sheets(content: Content) -> list[Sheet]:
    """The worksheets, read as they are asked for; openpyxl tells where they are and which styles are days."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    book = ExcelReader(io.BytesIO(content.data), read_only=True, data_only=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and the like, which are not read
        book.read_manifest()
        book.read_workbook()
        apply_stylesheet(book.archive, book.wb)
        places = [(sheet.name, relation) for sheet, relation in book.parser.find_sheets()]
    parts = {part.lower(): part for part in book.archive.namelist()}
    texts = parts.get("xl/sharedstrings.xml")
    strings = shared_strings(_pieces(book.archive, texts)) if texts else []
    as_day = {str(style): _as_day(book.wb) for style in book.wb._date_formats}
    return [
        _sheet(_Part(content.name, book.archive, name, relation.target), strings, as_day)
        for name, relation in places
        if relation.target in book.valid_files and relation.Type.endswith("/worksheet")
    ]


@dataclass(frozen=True)
class _Part:
    """Where a sheet is."""

    file: str
    archive: zipfile.ZipFile
    title: str
    path: str


def _as_day(book: Any) -> Callable[[str], str]:
    """How the numbers of a workbook are days."""
    from openpyxl.utils.datetime import from_excel

    return lambda text: day_text(from_excel(float(text), book.epoch))


def _sheet(place: _Part, strings: list[str], as_day: dict[str, Callable[[str], str]]) -> Sheet:
    def rows() -> Iterator[Row]:
        try:
            yield from cells_of(_pieces(place.archive, place.path), strings, as_day)
        except (expat.ExpatError, *_DAMAGE):
            words = (
                f"{place.file} is a damaged workbook (sheet {place.title!r}). Save it anew as XLSX or CSV."
            )
            raise UserError(words) from None

    def refuse_uncalculated(columns: frozenset[int]) -> None:
        if not any(_ANY_FORMULA.search(chunk) for chunk in _overlapping(place.archive, place.path)):
            return
        for chunk in _overlapping(place.archive, place.path):
            for column, row in _FORMULA.findall(chunk):
                if column_number(column.decode()) in columns:
                    raise UserError(
                        f"{place.file}: cell {column.decode()}{row.decode()} of sheet {place.title!r} holds a formula "
                        "that was never worked out, so its value is unknown. Open the file in a spreadsheet, save it, "
                        "and give it again."
                    )

    return Sheet(place.title, rows, refuse_uncalculated)
