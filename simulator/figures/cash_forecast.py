"""What will come in? Two fans week by week: payments on invoices that are open now, and on sales to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from simulator.figures.drawing import (
    LABEL_X,
    MARGIN_WITH_LABELS,
    Drawing,
    Figure,
    label,
    layout,
    merged,
    pushed_apart,
    with_legend_below,
)
from simulator.figures.scales import money_axis, padded
from simulator.figures.tokens import light, pale
from simulator.results.cash_forecast import LEVELS, PARTS, CashForecast

HEIGHT, PHONE_HEIGHT = 282, 260
_COLOURS = {"open_book": "today", "sales_to_come": "a", "together": "ink"}
_NAMES = {"open_book": "open now", "sales_to_come": "sales to come", "together": "together"}
_OUTER, _INNER = 0.14, 0.20
_MIDDLE = LEVELS.index(0.50)


def draw(forecast: CashForecast) -> Drawing:
    """A fan for each part, and the median of both together."""
    traces = [trace for part in PARTS for trace in _fan(forecast, part)]
    traces.append(_median(forecast, "together"))
    top = max(float(forecast.fan(name).max()) for name in (*PARTS, "together"))
    low, high = padded(0.0, top)
    axes = {"xaxis": _weeks(forecast), "yaxis": money_axis(max(low, -0.02 * top), high)}
    figure: Figure = {
        "data": traces,
        "layout": layout(
            HEIGHT, margin={"r": MARGIN_WITH_LABELS}, annotations=_end_labels(forecast, high), **axes
        ),
    }
    sparse = merged(axes, {"xaxis": _weeks(forecast, sparse=True)})
    phone: Figure = {"data": traces, "layout": layout(PHONE_HEIGHT, **with_legend_below(), **sparse)}
    return Drawing(heading(forecast), _note(forecast), figure, phone, _text(forecast))


def heading(forecast: CashForecast) -> str:
    """How much comes in all weeks together, and in which range eight of ten futures stay."""
    low, *_, high = (forecast.money(amount) for amount in forecast.total_fan())
    total = forecast.money(float(forecast.averages().sum()))
    weeks = f"{forecast.weeks} weeks" if forecast.weeks > 1 else "the next week"
    if low == high:
        return f"{total} comes in over {weeks}"
    return f"{total} comes in over {weeks}, eight times in ten {low} to {high}"


def _note(forecast: CashForecast) -> str:
    own = forecast.money(float(forecast.averages("open_book").sum()))
    later = forecast.money(float(forecast.averages("sales_to_come").sum()))
    return (
        f"Payments a week, VAT included: {own} from invoices open now, {later} from sales to come. Lines: median. "
        "Bands: five and eight futures in ten."
    )


def _days(forecast: CashForecast) -> list[str]:
    return [day.isoformat() for day in forecast.week_starts]


def _fan(forecast: CashForecast, part: str) -> list[dict[str, Any]]:
    """The outer band, the inner band, and the median of a part."""
    fan, colour = forecast.fan(part), light(_COLOURS[part])
    traces: list[dict[str, Any]] = []
    for low, high, share in ((0, 4, _OUTER), (1, 3, _INNER)):
        about = {
            "type": "scatter",
            "mode": "lines",
            "x": _days(forecast),
            "hoverinfo": "skip",
            "showlegend": False,
            "line": {"width": 0},
        }
        traces.append(about | {"y": fan[low].tolist()})
        traces.append(about | {"y": fan[high].tolist(), "fill": "tonexty", "fillcolor": pale(colour, share)})
    return [*traces, _median(forecast, part)]


def _median(forecast: CashForecast, part: str) -> dict[str, Any]:
    fan = forecast.fan(part)
    told = [
        f"{forecast.money(middle)} ({forecast.money(low)} to {forecast.money(high)})"
        for low, middle, high in zip(fan[0], fan[_MIDDLE], fan[-1], strict=True)
    ]
    line = {"color": light(_COLOURS[part]), "width": 1.4 if part == "together" else 2.2}
    if part == "together":
        line["dash"] = "dot"
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _NAMES[part],
        "x": _days(forecast),
        "y": fan[_MIDDLE].tolist(),
        "line": line,
        "customdata": told,
        "hovertemplate": "%{customdata}",
    }


def _weeks(forecast: CashForecast, *, sparse: bool = False) -> dict[str, Any]:
    """A tick at the beginning of every second week, fewer on a phone or over many weeks."""
    step = max(1, round(forecast.weeks / (4 if sparse else 7)))
    places = list(range(0, forecast.weeks, step))
    days = forecast.week_starts
    half = timedelta(days=1)
    return {
        "type": "date",
        "tickmode": "array",
        "tickvals": [days[place].isoformat() for place in places],
        "ticktext": [_day(days[place]) for place in places],
        "tickangle": 0,
        "hoverformat": "week from %-d %b %Y",
        "range": [(days[0] - half).isoformat(), (days[-1] + half).isoformat()],
    }


def _day(day: date) -> str:
    return f"{day:%-d %b}"


def _end_labels(forecast: CashForecast, high: float) -> list[dict[str, Any]]:
    names = (*PARTS, "together")
    gap = 16.0 * high / (HEIGHT - 34)
    ends = [float(forecast.fan(name)[_MIDDLE, -1]) for name in names]
    places = pushed_apart(ends, gap, gap / 2, high - gap / 2)
    return [
        label(
            _NAMES[name],
            light(_COLOURS[name]),
            x=LABEL_X,
            xref="paper",
            xanchor="left",
            y=place,
            yref="y",
            yanchor="middle",
        )
        for name, place in zip(names, places, strict=True)
    ]


def _text(forecast: CashForecast) -> str:
    """The picture for those who cannot see it."""
    weeks = [
        f"week from {_day(day)}: {forecast.money(float(average))}"
        for day, average in zip(forecast.week_starts, np.asarray(forecast.averages()), strict=True)
    ]
    return f"{forecast.verdict} Averages by week: {'; '.join(weeks)}."
