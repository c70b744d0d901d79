"""The pictures of the page: cards with a finding as heading, drawn once and changed in place."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.chart import Chart
from simulator.app.kit.badges import LETTERS, badge
from simulator.app.kit.picture import head_html
from simulator.figures import ageing, bridge, cash, desk_load, dso, write_offs
from simulator.figures.tokens import dark_of

if TYPE_CHECKING:
    from simulator.figures.drawing import Drawing
    from simulator.results.comparison import Comparison

Draw = Callable[["Comparison", int], "Drawing"]

TALL, MIDDLE, LOW = 262, 236, 272


class Card:
    """A heading, a line that says what is drawn, and the chart."""

    def __init__(self, name: str, draw: Draw, height: int, *, beside: widgets.Widget | None = None) -> None:
        self._draw = draw
        self.head = widgets.HTML()
        self.head.add_class("card-head")
        self.chart = Chart(height=height, dark_colours=dark_of())
        self.chart.add_class("card-chart")
        top = widgets.HBox([self.head, *([beside] if beside is not None else [])])
        top.add_class("card-top")
        self.box = widgets.VBox([top, self.chart])
        self.box.add_class("card")
        self.box.add_class(f"card-{name}")

    def show(self, comparison: Comparison, selected: int) -> None:
        """Draw a comparison."""
        drawing = self._draw(comparison, selected)
        self.head.value = head_html(drawing.heading, drawing.note)
        self.chart.show(drawing.figure, drawing.text, drawing.phone)


class DsoCard:
    """DSO by every method, and the customers behind it, as a table."""

    def __init__(self) -> None:
        self.html = widgets.HTML()
        self.box = widgets.VBox([self.html])
        self.box.add_class("card")
        self.box.add_class("card-dso")

    def show(self, comparison: Comparison, selected: int) -> None:
        """Write the table."""
        self.html.value = dso_html(comparison, selected)


def dso_html(comparison: Comparison, selected: int) -> str:
    """The DSO card."""
    card = dso.card(comparison, selected)
    columns = "".join(
        f'<th scope="col"><span class="for-readers">{escape(result.name)}</span>{badge(place)}</th>'
        for place, result in enumerate(comparison.results)
    )
    width = len(comparison.results) + 1
    body = []
    for line in card.lines:
        if not line.values:
            body.append(f'<tr class="section"><th colspan="{width}">{escape(line.label)}</th></tr>')
            continue
        cells = "".join(
            f'<td class="num{" is-selected" if place == selected else ""}">{escape(text)}</td>'
            for place, text in enumerate(line.values)
        )
        body.append(f'<tr><th scope="row">{escape(line.label)}</th>{cells}</tr>')
    return (
        f'<div class="card-head">{head_html(card.heading, card.note)}</div>'
        f'<table class="dso"><thead><tr><th scope="col">DSO, days</th>{columns}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


class Pictures:
    """All pictures, in three rows."""

    def __init__(self, select: Callable[[int], None]) -> None:
        self._is_showing = False
        self._select = select
        self.whose = widgets.ToggleButtons(options=[("A", 1)], value=1)
        self.whose.add_class("segmented")
        self.whose.observe(self._on_whose, names="value")
        self.cards: tuple[Any, ...] = (
            Card("cash", cash.draw, TALL),
            Card("bridge", bridge.draw, TALL, beside=self.whose),
            Card("ageing", ageing.draw, MIDDLE),
            Card("write-offs", write_offs.draw, MIDDLE),
            Card("desk-load", desk_load.draw, LOW),
            DsoCard(),
        )
        rows = [widgets.Box([card.box for card in self.cards[first : first + 2]]) for first in (0, 2, 4)]
        for number, row in enumerate(rows):
            row.add_class("lab-pictures")
            row.add_class("pictures-1" if number == 0 else "pictures-2")
        self.rows = rows
        self.bridge = self.cards[1].box

    def show(self, comparison: Comparison, selected: int) -> None:
        """Draw a comparison."""
        others = len(comparison.others)
        self._is_showing = True
        try:
            options = [(LETTERS[number], number) for number in range(1, others + 1)]
            if list(self.whose.options) != options:
                self.whose.options = options
            if options:
                self.whose.value = selected or 1
        finally:
            self._is_showing = False
        for card in self.cards:
            card.show(comparison, selected)

    def _on_whose(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"] is not None:
            self._select(int(change["new"]))
