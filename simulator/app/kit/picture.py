"""A card with a finding as its heading and a chart below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from simulator.app.chart import Chart
from simulator.figures.tokens import dark_of

if TYPE_CHECKING:
    from simulator.figures.drawing import Drawing


class Picture:
    """A heading, a line that says what is drawn, and the chart; hidden until there is something to draw."""

    def __init__(self, name: str, height: int) -> None:
        self.head = widgets.HTML()
        self.head.add_class("card-head")
        self.chart = Chart(height=height, dark_colours=dark_of())
        self.chart.add_class("card-chart")
        self.box = widgets.VBox([self.head, self.chart])
        self.box.add_class("card")
        self.box.add_class(f"card-{name}")
        self.hide()

    def show(self, drawing: Drawing) -> None:
        """Draw."""
        self.head.value = head_html(drawing.heading, drawing.note)
        self.chart.show(drawing.figure, drawing.text, drawing.phone)
        self.box.layout.display = None

    def hide(self) -> None:
        """Show nothing."""
        self.box.layout.display = "none"


def head_html(heading: str, note: str) -> str:
    """A card's heading and the line below it."""
    title, line = escape(heading), escape(note)
    return f'<h3 title="{title}">{title}</h3><p class="note" title="{line}">{line}</p>'
