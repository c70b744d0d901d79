"""Is the loss to failures what one would foretell? Forecast and what came, by segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.figures.drawing import Drawing, Figure, layout, merged
from simulator.figures.tokens import light
from simulator.results.words import plain_money, segment_label

if TYPE_CHECKING:
    from simulator.experiment.expected_losses import Foretold

HEIGHT = 262
_PHONE = {"margin": {"l": 62, "r": 8}}


def draw(found: Sequence[Foretold], currency: str, replications: int) -> Drawing:
    """A hollow mark for the forecast, a filled one with its 95 % interval for what came."""
    heading = _heading(found, currency)
    note = (
        f"Hollow: failure rate × open today × share lost. Filled: average of {replications:,} runs with its "
        f"95 % interval, {currency}."
    )
    told = "; ".join(
        f"{segment_label(one.name)}: foretold {plain_money(one.forecast, currency)}, "
        f"came {plain_money(one.came, currency)}"
        for one in found
    )
    desk = _figure(found)
    phone = {"data": desk["data"], "layout": merged(desk["layout"], _PHONE)}
    return Drawing(heading, note, desk, phone, f"{heading}. {told}.")


def _heading(found: Sequence[Foretold], currency: str) -> str:
    whole = found[-1]
    if whole.low <= whole.forecast <= whole.high:
        return "Do losses to failures come as foretold? The interval holds the forecast"
    word = "more" if whole.came > whole.forecast else "less"
    size = plain_money(abs(whole.came - whole.forecast), currency)
    return f"Losses come to {size} {word} than foretold: those who fail do not owe what others owe"


def _figure(found: Sequence[Foretold]) -> Figure:
    names = [segment_label(one.name) for one in found]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "markers", "name": "foretold", "x": [one.forecast for one in found], "y": names,
            "marker": {"size": 11, "symbol": "circle-open", "color": light("today"), "line": {"width": 2}},
            "hovertemplate": "foretold %{x:,.0f}<extra></extra>",
        },
        {
            "type": "scatter", "mode": "markers", "name": "came", "x": [one.came for one in found], "y": names,
            "marker": {"size": 9, "color": light("a")},
            "error_x": {
                "type": "data", "symmetric": False, "color": light("a"), "thickness": 1.6, "width": 4,
                "array": [one.high - one.came for one in found], "arrayminus": [one.came - one.low for one in found],
            },
            "hovertemplate": "came %{x:,.0f}<extra></extra>",
        },
    ]  # fmt: skip
    return {
        "data": data,
        "layout": layout(
            HEIGHT,
            margin={"l": 62, "r": 16},
            hovermode="closest",
            xaxis={"showgrid": True, "gridcolor": light("line"), "rangemode": "tozero", "tickformat": "~s"},
            yaxis={"autorange": "reversed", "showgrid": False},
        ),
    }
