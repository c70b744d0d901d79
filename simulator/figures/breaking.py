"""How bad must it get? For each strategy the severity at which cash runs out, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.figures.drawing import Drawing, Figure, axis, label, layout, merged
from simulator.figures.rows import PHONE_NAMES, lettered, row_axis
from simulator.figures.scales import PHONE_TICKS, ticks
from simulator.figures.tokens import colour_of, light, pale
from simulator.results.breaking_point import BreakingPoint, times

ROW = 40
NAMES = 160
_MOST_SHOWN = 2.5
"""How far beyond the last answer the axis goes (times)."""


def draw(answers: Sequence[BreakingPoint]) -> Drawing:
    """A row for each strategy: its letter at the answer, the band what luck leaves open."""
    far = _far(answers)
    steps = ticks(0.0, far, 6)
    names = [one.strategy[:1].upper() + one.strategy[1:] for one in answers]
    once = {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1}
    figure: Figure = {
        "data": [trace for place, one in enumerate(answers) for trace in _marks(place, one, far)],
        "layout": layout(
            72 + ROW * len(answers),
            hovermode="closest",
            margin={"l": NAMES, "r": 64, "t": 22, "b": 44},
            shapes=[{**once, "line": {"color": light("ink"), "width": 1.3, "dash": "dash"}}],
            annotations=[
                label("as written", light("ink"), x=1, y=1, yref="paper", yanchor="bottom", xanchor="center"),
                *(_said(place, one, far) for place, one in enumerate(answers)),
            ],
            xaxis=axis(
                grid=True, line=True, tickmode="array", tickvals=steps, ticktext=[f"{one:g}" for one in steps]
            )
            | {
                "range": [0, far * 1.04],
                "title": {"text": "times as severe as written", "font": {"size": 12}},
            },
            yaxis=row_axis(names),
        ),
    }
    few = ticks(0.0, far, PHONE_TICKS)
    narrow = {
        "margin": {"l": PHONE_NAMES, "r": 44},
        "xaxis": {"tickvals": few, "ticktext": [f"{one:g}" for one in few]},
        "yaxis": row_axis(names, PHONE_NAMES),
    }
    phone = {"data": figure["data"], "layout": merged(figure["layout"], narrow)}
    return Drawing(heading(answers), _note(answers), figure, phone, " ".join(one.sentence for one in answers))


def heading(answers: Sequence[BreakingPoint]) -> str:
    """Who bears most; a question where the intervals of that one and of today overlap."""
    shock = answers[0].shock
    if all(one.runs_out_before for one in answers):
        return "Cash runs out without any shock"
    if all(one.factor is None for one in answers):
        return f"{shock}: cash does not run out, however bad it gets"
    if len(answers) == 1:
        return f"{shock}: cash runs out at {times(answers[0].factor or 0.0)} as written"
    order = sorted(answers, key=lambda one: -_bears(one))
    best = order[0]
    other = order[1] if best is answers[0] else answers[0]
    if not _is_apart(best, other):
        return f"{shock}: who bears most?"
    bears = "whatever comes" if best.factor is None else times(best.factor)
    return f"{shock}: {best.strategy} bears {bears}, {other.strategy} {times(other.factor or 0.0)}"


def _bears(one: BreakingPoint) -> float:
    return one.largest if one.factor is None else one.factor


def _is_apart(best: BreakingPoint, other: BreakingPoint) -> bool:
    """Whether the interval of one lies beyond that of the other."""
    least = best.likely[0] if best.factor != 0.0 else 0.0
    if best.factor is None and least is None:
        least = best.largest
    most = other.likely[1] if other.factor != 0.0 else 0.0
    return least is not None and most is not None and least > most


def _far(answers: Sequence[BreakingPoint]) -> float:
    """How far the severities are shown: beyond all answers and the ends of their intervals, within reason."""
    answered = [one.factor for one in answers if one.factor]
    ends = [1.0, *answered, *(end for one in answers for end in one.likely if end is not None)]
    largest = max(one.largest for one in answers)
    return max(1.2, min(max(ends) * 1.15, _MOST_SHOWN * max([1.0, *answered]), largest * 1.02))


def _said(place: int, one: BreakingPoint, far: float) -> dict[str, Any]:
    """The answer at the right end of its row."""
    words = "never" if one.factor is None else "at once" if one.runs_out_before else f"{one.factor:.3g}"
    return label(words, light("ink"), x=far * 1.04, y=place, xanchor="left", yanchor="middle", xshift=8)


def _marks(place: int, one: BreakingPoint, far: float) -> list[dict[str, Any]]:
    """The band of luck, and the letter at the answer; a faint line where cash never runs out."""
    colour = colour_of(place)
    low, high = one.likely
    base = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "y": [place, place]}
    if one.factor is None:
        start = far if low is None else min(low, far)
        return [{**base, "x": [start, far], "line": {"color": pale(colour, 0.5), "width": 8}}]
    ends = [0.0 if low is None else min(low, far), far if high is None else min(high, far)]
    band = {
        **base,
        "x": ends if one.factor else [0.0, 0.0],
        "line": {"color": pale(colour, 0.2), "width": 16},
    }
    return [
        band,
        lettered([one.factor], [place], place, [f"{one.strategy}: {times(one.factor)}, {one.words}"]),
    ]


def _note(answers: Sequence[BreakingPoint]) -> str:
    one = answers[0]
    often = f"one run in {round(1 / one.share)}" if round(1 / one.share) else ""
    return f"Severity at which cash runs out in {often}; band: where {one.replications} runs leave it open (95 %)."
