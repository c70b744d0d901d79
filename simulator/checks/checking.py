"""What a person wrote for a group, held against the dictionary; every mistake becomes a complaint."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.checks.complaints import Complaint, KeyPath, kind_of
from simulator.checks.ladders import check_ladder
from simulator.checks.scalars import Checked, check_scalar, missing, plain
from simulator.checks.shapes import check_mapping, check_months
from simulator.parameters import (
    LEVER_GROUPS,
    Parameter,
    dictionary,
    group_names,
    nearest,
    told,
)

ORDER = "Lower the first or raise the second."
CONTRADICTIONS: tuple[tuple[tuple[str, str], Callable[[Any, Any], bool], str, str], ...] = (
    (("behaviour.promise_minimum_days", "behaviour.promise_maximum_days"), operator.gt, "is above", ORDER),
    (
        ("health.dividend_loss_minimum_fraction", "health.dividend_loss_maximum_fraction"),
        operator.gt,
        "is above",
        ORDER,
    ),
    (
        ("health.stressed_to_healthy_per_month", "health.stressed_to_insolvent_per_month"),
        lambda healthy, insolvent: healthy + insolvent > 1.0,
        "makes more than 1 with",
        "A customer does one of the two in a month, so lower one of them.",
    ),
    (
        ("courts.paid_fraction", "courts.paid_later_fraction"),
        lambda soon, later: soon + later > 1.0,
        "makes more than 1 with",
        "A judgment is paid soon, later or never, so lower one of them.",
    ),
)


def check_group(
    group: str, values: Any, base: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[Complaint]]:
    """Check the parameters given for one group.

    Args:
        group: Name of the group, such as `terms`.
        values: What was written under it.
        base: The values that a partial mapping completes; the dictionary's defaults if not given.

    Returns:
        The values made whole and fixed, and the mistakes found.
    """
    if not isinstance(values, Mapping):
        return {}, [
            Complaint(
                f"'{group}' is {kind_of(values)}", (group,), "Write its parameters below it, 'name: value'."
            )
        ]
    clean: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, value in values.items():
        parameter = dictionary().get(f"{group}.{name}")
        if parameter is None:
            complaints.append(unknown_name(group, str(name)))
            continue
        start = (base or {}).get(name, parameter.default)
        clean[name], found = check_value(parameter, value, start)
        complaints += found
    if not complaints:
        complaints = _contradictions(group, clean, base or {})
    return clean, complaints


def check_value(parameter: Parameter, value: Any, base: Any) -> Checked:
    """Check one parameter's value; a mapping may name only what differs from `base`."""
    path = (parameter.group, parameter.name)
    value = plain(value)
    if value is None:
        return (None, []) if parameter.optional else (None, [missing(parameter, path)])
    if parameter.by:
        return check_mapping(parameter, value, base, path)
    if parameter.type == "ladder":
        return check_ladder(parameter, value, path)
    if parameter.type == "months":
        return check_months(parameter, value, path)
    return check_scalar(parameter, value, path)


def unknown_name(group: str, name: str) -> Complaint:
    """The sentence for a parameter that the group does not have."""
    owners = [parameter for parameter in dictionary().values() if parameter.name == name]
    close = nearest(name, group_names(group))
    if owners:
        owner = owners[0]
        advice = f"It belongs to {owner.group}{_home(owner, group)}."
    elif close:
        advice = f"Did you mean '{close}'?{_unit_hint(name, dictionary()[f'{group}.{close}'])}"
    else:
        elsewhere = nearest(name, [parameter.name for parameter in dictionary().values()])
        other = next((parameter for parameter in dictionary().values() if parameter.name == elsewhere), None)
        advice = f"It may be one of: {', '.join(group_names(group))}."
        if other is not None:
            advice = f"Did you mean '{other.name}' under {other.group}{_home(other, group)}?"
    return Complaint(f"Unknown key '{name}'", (group, name), advice)


def _home(owner: Parameter, group: str) -> str:
    if owner.kind == "assumption" and group in LEVER_GROUPS:
        return ", an assumption, which stands in a scenario"
    if owner.kind == "lever" and group not in LEVER_GROUPS:
        return ", a lever, which stands in a strategy"
    return ""


def _unit_hint(name: str, parameter: Parameter) -> str:
    if name.endswith(("_percent", "_pct")) or parameter.unit.startswith("fraction"):
        return " It is a fraction: 0.02 means 2 %." if parameter.unit.startswith("fraction") else ""
    return ""


def _contradictions(group: str, clean: Mapping[str, Any], base: Mapping[str, Any]) -> list[Complaint]:
    """Values that are fine alone but not together."""
    complaints: list[Complaint] = []
    for keys, is_wrong, told_wrong, advice in CONTRADICTIONS:
        pair = [dictionary()[key] for key in keys]
        if pair[0].group != group or not any(parameter.name in clean for parameter in pair):
            continue
        first, second = (clean.get(one.name, base.get(one.name, one.default)) for one in pair)
        if is_wrong(first, second):
            path = (group, next(parameter.name for parameter in pair if parameter.name in clean))
            what = f"'{pair[0].name}' ({told(first)}) {told_wrong} '{pair[1].name}' ({told(second)})"
            complaints.append(Complaint(what, path, advice))
    return complaints


def doubts(groups: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """A sentence for every value that is allowed but outside its plausible range."""
    sentences: list[str] = []
    for group, values in groups.items():
        for name, value in values.items():
            parameter = dictionary()[f"{group}.{name}"]
            for word, leaf in _leaves(parameter, plain(value), ()):
                if leaf is not None and not parameter.inside(leaf, parameter.plausible):
                    whose = f" of {' '.join(word)}" if word else ""
                    usual = parameter.told_range(parameter.plausible)
                    sentences.append(f"{parameter.key}{whose} is {told(leaf)}; usual is {usual}.")
    return tuple(sentences)


def _leaves(parameter: Parameter, value: Any, words: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if parameter.type == "ladder":
        yield from ((("step", str(place + 1)), step["day"]) for place, step in enumerate(value))
    elif parameter.type == "months":
        yield from ((("month", str(place + 1)), number) for place, number in enumerate(value))
    elif isinstance(value, Mapping):
        for word, inner in value.items():
            yield from _leaves(parameter, inner, (*words, word))
    else:
        yield words, value
