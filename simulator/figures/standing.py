"""Who still stands? How often each strategy needs more than the bank lends, shock by shock."""

from __future__ import annotations

import numpy as np

from simulator.figures.drawing import Drawing, Figure, axis, layout, merged
from simulator.figures.rows import NAMES, PHONE_NAMES, beside_each_other, lettered, row_axis, row_height
from simulator.figures.scales import PHONE_TICKS, percent_labels, ticks
from simulator.results.statistics import interval
from simulator.results.stress import StressTest
from simulator.results.words import chance_in_words, money

_LEAST = 0.2
"""The axis goes to a fifth of the runs at least, so that one run of a hundred looks as rare as it is."""


def draw(test: StressTest) -> Drawing:
    """A row for each shock, the worst first, a mark for each strategy."""
    rows = rows_of(test)
    shares = [[test.beyond_limit(row, place) or 0.0 for row in rows] for place in range(len(test.strategies))]
    shift = beside_each_other(len(test.strategies))
    traces = [
        lettered(
            shares[place],
            [row + shift[place] for row in range(len(rows))],
            place,
            [f"{name}: {told(test, share)}" for share in shares[place]],
        )
        for place, name in enumerate(test.strategies)
    ]
    most = max(_LEAST, *(share for one in shares for share in one))
    marks = ticks(0.0, min(1.0, most * 1.05), 5)
    names = [name_of(test, row) for row in rows]
    figure: Figure = {
        "data": traces,
        "layout": layout(
            46 + row_height(len(test.strategies)) * len(rows),
            margin={"l": NAMES, "r": 20},
            hovermode="closest",
            xaxis=axis(
                grid=True,
                line=True,
                tickmode="array",
                tickvals=marks,
                ticktext=percent_labels(marks),
                range=[-0.03 * most, most * 1.06],
            ),
            yaxis=row_axis(names),
        ),
    }
    few = ticks(0.0, min(1.0, most * 1.05), PHONE_TICKS)
    narrow = {
        "margin": {"l": PHONE_NAMES},
        "xaxis": {"tickvals": few, "ticktext": percent_labels(few)},
        "yaxis": row_axis(names, PHONE_NAMES),
    }
    phone = {"data": traces, "layout": merged(figure["layout"], narrow)}
    return Drawing(heading(test), _note(test), figure, phone, _text(test, rows))


def rows_of(test: StressTest, measure: str = "lowest_cash") -> list[int | None]:
    """Without a shock, then the shocks, the worst for a measure first."""
    return [None, *test.ranked_by(measure)]


def name_of(test: StressTest, shock: int | None) -> str:
    """What a row is called."""
    return "No shock" if shock is None else test.shocks[shock].name


def told(test: StressTest, share: float) -> str:
    """How often it goes beyond the limit."""
    return f"beyond the limit in {chance_in_words(share, test.replications) if share else 'no'} runs"


def heading(test: StressTest) -> str:
    """Where most runs break, and who breaks least there; a question where luck may have made the difference."""
    singles = [shock for shock in test.ranked_by("lowest_cash") if not test.shocks[shock].is_all]
    places = range(len(test.strategies))
    broken = {shock: [test.beyond_limit(shock, place) or 0.0 for place in places] for shock in singles}
    if not any(any(shares) for shares in broken.values()):
        return "All stay inside the overdraft limit, whatever single shock comes"
    worst = max(singles, key=lambda shock: sum(broken[shock]))
    shares, name = broken[worst], test.shocks[worst].name
    if len(places) == 1:
        return f"{name}: {told(test, shares[0])}"
    best = min(places, key=lambda place: (shares[place], place))
    last = max(places, key=lambda place: (shares[place], -place))
    if shares[best] == shares[last]:
        return f"{name}: all go {told(test, shares[0])}"
    if not _is_clear(test, worst, (best, last)):
        return f"Who still stands after this: {_within(name)}?"
    often = chance_in_words(shares[last], test.replications)
    seldom = chance_in_words(shares[best], test.replications) if shares[best] else "no run"
    return f"{name}: {test.strategies[last]} breaks the limit in {often} runs, {test.strategies[best]} in {seldom}"


def _within(name: str) -> str:
    return name[:1].lower() + name[1:]


def _is_clear(test: StressTest, shock: int, pair: tuple[int, int]) -> bool:
    """Whether one breaks the limit more often than the other, run by run."""
    beyond = [
        (test.under(shock, place, "lowest_cash") < -test.overdraft_limit).astype(np.float64) for place in pair
    ]
    found = interval(beyond[1] - beyond[0])
    return found is not None and found.is_clear


def _note(test: StressTest) -> str:
    limit = money(test.overdraft_limit, test.currency) if test.overdraft_limit else "zero"
    return f"Share of {test.replications} runs in which the bank would have to lend more than {limit}."


def _text(test: StressTest, rows: list[int | None]) -> str:
    parts = [
        f"{name_of(test, row)}: "
        + ", ".join(
            f"{name} {told(test, test.beyond_limit(row, place) or 0.0)}"
            for place, name in enumerate(test.strategies)
        )
        for row in rows
    ]
    return ". ".join(parts) + "."
