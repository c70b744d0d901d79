"""Finding the header of a file, and the layout that it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from simulator.errors import UserError
from simulator.ledger.files.sheets import Row, Sheet
from simulator.ledger.layouts.catalogue import BY_NAMES, layouts
from simulator.ledger.layouts.kept import fingerprint, kept_fingerprints, kept_mapping
from simulator.ledger.layouts.layout import FEWEST_KNOWN_NAMES, FIELD_WORDS, Layout, plain
from simulator.ledger.layouts.mapping import ColumnMapping

HEADER_WITHIN_ROWS = 60
_MOST_SHOWN = 12
_LIKE_DATA = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Header:
    """A header that was found.

    Attributes:
        sheet: where.
        cells: the names of the columns.
        line: the line on which it stands.
        titles: the filled cells of the rows above it.
        layout: how the rows below are read.
        found: our field to the column's number.
        mapping: what a person said about this header, or nothing.
        is_kept: whether that was found among the kept mappings.
    """

    sheet: Sheet
    cells: list[str]
    line: int
    titles: tuple[str, ...]
    layout: Layout
    found: Mapping[str, int]
    mapping: ColumnMapping
    is_kept: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether columns were known by their names alone, and nobody has said that it is right."""
        return self.layout.name == BY_NAMES and not self.mapping.columns

    def named(self, field: str) -> str:
        """The column of a field, as the file writes it."""
        return self.cells[self.found[field]]


@dataclass(frozen=True)
class _Candidate:
    """A row with enough known names: how many each layout knows."""

    sheet: Sheet
    row: Row
    titles: tuple[str, ...]
    scores: tuple[int, ...]


def find_header(sheets: Sequence[Sheet], file: str, mapping: ColumnMapping | None) -> Header:
    """The header and the layout of a file.

    Args:
        sheets: the ways to see it as rows.
        file: its name.
        mapping: what a person says about it; without one, the kept mapping for its header, or a known layout.

    Raises:
        UserError: no header is found, or a column is missing or there twice.
    """
    kept = _kept(sheets) if mapping is None else None
    told = mapping or kept or ColumnMapping()
    if told.columns:
        return replace(_by_mapping(sheets, file, told), is_kept=kept is not None)
    found = candidate(sheets)
    if found is None:
        for sheet in sheets:
            if sheet.name:
                next(sheet.rows(), None)  # tells damage, if that is the reason
        raise UserError(unknown_words(sheets, file))
    return replace(_by_layout(found, file, told), is_kept=kept is not None)


def _kept(sheets: Sequence[Sheet]) -> ColumnMapping | None:
    """The mapping that was kept for a row near the top of a file."""
    known = kept_fingerprints()
    if not known:
        return None
    for sheet in sheets:
        for _, cells in _sample(sheet):
            if fingerprint(cells) in known:
                return kept_mapping(cells)
    return None


def candidate(sheets: Sequence[Sheet]) -> _Candidate | None:
    """The first row with enough known names, in the view of the file that shows the most of them."""
    known = layouts()
    best: _Candidate | None = None
    for sheet in sheets:
        titles: list[str] = []
        for row in _sample(sheet):
            names = {plain(cell) for cell in row[1]}
            scores = tuple(len(names & one.known) if one.signs <= names else 0 for one in known)
            if max(scores) >= FEWEST_KNOWN_NAMES:
                if best is None or max(scores) > max(best.scores):
                    best = _Candidate(sheet, row, tuple(titles), scores)
                break
            titles += [cell.strip() for cell in row[1] if cell.strip()]
    return best


def _sample(sheet: Sheet) -> Iterator[Row]:
    """The first rows of a sheet; a view that cannot be read shows none."""
    rows = islice(sheet.rows(), HEADER_WITHIN_ROWS)
    while True:
        try:
            yield next(rows)
        except (StopIteration, UserError):
            return


