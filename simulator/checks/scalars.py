"""One number, day or word, held against its entry in the dictionary."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from simulator.checks.complaints import Complaint, KeyPath, kind_of
from simulator.errors import UserError
from simulator.parameters import Parameter, nearest, told

Checked = tuple[Any, list[Complaint]]


LARGEST_SEED = 2**63 - 1
"""The luck counts in 64 bits."""


def check_seed(seed: int) -> None:
    """Refuse a seed that the luck cannot take.

    Raises:
        UserError: a sentence that says which seeds there are.
    """
    if not -LARGEST_SEED <= seed <= LARGEST_SEED:
        raise UserError(f"The seed {seed} is too large. Take a whole number of at most 18 digits.")


def plain(value: Any) -> Any:
    """A value without models in it, as it would stand in a file."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def missing(parameter: Parameter, path: KeyPath) -> Complaint:
    """The complaint about a parameter without a value."""
    return Complaint(
        f"'{parameter.name}' has no value", path, f"Allowed: {parameter.told_range(parameter.allowed)}."
    )


def check_scalar(parameter: Parameter, value: Any, path: KeyPath) -> Checked:
    """Check one number, day or word."""
    if parameter.type == "date":
        return _check_date(parameter, value, path)
    if parameter.type in {"choice", "code"}:
        return _check_word(parameter, value, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, [Complaint(_not_a_number(parameter, value), path, _number_advice(parameter, value))]
    if not math.isfinite(value):
        return None, [Complaint(f"'{parameter.name}' is {value}", path, "Write a finite number.")]
    if parameter.type == "whole" and value != int(value):
        return None, [
            Complaint(
                f"'{parameter.name}' is {told(value)}, not a whole number", path, "Leave the fraction out."
            )
        ]
    number = int(value) if parameter.type == "whole" else float(value)
    if not parameter.inside(number, parameter.allowed):
        return None, [_outside(parameter, number, path)]
    return number, []


def _outside(parameter: Parameter, value: Any, path: KeyPath) -> Complaint:
    advice = f"Allowed is {parameter.told_range(parameter.allowed)}."
    percent = parameter.unit.startswith("fraction") and not parameter.adds_up_to_one
    if percent and 1 < value <= 100 and parameter.inside(value / 100, parameter.allowed):
        advice += f" Did you mean {told(value / 100)}?"
    return Complaint(f"'{parameter.name}' is {told(value)}, out of its range", path, advice)


def _not_a_number(parameter: Parameter, value: Any) -> str:
    return f"'{parameter.name}' is {kind_of(value)}, not a number"


def _number_advice(parameter: Parameter, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    percent = re.fullmatch(r"([-+]?\d+(?:[.,]\d+)?)\s*(%|percent|per cent)", text)
    if percent and parameter.unit.startswith("fraction"):
        return f"Write {told(float(percent[1].replace(',', '.')) / 100)} instead: 0.02 means 2 %."
    number = re.match(r"([-+]?\d+(?:[.,]\d+)*)(.*)", text)
    if number and number[1].count(",") == 1 and not number[2]:
        return f"Write the decimals after a point, such as {number[1].replace(',', '.')}."
    if number and not number[2]:
        return f"Write {number[1]} without quotes."
    if number:
        return f"Write the number alone, {number[1]}; the unit is {parameter.unit}."
    return f"Allowed is {parameter.told_range(parameter.allowed)}."


def _check_date(parameter: Parameter, value: Any, path: KeyPath) -> Checked:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = str(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        what = f"'{parameter.name}' is {kind_of(value)}, not a day"
        return None, [Complaint(what, path, "Write year-month-day, such as 2026-01-31.")]
    if not parameter.inside(value, parameter.allowed):
        return None, [_outside_day(parameter, value, path)]
    return value, []


def _outside_day(parameter: Parameter, value: date, path: KeyPath) -> Complaint:
    advice = f"Allowed is {parameter.told_range(parameter.allowed)}."
    return Complaint(f"'{parameter.name}' is {value}, out of its range", path, advice)


def _check_word(parameter: Parameter, value: Any, path: KeyPath) -> Checked:
    if isinstance(value, str) and parameter.type == "code" and re.fullmatch(parameter.allowed, value):
        return value, []
    if isinstance(value, str) and parameter.type == "choice" and value in parameter.allowed:
        return value, []
    close = (
        nearest(value, parameter.allowed) if isinstance(value, str) and parameter.type == "choice" else None
    )
    proposal = f"Did you mean '{close}'? " if close else ""
    advice = f"{proposal}Allowed is {parameter.told_range(parameter.allowed)}."
    return None, [
        Complaint(f"'{parameter.name}' is {kind_of(value)}, which is not one of its values", path, advice)
    ]
