"""When do the collectors fall behind? Calls that wait when a shift closes, week by week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, label, layout
from simulator.figures.tokens import colour_of
from simulator.metrics.paths import week_starts
from simulator.results.desk.answer import THIS, TODAY, DeskAnswer
from simulator.results.desk.wording import backlog_heading

HEIGHT = 262


def draw(answer: DeskAnswer) -> Drawing:
    """Today and this plan; one line where nothing is changed."""
    names = (TODAY, THIS) if answer.is_changed else (THIS,)
    lines = {name: by_week(answer, name) for name in names}
    when = _dates(answer)
    high = max((float(np.nanmax(line)) for line in lines.values() if not np.isnan(line).all()), default=0.0)
    top = max(high * 1.15, 1.0)
    traces = [_trace(name, line, when) for name, line in lines.items()]
    labels = _labels(lines, when, top)
    wide = layout(
        HEIGHT, annotations=labels, xaxis=_months(answer, 1), yaxis={"range": [0, top], "nticks": 5}
    )
    narrow = layout(
        HEIGHT, annotations=labels, xaxis=_months(answer, 3), yaxis={"range": [0, top], "nticks": 5}
    )
    return Drawing(
        backlog_heading(answer),
        "Calls due and not made when a shift closes, by week; average of all runs.",
        {"data": traces, "layout": wide},
        {"data": traces, "layout": narrow},
        _text(lines),
    )


def by_week(answer: DeskAnswer, name: str) -> NDArray[np.float64]:
    """Calls that wait, averaged over the runs (NaN in a week without a shift)."""
    values = answer.variants[name].weekly_waiting
    known = ~np.isnan(values)
    sums, counts = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    found: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    return found


def _dates(answer: DeskAnswer) -> list[str]:
    weeks = week_starts(answer.horizon_days).tolist()
    return [(answer.start + timedelta(days=int(day))).isoformat() for day in weeks]


def _months(answer: DeskAnswer, sparse: int) -> dict[str, Any]:
    years = answer.years > 1.1
    end = answer.start + timedelta(days=answer.horizon_days - 1)
    return {
        "type": "date",
        "dtick": f"M{round(answer.years) * 3 * sparse if years else sparse}",
        "tickformat": "%b %Y" if years else "%b",
        "hoverformat": "week from %-d %b %Y",
        "tickangle": 0,
        "range": [answer.start.isoformat(), end.isoformat()],
    }


def _trace(name: str, line: NDArray[np.float64], when: list[str]) -> dict[str, Any]:
    is_this = name == THIS
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "this plan" if is_this else "today",
        "x": when,
        "y": [None if np.isnan(value) else round(value, 2) for value in line.tolist()],
        "line": {
            "color": colour_of(1 if is_this else 0),
            "width": 2.4 if is_this else 2.2,
            "dash": "solid" if is_this else "dash",
        },
        "hovertemplate": "%{y:.1f} calls",
    }


def _labels(lines: dict[str, NDArray[np.float64]], when: list[str], top: float) -> list[dict[str, Any]]:
    found = []
    for name, line in lines.items():
        if np.isnan(line).all():
            continue
        average = float(np.nanmean(line))
        text = f"{'this plan' if name == THIS else 'today'}: {average:,.0f} on average"
        if average < 9.5:
            text = text.replace(f"{average:,.0f}", f"{average:.1f}")
        place = round(len(when) * (0.3 if name == THIS else 0.6))
        near = np.nan_to_num(line[max(place - 3, 0) : place + 16])
        found.append(
            label(
                f"<b>{text}</b>" if name == THIS else text,
                colour_of(1 if name == THIS else 0),
                x=when[place],
                y=min(float(near.max()), top * 0.9),
                xanchor="left",
                yanchor="bottom",
                yshift=2,
            )
        )
    return found


def _text(lines: dict[str, NDArray[np.float64]]) -> str:
    parts = []
    for name, line in lines.items():
        who = "this plan" if name == THIS else "today"
        told = "nobody calls"
        if not np.isnan(line).all():
            told = f"{np.nanmean(line):.1f} on average, at most {np.nanmax(line):.1f}"
        parts.append(f"{who}: {told}")
    return f"Calls waiting when a shift closes, by week. {'; '.join(parts)}."
