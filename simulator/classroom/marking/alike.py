"""Answers that are somebody else's: the same digits, though the cases differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from simulator.classroom.answers import number_of
from simulator.classroom.marking.grading import Marked, MarkedTask

_FEWEST_DIGITS = 4


def remark_on_alike(marked: Sequence[Marked]) -> None:
    """Tell the trainer of numbers that two learners share to all digits though their right answers differ.

    Numbers of few digits are left out: two people may well both say 30.
    """
    shared: dict[tuple[str, str, float], list[tuple[Marked, MarkedTask]]] = defaultdict(list)
    for one in marked:
        for task in one.tasks:
            given = _telling(task)
            if given is not None:
                shared[one.outline.name, task.task.name, given].append((one, task))
    for (_, name, _), group in shared.items():
        for one, task in group:
            others = [other for other, of in group if other is not one and _differ(task, of)]
            if others:
                names = ", ".join(other.member.learner.name for other in others[:3])
                one.remarks.append(f"{name} has the same digits as {names}, whose case is another")


def _telling(task: MarkedTask) -> float | None:
    """A number with enough digits to say whose it is."""
    if task.right is None or task.given is None:
        return None
    given = number_of(task.given, task.task.unit)
    if isinstance(given, str):
        return None
    digits = Decimal(repr(given)).normalize().as_tuple().digits
    return given if len(digits) >= _FEWEST_DIGITS else None


def _differ(one: MarkedTask, other: MarkedTask) -> bool:
    """Whether no one answer is right in both cases."""
    if one.right is None or other.right is None:
        return False
    return abs(one.right - other.right) > one.tolerance + other.tolerance
