"""What is said about every measure that people read."""

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"] | None


@dataclass(frozen=True)
class Metric:
    """A measure that people read.

    Attributes:
        label: The name people use.
        unit: currency, days, fraction (0.02 means 2 %), times, cases, customers, ...
        formula: Number of the definition and the formula in words.
        better: Whether a higher or a lower value is better; None where neither is.
        meaning: What it tells a credit manager.
        decimals: Digits worth showing.
        tail_of: For a figure across replications, the measure it is taken from.
        percentile: The percentile of that measure.
        is_distance: Whether the figure is how far that percentile lies below the average.
    """

    label: str
    unit: str
    formula: str
    better: Better
    meaning: str
    decimals: int = 0
    tail_of: str | None = None
    percentile: float | None = None
    is_distance: bool = False