def _by_layout(found: _Candidate, file: str, mapping: ColumnMapping) -> Header:
    """The layout that knows most of the names and lacks nothing it needs."""
    cells, line = found.row[1], found.row[0]
    known = [_as_told(one, mapping) for one in layouts()]
    ranked = sorted(range(len(known)), key=lambda number: (-found.scores[number], number))
    ranked = [number for number in ranked if found.scores[number] >= FEWEST_KNOWN_NAMES]
    has_terms = mapping.terms_days is not None
    for number in ranked:
        places = known[number].located(cells)
        if not known[number].missing(places, terms_known=has_terms):
            _refuse_twice(cells, places, file)
            return Header(found.sheet, cells, line, found.titles, known[number], places, mapping)
    nearest = known[ranked[0]]
    raise UserError(
        _lacking(nearest, nearest.missing(nearest.located(cells), terms_known=has_terms), file, line)
    )


def _as_told(layout: Layout, mapping: ColumnMapping) -> Layout:
    """A layout with what a mapping without columns says about it."""
    return replace(layout, holds_open_items=layout.holds_open_items or mapping.open_items)


def _lacking(layout: Layout, missing: Sequence[str], file: str, line: int) -> str:
    """What a header lacks, and what to do."""
    words = " and ".join(
        f"{FIELD_WORDS[field]} ({' or '.join(layout.columns[field][:4])})"
        if field in layout.columns
        else FIELD_WORDS[field]
        for field in missing
    )
    remedy = "Export it again with that column, or name the columns in a mapping (creditlab ledger mapping)."
    if missing == ["paid"]:
        remedy += " If everything in it is open, say open_items: true there."
    if "due" in missing:
        remedy += " If your terms are the same for all, say terms_days there."
    return f"{file} looks like {_the(layout)} but has no column for {words} on line {line}. {remedy}"


def _the(layout: Layout) -> str:
    return "a ledger" if layout.name == BY_NAMES else f"the {layout.name} layout"


def _by_mapping(sheets: Sequence[Sheet], file: str, mapping: ColumnMapping) -> Header:
    """The first row that has every column of a mapping."""
    layout = mapping.layout_for_reading()
    wanted = {plain(name): name for name in mapping.columns.values()}
    fewest = set(wanted)
    for sheet in sheets:
        titles: list[str] = []
        for line, cells in _sample(sheet):
            missing = wanted.keys() - {plain(cell) for cell in cells}
            if not missing:
                places = layout.located(cells)
                lacking = layout.missing(places, terms_known=mapping.terms_days is not None)
                if lacking:
                    words = " and ".join(FIELD_WORDS[field] for field in lacking)
                    raise UserError(
                        f"{mapping.origin} names no column of {file} for {words}. Add it under 'columns'."
                    )
                _refuse_twice(cells, places, file)
                return Header(sheet, cells, line, tuple(titles), layout, places, mapping)
            fewest = min(fewest, missing, key=len)
            titles += [cell.strip() for cell in cells if cell.strip()]
    names = " and ".join(repr(wanted[name]) for name in sorted(fewest))
    raise UserError(
        f"{file} has no column {names}, which {mapping.origin} names. Correct the mapping, or make a new one: "
        "creditlab ledger mapping."
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


def unknown_words(sheets: Sequence[Sheet], file: str) -> str:
    """What was found instead of a known header; what may be data instead of a header is not shown."""
    cells = widest_row(sheets)
    remedy = (
        f"Say which column is which: creditlab ledger mapping {file} --out mapping.yaml writes a file to fill in. "
        "docs/ledgers.md lists the layouts that are known."
    )
    filled = [" ".join(cell.split())[:30] for cell in cells if cell.strip()]
    has_known = any(plain(cell) in layout.known for cell in filled for layout in layouts())
    if any(_LIKE_DATA.search(cell) for cell in filled) or not has_known:
        return (
            f"{file} has no header that is known: its fullest row near the top has {len(filled)} filled cells, none of "
            f"them the name of a column that we know. Add a header row if there is none. {remedy}"
        )
    shown = ", ".join(filled[:_MOST_SHOWN])
    if len(filled) > _MOST_SHOWN:
        shown += f" and {len(filled) - _MOST_SHOWN} more"
    return f"{file} is not in a layout that is known: its columns are {shown or 'empty'}. {remedy}"


def widest_row(sheets: Sequence[Sheet]) -> list[str]:
    """The row with the most filled cells near the top: the header, where one must guess."""
    rows = [cells for sheet in sheets for _, cells in islice(_sample(sheet), HEADER_WITHIN_ROWS)]
    return max(rows, key=lambda cells: sum(bool(cell.strip()) for cell in cells), default=[])
