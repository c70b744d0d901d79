"""The cells of a workbook's sheet as texts, read straight from its XML.

openpyxl knows the workbook (sheets, styles); its own way through a sheet makes an object of every cell and takes four
times as long, minutes for half a million invoices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from simulator.ledger.files.sheets import Row

_MOST_COLUMNS = 1_000
_MOST_DIGITS = 15  # what a spreadsheet shows of a number; the rest is noise


class _Names(dict[str, str]):
    """Names of elements without the prefix of their namespace."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


class _Parser:
    """What is common to both kinds of part: elements by their own name, whatever their namespace is called."""

    def __init__(self) -> None:
        self.collects = False
        self.text: list[str] = []
        self.names = _Names()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, data: str) -> None:
        """Text inside an element."""
        if self.collects:
            self.text.append(data)


class _Strings(_Parser):
    """The texts that cells share, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_reading_aid = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        what = self.names[name]
        if what == "si":
            self.text = []
        elif what == "t":
            self.collects = not self._is_reading_aid
        elif what == "rPh":
            self._is_reading_aid = True

    def end(self, name: str) -> None:
        what = self.names[name]
        if what == "t":
            self.collects = False
        elif what == "si":
            self.found.append("".join(self.text))
        elif what == "rPh":
            self._is_reading_aid = False


class _Cells(_Parser):
    """The rows of a sheet; ``take`` hands them on and forgets them."""

    def __init__(self, strings: list[str], as_day: dict[str, Callable[[str], str]]) -> None:
        super().__init__()
        self._strings, self._as_day = strings, as_day
        self._known: dict[tuple[str, str], str] = {}
        self._columns: dict[str, int] = {}
        self._rows: list[Row] = []
        self._cells: list[str] = []
        self._line, self._place, self._kind, self._style = 0, 0, "", ""

    def take(self) -> list[Row]:
        """The rows that are complete."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        what = self.names[name]
        if what == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self.text = []
            reference = attributes.get("r")
            self._place = self._column(reference.rstrip("0123456789")) if reference else len(self._cells)
        elif what in ("v", "t"):
            self.collects = True
        elif what == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._cells = []

    def end(self, name: str) -> None:
        what = self.names[name]
        if what in ("v", "t"):
            self.collects = False
        elif what == "c":
            if self.text and self._place < _MOST_COLUMNS:
                missing = self._place - len(self._cells)
                if missing > 0:
                    self._cells += [""] * missing
                self._cells.append(self._value("".join(self.text)))
        elif what == "row":
            self._rows.append((self._line, self._cells))

    def _column(self, letters: str) -> int:
        if letters not in self._columns:
            self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _value(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            return self._strings[int(text)]
        if kind == "n":
            key = (self._style, text)
            if key not in self._known:
                as_day = self._as_day.get(self._style)
                self._known[key] = as_day(text) if as_day else number_text(text)
            return self._known[key]
        if kind == "b":
            return "true" if text == "1" else "false"
        return text


def shared_strings(part: Iterable[bytes]) -> list[str]:
    """The texts that the cells of a workbook share.

    Raises:
        expat.ExpatError: it is damaged.
    """
    strings = _Strings()
    for piece in part:
        strings.parser.Parse(piece)
    strings.parser.Parse(b"", True)
    return strings.found


def cells_of(
    part: Iterable[bytes], strings: list[str], as_day: dict[str, Callable[[str], str]]
) -> Iterator[Row]:
    """The rows of a sheet with their numbers.

    Args:
        part: the sheet's XML in pieces.
        strings: the texts that cells share.
        as_day: by style, how a number is a day.

    Raises:
        expat.ExpatError: it is damaged.
    """
    cells = _Cells(strings, as_day)
    for piece in part:
        cells.parser.Parse(piece)
        yield from cells.take()
    cells.parser.Parse(b"", True)
    yield from cells.take()


def column_number(letters: str) -> int:
    """The number of a column from its letters; A is 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def number_text(text: str) -> str:
    """A number as it is stored, as a text that is read in one way only.

    >>> number_text("1234.5"), number_text("12.345"), number_text("7.0"), number_text("19.989999999999998")
    ('1234.5', '12.3450', '7', '19.99')
    """
    if text.isdigit():
        return text
    value = float(text)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.{_MOST_DIGITS}g}"
    return f"{short}0" if len(short.partition(".")[2]) == 3 else short  # 12.345 may be read as thousands


def day_text(value: Any) -> str:
    """A day, a moment or a time of day as text.

    >>> day_text(datetime(2026, 3, 31)), day_text(time(0, 5, 23))
    ('2026-03-31', '00:05:23')
    """
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
