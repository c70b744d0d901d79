"""The workbook of a comparison, sheet by sheet."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from simulator.publish.book.charts import write_charts
from simulator.publish.book.inputs import CHANGED, FROM_LEDGER, NOT_DEFAULT, write_assumptions, write_levers
from simulator.publish.book.journal import Journal, journal_head, journal_rows
from simulator.publish.book.months import month_rows
from simulator.publish.spreadsheets import bytes_of, write_table
from simulator.publish.workbook import origin_rows, write_comparison

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.results.comparison import Comparison

JOURNAL_ROWS = 1_000
"""Rows of the journal that a workbook has of each strategy."""
_FIXED_COLUMNS = 12
_LEVERS_TOLD = (
    f"Ours to decide. Yellow, and '{NOT_DEFAULT}': another value than the dictionary's; '{CHANGED}': a strategy "
    "differs from today. Fractions: 0.02 means 2 %."
)
_ASSUMPTIONS_TOLD = (
    f"Not ours to decide, each with its source. Yellow, and '{NOT_DEFAULT}': set for this scenario; '{FROM_LEDGER}': "
    "decided by the customers' own history, whatever value stands beside it. Fractions: 0.02 means 2 %."
)


def whole_workbook(comparison: Comparison, journal: Journal | None = None) -> bytes:
    """Everything about a comparison in one file.

    Args:
        comparison: What was found.
        journal: One replication, played again; None leaves its sheet out.
    """
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Read me"
    write_table(first, _read_me(comparison, journal))
    first.column_dimensions["B"].width = 110
    write_comparison(book.create_sheet("Differences"), comparison)
    write_charts(book, comparison)
    _months(book.create_sheet("Months"), comparison)
    write_levers(book.create_sheet("Levers"), comparison)
    write_assumptions(book.create_sheet("Assumptions"), comparison)
    if journal is not None:
        _journal(book.create_sheet("Journal"), journal)
    return bytes_of(book)


def _read_me(comparison: Comparison, journal: Journal | None) -> list[list[Any]]:
    """What the sheets are, then what made the numbers."""
    rows: list[list[Any]] = [
        ["What", "Value"],
        ["Answer", comparison.verdict],
        ["Differences", _differences_told(comparison)],
        ["Charts", "Month by month, averages over all runs; their numbers are on the sheet Chart data."],
        [
            "Months",
            "Every measure of every month; between 10 % and 90 % lie eight runs in ten (from 30 runs on).",
        ],
        ["Levers", _LEVERS_TOLD],
        ["Assumptions", _ASSUMPTIONS_TOLD],
    ]
    if journal is not None:
        rows.append(["Journal", _journal_told(journal)])
    shocks = comparison.inputs["scenario"].get("shocks") or []
    rows += [["Shock", f"{one['name']}: {one['why']}"] for one in shocks]
    return [*rows, *origin_rows(comparison)[1:]]


def _differences_told(comparison: Comparison) -> str:
    return (
        f"Each measure: averages with half of their 95 % interval, and differences to {comparison.base_name}, with the "
        "same luck, with their interval and the share of runs in which they are for the better."
    )


def _journal_told(journal: Journal) -> str:
    return (
        f"Replication {journal.replication}, its profit the nearest to the average: of each strategy the first "
        f"{JOURNAL_ROWS:,} rows, of {journal.rows:,} in all. Customers are numbers. Each row's postings sum to "
        "nothing. All rows: the same creditlab compare with --journal FILE.csv"
    )


def _months(sheet: Worksheet, comparison: Comparison) -> None:
    write_table(sheet, month_rows(comparison))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _journal(sheet: Worksheet, journal: Journal) -> None:
    write_table(sheet, chain([journal_head()], journal_rows(journal, JOURNAL_ROWS)))
    for row in sheet.iter_rows(min_row=2, min_col=_FIXED_COLUMNS - 1):
        for cell in row:
            cell.number_format = "#,##0.00"
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = sheet.dimensions
