"""A written policy as plain text for a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.publish.sheets.ladder import LadderRow
from simulator.publish.sheets.parts import NEW, Part, Statement
from simulator.publish.sheets.policy import PolicySheet

_MARK, _NEW = "▸ ", " (new)"
_SPECIAL = str.maketrans(
    {"|": "\\|", "<": "&lt;", ">": "&gt;", "*": "\\*", "_": "\\_", "`": "\\`", "[": "\\["}
)

Row = Sequence[str]


def policy_text(sheet: PolicySheet, *, markdown: bool = False) -> str:
    """The policy as text.

    Args:
        sheet: What it says.
        markdown: Whether tables and headings are written as Markdown.
    """
    writer = _Markdown() if markdown else _Plain()
    return "\n".join(_lines(sheet, writer)).rstrip() + "\n"


class _Plain:
    """Headings underlined, tables in columns."""

    def text(self, words: str) -> str:
        return "".join(sign if sign.isprintable() else " " for sign in words)

    def heading(self, words: str, level: int) -> list[str]:
        plain = self.text(words)
        return ["", plain, ("=" if level == 1 else "-") * len(plain)]

    def table(self, head: Row, rows: Sequence[Row]) -> list[str]:
        cells = [[self.text(cell) for cell in row] for row in (head, *rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
        padded = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells
        ]
        return ["", *(f"  {line.rstrip()}" for line in padded)]

    def line(self, words: str) -> str:
        return f"  {self.text(words)}"


class _Markdown(_Plain):
    """As a file that is read, or turned into something else."""

    def text(self, words: str) -> str:
        return super().text(words).translate(_SPECIAL)

    def heading(self, words: str, level: int) -> list[str]:
        return ["", f"{'#' * level} {self.text(words)}", ""]

    def table(self, head: Row, rows: Sequence[Row]) -> list[str]:
        lines = [f"| {' | '.join(self.text(cell) for cell in row)} |" for row in (head, *rows)]
        lines.insert(1, f"|{' --- |' * len(head)}")
        return ["", *lines, ""]

    def line(self, words: str) -> str:
        return f"- {self.text(words)}"


def _lines(sheet: PolicySheet, writer: _Plain) -> Iterator[str]:
    yield from writer.heading(f"Credit policy: {sheet.name}", 1)
    for words in (sheet.head, f"Purpose: {sheet.objective.rstrip('.')}.", *sheet.expects):
        yield writer.line(words)
    for number, part in enumerate(sheet.parts, start=1):
        yield from writer.heading(f"{number}. {part.title}{' (new)' if part.is_new else ''}", 2)
        yield from _part(sheet, part, writer)
    yield from writer.heading("Review and figures", 2)
    yield writer.line(sheet.review_sentence)
    yield from _kpis(sheet, writer)
    yield from writer.heading("Adopted", 2)
    yield writer.line("By ........................   Function ........................   Date ............")
    yield writer.line(sheet.made_by)


def _part(sheet: PolicySheet, part: Part, writer: _Plain) -> Iterator[str]:
    for statement in part.sentences:
        yield writer.line(told(statement))
    if part.figures:
        yield writer.line("; ".join(told(one) for one in part.figures) + ".")
    extra = {"late_charges": sheet.legal, "buyers": (sheet.code_legend,) if sheet.code_legend else ()}
    for words in extra.get(part.name, ()):
        yield writer.line(words)
    for statement in part.dropped:
        yield writer.line(f"{_MARK}No longer: {statement.text}")
    if part.name == "terms":
        rows = [
            (
                row.segment,
                *(f"{days}{_NEW if new else ''}" for days, new in zip(row.days, row.changed, strict=True)),
            )
            for row in sheet.terms.rows
        ]
        yield from writer.table(("Customers", *sheet.terms.columns), rows)
    if part.name == "collections" and sheet.ladder:
        yield from writer.table(("When", "What", "Whom", "Who"), [ladder_cells(row) for row in sheet.ladder])


def told(statement: Statement) -> str:
    """A statement with its mark, and what holds today where something does.

    >>> told(Statement("a.b", "Limits are 4 months.", is_changed=True, today="2 months"))
    '▸ Limits are 4 months. (today: 2 months)'
    """
    if not statement.is_changed:
        return statement.text
    note = note_of(statement)
    return f"{_MARK}{statement.text}{f' ({note})' if note else ''}"


def note_of(statement: Statement) -> str:
    """What holds today in place of a statement; nothing where it is new."""
    return "" if statement.today in ("", NEW) else f"today: {statement.today}"


def ladder_cells(row: LadderRow) -> Row:
    """A step of the ladder as cells; what is new, or no longer there, says so.

    Only rules have the mark, so that there are as many marks as the head counts.
    """
    when = f"{row.when}{_NEW if row.is_changed else ''}"
    return (when, f"{'no longer: ' if row.is_dropped else ''}{row.how}", row.whom, row.who)


def _kpis(sheet: PolicySheet, writer: _Plain) -> Iterator[str]:
    if not sheet.is_simulated:
        named = "; ".join(kpi.label for kpi in sheet.kpis)
        yield writer.line(f"Looked at every month: {named}.")
        return
    head = (
        "Figure",
        "Unit",
        sheet.base,
        "Expected",
        "95 % interval",
        "Change",
        "95 % interval of the change",
    )
    rows = [
        (kpi.label, kpi.unit, kpi.today, kpi.expected, kpi.interval, kpi.change, kpi.change_interval)
        for kpi in sheet.kpis
    ]
    yield from writer.table(head, rows)
