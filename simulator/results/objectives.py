"""What else a strategy may be judged by: growth, resilience, and weights of one's own. Defined here and nowhere else.

Growth is the margin on what is sold: sales, less their cost, discounts, credit notes and bad debt, plus recoveries
and claims; what chasing, insuring and borrowing cost is left out, and so is fixed cost (currency a year).

Resilience is the cash low point of bad runs: the average of the lowest balances in the worst fifth of the runs
(currency). A run in which cash never gets low does not count.

By one's own weights a strategy is worth the weighted average of profit, growth, and of the cash low point and
resilience at what the bank charges for as much money in a year (currency a year).

Each is an average of one number a run, so differences are paired run by run as those of every other measure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.metrics.catalogue import CATALOGUE, Better
from simulator.metrics.profit import LINES
from simulator.results.comparison import Difference
from simulator.results.statistics import interval, probability_better

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison, Result

GROWTH, RESILIENCE = "growth", "resilience"
OBJECTIVES: Mapping[str, str] = {GROWTH: "growth", RESILIENCE: "resilience"}
"""Criteria beside the measures, and what they are called."""

PARTS: Mapping[str, str] = {
    "profit": "Profit",
    GROWTH: "Growth",
    "lowest_cash": "Cash low point",
    RESILIENCE: "Resilience",
}
"""What one's own weights are given to."""

MOST_WEIGHT = 100
BAD_SHARE = 0.2
"""Which share of the runs is bad: one in five."""

_OF_GROWTH = ("sales", "cost_of_sales", "discounts", "credit_notes", "bad_debt", "recoveries", "claims")


class Seen(NamedTuple):
    """One number a run whose average is the measure, and what says in which runs one strategy is better."""

    values: NDArray[np.float64]
    counted: NDArray[np.float64]


def is_objective(criterion: str) -> bool:
    """Whether a criterion is one of these, rather than a measure of the catalogue."""
    return criterion in OBJECTIVES or "=" in criterion


def unit_of(name: str) -> str:
    """The unit of a measure, or of a criterion from here."""
    return CATALOGUE[name].unit if name in CATALOGUE else "currency"


def better_of(name: str) -> Better:
    """Which way a measure, or a criterion from here, gets better."""
    return CATALOGUE[name].better if name in CATALOGUE else "higher"


def own_weights(weights: Mapping[str, float]) -> str:
    """One's own weights as a criterion.

    >>> own_weights({"profit": 2, "growth": 0, "resilience": 1.5})
    'profit=2,resilience=1.5'
    """
    return ",".join(f"{part}={weights[part]:g}" for part in PARTS if weights.get(part))


def weights_of(criterion: str) -> dict[str, float]:
    """The weights that a criterion stands for, all of which add up to one.

    >>> weights_of("profit=3,resilience=1")
    {'profit': 0.75, 'resilience': 0.25}

    Raises:
        UserError: what has no part here, is no number, or weighs nothing at all.
    """
    found: dict[str, float] = {}
    for pair in criterion.split(","):
        part, _, text = (word.strip() for word in pair.partition("="))
        if part not in PARTS:
            raise UserError(f"'{part}' has no weight. Weights are given to {', '.join(PARTS)}.")
        try:
            weight = float(text)
        except ValueError:
            weight = math.nan
        if not 0.0 <= weight <= MOST_WEIGHT:
            raise UserError(f"The weight '{text}' of {part} is no number from 0 to {MOST_WEIGHT}.")
        found[part] = weight
    whole = sum(found.values())
    if not whole:
        raise UserError("All weights are 0, so nothing can be judged. Give one of them more.")
    return {part: found[part] / whole for part in PARTS if found.get(part)}


def words_of(criterion: str) -> str:
    """How a criterion is defined, for whoever reads a verdict by it; nothing for the measures of the catalogue."""
    if criterion == GROWTH:
        return (
            "Growth: sales less their cost, discounts and bad debt, a year; what chasing, insuring and borrowing "
            "cost is left out."
        )
    if criterion == RESILIENCE:
        return "Resilience: the cash low point, average of the worst fifth of all runs."
    if not is_objective(criterion):
        return ""
    weights = weights_of(criterion)
    told = ", ".join(f"{PARTS[part].lower()} {100 * weight:.0f} %" for part, weight in weights.items())
    cash = {"lowest_cash", RESILIENCE} & weights.keys()
    priced = " Cash counts at what the overdraft would cost in a year." if cash else ""
    return f"Own weights: {told}, in money a year.{priced}"


def needs_many(criterion: str) -> bool:
    """Whether it says something about bad runs, of which a few replications have none."""
    return criterion == RESILIENCE or ("=" in criterion and RESILIENCE in weights_of(criterion))


def seen(comparison: Comparison, criterion: str, result: Result) -> Seen:
    """A strategy on one of these criteria, run by run (currency; of growth and own weights, a year)."""
    if criterion == GROWTH:
        values = _growth(result) / comparison.years
        return Seen(values, values)
    if criterion == RESILIENCE:
        lowest = result.values("lowest_cash")
        return Seen(_worst_fifth(lowest), lowest)
    company = comparison.inputs["scenario"]["company"]
    price = float(company["overdraft_rate_per_year"])
    whole = np.zeros(comparison.replications), np.zeros(comparison.replications)
    for part, weight in weights_of(criterion).items():
        found = _part(comparison, part, result)
        scale = weight * (price if part in ("lowest_cash", RESILIENCE) else 1.0)
        whole = whole[0] + scale * found.values, whole[1] + scale * found.counted
    return Seen(*whole)


def level_on(comparison: Comparison, criterion: str, result: Result) -> float:
    """A strategy's own level on one of these criteria (currency)."""
    return float(seen(comparison, criterion, result).values.mean())


def difference_on(comparison: Comparison, criterion: str, result: Result, to: Result) -> Difference | None:
    """A strategy less another one: the average with its interval, and in which share of the runs it is better."""
    one, other = (seen(comparison, criterion, strategy) for strategy in (result, to))
    found = interval(one.values - other.values, result.level)
    chance = probability_better(one.counted - other.counted, "higher")
    return None if found is None else Difference(found.mean, found.low, found.high, chance)


def _part(comparison: Comparison, part: str, result: Result) -> Seen:
    if part in OBJECTIVES:
        return seen(comparison, part, result)
    values = result.values("profit_to_the_end" if part == "profit" else part)
    values = values / comparison.years if part == "profit" else values
    return Seen(values, values)


def _growth(result: Result) -> NDArray[np.float64]:
    """Margin on what is sold, to the end of the run-off (currency)."""
    names = list(LINES)
    lines = result.samples.lines.sum(axis=1)
    return np.asarray(sum(LINES[name] * lines[:, names.index(name)] for name in _OF_GROWTH))


def _worst_fifth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers whose average is that of the worst fifth of the values (Rockafellar and Uryasev, 2000).

    All runs but the bad ones stand at the edge of the bad ones; how far a bad one lies below it counts for five.

    >>> float(_worst_fifth(np.array([-50.0, 9.0, -10.0, 7.0, 8.0, 3.0, 5.0, 6.0, 4.0, 2.0])).mean())
    -30.0
    """
    count = max(1, round(BAD_SHARE * len(values)))
    edge = np.sort(values)[count - 1]
    return np.asarray(edge + np.minimum(values - edge, 0.0) * len(values) / count)
