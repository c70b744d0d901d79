"""Invented runs: measures by a formula of levers and luck, in the engine's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.luck import Stream, luck
from simulator.metrics.catalogue import MEASURED
from simulator.metrics.profit import LINES
from simulator.results.samples import Packed, bare

Formula = Callable[[Any, Any, float], dict[str, float]]
"""Measures by name from scenario, levers and a uniform draw that all strategies of a replication share."""


@dataclass(frozen=True)
class InventedRuns:
    """One replication of each strategy; can be sent to another process."""

    formula: Formula
    scenario: Any
    levers: tuple[Any, ...]
    seed: int

    def __call__(self, replication: int) -> list[Packed]:
        draw = luck(self.seed, replication, Stream.LATENESS, 0, 0)
        return [_packed(self.formula(self.scenario, levers, draw)) for levers in self.levers]


def replicator_by(formula: Formula) -> Callable[..., InventedRuns]:
    """What stands in for `simulator.experiment.compare.replicator`."""
    return lambda scenario, portfolio, levers, seed: InventedRuns(formula, scenario, tuple(levers), seed)


def _packed(found: dict[str, float]) -> Packed:
    horizon = np.zeros(len(MEASURED))
    for name, value in found.items():
        horizon[MEASURED.index(name)] = value
    return bare(horizon, np.zeros((2, len(LINES))))
