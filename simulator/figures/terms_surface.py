"""Do longer terms pay? Sales growth by payment terms, the growth at which they gain nothing, what each point earns."""

from __future__ import annotations

from typing import Any

from simulator.figures.drawing import LABEL_X, Drawing, Figure, axis, label, layout, merged, pushed_apart
from simulator.figures.scales import padded, signed_short, ticks
from simulator.figures.tokens import light
from simulator.results.statistics import Interval
from simulator.results.terms_surface import TermsSurface
from simulator.results.words import figure as figure_of

HEIGHT = 400
_ROOM = 108
_PHONE = {"height": 340, "margin": {"l": 44, "r": 98}}
_LOOKS: dict[str, dict[str, Any]] = {
    "better": {"size": 12, "color": light("a")},
    "worse": {"size": 12, "color": light("today")},
    "unclear": {"size": 11, "color": light("surface"), "line": {"width": 1.8, "color": light("ink3")}},
}
_SAYS = {"better": "earns more than today", "worse": "earns less", "unclear": "no clear difference"}


def draw(surface: TermsSurface) -> Drawing:
    """A line of growth for each elasticity, what each point earns, and the break-even growth (M22)."""
    even = [100 * surface.break_even_growth(place) for place in range(len(surface.net_days))]
    grown = [
        [100 * surface.growth(row, place) for place in range(len(surface.net_days))]
        for row in range(len(surface.elasticities))
    ]
    low, high = padded(min(map(min, [even, *grown])), max(map(max, [even, *grown])), 0.12)
    values = ticks(low, high)
    figure: Figure = {
        "data": [*(_line(surface, row) for row in grown), _even(surface, even), *_marks(surface, grown)],
        "layout": layout(
            HEIGHT,
            margin={"l": 52, "r": _ROOM, "b": 44},
            hovermode="closest",
            annotations=[*_names(surface, grown, even, (low, high)), *_amounts(surface, grown)],
            xaxis=axis(line=True, tickmode="array", tickvals=list(surface.net_days))
            | {"ticktext": [str(one) for one in surface.net_days]}
            | {"title": {"text": "payment terms for all, days", "standoff": 6, "font": {"size": 12}}},
            yaxis=axis(
                grid=True, tickmode="array", tickvals=values, ticktext=[_percent(one, 0) for one in values]
            )
            | {"range": [low, high]},
        ),
    }
    quiet = {"annotations": _names(surface, grown, even, (low, high))}
    phone = {"data": figure["data"], "layout": merged(figure["layout"], _PHONE | quiet)}
    return Drawing(heading(surface), _note(surface), figure, phone, _text(surface, grown, even))


def heading(surface: TermsSurface) -> str:
    """What terms earn most where orders answer as assumed; a question where none clearly does."""
    found, days = surface.gain(surface.own, surface.best), surface.net_days[surface.best]
    if not found.is_clear:
        return "Do other payment terms pay?"
    if found.mean < 0:
        return "No other payment terms earn as much as today's"
    size = surface.origin.wording("profit_to_the_end").size(found.mean * surface.origin.years)
    return f"{days} days for all earn most: {size} more than today"


def standing(found: Interval) -> str:
    """Whether a point earns more than today."""
    return "unclear" if not found.is_clear else "better" if found.mean > 0 else "worse"


def _note(surface: TermsSurface) -> str:
    return (
        f"Sales growth against today, and profit a year beside the points ({surface.origin.currency}); "
        f"{surface.replications} runs of each, same luck. Filled blue: earns more than today; grey: less; hollow: not "
        "clear. Dashed: the growth at which the terms gain nothing (M22)."
    )


def _line(surface: TermsSurface, grown: list[float]) -> dict[str, Any]:
    line = {"color": light("line2"), "width": 1.4}
    return {"type": "scatter", "mode": "lines", "x": list(surface.net_days), "y": grown, "line": line,
            "hoverinfo": "skip"}  # fmt: skip


def _even(surface: TermsSurface, even: list[float]) -> dict[str, Any]:
    line = {"color": light("ink"), "width": 1.4, "dash": "dash"}
    told = [
        f"net {days}: sales {_percent(one)} to gain nothing"
        for days, one in zip(surface.net_days, even, strict=True)
    ]
    return {"type": "scatter", "mode": "lines", "x": list(surface.net_days), "y": even, "line": line,
            "customdata": told, "hovertemplate": "%{customdata}<extra></extra>"}  # fmt: skip


def _marks(surface: TermsSurface, grown: list[list[float]]) -> list[dict[str, Any]]:
    """The points, by whether they earn more."""
    points: dict[str, list[tuple[float, float, str]]] = {kind: [] for kind in _LOOKS}
    for row, line in enumerate(grown):
        for place, days in enumerate(surface.net_days):
            kind = standing(surface.gain(row, place))
            points[kind].append((days, line[place], _told(surface, row, place)))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one[0] for one in some],
            "y": [one[1] for one in some],
            "marker": _LOOKS[kind],
            "customdata": [one[2] for one in some],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
        for kind, some in points.items()
    ]


def _told(surface: TermsSurface, row: int, place: int) -> str:
    found = surface.gain(row, place)
    amount = signed_short(found.mean, is_small=surface.origin.is_small)
    dso = surface.gain(row, place, "dso_paid_days").mean
    return (
        f"net {surface.net_days[place]}, elasticity {surface.elasticities[row]:g}: profit {amount} a year, "
        f"{_SAYS[standing(found)]}; sales {_percent(100 * surface.growth(row, place))} and DSO "
        f"{figure_of(dso, 'days', 1, signed=True)} days against today"
    )


def _amounts(surface: TermsSurface, grown: list[list[float]]) -> list[dict[str, Any]]:
    """What the points of the own elasticity earn, above them; the others tell it under the pointer."""
    row = surface.own
    return [
        label(
            f"<b>{signed_short(surface.gain(row, place).mean, is_small=surface.origin.is_small)}</b>",
            light("ink"), x=days, y=grown[row][place], yanchor="bottom", yshift=8,
        )
        for place, days in enumerate(surface.net_days)
    ]  # fmt: skip


def _names(
    surface: TermsSurface, grown: list[list[float]], even: list[float], ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """Names at the ends of the lines."""
    texts = [
        f"<b>elasticity {one:g}</b>" if row == surface.own else f"elasticity {one:g}"
        for row, one in enumerate(surface.elasticities)
    ]
    wanted = [*(line[-1] for line in grown), even[-1]]
    places = pushed_apart(wanted, 16.0 * (ends[1] - ends[0]) / (HEIGHT - 52), *ends)
    return [
        label(text, light("ink" if number == len(grown) else "ink2"), x=LABEL_X, xref="paper", xanchor="left", y=place,
              yanchor="middle")
        for number, (text, place) in enumerate(zip([*texts, "break-even"], places, strict=True))
    ]  # fmt: skip


def _text(surface: TermsSurface, grown: list[list[float]], even: list[float]) -> str:
    """The picture for those who cannot see it."""
    points = [
        _told(surface, row, place) for row in range(len(grown)) for place in range(len(surface.net_days))
    ]
    needed = ", ".join(
        f"net {days} {_percent(one)}" for days, one in zip(surface.net_days, even, strict=True)
    )
    return f"{heading(surface)}. Break-even growth: {needed}. {'. '.join(points)}."


def _percent(value: float, decimals: int = 1) -> str:
    """Percent with a true minus.

    >>> _percent(-1.52), _percent(10.0, 0), _percent(-0.01)
    ('−1.5 %', '10 %', '0.0 %')
    """
    return f"{figure_of(value, 'count', decimals)} %"
