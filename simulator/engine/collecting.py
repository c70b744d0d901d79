"""The ladder and the other levers of collections, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.checks.ladders import meet
from simulator.levers import CollectionPlan, Step
from simulator.parameters import SEGMENTS
from simulator.rules.contact import CHANNELS, WRITE_OFF, scaled_offset
from simulator.rules.worklist import WORKLIST_RULES
from simulator.units import cents

COLLECTION_LEVERS = (("worklist_rule", "i4"),)
_ALL_SEGMENTS = (1 << len(SEGMENTS)) - 1
_ANY_AMOUNT = 1 << 62


class _Planned(NamedTuple):
    """A step on the day on which it is taken."""

    day: int
    step: Step


def collection_levers(plan: CollectionPlan) -> dict[str, Any]:
    """Whom collectors call first."""
    return {"worklist_rule": WORKLIST_RULES.index(plan.worklist_rule)}


def ladder_numbers(plan: CollectionPlan) -> NDArray[np.int64]:
    """The ladder's steps before the write-off, brought forward by the intensity, and the write-off itself.

    Where the intensity brings two steps of one invoice to one day, the later one moves a day on: none is dropped.
    """
    planned: list[_Planned] = []
    for step in sorted(plan.ladder, key=lambda step: step.day):
        earlier = [other.day for other in planned if meet(other.step.model_dump(), step.model_dump())]
        day = scaled_offset(step.day, plan.intensity)
        planned.append(_Planned(max(day, max(earlier) + 1) if earlier else day, step))
    rows = [
        (day, CHANNELS.index(step.channel), *_whom(step))
        for day, step in sorted(planned, key=lambda one: one.day)
        if day < plan.write_off_days
    ]
    return np.array([*rows, (plan.write_off_days, WRITE_OFF, _ALL_SEGMENTS, 0, _ANY_AMOUNT)], dtype=np.int64)


def _whom(step: Step) -> tuple[int, int, int]:
    """Segments as bits, and the amounts (cents) from which and below which a step is for an invoice."""
    segments = sum(1 << SEGMENTS.index(name) for name in step.segments) or _ALL_SEGMENTS
    return (
        segments,
        0 if step.above is None else cents(step.above),
        _ANY_AMOUNT if step.below is None else cents(step.below),
    )
