"""Lesson 7: the worklist of an afternoon, five customers to call, worked by hand."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.classroom.case import Case
from simulator.classroom.handouts.sheet import Sheet, money

NAMES = ("Alder", "Birch", "Cedar", "Damson", "Elm")
COLLECTORS = 2
_CALLS = ((30_000, 2), (12_000, 20), (4_000, 35), (9_000, 3), (2_500, 4))
"""Overdue (EUR), and after how many days it comes by itself."""
_MINUTES = (6, 9, 11, 14, 18, 21, 25)
_TRIES = 60


@dataclass(frozen=True)
class Call:
    """A customer who is to be called.

    Attributes:
        name: Who (synthetic).
        overdue: What is overdue (EUR).
        days: In how many days it comes if nobody calls, by the customer's own history.
        minutes: What the call will take.
    """

    name: str
    overdue: int
    days: int
    minutes: int

    @property
    def gain(self) -> int:
        """Euro-days that a call saves at most: 4,000 EUR that would come in 35 days are 140,000."""
        return self.overdue * self.days


def calls(case: Case) -> list[Call]:
    """The five calls of a learner, by name: other amounts, minutes and names for each.

    Minutes are dealt again where a wrong way of working would come out right by chance.
    """
    dealt = (_dealt(case.seed, again) for again in range(_TRIES))
    found = next((queue for queue in dealt if _tells_apart(queue)), _dealt(case.seed, 0))
    return sorted(found, key=lambda call: call.name)


def _dealt(seed: int, again: int) -> list[Call]:
    """Five calls; another time with other minutes."""
    turned = seed // 7 % len(NAMES)
    found = []
    for place, (overdue, days) in enumerate(_CALLS):
        own = seed // (3 ** (place + 1))
        amount = round(overdue * (0.92 + 0.02 * (own % 9)), -2)
        minutes = _MINUTES[(seed + 7_919 * again) // (5 ** (place + 1)) % len(_MINUTES)]
        found.append(Call(NAMES[(place * 2 + turned) % len(NAMES)], int(amount), days, minutes))
    return found


def _tells_apart(queue: list[Call]) -> bool:
    """Whether each wrong way to the fifth call comes out at another minute, and none at the right one."""
    order = sorted(queue, key=lambda call: -call.gain)
    start = begins(order)[-1]
    before = sum(call.minutes for call in order[:-1])
    sheet = begins(sorted(queue, key=lambda call: call.name))[-1]
    largest = begins(sorted(queue, key=lambda call: -call.overdue))[-1]
    found = [start, start + order[-1].minutes, before, before / 2, sheet, largest]
    return len(set(found)) == len(found)


def by_gain(case: Case) -> list[Call]:
    """The calls, the one that saves most first."""
    return sorted(calls(case), key=lambda call: -call.gain)


def begins(queue: list[Call], collectors: int = COLLECTORS) -> list[int]:
    """When each call begins (minutes after the shift opens): who is free first takes the next.

    >>> begins([Call("", 1, 1, minutes) for minutes in (12, 6, 9, 20, 5)])
    [0, 0, 6, 12, 15]
    """
    free = [0] * collectors
    found = []
    for call in queue:
        first = free.index(min(free))
        found.append(free[first])
        free[first] += call.minutes
    return found


def worklist(case: Case) -> Sheet:
    """The afternoon's list, as the desk sees it."""
    rows = [(one.name, money(one.overdue), f"{one.days}", f"{one.minutes}") for one in calls(case)]
    head = ("Customer (synthetic)", "Overdue, EUR", "Comes by itself in, days", "The call takes, minutes")
    return Sheet("Worklist, 15:30", head, rows, "Two collectors; a call that has begun is finished.")
