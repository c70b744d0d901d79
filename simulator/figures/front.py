"""What does profit cost? Strategies by two measures, the frontier as a line; right and up is better on every pair."""

from __future__ import annotations

from typing import Any

from simulator.figures.drawing import Drawing, Figure, axis, label, layout, merged
from simulator.figures.rows import short
from simulator.figures.scales import PHONE_TICKS, money_axis, padded, ticks
from simulator.figures.tokens import light
from simulator.results.front import Front, Place
from simulator.results.origin import Wording
from simulator.results.words import MINUS, money

HEIGHT = 420
_WIDTH, _INSIDE = 1180.0, 370.0  # of the picture on a desktop, about (pixels); names are kept apart there
_ON_A_PHONE = (240.0, 280.0)
"""The same on a screen of 390 pixels, beside the labels of the axes."""
_LETTER, _LINE = 6.6, 15.0
_TODAY = "today"
_RANK = {"frontier": 0, "perhaps": 1, "dominated": 2}
_SAYS = {"frontier": "not beaten", "perhaps": "perhaps beaten", "dominated": "beaten"}


def draw(front: Front, named: int, overdraft_limit: float = 0.0) -> Drawing:
    """A mark for each strategy.

    Args:
        front: The answer; its first measure goes up, its second to the right.
        named: How many of its strategies are named; the others are the grid, small and grey.
        overdraft_limit: What the bank lends, drawn where cash goes to the right; 0: nothing is drawn (currency).
    """
    places = [_at(front, place) for place in front.places]
    spans = [padded(min(one[at] for one in places), max(one[at] for one in places), 0.09) for at in (0, 1)]
    across, up = front.wordings[1], front.wordings[0]
    limit = _limit(across, overdraft_limit, spans[1])
    figure: Figure = {
        "data": [_line(front, places), *_marks(front, places, named)],
        "layout": layout(
            HEIGHT,
            margin={"l": 62, "r": 24, "b": 44},
            hovermode="closest",
            shapes=limit[:1],
            annotations=[*_names(front, places, spans, named), *limit[1:]],
            xaxis=axis(line=True, grid=True) | _scale(across, *spans[1]) | _title(across),
            yaxis=axis(grid=True) | _scale(up, *spans[0]),
        ),
    }
    quiet = {
        "annotations": [*_names(front, places, spans, named, is_phone=True), *limit[1:]],
        "height": 340,
        "xaxis": _scale(across, *spans[1], PHONE_TICKS),
    }
    phone = {"data": figure["data"], "layout": merged(figure["layout"], quiet)}
    return Drawing(heading(front), _note(front, len(front.places) - named), figure, phone, front.verdict)


def heading(front: Front) -> str:
    """What the last step along the frontier costs; a question where that is not clear."""
    best = front.those("frontier")
    if len(best) == 1:
        return f"{best[0].name[:1].upper()}{best[0].name[1:]} has the best of both"
    last = front.steps[-1] if front.steps else None
    price = front.price_in_words(last, 1) if last is not None else ""
    if last is None or not price:
        return f"What does more {front.wordings[0].named} cost?"
    return f"Beyond {last.before}, {price}"


def _note(front: Front, grid: int) -> str:
    up, across = front.wordings
    more = f" Small dots: {grid} of the grid." if grid > 0 else ""
    return (
        f"{up.label} ({up.unit}) upwards, {across.named} ({across.unit}) to the right; right and up is better. "
        f"Line: not beaten.{more}"
    )


def _at(front: Front, place: Place) -> tuple[float, float]:
    """Where a strategy stands, in the unit shown."""
    return tuple(  # type: ignore[return-value]
        level / (front.origin.years if one.is_yearly else 1.0)
        for level, one in zip(place.levels, front.wordings, strict=True)
    )


def _scale(words: Wording, low: float, high: float, most: int = 5) -> dict[str, Any]:
    """The axis of a measure; turned round where less is better."""
    unit = words.metric.unit
    if unit == "currency":
        found = money_axis(low, high, most)
    else:
        values = ticks(low, high, most)
        shown = [f"{100 * one:g} %" if unit == "fraction" else f"{one:g}" for one in values]
        found = {"range": [low, high], "tickmode": "array", "tickvals": values, "ticktext": shown}
    return found | {"range": [high, low]} if words.metric.better == "lower" else found


def _limit(words: Wording, limit: float, span: tuple[float, float]) -> list[dict[str, Any]]:
    """The overdraft limit as a line and its name, where it lies within the picture."""
    is_cash = words.measure in ("lowest_cash", "lowest_cash_p05")
    if not is_cash or not limit or not span[0] < -limit < span[1]:
        return []
    line = {"color": light("ink"), "width": 1.3, "dash": "dash"}
    place = {"x": -limit, "y": 0, "yref": "paper", "xanchor": "right", "yanchor": "bottom", "xshift": -4}
    return [
        {"type": "line", "x0": -limit, "x1": -limit, "yref": "paper", "y0": 0, "y1": 1, "line": line},
        label(f"overdraft limit {MINUS}{money(limit, words.currency)}", light("ink"), **place),
    ]


def _title(words: Wording) -> dict[str, Any]:
    return {"title": {"text": f"{words.label}, {words.unit}", "standoff": 6, "font": {"size": 12}}}


