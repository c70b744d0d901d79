"""Every measure of every month: averages, and from where to where eight runs in ten lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.metrics.catalogue import CATALOGUE, MEASURED
from simulator.publish.sheets.kpis import month_figures
from simulator.results.words import unit_in_words

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison

_HEAD = ("Strategy", "Month", "Name", "Measure", "Unit", "Average", "10 %", "90 %")


def month_rows(comparison: Comparison) -> list[list[Any]]:
    """A row for each strategy, measure and month in which the measure is defined."""
    rows: list[list[Any]] = [list(_HEAD)]
    for result in comparison.results:
        for name in MEASURED:
            metric = CATALOGUE[name]
            unit = (
                unit_in_words(metric.unit, comparison.currency) if metric.unit != "fraction" else "fraction"
            )
            rows += [
                [result.name, month, name, metric.label, unit, *figures]
                for month, figures in zip(comparison.months, month_figures(result, name), strict=True)
                if figures[0] is not None
            ]
    return rows
