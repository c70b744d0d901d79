"""Compile every kernel before the first question, by a tiny run that reaches all of them."""

from __future__ import annotations

from typing import Any, Self

from numpy.typing import NDArray

from simulator.engine.replication import World, simulate
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.scenario import Scenario


class _Nobody:
    """A reader who does not look."""

    def take(self, rows: NDArray[Any]) -> None:
        """Nothing to do."""

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> Self:
        """Itself: it keeps nothing."""
        return self


def prepare_kernels() -> None:
    """Run ten customers for two months, so that every kernel is compiled and kept."""
    scenario = Scenario(name="Preparing", why="compiles the kernels").but(
        company={"horizon_days": 31, "warm_up_days": 31, "run_off_days": 400}, portfolio={"customers": 10}
    )
    world = World.build(scenario, synthetic_portfolio(scenario, observed_laws(scenario)), [scenario.today])
    simulate(world, 0, 0, _Nobody())
