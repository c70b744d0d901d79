"""How many collectors do we need? Four small panels over the same numbers of collectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, axis, label, layout
from simulator.figures.scales import padded
from simulator.figures.tokens import colour_of, light, pale
from simulator.results.desk.answer import TODAY, DeskAnswer, staff
from simulator.results.desk.wording import short, staffing_heading
from simulator.results.statistics import defined, interval
from simulator.results.words import MINUS, symbol

HEIGHT, PHONE_HEIGHT = 262, 500
_WIDE = ((0.0, 0.19), (0.25, 0.42), (0.48, 0.74), (0.8, 1.0))


@dataclass(frozen=True)
class _Panel:
    """One panel: its title, the line below, and for each number of collectors average, low and high (as drawn)."""

    title: str
    note: str
    points: list[tuple[float, float, float]]
    words: list[str]
    limit: float | None = None
    is_bar: bool = False


def draw(answer: DeskAnswer) -> Drawing:
    """Hours needed, calls waiting, cash low point, profit; today grey, the chosen number in its colour."""
    panels = _panels(answer)
    wide = _figure(answer, panels, [(x, (0.0, 0.76)) for x in _WIDE], HEIGHT)
    spots = [(x, y) for y in ((0.58, 0.88), (0.0, 0.32)) for x in ((0.0, 0.42), (0.58, 1.0))]
    narrow = _figure(answer, panels, spots, PHONE_HEIGHT)
    note = "Pale lines: nine single runs in ten; of profit the 95 % interval of the average."
    return Drawing(staffing_heading(answer), note, wide, narrow, _text(answer, panels))


def _panels(answer: DeskAnswer) -> list[_Panel]:
    figures = [answer.variants[staff(count)] for count in answer.counts]
    hours = [_spread(100 * one["hours_needed"]) for one in figures]
    waiting = [_spread(one["waiting"]) for one in figures]
    cash = [_spread(one["lowest_cash"]) for one in figures]
    today = answer.variants[TODAY]
    profit = []
    for one in figures:
        found = interval((one["profit"] - today["profit"]) / answer.years)
        assert found is not None
        profit.append((found.mean, found.low or found.mean, found.high or found.mean))
    limit = -answer.overdraft_limit if answer.overdraft_limit > 0 else None
    unit, letter = _unit([*(end for point in cash for end in point), limit or 0.0])
    cash_note = f"{symbol(answer.currency).strip()}{letter}, " + (
        "no overdraft" if limit is None else f"limit {_in_units(limit, unit)}"
    )
    return [
        _Panel("Hours needed", "of hours there are", hours, [f"{one[0]:.0f} %" for one in hours], 100.0),
        _Panel("Calls waiting", "average shift", waiting, [_count(one[0]) for one in waiting], is_bar=True),
        _Panel("Cash low point", cash_note, cash, [_in_units(one[0], unit) for one in cash], limit),
        _Panel(
            "Profit a year",
            f"{symbol(answer.currency).strip()} against today",
            profit,
            [_profit(one[0]) for one in profit],
            0.0,
        ),
    ]


def _count(value: float) -> str:
    return f"{value:.1f}" if 0.05 <= value < 9.5 else f"{value:,.0f}"


def _profit(value: float) -> str:
    return short(value)


def _unit(amounts: list[float]) -> tuple[float, str]:
    """Millions or thousands, and its letter."""
    return (1e6, "m") if max(abs(one) for one in amounts) >= 1e6 else (1e3, "k")


def _in_units(amount: float, unit: float) -> str:
    """An amount whose unit stands above the panel.

    >>> _in_units(-1_130_000.0, 1e6), _in_units(84_400.0, 1e3), _in_units(-8_410.0, 1e3)
    ('−1.13', '84', '−8.4')
    """
    scaled = abs(amount) / unit
    text = f"{scaled:.2f}" if unit == 1e6 else f"{scaled:.1f}" if scaled < 9.95 else f"{scaled:.0f}"
    return f"{MINUS if amount < 0 else ''}{text}"


def _spread(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Average and nine single runs in ten; nothing where nobody works."""
    known = defined(values)
    if not known.size:
        return 0.0, 0.0, 0.0
    low, high = np.percentile(known, [5, 95])
    return float(known.mean()), float(low), float(high)


def _figure(
    answer: DeskAnswer,
    panels: list[_Panel],
    places: list[tuple[tuple[float, float], tuple[float, float]]],
    height: int,
) -> dict[str, Any]:
    traces: list[dict[str, Any]] = []
    about: dict[str, Any] = {"annotations": [], "shapes": []}
    above = 0.24 if height == HEIGHT else 0.12
    for number, (panel, (x, y)) in enumerate(zip(panels, places, strict=True)):
        key = "" if number == 0 else str(number + 1)
        traces += _traces(answer, panel, key)
        about[f"xaxis{key}"] = _x_axis(answer, x, key)
        about[f"yaxis{key}"] = axis(
            domain=list(y), anchor=f"x{key}", range=_range(panel), showticklabels=False
        )
        about["annotations"] += _titles(panel, x[0], y[1] + above)
        about["annotations"] += _values(answer, panel, key)
        if panel.limit is not None and not panel.is_bar:
            about["shapes"].append(_limit(panel.limit, key))
    margin = {"l": 8, "r": 8, "t": 6, "b": 38}
    return {"data": traces, "layout": layout(height, margin=margin, hovermode="closest", **about)}


