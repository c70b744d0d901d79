"""How bad must it get? In which share of the runs cash runs out, at every severity tried, for each strategy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.figures.drawing import Drawing, Figure, axis, label, layout
from simulator.figures.scales import percent_labels, ticks
from simulator.figures.tokens import LETTERS, colour_of, light
from simulator.results.breaking_point import BreakingPoint, times

HEIGHT = 262
_ROOM = 1.08
_MOST_SHOWN = 2.2
"""How far beyond the last answer the axis goes (times)."""


def draw(answers: Sequence[BreakingPoint]) -> Drawing:
    """A line for each strategy; where it meets the share asked for is the answer, with its interval."""
    share = answers[0].share
    far = _far(answers)
    traces = [trace for place, one in enumerate(answers) for trace in _marks(place, one, far)]
    top = max([2.4 * share, *(_beyond(one, far) for one in answers)])
    marks, steps = ticks(0.0, top, 4), ticks(0.0, far, 6)
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": share, "y1": share}
    words = f"cash runs out in {_often(share)}"
    figure: Figure = {
        "data": traces,
        "layout": layout(
            HEIGHT,
            hovermode="closest",
            margin={"b": 40},
            shapes=[{**line, "line": {"color": light("ink"), "width": 1.3, "dash": "dash"}}],
            annotations=[
                label(words, light("ink"), x=0.004, xref="paper", xanchor="left", y=share, yanchor="bottom")
            ],
            xaxis=axis(line=True, tickmode="array", tickvals=steps, ticktext=[f"{one:g}" for one in steps])
            | {"range": [0, far * _ROOM], "title": {"text": "times as severe as written", "standoff": 6}},
            yaxis=axis(grid=True, tickmode="array", tickvals=marks, ticktext=percent_labels(marks))
            | {"range": [0, top * _ROOM]},
        ),
    }
    return Drawing(heading(answers), _note(answers), figure, None, " ".join(one.sentence for one in answers))


def heading(answers: Sequence[BreakingPoint]) -> str:
    """Who bears most; a question where the intervals of the first two overlap."""
    shock = answers[0].shock
    if all(one.runs_out_before for one in answers):
        return "Cash runs out without any shock"
    if all(one.factor is None for one in answers):
        return f"{shock}: cash does not run out, however bad it gets"
    if len(answers) == 1:
        return f"{shock}: cash runs out at {times(answers[0].factor or 0.0)} as written"
    order = sorted(answers, key=lambda one: -_bears(one))
    best, today = order[0], answers[0]
    if best is today:
        best, other = today, order[1]
    else:
        other = today
    if not _is_apart(best, other):
        return f"{shock}: who bears most?"
    bears = "whatever comes" if best.factor is None else times(best.factor)
    return f"{shock}: {best.strategy} bears {bears}, {other.strategy} {times(other.factor or 0.0)}"


def _bears(one: BreakingPoint) -> float:
    return one.largest if one.factor is None else one.factor


def _is_apart(best: BreakingPoint, other: BreakingPoint) -> bool:
    """Whether the interval of one lies beyond that of the other."""
    least = best.likely[0] if best.factor != 0.0 else 0.0
    most = other.likely[1] if other.factor != 0.0 else 0.0
    return least is not None and most is not None and least > most


def _often(share: float) -> str:
    count = 1 / share
    return (
        f"one run in {round(count)}"
        if abs(count - round(count)) < 1e-6
        else f"{100 * share:.3g} % of the runs"
    )


def _far(answers: Sequence[BreakingPoint]) -> float:
    """How far the severities are shown: beyond all answers and the ends of their intervals."""
    ends = [1.0]
    for one in answers:
        known = [end for end in (one.factor, *one.likely) if end is not None]
        ends += known if one.factor is not None else [one.largest]
    most = max(one.tried[-1].factor for one in answers)
    return min(most, _MOST_SHOWN * max(ends)) or 1.0


def _beyond(one: BreakingPoint, far: float) -> float:
    return max((tried.beyond(one.overdraft_limit) for tried in one.tried if tried.factor <= far), default=0.0)


def _marks(place: int, one: BreakingPoint, far: float) -> list[dict[str, Any]]:
    """The line through the severities tried, and the answer with its interval."""
    colour = colour_of(place)
    shown = [tried for tried in one.tried if tried.factor <= far]
    shares = [tried.beyond(one.overdraft_limit) for tried in shown]
    base = {"type": "scatter", "hovertemplate": "%{customdata}<extra></extra>"}
    line = {
        **base,
        "mode": "lines+markers",
        "x": [tried.factor for tried in shown],
        "y": shares,
        "line": {"color": colour, "width": 2.2 if place == 0 else 1.6},
        "marker": {"size": 4, "color": colour},
        "customdata": [
            f"{LETTERS[place]} {one.strategy}: {times(tried.factor)}, beyond in {100 * share:.3g} % of the runs"
            for tried, share in zip(shown, shares, strict=True)
        ],
    }
    if not one.factor:
        return [line]
    low, high = one.likely
    error = {
        "type": "data",
        "symmetric": False,
        "array": [(far if high is None else high) - one.factor],
        "arrayminus": [one.factor - (0.0 if low is None else low)],
        "color": colour,
        "thickness": 5,
        "width": 0,
    }
    answer = {
        **base,
        "mode": "markers+text",
        "x": [one.factor],
        "y": [one.share],
        "error_x": error,
        "text": [LETTERS[place]],
        "textfont": {"size": 9, "color": light("surface"), "weight": 700},
        "marker": {"symbol": "square", "size": 14, "color": colour},
        "customdata": [f"{LETTERS[place]} {one.strategy}: {times(one.factor)}"],
    }
    return [line, answer]


def _note(answers: Sequence[BreakingPoint]) -> str:
    runs = answers[0].replications
    return f"Lines: share of {runs} runs beyond the overdraft limit, by severity. Bar at the letter: 95 % for luck."
