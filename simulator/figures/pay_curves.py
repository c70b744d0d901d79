"""How fast are bills paid? The share of their value that is paid so many days after the invoice, by segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.figures.drawing import Drawing, Figure, label, layout, merged, with_legend_below
from simulator.figures.tokens import light
from simulator.results.exposure import PAID_WITHIN, PayCurve
from simulator.results.words import segment_label, within_a_sentence

HEIGHT = 282
_COLOURS = ("ink", "a", "b", "c", "today", "ageing-3")
_DASHES = ("solid", "solid", "dash", "dot", "dashdot", "longdash")
_AT = 60
_PHONE = merged(with_legend_below(), {"height": 340, "margin": {"r": 12, "b": 100}, "annotations": []})
_APART = 5.0
"""Labels at the ends of lines stand at least so far apart (points of the axis)."""


def draw(curves: Sequence[PayCurve], usual_terms_days: int) -> Drawing:
    """A line for each segment, all of them in bold.

    Args:
        curves: Of all, and of the segments.
        usual_terms_days: Terms of most customers, marked.
    """
    heading, note = (
        _heading(curves),
        "Share of the invoiced value that is paid, by days after the invoice; one run.",
    )
    told = "; ".join(
        f"{segment_label(one.name)}: {100 * one.paid[_AT]:.0f} % within {_AT} days, {100 * one.paid[-1]:.0f} % within "
        f"{PAID_WITHIN[-1]}"
        for one in curves
    )
    desk = _figure(curves, usual_terms_days)
    phone = {
        "data": desk["data"],
        "layout": merged(desk["layout"], _PHONE),
    }
    return Drawing(heading, note, desk, phone, f"{heading}. {told}.")


def _heading(curves: Sequence[PayCurve]) -> str:
    whole, parts = curves[0], curves[1:]
    said = f"{100 * whole.paid[_AT]:.0f} % of what is billed is paid within {_AT} days"
    if not parts:
        return said
    slow = min(parts, key=lambda one: one.paid[_AT])
    return f"{said}, of {within_a_sentence(segment_label(slow.name))} customers {100 * slow.paid[_AT]:.0f} %"


def _figure(curves: Sequence[PayCurve], terms: int) -> Figure:
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": segment_label(one.name),
            "x": list(range(len(one.paid))),
            "y": [round(100 * share, 1) for share in one.paid],
            "line": {
                "color": light(colour),
                "width": 2.4 if place == 0 else 1.4,
                "dash": dash,
                "shape": "hv",
            },
            "hovertemplate": "%{y:.0f} %",
        }
        for place, (one, colour, dash) in enumerate(zip(curves, _COLOURS, _DASHES, strict=False))
    ]
    ends = _apart([100 * one.paid[-1] for one in curves])
    labels = [
        label(segment_label(one.name), light(colour), xref="paper", x=1.012, y=end, xanchor="left")
        for one, colour, end in zip(curves, _COLOURS, ends, strict=False)
    ]
    mark = {
        "type": "line", "x0": terms, "x1": terms, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": light("ink"), "width": 1.3, "dash": "dash"},
    }  # fmt: skip
    labels.append(label("due", light("ink"), x=terms, y=4, xanchor="left", xshift=4))
    return {
        "data": data,
        "layout": layout(
            HEIGHT,
            margin={"r": 92},
            xaxis={"range": [0, PAID_WITHIN[-1]], "tickvals": [0, *PAID_WITHIN], "ticksuffix": " d"},
            yaxis={"range": [0, 104], "ticksuffix": " %"},
            shapes=[mark],
            annotations=labels,
        ),
    }


def _apart(values: Sequence[float]) -> list[float]:
    """Places for labels, pushed apart downwards in their order.

    >>> _apart([99.0, 98.0, 90.0])
    [99.0, 94.0, 89.0]
    """
    places = dict.fromkeys(range(len(values)), 0.0)
    before = None
    for place in sorted(places, key=lambda one: -values[one]):
        wanted = values[place] if before is None else min(values[place], before - _APART)
        places[place] = before = wanted
    return [places[place] for place in range(len(values))]
