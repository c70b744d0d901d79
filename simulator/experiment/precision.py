"""When to stop: the differences are looked at few times, and the looks are paid for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.results.comparison import Missed
from simulator.results.statistics import Values, interval

LOOK_LEVEL = 0.96
"""The level at which an interval is computed when its width decided when to stop.

Whoever looks at the width again and again stops too often when the spread happens to look small. With looks at
20, 40, 80, ... 1,000 replications a Student interval of nominally 95 % then covers 94.2 to 95.1 % of normal
samples, whatever the target; computed at 96 % it covers 95.2 to 96.2 % (measured; a test repeats it). So the looks
are paid for with one point of level, and what is shown as 95 % is at least that.
"""

FIRST_LOOK = 20
MOST_REPLICATIONS = 1_000


def looks(most: int = MOST_REPLICATIONS) -> tuple[int, ...]:
    """Numbers of replications at which the width is looked at: few looks, each at twice as many.

    >>> looks()
    (20, 40, 80, 160, 320, 640, 1000)
    """
    found = [FIRST_LOOK]
    while found[-1] < most:
        found.append(min(2 * found[-1], most))
    return tuple(found)


@dataclass(frozen=True)
class Target:
    """How narrow the interval of a difference must be (half-width, unit of the measure)."""

    metric: str
    half_width: float


def targets(precision: float, credit_sales: float) -> tuple[Target, ...]:
    """The targets of a precision: fractions of the first strategy's credit sales, and 0.2 days of DSO.

    >>> [round(target.half_width, 1) for target in targets(0.001, 60_000_000)]
    [0.2, 60000.0, 30000.0, 6000.0]
    """
    return (
        Target("dso_countback_days", 0.2),
        Target("cash_collected", precision * credit_sales),
        Target("profit_to_the_end", precision / 2 * credit_sales),
        Target("write_offs", precision / 10 * credit_sales),
    )


def missed_targets(
    strategy: str, differences: Iterable[tuple[Target, Values]], level: float = LOOK_LEVEL
) -> list[Missed]:
    """Those targets whose interval is still too wide."""
    missed = []
    for target, values in differences:
        found = interval(values, level)
        half = found.half_width if found else None
        if half is not None and half > target.half_width:
            missed.append(Missed(strategy, target.metric, half, target.half_width))
    return missed
