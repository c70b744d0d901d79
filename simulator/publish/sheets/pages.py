"""Sheets as self-contained HTML pages: no script, no outside address, everything that a person wrote escaped."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulator.figures.tokens import css_variables
from simulator.publish.sheets.kpis import (
    ACTIONS,
    RETROSPECTIVE,
    KpiPack,
    KpiRow,
    MonthFigure,
    month_name,
)
from simulator.publish.sheets.policy import PolicySheet
from simulator.publish.sheets.policy_text import note_of, policy_text
from simulator.results.words import figure

_TEMPLATES = Path(__file__).parent / "template"
_LARGEST, _SMALLEST = 8.4, 6.0
_AREA = 285_000.0
"""Characters times the square of their size (points) that fill an A4 page, a little room left: fonts differ."""
_DENSE_FROM = 8_000
"""From so many characters on the parts stand in three columns."""


def policy_html(sheet: PolicySheet) -> str:
    """A written policy as an HTML page that prints to one A4 page."""
    characters = len(policy_text(sheet))
    return page(
        "policy.html.j2",
        sheet=sheet,
        note_of=note_of,
        points=points_for(characters),
        is_dense=characters > _DENSE_FROM,
    )


def kpi_html(pack: KpiPack) -> str:
    """A KPI pack as an HTML page that prints to A4 landscape."""
    return page(
        "kpis.html.j2",
        pack=pack,
        sheets_first=pack.sheets[0],
        month_name=month_name,
        shown=_shown,
        spread=_spread,
        retrospective=RETROSPECTIVE,
        actions=ACTIONS,
    )


def _shown(row: KpiRow, value: float | None) -> str:
    return figure(value, row.metric.unit, row.metric.decimals)


def _spread(row: KpiRow, month: MonthFigure) -> str:
    """From one run in ten to nine in ten; a letter that both ends have stands once."""
    if month.low is None or month.high is None:
        return "–"
    low, high = _shown(row, month.low), _shown(row, month.high)
    letter = high.lstrip("0123456789.,−")
    return f"{low.removesuffix(letter)} to {high}" if letter else f"{low} to {high}"


def page(template: str, **content: object) -> str:
    """A page from its template, with the colours of all our pages."""
    style = (_TEMPLATES / "sheet.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(template)
        .render(
            colours=css_variables(),
            style=style,
            **content,
        )
    )


def points_for(characters: int) -> float:
    """The size of a printed page's letters (points), so that all of it stands on one page.

    >>> points_for(3_000), points_for(6_000), points_for(20_000)
    (8.4, 6.9, 6.0)
    """
    fitting = math.sqrt(_AREA / max(characters, 1))
    return round(min(_LARGEST, max(_SMALLEST, fitting)), 1)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
