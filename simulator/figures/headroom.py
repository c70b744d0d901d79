"""How much money could still be drawn? Week by week, in a bad week: the bank balance and the unused overdraft."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.cash import months_axis
from simulator.figures.drawing import (
    MARGIN_WITH_LABELS,
    Drawing,
    label,
    layout,
    with_legend_below,
)
from simulator.figures.scales import money_axis, padded
from simulator.figures.strands import (
    MOST,
    Strand,
    by_letter,
    dates,
    end_names,
    is_early,
    runs_word,
    strands,
    subject,
)
from simulator.figures.tokens import light
from simulator.metrics.paths import week_ends
from simulator.results.comparison import Comparison
from simulator.results.ranges import level_text
from simulator.results.statistics import interval

HEIGHT = 262
BAD = 5.0


def draw(comparison: Comparison, selected: int) -> Drawing:
    """A line for each strategy: what is left to draw in the week that only one run in twenty has worse."""
    cast = strands(comparison)
    days = np.concatenate([[0], week_ends(comparison.horizon_days)])
    when = dates(comparison, days)
    lines = [bad_weeks(comparison, strand) for strand in cast]
    low, high = padded(min(0.0, *(float(one.min()) for one in lines)), max(float(one.max()) for one in lines))
    traces = [
        _trace(strand, line, when, selected, comparison) for strand, line in zip(cast, lines, strict=True)
    ]
    traces += [{"type": "scatter", "mode": "lines", "x": [], "y": [], "visible": False}] * (MOST - len(cast))
    about = {"yaxis": money_axis(low, high), "shapes": [_nothing_left()]}
    mark = label("nothing left", light("ink2"), x=0.01, xref="paper", xanchor="left", y=0, yanchor="bottom")
    names = end_names(cast, [float(line[-1]) for line in lines], selected, ((low, high), HEIGHT - 34))
    axis = months_axis(comparison, sparse=comparison.years > 1.1)
    wide = layout(HEIGHT, margin={"r": MARGIN_WITH_LABELS}, annotations=[mark, *names], xaxis=axis, **about)
    narrow = layout(
        HEIGHT, annotations=[mark], xaxis=months_axis(comparison, sparse=True), **about, **with_legend_below()
    )
    return Drawing(
        heading(comparison, selected),
        _note(comparison),
        {"data": traces, "layout": wide},
        {"data": by_letter(traces, comparison), "layout": narrow},
        _text(comparison, cast, lines),
    )


def headroom(comparison: Comparison, strand: Strand) -> NDArray[np.float64]:
    """Balance and overdraft limit together, [replication, week] (currency)."""
    found: NDArray[np.float64] = strand.result.samples.paths.weekly_cash + comparison.overdraft_limit
    return found


def bad_weeks(comparison: Comparison, strand: Strand) -> NDArray[np.float64]:
    """By week, what only one run in twenty goes below; the lowest of all while there are few runs."""
    share = 0.0 if is_early(comparison) else BAD
    found: NDArray[np.float64] = np.percentile(headroom(comparison, strand), share, axis=0)
    return found


def heading(comparison: Comparison, selected: int) -> str:
    """How much more there is to draw at the tightest week, on average."""
    base = comparison.base_name
    if selected == 0 or len(comparison.results) == 1:
        return "How much is left to draw?"
    one, first = (headroom(comparison, strands(comparison)[place]).min(axis=1) for place in (selected, 0))
    found = interval(one - first)
    who = subject(comparison, selected)
    if found is None or not found.is_clear or abs(found.mean) < comparison.smallest_amount:
        return f"Does {who} leave more to draw than {base}?"
    so_far = "So far " if is_early(comparison) else ""
    more = "more" if found.mean > 0 else "less"
    return f"{so_far}{who} leaves {comparison.money(found.mean)} {more} to draw in the tightest week"


def _note(comparison: Comparison) -> str:
    when = (
        "lowest of all runs so far"
        if is_early(comparison)
        else f"one of twenty {runs_word(comparison)} is lower"
    )
    return f"Bank balance and unused overdraft at each week's end, {comparison.currency}; {when}."


def _nothing_left() -> dict[str, Any]:
    line = {"color": light("ink"), "width": 1.3, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": line}


def _trace(
    strand: Strand, line: NDArray[np.float64], when: list[str], selected: int, comparison: Comparison
) -> dict[str, Any]:
    is_main = strand.position == selected
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"{strand.letter} {strand.label}",
        "x": when,
        "y": line.tolist(),
        "line": {"color": strand.colour, "width": 2.4 if is_main else 2.2 if strand.position == 0 else 1.4},
        "customdata": [comparison.level_text(value) for value in line.tolist()],
        "hovertemplate": "%{customdata}",
        "zorder": 3 if is_main else 2 if strand.position == 0 else 1,
        "visible": True,
    }


def _text(comparison: Comparison, cast: list[Strand], lines: list[NDArray[np.float64]]) -> str:
    parts = [
        f"{strand.letter} {strand.result.name}: least {level_text(float(line.min()), 'currency', comparison.currency)}"
        for strand, line in zip(cast, lines, strict=True)
    ]
    return f"Money that could still be drawn, in a bad week. {'; '.join(parts)}."
