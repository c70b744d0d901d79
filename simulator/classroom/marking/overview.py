"""What the class got wrong: tasks hardest first, with the slips by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from simulator.classroom.marking.grading import Marked, MarkedTask
from simulator.classroom.marking.marking import MarkedClass
from simulator.classroom.tasks import Task, tasks_of


@dataclass(frozen=True)
class Hardness:
    """How a class did in one task.

    Attributes:
        lesson: Of which lesson.
        task: Which one.
        handed_in: How many handed the lesson in.
        right: How many of them got it right.
        unanswered: How many gave nothing.
        slips: The common mistakes, by name and how often, most frequent first.
        score: For a prediction, the average score.
    """

    lesson: str
    task: Task
    handed_in: int
    right: int
    unanswered: int
    slips: tuple[tuple[str, int], ...]
    score: float | None = None

    @property
    def words(self) -> str:
        """The slips in words: `7 of 30: month for day`."""
        return "; ".join(f"{count} of {self.handed_in}: {name}" for name, count in self.slips)


def hardest_first(done: MarkedClass) -> tuple[Hardness, ...]:
    """The graded tasks, those that fewest got right first."""
    found = [
        _hardness(done, lesson, task) for lesson in done.lessons for task in tasks_of(lesson) if task.points
    ]
    return tuple(sorted(found, key=lambda one: one.right / (one.handed_in or 1)))


def predictions(done: MarkedClass) -> tuple[Hardness, ...]:
    """How the class predicted, by task."""
    found = [_hardness(done, lesson, task) for lesson in done.lessons for task in tasks_of(lesson)]
    return tuple(one for one in found if one.task.kind in ("chance", "range"))


def reflections(done: MarkedClass) -> tuple[tuple[Marked, MarkedTask], ...]:
    """What was written for the trainer to read."""
    return tuple(
        (one, task)
        for one in done.marked
        for task in one.tasks
        if task.task.kind == "reflection" and task.given
    )


def _hardness(done: MarkedClass, lesson: str, task: Task) -> Hardness:
    answers = [
        answer
        for one in done.marked
        if one.outline.name == lesson and one.was_handed_in
        for answer in one.tasks
        if answer.task.name == task.name
    ]
    slips = Counter(one.verdict.slip for one in answers if one.verdict.slip and not one.verdict.is_right)
    scores = [one.verdict.score for one in answers if one.verdict.score is not None]
    return Hardness(
        lesson,
        task,
        handed_in=len(answers),
        right=sum(one.verdict.is_right for one in answers),
        unanswered=sum(not one.verdict.is_answered for one in answers),
        slips=tuple(sorted(slips.items(), key=lambda pair: (-pair[1], pair[0]))),
        score=sum(scores) / len(scores) if scores else None,
    )
