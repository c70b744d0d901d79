"""What a difference reads like: one phrase for each measure that a verdict speaks of, as a gain and as a cost.

Only what is clear is told as a gain or a cost: a difference whose interval leaves out zero, and that is not next to
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results import objectives
from simulator.results.comparison import Comparison, Difference, Result
from simulator.results.resampling import percentile_difference
from simulator.results.statistics import defined, interval
from simulator.results.words import money, smallest_amount

PROFIT = "profit_to_the_end"
CASH = "lowest_cash"
DSO = "dso_countback_days"
WRITE_OFFS = "write_offs_net_of_claims"
BAD_YEAR = "write_offs_net_of_claims_p95"
MEASURES = (PROFIT, CASH, DSO, WRITE_OFFS, BAD_YEAR)

_YEARLY = (PROFIT, WRITE_OFFS, BAD_YEAR)
_SMALLEST_DAYS = 0.05

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Lead:
    """A strategy minus another on one measure, yearly where the measure is a sum over the run (unit of the measure)."""

    measure: str
    difference: Difference
    is_small: bool = False

    @property
    def gain(self) -> float:
        """How much better, negative when worse."""
        better = objectives.better_of(self.measure)
        return self.difference.mean if better == "higher" else -self.difference.mean

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.difference.is_clear

    @property
    def is_tiny(self) -> bool:
        """Whether it is next to nothing: under a thousand (of a small company under ten), under a tenth of a day."""
        smallest = _SMALLEST_DAYS if self.measure == DSO else smallest_amount(is_small=self.is_small)
        return abs(self.difference.mean) < smallest


def lead(comparison: Comparison, measure: str, result: Result, to: Result) -> Lead | None:
    """A strategy minus another, paired by replication; None where the measure is undefined or not known yet."""
    years, small = comparison.years if measure in _YEARLY else 1.0, comparison.is_small
    if objectives.is_objective(measure):
        told = objectives.difference_on(comparison, measure, result, to)
        return None if told is None else Lead(measure, told, small)
    if CATALOGUE[measure].tail_of is None:
        found = comparison.difference(result, measure, to=to)
        if found is None:
            return None
        low, high = (None if end is None else end / years for end in (found.low, found.high))
        return Lead(measure, Difference(found.mean / years, low, high, found.probability_better), small)
    values, others = result.values(measure), to.values(measure)
    both = ~(np.isnan(values) | np.isnan(others))
    if both.sum() < TAIL_REPLICATIONS:
        return None
    percentile = CATALOGUE[measure].percentile or 0.0
    tail = percentile_difference(values[both] / years, others[both] / years, percentile, result.level)
    return Lead(measure, Difference(tail.mean, tail.low, tail.high, None), small)


def level(comparison: Comparison, measure: str, result: Result) -> float | None:
    """A strategy's own level, yearly where the measure is a sum over the run; None where it is undefined."""
    if objectives.is_objective(measure):
        return objectives.level_on(comparison, measure, result)
    found = result.mean(measure)
    if found is None or not defined(result.values(measure)).size:
        return None
    return found / (comparison.years if measure in _YEARLY else 1.0)


def amount(found: Lead, currency: str) -> str:
    """The size of a lead, without its sign."""
    size = abs(found.difference.mean)
    if found.measure == DSO:
        return f"{size:.1f} days" if size >= _SMALLEST_DAYS else "under 0.1 days"
    return money(size, currency, is_small=found.is_small)


def headline_phrase(found: Lead, comparison: Comparison) -> str:
    """A gain as the headline has it.

    The low point is overdraft room where today draws on its overdraft.
    """
    size = amount(found, comparison.currency)
    plain = "under" in size
    phrases = {
        PROFIT: f"{size} more profit a year" if plain else f"+{size} profit a year",
        CASH: f"{size} more {_room(comparison)}",
        DSO: f"{size} less DSO",
        WRITE_OFFS: f"{size} less written off a year",
        BAD_YEAR: f"{size} less written off {in_a_bad_one(comparison)}",
        objectives.GROWTH: f"{size} more margin on sales a year",
        objectives.RESILIENCE: f"{size} more cash at a bad low point",
    }
    return phrases.get(found.measure, f"worth {size} more a year by your weights")


