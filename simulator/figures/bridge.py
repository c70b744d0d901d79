"""Where does the difference in profit come from? What a strategy brings and what it costs, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.figures.drawing import CLEAR, Drawing, Figure, axis, label, layout
from simulator.figures.profit_items import TINY_AMOUNT, Item, items
from simulator.figures.scales import padded, signed_short
from simulator.figures.strands import is_early, owner, subject
from simulator.figures.tokens import LETTERS, colour_of, light, pale
from simulator.results.comparison import Comparison
from simulator.results.statistics import Interval, interval

HEIGHT = 262
_PHONE_BAR, _PHONE_FRAME = 44, 24
_GAIN_STRENGTH = 0.42


def shown_position(comparison: Comparison, selected: int) -> int:
    """Which strategy's bridge is drawn: today has none, so the first other one stands in."""
    return selected or min(1, len(comparison.results) - 1)


def draw(comparison: Comparison, selected: int) -> Drawing:
    """Profit a year against today, from zero: gains, costs, and what is left with its interval."""
    position = shown_position(comparison, selected)
    if position == 0:
        return _nothing_yet()
    bars = items(comparison, position)
    total = Item(
        "Profit", np.sum([bar.values for bar in bars], axis=0) if bars else np.zeros(1), comparison.is_small
    )
    base = comparison.base_name
    return Drawing(
        heading(comparison, selected),
        f"{LETTERS[position]} against {base}, per year. Hatched: costs.",
        _standing(bars, total, colour_of(position)),
        _lying(bars, total, colour_of(position)),
        _text(comparison, position, [*bars, total]),
    )


def heading(comparison: Comparison, selected: int) -> str:
    """What the strategy brings and what it costs; a question where either is not clear."""
    position = shown_position(comparison, selected)
    if position == 0:
        return "What would a change bring?"
    who, bars = subject(comparison, position), items(comparison, position)
    gains, costs = (_sum([bar for bar in bars if (bar.amount >= 0) == is_gain]) for is_gain in (True, False))
    if not bars:
        return f"{who} leaves profit as it is"
    if gains is None and costs is None:
        return f"{who} changes profit by next to nothing"
    total = interval(np.sum([bar.values for bar in bars], axis=0))
    told = [part for part in (gains, costs) if part is not None]
    if total is None or not total.is_clear or not all(part.is_clear for part in told):
        return f"Does {who} bring more than it costs?"
    brings, cost = (None if part is None else _amount(part, comparison) for part in (gains, costs))
    so_far = "So far " if is_early(comparison) else ""
    if brings and cost:
        return f"{so_far}{who} costs {cost} and brings {brings}"
    return f"{so_far}{who} brings {brings} a year" if brings else f"{so_far}{who} costs {cost} a year"


def _sum(bars: Sequence[Item]) -> Interval | None:
    """What bars come to together, with its interval; None where there are none worth telling."""
    if not bars:
        return None
    found = interval(np.sum([bar.values for bar in bars], axis=0))
    return None if found is None or abs(found.mean) < (5.0 if bars[0].is_small else TINY_AMOUNT) else found


def _amount(part: Interval, comparison: Comparison) -> str:
    return comparison.money(part.mean)


def _nothing_yet() -> Drawing:
    words = label("Add a strategy to see what it brings and what it costs.", light("ink3"), x=0.5, y=0.5)
    hidden: dict[str, Any] = {"visible": False}
    frame = layout(
        HEIGHT, annotations=[words | {"xref": "paper", "yref": "paper"}], xaxis=hidden, yaxis=hidden
    )
    figure: Figure = {"data": [], "layout": frame}
    return Drawing(
        "What would a change bring?", "Profit per year against today.", figure, None, words["text"]
    )


def _steps(bars: Sequence[Item]) -> list[float]:
    """Where each bar begins."""
    ends = np.concatenate([[0.0], np.cumsum([bar.amount for bar in bars])])
    return [float(end) for end in ends[:-1]]


_HATCH = {"shape": "/", "bgcolor": CLEAR, "size": 7, "solidity": 0.25, "fillmode": "replace"}


def _markers(colour: str) -> dict[str, dict[str, Any]]:
    """Gains pale, costs hatched with an outline, the total solid."""
    return {
        "gains": {"color": pale(colour, _GAIN_STRENGTH), "line": {"width": 0}},
        "costs": {
            "color": CLEAR,
            "line": {"color": colour, "width": 1.4},
            "pattern": {**_HATCH, "fgcolor": colour},
        },
        "total": {"color": colour, "line": {"width": 0}},
    }


