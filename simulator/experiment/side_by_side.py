"""Measured runs: some strategies in one or several worlds, each replication with the same luck in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.economy import demand_ceiling
from simulator.engine.replication import play_on, warmed_up
from simulator.experiment.measuring import Kept, played, run_keys
from simulator.experiment.question import empty_tally
from simulator.metrics.outcome import outcome
from simulator.results.documents import hash_of
from simulator.results.samples import Packed, brief, measured

if TYPE_CHECKING:
    from simulator.engine.model import Run
    from simulator.engine.world import World
    from simulator.experiment.measuring import Effort
    from simulator.levers import Levers
    from simulator.metrics.tally import Tally


Case = tuple[int, int]
"""The number of a world and that of a strategy."""


class Measured(NamedTuple):
    """What was measured in each replication; NaN is undefined."""

    values: NDArray[np.float64]  # [replication, world, strategy, measure]
    lines: NDArray[
        np.float64
    ]  # [replication, world, strategy, line of M31], to the end of the run-off, positive


@dataclass(frozen=True)
class Measuring:
    """One replication of every strategy in every world; can be sent to another process."""

    worlds: tuple[World, ...]
    levers: tuple[Levers, ...]
    seed: int
    measures: tuple[str, ...]

    @property
    def cases(self) -> list[Case]:
        """Every strategy in every world."""
        return [(world, place) for world in range(len(self.worlds)) for place in range(len(self.levers))]

    def __call__(self, replication: int) -> Measured:
        """Run all of it with the luck of this replication."""
        return self.gathered(Some(self, tuple(self.cases))(replication))

    def gathered(self, outcomes: Sequence[Packed]) -> Measured:
        """What was measured, from an outcome of each case."""
        shape = (len(self.worlds), len(self.levers), -1)
        values = np.array([[measured(one, name) for name in self.measures] for one in outcomes])
        lines = np.array([one.lines.sum(axis=0) for one in outcomes])
        return Measured(values.reshape(shape), lines.reshape(shape))

    def keys(self) -> list[str]:
        """Under which key the runs of each case are kept; other luck than a scenario's own is another key."""
        keys = []
        for world in self.worlds:
            own = run_keys(world.scenario, world.portfolio, self.levers, self.seed)
            ceiling = ceiling_of(world)
            is_own = ceiling == demand_ceiling(world.scenario)
            keys += own if is_own else [hash_of({"run": key, "ceiling": ceiling}) for key in own]
        return keys


@dataclass(frozen=True)
class Some:
    """One replication of some cases; can be sent to another process."""

    task: Measuring
    cases: tuple[Case, ...]

    def __call__(self, replication: int) -> list[Packed]:
        """Run them with the luck of this replication: one warm-up, upon which no shock comes, for all worlds."""
        task, found = self.task, []
        warm: dict[float, tuple[Run, Tally]] = {}
        for number, place in self.cases:
            world, ceiling = task.worlds[number], ceiling_of(task.worlds[number])
            if ceiling not in warm:
                read = empty_tally(world)
                warm[ceiling] = warmed_up(world, task.seed, replication, read), read
            tally, plan = warm[ceiling][1].copy(), world.plans[place]
            run = warm[ceiling][0].fork(tally)
            run.world = world
            play_on(run, plan)
            found.append(brief(outcome(tally, world.scenario, task.levers[place], plan.limit_cents)))
        return found


def ceiling_of(world: World) -> float:
    """The largest demand that a world can have: possible orders come at this rate, so only equal ones share luck."""
    return float(world.assumptions["demand_ceiling"][0])


def with_ceiling(world: World, ceiling: float) -> World:
    """The same world, with possible orders as frequent as in one of this ceiling; as many of them come true."""
    phases = tuple(phase._replace(assumptions=_lifted(phase.assumptions, ceiling)) for phase in world.phases)
    return replace(world, assumptions=_lifted(world.assumptions, ceiling), phases=phases)


def _lifted(assumptions: NDArray[Any], ceiling: float) -> NDArray[Any]:
    found = assumptions.copy()
    found["demand_ceiling"] = ceiling
    found.setflags(write=assumptions.flags.writeable)
    return found


def measure(task: Measuring, replications: int, effort: Effort, done_before: int = 0) -> Measured:
    """Run all replications of a task.

    Args:
        task: What one replication is.
        replications: How many of them.
        effort: Where, and who is told.
        done_before: Replications that are told as done already.
    """
    done = done_before

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if effort.progress:
            effort.progress(done, done_before + replications)

    kept = Kept(task.keys, effort)
    outcomes = played(lambda some: Some(task, tuple(some)), task.cases, range(replications), kept, tell)
    found = [task.gathered(one) for one in outcomes]
    return Measured(np.stack([one.values for one in found]), np.stack([one.lines for one in found]))
