"""Measured runs: some strategies in one or several worlds, each replication with the same luck in all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.replication import play_on, warmed_up
from simulator.experiment.question import empty_tally
from simulator.experiment.workers import replicate
from simulator.metrics.outcome import outcome
from simulator.metrics.profit import LINES

if TYPE_CHECKING:
    from simulator.engine.model import Run
    from simulator.engine.world import World
    from simulator.experiment.measuring import Effort
    from simulator.levers import Levers
    from simulator.metrics.tally import Tally


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

    def __call__(self, replication: int) -> Measured:
        """Run all of it with the luck of this replication: one warm-up, upon which no shock comes, for all worlds."""
        values = np.full((len(self.worlds), len(self.levers), len(self.measures)), np.nan)
        lines = np.zeros((len(self.worlds), len(self.levers), len(LINES)))
        warm: dict[float, tuple[Run, Tally]] = {}
        for number, world in enumerate(self.worlds):
            ceiling = ceiling_of(world)
            if ceiling not in warm:
                read = empty_tally(world)
                warm[ceiling] = warmed_up(world, self.seed, replication, read), read
            for place, plan in enumerate(world.plans):
                tally = warm[ceiling][1].copy()
                run = warm[ceiling][0].fork(tally)
                run.world = world
                play_on(run, plan)
                found = outcome(tally, world.scenario, self.levers[place], plan.limit_cents)
                told = [found.horizon[name] for name in self.measures]
                values[number, place] = [np.nan if value is None else value for value in told]
                lines[number, place] = [
                    found.profit_lines[name] + found.run_off_lines[name] for name in LINES
                ]
        return Measured(values, lines)


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

    found = replicate(task, range(replications), effort.workers, tell)
    return Measured(np.stack([one.values for one in found]), np.stack([one.lines for one in found]))
