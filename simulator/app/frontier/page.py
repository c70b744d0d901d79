"""Frontier page: strategies by two measures, the best of all, what the choice leans on, the optimiser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.frontier.asking import Asked, Effort, Found, answer, kept_answer
from simulator.app.frontier.view import FrontierView
from simulator.app.kit.about import About
from simulator.app.kit.cast import Cast
from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import BROKEN, Job, Later, kernel_loop
from simulator.app.kit.pieces import Trouble, box, button
from simulator.app.lab.page import StrategyLab
from simulator.app.lab.state import Lab
from simulator.app.screen import Address
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.experiment.kept.keeping import Keeping
from simulator.experiment.kept.shelf import Shelf
from simulator.plans import shipped_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.app.setting import Setting
    from simulator.strategy import Strategy


class FrontierPage:
    """The page. Nothing heavy runs before somebody looks; what is kept is shown before that."""

    def __init__(
        self, setting: Setting | None = None, *, later: Later | None = None, effort: Effort | None = None
    ) -> None:
        """A page.

        Args:
            setting: Scenario, or the fitted customers of a ledger; None: what the pages were started with.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
            effort: How it runs things.
        """
        self.effort = effort or Effort()
        self.later = later or kernel_loop()
        self._job = Job(self.later, self._refused)
        self.trouble = Trouble()
        self.about = About(setting or first_setting(), self._on_setting)
        self.cast = Cast(shipped_names("strategy"), self.ask, self.say)
        self.view = FrontierView(self)
        self.asked: Asked | None = None
        self.found: Found | None = None
        self.is_seen = self._is_old = False
        self._lab: StrategyLab | None = None
        self.address = Address()
        self.address.observe(self._on_address, names="is_known")
        self.box = widgets.VBox([self.view.box, self.address])
        self._safely(self._look_for_kept)

    # What a person can do.

    def ask(self) -> None:
        """Answer what is chosen now, step by step."""
        self._safely(self._ask)

    def stop(self) -> None:
        """Stop; what is there stays."""
        self._job.cancel()
        self._show_rest()

    def go_on(self) -> None:
        """Go on where it was stopped."""
        self.is_seen = True
        self.ask()

    def open_lab(self, strategy: Strategy) -> None:
        """Open the strategy lab with a strategy, in this page: it never leaves the session."""

        def act() -> None:
            self._lab = StrategyLab(Lab(self.about.setting, (strategy,), selected=1), later=self.later)
            back = box("way-back lab", button("← Back to the frontier", self.go_back))
            self.box.children = (back, self._lab.box)

        self._safely(act)

    def go_back(self) -> None:
        """Back from the strategy lab."""
        if self._lab is not None:
            self._lab.answers.close()
            self._lab = None
        self.box.children = (self.view.box, self.address)

    def say(self, sentence: str) -> None:
        """Tell what is wrong; no sentence: all is well."""
        self.trouble.show(sentence)

    def close(self) -> None:
        """End what runs."""
        self._job.cancel()
        self.view.cancel()
        self.go_back()

    @property
    def setting(self) -> Setting:
        """What the page is about."""
        return self.about.setting

    def chosen(self) -> tuple[Setting, Sequence[Strategy]]:
        """What the page is about, and the strategies with the grid."""
        return self.about.setting, self._chosen().all_strategies

    # How it comes about.

    def _safely(self, act: Callable[[], None]) -> None:
        """Do something; what goes wrong is told in a sentence, and nothing is lost."""
        try:
            act()
        except UserError as error:
            self.say(error.message)
        except Exception:  # noqa: BLE001  (an error in a callback would be seen by nobody)
            self.say(BROKEN)

    def _chosen(self) -> Asked:
        found = Asked(
            self.about.setting, self.cast.strategies, self.view.measures, self.view.grid, self.view.base_name
        )
        if len(found.all_strategies) < 2:
            raise UserError("Today alone has no frontier. Choose at least one strategy beside it.")
        return found

    def _look_for_kept(self) -> None:
        asked = self._chosen()
        self.view.show_choices(asked)
        self.view.show_progress("Looking what is kept", 0, 0)
        self._job.start(
            lambda tell: kept_answer(asked, self.effort, tell), lambda found: self._kept(asked, found)
        )

    def _kept(self, asked: Asked, found: Found | None) -> None:
        if found is not None:
            self._arrived(asked, found)
        elif not self.is_seen:
            self.view.show_rest(None, 0)

    def _ask(self) -> None:
        self._is_old = self.found is not None  # until it is known that they are the same choices
        try:
            asked = self._chosen()
        except UserError:
            self.stop()
            raise
        self.say("")
        if self.asked is None or asked.setting != self.asked.setting:
            self.view.clear()
        self._is_old = self._is_old and asked != self.asked
        self.view.stale(self._is_old)
        self.view.show_choices(asked)
        done = self.found.front.replications if self.found is not None and asked == self.asked else 0
        open_stages = [stage for stage, wanted in enumerate(self.effort.stages) if wanted > done]
        if self.is_seen and open_stages:
            self._step(asked, open_stages[0], Keeping(Shelf()))
        elif not open_stages:
            self.stop()

    def _step(self, asked: Asked, stage: int, keeping: Keeping) -> None:
        """Play one stage, and then the next."""
        wanted = self.effort.stages[stage]
        workers = 1 if stage == 0 else self.effort.workers

        def arrived(found: Found) -> None:
            self._arrived(asked, found)
            if stage + 1 < len(self.effort.stages):
                self._step(asked, stage + 1, keeping)

        def progress(done: int, all_of_them: int) -> None:
            self.view.show_progress(f"<b>{done:,} of {all_of_them:,}</b> runs", done, all_of_them)

        self.view.show_progress("Playing the strategies", 0, 0)
        self._job.start(lambda tell: answer(asked, wanted, keeping, workers, tell), arrived, progress)

    def _arrived(self, asked: Asked, found: Found) -> None:
        self.asked, self.found, self._is_old = asked, found, False
        self.view.stale(False)
        self._safely(lambda: self.view.show(found, asked))
        self.view.show_rest(found, self.effort.stages[-1])

    def _show_rest(self) -> None:
        """Nothing runs: what is there stays, pale where it is of other choices."""
        self.view.stale(self._is_old)
        self.view.show_rest(None if self._is_old else self.found, self.effort.stages[-1])

    def _refused(self, sentence: str) -> None:
        self._show_rest()
        self.say(sentence)

    def _on_setting(self, _: Setting) -> None:
        self.ask()

    def _on_address(self, change: dict[str, Any]) -> None:
        """Somebody looks: begin, with the strategy that the address names."""
        if not change["new"] or self.is_seen:
            return
        self.is_seen = True

        def act() -> None:
            position = self.cast.choose(str(self.address.query.get("strategy", "")))
            self._ask()
            if position:
                self.view.leaning.strategy.value = self.cast.strategies[position].name

        self._safely(act)


def frontier_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(FrontierPage(**settings).box)
