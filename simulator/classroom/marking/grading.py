"""Judging what came back: each task by its recipe and the owner's own case; nothing of the notebook has a say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.classroom.answers import Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline, outline
from simulator.classroom.class_list import Member
from simulator.classroom.marking.cells import opened_as
from simulator.classroom.marking.handed_in import HandedIn
from simulator.classroom.marking.recorded import bearable, shown_text
from simulator.classroom.marking.running import Played
from simulator.classroom.tasks import PREDICTIONS, Task, tasks_of
from simulator.classroom.verdicts import Verdict, not_yet, unanswered

NOT_HANDED_IN, UNJUDGED = "nothing handed in", "could not be judged"


@dataclass(frozen=True)
class MarkedTask:
    """One task, judged.

    Attributes:
        task: What was asked.
        given: The answer, made bearable; None: none.
        verdict: What is said of it.
        right: The right number in this learner's case, where it is a number; it is never shown to learners.
        tolerance: How far off a right answer may be.
    """

    task: Task
    given: Any
    verdict: Verdict
    right: float | None = None
    tolerance: float = 0.0

    @property
    def points(self) -> int:
        """What was earned."""
        return self.task.points if self.verdict.is_right else 0

    @property
    def is_prediction(self) -> bool:
        """Whether it is scored and not graded."""
        return self.task.kind in PREDICTIONS


@dataclass
class Marked:
    """One lesson of one learner, marked.

    Attributes:
        member: Whose it is.
        outline: Which lesson.
        tasks: The tasks in their order.
        remarks: What the trainer should know.
        was_handed_in: Whether there was anything.
    """

    member: Member
    outline: Outline
    tasks: tuple[MarkedTask, ...]
    remarks: list[str] = field(default_factory=list)
    was_handed_in: bool = True

    @property
    def points(self) -> int:
        """What was earned together."""
        return sum(one.points for one in self.tasks)

    @property
    def most(self) -> int:
        """What could be earned."""
        return sum(one.task.points for one in self.tasks)

    @property
    def percent(self) -> float:
        """What was earned of what could be (percent, one decimal)."""
        return round(100 * self.points / self.most, 1) if self.most else 0.0


def grade(work: HandedIn, played: Played) -> Marked:
    """Judge what a learner answered in code, and in the forms where code gave nothing."""
    about = outline(work.lesson)
    case, tasks = Case(about, work.member.learner), tasks_of(work.lesson)
    answers = {**(work.kept or {}), **played.answers}
    marked = tuple(_judged(task, case, answers) for task in tasks)
    unknown = sorted(set(answers) - {task.name for task in tasks})
    remarks = [*work.remarks, *_of_run(played), *_of_owner(work)]
    if unknown:
        names = ", ".join(shown_text(str(name))[:40] for name in unknown[:5])
        remarks.append(f"answers to what was not asked: {names}")
    remarks += [f"{one.task.name} {UNJUDGED}" for one in marked if one.verdict.slip == UNJUDGED]
    return Marked(work.member, about, marked, remarks)


def absent(member: Member, lesson: str) -> Marked:
    """A learner of the class who handed nothing in of a lesson."""
    verdict = unanswered(f"{NOT_HANDED_IN}.")
    tasks = tuple(MarkedTask(task, None, verdict) for task in tasks_of(lesson))
    return Marked(member, outline(lesson), tasks, [NOT_HANDED_IN], was_handed_in=False)


def _judged(task: Task, case: Case, answers: Mapping[str, Any]) -> MarkedTask:
    given = bearable(answers.get(task.name), is_text=task.kind == "reflection")
    if given is None:  # what is right need not be worked out for that
        return MarkedTask(task, None, unanswered("no answer was handed in."))
    try:
        right = task.right(case)
    except Exception:  # noqa: BLE001  (nor must a case of which something is undefined)
        return MarkedTask(
            task, given, not_yet("This could not be judged; your trainer looks at it.", UNJUDGED)
        )
    try:
        verdict = right.judge(given)
    except Exception:  # noqa: BLE001  (a stranger's answer must not stop the class)
        verdict = not_yet("This answer could not be read; give it as the question asks for it.", "unreadable")
    if isinstance(right, Number):
        return MarkedTask(task, given, verdict, right.value, right.tolerance)
    return MarkedTask(task, given, verdict)


def _of_run(played: Played) -> Sequence[str]:
    """What went wrong while the notebook ran."""
    remarks = [f"the notebook was ended: {played.ended}"] if played.ended else []
    if played.errors:
        cells = "; ".join(f"cell {number} {name}" for number, name in played.errors[:5])
        more = f"; {len(played.errors) - 5} more" if len(played.errors) > 5 else ""
        remarks.append(f"cells that failed: {cells}{more}")
    return remarks


def _of_owner(work: HandedIn) -> Sequence[str]:
    """Whether the notebook says that it is somebody else's."""
    owner = work.member.learner
    others = {
        shown_text(f"{learner} of class {group}")[:80]
        for learner, group in opened_as(work.cells or ())
        if learner.casefold() != owner.name.casefold() or group != owner.group
    }
    named = sorted(others)
    return (
        [
            f"the notebook opens the lesson as {', '.join(named[:3])}; judged as {owner.name} of class {owner.group}"
        ]
        if named
        else []
    )
