"""A sheet: rows of texts with their line numbers, whatever kind of file they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.errors import UserError

Row = tuple[int, list[str]]

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_LINES_OF_A_ROW = 20


@dataclass(frozen=True)
class Sheet:
    """One way to see a file as rows.

    Attributes:
        name: a sheet of a workbook by its name, "" for text.
        rows: gives the rows from the top, each time it is called.
        refuse_uncalculated: called with the numbers of the columns that are read; refuses formulas without a value.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    refuse_uncalculated: Callable[[frozenset[int]], None] = lambda _columns: None


def sheets_of_text(data: bytes, file: str) -> list[Sheet]:
    """The ways to part a text (UTF-8) into cells."""

    def parted(delimiter: str) -> Sheet:
        return Sheet("", lambda: _rows(data, delimiter, file))

    return [parted(delimiter) for delimiter in _DELIMITERS]


def _rows(data: bytes, delimiter: str, file: str) -> Iterator[Row]:
    """Rows with the number of the line on which each ends.

    A quote that is never closed swallows the rows behind it, so a row of many lines is not believed. Between bars a
    quote is a letter like any other.
    """
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    if delimiter == "|":
        reader = csv.reader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(text, delimiter=delimiter)
    last = 0
    try:
        for cells in reader:
            line = reader.line_num
            if line - last > _MOST_LINES_OF_A_ROW:
                raise csv.Error(f"a quote opened on line {last + 1} is not closed")
            last = line
            yield line, cells
    except csv.Error as trouble:
        raise UserError(f"{file} is not readable CSV ({trouble}). Export it again as CSV text.") from None
