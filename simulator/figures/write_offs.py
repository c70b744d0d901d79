"""How bad can it get? Write-offs after claims: the average, nine runs in ten, and the bad year."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, Figure, axis, label, layout, merged
from simulator.figures.scales import money_axis, short
from simulator.figures.strands import (
    MOST,
    Strand,
    difference_of,
    is_early,
    is_same,
    runs_word,
    strands,
    subject,
)
from simulator.figures.tokens import light
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results.comparison import Comparison
from simulator.results.resampling import percentile_difference

HEIGHT = 236
MEASURE = "write_offs_net_of_claims"
BAD_YEAR = 95.0
_ROOM = 1.16
_TICK = 15


def draw(comparison: Comparison, selected: int) -> Drawing:
    """A line for each strategy, with its dot; the single runs while they are few."""
    cast = strands(comparison)
    values = [yearly(comparison, strand.position) for strand in cast]
    traces = [
        trace
        for strand, one in zip(cast, values, strict=True)
        for trace in _marks(comparison, strand, one, is_main=strand.position in (0, selected))
    ]
    hidden = {"type": "scatter", "mode": "markers", "x": [], "y": [], "visible": False}
    traces += [dict(hidden) for _ in range(3 * (MOST - len(cast)))]
    low = min(0.0, *(float(one.min()) for one in values))
    high = max(_far(comparison, one) for one in values) or 1_000.0
    figure: Figure = {
        "data": traces,
        "layout": layout(
            HEIGHT,
            margin={"l": 132},
            hovermode="closest",
            annotations=_amounts(comparison, cast, values),
            xaxis=axis(grid=True) | money_axis(low, high * _ROOM),
            yaxis=axis(
                tickmode="array",
                tickvals=[strand.position for strand in cast],
                ticktext=[strand.label for strand in cast],
                tickfont={"color": light("ink")},
                range=[len(cast) - 0.5, -0.6],
            ),
        ),
    }
    letters = {"margin": {"l": 24}, "yaxis": {"ticktext": [strand.letter for strand in cast]}}
    phone = {"data": traces, "layout": merged(figure["layout"], letters)}
    return Drawing(heading(comparison, selected), _note(comparison), figure, phone, _text(comparison, cast))


def yearly(comparison: Comparison, position: int) -> NDArray[np.float64]:
    """Write-offs after claims a year, in each replication (currency)."""
    return comparison.results[position].values(MEASURE) / comparison.years


def knows_bad_year(comparison: Comparison) -> bool:
    """Whether there are runs enough to name a bad one."""
    return comparison.replications >= TAIL_REPLICATIONS


def heading(comparison: Comparison, selected: int) -> str:
    """Who has the mildest bad year; with fewer runs, who writes off less on average."""
    if is_early(comparison):
        runs = runs_word(comparison)
        return f"Write-offs: {comparison.replications} {runs}, too few to name a bad one"
    if len(comparison.results) == 1:
        return _alone(comparison)
    return _bad_year_heading(comparison) if knows_bad_year(comparison) else _average(comparison, selected)


def _alone(comparison: Comparison) -> str:
    values = yearly(comparison, 0)
    if not knows_bad_year(comparison):
        return f"{comparison.money(float(values.mean()))} is written off a year"
    return f"{_level(comparison, 0)} is written off in a bad year"


def _level(comparison: Comparison, position: int) -> str:
    return comparison.money(float(np.percentile(yearly(comparison, position), BAD_YEAR)))


def _short(comparison: Comparison, amount: float) -> str:
    return short(amount, is_small=comparison.is_small)


def _bad_year_heading(comparison: Comparison) -> str:
    """The strategy whose bad year is clearly milder than today's, and than that of every other one."""
    cast = strands(comparison)
    values = [yearly(comparison, strand.position) for strand in cast]
    best = min(range(len(cast)), key=lambda place: float(np.percentile(values[place], BAD_YEAR)))
    others = [place for place in range(len(cast)) if place != best]
    if best == 0 or not all(_is_milder(values[best], values[place]) for place in others):
        return "Is the bad year any milder?"
    now, then = _level(comparison, best), _level(comparison, 0)
    if now == then:
        return "Is the bad year any milder?"
    how = "most" if len(others) > 1 else "down"
    verb = f"{subject(comparison, best)} cuts the bad year {how}"
    return f"{verb}: {now}, {comparison.base_name} {then}"


