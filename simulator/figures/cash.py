"""Does the money last? The bank balance week by week, and the overdraft limit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import (
    LABEL_X,
    MARGIN_WITH_LABELS,
    Drawing,
    Figure,
    label,
    layout,
    merged,
    pushed_apart,
    with_legend_below,
)
from simulator.figures.scales import money_axis, padded
from simulator.figures.strands import (
    MOST,
    Strand,
    by_letter,
    dates,
    difference_of,
    is_early,
    runs_word,
    strands,
    subject,
    times,
)
from simulator.figures.tokens import LETTERS, light, pale
from simulator.metrics.paths import week_ends
from simulator.results.comparison import Comparison
from simulator.results.ranges import level_text

HEIGHT, PHONE_HEIGHT = 262, 240
_BANDS = {"today": 0.15, "selected": 0.20}
_HAIR = 0.35
_LIMIT_WORTH = 0.4
"""The limit is drawn only where the balances still fill this share of the height."""


def draw(comparison: Comparison, selected: int) -> Drawing:
    """The balance of every strategy; bands, or single runs while they are few, for the selected one and today."""
    cast = strands(comparison)
    days = np.concatenate([[0], week_ends(comparison.horizon_days)])
    when = dates(comparison, days)
    low, high = _range(comparison, selected)
    has_limit = _is_limit_near(comparison, low, high)
    if has_limit:
        low = min(low, -comparison.overdraft_limit)
    low, high = padded(low, high)
    traces = [*_spread(comparison, selected, when), *_medians(cast, selected, when, comparison.currency)]
    axes = {"xaxis": months_axis(comparison), "yaxis": money_axis(low, high, 7)}
    shapes, notes = _limit(comparison) if has_limit else ([], [])
    names = _end_labels(cast, selected, (low, high))
    figure: Figure = {
        "data": traces,
        "layout": layout(
            HEIGHT, margin={"r": MARGIN_WITH_LABELS}, shapes=shapes, annotations=[*notes, *names], **axes
        ),
    }
    on_phone = merged(axes, {"xaxis": months_axis(comparison, sparse=True)})
    phone: Figure = {
        "data": by_letter(traces, comparison),
        "layout": layout(PHONE_HEIGHT, shapes=shapes, annotations=notes, **with_legend_below(), **on_phone),
    }
    return Drawing(
        heading(comparison, selected), _note(comparison, selected), figure, phone, _text(comparison, cast)
    )


def heading(comparison: Comparison, selected: int) -> str:
    """How often the balance stays inside the overdraft limit."""
    who, base = subject(comparison, selected), comparison.base_name
    verb = "kept" if is_early(comparison) else "stays"
    inside, first = (_inside(comparison, place) for place in (selected, 0))
    often = f"{times(float(inside.mean()), comparison)} {runs_word(comparison)}"
    so_far = " so far" if is_early(comparison) else ""
    if selected == 0:
        return f"{who} {verb} inside the overdraft limit in {often}{so_far}"
    before = times(float(first.mean()), comparison)
    found = difference_of(inside, first)
    if before == times(float(inside.mean()), comparison) and (
        is_early(comparison) or np.array_equal(inside, first)
    ):
        return (
            f"{who} and {base} {'kept' if so_far else 'stay'} inside the overdraft limit in {often}{so_far}"
        )
    if is_early(comparison):
        return f"{who} kept inside the overdraft limit in {often} so far, {base} in {before.split()[0]}"
    if found is None or not found.is_clear or before == times(float(inside.mean()), comparison):
        return f"Does {who} stay inside the overdraft limit more often?"
    return f"{who} stays inside the overdraft limit in {often}, {base} in {before.removesuffix(' of 100')}"


def _inside(comparison: Comparison, position: int) -> NDArray[np.float64]:
    """Whether each run stays inside the limit (1 or 0)."""
    return (~comparison.beyond_limit(comparison.results[position])).astype(np.float64)


def _note(comparison: Comparison, selected: int) -> str:
    who = "today" if selected == 0 else f"today and {LETTERS[selected]}"
    who = who.replace("today", comparison.base_name)
    count, runs = comparison.replications, runs_word(comparison)
    if is_early(comparison):
        return f"Weekly balance. Thick lines: median. Thin lines: the {count} single {runs}, for {who}."
    return f"Weekly balance. Lines: median. Bands: nine {runs} in ten, for {who}."


def _cash(strand: Strand) -> NDArray[np.float64]:
    return strand.result.samples.paths.weekly_cash


def _range(comparison: Comparison, selected: int) -> tuple[float, float]:
    """The lowest and the highest of what is drawn."""
    lows, highs = [0.0], [0.0]
    for strand in strands(comparison):
        cash = _cash(strand)
        with_spread = strand.position in (0, selected)
        ends = (0, 100) if is_early(comparison) else (5, 95)
        low, high = np.percentile(cash, ends if with_spread else (50, 50), axis=0)
        lows.append(float(low.min()))
        highs.append(float(high.max()))
    return min(lows), max(highs)


def _is_limit_near(comparison: Comparison, low: float, high: float) -> bool:
    limit = -comparison.overdraft_limit
    return (high - low) >= _LIMIT_WORTH * (high - min(low, limit))


def _spread(comparison: Comparison, selected: int, when: list[str]) -> list[dict[str, Any]]:
    """Bands and hairlines of today and of the selected strategy; what is not needed is there but not seen."""
    cast = strands(comparison)
    traces = []
    for role, strand in (("today", cast[0]), ("selected", cast[min(selected, len(cast) - 1)])):
        seen = role == "today" or selected > 0
        low, high = np.percentile(_cash(strand), [5, 95], axis=0)
        line = {"color": pale(strand.colour, _HAIR), "width": 0.8}
        about = {"mode": "lines", "hoverinfo": "skip", "showlegend": False, "type": "scatter", "x": when}
        band = about | {"line": line, "visible": seen and not is_early(comparison)}
        traces.append(band | {"y": low.tolist()})
        traces.append(
            band | {"y": high.tolist(), "fill": "tonexty", "fillcolor": pale(strand.colour, _BANDS[role])}
        )
        hairs = about | {"line": line, "visible": seen and is_early(comparison)}
        if is_early(comparison):
            y = [value for run in _cash(strand).tolist() for value in [*run, None]]
            hairs |= {"x": [*when, None] * comparison.replications, "y": y}
        else:
            hairs |= {"x": [], "y": []}
        traces.append(hairs)
    return traces


def _medians(cast: list[Strand], selected: int, when: list[str], currency: str) -> list[dict[str, Any]]:
    """A line for each of four strategies; those that are not there are not seen."""
    traces: list[dict[str, Any]] = []
    for strand in cast:
        middle = np.median(_cash(strand), axis=0).tolist()
        is_main = strand.position == selected
        width = 2.4 if is_main else 2.2 if strand.position == 0 else 1.4
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": f"{strand.letter} {strand.label}",
                "x": when,
                "y": middle,
                "line": {"color": strand.colour, "width": width},
                "customdata": [level_text(value, "currency", currency) for value in middle],
                "hovertemplate": "%{customdata}",
                "zorder": 3 if is_main else 2 if strand.position == 0 else 1,
                "visible": True,
            }
        )
    unused = {"type": "scatter", "mode": "lines", "x": [], "y": [], "visible": False}
    return [*traces, *(dict(unused) for _ in range(MOST - len(cast)))]


def _end_labels(cast: list[Strand], selected: int, ends: tuple[float, float]) -> list[dict[str, Any]]:
    low, high = ends
    gap = 15.0 * (high - low) / (HEIGHT - 34)
    places = pushed_apart(
        [float(np.median(_cash(strand)[:, -1])) for strand in cast], gap, low + gap / 2, high - gap / 2
    )
    return [
        label(
            f"<b>{strand.label}</b>" if strand.position == selected else strand.label,
            strand.colour,
            x=LABEL_X,
            xref="paper",
            xanchor="left",
            y=place,
            yref="y",
            yanchor="middle",
        )
        for strand, place in zip(cast, places, strict=True)
    ]


def _limit(comparison: Comparison) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The overdraft limit: a dashed line and its name on it."""
    level = -comparison.overdraft_limit
    line = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": level,
        "y1": level,
        "line": {"color": light("ink"), "width": 1.3, "dash": "dash"},
    }
    text = f"overdraft limit {comparison.level_text(level)}"
    if comparison.overdraft_limit == 0:
        text = "no overdraft"
    place = {"x": 0.01, "xref": "paper", "xanchor": "left", "y": level, "yref": "y", "yanchor": "bottom"}
    return [line], [label(text, light("ink2"), **place)]


