"""One replication: a warm-up under today, shared, then every strategy to its end."""

from __future__ import annotations

from typing import Protocol, Self

from simulator.engine.model import Reader, Run
from simulator.engine.plan import Plan
from simulator.engine.world import World

__all__ = ["SharedReader", "World", "play_on", "simulate", "warmed_up"]


class SharedReader(Reader, Protocol):
    """A reader that can be copied when the strategies part."""

    def copy(self) -> Self:
        """A reader that has read the same and reads on by itself."""
        ...


def simulate(world: World, seed: int, replication: int, reader: SharedReader) -> list[SharedReader]:
    """Simulate all strategies of a world with one luck.

    The warm-up is played once under today's plan; every strategy goes on from the same state on day 0.

    Returns:
        One reader per strategy, in the world's order, each having read the warm-up and its own strategy.
    """
    today = warmed_up(world, seed, replication, reader)
    readers: list[SharedReader] = []
    for plan in world.plans[:-1]:
        own = reader.copy()
        play_on(today.fork(own), plan)
        readers.append(own)
    if world.plans:  # nobody else needs the warm-up any more
        play_on(today, world.plans[-1])
        readers.append(reader)
    return readers


def warmed_up(world: World, seed: int, replication: int, reader: Reader) -> Run:
    """A run on day 0, after a warm-up under today's plan; the strategies fork it."""
    today = Run(world, seed, replication, reader)
    if today.day < 0:
        today.run(0)
    return today


def play_on(run: Run, plan: Plan) -> None:
    """Take a strategy on, and play the run to its end."""
    run.change(plan)
    run.finish()
