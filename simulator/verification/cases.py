"""A case: what the textbook says, what we simulate, and how far apart the two may be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STANDARD_ERRORS = 4.0
"""Statistical cases may be this many standard errors of their own run away from the textbook."""

_HAIR = 1e-9


@dataclass(frozen=True)
class Case:
    """One quantity of a closed form.

    Attributes:
        id: Number of the closed form, such as CF1; its quantities share it.
        title: What was simulated, and the unit of the figures.
        expected: The textbook's figure, a literal.
        simulated: Ours.
        tolerance: Largest difference that passes, in the unit of the figures.
    """

    id: str
    title: str
    expected: float
    simulated: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether the two are close enough.

        >>> Case("CF1", "receivables", 300_000.0, 310_000.0, 0.0).passed
        False
        """
        return abs(self.simulated - self.expected) <= self.tolerance

    def as_document(self) -> dict[str, Any]:
        """The case as plain values."""
        return {
            "id": self.id,
            "title": self.title,
            "expected": self.expected,
            "simulated": self.simulated if math.isfinite(self.simulated) else None,
            "tolerance": self.tolerance,
            "passed": self.passed,
        }


Form = Callable[[int, float], list[Case]]
"""A closed form: from a seed and an effort (1: the size that `creditlab verify` runs) to its cases."""


def exact(identity: str, title: str, expected: float, simulated: float | None) -> Case:
    """A case without luck: only the arithmetic of the computer may show."""
    found = math.nan if simulated is None else float(simulated)
    return Case(identity, title, expected, found, _HAIR * max(1.0, abs(expected)))


def printed(identity: str, title: str, expected: float, simulated: float, decimals: int) -> Case:
    """A case without luck whose textbook figure is printed with so many decimals."""
    return Case(identity, title, expected, float(simulated), 0.5 * 10.0**-decimals * (1.0 + _HAIR))


def statistical(identity: str, title: str, expected: float, found: Estimate, table: float = 0.0) -> Case:
    """A case with luck: 4 standard errors of the run, or the table's tolerance where that is wider."""
    tolerance = max(STANDARD_ERRORS * found.error, table)
    return Case(identity, title, expected, found.value, tolerance)


@dataclass(frozen=True)
class Estimate:
    """A simulated figure and its standard error."""

    value: float
    error: float

    def times(self, factor: float) -> Estimate:
        """The figure in another unit."""
        return Estimate(self.value * factor, self.error * abs(factor))


def mean_of(values: NDArray[Any]) -> Estimate:
    """The mean of independent values, and its standard error from their spread.

    >>> mean_of(np.array([1.0, 3.0]))
    Estimate(value=2.0, error=1.0)
    """
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values)))


def mean_of_batches(values: NDArray[Any], batches: int = 40) -> Estimate:
    """The mean of values that hang together in time: its standard error from the means of consecutive batches."""
    size = len(values) // batches
    return mean_of(values[: size * batches].reshape(batches, size).mean(axis=1))


def root_of(square: Estimate) -> Estimate:
    """The square root of an estimate: a standard deviation from a variance."""
    value = math.sqrt(square.value)
    return Estimate(value, square.error / (2.0 * value))


def share_of(happened: NDArray[np.bool_]) -> Estimate:
    """A share, and its standard error as for independent trials."""
    share = float(happened.mean())
    return Estimate(share, math.sqrt(max(share * (1.0 - share), 1.0 / len(happened)) / len(happened)))


def farthest(values: NDArray[Any], expected: float) -> float:
    """The value that is farthest from what it should be: if that one passes, all of them do.

    >>> farthest(np.array([1.0, 5.0, 2.0]), 2.0)
    5.0
    """
    return float(values[np.argmax(np.abs(values - expected))])
