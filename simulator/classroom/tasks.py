"""Tasks of a lesson: what is asked, in which form, and where the right answer comes from.

Each lesson has one file in `simulator/classroom/exercises`, named as its notebook, with one `Tasks` called `TASKS`:

    TASKS = Tasks("03_early_payment_discount")

    @TASKS.number("yearly_rate", "What does the customer earn a year?", unit="fraction per year", points=2)
    def yearly_rate(case: Case) -> Number:
        ...
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from simulator.classroom.answers import Answer
from simulator.classroom.case import Case
from simulator.classroom.plain import as_plain, changes_of
from simulator.classroom.verdicts import Verdict, right, unanswered
from simulator.errors import UserError
from simulator.parameters import nearest

Kind = Literal["number", "choice", "several", "order", "plan", "chance", "range", "reflection"]
PREDICTIONS = ("chance", "range")
UNGRADED = (*PREDICTIONS, "reflection")
FEWEST_WORDS = 25
Right = Callable[[Case], Answer]


@dataclass(frozen=True)
class Reflection:
    """Words of the learner's own; the trainer reads them."""

    fewest: int = FEWEST_WORDS

    def judge(self, given: Any) -> Verdict:
        """Whether something was written."""
        words = len(str(given or "").split())
        if words < self.fewest:
            return unanswered(f"write at least {self.fewest} words; so far there are {words}.")
        return right("Noted. Your trainer reads it.")


@dataclass(frozen=True)
class Task:
    """One thing that a learner answers.

    Attributes:
        name: Its name in the notebook.
        kind: In which form it is answered.
        ask: The question, in one sentence.
        right: What is right in a learner's case.
        unit: The unit of a number.
        options: What can be chosen, as key and text.
        points: What it counts; predictions and reflections count nothing.
        topics: What it practises, by the keys of course/syllabus.yaml.
    """

    name: str
    kind: Kind
    ask: str
    right: Right
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    points: int = 0
    topics: tuple[str, ...] = ()

    def plain(self, given: Any) -> Any:
        """An answer as JSON can hold it; what cannot be one becomes a text that says its kind."""
        if self.kind == "plan":
            return changes_of(given) if given else None
        return as_plain(given)


class Tasks:
    """The tasks of a lesson, in their order."""

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        self._tasks: dict[str, Task] = {}

    def __iter__(self) -> Iterator[Task]:
        return iter(self._tasks.values())

    def __len__(self) -> int:
        return len(self._tasks)

    def __getitem__(self, name: str) -> Task:
        if name not in self._tasks:
            near = nearest(name, list(self._tasks))
            known = f"Did you mean '{near}'?" if near else f"There are {', '.join(self._tasks)}."
            raise UserError(f"Lesson {self.lesson} has no task '{name}'. {known}")
        return self._tasks[name]

    @property
    def points(self) -> int:
        """What all tasks count together."""
        return sum(task.points for task in self)

    def number(
        self, name: str, ask: str, *, unit: str, points: int = 1, topics: tuple[str, ...] = ()
    ) -> Callable[[Right], Right]:
        """A task answered with one number."""
        return self._add(name, "number", ask, unit=unit, points=points, topics=topics)

    def choice(
        self,
        name: str,
        ask: str,
        options: Mapping[str, str],
        *,
        points: int = 1,
        topics: tuple[str, ...] = (),
    ) -> Callable[[Right], Right]:
        """A task answered by choosing one option."""
        return self._add(name, "choice", ask, options=options, points=points, topics=topics)

    def several(
        self,
        name: str,
        ask: str,
        options: Mapping[str, str],
        *,
        points: int = 1,
        topics: tuple[str, ...] = (),
    ) -> Callable[[Right], Right]:
        """A task answered by choosing all options that apply."""
        return self._add(name, "several", ask, options=options, points=points, topics=topics)

    def order(
        self,
        name: str,
        ask: str,
        options: Mapping[str, str],
        *,
        points: int = 1,
        topics: tuple[str, ...] = (),
    ) -> Callable[[Right], Right]:
        """A task answered by putting options in order."""
        return self._add(name, "order", ask, options=options, points=points, topics=topics)

    def plan(
        self, name: str, ask: str, *, points: int = 2, topics: tuple[str, ...] = ()
    ) -> Callable[[Right], Right]:
        """A task answered with a strategy of one's own."""
        return self._add(name, "plan", ask, points=points, topics=topics)

    def chance(self, name: str, ask: str) -> Callable[[Right], Right]:
        """A prediction: how likely something is (0 to 1)."""
        return self._add(name, "chance", ask)

    def range(self, name: str, ask: str, *, unit: str) -> Callable[[Right], Right]:
        """A prediction: the range that holds a number four times in five."""
        return self._add(name, "range", ask, unit=unit)

    def reflection(self, name: str, ask: str, *, fewest: int = FEWEST_WORDS) -> None:
        """A reflection: words that the trainer reads."""
        self._add(name, "reflection", ask)(lambda _case: Reflection(fewest))

    def _add(self, name: str, kind: Kind, ask: str, **more: Any) -> Callable[[Right], Right]:
        if name in self._tasks:
            raise ValueError(f"{self.lesson} has two tasks called {name}")

        def keep(right_answer: Right) -> Right:
            self._tasks[name] = Task(name, kind, ask, right_answer, **more)
            return right_answer

        return keep


def tasks_of(lesson: str) -> Tasks:
    """The tasks of a lesson; none where the lesson has no exercises."""
    module = f"simulator.classroom.exercises.lesson_{lesson}"
    if importlib.util.find_spec(module) is None:
        return Tasks(lesson)
    return cast("Tasks", importlib.import_module(module).TASKS)


def judge(task: Task, case: Case, given: Any) -> Verdict:
    """Judge an answer of a learner's case; what stands in the notebook has no part in it."""
    return task.right(case).judge(given)
