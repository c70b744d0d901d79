"""What the sheets need of the simulator: today and the policies on them, same luck, a little first and then more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.strategy import Strategy, today_strategy

if TYPE_CHECKING:
    from simulator.app.kit.jobs import Progress
    from simulator.app.setting import Setting
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.places import Workers
    from simulator.results.comparison import Comparison

SEED = 2026


@dataclass(frozen=True)
class Runs:
    """How the figures of a sheet are played.

    Attributes:
        steps: Replications, the coarse answer first.
        workers: As `compare` takes them.
        seed: The seed of all luck.
    """

    steps: tuple[int, ...] = (50, 200)
    workers: Workers = 1
    seed: int = SEED

    def play(
        self,
        setting: Setting,
        strategies: Sequence[Strategy],
        replications: int,
        shelf: Shelf,
        tell: Progress | None,
    ) -> Comparison:
        """Today and these strategies, so often; what is kept is not played again."""
        from simulator.experiment.compare import compare

        return compare(
            setting.scenario,
            beside_today(setting, strategies),
            seed=self.seed,
            replications=replications,
            workers=self.workers,
            portfolio=setting.portfolio,
            progress=tell,
            keep=shelf,
        )


def beside_today(setting: Setting, strategies: Sequence[Strategy]) -> list[Strategy]:
    """Today, and of the others those whose levers differ from all before them; no two of one name."""
    found = [today_strategy()]
    for one in strategies:
        levers = one.levers(setting.scenario.today)
        if all(levers != other.levers(setting.scenario.today) for other in found):
            found.append(one)
    return found
