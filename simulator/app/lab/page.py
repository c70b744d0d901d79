"""The strategy lab: the page that puts rail, verdict, table and pictures together and keeps them in step."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import Later, kernel_loop
from simulator.app.lab.answers import WANTED, Answer, Answers, Message, Step, Trouble
from simulator.app.lab.downloads import board_link, share_link, strategy_link, table_links
from simulator.app.lab.main_view import MainView
from simulator.app.lab.opening import first_lab
from simulator.app.lab.rail import Rail
from simulator.app.lab.scenario_panel import ScenarioPanel
from simulator.app.lab.setting_acts import SettingActs
from simulator.app.lab.state import TODAY, History, Lab
from simulator.app.lab.top_bar import TopBar
from simulator.app.lab.why_card import WhyCard
from simulator.app.ready import ready_names, ready_strategy
from simulator.app.screen import Address
from simulator.app.sharing import uploaded_comparison, uploaded_strategy
from simulator.clashes import Clash
from simulator.errors import UserError
from simulator.strategy import Strategy

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.results.comparison import Comparison

UNSEEN = 12
"""Replications of a page that was built ahead of its visitor."""

log = logging.getLogger("creditlab")
_BROKEN = "The page met something that it did not expect. Nothing is lost: undo, or reload the page."


class StrategyLab:
    """The page. Every act of the person becomes a new state; every state is a question; answers come by themselves."""

    def __init__(self, lab: Lab | None = None, *, wanted: int = WANTED, later: Later | None = None) -> None:
        """A page.

        Args:
            lab: The state it opens with.
            wanted: Replications after which it is settled.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
        """
        self.history = History(lab or first_lab())
        self.comparison: Comparison | None = None
        self.asked: Lab | None = None
        self.answered: Lab | None = None
        self.is_settled = False
        self._later = later or kernel_loop()
        self._latest: tuple[int, Message] | None = None
        self.kept_from: datetime | None = None
        self._lock = threading.Lock()
        self.answers = Answers(self._hear, wanted=wanted)
        self.top = TopBar(self)
        self.setting_acts = SettingActs(self, self._later)
        self.scenario = ScenarioPanel(self.setting_acts)
        self.rail = Rail(self, self.scenario.box)
        self.main = MainView(self, WhyCard(self._later))
        body = widgets.Box([self.rail.toggle, self.rail.box, self.main.box])
        body.add_class("lab-body")
        self.address = Address()
        self.address.observe(self._on_address, names="is_known")
        self.box = widgets.VBox([self.top.box, body, self.main.phone_bar, self.address])
        self.box.add_class("lab")
        self._show_state()
        self.answers.limit = min(UNSEEN, wanted)
        self._ask()

    @property
    def lab(self) -> Lab:
        """The state as it is now."""
        return self.history.now

    # What a person can do. Each returns nothing; what is refused is told in a sentence.

    def select(self, number: int) -> None:
        """Select a strategy: no new numbers are needed."""
        self._do(lambda lab: lab.select(number))

    def judge_by(self, criterion: str) -> None:
        """Judge by another criterion: no new numbers are needed."""
        self._do(lambda lab: lab.judge_by(criterion))

    def move(self, key: str, value: Any) -> None:
        """Move a lever of the selected strategy."""
        self._do(lambda lab: lab.with_lever(key, value))

    def reset(self, key: str | None) -> None:
        """Put one lever, or all, back to today."""
        self._do(lambda lab: lab.without_levers() if key is None else lab.without_lever(key))

    def explain(self, name: str, why: str) -> None:
        """Give the selected strategy another name and reason."""
        self._do(lambda lab: lab.with_reason(name, why))

    def add(self, name: str) -> None:
        """Add a strategy that ships, or a copy of today or of the selected one."""
        self._do(lambda lab: lab.with_alternative(_named(lab, name)))

    def remove(self) -> None:
        """Take the selected strategy out."""
        self._do(lambda lab: lab.without_alternative())

    def undo(self) -> None:
        """One act back."""
        self._after(self.history.undo())

    def redo(self) -> None:
        """One act forward."""
        self._after(self.history.redo())

    def load(self, name: str, content: bytes) -> None:
        """Take a strategy, or a whole comparison, from a file."""

        def loaded(lab: Lab) -> Lab:
            shared = uploaded_comparison(name, content)
            if shared is not None:
                return lab.with_shared(shared)
            return lab.with_alternative(uploaded_strategy(name, content))

        self._do(loaded)

    @property
    def wanted(self) -> int:
        """Replications after which the numbers are settled."""
        return self.answers.wanted_of(self.lab)

    def show_upload(self, words: str) -> None:
        """Show that a file is being read, whatever else goes on."""
        self.main.show_upload(words)

    def refuse(self, sentence: str) -> None:
        """Tell why something was not done."""
        self._refused(sentence)

    def do(self, change: Callable[[Lab], Lab]) -> None:
        """Carry out an act."""
        self._do(change)

    def close(self) -> None:
        """Nobody looks any more."""
        self.answers.close()
        self.setting_acts.close()
        self.main.why.close()

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""
        self.answers.stop_here()
        if self.comparison is not None and self.answered is not None:
            self.is_settled = True
            self._show_progress()
            self._show_downloads()

    def go_on(self) -> None:
        """Sharpen on after a stop."""
        self._ask()

    # From acts to states, from states to questions, from answers to what is shown.

    def _do(self, change: Callable[[Lab], Lab]) -> None:
        """Carry out an act; what is refused or breaks is told in one sentence and leaves everything as it was."""
        try:
            self._after(self.history.act(change))
        except UserError as error:
            self._refused(error.message)
        except Exception as error:  # noqa: BLE001  (a callback that fails would show nothing at all)
            log.error("An act failed with %s", type(error).__name__)  # the text could hold customer data
            self._refused(_BROKEN)

    def _refused(self, sentence: str, *, is_done: bool = False) -> None:
        self.main.show_trouble(sentence, is_done=is_done)
        if is_done or _asks_the_same(self.answered, self.lab):  # else what is shown is still old
            self.main.unfade()
        self._show_state()
        if self.comparison is not None:
            self._show_progress()

    def _after(self, is_new: bool) -> None:
        if not is_new:
            return
        self.main.show_trouble("")
        self._show_state()
        found = self.lab.clash()
        if found is not None:
            self._show_clash(*found)
        if found is not None and found[1].is_refused:
            self.answers.stop_here()
            self.asked = None
            self._show_last_good()
        elif not _asks_the_same(self.answered, self.lab):
            self._ask()
        else:
            if not _asks_the_same(self.asked, self.lab):  # taken back before it was answered
                self._ask()
            self._show_numbers()

    def _show_clash(self, number: int, clash: Clash) -> None:
        """Tell a contradiction with the button that mends it; if it is refused the last good answer stays."""

        def mend() -> None:
            self._do(lambda lab: lab.select(number).with_lever(clash.key, clash.value))

        name = self.lab.strategies[number].name
        sentence = f"{name}: {clash.sentence}"
        self.main.show_trouble(sentence, clash.remedy, mend, is_done=True, is_warning=not clash.is_refused)

    def _show_last_good(self) -> None:
        """What was answered last, seen as it is selected and judged now; it does not become sharper."""
        if self.comparison is None or self.answered is None:
            return
        seen = self.answered.select(self.lab.selected).judge_by(self.lab.criterion)
        self.main.show_numbers(seen, self.comparison)
        self.main.show_progress(self.comparison.replications, self.wanted, is_over=True, may_go_on=False)

    def _ask(self) -> None:
        self.main.fade()
        self.main.why.wait()
        self.is_settled = False
        self.asked = self.lab
        if self.address.is_known:
            self.answers.limit = self.wanted
        self.answers.ask(self.lab)

    def _hear(self, number: int, message: Message) -> None:
        """Take a message from the working thread; only the latest is shown."""
        with self._lock:
            waiting = self._latest is not None
            self._latest = (number, message)
        if not waiting:
            self._later(self._listen)

    def _listen(self) -> None:
        with self._lock:
            heard, self._latest = self._latest, None
        if heard is None or heard[0] != self.answers.number:
            return
        try:
            self._take(heard[1])
        except Exception as error:  # noqa: BLE001  (an answer that cannot be shown would leave the page faded in silence)
            log.error("An answer could not be shown: %s", type(error).__name__)
            self._refused(_BROKEN)

    def _take(self, message: Message) -> None:
        if isinstance(message, Step):
            self.main.show_step(message.words)
        elif isinstance(message, Trouble):
            self.asked = None
            self._refused(message.sentence, is_done=True)
            self._show_last_good()
        else:
            self._take_answer(message)

    def _take_answer(self, answer: Answer) -> None:
        if not _asks_the_same(answer.lab, self.lab):
            return
        self.comparison, self.answered, self.is_settled = answer.comparison, answer.lab, answer.is_settled
        self.kept_from = answer.kept_from
        self._show_numbers()

    def _show_state(self) -> None:
        lab = self.lab
        self.top.show(bool(self.history.past), bool(self.history.future), self._links(lab))
        self.rail.show(lab)
        self.scenario.show(lab)
        self.main.show_state(lab)

    def _show_numbers(self) -> None:
        if self.comparison is None:
            return
        self.main.show_numbers(self.lab, self.comparison)
        self._show_progress()
        if self.is_settled:
            self._show_downloads()
            self.main.why.follow(self.lab, self.comparison, self.answers.portfolio_of(self.lab))

    def _show_progress(self) -> None:
        assert self.comparison is not None
        kept = self.kept_from if self.is_settled else None
        self.main.show_progress(self.comparison.replications, self.wanted, is_over=self.is_settled, kept=kept)

    def _links(self, lab: Lab) -> str:
        """The selected strategy as a file, the whole comparison as one, and the way to the board page."""
        return strategy_link(lab.strategy) + share_link(lab.shared(self.wanted)) + board_link(lab)

    def _show_downloads(self) -> None:
        """Make the files aside: a workbook takes a moment."""
        comparison = self.comparison
        if comparison is None:
            return

        def offer(links: str) -> None:
            if self.comparison is comparison and self.is_settled:
                self.main.show_downloads(links)

        def make() -> None:
            links = table_links(comparison)
            self._later(lambda: offer(links))

        threading.Thread(target=make, name="files", daemon=True).start()

    def _on_address(self, change: dict[str, Any]) -> None:
        """Somebody looks: sharpen to the end, and open with the strategy that the address names."""
        if not change["new"]:
            return
        if self.answers.limit < self.wanted:
            self.answers.limit = self.wanted
            self.asked = self.lab
            self.answers.ask(self.lab)  # what is known already stays at full strength
        name = str(self.address.query.get("strategy", ""))
        if name not in ready_names():
            return
        wanted = ready_strategy(name, self.lab.today)
        names = [strategy.name for strategy in self.lab.strategies]
        if wanted.name in names:
            self.select(names.index(wanted.name))
        else:
            self._do(lambda lab: lab.select(max(lab.selected, 1)).with_alternative(wanted))


def _named(lab: Lab, name: str) -> Strategy:
    """A strategy that ships by its file name, or a copy."""
    if name == "today":
        return Strategy(name="Copy of today", why="To be changed lever by lever")
    if name == "selected" and lab.selected != TODAY:
        changes: Any = lab.strategy.changes
        return Strategy(name=f"{lab.strategy.name}, copy", why=lab.strategy.why, changes=changes)
    return ready_strategy(name, lab.today)


def _asks_the_same(other: Lab | None, lab: Lab) -> bool:
    """Whether two states need the same numbers: they differ in nothing but selection and criterion."""
    return other is not None and replace(other, selected=lab.selected, criterion=lab.criterion) == lab


def strategy_lab() -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(StrategyLab().box)
