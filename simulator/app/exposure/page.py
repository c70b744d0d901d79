"""Exposure and risk list: the book on a day, who is at risk and why, how fast bills are paid, what losses to expect."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.exposure.views import (
    curves_html,
    facts_html,
    front_end_html,
    groups_html,
    headline,
    risks_csv,
    risks_html,
)
from simulator.app.kit.about import About
from simulator.app.kit.files import link
from simulator.app.kit.frame import framed, page_box
from simulator.app.kit.jobs import Job, Later, Progress, kernel_loop
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, see
from simulator.app.kit.status import progress_html, status_html, working_html
from simulator.app.kit.strategy_choice import TODAY, StrategyChoice
from simulator.app.screen import Address
from simulator.app.setting import Setting
from simulator.app.workplace import first_setting
from simulator.experiment import expected_losses as losses
from simulator.experiment.exposure import exposure, pay_curves
from simulator.experiment.front_end import REPLICATIONS, front_end
from simulator.experiment.kept.shelf import Shelf

if TYPE_CHECKING:
    from simulator.experiment.expected_losses import Foretold
    from simulator.results.comparison import Comparison
    from simulator.results.exposure import Exposure, PayCurve

SEED = 2026
_ALL_AND_SEGMENTS = 6


class ExposurePage:
    """The page. The book and the pay curves are there at once; losses and cut-offs wait for a click."""

    def __init__(
        self,
        setting: Setting | None = None,
        *,
        later: Later | None = None,
        replications: int = losses.REPLICATIONS,
        cut_off_replications: int = REPLICATIONS,
    ) -> None:
        """A page.

        Args:
            setting: Whom it is about; None: what the server was started with.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
            replications: Of the losses.
            cut_off_replications: Of the cut-offs.
        """
        self.replications, self.cut_off_replications = replications, cut_off_replications
        loop = later or kernel_loop()
        self._looking, self._losing, self._refusing = (Job(loop, self._refused) for _ in range(3))
        self.book: Exposure | None = None
        self.about = About(setting or first_setting(), lambda _: self._changed())
        self.choice = StrategyChoice("Strategy", TODAY, self._changed, self._refused)
        self.when = widgets.Dropdown(options=[("today", False), ("at the end", True)], description="Book of")
        self.when.observe(lambda _: self._changed(), names="value")
        self.title, self.status, self.trouble = widgets.HTML(), widgets.HTML(), Trouble()
        self.facts, self.groups, self.risks, self.save = (widgets.HTML() for _ in range(4))
        self.curves, self.cut_offs = widgets.HTML(), widgets.HTML()
        self.curves_picture, self.losses_picture = Picture("curves", 282), Picture("losses", 262)
        self.lose, self.refuse = (
            button("Play the losses", self.play_losses),
            button("Try cut-offs", self.play_cut_offs),
        )
        self.stop_losing, self.stop_refusing = button("Cancel", self.stop), button("Cancel", self.stop)
        self.losing, self.refusing = widgets.HTML(), widgets.HTML()
        self.address = Address()
        self.address.observe(lambda _: self.looked_at(), names="is_known")
        self.box = widgets.VBox([self._assembled(), self.address])
        self.box.add_class("lab")
        self._of_the_book = (
            *(self.title, self.facts, self.groups, self.risks, self.save),
            *(self.curves, self.curves_picture.box),
        )
        self._show_title("What is open, and who is at risk?")
        self._quiet()

    @property
    def setting(self) -> Setting:
        """Whom the page is about."""
        return self.about.setting

    def looked_at(self) -> None:
        """Somebody looks: the strategy of the address is taken, and the book is opened."""
        self.choice.choose(str(self.address.query.get("strategy", "")))
        if self.book is None and not self._looking.is_busy:
            self._changed()

    def play_losses(self) -> None:
        """Play what failures cost, beside what one would foretell."""
        setting, strategy, replications = self.setting, self.choice.strategy, self.replications

        def progress(done: int, wanted: int) -> None:
            self.losing.value = progress_html(f"Played <b>{done} of {wanted}</b> runs", done, wanted)

        def work(tell: Progress) -> tuple[Foretold, ...]:
            return losses.expected_losses(
                setting.scenario, strategy, portfolio=setting.portfolio, seed=SEED, replications=replications,
                progress=tell,
            )  # fmt: skip

        progress(0, 0)
        self._show_acts(losing=True)
        self._losing.start(work, self._lost, progress)

    def play_cut_offs(self) -> None:
        """Play ever stricter cut-offs beside today."""
        setting, replications = self.setting, self.cut_off_replications

        def progress(done: int, wanted: int) -> None:
            self.refusing.value = progress_html(
                f"Played <b>{done} of {wanted}</b> replications", done, wanted
            )

        def work(tell: Progress) -> Comparison:
            return front_end(
                setting.scenario,
                portfolio=setting.portfolio,
                replications=replications,
                progress=tell,
                keep=Shelf(),
            )

        progress(0, 0)
        self._show_acts(refusing=True)
        self._refusing.start(work, self._cut, progress)

    def stop(self) -> None:
        """Stop what is played; what was there stays."""
        self._losing.cancel()
        self._refusing.cancel()
        self._quiet()

    def close(self) -> None:
        """Nobody looks any more."""
        self._looking.cancel()
        self.stop()

    def _changed(self) -> None:
        """Another scenario, strategy or day."""
        self.stop()
        self.trouble.show("")
        self.losses_picture.hide()
        self.cut_offs.value = ""
        for part in self._of_the_book if self.book is not None else ():
            part.add_class("is-old")
        setting, strategy = self.setting, self.choice.strategy
        day = setting.scenario.company.horizon_days if self.when.value else 0
        self.status.value = status_html(working_html("Opening the book"), is_live=True)

        def work(_: Progress) -> tuple[Exposure, tuple[PayCurve, ...]]:
            book = exposure(setting.scenario, strategy, portfolio=setting.portfolio, day=day, seed=SEED)
            return book, pay_curves(setting.scenario, strategy, portfolio=setting.portfolio, seed=SEED)

        self._looking.start(work, self._opened)

    def _opened(self, found: tuple[Exposure, tuple[PayCurve, ...]]) -> None:
        from simulator.figures import pay_curves as drawing

        self.book, curves = found
        for part in self._of_the_book:
            part.remove_class("is-old")
        self.status.value = ""
        self._show_title(headline(self.book))
        self.facts.value, self.groups.value = facts_html(self.book), groups_html(self.book)
        self.risks.value = risks_html(self.book)
        self.save.value = link("Risk list (CSV)", "risk_list.csv", "text/csv", risks_csv(self.book))
        self.curves.value = curves_html(curves)
        if curves:
            segments = [one for one in curves if not one.name.startswith("Billed")][:_ALL_AND_SEGMENTS]
            self.curves_picture.show(drawing.draw(segments, self.setting.usual_terms_days))

    def _lost(self, found: tuple[Foretold, ...]) -> None:
        from simulator.figures import expected_losses as drawing

        self._quiet()
        self.losses_picture.show(
            drawing.draw(found, self.setting.scenario.company.currency, self.replications)
        )

    def _cut(self, found: Comparison) -> None:
        self._quiet()
        self.cut_offs.value = front_end_html(found)

    def _quiet(self) -> None:
        self.losing.value = self.refusing.value = ""
        self._show_acts()

    def _show_acts(self, *, losing: bool = False, refusing: bool = False) -> None:
        for start, stop, is_busy in (
            (self.lose, self.stop_losing, losing),
            (self.refuse, self.stop_refusing, refusing),
        ):
            see(start, not is_busy)
            see(stop, is_busy)

    def _refused(self, sentence: str) -> None:
        self._quiet()
        self.status.value = ""
        self.trouble.show(sentence)

    def _show_title(self, words: str) -> None:
        self.title.value = f"<h1><span>{escape(words)}</span></h1>"

    def _assembled(self) -> widgets.Widget:
        bar = box("step-acts no-print", self.choice.box, self.when, self.status)
        lose = box("step-acts no-print", self.lose, self.stop_losing, self.losing)
        cut = box("step-acts no-print", self.refuse, self.stop_refusing, self.refusing)
        head = box("lab-verdict", self.title, self.about.box, self.about.warning)
        return page_box(
            "exposure", "exposure-page", head, self.trouble.box, bar,
            _card("What is open", "by segment and risk code; ages from the due date", self.facts, self.groups),
            _card("Who is at risk, and why", _RULES, self.risks, self.save),
            self.curves_picture.box,
            _card("Paid by cohort", "share of the invoiced value, by segment and by quarter of issue", self.curves),
            _card("Expected losses", "what one would foretell, and what failures cost", lose), self.losses_picture.box,
            _card("A stricter door", "does it take work off the collectors?", cut, self.cut_offs),
        )  # fmt: skip


_RULES = "over 30 days overdue, over its limit, warned, insolvent, or 5 % of all (assumptions)"


def _card(title: str, note: str, *parts: widgets.Widget) -> widgets.Widget:
    head = widgets.HTML(f"<h3>{escape(title)} <small>{escape(note)}</small></h3>")
    return card("step", head, *parts)


def exposure_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(ExposurePage(**settings).box)
