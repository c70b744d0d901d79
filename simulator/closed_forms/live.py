"""A live form: inputs with their ranges, the textbook's formula, and the engine's part that must agree with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.errors import UserError
from simulator.verification.cases import Case

Values = Mapping[str, float]
"""Inputs by name, in their units."""


@dataclass(frozen=True)
class Input:
    """One input of a formula.

    Attributes:
        name: Its name.
        title: What it is called.
        unit: Its unit in words.
        low: The smallest value.
        high: The largest value.
        step: How finely it is moved.
        value: Where it stands first: the value of the printed case.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    step: float
    value: float

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.step >= 1 and float(self.step).is_integer()


@dataclass(frozen=True)
class LiveForm:
    """A closed form whose inputs can be moved.

    Attributes:
        name: Its name.
        form: The number of the printed case.
        title: The question that it answers.
        formula: The textbook's formula, in words a person can type into a calculator.
        played: Which part of the engine answers.
        unit: The unit of the answer.
        decimals: How many are shown.
        inputs: What can be moved.
        answer: From inputs and a seed to the two figures and how far apart they may be.
    """

    name: str
    form: str
    title: str
    formula: str
    played: str
    unit: str
    decimals: int
    inputs: tuple[Input, ...]
    answer: Callable[[Values, int], Case]

    @property
    def first(self) -> dict[str, float]:
        """The inputs as they stand first."""
        return {one.name: one.value for one in self.inputs}


def answered(form: LiveForm, values: Values, seed: int) -> Case:
    """What textbook and engine say of these inputs.

    Raises:
        UserError: an input is missing or outside its range, or the formula has no answer there.
    """
    for one in form.inputs:
        value = values.get(one.name)
        if value is None or not one.low <= value <= one.high:
            raise UserError(
                f"{one.title} is {value}, which is outside {one.low:g} to {one.high:g} {one.unit}. Choose a value "
                "inside."
            )
    return form.answer(values, seed)
