"""The two days of the dunning ladder that people speak of: the first reminder and the first call after due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.levers import Step

FIRST_DAYS = {"first_reminder": "email", "first_call": "call"}
"""Which contact each of them is."""
EARLIEST, LATEST = 1, 60


def first_day(ladder: Sequence[Step], name: str) -> int | None:
    """Days after due of the first reminder or the first call; None where the ladder has none.

    >>> first_day((Step(day=-5, channel="email"), Step(day=3, channel="email")), "first_reminder")
    3
    """
    return min((step.day for step in ladder if _is_of(step, name)), default=None)


def with_first_day(ladder: Sequence[Step], name: str, day: int) -> tuple[dict[str, Any], ...]:
    """The ladder with its first reminder or call on another day.

    Later steps of the same channel keep their distance to it; other channels stay where they are. A step is never
    brought before the day after due.

    >>> with_first_day((Step(day=10, channel="call"), Step(day=20, channel="call")), "first_call", 5)
    ({'day': 5, 'channel': 'call'}, {'day': 15, 'channel': 'call'})
    """
    now = first_day(ladder, name)
    if now is None:
        moved = [*ladder, Step(day=day, channel=FIRST_DAYS[name])]  # type: ignore[arg-type]  # one of the channels
    else:
        moved = [
            step.model_copy(update={"day": step.day + day - now}) if _is_of(step, name) else step
            for step in ladder
        ]
    return tuple(step.model_dump() for step in sorted(moved, key=lambda step: (step.day, step.channel)))


def _is_of(step: Step, name: str) -> bool:
    return step.channel == FIRST_DAYS[name] and step.day >= EARLIEST
