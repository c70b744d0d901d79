"""What only a narrow screen shows: tabs for the strategies, and a bar with the main difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.app.kit.badges import LETTERS
from simulator.app.lab.state import Lab
from simulator.results.differences import difference_rows

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison

_SHORT_NAME = 14


def tab_options(lab: Lab) -> list[tuple[str, int]]:
    """The alternatives as tabs."""
    return [
        (f"{LETTERS[number]} {_shortened(strategy.name)}", number)
        for number, strategy in enumerate(lab.strategies)
        if number
    ]


def phone_bar_html(lab: Lab, comparison: Comparison) -> str:
    """The main difference, DSO, and the way to the levers with the count of changes."""
    if not comparison.others:
        return '<a class="to-levers" href="#levers">Levers</a>'
    place = max(lab.selected, 1)
    rows = {row.measure.name: row for row in difference_rows(comparison)}
    profit = rows["profit_to_the_end"].cells[place - 1]
    dso = rows["dso_countback_days"].cells[place - 1]
    changed = len(lab.changed_keys(place))
    return (
        f'<span class="bar-figure"><b class="num">{profit.text}</b><small>{profit.badge}</small></span>'
        f'<span class="bar-figure"><b class="num">{dso.text}</b><small>DSO</small></span>'
        '<a class="to-levers" href="#levers">Levers '
        f'<span class="badge s-{LETTERS[place].lower()}">{changed}</span></a>'
    )


def _shortened(name: str) -> str:
    """A name that fits a tab; the widget takes it for text.

    >>> _shortened("Intensive collections")
    'Intensive col…'
    """
    return name if len(name) <= _SHORT_NAME else f"{name[: _SHORT_NAME - 1].rstrip()}…"