def _bars(bars: Sequence[Item], total: Item, colour: str, *, lying: bool) -> list[dict[str, Any]]:
    """Gains, costs, the total, and its interval: always four traces."""
    numbered = list(zip(range(len(bars)), _steps(bars), bars, strict=True))
    parts = {
        "gains": [one for one in numbered if one[2].amount >= 0],
        "costs": [one for one in numbered if one[2].amount < 0],
        "total": [(len(bars), 0.0, total)],
    }
    along, across = ("x", "y") if lying else ("y", "x")
    traces = [
        {
            "type": "bar",
            across: [place for place, _, _ in part],
            along: [bar.amount for _, _, bar in part],
            "base": [start for _, start, _ in part],
            "orientation": "h" if lying else "v",
            "width": 0.62,
            "marker": _markers(colour)[name],
            "customdata": [
                f"{bar.name}: {signed_short(bar.amount, is_small=bar.is_small)}" for _, _, bar in part
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for name, part in parts.items()
    ]
    return [*traces, _whisker(len(bars), total, along, across)]


def _whisker(place: int, total: Item, along: str, across: str) -> dict[str, Any]:
    """The interval of the total."""
    found = interval(total.values)
    half = found.half_width if found is not None else None
    return {
        "type": "scatter",
        "mode": "markers",
        across: [place],
        along: [total.amount],
        "marker": {"size": 0.1, "color": light("ink")},
        f"error_{along}": {
            "type": "constant",
            "value": half or 0.0,
            "visible": bool(half),
            "color": light("ink"),
            "thickness": 1.4,
            "width": 5,
        },
        "hoverinfo": "skip",
    }


def _reach(bars: Sequence[Item], total: Item) -> tuple[float, float]:
    """The lowest and the highest end of anything drawn."""
    found = interval(total.values)
    ends = [0.0, total.amount]
    if found is not None and found.low is not None and found.high is not None:
        ends += [found.low, found.high]
    for start, bar in zip(_steps(bars), bars, strict=True):
        ends += [start, start + bar.amount]
    return min(ends), max(ends)


def _amount_labels(bars: Sequence[Item], total: Item, *, lying: bool) -> list[dict[str, Any]]:
    """The amounts above the bars, or at their right."""
    starts = [*_steps(bars), 0.0]
    found = interval(total.values)
    labels = []
    for number, (start, bar) in enumerate(zip(starts, [*bars, total], strict=True)):
        top = max(start, start + bar.amount)
        if number == len(bars) and found is not None and found.high is not None:
            top = max(top, found.high)
        anchor: dict[str, Any] = (
            {"x": top, "y": number, "xanchor": "left", "yanchor": "middle", "xshift": 4}
            if lying
            else {"x": number, "y": top, "xanchor": "center", "yanchor": "bottom"}
        )
        labels.append(
            label(f"<b>{signed_short(bar.amount, is_small=bar.is_small)}</b>", light("ink"), **anchor)
        )
    return labels


def _standing(bars: Sequence[Item], total: Item, colour: str) -> Figure:
    low, high = _reach(bars, total)
    low, high = padded(low, high, 0.1)
    names = [_wrapped(bar.name) for bar in [*bars, total]]
    return {
        "data": _bars(bars, total, colour, lying=False),
        "layout": layout(
            HEIGHT,
            margin={"l": 12, "b": 40, "t": 20},
            hovermode="closest",
            barmode="overlay",
            annotations=_amount_labels(bars, total, lying=False),
            shapes=[*_links(bars, lying=False), _zero(lying=False)],
            xaxis=axis(
                tickmode="array",
                tickvals=list(range(len(names))),
                ticktext=names,
                tickangle=0,
                tickfont={"size": 11},
                range=[-0.5, len(names) - 0.5],
            ),
            yaxis={"visible": False, "range": [min(low, 0.0), high]},
        ),
    }


def _lying(bars: Sequence[Item], total: Item, colour: str) -> Figure:
    low, high = _reach(bars, total)
    span = (high - low) or 1.0
    names = [bar.name for bar in [*bars, total]]
    return {
        "data": _bars(bars, total, colour, lying=True),
        "layout": layout(
            _PHONE_BAR * len(names) + _PHONE_FRAME,
            margin={"l": 134, "b": 8},
            hovermode="closest",
            barmode="overlay",
            annotations=_amount_labels(bars, total, lying=True),
            shapes=[*_links(bars, lying=True), _zero(lying=True)],
            xaxis={"visible": False, "range": [low - 0.04 * span, high + 0.36 * span]},
            yaxis=axis(
                tickmode="array",
                tickvals=list(range(len(names))),
                ticktext=names,
                tickfont={"color": light("ink")},
                range=[len(names) - 0.5, -0.5],
            ),
        ),
    }


def _links(bars: Sequence[Item], *, lying: bool) -> list[dict[str, Any]]:
    """Thin lines from the end of one bar to the beginning of the next."""
    ends = [start + bar.amount for start, bar in zip(_steps(bars), bars, strict=True)]
    line = {"color": light("line2"), "width": 1}
    return [
        {"type": "line", "x0": end, "x1": end, "y0": number + 0.31, "y1": number + 0.69, "line": line}
        if lying
        else {"type": "line", "y0": end, "y1": end, "x0": number + 0.31, "x1": number + 0.69, "line": line}
        for number, end in enumerate(ends)
    ]


def _zero(*, lying: bool) -> dict[str, Any]:
    """The line from which all begins."""
    line = {"type": "line", "line": {"color": light("ink3"), "width": 1}}
    whole = {"x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1}
    return line | (whole if lying else {"y0": 0, "y1": 0, "xref": "paper", "x0": 0, "x1": 1})


def _wrapped(name: str) -> str:
    """A name on two lines where it has two words or more.

    >>> _wrapped("Margin on more sales"), _wrapped("Discounts")
    ('Margin on<br>more sales', 'Discounts')
    """
    words = name.split()
    if len(words) < 2:
        return name
    cut = min(
        range(1, len(words)),
        key=lambda place: abs(len(" ".join(words[:place])) - len(" ".join(words[place:]))),
    )
    return f"{' '.join(words[:cut])}<br>{' '.join(words[cut:])}"


def _text(comparison: Comparison, position: int, bars: Sequence[Item]) -> str:
    parts = ", ".join(f"{bar.name} {signed_short(bar.amount, is_small=bar.is_small)}" for bar in bars)
    whose = owner(comparison, position, begins=True)
    return f"{whose} profit a year against {comparison.base_name}, in {comparison.currency}: {parts}."
