"""The monthly KPI pack: for each strategy, month and KPI what is expected, how far luck moves it, and today's.

`kpi_pack(comparison)` gives the content as a frozen value; `kpi_html` and `kpi_workbook` write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from simulator.metrics.catalogue import CATALOGUE, MEASURED, Metric
from simulator.publish.sheets.expected import made_by
from simulator.results.words import SURE_FROM, unit_in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.results.comparison import Comparison, Result

MONTHLY_KPIS = (
    "credit_sales",
    "cash_collected",
    "dso_countback_days",
    "dso_days",
    "collection_effectiveness_fraction",
    "overdue_fraction",
    "ageing_current_fraction",
    "ageing_1_30_fraction",
    "ageing_31_60_fraction",
    "ageing_61_90_fraction",
    "over_90_fraction",
    "write_offs",
    "open_disputes",
    "promise_kept_fraction",
    "desk_load_fraction",
    "backlog_cases",
)
"""What a team looks at every month, in the order of the sheet."""

RETROSPECTIVE = ("What went well", "What did not go well")
ACTIONS = ("What we change", "Who", "By when", "How we know that it worked")
"""The template at the end: questions, and the columns of what is agreed."""

_LOW, _HIGH = 10.0, 90.0
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class MonthFigure:
    """A KPI in a month (unit of the measure; None where it is undefined, or not known yet).

    Attributes:
        expected: The average over replications.
        low: Below it lies one replication in ten.
        high: Above it lies one replication in ten.
        today: Today's average; None on today's own sheet.
    """

    expected: float | None
    low: float | None
    high: float | None
    today: float | None


@dataclass(frozen=True)
class KpiRow:
    """One KPI, month by month."""

    name: str
    metric: Metric
    unit: str
    months: tuple[MonthFigure, ...]


@dataclass(frozen=True)
class KpiSheet:
    """One strategy: its KPIs."""

    strategy: str
    why: str
    is_base: bool
    rows: tuple[KpiRow, ...]


@dataclass(frozen=True)
class KpiPack:
    """The pack.

    Attributes:
        scenario: Whose KPIs they are.
        base: What the first strategy is called in a sentence.
        months: The months as "2026-01".
        currency: The currency of all amounts.
        sheets: One for each strategy.
        runs: Replications of each.
        made_by: What made the figures.
    """

    scenario: str
    base: str
    months: tuple[str, ...]
    currency: str
    sheets: tuple[KpiSheet, ...]
    runs: int
    made_by: str

    @property
    def years(self) -> tuple[range, ...]:
        """The months' places, twelve by twelve."""
        count = len(self.months)
        return tuple(
            range(first, min(first + _MONTHS_A_YEAR, count)) for first in range(0, count, _MONTHS_A_YEAR)
        )

    @property
    def knows_ranges(self) -> bool:
        """Whether there are runs enough to say how far luck moves a month."""
        return self.runs >= SURE_FROM

    @property
    def how_to_read(self) -> str:
        """What the lines of a KPI are."""
        lines = f"Expected is the average of {self.runs:,} simulated runs: the target of the month."
        if self.knows_ranges:
            lines += " Between 10 % and 90 % lie eight runs in ten: ask why where a month lies outside."
        else:
            lines += f" How far luck moves a month is told from {SURE_FROM} runs on."
        return f"{lines} Actual is for the figure from your own books."


def kpi_pack(comparison: Comparison) -> KpiPack:
    """The KPI pack of a comparison, one sheet for each of its strategies."""
    first = comparison.first
    return KpiPack(
        scenario=comparison.scenario,
        base=comparison.base_name,
        months=comparison.months,
        currency=comparison.currency,
        sheets=tuple(
            KpiSheet(
                result.name,
                result.why,
                result is first,
                tuple(_row(name, comparison, result) for name in MONTHLY_KPIS),
            )
            for result in comparison.results
        ),
        runs=comparison.replications,
        made_by=made_by(comparison),
    )


def monthly_values(result: Result, name: str) -> NDArray[np.float64]:
    """A measure by replication and month (unit of the measure; NaN where undefined)."""
    return result.samples.monthly[:, MEASURED.index(name), :]


def month_figures(result: Result, name: str) -> list[tuple[float | None, float | None, float | None]]:
    """Average, 10 % and 90 % of a measure, month by month.

    The ends are known from 30 replications on, in which the measure is defined.
    """
    found: list[tuple[float | None, float | None, float | None]] = []
    for values in monthly_values(result, name).T:
        known = values[~np.isnan(values)]
        if not known.size:
            found.append((None, None, None))
        elif known.size < SURE_FROM:
            found.append((float(known.mean()), None, None))
        else:
            low, high = np.percentile(known, (_LOW, _HIGH))
            found.append((float(known.mean()), float(low), float(high)))
    return found


def month_name(month: str) -> str:
    """A month as a heading.

    >>> month_name("2026-01")
    'Jan 2026'
    """
    year, number = month.split("-")
    return f"{date(int(year), int(number), 1):%b %Y}"


def _row(name: str, comparison: Comparison, result: Result) -> KpiRow:
    is_base = result is comparison.first
    todays = [None] * len(comparison.months) if is_base else comparison.first.monthly(name)
    months = tuple(
        MonthFigure(*figures, today)
        for figures, today in zip(month_figures(result, name), todays, strict=True)
    )
    metric = CATALOGUE[name]
    return KpiRow(name, metric, unit_in_words(metric.unit, comparison.currency), months)
