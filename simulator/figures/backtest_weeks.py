"""Would it have been right? The forecast of each next week, its range, and what came."""

from __future__ import annotations

from typing import Any

from simulator.backtest.report import BackTest
from simulator.figures.drawing import Drawing, Figure, layout, with_legend_below
from simulator.figures.scales import money_axis, padded
from simulator.figures.tokens import light, pale
from simulator.results.words import plain_money

HEIGHT, PHONE_HEIGHT = 262, 250
_BAND = 0.20


def draw(found: BackTest, currency: str) -> Drawing:
    """A band, a line for the forecast, and a dot for each week that came."""
    low = min([0.0, *(week.low for week in found.weeks)])
    high = max([1.0, *(max(week.high, week.came) for week in found.weeks)])
    low, high = padded(low, high)
    axes = {
        "xaxis": {
            "type": "date",
            "tickformat": "%b %Y",
            "tickangle": 0,
            "nticks": 7,
            "hoverformat": "%-d %b %Y",
        },
        "yaxis": money_axis(max(low, -0.02 * high), high),
    }
    traces = _traces(found, currency)
    figure: Figure = {"data": traces, "layout": layout(HEIGHT, **with_legend_below(), **axes)}
    figure["layout"]["legend"]["entrywidth"] = 110
    phone: Figure = {"data": traces, "layout": layout(PHONE_HEIGHT, **with_legend_below(), **axes)}
    phone["layout"]["xaxis"]["nticks"] = 4
    return Drawing(heading(found), _note(), figure, phone, heading(found) + ". " + _note())


def heading(found: BackTest) -> str:
    """In how many weeks what came lay inside the range."""
    inside = sum(week.low <= week.came <= week.high for week in found.weeks)
    return (
        f"What came lay inside the range in {inside} of {len(found.weeks)} next weeks; 8 in 10 are promised"
    )


def _note() -> str:
    return (
        "Cash of the seven days after each day looked ahead from, from the invoices open then. Band: eight of ten "
        "futures. Dots: what came."
    )


def _traces(found: BackTest, currency: str) -> list[dict[str, Any]]:
    days = [week.day.isoformat() for week in found.weeks]
    about = {"type": "scatter", "mode": "lines", "x": days, "showlegend": False, "hoverinfo": "skip"}
    nothing = {"width": 0}
    told = [plain_money(week.expected, currency) for week in found.weeks]
    came = [plain_money(week.came, currency) for week in found.weeks]
    return [
        about | {"y": [week.low for week in found.weeks], "line": nothing},
        about
        | {
            "y": [week.high for week in found.weeks],
            "line": nothing,
            "fill": "tonexty",
            "fillcolor": pale(light("a"), _BAND),
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": "foretold",
            "x": days,
            "y": [week.expected for week in found.weeks],
            "line": {"color": light("a"), "width": 2.2},
            "customdata": told,
            "hovertemplate": "foretold %{customdata}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "what came",
            "x": days,
            "y": [week.came for week in found.weeks],
            "marker": {"color": light("ink"), "size": 6},
            "customdata": came,
            "hovertemplate": "came %{customdata}<extra></extra>",
        },
    ]
