"""The variants of a desk's plan: a step left out, other staff, another order of calls, half today and half new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.engine.collecting import ladder_numbers
from simulator.levers import Levers
from simulator.results.desk.answer import NOBODY, STOP_SUPPLY, THIS, TODAY, first, mixture, staff, without
from simulator.rules.worklist import WORKLIST_RULES

NEVER_STOPPED = 100_000
"""Days late by which supply is never stopped, as the dictionary has it."""

LADDER, STAFF, REST = "ladder", "staff", "everything else"
_STAFF = ("collectors", "shift_minutes", "minutes_per_call", "worklist_rule", "outsourcing_fee_per_account")
_AROUND = 4


def as_it_comes_out(levers: Levers) -> Levers:
    """The same plan at an intensity of 1: the days and the people that the intensity makes of it.

    >>> found = as_it_comes_out(Levers().but(collections={"intensity": 2.0})).collections
    >>> found.collectors, [step.day for step in found.ladder]
    (2, [-5, 2, 5, 10, 15, 23])
    """
    plan = levers.collections
    if plan.intensity == 1.0:
        return levers
    steps = sorted(plan.ladder, key=lambda step: step.day)
    days = [int(day) for day in ladder_numbers(plan)[:-1, 0]]
    ladder = [step.model_dump() | {"day": day} for step, day in zip(steps[: len(days)], days, strict=True)]
    people = int(plan.collectors * plan.intensity + 0.5)
    return levers.but(collections={"intensity": 1.0, "ladder": ladder, "collectors": people})


def variants(today: Levers, this: Levers) -> dict[str, Levers]:
    """Every variant by its name; what contradicts itself is among them."""
    plan = this.collections
    found = {
        TODAY: today,
        THIS: this,
        NOBODY: this.but(collections={"ladder": [], "collectors": 0, "outsourcing_fee_per_account": 0.0}),
    }
    steps = [step.model_dump() for step in plan.ladder]
    for place in range(len(steps)):
        found[without(place)] = this.but(
            collections={"ladder": [step for other, step in enumerate(steps) if other != place]}
        )
    if this.credit_policy.stop_supply_days < NEVER_STOPPED:
        found[without(STOP_SUPPLY)] = this.but(credit_policy={"stop_supply_days": NEVER_STOPPED})
    for count in counts_around(today.collections.collectors, plan.collectors):
        found[staff(count)] = this.but(collections={"collectors": count})
    for rule in WORKLIST_RULES:
        found[first(rule)] = this.but(collections={"worklist_rule": rule})
    parts = parts_of(today, this)
    for number in range(1, 2 ** len(parts) - 1):
        found[mixture(number)] = mixed(today, this, parts, number)
    return found


def counts_around(today: int, this: int) -> tuple[int, ...]:
    """Numbers of collectors that are looked at: four from one fewer on, today's and this plan's among them.

    >>> counts_around(1, 1), counts_around(2, 3), counts_around(2, 9)
    ((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4, 9))
    """
    start = max(1, min(today, this) - 1)
    return tuple(sorted({*range(start, start + _AROUND), *(count for count in (today, this) if count)}))


def parts_of(today: Levers, this: Levers) -> tuple[str, ...]:
    """What differs: the ladder (with stop of supply), the staff (with whom it calls first), everything else."""
    return tuple(name for name in (LADDER, STAFF, REST) if _part(today, name) != _part(this, name))


def mixed(today: Levers, this: Levers, parts: tuple[str, ...], number: int) -> Levers:
    """Today's plan, with the parts whose bits are set from this one."""
    chosen = {part for place, part in enumerate(parts) if number & 1 << place}
    base = this if REST in chosen else today
    taken = {name: this if name in chosen else today for name in (LADDER, STAFF)}
    collections: dict[str, Any] = {}
    for name, source in taken.items():
        collections |= _collections(source, name)
    stop = taken[LADDER].credit_policy.stop_supply_days
    return base.but(collections=collections, credit_policy={"stop_supply_days": stop})


def _part(levers: Levers, name: str) -> Any:
    if name == REST:
        neutral = {"ladder": [], **{lever: getattr(Levers().collections, lever) for lever in _STAFF}}
        return levers.but(collections=neutral, credit_policy={"stop_supply_days": 0})
    own = _collections(levers, name)
    return (own, levers.credit_policy.stop_supply_days) if name == LADDER else own


def _collections(levers: Levers, name: str) -> dict[str, Any]:
    plan = levers.collections
    if name == LADDER:
        return {"ladder": [step.model_dump() for step in plan.ladder]}
    return {lever: getattr(plan, lever) for lever in _STAFF}


def told_apart(
    found: Mapping[str, Levers], contradictions: Callable[[Levers], tuple[str, ...]]
) -> tuple[dict[str, Levers], dict[str, str]]:
    """The variants that can be played, and why the others cannot.

    Args:
        found: Variants by name.
        contradictions: What contradicts itself in a plan, in sentences.
    """
    sentences = {name: contradictions(levers) for name, levers in found.items()}
    playable = {name: levers for name, levers in found.items() if not sentences[name]}
    return playable, {name: said[0] for name, said in sentences.items() if said}
