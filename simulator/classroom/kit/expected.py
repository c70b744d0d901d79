"""Right answers in words, for the trainer alone: worked out by the recipes for each learner of a class."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.classroom.answers import Choice, Goal, Number, Order, Several
from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline
from simulator.classroom.class_list import Member
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Reflection, Task, tasks_of
from simulator.errors import UserError
from simulator.experiment.workers import Workers, replicate

Tell = Callable[[int, int], None]
_MOST_DECIMALS = 6
OPEN, READ = "many are right: the check plays what is handed in", "the learner's own words"


@dataclass(frozen=True)
class Expected:
    """What is right in one exercise of one learner.

    Attributes:
        task: The name of the exercise.
        answer: The right answer, in words.
        tolerance: How far off a number may be; empty where there is none.
        slips: The names of the common mistakes that are recognised.
    """

    task: str
    answer: str
    tolerance: str = ""
    slips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """One learner in one lesson.

    Attributes:
        outline: The lesson.
        member: The learner.
    """

    outline: Outline
    member: Member


@dataclass(frozen=True)
class _Round:
    """Works out the answers of one piece of work by its number; can be sent to another process."""

    works: tuple[Work, ...]

    def __call__(self, number: int) -> tuple[Expected, ...]:
        work = self.works[number]
        case = Case(work.outline, work.member.learner)
        return tuple(expected(task, case) for task in tasks_of(work.outline.name))


def expected_of(
    works: Sequence[Work], workers: Workers = None, tell: Tell | None = None
) -> tuple[tuple[Expected, ...], ...]:
    """The right answers of each piece of work, in its order.

    Args:
        works: Who in which lesson.
        workers: Where they are worked out, as everywhere; the answers do not depend on it.
        tell: Told how many are done, of how many.
    """
    done = 0

    def progress(more: int) -> None:
        nonlocal done
        done += more
        if tell:
            tell(done, len(works))

    return tuple(replicate(_Round(tuple(works)), range(len(works)), workers, progress))


def expected(task: Task, case: Case) -> Expected:
    """What is right in an exercise of a learner's case; a recipe that fails is told, and does not stop the kit."""
    try:
        right = task.right(case)
    except UserError as error:
        return Expected(task.name, f"could not be worked out: {error.message}")
    answer, tolerance = _in_words(task, right)
    slips = tuple(slip.name for slip in right.slips) if isinstance(right, Number) else ()
    return Expected(task.name, answer, tolerance, slips)


def _in_words(task: Task, right: Any) -> tuple[str, str]:
    """The right answer and its tolerance."""
    texts = task.options
    if isinstance(right, Number):
        decimals = decimals_for(right.tolerance)
        return figure(right.value, decimals), f"± {figure(right.tolerance, decimals)}"
    if isinstance(right, Choice):
        return texts.get(right.value, right.value), ""
    if isinstance(right, Several):
        return "; ".join(text for key, text in texts.items() if key in right.value), ""
    if isinstance(right, Order):
        return " → ".join(texts.get(key, key) for key in right.value), ""
    if isinstance(right, Chance):
        return f"{'it happened' if right.happened else 'it did not happen'}: {right.told}", ""
    if isinstance(right, Range):
        return right.told, ""
    if isinstance(right, Goal):
        return OPEN, ""
    return (READ if isinstance(right, Reflection) else OPEN), ""


def decimals_for(tolerance: float) -> int:
    """How many decimals a number needs so that its tolerance can be seen.

    >>> decimals_for(0.0006), decimals_for(0.05), decimals_for(415.0), decimals_for(0.0)
    (4, 2, 0, 6)
    """
    if tolerance <= 0:
        return _MOST_DECIMALS
    return min(_MOST_DECIMALS, max(0, -math.floor(math.log10(tolerance))))


def figure(value: float, decimals: int) -> str:
    """A number with thousands apart and a true minus sign.

    >>> figure(-20735.4, 0)
    '−20,735'
    """
    return f"{value:,.{decimals}f}".replace("-", "−")
