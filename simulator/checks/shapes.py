"""Values with a shape: a mapping by segment or channel, twelve months."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simulator.checks.complaints import Complaint, KeyPath, kind_of
from simulator.checks.scalars import Checked, check_scalar, plain
from simulator.parameters import AXES, Parameter, frozen, nearest, told

SUM_TOLERANCE = 1e-6
MEAN_TOLERANCE = 0.005


def check_mapping(parameter: Parameter, value: Any, base: Any, path: KeyPath) -> Checked:
    """Check a mapping and complete it from `base`; shares must add up to 1."""
    whole, complaints = _fill(parameter, value, base, parameter.by, path)
    if complaints or not parameter.adds_up_to_one:
        return frozen(whole), complaints
    rows = {(): whole} if len(parameter.by) == 1 else {(word,): row for word, row in whole.items()}
    for word, row in rows.items():
        total = math.fsum(row.values())
        if abs(total - 1.0) > SUM_TOLERANCE:
            here = (*path, *word)
            what = f"The shares of '{here[-1]}' add up to {told(round(total, 6))}, not 1"
            advice = f"They are {told(row)}; change them so that they add up to 1."
            complaints.append(Complaint(what, here, advice))
    return frozen(whole), complaints


def _fill(parameter: Parameter, value: Any, base: Any, axes: tuple[str, ...], path: KeyPath) -> Checked:
    """Complete a mapping along its first axis; a single number stands for every word of the axis."""
    if not axes:
        return check_scalar(parameter, value, path)
    words = AXES[axes[0]]
    if not isinstance(value, Mapping):
        return _same_for_all(parameter, value, axes, path)
    complaints = [_unknown_word(str(word), axes[0], path) for word in value if word not in words]
    start = dict.fromkeys(words, 0.0) if _is_a_full_split(parameter, value, axes) else base
    whole: dict[str, Any] = {}
    for word in words:
        if word not in value:
            whole[word] = start[word]
            continue
        whole[word], found = _fill(parameter, plain(value[word]), base[word], axes[1:], (*path, word))
        complaints += found
    return whole, complaints


def _same_for_all(parameter: Parameter, value: Any, axes: tuple[str, ...], path: KeyPath) -> Checked:
    words = AXES[axes[0]]
    if parameter.adds_up_to_one or isinstance(value, list):
        advice = f"Write {{{words[0]}: ..., {words[1]}: ...}}, one value for each {axes[0]}."
        what = f"'{path[-1]}' is {kind_of(value)}, not a mapping by {axes[0]}"
        return None, [Complaint(what, path, advice)]
    number, complaints = check_scalar(parameter, value, path)
    return dict.fromkeys(words, number), complaints


def _is_a_full_split(parameter: Parameter, value: Mapping[str, Any], axes: tuple[str, ...]) -> bool:
    """Whether shares that were given make up the whole, so that those left out are zero."""
    if len(axes) > 1 or not parameter.adds_up_to_one:
        return False
    numbers = [share for share in value.values() if isinstance(share, int | float)]
    return len(numbers) == len(value) and abs(math.fsum(numbers) - 1.0) <= SUM_TOLERANCE


def _unknown_word(word: str, axis: str, path: KeyPath) -> Complaint:
    close = nearest(word, AXES[axis])
    proposal = f"Did you mean '{close}'? " if close else ""
    advice = f"{proposal}The words for a {axis} are {', '.join(AXES[axis])}."
    return Complaint(f"Unknown {axis} '{word}'", (*path, word), advice)


def check_months(parameter: Parameter, value: Any, path: KeyPath) -> Checked:
    """Check twelve numbers, January to December, whose mean is 1."""
    if not isinstance(value, list | tuple) or len(value) != 12:
        count = f"{len(value)} values" if isinstance(value, list | tuple) else kind_of(value)
        what = f"'{parameter.name}' has {count}, not twelve"
        return None, [Complaint(what, path, "Write a list of twelve numbers, January to December.")]
    complaints: list[Complaint] = []
    numbers: list[Any] = []
    for item in value:
        number, found = check_scalar(parameter, item, path)
        complaints += found
        numbers.append(number)
    if complaints:
        return None, complaints
    mean = math.fsum(numbers) / 12
    if abs(mean - 1.0) > MEAN_TOLERANCE:
        advice = f"Divide each of the twelve by {told(mean)}." if mean else "At least one must be above 0."
        return None, [Complaint(f"'{parameter.name}' has the mean {told(mean)}, not 1", path, advice)]
    return tuple(numbers), []