def _line(front: Front, places: list[tuple[float, float]]) -> dict[str, Any]:
    """Through all that are not beaten, from one to the next."""
    best = sorted(at for at, place in enumerate(front.places) if place.standing == "frontier")
    best.sort(key=lambda at: places[at][0])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [places[at][1] for at in best],
        "y": [places[at][0] for at in best],
        "line": {"color": light("a"), "width": 1.6, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _marks(front: Front, places: list[tuple[float, float]], named: int) -> list[dict[str, Any]]:
    """The grid first, small and grey; then those that are named, by their standing; today as a square."""
    groups: dict[str, list[int]] = {"grid": [], "dominated": [], "perhaps": [], "frontier": [], _TODAY: []}
    for at, place in enumerate(front.places):
        is_grid = at >= named and place.standing != "frontier"
        groups[_TODAY if place.name == _TODAY else "grid" if is_grid else place.standing].append(at)
    looks: dict[str, dict[str, Any]] = {
        "grid": {"size": 6, "color": light("line2")},
        "dominated": {"size": 10, "color": light("surface"), "line": {"width": 1.6, "color": light("ink3")}},
        "perhaps": {"size": 11, "color": light("ageing-2"), "line": {"width": 1.6, "color": light("ink2")}},
        "frontier": {"size": 12, "color": light("a")},
        _TODAY: {"size": 13, "symbol": "square", "color": light("today")},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [places[at][1] for at in members],
            "y": [places[at][0] for at in members],
            "marker": looks[kind],
            "customdata": [_told(front, front.places[at]) for at in members],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
        for kind, members in groups.items()
    ]


def _told(front: Front, place: Place) -> str:
    levels = "<br>".join(
        f"{words.label}: {words.shown(level)} {words.unit}"
        for words, level in zip(front.wordings, place.levels, strict=True)
    )
    return f"<b>{short(place.name, 60)}</b>, {_SAYS[place.standing]}<br>{levels}"


def _names(
    front: Front,
    places: list[tuple[float, float]],
    spans: list[tuple[float, float]],
    named: int,
    *,
    is_phone: bool = False,
) -> list[dict[str, Any]]:
    """Names beside their marks, where no other name or mark is; on a phone only of those that are not beaten."""
    size = _ON_A_PHONE if is_phone else (_WIDTH, _INSIDE)
    width = size[0]
    flips = [front.wordings[at].metric.better == "lower" for at in (0, 1)]
    spots = [_pixels(place, spans, flips, size) for place in places]
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in spots[:named]]
    found = []
    order = sorted(range(len(front.places)), key=lambda at: _RANK[front.places[at].standing])
    for at in order:
        place = front.places[at]
        if at >= named or (is_phone and place.standing != "frontier" and place.name != _TODAY):
            continue
        letters = 16 if is_phone else 24
        # Who is not beaten needs a name: a shorter one finds room sooner.
        for longest in (letters, 16, 10) if place.standing == "frontier" else (letters,):
            text = short(place.name, longest)
            way = _free_side(spots[at], len(text) * _LETTER, taken, width)
            if way is not None:
                break
        if way is None:
            continue  # its name stands in the table, and under the pointer
        taken.append(_box_of(spots[at], len(text) * _LETTER, way))
        colour = light("ink" if place.standing == "frontier" else "ink2" if place.name == _TODAY else "ink3")
        found.append(label(text, colour, x=places[at][1], y=places[at][0], **_ANCHORS[way]))
    return found


_ANCHORS: dict[str, dict[str, Any]] = {
    "above right": {"xanchor": "left", "yanchor": "bottom", "xshift": 6, "yshift": 4},
    "right": {"xanchor": "left", "yanchor": "middle", "xshift": 9},
    "left": {"xanchor": "right", "yanchor": "middle", "xshift": -9},
    "above": {"xanchor": "center", "yanchor": "bottom", "yshift": 7},
    "below": {"xanchor": "center", "yanchor": "top", "yshift": -7},
    "above left": {"xanchor": "right", "yanchor": "bottom", "xshift": -6, "yshift": 6},
    "below right": {"xanchor": "left", "yanchor": "top", "xshift": 6, "yshift": -6},
    "below left": {"xanchor": "right", "yanchor": "top", "xshift": -6, "yshift": -6},
}


def _pixels(
    place: tuple[float, float], spans: list[tuple[float, float]], flips: list[bool], size: tuple[float, float]
) -> tuple[float, float]:
    """About where a mark is on the screen, from the left and from the top."""
    shares = [(place[at] - spans[at][0]) / ((spans[at][1] - spans[at][0]) or 1.0) for at in (0, 1)]
    up, across = (1 - share if flip else share for share, flip in zip(shares, flips, strict=True))
    return across * size[0], (1 - up) * size[1]


def _box_of(spot: tuple[float, float], wide: float, way: str) -> tuple[float, float, float, float]:
    x, y = spot
    left = x + 8 if "right" in way else x - 8 - wide if "left" in way else x - wide / 2
    top = y - 8 - _LINE if "above" in way else y + 8 if "below" in way else y - _LINE / 2
    return left, top, left + wide, top + _LINE


def _free_side(
    spot: tuple[float, float], wide: float, taken: list[tuple[float, float, float, float]], width: float
) -> str | None:
    """The first side on which a name meets nothing; None where there is no such side."""

    def is_free(way: str) -> bool:
        box = _box_of(spot, wide, way)
        return not (box[0] < 0 or box[2] > width) and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in taken
        )

    return next((way for way in _ANCHORS if is_free(way)), None)