def _is_milder(values: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    found = percentile_difference(values, other, BAD_YEAR)
    return found.high is not None and found.high < 0


def _average(comparison: Comparison, selected: int) -> str:
    who = subject(comparison, selected)
    values, first = yearly(comparison, selected), yearly(comparison, 0)
    if selected == 0:
        return f"{comparison.money(float(first.mean()))} is written off a year"
    if is_same(values, first):
        return f"{who} leaves write-offs as they are"
    found = difference_of(values, first)
    if found is None or not found.is_clear:
        return f"Does {who} write off less?"
    amount = comparison.money(found.mean)
    return f"{who} writes off {amount} {'less' if found.mean < 0 else 'more'} a year"


def _note(comparison: Comparison) -> str:
    if is_early(comparison):
        return f"A year, after claims: dot average, ticks the single {runs_word(comparison)}."
    tick = ", tick P95" if knows_bad_year(comparison) else ""
    return f"A year, after claims: dot average, line nine {runs_word(comparison)} in ten{tick}."


def _far(comparison: Comparison, values: NDArray[np.float64]) -> float:
    return float(values.max() if is_early(comparison) else np.percentile(values, BAD_YEAR))


def _marks(
    comparison: Comparison, strand: Strand, values: NDArray[np.float64], *, is_main: bool
) -> list[dict[str, Any]]:
    """Line, ticks and dot of one strategy, always three traces."""
    place, colour, early = strand.position, strand.colour, is_early(comparison)
    low, high = (float(end) for end in np.percentile(values, [5, BAD_YEAR]))
    base = {"type": "scatter", "hoverinfo": "skip", "visible": True}
    ticks = values.tolist() if early else [high]
    tick = {"symbol": "line-ns", "size": _TICK if not early else 11, "color": colour}
    tick["line"] = {"color": colour, "width": 1.2 if early else 2.2}
    width = 2.2 if is_main else 1.6
    told = f"{strand.letter} {strand.label}: average {_short(comparison, float(values.mean()))}"
    told += "" if early else f", nine in ten {_short(comparison, low)} to {_short(comparison, high)}"
    return [
        base
        | {"mode": "lines", "x": [low, high], "y": [place, place], "line": {"color": colour, "width": width}}
        | {"visible": not early},
        base
        | {"mode": "markers", "x": ticks, "y": [place] * len(ticks), "marker": tick}
        | {"visible": early or knows_bad_year(comparison)},
        base
        | {
            "mode": "markers",
            "x": [float(values.mean())],
            "y": [place],
            "marker": {"size": 9, "color": colour, "line": {"width": 1.5, "color": light("surface")}},
            "customdata": [told],
            "hovertemplate": "%{customdata}<extra></extra>",
            "hoverinfo": "all",
        },
    ]


def _amounts(
    comparison: Comparison, cast: list[Strand], values: list[NDArray[np.float64]]
) -> list[dict[str, Any]]:
    """The average above its dot, the bad year beside its tick."""
    found = []
    for strand, one in zip(cast, values, strict=True):
        place = {"y": strand.position, "yref": "y"}
        mean = float(one.mean())
        above = place | {"x": mean, "xanchor": "center", "yanchor": "bottom", "yshift": 6}
        found.append(label(_short(comparison, mean), light("ink2"), **above))
        if knows_bad_year(comparison):
            beside = place | {"x": _far(comparison, one), "xanchor": "left", "yanchor": "middle", "xshift": 8}
            found.append(label(_short(comparison, _far(comparison, one)), light("ink"), **beside))
    return found


def _text(comparison: Comparison, cast: list[Strand]) -> str:
    parts = []
    for strand in cast:
        amount = comparison.money(float(yearly(comparison, strand.position).mean()))
        bad = f", {_level(comparison, strand.position)} in a bad year" if knows_bad_year(comparison) else ""
        parts.append(f"{strand.letter} {strand.result.name}: {amount} on average{bad}")
    return f"Write-offs a year, after claims. {'; '.join(parts)}."
