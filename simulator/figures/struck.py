"""Today against one strategy, shock by shock: where each of them ends up."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from simulator.figures.drawing import Drawing, Figure, axis, label, layout, merged
from simulator.figures.rows import NAMES, PHONE_NAMES, row_axis, row_height
from simulator.figures.scales import PHONE_TICKS, money_axis, padded, ticks
from simulator.figures.standing import name_of, rows_of
from simulator.figures.tokens import colour_of, light, pale
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results.stress import StressTest
from simulator.results.words import MINUS, money
from simulator.results.words import figure as figure_of

CASH = "lowest_cash"
_BAD_YEAR = 5.0


def draw(test: StressTest, selected: int, measure: str) -> Drawing:
    """A row for each shock: today hollow, the strategy filled, a line between them."""
    rows = rows_of(test, measure)
    pairs = [(_shown(test, row, 0, measure), _shown(test, row, selected, measure)) for row in rows]
    ends = [end for pair in pairs for end in pair]
    limit = -test.overdraft_limit if measure == CASH else None
    low, high = padded(*_ends(ends, limit), 0.08)
    names = [name_of(test, row) for row in rows]
    figure: Figure = {
        "data": _marks(test, selected, measure, pairs),
        "layout": layout(
            46 + row_height(len(test.strategies)) * len(rows) + (12 if limit is not None else 0),
            margin={"l": NAMES, "r": 20, "t": 8 if limit is None else 20},
            hovermode="closest",
            xaxis=axis(grid=True, line=True) | _scale(measure, low, high),
            yaxis=row_axis(names),
            **_limit(limit, low, test.currency),
        ),
    }
    narrow = {
        "margin": {"l": PHONE_NAMES},
        "xaxis": _scale(measure, low, high, PHONE_TICKS),
        "yaxis": row_axis(names, PHONE_NAMES),
    }
    phone = {"data": figure["data"], "layout": merged(figure["layout"], narrow)}
    return Drawing(
        heading(test, selected, measure),
        _note(test, selected, measure),
        figure,
        phone,
        _text(test, selected, measure),
    )


def is_bad_year(test: StressTest, measure: str) -> bool:
    """Whether bad runs are shown, not averages: of the cash low point, once there are runs enough."""
    return measure == CASH and test.replications >= TAIL_REPLICATIONS


def _shown(test: StressTest, shock: int | None, place: int, measure: str) -> float:
    values = test.under(shock, place, measure)
    found = np.nanpercentile(values, _BAD_YEAR) if is_bad_year(test, measure) else np.nanmean(values)
    return test.wording(measure).yearly(float(found))


def heading(test: StressTest, selected: int, measure: str) -> str:
    """What the strategy makes of the worst shock, compared with today; a question where that is not clear."""
    singles = [shock for shock in test.ranked_by(measure) if not test.shocks[shock].is_all]
    name, shock = test.strategies[selected], singles[0]
    found = test.lead(shock, selected, measure)
    words = test.wording(measure)
    coming = test.shocks[shock].name
    if selected == 0:
        return f"{coming} does most damage to today"
    if found is None or not found.is_clear:
        return f"Does {name} help against this: {coming[:1].lower()}{coming[1:]}?"
    better = "better" if words.gain(found.mean) > 0 else "worse"
    return f"{coming}: {name} is {words.size(found.mean)} {better} off than {test.strategies[0]}"


def _note(test: StressTest, selected: int, measure: str) -> str:
    words = test.wording(measure)
    what = "what one run in twenty goes below" if is_bad_year(test, measure) else "average"
    filled = "" if selected == 0 else f", filled {test.strategies[selected]}"
    return f"{words.label}, {what}, {words.unit}. Hollow {test.strategies[0]}{filled}."


def _ends(values: list[float], limit: float | None) -> tuple[float, float]:
    shown = values if limit is None else [*values, limit]
    return min(shown), max(shown)


def _scale(measure: str, low: float, high: float, most: int = 5) -> dict[str, Any]:
    if CATALOGUE[measure].unit == "currency":
        return money_axis(low, high, most)
    values = ticks(low, high, most)
    return {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": values,
        "ticktext": [f"{one:g}" for one in values],
    }


def _limit(limit: float | None, low: float, currency: str) -> dict[str, Any]:
    """The overdraft limit as a dashed line, and what lies beyond it tinted."""
    if limit is None:
        return {}
    whole = {"yref": "paper", "y0": 0, "y1": 1}
    zone = {
        "type": "rect",
        "x0": low,
        "x1": limit,
        "fillcolor": pale(light("ink3"), 0.12),
        "line": {"width": 0},
    }
    line = {
        "type": "line",
        "x0": limit,
        "x1": limit,
        "line": {"color": light("ink"), "width": 1.3, "dash": "dash"},
    }
    words = f"overdraft limit {MINUS}{money(limit, currency)}" if limit else "zero"
    told = label(words, light("ink"), x=limit, y=1, yref="paper", yanchor="bottom", xanchor="left")
    return {"shapes": [{**zone, **whole, "layer": "below"}, {**line, **whole}], "annotations": [told]}


def _marks(
    test: StressTest, selected: int, measure: str, pairs: list[tuple[float, float]]
) -> list[dict[str, Any]]:
    """A line for each row, then today's marks, then the strategy's."""
    colour, places = colour_of(selected), list(range(len(pairs)))
    lines: dict[str, Any] = {"x": [], "y": []}
    for place, pair in enumerate(pairs):
        lines["x"] += [*pair, None]
        lines["y"] += [place, place, None]
    base = {"type": "scatter", "cliponaxis": False, "hovertemplate": "%{customdata}<extra></extra>"}

    def told(side: int, place: int) -> list[str]:
        sizes = [_level(pair[side], measure) for pair in pairs]
        return [f"{escape(test.strategies[place], quote=False)}: {size}" for size in sizes]

    hollow = {"size": 11, "color": light("surface"), "line": {"width": 2.2, "color": light("today")}}
    filled = {"size": 11, "color": colour}
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", **lines, "line": {"color": pale(colour, 0.5), "width": 3},
         "hoverinfo": "skip"},
        {**base, "mode": "markers", "x": [one for one, _ in pairs], "y": places, "marker": hollow,
         "customdata": told(0, 0)},
    ]  # fmt: skip
    if selected:
        traces.append(
            {**base, "mode": "markers", "x": [one for _, one in pairs], "y": places, "marker": filled,
             "customdata": told(1, selected)}
        )  # fmt: skip
    return traces


def _level(value: float, measure: str) -> str:
    metric = CATALOGUE[measure]
    return figure_of(value, metric.unit, metric.decimals)


def _text(test: StressTest, selected: int, measure: str) -> str:
    parts = []
    for row in rows_of(test, measure):
        levels = [_level(_shown(test, row, place, measure), measure) for place in (0, selected)]
        parts.append(
            f"{name_of(test, row)}: {test.strategies[0]} {levels[0]}, {test.strategies[selected]} {levels[1]}"
        )
    return f"{CATALOGUE[measure].label}. {'; '.join(parts)}."