def _x_axis(answer: DeskAnswer, domain: tuple[float, float], key: str) -> dict[str, Any]:
    words = [f"<b>{count}</b>" if count == answer.collectors else str(count) for count in answer.counts]
    words = [
        f"{word}<br>today" if count == answer.today_collectors else word
        for word, count in zip(words, answer.counts, strict=True)
    ]
    places = list(range(len(words)))
    return axis(
        line=True, domain=list(domain), anchor=f"y{key}", range=[-0.6, len(words) - 0.4], tickmode="array",
        tickvals=places, ticktext=words, ticks="", tickangle=0,
    )  # fmt: skip


def _range(panel: _Panel) -> list[float]:
    ends = [end for point in panel.points for end in point]
    if panel.is_bar:
        return [0.0, max(max(point[0] for point in panel.points) * 1.18, 1.0)]
    if panel.limit is not None and panel.title != "Cash low point":
        ends.append(panel.limit)
    low, high = padded(min(ends), max(ends), 0.22)
    if panel.title == "Cash low point" and panel.limit is not None and panel.limit > low - 2 * (high - low):
        low = min(low, panel.limit - 0.06 * (high - panel.limit))
    return [low, high]


def _traces(answer: DeskAnswer, panel: _Panel, key: str) -> list[dict[str, Any]]:
    about = {"xaxis": f"x{key}", "yaxis": f"y{key}", "showlegend": False, "hoverinfo": "text"}
    colours = [_colour(answer, count) for count in answer.counts]
    told = [f"{panel.title}, {count}: {word}" for count, word in zip(answer.counts, panel.words, strict=True)]
    places = list(range(len(panel.points)))
    if panel.is_bar:
        return [
            {
                "type": "bar",
                "x": places,
                "y": [point[0] for point in panel.points],
                "marker": {"color": [one if strong else pale(one, 0.45) for one, strong in colours]},
                "width": 0.5,
                "hovertext": told,
                **about,
            }
        ]
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [place, place],
            "y": [point[1], point[2]],
            "line": {"color": pale(colour, 0.35), "width": 9},
            **about,
            "hoverinfo": "skip",
        }
        for place, point, (colour, _) in zip(places, panel.points, colours, strict=True)
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [point[0] for point in panel.points],
        "marker": {"size": 10, "color": [one if strong else pale(one, 0.6) for one, strong in colours]},
        "hovertext": told,
        **about,
    }
    return [*lines, dots]


def _colour(answer: DeskAnswer, count: int) -> tuple[str, bool]:
    """A number of collectors' colour, and whether it is at full strength."""
    if count == answer.collectors:
        return colour_of(1), True
    return colour_of(0), count == answer.today_collectors


def _titles(panel: _Panel, x: float, y: float) -> list[dict[str, Any]]:
    place = {"x": x, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    return [label(f"<b>{panel.title}</b><br>{panel.note}", light("ink2"), y=y, **place)]


def _values(answer: DeskAnswer, panel: _Panel, key: str) -> list[dict[str, Any]]:
    found = []
    for place, (count, point, word) in enumerate(zip(answer.counts, panel.points, panel.words, strict=True)):
        is_chosen = count == answer.collectors
        text = f"<b>{word}</b>" if is_chosen else word
        colour = colour_of(1) if is_chosen else light("ink2")
        is_below = (
            panel.limit == 0.0 and point[0] < 0.0
        )  # else a loss would be written across the line of no change
        end = point[1] if is_below else point[0] if panel.is_bar else point[2]
        spot = {"x": place, "y": end, "xref": f"x{key}", "yref": f"y{key}"}
        spot |= {"yanchor": "top", "yshift": -2} if is_below else {"yanchor": "bottom", "yshift": 2}
        found.append(label(text, colour, **spot) | {"font": {"size": 11.5, "color": colour}})
    return found


def _limit(value: float, key: str) -> dict[str, Any]:
    line = {"color": light("ink"), "width": 1.3, "dash": "dash"}
    return {
        "type": "line", "xref": f"x{key} domain", "x0": 0, "x1": 1, "yref": f"y{key}",
        "y0": value, "y1": value, "line": line, "layer": "below",
    }  # fmt: skip


def _text(answer: DeskAnswer, panels: list[_Panel]) -> str:
    parts = []
    for number, count in enumerate(answer.counts):
        told = ", ".join(f"{panel.title.lower()} {panel.words[number]}" for panel in panels)
        people = "collector" if count == 1 else "collectors"
        parts.append(f"{count} {people}: {told}")
    return f"{'; '.join(parts)}. Today {answer.today_collectors}, this plan {answer.collectors}."
