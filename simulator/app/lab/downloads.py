"""Files that the page hands out: links that carry the whole file, so that nothing lies on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.app.kit.files import WORKBOOK, YAML, file_name_of, link
from simulator.publish.workbook import comparison_csv, comparison_workbook

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.strategy import Strategy


def table_links(comparison: Comparison) -> str:
    """The table as CSV and as a workbook."""
    return link("CSV", "comparison.csv", "text/csv", comparison_csv(comparison)) + link(
        "Excel", "comparison.xlsx", WORKBOOK, comparison_workbook(comparison)
    )


def strategy_link(strategy: Strategy) -> str:
    """The selected strategy as a file that can be loaded again."""
    return link("Save", f"{file_name_of(strategy.name)}.yaml", YAML, strategy.to_yaml().encode())
