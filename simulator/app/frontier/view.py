"""What the frontier page looks like: choices, picture and tables; the optimiser, the best of all, what it leans on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets as widgets

from simulator.app.frontier.front_view import below, front_csv, front_html, headline, steps_html
from simulator.app.frontier.leaning import BestOfAll, LeansOn
from simulator.app.frontier.levers import LeverRow
from simulator.app.frontier.optimiser import Optimiser
from simulator.app.frontier.terms import TermsTraded
from simulator.app.kit.about import About, foot_html
from simulator.app.kit.files import link
from simulator.app.kit.frame import page_box
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, classed, see
from simulator.app.kit.status import progress_html, settled_html, since_words, status_html
from simulator.app.kit.words import unbroken
from simulator.figures import front as drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.app.frontier.asking import Asked, Effort, Found
    from simulator.app.kit.cast import Cast
    from simulator.app.kit.jobs import Later
    from simulator.app.setting import Setting
    from simulator.strategy import Strategy

UP = (("Profit", "profit_to_the_end"), ("Average cash low point", "lowest_cash"))
ACROSS = (
    ("Cash low point of a bad year", "lowest_cash_p05"),
    ("Write-offs of a bad year", "write_offs_net_of_claims_p95"),
    ("Average write-offs", "write_offs_net_of_claims"),
    ("DSO", "dso_countback_days"),
    ("Days overdrawn", "overdraft_days"),
)
_EMPTY = '<p class="waiting">The numbers come here. The first ones take some seconds.</p>'


class Page(Protocol):
    """What the view needs of its page."""

    about: About
    cast: Cast
    trouble: Trouble
    effort: Effort
    later: Later

    @property
    def setting(self) -> Setting:
        """What the page is about."""
        ...

    def chosen(self) -> tuple[Setting, Sequence[Strategy]]:
        """The same, and the strategies with the grid."""
        ...

    def ask(self) -> None:
        """Answer what is chosen now."""

    def stop(self) -> None:
        """Stop."""

    def go_on(self) -> None:
        """Go on."""

    def say(self, sentence: str) -> None:
        """Tell what is wrong."""

    def open_lab(self, strategy: Strategy) -> None:
        """Open the strategy lab."""


class FrontierView:
    """Everything that is seen."""

    def __init__(self, page: Page) -> None:
        self._page, self._is_showing = page, False
        self.status, self.title, self.links = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.stop = button("Stop here", page.stop, "quiet")
        self.go_on = button("Go on", page.go_on, "quiet")
        self.up = widgets.Dropdown(options=UP, description="Upwards")
        self.across = widgets.Dropdown(options=ACROSS, description="To the right")
        self.base = widgets.Dropdown(options=["Today"], description="The other levers as in")
        self.rows = [LeverRow(changed=page.ask), LeverRow(changed=page.ask)]
        for one in (self.up, self.across, self.base):
            one.observe(self._on_choice, names="value")
        self.picture = Picture("front", drawing.HEIGHT)
        self.table, self.steps, self.foot = widgets.HTML(_EMPTY), widgets.HTML(), widgets.HTML()
        how = (page.effort, page.say, page.later)
        self.optimiser = Optimiser(lambda: page.setting, *how, page.open_lab)
        self.best = BestOfAll(page.chosen, *how)
        self.leaning = LeansOn(page.chosen, *how)
        self.terms = TermsTraded(lambda: page.setting, *how)
        self.title.value = (
            "<h1><span>What does profit cost, and which strategies does nobody beat?</span></h1>"
        )
        self.box = self._assembled()
        see(self.go_on, False)

    @property
    def measures(self) -> tuple[str, str]:
        """What goes up, and what goes to the right."""
        return str(self.up.value), str(self.across.value)

    @property
    def grid(self) -> tuple[str, ...]:
        """Levers with their values.

        Raises:
            UserError: values that a lever cannot take.
        """
        return tuple(text for row in self.rows if (text := row.text))

    @property
    def base_name(self) -> str:
        """What the other levers of the grid are taken from."""
        return str(self.base.value)

    def _assembled(self) -> widgets.Widget:
        page = self._page
        line = box("verdict-line", page.about.facts, classed(self.status, "status"), self.stop, self.go_on)
        choices = card(
            "choices",
            widgets.HTML(
                '<h3>Which strategies</h3><p class="note">All that ship, your own, and a grid over one or two levers; '
                "all on the same customers, with the same luck.</p>"
            ),
            box("choice-line", page.about.choice),
            page.cast.box,
            widgets.HTML(
                '<h4>A grid over levers</h4><p class="hint">Adds a strategy for every combination of values.</p>'
            ),
            *(row.box for row in self.rows),
            box("choice-line", self.base),
        )
        steps = card(
            "steps",
            widgets.HTML(
                '<h3>What more of it costs</h3><p class="note">From each that is not beaten to the next one, '
                "with the 95 % interval of the difference.</p>"
            ),
            self.steps,
        )
        head = widgets.HTML(
            "<h3>Who is on the frontier?</h3>"
            '<p class="note">Beaten: on neither measure better than another, on one worse; '
            "95 % sure for all comparisons. Perhaps: by the averages alone.</p>"
        )
        self.picture.box.children = (*self.picture.box.children, box("choice-line", self.up, self.across))
        classed(self.foot, "lab-provenance")
        return page_box(
            "frontier", "frontier-page", box("lab-verdict", line, classed(self.title, "verdict-text")),
            page.about.warning, page.trouble.box, self.picture.box, choices,
            card("standings", head, self.table, self.links), steps,
            self.optimiser.box, self.best.box, self.leaning.box, self.terms.box, self.foot,
        )  # fmt: skip

    def _on_choice(self, _: Any) -> None:
        if not self._is_showing:
            self._page.ask()

    def show_choices(self, asked: Asked) -> None:
        """Show what does not wait for numbers."""
        names = [one.name for one in asked.strategies]
        self._is_showing = True
        if list(self.base.options) != names:
            before = self.base.value
            self.base.options = names
            self.base.value = before if before in names else names[0]
        self._is_showing = False
        self.leaning.show_strategies(names[1:])

    def show(self, found: Found, asked: Asked) -> None:
        """Show an answer."""
        front, count = found.front, len(asked.strategies)
        limit = asked.setting.scenario.company.overdraft_limit
        short = front.measures != asked.measures
        early = (
            " The figures of a bad year are known after 200 replications; so far, averages." if short else ""
        )
        self.title.value = (
            f"<h1><span>{unbroken(headline(front))}</span></h1>"
            f'<p class="below">{unbroken(below(front, limit) + early)}</p>'
        )
        self.picture.show(drawing.draw(front, count, limit))
        self.table.value = front_html(front, count)
        self.steps.value = steps_html(front)
        self.foot.value = foot_html(asked.setting, front.origin.identity, front.replications)
        self.links.value = (
            link("Table (CSV)", "frontier.csv", "text/csv", front_csv(front))
            + " "
            + link("All of it (JSON)", "frontier.json", "application/json", front.to_json().encode())
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
        done = found.front.replications
        kept = f" · kept, from {since_words(found.kept)}" if found.kept else ""
        self.status.value = status_html(settled_html(done, wanted) + escape(kept), is_live=True)
        see(self.go_on, done < wanted)

    def stale(self, is_stale: bool) -> None:
        """What stands there is old, or is not."""
        for one in (self.picture.box, self.table, self.steps):
            (one.add_class if is_stale else one.remove_class)("is-old")

    def clear(self) -> None:
        """What was found belongs to other customers."""
        for one in (self.optimiser, self.best, self.leaning, self.terms):
            one.clear()

    def cancel(self) -> None:
        """End what runs."""
        for one in (self.optimiser, self.best, self.leaning, self.terms):
            one.request.cancel()
