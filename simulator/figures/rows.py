"""Pictures with a row for each thing that happens: names at the left, a mark for each strategy in the row."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from simulator.figures.drawing import axis
from simulator.figures.tokens import LETTERS, colour_of, light

ROW = 34
"""Height of a row (pixels)."""

_MARK = 14  # a letter in its square, with a little air (pixels)

NAMES = 178
"""Room for the names at the left (pixels)."""

PHONE_NAMES = 122
_LONGEST = {NAMES: 29, PHONE_NAMES: 18}


def row_axis(names: Sequence[str], room: int = NAMES) -> dict[str, Any]:
    """The axis of the rows, the first at the top."""
    return axis(
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[short(name, _LONGEST[room]) for name in names],
        tickfont={"color": light("ink")},
        range=[len(names) - 0.5, -0.5],
    )


def short(name: str, longest: int = 24) -> str:
    """A name as a picture has room for it; nothing in it is taken for a tag.

    >>> short("Competitors give longer terms to everybody")
    'Competitors give longer…'
    """
    cut = name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
    return escape(cut, quote=False)


def row_height(count: int) -> int:
    """How high a row is in which the marks of so many strategies lie below each other (pixels).

    >>> row_height(1), row_height(4)
    (34, 62)
    """
    return max(ROW, _MARK * count + 6)


def beside_each_other(count: int) -> list[float]:
    """How far the marks of several strategies lie above and below the middle of their row (shares of its height).

    >>> beside_each_other(1), beside_each_other(3)
    ([0.0], [-0.292, 0.0, 0.292])
    """
    return [round((place - (count - 1) / 2) * _MARK / row_height(count), 3) for place in range(count)]


def lettered(x: Sequence[float], y: Sequence[float], position: int, told: Sequence[str]) -> dict[str, Any]:
    """Square marks of one strategy with its letter inside; nothing that is told of them is taken for a tag."""
    colour = colour_of(position)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(x),
        "y": list(y),
        "text": [LETTERS[position]] * len(x),
        "textposition": "middle center",
        "textfont": {"size": 9, "color": light("surface"), "weight": 700},
        "marker": {"symbol": "square", "size": 13, "color": colour},
        "customdata": [escape(one, quote=False) for one in told],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
