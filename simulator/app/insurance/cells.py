"""Small parts of the page's tables: amounts, differences with their interval, rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from simulator.app.kit.badges import STYLE_OF, badge
from simulator.app.kit.words import unbroken
from simulator.results.comparison import Comparison
from simulator.results.phrases import PROFIT
from simulator.results.statistics import Interval, interval
from simulator.results.words import MINUS, SURE_FROM, out_of_100, plain_money
from simulator.results.worth import spanned

_TOLD_FROM = 0.75
"""From so often on a chance has its colour."""


def amount(value: float, currency: str) -> str:
    """A level with its currency.

    >>> amount(-1_340_000, "EUR"), amount(92_400, "EUR"), amount(320, "EUR"), amount(0.0, "EUR")
    ('−€1.34m', '€92k', '€320', '€0')
    >>> amount(-3_127, "EUR")
    '−€3,130'
    """
    return f"{MINUS if value <= -0.5 else ''}{plain_money(value, currency)}"


def signed(value: float, currency: str) -> str:
    """A difference with its sign.

    >>> signed(-30_200, "EUR"), signed(0.2, "EUR")
    ('−€30k', '€0')
    """
    return f"+{amount(value, currency)}" if value >= 0.5 else amount(value, currency)


def difference(values: NDArray[np.float64], first: NDArray[np.float64], currency: str) -> str:
    """An average difference and its interval (HTML)."""
    found = interval(values - first)
    if found is None:
        return ""
    return f'<b class="num">{signed(found.mean, currency)}</b>{span_of(found, currency)}'


def beside(values: Sequence[NDArray[np.float64]], currency: str) -> list[str]:
    """The first one's average level, and how the others differ from it (HTML)."""
    first, *others = values
    return [amount(float(first.mean()), currency), *(difference(one, first, currency) for one in others)]


def profits(comparison: Comparison) -> list[str]:
    """Profit a year, and how often it is better (HTML)."""
    first, *others = [one.values(PROFIT) / comparison.years for one in comparison.results]
    cells = [amount(float(first.mean()), comparison.currency)]
    return cells + [difference(own, first, comparison.currency) + chance(own - first) for own in others]


def span_of(found: Interval, currency: str) -> str:
    """The interval of an average, below it (HTML)."""
    if found.low is None or found.high is None or found.low == found.high:
        return ""
    return f"<small>{unbroken(spanned(found.low, found.high, currency, is_small=True))}</small>"


def chance(gains: NDArray[np.float64]) -> str:
    """How often something is better, coloured from 75 of 100 on (HTML)."""
    share = float(((gains > 0) + 0.5 * (gains == 0)).mean())
    word, often = ("worse", 1 - share) if share < 0.5 else ("better", share)
    if len(gains) < SURE_FROM:
        return f'<span class="chance">{word} in {often * len(gains):g} of {len(gains)}</span>'
    tone = word if often >= _TOLD_FROM else ""
    return f'<span class="chance {tone}">{word} in {out_of_100(often)}</span>'


def strategy_heads(comparison: Comparison) -> str:
    """A column head with its badge for each strategy (HTML)."""
    return "".join(
        f'<th scope="col" class="{STYLE_OF[place]}"><span class="th-line">{badge(place)}'
        f"<span>{escape(result.name)}</span></span></th>"
        for place, result in enumerate(comparison.results)
    )


def row(head: str, cells: Sequence[str], note: str = "", css: str = "") -> str:
    """A row: its head with a line below it, and its cells (HTML in the cells)."""
    told = f"<small>{escape(note)}</small>" if note else ""
    whole = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    return f'<tr class="{css}"><th scope="row">{escape(head)}{told}</th>{whole}</tr>'


def table(caption: str, heads: str, rows: Sequence[str], css: str = "") -> str:
    """A table in a box that scrolls by itself where the screen is narrow (HTML)."""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="plain {css}">'
        f'<caption class="for-readers">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def card_html(heading: str, note: str, body: str) -> str:
    """A card's heading, the line below it, and what it holds (HTML in the body)."""
    return f'<div class="card-head"><h3>{escape(heading)}</h3><p class="note">{escape(note)}</p></div>{body}'
