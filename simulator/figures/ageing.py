"""How old is what is owed? Receivables when the horizon ends, by days overdue."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, axis, label, layout, merged
from simulator.figures.scales import money_axis, short
from simulator.figures.strands import Strand, difference_of, is_early, is_same, strands, subject
from simulator.figures.tokens import AGEING, light
from simulator.results.comparison import Comparison
from simulator.results.words import symbol

HEIGHT = 236
BUCKETS = ("not due", "1–30", "31–60", "61–90", "over 90")
_SMALL_BOOK = 100_000.0  # an open book this small is told in plain units
_OLD = 2  # from this bucket on it is more than 30 days late
_ROOM, _PHONE_ROOM = 1.28, 1.5  # for what is printed at the end of the bars
_TOLD_FROM = 0.11
"""A part is labelled when it takes at least this share of the width."""


def draw(comparison: Comparison, selected: int) -> Drawing:
    """A bar for each strategy; the shade is the age, never the strategy."""
    cast = strands(comparison)
    averages = [_open(strand).mean(axis=0) for strand in cast]
    widest = max(float(one.sum()) for one in averages) or 1.0
    unit, word = (1e6, "m") if widest >= 10e6 else (1e3, "k") if widest >= _SMALL_BOOK else (1.0, "")
    traces = [_part(place, cast, averages, (unit, widest)) for place in range(len(BUCKETS))]
    frame = _frame(cast, averages, selected)
    phone = {"data": traces, "layout": merged(frame, _on_phone(cast, widest))}
    figure = {"data": traces, "layout": frame}
    when = "at year end" if comparison.is_one_year else "when the horizon ends"
    note = f"Receivables {when} by days overdue, average, {symbol(comparison.currency)}{word}."
    return Drawing(heading(comparison, selected), note, figure, phone, _text(comparison, cast, averages))


def _frame(cast: list[Strand], averages: list[NDArray[np.float64]], selected: int) -> dict[str, Any]:
    widest = max(float(one.sum()) for one in averages) or 1.0
    legend = {"orientation": "h", "x": -0.02, "y": 1.02, "yanchor": "bottom", "entrywidth": 46}
    return layout(
        HEIGHT,
        margin={"l": 132, "t": 30},
        barmode="stack",
        hovermode="closest",
        showlegend=True,
        legend={**legend, "traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        annotations=_sums(cast, averages, selected),
        xaxis=money_axis(0.0, widest * _ROOM, 4) | {"showline": False, "ticks": ""},
        yaxis=_names(cast),
    )


def _on_phone(cast: list[Strand], widest: float) -> dict[str, Any]:
    """What is different on a phone: letters for names, and more room at the end of the bars."""
    letters = {"ticktext": [strand.letter for strand in cast]}
    return {
        "margin": {"l": 24, "t": 48},
        "legend": {"x": 0},
        "xaxis": money_axis(0.0, widest * _PHONE_ROOM, 3),
        "yaxis": letters,
    }


def heading(comparison: Comparison, selected: int) -> str:
    """How much less, or more, is over 30 days late."""
    old, first = (_old(comparison, place) for place in (selected, 0))
    if selected == 0:
        return f"{comparison.money(float(old.mean()))} is over 30 days late"
    if is_same(old, first):
        return f"{subject(comparison, selected)} leaves what is over 30 days late as it is"
    found = difference_of(old, first)
    if found is None or not found.is_clear:
        return "Is less over 30 days late?"
    amount = comparison.money(found.mean)
    text = f"{amount} {'less' if found.mean < 0 else 'more'} is over 30 days late"
    if is_early(comparison):
        return f"So far {text}"
    return text[:1].upper() + text[1:]


def _open(strand: Strand) -> NDArray[np.float64]:
    return strand.result.samples.paths.ageing_end


def _old(comparison: Comparison, position: int) -> NDArray[np.float64]:
    """What is over 30 days late, in each replication."""
    return np.asarray(comparison.results[position].samples.paths.ageing_end[:, _OLD:].sum(axis=1))


def _part(
    place: int, cast: list[Strand], averages: list[NDArray[np.float64]], about: tuple[float, float]
) -> dict[str, Any]:
    """One shade of all bars."""
    unit, widest = about
    amounts = [float(one[place]) for one in averages]
    digits = 1 if unit == 1e6 else 0
    is_told = [place < _OLD and amount >= _TOLD_FROM * widest for amount in amounts]
    return {
        "type": "bar",
        "orientation": "h",
        "name": BUCKETS[place],
        "x": amounts,
        "y": [strand.position for strand in cast],
        "width": 0.58,
        "marker": {"color": light(AGEING[place]), "line": {"width": 0.5, "color": light("surface")}},
        "text": [
            f"{amount / unit:,.{digits}f}" if told else ""
            for amount, told in zip(amounts, is_told, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 12, "color": light("ink")},
        "customdata": [f"{BUCKETS[place]}: {short(amount, is_small=unit == 1.0)}" for amount in amounts],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _sums(cast: list[Strand], averages: list[NDArray[np.float64]], selected: int) -> list[dict[str, Any]]:
    """What is over 30 days late, at the end of each bar."""
    found = []
    small = max(float(one.sum()) for one in averages) < _SMALL_BOOK
    for strand, one in zip(cast, averages, strict=True):
        text = f"<b>{short(float(one[_OLD:].sum()), is_small=small)}</b> over 30"
        colour = light("ink") if strand.position in (0, selected) else light("ink2")
        found.append(
            label(
                text,
                colour,
                x=float(one.sum()),
                y=strand.position,
                xanchor="left",
                yanchor="middle",
                xshift=5,
            )
        )
    return found


def _names(cast: list[Strand]) -> dict[str, Any]:
    """The strategies from above, with their letters."""
    return axis(
        tickmode="array",
        tickvals=[strand.position for strand in cast],
        ticktext=[strand.label for strand in cast],
        tickfont={"color": light("ink")},
        range=[len(cast) - 0.5, -0.5],
        showgrid=False,
    )


def _text(comparison: Comparison, cast: list[Strand], averages: list[NDArray[np.float64]]) -> str:
    parts = [
        f"{strand.letter} {strand.result.name}: {comparison.money(float(one.sum()))} open, "
        f"{comparison.money(float(one[_OLD:].sum()))} of it over 30 days late"
        for strand, one in zip(cast, averages, strict=True)
    ]
    return f"Receivables at the end by age. {'; '.join(parts)}."
