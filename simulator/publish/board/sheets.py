"""The board page as a workbook: the same words and numbers, every assumption with its source, and the balance drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference

from simulator.figures.tokens import STRATEGIES, light
from simulator.parameters import dictionary
from simulator.publish.board.values import value_text
from simulator.publish.spreadsheets import bytes_of, write_table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.publish.board.content import Board
    from simulator.results.comparison import Comparison

_EVIDENCE = {
    "S": "published figure",
    "D": "derived from published figures",
    "L": "law or contract",
    "E": "expert judgement",
}
_CHART_WIDTH, _CHART_HEIGHT = 24, 10


def board_workbook(board: Board, comparison: Comparison) -> bytes:
    """All of the page, and what there is no room for on it.

    Args:
        board: The page.
        comparison: Where its inputs come from, all of which are listed.
    """
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Board"
    write_table(first, _front(board))
    write_table(book.create_sheet("What changes"), _changes(board))
    write_table(book.create_sheet("What could go wrong"), _dangers(board))
    write_table(book.create_sheet("Strategies"), _strategies(board))
    sheet = book.create_sheet("Bank balance")
    write_table(sheet, _cash(board))
    _draw(sheet, board)
    write_table(book.create_sheet("Inputs"), _inputs(board))
    write_table(book.create_sheet("Assumptions"), _assumptions(board, comparison))
    return bytes_of(book)


def _front(board: Board) -> list[list[Any]]:
    """What is decided and why, whether it can be trusted, and what made it."""
    trust = board.trust
    rows: list[list[Any]] = [["What", "Words"], ["Company", board.company], ["About", board.about]]
    rows += [["Recommendation", board.hero.headline]]
    rows += [["Why", sentence] for sentence in board.hero.reasons]
    rows += [["Caution", board.hero.warning]] if board.hero.warning else []
    rows += [[name, words] for name, words in board.hero.asked]
    rows += [
        ["Cash", board.cash.heading],
        ["Risk", board.dangers.heading],
        ["Others", board.alternatives_heading],
    ]
    rows += [["Model", trust.word], ["", trust.note]]
    rows += [[bar.label, bar.text] for bar in trust.bars]
    rows += [["Leans on", " ".join(trust.leaning)]]
    return rows + [[name, value] for name, value in board.foot]


def _changes(board: Board) -> list[list[Any]]:
    head = [
        "measure", "label", "today", board.chosen, "difference", "average, low", "average, high",
        "single runs, 5th percentile", "single runs, 95th percentile", "better, share of runs", "in words",
    ]  # fmt: skip
    rows: list[list[Any]] = [head]
    for row in board.changes:
        low, high = (None, None) if row.average is None else (row.average.low, row.average.high)
        rows.append(
            [
                row.name, row.label, row.today, row.then, row.difference, low, high, row.single.low, row.single.high,
                row.chance, row.texts.sentence,
            ]
        )  # fmt: skip
    return rows


def _dangers(board: Board) -> list[list[Any]]:
    currency = board.currency
    head = [
        "what happens", "at length", f"lowest balance in a bad run, today ({currency})",
        f"the same, {board.chosen} ({currency})", f"profit less today's, a year ({currency})",
    ]  # fmt: skip
    return [head, *([one.label, one.words, one.today, one.then, one.profit] for one in board.dangers.rows)]


def _strategies(board: Board) -> list[list[Any]]:
    head = [
        "letter",
        "strategy",
        "low point",
        "DSO, days",
        "write-offs a year",
        "bad run's write-offs",
        "profit a year",
    ]
    rows: list[list[Any]] = [[*head, "in a word", "changes of today"]]
    changes = dict(board.inputs.levers)
    return rows + [
        [one.letter, one.name, *one.values, one.because, changes.get(one.letter, "")]
        for one in board.alternatives
    ]


def _cash(board: Board) -> list[list[Any]]:
    rows: list[list[Any]] = [["week ending", *(line.label for line in board.cash.lines)]]
    limit = board.cash.limit
    if limit is not None:
        rows[0].append("overdraft limit")
    for place, day in enumerate(board.cash.dates):
        values = [line.values[place] for line in board.cash.lines]
        rows.append([day, *values, *([] if limit is None else [-limit])])
    return rows


def _draw(sheet: Worksheet, board: Board) -> None:
    chart = LineChart()
    chart.title = board.cash.heading
    chart.width, chart.height = _CHART_WIDTH, _CHART_HEIGHT
    count = 1 + len(board.cash.lines) + (board.cash.limit is not None)
    last = len(board.cash.dates) + 1
    chart.add_data(Reference(sheet, min_col=2, max_col=count, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    chart.x_axis.number_format = "mmm yy"
    chart.x_axis.delete = chart.y_axis.delete = False
    for series, line in zip(chart.series, board.cash.lines, strict=False):
        series.graphicalProperties.line.solidFill = light(STRATEGIES[line.position]).lstrip("#")
        series.graphicalProperties.line.width = 9_500 if line.is_bad_run else 25_400
        series.smooth = False
    sheet.add_chart(chart, f"{'ABCDEFGHIJ'[count + 1]}2")


def _inputs(board: Board) -> list[list[Any]]:
    head = ["input", "name", "value", "standard value", "who says so", "source of the standard value"]
    return [
        head,
        *([one.title, one.key, one.value, one.standard, one.origin, one.source] for one in board.inputs.all),
    ]


def _assumptions(board: Board, comparison: Comparison) -> list[list[Any]]:
    """Every assumption and every lever of today's, with unit, evidence and source."""
    scenario = comparison.inputs["scenario"]
    rows: list[list[Any]] = [["name", "meaning", "value", "standard value", "unit", "evidence", "source"]]
    for key, entry in dictionary().items():
        groups = scenario.get("today", {}) if entry.kind == "lever" else scenario
        value = groups.get(entry.group, {}).get(entry.name, entry.default)
        told = (value_text(key, one, board.currency) for one in (value, entry.default))
        rows.append([key, entry.meaning, *told, entry.unit, _EVIDENCE[entry.evidence], entry.source])
    return rows
