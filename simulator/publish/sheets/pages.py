"""Sheets as self-contained HTML pages: no script, no outside address, everything that a person wrote escaped."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import Any

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
from simulator.publish.sheets.law import day_text
from simulator.publish.sheets.policy import PolicySheet
from simulator.publish.sheets.policy_text import note_of, policy_text
from simulator.publish.sheets.review import QUESTIONS, TEMPLATE, PolicyReview
from simulator.results.words import figure

_TEMPLATES = Path(__file__).parent / "template"
_LARGEST, _SMALLEST = 8.4, 6.0
_AREA = 285_000.0
"""Characters times the square of their size (points) that fill an A4 page, a little room left: fonts differ."""
_DENSE_FROM = 8_000
"""From so many characters on the parts stand in three columns."""
PAPER = "sheet-paper"
"""The class of a sheet inside another page."""
_PAPER = re.compile(r"@page\s*\{[^}]*\}\s*")
_WHOLE = re.compile(r"(?<![\w.#-])(?:html|body)(?=\s*[,{])")
"""Rules about the whole page, which inside another page is the sheet itself."""


def policy_html(sheet: PolicySheet) -> str:
    """A written policy as an HTML page that prints to one A4 page."""
    return page("policy.html.j2", **_policy(sheet))


def policy_fragment(sheet: PolicySheet) -> str:
    """The same as a part of another page, which then prints to one A4 page."""
    return fragment("policy", **_policy(sheet))


def kpi_html(pack: KpiPack) -> str:
    """A KPI pack as an HTML page that prints to A4 landscape."""
    return page("kpis.html.j2", **_kpis(pack))


def kpi_fragment(pack: KpiPack) -> str:
    """The same as a part of another page."""
    return fragment("kpis", **_kpis(pack))


def review_html(review: PolicyReview) -> str:
    """An annual review as an HTML page that prints to A4."""
    return page("review.html.j2", **_review(review))


def review_fragment(review: PolicyReview) -> str:
    """The same as a part of another page."""
    return fragment("review", **_review(review))


def _policy(sheet: PolicySheet) -> dict[str, Any]:
    characters = len(policy_text(sheet))
    return {
        "sheet": sheet,
        "note_of": note_of,
        "points": points_for(characters),
        "is_dense": characters > _DENSE_FROM,
    }


def _kpis(pack: KpiPack) -> dict[str, Any]:
    return {
        "pack": pack,
        "sheets_first": pack.sheets[0],
        "month_name": month_name,
        "shown": _shown,
        "spread": _spread,
        "retrospective": RETROSPECTIVE,
        "actions": ACTIONS,
    }


def _review(review: PolicyReview) -> dict[str, Any]:
    return {"review": review, "questions": QUESTIONS, "actions": TEMPLATE, "day_text": day_text}


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


def fragment(name: str, **content: object) -> str:
    """A sheet as a part of another page: its rules hold inside it alone, but for those of the paper.

    Args:
        name: The sheet's templates.
        content: What it says.
    """
    style = (_TEMPLATES / "sheet.css").read_text(encoding="utf-8")
    style += _environment().get_template(f"{name}.css.j2").render(**content)
    body = _environment().get_template(f"{name}_body.html.j2").render(**content)
    papers = "".join(_PAPER.findall(style))
    inside = _WHOLE.sub("&", _PAPER.sub("", style))
    return f'<style>.{PAPER} {{\n{inside}}}\n{papers}</style><div class="{PAPER} is-{name}">{body}</div>'


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
