"""What the page asks: the frontier, the best of many, the best levers, what the choice leans on; nothing of widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.experiment.frontier import frontier, strategies_of
from simulator.experiment.kept.keeping import Keeping, NotKept
from simulator.experiment.kept.shelf import Shelf
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.app.kit.jobs import Progress
    from simulator.app.setting import Setting
    from simulator.experiment.measuring import Running
    from simulator.experiment.places import Workers
    from simulator.results.front import Front
    from simulator.strategy import Strategy

STAGES = (12, 50, TAIL_REPLICATIONS)
SEED = 2026
MOST_POINTS = 60
"""So many strategies of a grid are tried on the page; the command takes more."""


@dataclass(frozen=True)
class Effort:
    """How the page runs things.

    Attributes:
        stages: Replications of the frontier, step by step.
        workers: Who plays; None: all processors.
        proof: Replications of the optimiser's proof, and the most that the best of many takes.
        most: Replications of each strategy at most, to name the best of many.
        cases: Replications of each case of the sensitivity.
    """

    stages: tuple[int, ...] = STAGES
    workers: Workers = None
    proof: int = TAIL_REPLICATIONS
    most: int = 640
    cases: int = 40


@dataclass(frozen=True)
class Asked:
    """Strategies by two measures, and a grid of more.

    Attributes:
        setting: Scenario and customers.
        strategies: Those that are named.
        measures: What goes up, and what goes to the right.
        grid: Levers with their values.
        base: What the other levers of the grid are taken from.
    """

    setting: Setting
    strategies: tuple[Strategy, ...]
    measures: tuple[str, str]
    grid: tuple[str, ...] = ()
    base: str = ""

    @property
    def all_strategies(self) -> tuple[Strategy, ...]:
        """Those that are named, then the grid.

        Raises:
            UserError: a grid that is too large, or names no lever.
        """
        if not self.grid:
            return self.strategies
        base = next((one for one in self.strategies if one.name == self.base), self.strategies[0])
        found = strategies_of(base, self.grid, "")
        if len(found) > MOST_POINTS:
            raise UserError(
                f"This grid has {len(found)} strategies; the page takes {MOST_POINTS}. Give fewer values, or let the "
                "optimiser search."
            )
        return (*self.strategies, *found)


@dataclass(frozen=True)
class Found:
    """A frontier, and when what was kept of it had been played; None: all was played now."""

    front: Front
    kept: datetime | None = None


def measures_at(measures: tuple[str, ...], replications: int) -> tuple[str, ...]:
    """The measures that so few runs can tell: the average in the place of a bad year.

    >>> measures_at(("profit_to_the_end", "lowest_cash_p05"), 50)
    ('profit_to_the_end', 'lowest_cash')
    """
    if replications >= TAIL_REPLICATIONS:
        return measures
    return tuple(CATALOGUE[name].tail_of or name for name in measures)


def answer(asked: Asked, replications: int, keeping: Keeping, workers: Workers, tell: Progress) -> Found:
    """Play the strategies and see who is beaten."""
    before = keeping.played
    front = frontier(
        asked.setting.scenario,
        asked.all_strategies,
        measures=measures_at(asked.measures, replications),
        replications=replications,
        seed=SEED,
        portfolio=asked.setting.portfolio,
        workers=workers,
        progress=tell,
        keep=keeping,
    )
    return Found(front, keeping.made if keeping.played == before else None)


def kept_answer(asked: Asked, effort: Effort, tell: Progress) -> Found | None:
    """The best answer that needs no run; None where there is none."""
    for replications in reversed(effort.stages):
        try:
            return answer(asked, replications, Keeping(Shelf(), only_kept=True), 1, tell)
        except NotKept:
            continue
    return None


def running(setting: Setting, effort: Effort, tell: Progress) -> Running:
    """Seed, customers, workers, progress, and where runs are kept."""
    return {
        "seed": SEED,
        "portfolio": setting.portfolio,
        "workers": effort.workers,
        "progress": tell,
        "keep": Keeping(Shelf()),
    }
