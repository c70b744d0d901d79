"""The KPI pack as a workbook: a sheet for each strategy with lines for the actual figures, and the retrospective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, Side
from openpyxl.utils import get_column_letter

from simulator.publish.sheets.kpis import ACTIONS, RETROSPECTIVE, KpiPack, KpiRow, KpiSheet, month_name
from simulator.publish.spreadsheets import MARKED, bytes_of, cell_value, sheet_title, write_table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD_ROW, _FIRST_MONTH = 4, 4
_EMPTY_LINES, _EMPTY_ACTIONS = 6, 12
_THIN = Side(style="thin", color="C5CCD5")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def kpi_workbook(pack: KpiPack) -> bytes:
    """The pack as a workbook; an actual figure outside what luck explains is marked as it is typed in."""
    book = Workbook()
    for sheet in pack.sheets:
        _strategy(book.create_sheet(sheet_title(sheet.strategy, book.sheetnames)), pack, sheet)
    _retrospective(book.create_sheet(sheet_title("Retrospective", book.sheetnames)))
    write_table(book.create_sheet(sheet_title("How it was made", book.sheetnames)), _origin(pack))
    book.remove(book.worksheets[0])
    return bytes_of(book)


def _strategy(page: Worksheet, pack: KpiPack, sheet: KpiSheet) -> None:
    page.cell(1, 1, cell_value(f"{pack.scenario}: {sheet.strategy}")).font = Font(bold=True, size=14)
    page.cell(2, 1, cell_value(pack.how_to_read))
    head = ["KPI", "Unit", "Line", *(month_name(month) for month in pack.months)]
    rows: list[list[Any]] = [head]
    actual_rows = []
    for row in sheet.rows:
        lines = _lines(pack, sheet, row)
        actual_rows.append(_HEAD_ROW + len(rows) + len(lines) - 1)
        rows += lines
    write_table(page, rows, first_row=_HEAD_ROW)
    page.freeze_panes = page.cell(_HEAD_ROW + 1, _FIRST_MONTH)
    _formats(page, sheet, actual_rows, knows_ranges=pack.knows_ranges)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0


def _lines(pack: KpiPack, sheet: KpiSheet, row: KpiRow) -> list[list[Any]]:
    """The lines of one KPI; the last one is empty, for the actual figures."""
    lines: list[list[Any]] = [["expected", *(month.expected for month in row.months)]]
    if pack.knows_ranges:
        lines.append(["10 %", *(month.low for month in row.months)])
        lines.append(["90 %", *(month.high for month in row.months)])
    if not sheet.is_base:
        lines.append([pack.base, *(month.today for month in row.months)])
    lines.append(["actual", *(None for _ in row.months)])
    return [[row.metric.label, row.unit, *line] for line in lines]


def _formats(page: Worksheet, sheet: KpiSheet, actual_rows: list[int], *, knows_ranges: bool) -> None:
    """Numbers as people write them; the lines to fill in framed, and marked where luck does not explain them."""
    first = _HEAD_ROW + 1
    for row, actual in zip(sheet.rows, actual_rows, strict=True):
        for line in page.iter_rows(min_row=first, max_row=actual, min_col=_FIRST_MONTH):
            for cell in line:
                cell.number_format = number_format(row.metric.unit, row.metric.decimals)
        last = get_column_letter(page.max_column)
        for cell in page[actual][_FIRST_MONTH - 1 :]:
            cell.border = _BOX
        if knows_ranges:
            column = get_column_letter(_FIRST_MONTH)
            here, low, high = (f"{column}{number}" for number in (actual, first + 1, first + 2))
            outside = f"AND(ISNUMBER({here}),OR({here}<{low},{here}>{high}))"
            page.conditional_formatting.add(
                f"{column}{actual}:{last}{actual}", FormulaRule(formula=[outside], fill=MARKED)
            )
        first = actual + 1


def number_format(unit: str, decimals: int) -> str:
    """How a spreadsheet shows a measure.

    >>> number_format("fraction", 3), number_format("currency", 0), number_format("days", 1)
    ('0.0%', '#,##0', '#,##0.0')
    """
    if unit == "fraction":
        digits = max(decimals - 2, 0)
        return f"0.{'0' * digits}%" if digits else "0%"
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _retrospective(page: Worksheet) -> None:
    """Empty lines for what went well, what did not, and what is agreed."""
    rows: list[list[Any]] = [["Retrospective of the month:", ""], []]
    for question in RETROSPECTIVE:
        rows += [[question], *([""] for _ in range(_EMPTY_LINES))]
    top = len(rows) + 1
    write_table(page, rows)
    for number, row in enumerate(rows, start=1):
        if row and row[0] in RETROSPECTIVE:
            page.cell(number, 1).font = Font(bold=True)
    for column, words in enumerate(ACTIONS, start=1):
        page.cell(top, column, words).font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = 36
        for number in range(top, top + _EMPTY_ACTIONS + 1):
            page.cell(number, column).border = _BOX


def _origin(pack: KpiPack) -> list[list[Any]]:
    rows: list[list[Any]] = [["What", "Value"], ["Scenario", pack.scenario], ["Currency", pack.currency]]
    rows += [[f"Strategy {sheet.strategy}", sheet.why] for sheet in pack.sheets]
    return [*rows, ["Made by", pack.made_by]]
