"""Compile every kernel before the first question, by a tiny run that reaches all of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Self

import numba
from numpy.typing import NDArray

from simulator.compiling import is_interpreted
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


_READY = "ready"
_VERSIONS_KEPT = 12


def is_prepared() -> bool:
    """Whether the kernels of these sources are compiled and kept, or need no compiling."""
    return is_interpreted() or (Path(numba.config.CACHE_DIR) / _READY).exists()


def prepare_kernels() -> None:
    """Run ten customers for two months, so that every kernel is compiled and kept (about a minute, once)."""
    scenario = Scenario(name="Preparing", why="compiles the kernels").but(
        company={"horizon_days": 31, "warm_up_days": 31, "run_off_days": 400},
        portfolio={"customers": 10},
        today={
            "collections": {"ladder": [{"day": 10, "channel": "agency"}]},
            "insurance": {"insured_fraction": 0.9},
            "financing": {"facility": "factoring", "protected_fraction": 0.9},
        },
    )
    world = World.build(scenario, synthetic_portfolio(scenario, observed_laws(scenario)), [scenario.today])
    simulate(world, 0, 0, _Nobody())
    _mark_ready(Path(numba.config.CACHE_DIR))


def _mark_ready(folder: Path) -> None:
    """Note that all is compiled, and drop the kernels of sources long gone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _READY).touch()
    if folder.parent.name != "kernels":
        return
    siblings = sorted(folder.parent.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
    for old in siblings[_VERSIONS_KEPT:]:
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    prepare_kernels()
