"""Insurance and financing: edit the contract, see what it does to a bad year, where debts go, what a factor costs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.insurance import stages as work
from simulator.app.insurance.contract import first_contract, with_ready, with_strategy
from simulator.app.insurance.rail import Rail
from simulator.app.insurance.view import View
from simulator.app.kit.frame import framed, top_bar
from simulator.app.kit.jobs import BROKEN, Job, Later, kernel_loop
from simulator.app.kit.pieces import button
from simulator.app.kit.status import since_words
from simulator.app.lab.downloads import strategy_link
from simulator.app.lab.state import History, Lab
from simulator.app.screen import Address
from simulator.app.setting import Setting, changed_setting, scenario_setting
from simulator.app.sharing import uploaded_strategy
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.app.insurance.stages import Looked, Stage
    from simulator.experiment.kept.shelf import Shelf

log = logging.getLogger("creditlab")
_REMEMBERED = 10
"""Results kept in the session: one plan's; the rest is on the shelf."""


class InsurancePage:
    """The page. Every act becomes a new state; its numbers come stage by stage, those kept first."""

    def __init__(
        self,
        setting: Setting | None = None,
        *,
        later: Later | None = None,
        shelf: Shelf | None = None,
        plan: Sequence[tuple[str, int]] = work.PLAN,
    ) -> None:
        """A page.

        Args:
            setting: What it is about; None: what the server was started with.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
            shelf: Where runs are kept; None: where the commands keep them.
            plan: Kinds of work and replications, in their order.
        """
        from simulator.experiment.kept.shelf import Shelf

        self._own = setting or first_setting()
        self.history = History(first_contract(self._own))
        self.shelf = shelf or Shelf()
        self.plan = tuple(plan)
        self.found: dict[str, Any] = {}
        self.is_whole = False
        self._remembered: dict[Any, Any] = {}
        self._later = later or kernel_loop()
        self._job = Job(self._later, self._refused)
        self._is_seen = False
        self._open: list[Stage] = []
        self._since: Looked | None = None
        self.rail = Rail(self, self._own)
        self.view = View(self)
        self.undo_button = button("↶ Undo", self.undo, "quiet", tooltip="Undo the last change")
        self.redo_button = button("↷ Redo", self.redo, "quiet", tooltip="Do again what was undone")
        self.save = widgets.HTML()
        self.save.add_class("save-link")
        self.address = Address()
        self.address.observe(lambda change: self._on_address() if change["new"] else None, names="is_known")
        self.box = self._assembled()
        self._show_state()
        self._look()

    @property
    def lab(self) -> Lab:
        """The state as it is now."""
        return self.history.now

    def close(self) -> None:
        """End what is being worked out."""
        self._job.cancel()

    # What a person can do.

    def move(self, key: str, value: Any) -> None:
        """Move a lever of the contract."""
        self._do(lambda lab: lab.with_lever(key, value))

    def reset(self, key: str | None) -> None:
        """Put one lever, or all, back to today."""
        self._do(lambda lab: lab.without_levers() if key is None else lab.without_lever(key))

    def take_ready(self, name: str) -> None:
        """Take a ready contract."""
        self._do(lambda lab: with_ready(lab, name))

    def load(self, name: str, content: bytes) -> None:
        """Take the contract of a strategy from a file."""
        self._do(lambda lab: with_strategy(lab, uploaded_strategy(name, content)))

    def take_scenario(self, name: str) -> None:
        """Go to a scenario that ships."""
        days = self.lab.setting.scenario.company.horizon_days
        self._do(lambda lab: lab.with_setting(scenario_setting(name, days)))

    def take_own(self) -> None:
        """Back to what the page opened with."""
        self._do(lambda lab: lab.with_setting(self._own))

    def take_horizon(self, days: int) -> None:
        """Look further ahead, or less far."""
        self._do(lambda lab: lab.with_setting(changed_setting(lab.setting, "company.horizon_days", days)))

    def undo(self) -> None:
        """One act back."""
        before = self.lab
        if self.history.undo():
            self._changed(before)

    def redo(self) -> None:
        """One act forward."""
        before = self.lab
        if self.history.redo():
            self._changed(before)

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""
        self._job.cancel()
        self.view.show_over("Stopped", is_whole=False)

    def go_on(self) -> None:
        """Sharpen on after a stop."""
        self._go_on()

    # From acts to states, from states to work.

    def _do(self, change: Callable[[Lab], Lab]) -> None:
        """Carry out an act; what is refused or breaks is told in one sentence and leaves everything as it was."""
        before = self.lab
        try:
            if self.history.act(change):
                self._changed(before)
        except UserError as error:
            self._tell(error.message)
        except Exception as error:  # noqa: BLE001  (a callback that fails would show nothing at all)
            log.error("An act failed with %s", type(error).__name__)  # the text could hold customer data
            self._tell(BROKEN)

    def _tell(self, sentence: str) -> None:
        self.view.trouble.show(sentence)
        self.rail.show(self.lab)

    def _changed(self, before: Lab) -> None:
        self._job.cancel()
        self.view.trouble.show("")
        self._show_state()
        found = self.lab.clash()
        if found is not None:
            self.view.trouble.show(found[1].advice)
            if found[1].is_refused:
                self.view.show_over("Shown: the last answer", is_whole=False)
                return
        self.view.fade(
            {"insurance", "financing"} if before.setting != self.lab.setting else _moved(before, self.lab)
        )
        self._look()

    def _show_state(self) -> None:
        self.rail.show(self.lab)
        self.view.show_state(self.lab)
        self.undo_button.disabled, self.redo_button.disabled = not self.history.past, not self.history.future
        self.save.value = strategy_link(self.lab.alternatives[0])

    def _look(self) -> None:
        """Look what is kept; then work out the rest, as soon as somebody looks."""
        self.found, self.is_whole = {}, False
        stages = work.stages_of(self.lab, self.plan)
        self.view.show_progress("Looking what is kept", 0, 0)
        self._job.start(lambda _: work.look(stages, self.shelf), self._looked)

    def _looked(self, found: Looked) -> None:
        self._since = found
        self._open = list(found.stages)
        self._go_on()

    def _go_on(self) -> None:
        """The next stage: one that is kept at any time, any other only for somebody who looks."""
        if self._since is None:
            return
        number = len(self._since.stages) - len(self._open)
        if not self._open:
            self.is_whole = True
            self.view.show_links(self.found[work.INSURANCE], self.found[work.CLAIMS])
            self.view.show_over(self._settled(), is_whole=True)
            return
        if not self._is_seen and number not in self._since.kept:
            return
        stage = self._open[0]
        if stage.key in self._remembered:
            self._take(stage, self._remembered[stage.key])
            return
        words = f"{work.WORDS[stage.kind]}: {stage.replications} runs"
        self.view.show_progress(words, 0, 0)
        self._job.start(
            lambda tell: stage.work(self.shelf, tell),
            lambda result: self._take(stage, result),
            lambda done, wanted: self.view.show_progress(words, done, wanted),
        )

    def _take(self, stage: Stage, result: Any) -> None:
        if not self._open or self._open[0] is not stage:
            return
        self._open.pop(0)
        self._remembered[stage.key] = result
        while len(self._remembered) > _REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)))
        self.found[stage.kind] = result
        try:
            self._show(stage.kind)
        except Exception as error:  # noqa: BLE001  (an answer that cannot be shown would leave the page in silence)
            log.error("An answer could not be shown: %s", type(error).__name__)
            self._refused(BROKEN)
            return
        self._go_on()

    def _show(self, kind: str) -> None:
        found, lab = self.found, self.lab
        insured, financed = found.get(work.INSURANCE), found.get(work.FINANCING)
        if kind == work.INSURANCE and insured:
            self.view.show_insurance(lab, insured)
        if kind in (work.INSURANCE, work.CLAIMS, work.TOLD) and insured and work.CLAIMS in found:
            self.view.show_claims(lab, found[work.CLAIMS], insured, found.get(work.TOLD))
        if kind in (work.FINANCING, work.FEES, work.LIMITS) and financed:
            self.view.show_financing(lab, financed, found.get(work.FEES), found.get(work.LIMITS))

    def _settled(self) -> str:
        assert self._since is not None
        runs = max((count for _, count in self.plan), default=0)
        kept = self._since.kept
        if len(kept) == len(self._since.stages) and kept:
            return f"Kept, from {since_words(max(kept.values()))}: {runs} runs"
        return f"Settled: {runs} runs"

    def _refused(self, sentence: str) -> None:
        self.view.trouble.show(sentence)
        self.view.show_over("Not worked out", is_whole=False)

    def _on_address(self) -> None:
        """Somebody looks: work out what is not kept, and open with the strategy that the address names."""
        self._is_seen = True
        name = str(self.address.query.get("strategy", ""))
        if name in shipped_names("strategy") and name != "status_quo":
            before = self.lab
            self._do(lambda lab: with_strategy(lab, load_strategy(name)))
            if self.lab != before:
                return
        if not self._job.is_busy:
            self._go_on()

    def _assembled(self) -> widgets.Widget:
        top = top_bar("insurance", self.undo_button, self.redo_button, self.save)
        body = widgets.Box([self.rail.toggle, self.rail.box, self.view.box])
        body.add_class("lab-body")
        whole = widgets.VBox([top, body, self.address])
        for name in ("lab", "insurance-page"):
            whole.add_class(name)
        return whole


def _moved(before: Lab, now: Lab) -> set[str]:
    """The groups of levers in which two states differ."""
    return {
        group
        for group in ("insurance", "financing")
        if getattr(before.levers, group) != getattr(now.levers, group)
    }


def insurance_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(InsurancePage(**settings).box)
