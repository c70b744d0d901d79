"""Where a lesson's answers go: judged at once on the learner's own desk, only written down while it is marked."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Protocol

from simulator.classroom.case import Case
from simulator.classroom.verdicts import Verdict, right

RECORDING = "CREDITLAB_RECORDING"
"""Environment variable: the file that answers go to while a submission is marked; nothing is judged there."""


WRITTEN_DOWN = "Written down. The end of the lesson says how good it was."


class Desk(Protocol):
    """What a lesson asks for."""

    def ask(self, name: str, answer: Any) -> Any:
        """A task, with an answer or without."""

    def check(self, name: str, answer: Any) -> None:
        """An answer, told in text."""

    def lab(self, case: Case, levers: Sequence[str], measures: Sequence[str], hand_in: str) -> Any:
        """The small lab."""

    def handed_in(self, name: str) -> Any:
        """What was answered by hand; None while nothing was."""

    def progress(self) -> Any:
        """What is done."""


class Recorder:
    """Writes answers down and judges nothing: the marker judges them in another process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, name: str, answer: Any) -> None:
        """Write an answer down, a line each; the last one counts."""
        from simulator.classroom.plain import as_recorded

        line = json.dumps([name, as_recorded(answer)])
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    check = ask

    def lab(self, case: Case, levers: Sequence[str], measures: Sequence[str], hand_in: str) -> None:
        """Nothing is played by hand here."""

    def handed_in(self, name: str) -> None:
        """Nothing is answered by hand here."""

    def progress(self) -> None:
        """Nothing is told here."""


class OwnDesk:
    """Judges at once, shows forms, and keeps what is answered in them."""

    def __init__(self, case: Case) -> None:
        from simulator.classroom.kept import Kept, beside
        from simulator.classroom.tasks import tasks_of

        self._case = case
        self._tasks = tasks_of(case.outline.name)
        self._kept = Kept(beside(case.outline.name))
        self._forms: dict[str, Any] = {}
        self._done: dict[str, bool] = {}
        self._predicted: dict[str, Verdict] = {}
        self._progress: list[Any] = []

    def judge(self, name: str, given: Any) -> Verdict:
        """What is to be said of an answer; of a prediction only that it is written down, so that the run tells."""
        from simulator.classroom.plain import as_recorded
        from simulator.classroom.tasks import PREDICTIONS, judge

        verdict = judge(self._tasks[name], self._case, as_recorded(given))
        self._done[name] = verdict.is_right
        if verdict.is_right and self._tasks[name].kind in PREDICTIONS:
            self._predicted[name] = verdict
            return right(WRITTEN_DOWN)
        return verdict

    def keep(self, name: str, given: Any) -> Verdict:
        """Keep an answer given by hand, and judge it."""
        self._kept.put(name, self._tasks[name].plain(given))
        verdict = self.judge(name, given)
        for shown in self._progress:
            shown.value = self._progress_html()
        return verdict

    def ask(self, name: str, answer: Any) -> Any:
        """The form of a task; an answer from code is judged at once, else the kept one."""
        from simulator.classroom.forms import Form

        task, kept = self._tasks[name], self._kept.answers.get(name)
        form = self._forms[name] = Form(task, lambda given: self.keep(name, given), kept)
        given = kept if answer is None else answer
        if given is not None:
            form.say(self.judge(name, given))
        return form.box

    def check(self, name: str, answer: Any) -> None:
        """Print what is to be said of an answer."""
        print(f"{name}: {self.judge(name, answer).sentence}")  # noqa: T201  (a notebook's own line)

    def lab(self, case: Case, levers: Sequence[str], measures: Sequence[str], hand_in: str) -> Any:
        """The small lab; what is handed in goes into the task's form."""
        from simulator.classroom.bench import Bench

        task = self._tasks[hand_in] if hand_in else None

        def hand(changes: Any) -> None:
            if task is None:
                return
            verdict = self.keep(task.name, changes)
            if task.name in self._forms:
                self._forms[task.name].field.show(changes)
                self._forms[task.name].say(verdict)

        bench = Bench(case, levers, measures, hand if task else None)
        return bench.box

    def handed_in(self, name: str) -> Any:
        """What was answered by hand; None while nothing was."""
        return self._kept.answers.get(self._tasks[name].name)

    def progress(self) -> Any:
        """How many tasks pass, which do not yet, and what the predictions were worth; it follows what is answered."""
        import ipywidgets as widgets

        for task in self._tasks:
            if task.name in self._kept.answers and task.name not in self._done:
                self.judge(task.name, self._kept.answers[task.name])
        self._progress.append(widgets.HTML(self._progress_html()))
        return self._progress[-1]

    def _progress_html(self) -> str:
        names = [task.name for task in self._tasks]
        open_still = [name for name in names if not self._done.get(name)]
        rest = f"Still open: {', '.join(open_still)}." if open_still else "All done."
        told = [f"<p>{escape(verdict.sentence)}</p>" for verdict in self._predicted.values()]
        done = f'<p role="status">{len(names) - len(open_still)} of {len(names)} done. {escape(rest)}</p>'
        return done + "".join(told)


def desk_for(case: Case) -> Desk:
    """The learner's own desk, or the marker's notebook where the lesson is marked."""
    recording = os.environ.get(RECORDING)
    return Recorder(Path(recording)) if recording else OwnDesk(case)
