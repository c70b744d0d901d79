"""What the stress page looks like: choices, heat map, who still stands, today against one strategy, reverse stress."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

import ipywidgets as widgets

from simulator.app.kit.about import About, foot_html
from simulator.app.kit.cast import Cast
from simulator.app.kit.files import link
from simulator.app.kit.frame import page_box
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, classed, see
from simulator.app.kit.status import progress_html, settled_html, since_words, status_html
from simulator.app.kit.words import unbroken
from simulator.app.stress.heat import below, headline, heat_html, table_html
from simulator.app.stress.reverse_view import ReverseView, as_drawn
from simulator.app.stress.shock_list import ShockList
from simulator.figures import standing, struck
from simulator.figures.tokens import LETTERS
from simulator.ledger.cells.formulas import plain_text

if TYPE_CHECKING:
    from simulator.app.stress.asking import Asked, Found
    from simulator.shocks import Shock

MEASURES = (
    ("Cash low point", "lowest_cash"),
    ("Profit", "profit_to_the_end"),
    ("Write-offs after claims", "write_offs_net_of_claims"),
    ("DSO", "dso_countback_days"),
)
_EMPTY = '<p class="waiting">The numbers come here. The first ones take some seconds.</p>'


class Acts(Protocol):
    """What the view asks the page to do."""

    def ask(self) -> None:
        """Answer what is chosen now."""

    def show(self) -> None:
        """Show the answer that is there in another way."""

    def stop(self) -> None:
        """Stop; what is there stays."""

    def go_on(self) -> None:
        """Go on where it was stopped."""

    def reverse(self) -> None:
        """Find how bad a shock must get."""

    def stop_reverse(self) -> None:
        """Stop looking."""

    def told_strategy(self, position: int) -> None:
        """Another strategy is compared with today."""


class StressView:
    """Everything that is seen."""

    def __init__(self, acts: Acts, about: About, cast: Cast, shocks: ShockList, trouble: Trouble) -> None:
        self.about, self.cast, self.shocks, self.trouble = about, cast, shocks, trouble
        self.status, self.title, self.links = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.stop = button("Stop here", acts.stop, "quiet")
        self.go_on = button("Go on", acts.go_on, "quiet")
        self.measure = widgets.ToggleButtons(options=MEASURES, tooltips=[one for one, _ in MEASURES])
        self.measure.observe(lambda _: acts.show(), names="value")
        self.selected = widgets.ToggleButtons(options=[("A", 1)])
        self._acts, self._is_showing = acts, False
        self.selected.observe(self._on_selected, names="value")
        self.heat, self.numbers, self.foot = widgets.HTML(_EMPTY), widgets.HTML(), widgets.HTML()
        self.standing, self.struck = Picture("standing", 262), Picture("struck", 262)
        self.reverse = ReverseView(acts)
        self.title.value = "<h1><span>What could go wrong, and which strategy still stands?</span></h1>"
        self.box = self._assembled()
        see(self.go_on, False)

    def _assembled(self) -> widgets.Widget:
        line = box("verdict-line", self.about.facts, classed(self.status, "status"), self.stop, self.go_on)
        choices = card(
            "choices",
            widgets.HTML(
                '<h3>What comes, and upon whom</h3><p class="note">Each shock by itself, upon today and up to three '
                "other strategies, with the same luck with and without it.</p>"
            ),
            box("choice-line", self.about.choice),
            widgets.HTML("<h4>Strategies beside today</h4>"),
            self.cast.box,
            widgets.HTML("<h4>Shocks</h4>"),
            self.shocks.box,
        )
        head = widgets.HTML(
            '<h3>What each shock changes</h3><p class="note">Average difference to the same runs without it; '
            "its 95 % interval under the pointer, with the Tab key, and in the table below.</p>"
        )
        classed(head, "card-head")
        heat = card(
            "heat",
            box("card-top", head, classed(self.measure, "toggle")),
            self.heat,
            box("step-acts", self.links),
        )
        chooser = box("card-top struck-choice", widgets.HTML('<span class="hint">Today against</span>'),
                      classed(self.selected, "toggle"))  # fmt: skip
        self.struck.box.children = (chooser, *self.struck.box.children)
        table = widgets.Accordion(children=[self.numbers], selected_index=None)
        table.set_title(0, "All numbers with their intervals")
        classed(self.foot, "lab-provenance")
        return page_box(
            "stress", "stress-page", box("lab-verdict", line, classed(self.title, "verdict-text")), self.about.warning,
            self.trouble.box, choices, heat, box("lab-pictures pictures-2", self.standing.box, self.struck.box),
            classed(table, "numbers"), self.reverse.box, self.foot,
        )  # fmt: skip

    def _on_selected(self, _: object) -> None:
        if not self._is_showing:
            self._acts.show()

    def show_choices(self, asked: Asked) -> None:
        """Show what does not wait for numbers: who can be compared with today, which shock can get worse."""
        count = len(asked.strategies) - 1
        self._is_showing = True
        options = [(LETTERS[place], place) for place in range(1, count + 1)] or [(LETTERS[0], 0)]
        if list(self.selected.options) != options:
            before = self.selected.value
            self.selected.options = options
            self.selected.value = before if before in dict(options).values() else options[0][1]
        self._is_showing = False
        self.reverse.show_shocks([shock.name for shock in asked.shocks])

    def select(self, position: int) -> None:
        """Compare this strategy with today."""
        if position in dict(self.selected.options).values():
            self.selected.value = position

    def show(self, found: Found, asked: Asked) -> None:
        """Show an answer."""
        test, measure, selected = found.test, str(self.measure.value), int(self.selected.value or 0)
        self.title.value = (
            f"<h1><span>{unbroken(headline(test, measure))}</span></h1>"
            f'<p class="below">{unbroken(below(test, measure))}</p>'
        )
        self.heat.value = heat_html(test, measure, selected)
        self.numbers.value = table_html(test, measure)
        as_drawn(self.standing, standing.draw(test))
        as_drawn(self.struck, struck.draw(test, selected, measure))
        self.foot.value = foot_html(asked.setting, test.origin, test.replications)
        csv = test_csv(found)
        self.links.value = (
            link("Table (CSV)", "stress.csv", "text/csv", csv)
            + " "
            + link("All of it (JSON)", "stress.json", "application/json", test.to_json().encode())
        )

    def show_progress(self, words: str, done: int, wanted: int) -> None:
        """How far it is."""
        self.status.value = progress_html(words, done, wanted)
        see(self.stop, True)
        see(self.go_on, False)

    def show_rest(self, found: Found | None, wanted: int) -> None:
        """Nothing runs."""
        see(self.stop, False)
        if found is None:
            self.status.value = ""
            see(self.go_on, True)
            return
        done = found.test.replications
        kept = f" · kept, from {since_words(found.kept)}" if found.kept else ""
        self.status.value = status_html(settled_html(done, wanted) + escape(kept), is_live=True)
        see(self.go_on, done < wanted)

    def stale(self, is_stale: bool) -> None:
        """What stands there is old, or is not."""
        for one in (self.heat, self.standing.box, self.struck.box, self.numbers):
            (one.add_class if is_stale else one.remove_class)("is-old")


def test_csv(found: Found) -> bytes:
    """Every cell of every measure with its interval, as a spreadsheet reads it."""
    import csv
    import io

    test, text = found.test, io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ["shock", "strategy", "measure", "difference", "low", "high", "runs_beyond_limit_fraction"]
    )
    for shock in test.ranked:
        for place, name in enumerate(test.strategies):
            for measure in test.measures:
                one = test.difference(shock, place, measure)
                numbers = ["", "", ""] if one is None else [one.mean, one.low, one.high]
                beyond = test.beyond_limit(shock, place)
                words = (plain_text(test.shocks[shock].name), plain_text(name))
                writer.writerow([*words, measure, *numbers, beyond])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def shock_named(shocks: tuple[Shock, ...], name: str) -> Shock | None:
    """The shock of this name among those chosen."""
    return next((shock for shock in shocks if shock.name == name), None)
