"""A comparison: several strategies, the same luck in each, and what that says.

Every number carries its unit and its interval; a comparison carries its seed, version, inputs and their hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.light import LedgerLight
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.dso import PaidDays, dso_decomposition
from simulator.metrics.forecasts import cash_flow_at_risk
from simulator.metrics.losses import tail_of_replications
from simulator.metrics.profit import profit_bridge
from simulator.results.provision import ProvisionMatrix, provision_matrix
from simulator.results.ranges import level_text
from simulator.results.samples import Samples
from simulator.results.statistics import (
    LEVEL,
    Interval,
    defined,
    interval,
    noise_removed,
    paired_differences,
    probability_better,
)
from simulator.results.words import SMALL_SALES, is_small_company, money, smallest_amount

if TYPE_CHECKING:
    import pandas as pd

_DAYS_TO_PAY = ("dso_paid_days", "terms_days_value_weighted", "days_late_value_weighted")


@dataclass(frozen=True)
class Difference:
    """A strategy minus the first, paired by replication (unit of the measure)."""

    mean: float
    low: float | None
    high: float | None
    probability_better: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return Interval(self.mean, self.low, self.high).is_clear


@dataclass(frozen=True)
class Missed:
    """A target of precision that was not reached for a strategy (half-widths, unit of the measure)."""

    strategy: str
    metric: str
    half_width: float
    target: float


@dataclass(frozen=True)
class Result:
    """One strategy, many replications.

    Attributes:
        name: The strategy's name.
        why: Its reason.
        samples: Every measure in every replication.
        level: The level at which intervals are computed.
    """

    name: str
    why: str
    samples: Samples = field(repr=False)
    level: float = LEVEL

    def values(self, name: str) -> NDArray[np.float64]:
        """A measure in each replication; NaN where it is undefined."""
        if name not in CATALOGUE:
            raise UserError(f"There is no measure '{name}'. `creditlab explain {name}` proposes one.")
        return self.samples.values(CATALOGUE[name].tail_of or name)

    def interval(self, name: str) -> Interval | None:
        """A measure's mean with its interval; None where it is undefined. A tail figure has no interval."""
        metric = CATALOGUE.get(name)
        if metric is None or metric.percentile is None:
            return interval(self.values(name), self.level)
        values = defined(self.values(name))
        tail = tail_of_replications(values.tolist(), metric.percentile)
        if tail is not None and metric.is_distance:
            tail = cash_flow_at_risk(values.tolist(), metric.percentile)
        return None if tail is None else Interval(tail, None, None)

    def mean(self, name: str) -> float | None:
        """A measure's mean over replications."""
        found = self.interval(name)
        return None if found is None else found.mean

    def monthly(self, name: str) -> list[float | None]:
        """A measure month by month, averaged over replications."""
        return [] if CATALOGUE[name].tail_of else self.samples.monthly_means(name)


