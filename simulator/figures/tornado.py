"""On which assumptions does the choice lean? How far each moves a strategy's lead over today."""

from __future__ import annotations

from typing import Any

from simulator.figures.drawing import Drawing, Figure, axis, label, layout, merged
from simulator.figures.rows import PHONE_NAMES, ROW, row_axis
from simulator.figures.scales import money_axis, padded, ticks
from simulator.figures.tokens import light, pale
from simulator.parameters import dictionary
from simulator.results.origin import Wording
from simulator.results.tornado import Bar, End, Sensitivity

NAMES = 230
MOST = 12
"""Bars that are drawn; the others move less, and stand in the table."""


def draw(found: Sensitivity) -> Drawing:
    """A bar for each assumption, from its answer at the low end to that at the high end; a line at nothing."""
    words = found.wording
    years = found.origin.years if words.is_yearly else 1.0
    bars = tuple(bar for bar in found.bars if not bar.is_still)[:MOST] or found.bars[:1]
    base = found.base.mean / years
    ends = [end.answer.mean / years for bar in bars for end in bar.ends]
    low, high = padded(min([0.0, base, *ends]), max([0.0, base, *ends]), 0.14)
    names = [title_of(bar.key) for bar in bars]
    figure: Figure = {
        "data": [trace for row, bar in enumerate(bars) for trace in _bar(row, bar, base, years, words)],
        "layout": layout(
            58 + ROW * len(bars),
            margin={"l": NAMES, "r": 20, "t": 26},
            hovermode="closest",
            barmode="overlay",
            shapes=[_upright(0.0, light("ink"), "dash"), _upright(base, light("ink3"), "solid")],
            annotations=[
                label("no difference", light("ink"), x=0.0, y=1, yref="paper", yanchor="bottom"),
                *_said(bars, base, years),
            ],
            xaxis=axis(grid=True, line=True) | _scale(words, low, high),
            yaxis=row_axis(names, 178),
        ),
    }
    narrow = {"margin": {"l": PHONE_NAMES}, "yaxis": row_axis(names, PHONE_NAMES), "annotations": []}
    phone = {"data": figure["data"], "layout": merged(figure["layout"], narrow)}
    return Drawing(heading(found), _note(found), figure, phone, found.verdict)


def title_of(key: str) -> str:
    """What an assumption is called.

    >>> title_of("company.gross_margin_fraction")
    'Gross margin'
    """
    group, name, *words = key.split(".")
    title = dictionary()[f"{group}.{name}"].title
    return f"{title}, {' '.join(words)}" if words else title


def heading(found: Sensitivity) -> str:
    """What turns the answer round, or what moves it most."""
    if not found.base.is_clear:
        return f"Does {found.strategy} differ from {found.against} at all?"
    if found.turning:
        bar, end = found.turning[0]
        return f"The answer turns round with {title_of(bar.key).lower()} at {end.told}"
    if not found.moving:
        return "Nothing that was moved changes the answer clearly"
    return f"{title_of(found.moving[0].key)} moves the answer most; nothing turns it round"


def _note(found: Sensitivity) -> str:
    words = found.wording
    return (
        f"{found.strategy} minus {found.against}, {words.named} ({words.unit}), each assumption at the ends of its "
        f"plausible range; {found.replications} runs, the same luck. Blue low end, brown high end; hatched: not clear."
    )


def _bar(row: int, bar: Bar, base: float, years: float, words: Wording) -> list[dict[str, Any]]:
    """Both ends of one assumption, each from the base case to the answer there."""
    return [_half(row, bar, end, (base, years), words) for end in bar.ends]


def _half(row: int, bar: Bar, end: End, shown: tuple[float, float], words: Wording) -> dict[str, Any]:
    base, years = shown
    answer = end.answer.mean / years
    is_low = end is bar.low
    colour = light("a" if is_low else "b")
    clear = end.movement.is_clear
    marker: dict[str, Any] = {
        "color": colour if clear else pale(colour, 0.15),
        "line": {"color": colour, "width": 1},
    }
    if not clear:
        marker["pattern"] = {"shape": "/", "fgcolor": colour, "size": 5, "solidity": 0.25}
    told = f"{title_of(bar.key)} at {end.told}: {words.signed(end.answer.mean)}"
    return {
        "type": "bar",
        "orientation": "h",
        "x": [answer - base],
        "base": [base],
        "y": [row],
        "width": 0.55,
        "marker": marker,
        "customdata": [told],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _said(bars: tuple[Bar, ...], base: float, years: float) -> list[dict[str, Any]]:
    """At the outer end of each bar, the value that the assumption has there."""
    found = []
    for row, bar in enumerate(bars):
        for end in bar.ends:
            answer = end.answer.mean / years
            if end.movement.low == end.movement.high == 0.0 or abs(answer - base) == 0.0:
                continue
            side: dict[str, Any] = (
                {"xanchor": "left", "xshift": 4} if answer > base else {"xanchor": "right", "xshift": -4}
            )
            others = [other.answer.mean / years for other in bar.ends if other is not end]
            if (
                others
                and (others[0] - base) * (answer - base) > 0
                and abs(others[0] - base) > abs(answer - base)
            ):
                continue  # both ends on one side: only the outer one has room
            found.append(label(end.told, light("ink3"), x=answer, y=row, yanchor="middle", **side))
    return found


def _upright(x: float, colour: str, dash: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1.3, "dash": dash}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _scale(words: Wording, low: float, high: float) -> dict[str, Any]:
    if words.metric.unit == "currency":
        return money_axis(low, high)
    values = ticks(low, high)
    shown = [f"{100 * one:g}" if words.metric.unit == "fraction" else f"{one:g}" for one in values]
    return {"range": [low, high], "tickmode": "array", "tickvals": values, "ticktext": shown}
