"""The table of a comparison as a file: a workbook that opens anywhere, or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from simulator.ledger.cells.formulas import plain_text
from simulator.publish.spreadsheets import bytes_of, write_table

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.results.comparison import Comparison


def comparison_csv(comparison: Comparison) -> bytes:
    """All measures with label, unit, averages, differences and intervals, as CSV in UTF-8."""
    frame = _flat(comparison)
    frame.columns = [plain_text(name) for name in frame.columns]
    text = frame.map(lambda value: plain_text(value) if isinstance(value, str) else value)
    return text.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def comparison_workbook(comparison: Comparison) -> bytes:
    """The same table as a workbook, with a sheet that says what made it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Comparison"
    write_comparison(sheet, comparison)
    write_table(book.create_sheet("How it was made"), origin_rows(comparison))
    return bytes_of(book)


def write_comparison(sheet: Worksheet, comparison: Comparison) -> None:
    """A row for each measure: each strategy's average and how sure it is, differences with their intervals."""
    frame = _flat(comparison)
    write_table(
        sheet, [list(frame.columns), *frame.astype(object).where(frame.notna(), None).values.tolist()]
    )
    sheet.freeze_panes = "C2"


def _flat(comparison: Comparison) -> pd.DataFrame:
    """The table with one line of headings: whose figure, and which."""
    frame = comparison.table().reset_index()
    frame.columns = [
        ", ".join(word for word in (str(part) for part in heading) if word).replace(", mean", ", average")
        for heading in frame.columns
    ]
    return frame.rename(columns={"measure, label": "measure", "measure, unit": "unit"})


def origin_rows(comparison: Comparison) -> list[list[Any]]:
    """Scenario, strategies with their reasons, seed, replications, version and hash."""
    rows: list[list[Any]] = [["What", "Value"], ["Scenario", comparison.scenario]]
    rows += [[f"Strategy {result.name}", result.why] for result in comparison.results]
    rows += [
        ["Horizon, days", comparison.horizon_days],
        ["Currency", comparison.currency],
        ["Seed", comparison.seed],
        ["Replications", comparison.replications],
        ["Version", comparison.version],
        ["Hash of the inputs", comparison.inputs_hash],
    ]
    rows += [["Back-test of the ledger", comparison.light.sentence]] if comparison.light else []
    rows += [["Caution", sentence] for sentence in comparison.cautions]
    return rows + [["Note", sentence] for sentence in comparison.notes]
