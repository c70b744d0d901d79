"""Files that the page hands out: links that carry the whole file, so that nothing lies on the server."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from simulator.publish.workbook import comparison_csv, comparison_workbook

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.strategy import Strategy

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def link(text: str, file_name: str, kind: str, content: bytes) -> str:
    """A link that saves a file."""
    data = b64encode(content).decode()
    return (
        f'<a class="quiet" download="{escape(file_name)}" href="data:{kind};base64,{data}">{escape(text)}</a>'
    )


def table_links(comparison: Comparison) -> str:
    """The table as CSV and as a workbook."""
    return link("CSV", "comparison.csv", "text/csv", comparison_csv(comparison)) + link(
        "Excel", "comparison.xlsx", _WORKBOOK, comparison_workbook(comparison)
    )


def strategy_link(strategy: Strategy) -> str:
    """The selected strategy as a file that can be loaded again."""
    return link("Save", f"{_file_name(strategy.name)}.yaml", "application/yaml", strategy.to_yaml().encode())


def _file_name(name: str) -> str:
    """A name that every system takes as a file's.

    >>> _file_name("2/10 net 30")
    '2_10_net_30'
    """
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name)
    return "_".join(part for part in kept.lower().split("_") if part) or "strategy"
