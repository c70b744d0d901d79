"""Answers without a Run button: a thread that works on the latest question only, and can be stopped at any time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.experiment.live import Live
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison

WANTED = 200
_KEPT_SETTINGS = 2
_BROKEN = "The page met something that it cannot work out. Nothing is lost: undo the last change, or reload the page."

log = logging.getLogger("creditlab")


@dataclass(frozen=True)
class Step:
    """What is being done before there are numbers, in words."""

    words: str


@dataclass(frozen=True)
class Answer:
    """A comparison of the strategies of a state; it may become sharper, and may be kept from before."""

    lab: Lab
    comparison: Comparison
    is_settled: bool
    kept_from: datetime | None = None


@dataclass(frozen=True)
class Trouble:
    """Why there is no answer, in a sentence."""

    sentence: str


Message = Step | Answer | Trouble
Tell = Callable[[int, Message], None]
"""Told the number of the question and what there is to say; called in the thread that works."""


class Answers:
    """Works on one question at a time; a new one ends the work on the one before.

    Attributes:
        wanted: Replications after which an answer is settled.
        limit: No more than this many for now: a page that nobody looks at yet shall not take the processor from
            those that are looked at.
    """

    def __init__(self, tell: Tell, *, wanted: int = WANTED) -> None:
        self.wanted = wanted
        self.limit = wanted
        self._tell = tell
        self._wake = threading.Condition()
        self._question: Lab | None = None
        self._number = 0
        self._is_stopped = False
        self._is_closed = False
        self._worlds: list[tuple[tuple[Setting, int], Live]] = []
        self._thread: threading.Thread | None = None

    @property
    def number(self) -> int:
        """The number of the latest question: what was told for an earlier one is old."""
        return self._number

    def ask(self, lab: Lab) -> int:
        """Ask for the numbers of a state; returns the question's number."""
        with self._wake:
            self._number += 1
            self._question = lab
            self._is_stopped = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="answers", daemon=True)
                self._thread.start()
            self._wake.notify()
            return self._number

    def stop_here(self) -> None:
        """Leave the answer as sharp as it is."""
        self._is_stopped = True

    def close(self) -> None:
        """End the thread."""
        with self._wake:
            self._is_closed = True
            self._number += 1
            self._wake.notify()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._question is not None or self._is_closed)
                if self._is_closed:
                    return
                lab, number = self._question, self._number
                self._question = None
            assert lab is not None
            try:
                self._answer(lab, number)
            except UserError as error:
                self._tell(number, Trouble(error.message))
            except Exception as error:  # noqa: BLE001  (a thread that dies would leave the page waiting in silence)
                log.error(
                    "An answer failed with %s", type(error).__name__
                )  # the text could hold customer data
                self._tell(number, Trouble(_BROKEN))

    def _answer(self, lab: Lab, number: int) -> None:
        live = self._world_of(lab, number)
        wanted = self.wanted_of(lab)
        limit = wanted if live.is_kept(lab.strategies, wanted) else self.limit

        def is_cancelled() -> bool:
            return self._number != number or self._is_stopped

        for comparison in live.answers(lab.strategies, wanted=min(wanted, limit), is_cancelled=is_cancelled):
            if self._number != number:
                return
            settled = comparison.replications >= wanted
            self._tell(number, Answer(lab, comparison, settled, live.kept_from))
            if settled:
                live.keep(lab.strategies)

    def wanted_of(self, lab: Lab) -> int:
        """Replications after which the answer about a state is settled."""
        return lab.replications or self.wanted

    def portfolio_of(self, lab: Lab) -> Portfolio | None:
        """The customers of a state that was answered; None where its world is not there any more."""
        return next(
            (live.portfolio for known, live in self._worlds if known == (lab.setting, lab.seed)), None
        )

    def _world_of(self, lab: Lab, number: int) -> Live:
        """The world of a setting, made once; the last ones are kept, so that undo is quick."""
        setting, seed = lab.setting, lab.seed
        for known, live in self._worlds:
            if known == (setting, seed):
                return live
        from simulator.engine.preparing import is_prepared, prepare_kernels
        from simulator.experiment.kept.shelf import Shelf
        from simulator.experiment.live import Live

        if not is_prepared():
            self._tell(number, Step("Compiling the engine, once for this version: about two minutes"))
            prepare_kernels()
        count = setting.scenario.portfolio.customers
        whose = "your ledger's" if setting.portfolio is not None else "the scenario's"
        self._tell(number, Step(f"Preparing {whose} {count} customers"))
        # what an uploaded ledger brings stays in memory: nothing of it is kept
        shelf = Shelf() if setting.portfolio is None else None
        live = Live(setting.scenario, setting.portfolio, seed=seed, shelf=shelf)
        live.prepare()
        self._worlds = [*self._worlds, ((setting, seed), live)][-_KEPT_SETTINGS:]
        return live
