"""The dunning ladder as it is written: its steps, whom each is for, and their order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

from simulator.checks.complaints import Complaint, KeyPath, kind_of
from simulator.checks.scalars import Checked, plain
from simulator.parameters import CHANNELS, LADDER_CHANNELS, SEGMENTS, Parameter, frozen, nearest, told

CONDITIONS = ("segments", "above", "below")
"""Whom a step is for: segments of customers, and amounts of invoices (with VAT) from one up to another."""


def meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether there can be an invoice that both steps are for.

    >>> meet({"above": 5000.0}, {"below": 5000.0}), meet({"segments": ["sme"]}, {"above": 5000.0})
    (False, True)
    """
    groups = [set(step.get("segments") or SEGMENTS) for step in (one, other)]
    lowest = max(step.get("above") or 0.0 for step in (one, other))
    ends = [step.get("below") for step in (one, other)]
    highest = min(math.inf if end is None else end for end in ends)
    return bool(groups[0] & groups[1]) and lowest < highest


def check_ladder(parameter: Parameter, value: Any, path: KeyPath) -> Checked:
    """Check the steps of the dunning ladder, one by one and in their order."""
    if not isinstance(value, list | tuple):
        advice = "Write steps such as {day: 10, channel: call}."
        return None, [Complaint(f"'ladder' is {kind_of(value)}, not a list", path, advice)]
    complaints: list[Complaint] = []
    for place, item in enumerate(value):
        complaints += _mistakes(parameter, plain(item), (*path, str(place)))
    if complaints:
        return None, complaints
    steps = [_fixed(plain(item)) for item in value]
    if any(_is_wrong_order(steps, place) for place in range(1, len(steps))):
        advice = "Put the steps in the order of their days, each day once for an invoice."
        days = told([step["day"] for step in steps])
        return None, [Complaint(f"The ladder's days {days} are out of order", path, advice)]
    return frozen(steps), []


def _is_wrong_order(steps: list[dict[str, Any]], place: int) -> bool:
    """Whether a step stands before an earlier one, or beside one that the same invoice may take."""
    step = steps[place]
    if step["day"] < steps[place - 1]["day"]:
        return True
    same_day = itertools.takewhile(lambda other: other["day"] == step["day"], reversed(steps[:place]))
    return any(meet(step, other) for other in same_day)


def _fixed(item: Mapping[str, Any]) -> dict[str, Any]:
    """A step with only what it says."""
    step: dict[str, Any] = {"day": int(item["day"]), "channel": item["channel"]}
    if item.get("segments"):
        step["segments"] = [name for name in SEGMENTS if name in item["segments"]]
    return step | {name: float(item[name]) for name in CONDITIONS[1:] if item.get(name) is not None}


def _mistakes(parameter: Parameter, item: Any, path: KeyPath) -> list[Complaint]:
    number = int(path[-1]) + 1
    known = {"day", "channel", *CONDITIONS}
    if not isinstance(item, Mapping) or not {"day", "channel"} <= set(item) <= known:
        advice = (
            "A step has a day and a channel: {day: 10, channel: call}; "
            "it may say whom it is for: segments, above, below."
        )
        return [Complaint(f"Step {number} of the ladder is {{{told(item)}}}", path, advice)]
    complaints = _conditions(item, number, path)
    day, channel = item["day"], item["channel"]
    if isinstance(day, bool) or not isinstance(day, int) or not parameter.inside(day, parameter.allowed):
        low, high = parameter.allowed
        advice = f"Write whole days from the due date, {low} to {high}; a negative day is before it."
        complaints.append(
            Complaint(f"The day of step {number} of the ladder is {kind_of(day)}", path, advice)
        )
    if channel not in LADDER_CHANNELS:
        close = nearest(str(channel), LADDER_CHANNELS)
        proposal = f"Did you mean '{close}'? " if close else ""
        what = f"Unknown channel {kind_of(channel)} in step {number} of the ladder"
        complaints.append(Complaint(what, path, f"{proposal}The channels are {', '.join(LADDER_CHANNELS)}."))
    elif channel not in CHANNELS and not complaints and day < 1:
        what = f"Step {number} of the ladder gives invoices away on day {day}"
        complaints.append(Complaint(what, path, f"Put {channel} on a day after due, such as 90."))
    return complaints


def _conditions(item: Mapping[str, Any], number: int, path: KeyPath) -> list[Complaint]:
    """What is wrong with the segments and amounts of a step."""
    complaints: list[Complaint] = []
    groups = item.get("segments") or []
    if not isinstance(groups, list | tuple):
        what = f"The segments of step {number} of the ladder are {kind_of(groups)}, not a list"
        return [Complaint(what, path, "Write them in brackets, such as [large, mid].")]
    for name in groups:
        if name not in SEGMENTS:
            close = nearest(str(name), SEGMENTS)
            proposal = f"Did you mean '{close}'? " if close else ""
            what = f"Unknown segment {kind_of(name)} in step {number} of the ladder"
            complaints.append(Complaint(what, path, f"{proposal}The segments are {', '.join(SEGMENTS)}."))
    amounts = {name: item[name] for name in CONDITIONS[1:] if item.get(name) is not None}
    for name, amount in amounts.items():
        if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0.0 <= amount < 1e15:
            what = f"'{name}' of step {number} of the ladder is {kind_of(amount)}"
            complaints.append(Complaint(what, path, "Write an amount, such as 5000."))
    if not complaints and len(amounts) == 2 and amounts["above"] >= amounts["below"]:
        what = f"Step {number} of the ladder is for amounts above {told(amounts['above'])}"
        what += f" and below {told(amounts['below'])}, which are none"
        complaints.append(Complaint(what, path, "Lower the first or raise the second."))
    return complaints