@dataclass(frozen=True)
class Comparison:
    """Strategies compared on one portfolio with the same luck.

    Attributes:
        scenario: The scenario's name.
        results: One for each strategy; the first is what the others are compared with.
        seed: The seed of all luck.
        version: The version of the product.
        inputs: Everything that decides the numbers, as plain values.
        inputs_hash: SHA-256 of the inputs.
        months: The months as "2026-01".
        currency: The currency of all amounts.
        horizon_days: Days judged.
        missed: Targets of precision that were not reached.
        cautions: What speaks against a strategy whatever its profit, in sentences: read with the verdict.
        notes: Warnings and assumptions, in sentences.
        light: How well the ledger's own last months would have been foretold; None without a ledger.
    """

    scenario: str
    results: tuple[Result, ...]
    seed: int
    version: str
    inputs: Mapping[str, Any] = field(repr=False)
    inputs_hash: str
    months: tuple[str, ...]
    currency: str
    horizon_days: int
    missed: tuple[Missed, ...] = ()
    cautions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    light: LedgerLight | None = None

    @property
    def first(self) -> Result:
        """The strategy that the others are compared with."""
        return self.results[0]

    @property
    def others(self) -> tuple[Result, ...]:
        """All strategies but the first."""
        return self.results[1:]

    @property
    def replications(self) -> int:
        """Replications of each strategy."""
        return len(self.first.samples.horizon)

    @property
    def years(self) -> float:
        """Length of the horizon (years)."""
        return self.horizon_days / 365

    @property
    def is_one_year(self) -> bool:
        """Whether a run is a year, so that runs can be called years."""
        return 360 <= self.horizon_days <= 370

    @property
    def overdraft_limit(self) -> float:
        """What the bank lends (currency)."""
        return float(self.inputs["scenario"]["company"]["overdraft_limit"])

    @property
    def is_small(self) -> bool:
        """Whether the company is so small that its amounts read better in plain units than in thousands."""
        company = self.inputs.get("scenario", {}).get("company", {})
        return is_small_company(float(company.get("annual_credit_sales", SMALL_SALES)))

    @property
    def smallest_amount(self) -> float:
        """Below this an amount is next to nothing (currency)."""
        return smallest_amount(is_small=self.is_small)

    def money(self, amount: float) -> str:
        """An amount in short, without its sign."""
        return money(amount, self.currency, is_small=self.is_small)

    def level_text(self, amount: float) -> str:
        """An amount in short, with a minus where there is one."""
        return level_text(amount, "currency", self.currency, is_small=self.is_small)

    @property
    def start_date(self) -> date:
        """The date of day 0."""
        return date.fromisoformat(self.inputs["scenario"]["company"]["start_date"])

    @property
    def base_name(self) -> str:
        """What the first strategy is called in a sentence: today, where it is what we do today."""
        today = self.inputs.get("scenario", {}).get("today")
        first: Mapping[str, Any] = (self.inputs.get("strategies") or [{}])[0]
        is_today = today is not None and first.get("levers") == today
        return "today" if is_today or self.first.name.casefold() == "today" else self.first.name

    def beyond_limit(self, result: Result) -> NDArray[np.bool_]:
        """Whether a strategy needs more than the bank lends, in each replication."""
        return result.values("lowest_cash") < -self.overdraft_limit

    def result(self, name: str) -> Result:
        """The result of the strategy with this name."""
        for result in self.results:
            if result.name == name:
                return result
        raise UserError(
            f"There is no strategy '{name}' here; there are {', '.join(r.name for r in self.results)}."
        )

    def difference(self, result: Result, name: str, to: Result | None = None) -> Difference | None:
        """A strategy minus the first (or another), paired by replication; None where it is undefined."""
        base = to or self.first
        metric = CATALOGUE[name]
        if metric.tail_of:
            tail, base_tail = result.mean(name), base.mean(name)
            return (
                None if tail is None or base_tail is None else Difference(tail - base_tail, None, None, None)
            )
        differences = paired_differences(result.values(name), base.values(name))
        found = interval(differences, result.level)
        if found is None:
            return None
        return Difference(found.mean, found.low, found.high, probability_better(differences, metric.better))

    def noise_removed(self, result: Result, name: str = "profit_to_the_end") -> float | None:
        """How many times more replications strategies with luck of their own would have needed."""
        return noise_removed(result.values(name), self.first.values(name))

    def bridge(self, result: Result) -> dict[str, float]:
        """What each line of profit, to the end, adds to the difference to the first (currency, averages)."""
        return profit_bridge(self.first.samples.line_means(), result.samples.line_means())

    def provision(self, result: Result) -> ProvisionMatrix:
        """What the book at the horizon's end will lose, by days past due, at the rates that all runs observed."""
        groups = self.inputs.get("scenario", {})
        vat = float(groups.get("company", {}).get("vat_fraction", 0.0))
        overlay = float(groups.get("economy", {}).get("provision_overlay_multiplier", 1.0))
        return provision_matrix(result.samples.paths, vat, overlay)

    def days_to_pay_explained(self, result: Result) -> dict[str, float] | None:
        """Why days to pay differ from the first's: by terms, by lateness, and the rest (days, averages) (M30)."""
        found = []
        for one in (self.first, result):
            means = [one.mean(name) for name in _DAYS_TO_PAY]
            known = [value for value in means if value is not None]
            if len(known) < len(means):
                return None
            found.append(PaidDays(*known))
        return dso_decomposition(*found)

    def table(self, measures: Sequence[str] | None = None) -> pd.DataFrame:
        """All measures with label and unit: means, and differences to the first with their interval."""
        from simulator.results.tables import table

        return table(self, measures or tuple(CATALOGUE))

    @property
    def verdict(self) -> str:
        """Which strategy does best, by how much, and how sure that is."""
        from simulator.results.verdict import verdict_of

        return verdict_of(self).text

    def to_json(self) -> str:
        """The whole comparison as JSON text, the same bytes for the same inputs, seed and version."""
        from simulator.results.documents import to_json

        return to_json(self)

    def write_json(self, path: str | Path) -> Path:
        """Write the comparison to a file; it appears whole or not at all."""
        from simulator.results.documents import write_text

        return write_text(Path(path), self.to_json())
