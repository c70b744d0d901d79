"""Is it better than a rule of thumb? How far off each method was with the cash of a week."""

from __future__ import annotations

import math
from typing import Any

from simulator.backtest.judging import NAIVE, REFERENCE, SIMULATOR, best_of
from simulator.backtest.report import BackTest
from simulator.figures.drawing import Drawing, Figure, label, layout
from simulator.figures.tokens import light

HEIGHT = 262
SHORT = {
    "due_date": "All pay when due",
    "customer_mean": "Customer's average",
    "pooled": "One law for all",
    "customer_shrunk": "Customer's own law",
    REFERENCE: "The same, working days",
    SIMULATOR: "Simulator",
}
_SCORE = "weekly_wape"
_GROUND = 1.22


def draw(found: BackTest) -> Drawing:
    """A bar for each method, the simulator's in colour."""
    shown = [
        (name, found.methods[name][_SCORE])
        for name in (SIMULATOR, REFERENCE, *reversed(NAIVE))
        if not math.isnan(found.methods[name][_SCORE])
    ]
    names, errors = [SHORT[name] for name, _ in shown], [100 * error for _, error in shown]
    colours = [light("a") if name == SIMULATOR else light("ageing-2") for name, _ in shown]
    widest = max(errors)
    figure: Figure = {
        "data": [_bars(names, errors, colours)],
        "layout": layout(
            HEIGHT,
            margin={"l": 150, "r": 12},
            hovermode=False,
            bargap=0.38,
            xaxis={"visible": False, "range": [0, _GROUND * widest]},
            yaxis={"showgrid": False, "type": "category", "range": [-0.6, len(names) - 0.4]},
            annotations=[
                label(f"{error:.1f} %", light("ink2"), x=error, y=name, xanchor="left", xshift=6)
                for name, error in zip(names, errors, strict=True)
            ],
        ),
    }
    told = ", ".join(f"{name} {error:.1f} %" for name, error in zip(names, errors, strict=True))
    return Drawing(heading(found), _note(), figure, None, f"{heading(found)}. {told}.")


def heading(found: BackTest) -> str:
    """The simulator against the best rule of thumb; a question where the difference is within its error."""
    mine = found.methods[SIMULATOR][_SCORE]
    best = best_of(found.methods, _SCORE)
    theirs = found.methods[best][_SCORE]
    against = found.against_best_naive.get(_SCORE)
    if math.isnan(mine) or math.isnan(theirs) or against is None:
        return "How far off is each method?"
    if abs(against.difference) < 2 * against.standard_error:
        return (
            f"Is it better than the best rule of thumb? {100 * mine:.1f} % off against {100 * theirs:.1f} %"
        )
    word = "less" if mine < theirs else "more"
    return f"{100 * mine:.1f} % off, {word} than the best rule of thumb with {100 * theirs:.1f} %"


def _note() -> str:
    return "Errors of weekly cash as a share of the cash that came, over all weeks looked ahead. Shorter is better."


def _bars(names: list[str], errors: list[float], colours: list[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": errors,
        "y": names,
        "marker": {"color": colours},
        "hoverinfo": "skip",
    }
