"""From text to a table: delimiter, title rows, header, layout, rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from simulator.errors import UserError
from simulator.ledger.layouts import FEWEST_KNOWN_NAMES, FIELD_WORDS, LAYOUTS, Layout, plain

_DELIMITERS = (",", ";", "\t", "|")
_HEADER_WITHIN_ROWS = 60
_SAMPLE_CHARACTERS = 500_000
_MOST_LINES_OF_A_ROW = 20


@dataclass(frozen=True)
class Table:
    """The columns of a file that its layout knows, as text.

    Attributes:
        file: the file's name.
        layout: the layout it was recognised as.
        headers: field to the column's name as the file writes it.
        columns: field to its texts, one per row.
        lines: the line of the file on which each row ends.
        broken: lines with more cells than the header; not in the columns.
        gaps: columns that are not read and have both filled and empty cells, with the number of empty ones.
    """

    file: str
    layout: Layout
    headers: Mapping[str, str]
    columns: Mapping[str, list[str]]
    lines: list[int]
    broken: list[int]
    gaps: Mapping[str, int]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.lines)


@dataclass(frozen=True)
class _Header:
    """A header row that was found: its delimiter, cells, line, and how many names each layout knows."""

    delimiter: str
    cells: list[str]
    line: int
    scores: tuple[int, ...]


def read_table(text: str, file: str) -> Table:
    """The table in a text.

    Raises:
        UserError: no known layout, a needed column is missing or there twice, or there are no rows.
    """
    header = _header(text, file)
    layout = _layout(header, file)
    found = layout.located(header.cells)
    _refuse_twice(header.cells, found, file)
    columns: dict[str, list[str]] = {field: [] for field in found}
    lines: list[int] = []
    broken: list[int] = []
    appends = [(columns[field].append, number) for field, number in found.items()]
    width = len(header.cells)
    unread = [number for number in range(width) if number not in found.values()]
    empty = dict.fromkeys(unread, 0)
    try:
        for line, cells in _rows(text, header):
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                broken.append(line)
                continue
            cells.extend([""] * (width - len(cells)))
            for append, number in appends:
                append(cells[number].strip())
            for number in unread:
                empty[number] += not cells[number]
            lines.append(line)
    except csv.Error as trouble:
        raise UserError(f"{file} is not readable CSV ({trouble}). Export it again as CSV text.") from None
    if not lines and not broken:
        raise UserError(
            f"{file} has a header on line {header.line} and no invoices below it. Export it again."
        )
    headers = {field: header.cells[number].strip() for field, number in found.items()}
    gaps = {header.cells[number].strip(): count for number, count in empty.items() if 0 < count < len(lines)}
    return Table(file, layout, headers, columns, lines, broken, gaps)


def _rows(text: str, header: _Header) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with their line numbers, blank ones left out.

    A quote that is never closed swallows the rows behind it, so a row of many lines is not believed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter)
    last = 0
    for cells in reader:
        if reader.line_num - last > _MOST_LINES_OF_A_ROW:
            raise csv.Error(f"a quote opened on line {last + 1} is not closed")
        last = reader.line_num
        if last > header.line and any(map(str.strip, cells)):
            yield last, cells


def _header(text: str, file: str) -> _Header:
    """The first row with enough known names, under the delimiter that finds the most of them."""
    known = [layout.names() for layout in LAYOUTS]
    best: _Header | None = None
    for delimiter in _DELIMITERS:
        for line, cells in _sample(text, delimiter):
            names = {plain(cell) for cell in cells}
            scores = tuple(len(names & layout.keys()) for layout in known)
            if max(scores) >= FEWEST_KNOWN_NAMES:
                if best is None or max(scores) > max(best.scores):
                    best = _Header(delimiter, cells, line, scores)
                break
    if best is None:
        raise UserError(_unknown(text, file))
    return best


def _sample(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The first rows under a delimiter, with their line numbers."""
    reader = csv.reader(io.StringIO(text[:_SAMPLE_CHARACTERS], newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, cells) for cells in islice(reader, _HEADER_WITHIN_ROWS)]
    except csv.Error:
        return []


def _layout(header: _Header, file: str) -> Layout:
    """The layout that knows most of the header's names and lacks nothing it needs."""
    ranked = sorted(
        zip(header.scores, range(len(LAYOUTS)), strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    for _, number in ranked:
        if not LAYOUTS[number].missing(LAYOUTS[number].located(header.cells)):
            return LAYOUTS[number]
    nearest = LAYOUTS[ranked[0][1]]
    missing = nearest.missing(nearest.located(header.cells))
    words = " and ".join(f"{FIELD_WORDS[field]} ({' or '.join(nearest.columns[field])})" for field in missing)
    raise UserError(
        f"{file} looks like the {nearest.name} layout but has no column for {words} on line {header.line}. "
        "Export it again with that column."
    )


def _refuse_twice(cells: Sequence[str], found: Mapping[str, int], file: str) -> None:
    """A column that is read must be there once."""
    names = [plain(cell) for cell in cells]
    for number in found.values():
        if names.count(names[number]) > 1:
            raise UserError(
                f"{file} has the column {cells[number].strip()!r} twice, so it is not clear which one holds. "
                "Remove or rename one of them."
            )


def _unknown(text: str, file: str) -> str:
    """What was found instead of a known header."""
    rows = [next((cells for _, cells in _sample(text, mark) if any(cells)), [""]) for mark in _DELIMITERS]
    cells = [" ".join(cell.split())[:30] for cell in max(rows, key=len) if cell.strip()]
    shown = ", ".join(cells[:12]) + (f" and {len(cells) - 12} more" if len(cells) > 12 else "")
    layouts = "; ".join(
        f"{layout.name} ({', '.join(names[0] for names in layout.columns.values())})" for layout in LAYOUTS
    )
    return (
        f"{file} is not in a layout that is known: its columns are {shown or 'empty'}, "
        f"and the known layouts are {layouts}. Export the ledger in one of them."
    )
