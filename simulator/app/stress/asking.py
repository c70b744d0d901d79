"""What the page asks: which shocks upon which strategies; nothing of widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.experiment.kept.keeping import Keeping, NotKept
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.reverse_stress import reverse_stress
from simulator.experiment.stress import stress

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.app.kit.jobs import Progress
    from simulator.app.setting import Setting
    from simulator.experiment.places import Workers
    from simulator.results.breaking_point import BreakingPoint
    from simulator.results.stress import StressTest
    from simulator.shocks import Shock
    from simulator.strategy import Strategy

STAGES = (8, 50, 200)
"""Replications of the first numbers, of those that can be told, and of the last."""

SEED = 2026
REVERSE_REPLICATIONS = 100


@dataclass(frozen=True)
class Effort:
    """How the page runs things.

    Attributes:
        stages: Replications, step by step.
        workers: Who plays; None: all processors.
        reverse: Replications at each severity of a reverse stress.
    """

    stages: tuple[int, ...] = STAGES
    workers: Workers = None
    reverse: int = REVERSE_REPLICATIONS


@dataclass(frozen=True)
class Asked:
    """Shocks upon strategies."""

    setting: Setting
    strategies: tuple[Strategy, ...]
    shocks: tuple[Shock, ...]
    together: bool = False


@dataclass(frozen=True)
class Found:
    """What came of it, and when what was kept had been played; None: all was played now."""

    test: StressTest
    kept: datetime | None = None


def answer(asked: Asked, replications: int, keeping: Keeping, workers: Workers, tell: Progress) -> Found:
    """Let the shocks come."""
    before = keeping.played
    test = stress(
        asked.setting.scenario,
        asked.strategies,
        asked.shocks,
        together=asked.together,
        replications=replications,
        seed=SEED,
        portfolio=asked.setting.portfolio,
        workers=workers,
        progress=tell,
        keep=keeping,
    )
    return Found(test, keeping.made if keeping.played == before else None)


def kept_answer(asked: Asked, effort: Effort, tell: Progress) -> Found | None:
    """The best answer that needs no run; None where there is none."""
    for replications in reversed(effort.stages):
        try:
            return answer(asked, replications, Keeping(Shelf(), only_kept=True), 1, tell)
        except NotKept:
            continue
    return None


def breaking_points(
    asked: Asked, shock: Shock, share: float, effort: Effort, tell: Progress
) -> tuple[BreakingPoint, ...]:
    """How bad a shock must get until cash runs out, under each strategy."""
    found = []
    told = {"done": 0}
    for strategy in asked.strategies:
        base = told["done"]

        def progress(done: int, wanted: int, base: int = base) -> None:
            told["done"] = base + done
            tell(base + done, base + wanted)

        found.append(
            reverse_stress(
                asked.setting.scenario,
                strategy,
                shock,
                share=share,
                replications=effort.reverse,
                seed=SEED,
                portfolio=asked.setting.portfolio,
                workers=effort.workers,
                progress=progress,
                keep=Shelf(),
            )
        )
    return tuple(found)
