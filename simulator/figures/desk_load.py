"""Do the collectors have enough hours? Hours needed week by week, as a share of the hours there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.cash import months_axis
from simulator.figures.drawing import (
    LABEL_X,
    MARGIN_WITH_LABELS,
    Drawing,
    label,
    layout,
    pushed_apart,
    with_legend_below,
)
from simulator.figures.scales import percent_labels, ticks
from simulator.figures.strands import (
    MOST,
    Strand,
    by_letter,
    dates,
    difference_of,
    is_early,
    is_same,
    owner,
    strands,
    subject,
)
from simulator.figures.tokens import light
from simulator.metrics.paths import week_starts
from simulator.results.comparison import Comparison
from simulator.results.statistics import defined

HEIGHT = 272
_SAME = 0.005
_OFTEN = 1.0
"""Weeks a year over all hours from which the heading speaks of them."""


def draw(comparison: Comparison, selected: int) -> Drawing:
    """The average load of each week; all hours worked is a dashed line."""
    cast = strands(comparison)
    when = dates(comparison, week_starts(comparison.horizon_days))
    lines = [by_week(strand) for strand in cast]
    low, high = _range(lines)
    values = ticks(low, high)
    traces = _traces(cast, lines, when, selected)
    hours = {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": values,
        "ticktext": percent_labels(values),
    }
    about: dict[str, Any] = {"shapes": [_all_hours()], "yaxis": hours}
    names = _end_labels(cast, lines, selected, (low, high))
    right = {"r": MARGIN_WITH_LABELS}
    months = months_axis(comparison, sparse=comparison.years > 1.1)  # the card is half a page wide
    wide = layout(HEIGHT, margin=right, annotations=names, xaxis=months, **about)
    all_hours = label(
        "all hours", light("ink2"), x=0.01, xref="paper", xanchor="left", y=1.0, yanchor="bottom"
    )
    sparse = months_axis(comparison, sparse=True)
    narrow = layout(HEIGHT, annotations=[all_hours], xaxis=sparse, **about, **with_legend_below())
    return Drawing(
        heading(comparison, selected),
        _note(cast),
        {"data": traces, "layout": wide},
        {"data": by_letter(traces, comparison), "layout": narrow},
        _text(cast, lines),
    )


def by_week(strand: Strand) -> NDArray[np.float64]:
    """Load of each week, averaged over the replications in which anybody worked (NaN where nobody did)."""
    return _mean_known(strand.result.samples.paths.weekly_desk_load, 0)


def heading(comparison: Comparison, selected: int) -> str:
    """Who runs out of hours, and how many of them are used."""
    who = subject(comparison, selected)
    load, first = (_average(comparison, place) for place in (selected, 0))
    if not defined(load).size:
        return f"{who} has no collectors" if selected else "Nobody calls"
    over, over_first = (_weeks_over(comparison, place) for place in (selected, 0))
    so_far = " so far" if is_early(comparison) else ""
    if selected == 0 or is_same(load, first):
        begin = f"{owner(comparison, selected, begins=True)} collectors"
        weeks = float(over.mean())
        if weeks >= _OFTEN:
            return f"{begin} run out of hours {_weeks(weeks)} a year{so_far}"
        return f"{begin} use {_percent(load)} of their hours{so_far}"
    found = _compared(comparison, selected, (over, over_first), (load, first))
    return f"{found}{so_far}" if found else "Do the collectors have enough hours?"


def _compared(
    comparison: Comparison,
    selected: int,
    over: tuple[NDArray[np.float64], NDArray[np.float64]],
    load: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> str | None:
    """A finding where the difference is clear."""
    base = owner(comparison, 0, begins=True)
    mine = owner(comparison, selected)
    weeks, hours = difference_of(*over), difference_of(*load)
    often = [float(one.mean()) for one in over]
    if weeks is not None and weeks.is_clear and max(often) >= _OFTEN and _weeks(often[0]) != _weeks(often[1]):
        return f"{base} collectors run out of hours {_weeks(often[1])} a year, {mine} {_weeks(often[0])}"
    shares = [_percent(one) for one in load]
    if hours is not None and hours.is_clear and abs(hours.mean) >= _SAME and shares[0] != shares[1]:
        return f"{base} collectors use {shares[1]} of their hours, {mine} {shares[0]}"
    return None


def _average(comparison: Comparison, position: int) -> NDArray[np.float64]:
    """Load over the horizon, in each replication."""
    return _mean_known(comparison.results[position].samples.paths.weekly_desk_load, 1)


def _mean_known(load: NDArray[np.float64], along: int) -> NDArray[np.float64]:
    """The average along an axis of what is defined; NaN where nothing is."""
    worked = ~np.isnan(load)
    counts = worked.sum(axis=along)
    sums = np.where(worked, load, 0.0).sum(axis=along)
    found: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return found


def _weeks_over(comparison: Comparison, position: int) -> NDArray[np.float64]:
    """Weeks a year in which more hours are needed than there are, in each replication."""
    load = comparison.results[position].samples.paths.weekly_desk_load
    return np.asarray((np.nan_to_num(load) > 1.0).sum(axis=1) / comparison.years, dtype=np.float64)


def _weeks(count: float) -> str:
    """Weeks in words: never, in under 1 week, in 14 weeks."""
    if count == 0:
        return "never"
    if round(count) == 0:
        return "in under 1 week"
    return f"in {round(count)} week{'s' if round(count) > 1 else ''}"


def _percent(load: NDArray[np.float64]) -> str:
    return f"{float(defined(load).mean()) * 100:.0f} %"


def _note(cast: list[Strand]) -> str:
    note = "Collector hours needed, cases left waiting included, of those there are."
    first = cast[0].result.samples.paths.weekly_desk_load
    same = [one.letter for one in cast[1:] if is_same(one.result.samples.paths.weekly_desk_load, first)]
    if not same:
        return note
    return f"{note} {' and '.join(same)} as {cast[0].letter}."


def _range(lines: list[NDArray[np.float64]]) -> tuple[float, float]:
    known = [one for one in (defined(line) for line in lines) if one.size]
    if not known:
        return 0.0, 1.1
    low, high = min(float(one.min()) for one in known), max(float(one.max()) for one in known)
    high = max(high, 1.0) + 0.08
    return (max(0.0, low - 0.08), high) if low > 0.4 else (0.0, high)


def _traces(
    cast: list[Strand], lines: list[NDArray[np.float64]], when: list[str], selected: int
) -> list[dict[str, Any]]:
    traces: list[dict[str, Any]] = []
    for strand, line in zip(cast, lines, strict=True):
        is_main = strand.position == selected
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": f"{strand.letter} {strand.label}",
                "x": when,
                "y": [None if np.isnan(value) else value for value in line.tolist()],
                "line": {
                    "color": strand.colour,
                    "width": 2.4 if is_main else 2.2 if strand.position == 0 else 1.4,
                },
                "customdata": [
                    None if np.isnan(value) else f"{value * 100:.0f} %" for value in line.tolist()
                ],
                "hovertemplate": "%{customdata}",
                "zorder": 3 if is_main else 2 if strand.position == 0 else 1,
                "visible": True,
            }
        )
    unused = {"type": "scatter", "mode": "lines", "x": [], "y": [], "visible": False}
    return [*traces, *(dict(unused) for _ in range(MOST - len(cast)))]


def _all_hours() -> dict[str, Any]:
    line = {"color": light("ink"), "width": 1.3, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 1.0, "y1": 1.0, "line": line}


def _end_labels(
    cast: list[Strand], lines: list[NDArray[np.float64]], selected: int, ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """The names at the ends of the lines, and that of the dashed one."""
    low, high = ends
    gap = 15.0 * (high - low) / (HEIGHT - 34)
    known = [(strand, defined(line)) for strand, line in zip(cast, lines, strict=True)]
    wanted = [(strand, float(line[-4:].mean())) for strand, line in known if line.size]
    places = pushed_apart([1.0, *(place for _, place in wanted)], gap, low + gap / 2, high)
    about = {"x": LABEL_X, "xref": "paper", "xanchor": "left", "yref": "y", "yanchor": "middle"}
    found = [label("all hours", light("ink2"), y=places[0], **about)]
    for (strand, _), place in zip(wanted, places[1:], strict=True):
        name = f"<b>{strand.label}</b>" if strand.position == selected else strand.label
        found.append(label(name, strand.colour, y=place, **about))
    return found


def _text(cast: list[Strand], lines: list[NDArray[np.float64]]) -> str:
    parts = []
    for strand, line in zip(cast, lines, strict=True):
        known = defined(line)
        told = "no collectors"
        if known.size:
            told = f"{known.mean() * 100:.0f} % on average, at most {known.max() * 100:.0f} %"
        parts.append(f"{strand.letter} {strand.result.name}: {told}")
    return f"Collector hours needed, week by week. {'; '.join(parts)}."
