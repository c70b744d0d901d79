"""Stress page: shocks upon strategies, coarse numbers first, sharper ones by themselves; reverse stress on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.about import About
from simulator.app.kit.cast import Cast
from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import BROKEN, Job, Later, kernel_loop
from simulator.app.kit.pieces import Trouble
from simulator.app.screen import Address
from simulator.app.stress.asking import Asked, Effort, Found, answer, breaking_points, kept_answer
from simulator.app.stress.shock_list import ShockList
from simulator.app.stress.view import StressView, shock_named
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.experiment.kept.keeping import Keeping
from simulator.experiment.kept.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.app.setting import Setting
    from simulator.results.breaking_point import BreakingPoint

FIRST = ("discount", "intensive_collections", "insured")
MOST = 3


class StressPage:
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
        self._later = later or kernel_loop()
        self._job, self._searching = Job(self._later, self._refused), Job(self._later, self._search_refused)
        self.trouble = Trouble()
        self.about = About(setting or first_setting(), self._on_setting)
        self.cast = Cast(FIRST, self.ask, self._say, MOST)
        self.shocks = ShockList(self.about.setting.scenario, self.ask, self._say)
        self.view = StressView(self, self.about, self.cast, self.shocks, self.trouble)
        self.asked: Asked | None = None
        self.found: Found | None = None
        self.is_seen = self._is_old = False
        self.broken: tuple[BreakingPoint, ...] = ()
        self.address = Address()
        self.address.observe(self._on_address, names="is_known")
        self.box = widgets.VBox([self.view.box, self.address])
        self._safely(self._look_for_kept)

    # What a person can do.

    def ask(self) -> None:
        """Answer what is chosen now, step by step."""
        self._safely(self._ask)

    def show(self) -> None:
        """Show the answer that is there in another way."""
        self._safely(self._show)

    def stop(self) -> None:
        """Stop; what is there stays."""
        self._job.cancel()
        self._show_rest()

    def go_on(self) -> None:
        """Go on where it was stopped."""
        self.is_seen = True
        self.ask()

    def reverse(self) -> None:
        """Find how bad a shock must get, for each strategy."""
        self._safely(self._reverse)

    def stop_reverse(self) -> None:
        """Stop looking; what was played is kept."""
        self._searching.cancel()
        self.view.reverse.show_rest()

    def told_strategy(self, position: int) -> None:
        """Compare another strategy with today."""
        self.view.select(position)

    def close(self) -> None:
        """End what runs."""
        self._job.cancel()
        self._searching.cancel()

    # How it comes about.

    def _safely(self, act: Callable[[], None]) -> None:
        """Do something; what goes wrong is told in a sentence, and nothing is lost."""
        try:
            act()
        except UserError as error:
            self._say(error.message)
        except Exception:  # noqa: BLE001  (an error in a callback would be seen by nobody)
            self._say(BROKEN)

    def _say(self, sentence: str) -> None:
        self.trouble.show(sentence)

    def _chosen(self) -> Asked:
        return Asked(
            self.about.setting, self.cast.strategies, self.shocks.shocks, bool(self.shocks.together.value)
        )

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
        self._say("")
        self._is_old = self._is_old and asked != self.asked
        self.view.stale(self._is_old)
        if asked != self.asked:
            self._searching.cancel()
            self.view.reverse.show_rest()
            self.view.reverse.clear()
        self.view.show_choices(asked)
        done = self.found.test.replications if self.found is not None and asked == self.asked else 0
        open_stages = [stage for stage, wanted in enumerate(self.effort.stages) if wanted > done]
        if self.is_seen and open_stages:
            self._step(asked, open_stages[0], Keeping(Shelf()))
        elif not open_stages:
            self.stop()  # back at what is answered: nobody waits for other choices any more

    def _step(self, asked: Asked, stage: int, keeping: Keeping) -> None:
        """Play one stage, and then the next."""
        wanted = self.effort.stages[stage]
        workers = 1 if stage == 0 else self.effort.workers

        def progress(done: int, wanted: int) -> None:
            self.view.show_progress(f"<b>{done} of {wanted}</b> replications", done, wanted)

        def arrived(found: Found) -> None:
            self._arrived(asked, found)
            if stage + 1 < len(self.effort.stages):
                self._step(asked, stage + 1, keeping)

        self.view.show_progress("Letting the shocks come", 0, 0)
        self._job.start(lambda tell: answer(asked, wanted, keeping, workers, tell), arrived, progress)

    def _arrived(self, asked: Asked, found: Found) -> None:
        self.asked, self.found, self._is_old = asked, found, False
        self.view.stale(False)
        self._show()
        self.view.show_rest(found, self.effort.stages[-1])

    def _show(self) -> None:
        if self.found is not None and self.asked is not None:
            self.view.show(self.found, self.asked)

    def _reverse(self) -> None:
        asked = self._chosen()
        shock = shock_named(asked.shocks, str(self.view.reverse.shock.value))
        if shock is None:
            raise UserError("Choose the shock that gets worse among those that are ticked.")
        share = float(self.view.reverse.share.value)
        self.view.reverse.show_progress(0, 0)

        def arrived(found: tuple[BreakingPoint, ...]) -> None:
            self.broken = found
            self.view.reverse.show_rest()
            self.view.reverse.show(found)

        self._searching.start(
            lambda tell: breaking_points(asked, shock, share, self.effort, tell),
            arrived,
            self.view.reverse.show_progress,
        )

    def _show_rest(self) -> None:
        """Nothing runs: what is there stays, pale where it is of other choices."""
        self.view.stale(self._is_old)
        self.view.show_rest(None if self._is_old else self.found, self.effort.stages[-1])

    def _refused(self, sentence: str) -> None:
        self._show_rest()
        self._say(sentence)

    def _search_refused(self, sentence: str) -> None:
        self.view.reverse.show_rest()
        self._say(sentence)

    def _on_setting(self, setting: Setting) -> None:
        def act() -> None:
            self.shocks.go_to(setting.scenario)
            self._ask()

        self._safely(act)

    def _on_address(self, change: dict[str, Any]) -> None:
        """Somebody looks: begin, with the strategy that the address names."""
        if not change["new"] or self.is_seen:
            return
        self.is_seen = True

        def act() -> None:
            position = self.cast.choose(str(self.address.query.get("strategy", "")))
            self._ask()
            self.view.select(position)

        self._safely(act)


def stress_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(StressPage(**settings).box)
