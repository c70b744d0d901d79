"""Comparisons as pandas tables, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from simulator.metrics.catalogue import CATALOGUE
from simulator.results.comparison import Comparison, Result
from simulator.results.statistics import Interval


def table(comparison: Comparison, measures: Sequence[str]) -> pd.DataFrame:
    """A row for each measure; for each strategy its mean and half-width, for all but the first the difference."""
    rows = {}
    for name in measures:
        metric = CATALOGUE[name]
        row: dict[tuple[str, str], Any] = {
            ("measure", "label"): metric.label,
            ("measure", "unit"): metric.unit,
        }
        for result in comparison.results:
            row |= _level(result, name)
        for result in comparison.others:
            row |= _difference(comparison, result, name)
        rows[name] = row
    made = pd.DataFrame.from_dict(rows, orient="index")
    heads = list(next(iter(rows.values()))) if rows else []
    made.columns = pd.MultiIndex.from_tuples(heads, names=["strategy", "figure"])
    made.index.name = "name"
    return made


def _level(result: Result, name: str) -> dict[tuple[str, str], Any]:
    found = result.interval(name) or Interval(float("nan"), None, None)
    return {(result.name, "mean"): found.mean, (result.name, "±"): _number(found.half_width)}


def _difference(comparison: Comparison, result: Result, name: str) -> dict[tuple[str, str], Any]:
    found = comparison.difference(result, name)
    to = f"{result.name} − {comparison.first.name}"
    return {
        (to, "mean"): _number(found.mean if found else None),
        (to, "low"): _number(found.low if found else None),
        (to, "high"): _number(found.high if found else None),
        (to, "probability better"): _number(found.probability_better if found else None),
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
