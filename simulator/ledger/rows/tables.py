"""From a header to columns: the rows of invoices, the file's own totals, and the customers on rows of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from simulator.errors import UserError
from simulator.ledger.files.sheets import Row
from simulator.ledger.layouts.finding import Header
from simulator.ledger.layouts.layout import Layout
from simulator.ledger.rows.sorting import RowKind, Sorter

_AMOUNTS = ("local_amount", "amount", "open_amount")


@dataclass(frozen=True)
class Total:
    """A row with a total of the file's own.

    Attributes:
        line: where it stands.
        rows_above: how many rows of invoices stand above it.
        texts: field to the amount that it names.
    """

    line: int
    rows_above: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The columns of a file that its layout knows, as text.

    Attributes:
        file: the file's name.
        header: where they were found.
        columns: field to its texts, one per row.
        lines: the line of the file on which each row ends.
        broken: lines with more cells than the header; not in the columns.
        gaps: columns that are not read and have both filled and empty cells, with the number of empty ones.
        totals: the file's own totals.
        skipped: how many rows are no invoices by their form: headings, repeated headers, lines of an invoice.
        remarks: what reading the file itself has found: macros, formulas, encodings.
    """

    file: str
    header: Header
    columns: Mapping[str, list[str]]
    lines: list[int]
    broken: list[int] = field(default_factory=list)
    gaps: Mapping[str, int] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.lines)

    @property
    def layout(self) -> Layout:
        """How the rows are read."""
        return self.header.layout

    def where(self, one: str) -> str:
        """File and column of a field, for messages."""
        return f"{self.file}, {self.header.named(one)!r}"

    def texts(self, one: str) -> list[str]:
        """The texts of a field; empty ones where the file has no such column."""
        return self.columns.get(one) or [""] * len(self)


@dataclass
class _Rows:
    """What is gathered while reading."""

    kept: list[tuple[str, ...]] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


def read_table(header: Header, file: str, remarks: tuple[str, ...] = ()) -> Table:
    """The columns below a header.

    Raises:
        UserError: there are no rows, or the file cannot be read to its end.
    """
    header.sheet.refuse_uncalculated(frozenset(header.found.values()))
    width = len(header.cells)
    unread = [
        number
        for number in range(width)
        if number not in header.found.values() and header.cells[number].strip()
    ]
    empty = dict.fromkeys(unread, 0)
    rows = _gathered(header, width, empty)
    if not rows.lines and not rows.broken:
        raise UserError(
            f"{file} has a header on line {header.line} and no invoices below it. Export it again."
        )
    fields = list(header.found)
    columns = dict(zip(fields, map(list, zip(*rows.kept, strict=True)), strict=True)) if rows.kept else {}
    columns = {one: columns.get(one, []) for one in fields}
    if "customer" not in columns or any(rows.customers):
        own = columns.get("customer", [""] * len(rows.lines))
        columns["customer"] = [mine or above for mine, above in zip(own, rows.customers, strict=True)]
    gaps = {
        header.cells[number].strip(): count for number, count in empty.items() if 0 < count < len(rows.lines)
    }
    return Table(
        file, header, columns, rows.lines, rows.broken, gaps, tuple(rows.totals), rows.skipped, remarks
    )


def _gathered(header: Header, width: int, empty: dict[int, int]) -> _Rows:
    """Every row below the header put where it belongs; empty cells of columns that are not read are counted."""
    sorter = Sorter(header)
    numbers = list(header.found.values())
    pick = itemgetter(*numbers) if len(numbers) > 1 else lambda cells: (cells[numbers[0]],)
    rows = _Rows()
    for line, cells in _below(header, width):
        if len(cells) > width:
            rows.broken.append(line)
            continue
        kind = sorter.kind(cells)
        if kind is RowKind.INVOICE:
            rows.kept.append(pick(cells))
            rows.customers.append(sorter.customer)
            rows.lines.append(line)
            for number in empty:
                if not cells[number]:
                    empty[number] += 1
        elif kind is RowKind.TOTAL:
            texts = {one: cells[header.found[one]] for one in _AMOUNTS if one in header.found}
            rows.totals.append(Total(line, len(rows.lines), texts))
        elif kind is not RowKind.CUSTOMER:
            rows.skipped[kind.value] = rows.skipped.get(kind.value, 0) + 1
    return rows


def _below(header: Header, width: int) -> Iterator[Row]:
    """Rows below the header as long as it is, their cells without spaces around, blank ones left out."""
    blank = [""] * width
    for line, cells in header.sheet.rows():
        if line <= header.line:
            continue
        trimmed = [cell.strip() for cell in cells]
        missing = width - len(trimmed)
        if missing > 0:
            trimmed += blank[:missing]
        elif missing < 0 and not any(trimmed[width:]):
            del trimmed[width:]
        if any(trimmed):
            yield line, trimmed
