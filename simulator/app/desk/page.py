"""The collections desk: edit the ladder and the staff, and see what each step brings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.desk.state import DeskState
from simulator.app.desk.view import DeskView
from simulator.app.desk.work import Work
from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import BROKEN, Job, Later, Progress, kernel_loop
from simulator.app.ready import ready_names, ready_strategy
from simulator.app.screen import Address
from simulator.app.setting import Setting, scenario_setting
from simulator.app.sharing import uploaded_strategy
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.experiment.kept.keeping import Keeping
from simulator.experiment.kept.shelf import Shelf
from simulator.levers import Levers
from simulator.strategy import today_strategy

if TYPE_CHECKING:
    from simulator.results.desk.answer import DeskAnswer
    from simulator.results.desk.calls import CallList

STAGES = (8, 24, 60, 120, 200)
"""After how many replications the numbers are shown again."""

_STAGES_OF_MANY = (3, 8, 24, 60)
_MANY = 400
"""From so many customers on a run takes its time, and luck evens out sooner."""

_MOST_STEPS_BACK = 50

log = logging.getLogger("creditlab")


class CollectionsDesk:
    """The page. Every act makes a new plan; what it brings comes by itself, coarse first and sharper then."""

    def __init__(
        self,
        setting: Setting | None = None,
        *,
        stages: Sequence[int] | None = None,
        shelf: Shelf | None = None,
        later: Later | None = None,
    ) -> None:
        """A page.

        Args:
            setting: Scenario, or the customers of a ledger; None: what the pages were opened with.
            stages: After how many replications the numbers are shown again, the last settles them; None: as many as
                the number of customers allows.
            shelf: Where runs are kept; None: the user's own place.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
        """
        self._stages = tuple(stages or ())
        self.work = Work(shelf or Shelf())
        self.state = DeskState.of(setting or first_setting(), today_strategy())
        self.past: list[DeskState] = []
        self.answer: DeskAnswer | None = None
        self.answered: DeskState | None = None
        self.calls: CallList | None = None
        self._is_seen = False
        later = later or kernel_loop()
        self._playing, self._listing = Job(later, self._refused), Job(later, self._refused)
        self.view = DeskView(self)
        self.address = Address()
        self.address.observe(self._on_address, names="is_known")
        self.box = widgets.VBox([self.view.box, self.address])
        self._show_state()
        self.view.show_working("")
        self._look_what_is_kept()

    @property
    def stages(self) -> tuple[int, ...]:
        """After how many replications the numbers are shown again."""
        usual = STAGES if self.state.setting.customers < _MANY else _STAGES_OF_MANY
        return self._stages or usual

    @property
    def wanted(self) -> int:
        """Replications after which it is settled."""
        return self.stages[-1]

    # What a person can do.

    def change_step(self, number: int, **changes: Any) -> None:
        """Change a step."""
        self._do(lambda state: state.with_step(number, **changes))

    def switch_step(self, number: int, *, is_on: bool) -> None:
        """Put a step in force, or keep it aside."""
        self._do(lambda state: state.switched(number, is_on=is_on))

    def act_on_step(self, number: int, act: str) -> None:
        """Move up, Move down, Copy or Delete."""
        acts: dict[str, Callable[[DeskState], DeskState]] = {
            "Move up": lambda state: state.moved(number, -1),
            "Move down": lambda state: state.moved(number, 1),
            "Copy": lambda state: state.copied(number),
            "Delete": lambda state: state.without_step(number),
        }
        self._do(acts[act])

    def add_step(self) -> None:
        """One more step."""
        self._do(lambda state: state.added())

    def take_standard(self) -> None:
        """The ladder of the dictionary."""
        self._do(lambda state: state.with_ladder(Levers().collections.ladder))

    def take_todays(self) -> None:
        """Today's ladder."""
        self._do(lambda state: state.with_ladder(state.today.collections.ladder))

    def stop_supply(self, days: int, *, stops: bool) -> None:
        """Supply stops from so many days late, or never."""
        self._do(lambda state: state.with_stop(days, stops=stops))

    def change_collectors(self, by: int) -> None:
        """More collectors, or fewer."""
        self._do(lambda state: state.with_collectors(max(state.collectors + by, 0)))
        if self.answer is not None:
            self.view.show_staff_ahead(self.answer, self.state.collectors)

    def choose_rule(self, rule: str) -> None:
        """Another order of the worklist."""
        self._do(lambda state: state.with_rule(rule))

    def take_strategy(self, name: str) -> None:
        """Take a strategy that ships; empty: today."""
        self._do(
            lambda state: DeskState.of(
                state.setting, ready_strategy(name, state.today) if name else today_strategy()
            )
        )

    def load(self, name: str, content: bytes) -> None:
        """Take a strategy from a file."""
        self._do(lambda state: DeskState.of(state.setting, uploaded_strategy(name, content)))

    def take_scenario(self, name: str) -> None:
        """Go to a scenario that ships."""
        days = self.state.setting.scenario.company.horizon_days
        self._do(lambda state: state.with_setting(scenario_setting(name, days)))

    def undo(self) -> None:
        """One act back."""
        if self.past:
            self.state = self.past.pop()
            self._changed()

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""
        self._playing.cancel()
        done = self.answer.replications if self.answer is not None and self._is_answered() else 0
        self.view.show_stopped(done, self.wanted)

    def go_on(self) -> None:
        """Sharpen on."""
        self._ask()

    def ask_for_list(self) -> None:
        """The list of the day that is chosen."""
        if not self._is_seen:
            return
        state, day, run = self.state, int(self.view.calls.day.value), int(self.view.calls.year.value) - 1
        self.view.calls.fade()
        self._listing.start(lambda _: self.work.listed(state, day, run), self._list_arrived)

    def close(self) -> None:
        """Nobody looks any more."""
        self._playing.cancel()
        self._listing.cancel()

    # From acts to questions, from answers to what is shown.

    def _do(self, change: Callable[[DeskState], DeskState]) -> None:
        """Carry out an act; what is refused or breaks is told in one sentence and leaves everything as it was."""
        try:
            new = change(self.state)
            if new == self.state:
                return
            self.past = [*self.past, self.state][-_MOST_STEPS_BACK:]
            self.state = new
            self._changed()
        except UserError as error:
            self._refused(error.message)
        except Exception as error:  # noqa: BLE001  (a callback that fails would show nothing at all)
            log.error("An act failed with %s", type(error).__name__)  # the text could hold customer data
            self._refused(BROKEN)

    def _changed(self) -> None:
        self.view.trouble.show("")
        self._show_state()
        if self._is_answered() and self.answer is not None:
            self._show_answer()
        else:
            self.view.fade()
        if self._is_seen:
            self._ask()
            self.ask_for_list()

    def _is_answered(self) -> bool:
        """Whether the last answer is about the plan as it stands."""
        before, now = self.answered, self.state
        return before is not None and before.setting == now.setting and before.levers == now.levers

    def _look_what_is_kept(self) -> None:
        """Before anybody looks only what is kept is shown."""
        state = self.state

        def arrive(found: tuple[DeskAnswer, Keeping] | None) -> None:
            if found is not None:
                self._arrived(state, *found)
            elif self._is_seen:
                self._ask()

        self._playing.start(lambda _: self.work.kept(state, self.stages), arrive)

    def _ask(self, stage: int | None = None, keeping: Keeping | None = None) -> None:
        """Play on to a stage: the first one that is not reached yet."""
        done = self.answer.replications if self.answer is not None and self._is_answered() else 0
        todo = [one for one in self.stages if one > done]
        if not todo:
            self._playing.cancel()
            self.view.show_progress(done, self.wanted)
            return
        state, aim = self.state, stage or todo[0]
        keeping = keeping or Keeping(self.work.shelf)
        if done == 0:
            self.view.show_working(
                "Playing the plan, each step left out, and other staff, with the same luck"
            )

        def work(tell: Progress) -> tuple[DeskAnswer, Keeping]:
            return self.work.played(state, aim, keeping, tell), keeping

        self._playing.start(
            work,
            lambda found: self._arrived(state, *found),
            lambda now, _: self.view.show_progress(min(now, self.wanted - 1), self.wanted),
        )

    def _arrived(self, state: DeskState, answer: DeskAnswer, keeping: Keeping) -> None:
        self.answer, self.answered = answer, state
        self._show_answer(keeping)
        if self._is_seen and answer.replications < self.wanted:
            self._ask(keeping=keeping)

    def _list_arrived(self, found: CallList) -> None:
        self.calls = found
        self.view.calls.show_list(found, self.state.setting.scenario.company.currency)

    def _show_state(self) -> None:
        self.view.show_state(self.state, can_undo=bool(self.past), answer=self.answer)
        fits = self.answer is not None and len(self.answer.ladder) == len(self.state.number_of_step)
        if not self._is_answered() and not fits:  # else the old numbers stay, pale
            self.view.ladder.show_effects(self.state, None)

    def _show_answer(self, keeping: Keeping | None = None) -> None:
        assert self.answer is not None
        self.view.show_answer(self.state, self.answer)
        kept = keeping.made if keeping is not None and keeping.played == 0 else None
        self.view.show_progress(self.answer.replications, self.wanted, kept=kept)

    def _refused(self, sentence: str) -> None:
        self.view.trouble.show(sentence)
        self._show_state()
        if self._is_answered() and self.answer is not None:
            self._show_answer()
        elif not self._playing.is_busy:  # what stands there is of another plan
            self.view.show_working("")

    def _on_address(self, change: dict[str, Any]) -> None:
        """Somebody looks: open with the strategy that the address names, and sharpen to the end."""
        if not change["new"]:
            return
        self._is_seen = True
        name = str(self.address.query.get("strategy", ""))
        if name in ready_names():
            self.take_strategy(name)
        elif not self._playing.is_busy:
            self._ask()
        self.ask_for_list()


def collections_desk(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(CollectionsDesk(**settings).box)
