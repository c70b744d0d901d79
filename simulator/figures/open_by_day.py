"""Does chasing bring the money in? What is still unpaid, day by day since due, with the steps of the ladder above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, label, layout, merged, pushed_apart
from simulator.figures.tokens import colour_of, light
from simulator.results.desk.answer import NOBODY, THIS, TODAY, DeskAnswer
from simulator.results.statistics import interval

HEIGHT = 272
_LAST = 90
_FIRST = -8
_SOME, _MOST = 0.1, 0.9


class Mark(NamedTuple):
    """A step: the number of its row, its day, and whether it shows no gain."""

    number: int
    day: int
    is_weak: bool = False


def draw(answer: DeskAnswer, marks: Sequence[Mark]) -> Drawing:
    """Nobody chases, today, this ladder; where this is today there are two lines."""
    lines = {name: _curve(answer, name) for name in _shown(answer)}
    seen = [mark for mark in marks if _FIRST <= mark.day <= _LAST]
    top = 100 * max(float(line[0]) for line in lines.values()) * 1.06
    traces = [_trace(name, line) for name, line in lines.items()]
    ticks = list(range(0, _LAST + 1, 15))
    x = {
        "range": [_FIRST, _LAST + 1],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": ["due", *(str(day) for day in ticks[1:-1]), f"{_LAST} days"],
    }
    y = {"range": [0, top], "ticksuffix": " %", "nticks": 5}
    about: dict[str, Any] = {"shapes": [_line(mark) for mark in seen], "xaxis": x, "yaxis": y}
    names = [*_numbers(seen, 62.0), *_names(lines, top)]
    wide = layout(HEIGHT, margin={"t": 22, "r": 14}, annotations=names, **about)
    narrow = merged(wide, {"annotations": [*_numbers(seen, 32.0), *_names(lines, top)]})
    narrow["xaxis"] = merged(narrow["xaxis"], {"tickvals": ticks[::2], "ticktext": ["due", "30", "60", "90"]})
    return Drawing(
        heading(answer),
        "Invoice value still unpaid, by days since due; average of all runs. Numbers: the steps above.",
        {"data": traces, "layout": wide},
        {"data": traces, "layout": narrow},
        _text(lines),
    )


def heading(answer: DeskAnswer) -> str:
    """Between which days chasing gains a tenth and nine tenths of all that it gains at its best."""
    gained = answer.variants[NOBODY].unpaid - answer.variants[THIS].unpaid
    average = gained.mean(axis=0)
    best = int(average[: _LAST + 1].argmax())
    found = interval(gained[:, best])
    if found is None or not found.is_clear or found.mean <= 0:
        return "Does chasing bring the money in earlier?"
    first = int(np.flatnonzero(average >= _SOME * average[best])[0])
    last = int(np.flatnonzero(average >= _MOST * average[best])[0])
    return (
        f"Chasing works until day {last}"
        if first == 0
        else f"Chasing works between day {first} and day {last}"
    )


def _shown(answer: DeskAnswer) -> tuple[str, ...]:
    return (NOBODY, TODAY, THIS) if answer.is_changed else (NOBODY, THIS)


def _curve(answer: DeskAnswer, name: str) -> NDArray[np.float64]:
    return np.asarray(answer.variants[name].unpaid.mean(axis=0)[: _LAST + 1])


_NAMES = {NOBODY: "nobody chases", TODAY: "today", THIS: "this ladder"}


def _colour(name: str) -> str:
    return colour_of(1) if name == THIS else light("ink3") if name == NOBODY else colour_of(0)


def _trace(name: str, line: NDArray[np.float64]) -> dict[str, Any]:
    dash = {NOBODY: "dot", TODAY: "dash", THIS: "solid"}[name]
    width = {NOBODY: 1.4, TODAY: 2.2, THIS: 2.4}[name]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _NAMES[name],
        "x": list(range(len(line))),
        "y": (100 * line).tolist(),
        "line": {"color": _colour(name), "width": width, "dash": dash},
        "hovertemplate": "%{y:.1f} %",
    }


def _line(mark: Mark) -> dict[str, Any]:
    line = {"color": light("line2"), "width": 1}
    return {
        "type": "line",
        "x0": mark.day,
        "x1": mark.day,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
        "layer": "below",
    }


def _numbers(marks: Sequence[Mark], room: float) -> list[dict[str, Any]]:
    """The numbers above their lines, pushed apart where steps are close."""
    places = pushed_apart([float(mark.day) for mark in marks], (_LAST - _FIRST) / room * 2, _FIRST, _LAST)
    return [
        label(
            f"<b>{mark.number}</b>",
            light("b") if mark.is_weak else light("ink"),
            x=place,
            y=1.0,
            yref="paper",
            yanchor="bottom",
            xanchor="center",
        )
        for mark, place in zip(marks, places, strict=True)
    ]


def _names(lines: dict[str, NDArray[np.float64]], top: float) -> list[dict[str, Any]]:
    """Each line's name near its middle, where the lines are apart."""
    day = 40
    order = sorted(lines, key=lambda name: float(lines[name][day]))
    wanted = [100 * float(lines[name][day]) for name in order]
    wanted[0] -= 0.06 * top
    wanted[-1] += 0.07 * top
    gap = 0.075 * top
    places = pushed_apart(wanted, gap, 0.04 * top)
    return [
        label(
            f"<b>{_NAMES[name]}</b>" if name == THIS else _NAMES[name],
            _colour(name),
            x=day + 12 * number,
            y=place,
            xanchor="left",
            yanchor="middle",
        )
        for number, (name, place) in enumerate(zip(order, places, strict=True))
    ]


def _text(lines: dict[str, NDArray[np.float64]]) -> str:
    parts = []
    for name, line in lines.items():
        told = ", ".join(f"day {day}: {100 * line[day]:.1f} %" for day in (0, 15, 30, 60, 90))
        parts.append(f"{_NAMES[name]}: {told}")
    return f"Share of invoice value still unpaid by days since due. {'; '.join(parts)}."