def as_verb(found: Lead, comparison: Comparison) -> str:
    """A gain or a cost with its verb, to stand after a strategy's name."""
    size = amount(found, comparison.currency)
    bad = in_a_bad_one(comparison)
    gains = {
        PROFIT: f"earns {size} more a year",
        CASH: f"frees {size} at the low point",
        DSO: f"cuts DSO by {size}",
        WRITE_OFFS: f"writes off {size} less a year",
        BAD_YEAR: f"writes off {size} less {bad}",
        objectives.GROWTH: f"earns {size} more margin on sales a year",
        objectives.RESILIENCE: f"keeps {size} more at a bad low point",
    }
    costs = {
        PROFIT: f"costs {size} profit a year",
        CASH: f"needs {size} more at the low point",
        DSO: f"adds {size} to DSO",
        WRITE_OFFS: f"writes off {size} more a year",
        BAD_YEAR: f"writes off {size} more {bad}",
        objectives.GROWTH: f"earns {size} less margin on sales a year",
        objectives.RESILIENCE: f"needs {size} more at a bad low point",
    }
    more = "more" if found.gain > 0 else "less"
    weighed = f"is worth {size} {more} a year by your weights"
    return (gains if found.gain > 0 else costs).get(found.measure, weighed)


def _room(comparison: Comparison) -> str:
    lowest = level(comparison, CASH, comparison.first)
    draws = lowest is not None and lowest < 0 and comparison.overdraft_limit > 0
    return "overdraft room" if draws else "cash at the low point"


def run_word(comparison: Comparison) -> str:
    """What one run is called: a year where it is one."""
    return "year" if comparison.is_one_year else "run"


def in_a_bad_one(comparison: Comparison) -> str:
    """When the bad year's amounts fall due; those of longer runs are still told by the year."""
    return "in a bad year" if comparison.is_one_year else "a year in a bad run"


def runs_in_words(comparison: Comparison) -> str:
    """What the runs are: simulated years, or runs of so long."""
    if comparison.is_one_year:
        return "simulated years"
    years = round(comparison.years)
    if years >= 1 and abs(comparison.horizon_days - 365.25 * years) <= 5:
        counted = _COUNTS[years] if years < len(_COUNTS) else str(years)
        return f"simulated runs of {counted} years"
    return f"simulated runs of {comparison.horizon_days} days"


def more_often_overdrawn(comparison: Comparison, result: Result) -> float | None:
    """How often a strategy needs more than the bank lends, where that is clearly more often than the first one does."""
    if "scenario" not in comparison.inputs:
        return None
    beyond, first = (comparison.beyond_limit(one).astype(np.float64) for one in (result, comparison.first))
    found = interval(beyond - first, result.level)
    return float(beyond.mean()) if found is not None and found.is_clear and found.mean > 0 else None


def largest_gain(comparison: Comparison, result: Result, without: str) -> Lead | None:
    """The clear gain against the first that is largest next to its own level, on another measure."""
    return _largest(comparison, result, without, is_gain=True)


def largest_cost(comparison: Comparison, result: Result, without: str) -> Lead | None:
    """The clear cost against the first that is largest next to its own level, on another measure."""
    return _largest(comparison, result, without, is_gain=False)


def _largest(comparison: Comparison, result: Result, without: str, *, is_gain: bool) -> Lead | None:
    found = []
    for measure in MEASURES:
        against = None if measure == without else lead(comparison, measure, result, comparison.first)
        if against is None or not against.is_clear or against.is_tiny or (against.gain > 0) != is_gain:
            continue
        base = abs(level(comparison, measure, comparison.first) or 0.0)
        weight = abs(against.difference.mean) / base if base else 0.0
        found.append((weight, against))
    return max(found, key=lambda pair: pair[0])[1] if found else None
