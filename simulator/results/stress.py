"""What shocks do to strategies: the difference of each to the same run without the shock, the worst first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import CATALOGUE
from simulator.results.documents import rounded
from simulator.results.origin import Wording
from simulator.results.reasons_tables import stress_table
from simulator.results.statistics import LEVEL, Interval, interval, paired_differences
from simulator.results.words import figure, unit_in_words

if TYPE_CHECKING:
    import pandas as pd


class Coming(NamedTuple):
    """A shock: its name, what it is in words, and whether it is all the others at once."""

    name: str
    words: str
    is_all: bool = False


@dataclass(frozen=True)
class StressTest:
    """Shocks upon strategies, all with the same luck.

    Attributes:
        scenario: The scenario's name.
        strategies: Their names.
        shocks: What comes upon them, in the order in which it was asked for.
        measures: Which measures; damage is judged by the first.
        values: [replication, run, strategy, measure], NaN where undefined; the runs are one without a shock, one with
            each, and others without one.
        without: For each shock the run without it that has the same luck.
        overdraft_limit: What the bank lends (currency).
        currency: The currency of all amounts.
        origin: Seed, version, inputs' hash: where the numbers come from.
        notes: What belongs beside the numbers.
        horizon_days: Days judged: amounts that add up over them are told by the year on the page.
        is_small: Whether amounts of this company are told in plain units.
    """

    scenario: str
    strategies: tuple[str, ...]
    shocks: tuple[Coming, ...]
    measures: tuple[str, ...]
    values: NDArray[np.float64] = field(repr=False)
    without: tuple[int, ...]
    overdraft_limit: float
    currency: str
    origin: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    horizon_days: int = 365
    is_small: bool = False

    def wording(self, measure: str) -> Wording:
        """How amounts of a measure read here."""
        return Wording(measure, self.currency, self.horizon_days / 365, self.is_small)

    @property
    def replications(self) -> int:
        """Replications of each run."""
        return len(self.values)

    def under(self, shock: int | None, strategy: int, measure: str) -> NDArray[np.float64]:
        """What each run measured with a shock upon it, or without one (None)."""
        return self._of(0 if shock is None else 1 + shock, strategy, measure)

    def level(self, strategy: int, measure: str, shock: int | None = None) -> Interval | None:
        """A strategy's average, without a shock unless one is named."""
        return interval(self.under(shock, strategy, measure))

    def lead(self, shock: int | None, strategy: int, measure: str) -> Interval | None:
        """A strategy minus the first one under the same shock, run by run (unit of the measure)."""
        return interval(
            paired_differences(self.under(shock, strategy, measure), self.under(shock, 0, measure))
        )

    def difference(self, shock: int, strategy: int, measure: str) -> Interval | None:
        """What a shock does to a strategy: with it minus without it, run by run (unit of the measure)."""
        with_it = self._of(1 + shock, strategy, measure)
        without = self._of(self.without[shock], strategy, measure)
        return interval(paired_differences(with_it, without))

    def beyond_limit(self, shock: int | None, strategy: int) -> float | None:
        """Share of runs that need more than the bank lends; None where the cash low point was not measured."""
        if "lowest_cash" not in self.measures:
            return None
        return float((self.under(shock, strategy, "lowest_cash") < -self.overdraft_limit).mean())

    @cached_property
    def ranked(self) -> tuple[int, ...]:
        """Numbers of the shocks, the one that does most damage first: to the first measure, in the average strategy.

        All of them at once come last, which is no shock of its own.
        """
        return self.ranked_by(self.measures[0])

    def ranked_by(self, measure: str) -> tuple[int, ...]:
        """The same by the damage to another measure."""
        return tuple(
            sorted(
                range(len(self.shocks)),
                key=lambda shock: (self.shocks[shock].is_all, -self.damage(shock, measure), shock),
            )
        )

    def damage(self, shock: int, measure: str = "") -> float:
        """How much worse a measure gets, averaged over the strategies (its unit; negative: it gets better).

        Args:
            shock: Its number.
            measure: What is looked at; none named: the first.
        """
        measure = measure or self.measures[0]
        found = [self.difference(shock, place, measure) for place in range(len(self.strategies))]
        known = [one.mean for one in found if one is not None]
        worse = -1.0 if CATALOGUE[measure].better == "higher" else 1.0
        return worse * float(np.mean(known)) if known else 0.0

    @property
    def sentence(self) -> str:
        """Which shock does most damage, to which strategy most and least, in a sentence."""
        measure = self.measures[0]
        metric, worst = CATALOGUE[measure], self.ranked[0]
        name = self.shocks[worst].name
        if self.damage(worst) <= 0.0:
            return f"None of these shocks makes this worse: {metric.label}."
        found = {place: self.difference(worst, place, measure) for place in range(len(self.strategies))}
        told = {
            place: figure(one.mean, metric.unit, metric.decimals, signed=True)
            for place, one in found.items()
            if one is not None
        }
        each = ", ".join(f"{self.strategies[place]} {text}" for place, text in told.items())
        unit = unit_in_words(metric.unit, self.currency)
        return f"{name} does most damage{self._unsure}. {metric.label} ({unit}): {each}."

    @property
    def _unsure(self) -> str:
        """Shocks that may do as much damage as the worst: paired run by run, all comparisons together at 95 %."""
        worst, *others = (one for one in self.ranked if not self.shocks[one].is_all)
        level = 1 - (1 - LEVEL) / max(len(others), 1)
        found = {one: interval(self._damages(one) - self._damages(worst), level) for one in others}
        level_with = [
            self.shocks[one].name
            for one, more in found.items()
            if more and (more.high is None or more.high >= 0)
        ]
        return f", not clearly more than {' or '.join(level_with)}" if level_with else ""

    def _damages(self, shock: int) -> NDArray[np.float64]:
        """How much worse the first measure gets in each replication, averaged over the strategies."""
        measure = self.measures[0]
        worse = -1.0 if CATALOGUE[measure].better == "higher" else 1.0
        found = [
            paired_differences(
                self._of(1 + shock, place, measure), self._of(self.without[shock], place, measure)
            )
            for place in range(len(self.strategies))
        ]
        return np.asarray(worse * np.mean(found, axis=0))

    def table(self, measure: str = "") -> pd.DataFrame:
        """What each shock does to a measure (none named: the first), the worst first."""
        return stress_table(self, measure or self.measures[0])

    def to_json(self) -> str:
        """All of it as JSON text, the same bytes for the same inputs, seed and version."""
        document = {
            "scenario": self.scenario,
            **self.origin,
            "replications": self.replications,
            "currency": self.currency,
            "interval_level": LEVEL,
            "judged_by": self.measures[0],
            "without_shock": [self._levels(place) for place in range(len(self.strategies))],
            "shocks": [self._shock(number) for number in self.ranked],
            "notes": list(self.notes),
        }
        return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def _of(self, world: int, strategy: int, measure: str) -> NDArray[np.float64]:
        return self.values[:, world, strategy, self.measures.index(measure)]

    def _levels(self, strategy: int) -> dict[str, Any]:
        levels = {name: as_plain(self.level(strategy, name), CATALOGUE[name].unit) for name in self.measures}
        return {
            "strategy": self.strategies[strategy],
            "metrics": levels,
            "beyond_overdraft_limit_fraction": rounded(self.beyond_limit(None, strategy)),
        }

    def _shock(self, number: int) -> dict[str, Any]:
        return {
            "name": self.shocks[number].name,
            "what": self.shocks[number].words,
            "damage": rounded(self.damage(number)),
            "strategies": [
                {
                    "strategy": name,
                    "difference_to_no_shock": {
                        measure: as_plain(self.difference(number, place, measure), CATALOGUE[measure].unit)
                        for measure in self.measures
                    },
                    "beyond_overdraft_limit_fraction": rounded(self.beyond_limit(number, place)),
                }
                for place, name in enumerate(self.strategies)
            ],
        }


def as_plain(found: Interval | None, unit: str) -> dict[str, Any]:
    """An interval as plain values with its unit."""
    return {
        "unit": unit,
        "mean": rounded(found.mean) if found else None,
        "low": rounded(found.low) if found else None,
        "high": rounded(found.high) if found else None,
    }
