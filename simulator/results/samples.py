"""Outcomes packed into arrays: what a worker sends back, and what a result keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import MEASURED
from simulator.metrics.outcome import Outcome, Value
from simulator.metrics.paths import Paths
from simulator.metrics.profit import LINES

_INDEX = {name: number for number, name in enumerate(MEASURED)}


class Packed(NamedTuple):
    """One outcome as arrays; NaN is undefined."""

    horizon: NDArray[np.float64]  # [measure]
    monthly: NDArray[np.float64]  # [measure, month]
    lines: NDArray[np.float64]  # [(horizon, run-off), line of M31]
    paths: Paths
    months: tuple[str, ...]


def pack(outcome: Outcome) -> Packed:
    """An outcome as arrays."""
    lines = [[part[name] for name in LINES] for part in (outcome.profit_lines, outcome.run_off_lines)]
    return Packed(
        horizon=_numbers([outcome.horizon[name] for name in MEASURED]),
        monthly=np.stack([_numbers(outcome.monthly[name]) for name in MEASURED]),
        lines=np.array(lines, dtype=np.float64),
        paths=outcome.paths,
        months=outcome.months,
    )


def brief(outcome: Outcome) -> Packed:
    """An outcome without its months and days: what a search needs, and a hundredth of the size."""
    lines = [[part[name] for name in LINES] for part in (outcome.profit_lines, outcome.run_off_lines)]
    return bare(_numbers([outcome.horizon[name] for name in MEASURED]), np.array(lines, dtype=np.float64))


def bare(numbers: NDArray[np.float64], lines: NDArray[np.float64] | None = None) -> Packed:
    """Mere numbers as an outcome without months and days."""
    nothing = np.empty(0)
    return Packed(
        horizon=numbers,
        monthly=nothing,
        lines=nothing if lines is None else lines,
        paths=Paths(*(nothing for _ in Paths._fields)),
        months=(),
    )


def shortened(packed: Packed) -> Packed:
    """The same outcome without its months and days."""
    return bare(packed.horizon, packed.lines)


def measured(packed: Packed, name: str) -> float:
    """One measure of one outcome (NaN where undefined)."""
    return float(packed.horizon[_INDEX[name]])


def _numbers(values: Sequence[Value]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


@dataclass(frozen=True)
class Samples:
    """All replications of one strategy; the first index of each array is the replication."""

    horizon: NDArray[np.float64]
    monthly: NDArray[np.float64]
    lines: NDArray[np.float64]
    paths: Paths

    @classmethod
    def of(cls, packed: Sequence[Packed]) -> Samples:
        """Gather the outcomes of one strategy, in order of replication."""
        return cls(
            horizon=np.stack([one.horizon for one in packed]),
            monthly=np.stack([one.monthly for one in packed]),
            lines=np.stack([one.lines for one in packed]),
            paths=Paths(*(np.stack(parts) for parts in zip(*(one.paths for one in packed), strict=True))),
        )

    def values(self, name: str) -> NDArray[np.float64]:
        """A measure in each replication (NaN where undefined)."""
        return self.horizon[:, _INDEX[name]]

    def monthly_means(self, name: str) -> list[float | None]:
        """A measure month by month, averaged over the replications in which it is defined."""
        by_month = self.monthly[:, _INDEX[name], :]
        counts = (~np.isnan(by_month)).sum(axis=0)
        sums = np.nansum(by_month, axis=0)
        return [
            float(total) / int(count) if count else None for total, count in zip(sums, counts, strict=True)
        ]

    def line_means(self) -> dict[str, float]:
        """The lines of M31 from day 0 to the end, averaged over replications (currency, positive)."""
        means = self.lines.sum(axis=1).mean(axis=0)
        return dict(zip(LINES, means.tolist(), strict=True))
