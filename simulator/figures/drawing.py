"""What a drawing is: a finding, what is drawn, and the picture as plain values; and the one style of all pictures.

Pictures are plain dictionaries in plotly's own language, drawn in the light theme. The page turns each colour into
its dark one (tokens.dark_of), so no other colour than a token's may be used, strong or pale (tokens.pale).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.figures.tokens import light

Figure = dict[str, Any]
"""A plotly figure as plain values: "data" (traces) and "layout"."""

FONT = "Inter, system-ui, sans-serif"
CLEAR = "rgba(0,0,0,0)"

MARGIN = {"l": 52, "r": 12, "t": 8, "b": 26}
MARGIN_WITH_LABELS = 132
"""Room at the right, in pixels, where lines are named at their end."""

LABEL_X = 1.012
"""Where such a name begins, as a share of the width: an annotation outside the range of an axis would vanish."""


@dataclass(frozen=True)
class Drawing:
    """A picture with the words around it.

    Attributes:
        heading: A finding in one line, or the question where the numbers do not decide it.
        note: What is drawn, in which unit.
        figure: The picture, a plotly figure as plain values.
        phone: The picture for a narrow screen, where it is another one.
        text: What a screen reader is told.
    """

    heading: str
    note: str
    figure: Figure
    phone: Figure | None = None
    text: str = ""


def layout(height: int, **changes: Any) -> dict[str, Any]:
    """The layout of every picture; a change replaces one entry, and is merged into it where both are mappings.

    Args:
        height: Height of the picture (pixels).
        changes: Entries of plotly's layout.
    """
    base: dict[str, Any] = {
        "height": height,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 12, "color": light("ink2")},
        "margin": dict(MARGIN),
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": light("surface"),
            "bordercolor": light("line2"),
            "font": {"family": FONT, "size": 12, "color": light("ink")},
        },
        "dragmode": False,
        "xaxis": axis(line=True),
        "yaxis": axis(grid=True),
    }
    return merged(base, changes)


def with_legend_below() -> dict[str, Any]:
    """What a phone's layout has in place of names at the ends of lines."""
    quiet = {"itemclick": False, "itemdoubleclick": False}
    place = {
        "orientation": "h",
        "x": 0,
        "y": -0.14,
        "yanchor": "top",
        "entrywidth": 64,
        "traceorder": "normal",
    }
    return {"margin": {"b": 56}, "showlegend": True, "legend": {**place, **quiet}}


def axis(*, line: bool = False, grid: bool = False, **changes: Any) -> dict[str, Any]:
    """An axis: tick labels in the third ink, no zero line; a line with ticks outside, or a grid.

    >>> axis(grid=True)["gridcolor"], axis(line=True)["ticklen"]
    ('#E1E5EA', 4)
    """
    base: dict[str, Any] = {
        "automargin": False,
        "fixedrange": True,
        "zeroline": False,
        "showgrid": grid,
        "showline": line,
        "ticks": "outside" if line else "",
        "tickangle": 0,
        "tickfont": {"size": 12, "color": light("ink3")},
    }
    if not line:
        base["ticklabelstandoff"] = 5
    if grid:
        base |= {"gridcolor": light("line"), "gridwidth": 1}
    if line:
        base |= {"linecolor": light("line2"), "linewidth": 1, "tickcolor": light("line2"), "ticklen": 4}
    return merged(base, changes)


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with the changes, mappings merged level by level.

    >>> merged({"margin": {"l": 52, "r": 12}, "height": 1}, {"margin": {"r": 132}})
    {'margin': {'l': 52, 'r': 132}, 'height': 1}
    """
    both = dict(base)
    for name, value in changes.items():
        old = both.get(name)
        both[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both


def label(text: str, colour: str, **place: Any) -> dict[str, Any]:
    """A text on the picture, without an arrow."""
    return {
        "text": text,
        "showarrow": False,
        "font": {"family": FONT, "size": 12, "color": colour},
        "align": "left",
        **place,
    }


def pushed_apart(
    wanted: Sequence[float], gap: float, low: float = -math.inf, high: float = math.inf
) -> list[float]:
    """Places near those wanted, at least a gap apart and in the same order: names at the ends of lines.

    They stay between two limits, as long as there is room for all.

    >>> pushed_apart([0.0, 10.0, 11.0], 4.0)
    [0.0, 8.5, 12.5]
    >>> pushed_apart([0.0, 1.0, 2.0], 4.0, low=0.0)
    [0.0, 4.0, 8.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[tuple[float, list[int]]] = []  # (middle of the group, its members)
    for place in order:
        groups.append((wanted[place], [place]))
        while len(groups) > 1 and _too_near(groups[-2], groups[-1], gap):
            (_, upper), (_, lower) = groups.pop(), groups.pop()
            both = [*lower, *upper]
            groups.append((sum(wanted[member] for member in both) / len(both), both))
    found = [0.0] * len(wanted)
    for middle, members in groups:
        for number, member in enumerate(members):
            found[member] = middle + (number - (len(members) - 1) / 2) * gap
    return _within(found, order, gap, (low, high))


def _within(places: list[float], order: list[int], gap: float, limits: tuple[float, float]) -> list[float]:
    """The places shifted into the limits, still a gap apart."""
    found = list(places)
    floor = limits[0]
    for place in order:
        found[place] = max(found[place], floor)
        floor = found[place] + gap
    ceiling = limits[1]
    for place in reversed(order):
        found[place] = min(found[place], ceiling)
        ceiling = found[place] - gap
    return found


def _too_near(lower: tuple[float, list[int]], upper: tuple[float, list[int]], gap: float) -> bool:
    reach = (len(lower[1]) + len(upper[1])) / 2 * gap
    return upper[0] - lower[0] < reach - 1e-12
