"""Why two strategies differ: by lever groups, by lines of profit, by customers and invoices of one replication."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import CATALOGUE, Metric
from simulator.results.documents import rounded
from simulator.results.ranges import range_text
from simulator.results.reasons_tables import customers_table, histories_table, shares_table
from simulator.results.statistics import LEVEL, Interval, interval
from simulator.results.trace import InvoicePart, Trace
from simulator.results.words import figure, unit_in_words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Share:
    """What a lever group, or several that go together, make of the difference.

    Attributes:
        name: What they are called.
        groups: The lever groups.
        changes: Every lever that differs, with both values.
        values: Their share in each replication (unit of the measure).
    """

    name: str
    groups: tuple[str, ...]
    changes: tuple[str, ...]
    values: NDArray[np.float64] = field(repr=False)

    @property
    def interval(self) -> Interval | None:
        """The average share with its interval."""
        return interval(self.values)


@dataclass(frozen=True)
class Why:
    """The difference of two strategies, taken apart.

    Attributes:
        scenario: The scenario's name.
        one: The strategy from which the difference is taken.
        other: The strategy that is judged.
        measure: The measure that differs.
        differences: The other minus the one in each replication (unit of the measure).
        shares: What each lever group makes of it; they sum to the difference in every replication.
        lines: What each line of profit makes of it in each replication (currency); only of profit.
        trace: One replication followed down to customers and invoices; None where nothing differs.
        currency: The currency of all amounts.
        origin: Seed, version, inputs' hash: where the numbers come from.
        notes: What belongs beside the numbers.
    """

    scenario: str
    one: str
    other: str
    measure: str
    differences: NDArray[np.float64] = field(repr=False)
    shares: tuple[Share, ...]
    lines: Mapping[str, NDArray[np.float64]] = field(repr=False)
    trace: Trace | None
    currency: str
    origin: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def metric(self) -> Metric:
        """What is said about the measure."""
        return CATALOGUE[self.measure]

    @property
    def replications(self) -> int:
        """Replications of each strategy."""
        return len(self.differences)

    @property
    def difference(self) -> Interval | None:
        """The average difference with its interval."""
        return interval(self.differences)

    @property
    def ranked(self) -> tuple[Share, ...]:
        """The shares, the largest first."""
        return tuple(sorted(self.shares, key=lambda share: -abs(_mean(share.interval))))

    @property
    def bridge(self) -> tuple[tuple[str, Interval], ...]:
        """Lines of profit that differ, the largest first (currency)."""
        found = [(name, interval(values)) for name, values in self.lines.items()]
        known = [(name, one) for name, one in found if one is not None and (one.mean or one.half_width)]
        return tuple(sorted(known, key=lambda pair: -abs(pair[1].mean)))

    @property
    def unit(self) -> str:
        """The measure's unit in words."""
        return unit_in_words(self.metric.unit, self.currency)

    @property
    def sentence(self) -> str:
        """The difference, and what makes most of it, in a sentence."""
        found = self.difference
        whole = f"{self.metric.label}, {self.other} against {self.one}"
        if found is None:
            return f"{whole}: not defined in any run."
        if not self.shares:
            return f"{whole}: no difference."
        ends = ""
        if found.low is not None and found.high is not None:
            ends = f" ({range_text(found.low, found.high, self.metric.unit, signed=True)})"
        unclear = "" if found.is_clear or not ends else " That is no clear difference yet."
        told = f"{whole}: {self._told(found)} {self.unit}{ends}.{unclear}"
        first, *others = self.ranked
        if not others:
            return f"{told} All of it is {first.name}."
        then = f"then {others[0].name} ({self._told(others[0].interval)})"
        return f"{told} The largest part is {first.name} ({self._told(first.interval)}), {then}."

    def _told(self, found: Interval | None) -> str:
        value, step = (None, None) if found is None else (found.mean, found.half_width)
        return figure(value, self.metric.unit, max(self.metric.decimals, 1), step=step, signed=True)

    def table(self) -> pd.DataFrame:
        """What each lever group makes of the difference."""
        return shares_table(self)

    def customers(self) -> pd.DataFrame:
        """What each customer made of the difference in one replication."""
        return customers_table(self)

    def histories(self, invoice: InvoicePart) -> pd.DataFrame:
        """What happened to an invoice under both strategies."""
        return histories_table(self, invoice)

    def to_json(self) -> str:
        """All of it as JSON text, the same bytes for the same inputs, seed and version."""
        document = {
            "scenario": self.scenario,
            "from": self.one,
            "to": self.other,
            "measure": self.measure,
            "label": self.metric.label,
            "unit": self.metric.unit,
            **self.origin,
            "replications": self.replications,
            "currency": self.currency,
            "interval_level": LEVEL,
            "difference": _plain(self.difference),
            "lever_groups": [
                {
                    "name": share.name,
                    "groups": list(share.groups),
                    "changes": list(share.changes),
                    **_plain(share.interval),
                    "by_replication": [rounded(value) for value in share.values.tolist()],
                }
                for share in self.ranked
            ],
            "profit_lines": [{"line": name, **_plain(found)} for name, found in self.bridge],
            "one_replication": None if self.trace is None else self.trace.as_document(),
            "notes": list(self.notes),
        }
        return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _mean(found: Interval | None) -> float:
    return found.mean if found else 0.0


def _plain(found: Interval | None) -> dict[str, Any]:
    return {
        "mean": rounded(found.mean) if found else None,
        "low": rounded(found.low) if found else None,
        "high": rounded(found.high) if found else None,
    }