def months_axis(comparison: Comparison, *, sparse: bool = False) -> dict[str, Any]:
    """Ticks at the beginning of months, fewer of them the longer the horizon is."""
    years = comparison.years > 1.1
    wanted = comparison.years * (4 if sparse and years else 2 if years else 3 if sparse else 1)
    step = next((step for step in (1, 2, 3, 6, 12, 24) if step >= round(wanted)), 60)
    return {
        "type": "date",
        "dtick": f"M{step}",
        "tickangle": 0,
        "tickformat": "%b %Y" if years else "%b",
        "hoverformat": "%-d %b %Y",
        "range": [dates(comparison, np.array([day]))[0] for day in (0, comparison.horizon_days - 1)],
    }


def _text(comparison: Comparison, cast: list[Strand]) -> str:
    """The picture for those who cannot see it."""
    parts = []
    for strand in cast:
        middle = np.median(_cash(strand), axis=0)
        lowest, last = (comparison.level_text(float(value)) for value in (middle.min(), middle[-1]))
        parts.append(f"{strand.letter} {strand.result.name}: lowest {lowest}, at the end {last}")
    limit = comparison.level_text(-comparison.overdraft_limit)
    return f"Weekly bank balance, median. {'; '.join(parts)}. Overdraft limit {limit}."
