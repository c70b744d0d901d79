"""Charts that a spreadsheet draws itself, from a sheet of numbers beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, LineChart, Reference

from simulator.figures.tokens import STRATEGIES, colour_of
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.profit import LINES
from simulator.publish.sheets.kpi_book import number_format
from simulator.publish.sheets.kpis import month_name
from simulator.publish.spreadsheets import write_table
from simulator.results.words import unit_in_words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.results.comparison import Comparison

CHARTED = (
    "cash_collected",
    "closing_cash",
    "dso_countback_days",
    "overdue_fraction",
    "over_90_fraction",
    "write_offs",
)
"""What is drawn month by month."""
_DATA = "Chart data"
_WIDTH_CM, _HEIGHT_CM, _ROWS_EACH, _SECOND_COLUMN = 17.0, 8.5, 18, "K"
_LINE_WIDTH = 22_000  # of a point's 12,700


@dataclass(frozen=True)
class _Block:
    """Numbers of one chart: where they stand, what they are."""

    title: str
    unit: str
    format: str
    rows: list[list[Any]]
    first_row: int


def write_charts(book: Workbook, comparison: Comparison) -> None:
    """A sheet of charts and the sheet of their numbers."""
    drawn, data = book.create_sheet("Charts"), book.create_sheet(_DATA)
    blocks = _monthly(comparison)
    for place, block in enumerate(blocks):
        _write(data, block)
        drawn.add_chart(_lines(data, block), _anchor(place))
    if comparison.others:
        bridge = _bridge(comparison, _next_row(blocks))
        _write(data, bridge)
        drawn.add_chart(_bars(data, bridge), _anchor(len(blocks)))
    drawn.sheet_view.showGridLines = False


def _write(data: Worksheet, block: _Block) -> None:
    write_table(data, block.rows, first_row=block.first_row)
    for row in data.iter_rows(min_row=block.first_row + 1, min_col=2):
        for cell in row:
            cell.number_format = block.format


def _monthly(comparison: Comparison) -> list[_Block]:
    blocks: list[_Block] = []
    for name in CHARTED:
        metric = CATALOGUE[name]
        by_strategy = [result.monthly(name) for result in comparison.results]
        rows: list[list[Any]] = [[metric.label, *(result.name for result in comparison.results)]]
        rows += [
            [month_name(month), *values]
            for month, *values in zip(comparison.months, *by_strategy, strict=True)
        ]
        blocks.append(
            _Block(
                metric.label,
                unit_in_words(metric.unit, comparison.currency),
                number_format(metric.unit, metric.decimals),
                rows,
                _next_row(blocks),
            )
        )
    return blocks


def _bridge(comparison: Comparison, first_row: int) -> _Block:
    """What each line of profit adds to the difference to the first strategy; lines that add nothing are left out."""
    bridges = [comparison.bridge(result) for result in comparison.others]
    rows: list[list[Any]] = [["Line of profit", *(result.name for result in comparison.others)]]
    for line in LINES:
        values = [one[line] for one in bridges]
        if any(abs(value) >= 0.5 for value in values):
            rows.append([line.replace("_", " ").capitalize(), *values])
    title = f"What changes profit to the end against {comparison.base_name}"
    return _Block(title, comparison.currency, number_format("currency", 0), rows, first_row)


def _next_row(blocks: list[_Block]) -> int:
    return blocks[-1].first_row + len(blocks[-1].rows) + 1 if blocks else 1


def _anchor(place: int) -> str:
    """Two charts beside each other."""
    column = "A" if place % 2 == 0 else _SECOND_COLUMN
    return f"{column}{1 + place // 2 * _ROWS_EACH}"


def _lines(data: Worksheet, block: _Block) -> LineChart:
    chart = LineChart()
    _fill(chart, data, block)
    for place, series in enumerate(chart.series):
        series.smooth = False
        series.graphicalProperties.line.width = _LINE_WIDTH
        if place < len(STRATEGIES):
            series.graphicalProperties.line.solidFill = colour_of(place).removeprefix("#")
    return chart


def _bars(data: Worksheet, block: _Block) -> BarChart:
    chart = BarChart()
    chart.type = "bar"
    _fill(chart, data, block)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    for place, series in enumerate(chart.series, start=1):
        series.invertIfNegative = False
        if place < len(STRATEGIES):
            series.graphicalProperties.solidFill = colour_of(place).removeprefix("#")
    return chart


def _fill(chart: LineChart | BarChart, data: Worksheet, block: _Block) -> None:
    """Series, categories, titles and axes."""
    last = block.first_row + len(block.rows) - 1
    columns = len(block.rows[0])
    chart.add_data(
        Reference(data, min_col=2, max_col=columns, min_row=block.first_row, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(data, min_col=1, min_row=block.first_row + 1, max_row=last))
    chart.title = f"{block.title}, {block.unit}"
    chart.width, chart.height = _WIDTH_CM, _HEIGHT_CM
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = block.format
