"""What does the insurer do to a bad year? Yearly credit losses and premium, from the lightest simulated year up."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import (
    MARGIN_WITH_LABELS,
    Drawing,
    axis,
    label,
    layout,
    pushed_apart,
    with_legend_below,
)
from simulator.figures.scales import money_axis, padded, short
from simulator.figures.strands import MOST, Strand, by_letter, end_names, is_early, owner, runs_word, strands
from simulator.figures.tokens import light
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results.comparison import Comparison
from simulator.results.phrases import run_word
from simulator.results.worth import BAD_YEAR, Worth, yearly_losses

HEIGHT = 262
_POINTS = 101


def draw(comparison: Comparison, selected: int) -> Drawing:
    """A line for each strategy: its simulated years, sorted by what they cost."""
    cast = strands(comparison)
    shares = np.linspace(0, 100, _POINTS)
    lines = [np.percentile(yearly_losses(comparison, one.result), shares) for one in cast]
    low, high = padded(
        min(0.0, *(float(line.min()) for line in lines)), max(float(line.max()) for line in lines)
    )
    traces = [
        _trace(strand, line, shares, selected, comparison) for strand, line in zip(cast, lines, strict=True)
    ]
    traces += [{"type": "scatter", "mode": "lines", "x": [], "y": [], "visible": False}] * (MOST - len(cast))
    bad, amounts = _bad_years(comparison, cast, (low, high))
    traces.append(bad)
    about = {"xaxis": _axis(comparison), "yaxis": money_axis(low, high), "shapes": [_bad_year()]}
    mark = label(
        f"bad {run_word(comparison)}, one in twenty", light("ink2"), x=BAD_YEAR - 1, xanchor="right", y=1.0,
        yref="paper", yanchor="top",
    )  # fmt: skip
    names = end_names(cast, [float(line[-1]) for line in lines], selected, ((low, high), HEIGHT - 48))
    wide = layout(
        HEIGHT, margin={"r": MARGIN_WITH_LABELS, "b": 40}, annotations=[mark, *amounts, *names], **about
    )
    legend = with_legend_below()
    legend["margin"] = {"b": 84}
    legend["legend"] = {**legend["legend"], "y": -0.28}
    narrow = layout(HEIGHT + 24, annotations=[mark, *amounts], **about, **legend)
    return Drawing(
        heading(comparison, selected),
        _note(comparison),
        {"data": traces, "layout": wide},
        {"data": by_letter(traces, comparison), "layout": narrow},
        _text(comparison, cast),
    )


def heading(comparison: Comparison, selected: int) -> str:
    """How much lighter a bad year is, and what an ordinary one costs."""
    year = run_word(comparison)
    if is_early(comparison):
        return f"Losses and premium: {comparison.replications} {runs_word(comparison)}, too few to name a bad one"
    if selected == 0 or len(comparison.results) == 1:
        size = comparison.money(float(yearly_losses(comparison, comparison.first).mean()))
        return f"Losses and premium come to {size} a year"
    worth = Worth.of(comparison, selected)
    who = owner(comparison, selected, begins=True)
    if worth.bad_year is None or not worth.bad_year.is_clear:
        return f"Is the bad {year} any lighter?"
    how = "lighter" if worth.bad_year.mean < 0 else "heavier"
    size = comparison.money(worth.bad_year.mean)
    said = f"{who} bad {year} is {size} {how}"
    if not worth.losses.is_clear:
        return said
    more = "more" if worth.losses.mean > 0 else "less"
    return f"{said}, and the average one costs {comparison.money(worth.losses.mean)} {more}"


def _note(comparison: Comparison) -> str:
    run = "simulated years" if comparison.is_one_year else "simulated runs"
    return f"Write-offs after claims and premium a year, {comparison.currency}; {run}, the lightest first."


def _axis(comparison: Comparison) -> dict[str, Any]:
    return axis(
        line=True,
        range=[0, 100],
        tickmode="array",
        tickvals=[0, 25, 50, 75, BAD_YEAR],
        ticktext=["0", "25", "50", "75", "95"],
        title={"text": f"of 100 simulated {runs_word(comparison)}", "font": {"size": 12}, "standoff": 4},
    )


def _bad_year() -> dict[str, Any]:
    line = {"color": light("ink"), "width": 1.3, "dash": "dash"}
    return {"type": "line", "x0": BAD_YEAR, "x1": BAD_YEAR, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _trace(
    strand: Strand,
    line: NDArray[np.float64],
    shares: NDArray[np.float64],
    selected: int,
    comparison: Comparison,
) -> dict[str, Any]:
    is_main = strand.position == selected
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"{strand.letter} {strand.label}",
        "x": shares.tolist(),
        "y": line.tolist(),
        "line": {"color": strand.colour, "width": 2.4 if is_main else 2.2 if strand.position == 0 else 1.4},
        "customdata": [comparison.money(value) for value in line.tolist()],
        "hovertemplate": "%{customdata}",
        "zorder": 3 if is_main else 2 if strand.position == 0 else 1,
        "visible": True,
    }


def _bad_years(
    comparison: Comparison, cast: list[Strand], ends: tuple[float, float]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A dot for each strategy's bad year and its amount beside it; none while there are few runs."""
    known = comparison.replications >= TAIL_REPLICATIONS
    levels = [float(np.percentile(yearly_losses(comparison, one.result), BAD_YEAR)) for one in cast]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [BAD_YEAR] * len(cast),
        "y": levels,
        "marker": {
            "size": 9,
            "color": [one.colour for one in cast],
            "line": {"width": 1.5, "color": light("surface")},
        },
        "hoverinfo": "skip",
        "showlegend": False,
        "visible": known,
        "zorder": 4,
    }
    low, high = ends
    places = pushed_apart(levels, 15.0 * (high - low) / (HEIGHT - 48))
    about = {"x": BAD_YEAR, "xanchor": "right", "xshift": -8, "yanchor": "middle"}
    amounts = [
        label(short(amount, is_small=comparison.is_small), one.colour, y=place, **about)
        for one, amount, place in zip(cast, levels, places, strict=True)
    ]
    return dots, amounts if known else []


def _text(comparison: Comparison, cast: list[Strand]) -> str:
    parts = []
    for strand in cast:
        losses = yearly_losses(comparison, strand.result)
        mean, bad = (comparison.money(float(one)) for one in (losses.mean(), np.percentile(losses, BAD_YEAR)))
        parts.append(f"{strand.letter} {strand.result.name}: {mean} on average, {bad} in one of twenty")
    return f"Credit losses and premium a year. {'; '.join(parts)}."
