"""Runs of a collections desk: many variants of one plan, each replication with the same luck for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from simulator.engine.replication import play_on, warmed_up
from simulator.experiment.desk.since_due import LAST_DAY, SinceDue
from simulator.experiment.measuring import Kept, played, run_keys
from simulator.experiment.question import empty_tally
from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.metrics.paths import week_starts
from simulator.metrics.tally import COUNT, NET, VAT, Tally
from simulator.results.desk.figures import Figures, Sizes, as_numbers
from simulator.results.documents import hash_of
from simulator.results.samples import Packed, bare
from simulator.units import CENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.engine.plan import Plan
    from simulator.engine.world import World
    from simulator.experiment.measuring import Effort
    from simulator.experiment.outcomes import Task
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario

FORM = 1
"""Counts up when a run's figures change, so that older kept ones are not taken."""

_CONTACTS = (Event.EMAILED, Event.DEMANDED, Event.CALLED)
_MINUTES = 100.0  # a SHIFT row counts hundredths of a minute


class _Reader:
    """Reads a run's journal for its measures, and by days since due."""

    def __init__(self, tally: Tally, since_due: SinceDue) -> None:
        self.tally, self.since_due = tally, since_due

    def take(self, rows: NDArray[Any]) -> None:
        """Read a block."""
        self.tally.take(rows)
        self.since_due.take(rows)

    def close_month(self, day: int) -> None:
        """Part of the reader's protocol; nothing to do."""

    def copy(self) -> Self:
        """A reader that has read the same and reads on by itself."""
        return type(self)(self.tally.copy(), self.since_due.copy())


@dataclass(frozen=True)
class DeskTask:
    """One replication of some variants; can be sent to another process."""

    world: World
    levers: tuple[Levers, ...]
    seed: int

    def __call__(self, replication: int) -> list[Packed]:
        """Play them with the luck of this replication: one warm-up for all."""
        tally = empty_tally(self.world)
        warm = warmed_up(self.world, self.seed, replication, tally)
        return [
            self._one(warm, tally.copy(), levers, plan)
            for levers, plan in zip(self.levers, self.world.plans, strict=True)
        ]

    def _one(self, warm: Any, tally: Tally, levers: Levers, plan: Plan) -> Packed:
        segments = self.world.portfolio.customers["segment"]
        reader = _Reader(tally, SinceDue(plan.ladder[:-1], segments, self.world.horizon_days))
        play_on(warm.fork(reader), plan)
        found = outcome(tally, self.world.scenario, levers, plan.limit_cents)
        scalars = _scalars(tally) | {
            "profit": found.horizon["profit_to_the_end"],
            "lowest_cash": found.horizon["lowest_cash"],
            "dso": found.horizon["dso_countback_days"],
            "lost_margin": found.horizon["lost_margin"],
            "hours_needed": _average(found.paths.weekly_desk_load),
            "waiting": found.horizon["backlog_cases"],
        }
        cost = sum(
            lines[name]
            for lines in (found.profit_lines, found.run_off_lines)
            for name in ("collection_cost", "agency_cost")
        )
        scalars["direct_cost"] = cost - scalars.pop("staff_to_the_end")
        numbers = {name: np.nan if value is None else float(value) for name, value in scalars.items()}
        since = reader.since_due
        return bare(
            as_numbers(numbers, _weekly_waiting(tally), since.unpaid(), since.reached.astype(np.float64))
        )


def _average(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None


def _scalars(tally: Tally) -> dict[str, Any]:
    """What the outcome does not say: contacts, minutes, staff."""
    later = tally.columns.sums[-tally.first_day :]
    horizon = later[: tally.horizon_days]
    return {
        "contacts": float(sum(horizon[:, event, COUNT].sum() for event in _CONTACTS)),
        "minutes": float(later[:, Event.SHIFT, NET].sum()) / _MINUTES,
        "available_minutes": float(horizon[:, Event.SHIFT, VAT].sum()) / _MINUTES,
        "staff_cost": float(horizon[:, Event.STAFF_PAID, NET].sum()) / CENTS,
        "staff_to_the_end": float(later[:, Event.STAFF_PAID, NET].sum()) / CENTS,
    }


def _weekly_waiting(tally: Tally) -> NDArray[np.float64]:
    """Cases that wait when a shift closes, average of each week's shifts (NaN where there is none)."""
    days = tally.columns.sums[-tally.first_day : tally.horizon_days - tally.first_day, Event.BACKLOG]
    sums = np.add.reduceat(days, week_starts(tally.horizon_days), axis=0).astype(np.float64)
    empty = np.full(len(sums), np.nan)
    found: NDArray[np.float64] = np.divide(sums[:, NET], sums[:, COUNT], out=empty, where=sums[:, COUNT] > 0)
    return found


@dataclass
class Stage:
    """Where variants of a plan are played, and how far they are."""

    scenario: Scenario
    portfolio: Portfolio
    effort: Effort

    def figures(
        self, levers: Sequence[Levers], replications: int, tell: Callable[[int], None]
    ) -> list[Figures]:
        """The figures of each variant.

        Args:
            levers: The variants.
            replications: How many runs of each; those kept are not played again.
            tell: Told how many more replications are done.
        """
        seed = self.effort.seed

        def make(some: Sequence[Levers]) -> Task:
            from simulator.engine.world import World

            return DeskTask(World.build(self.scenario, self.portfolio, list(some)), tuple(some), seed)

        kept = Kept(lambda: self.keys(levers), self.effort)
        found = played(make, levers, range(replications), kept, tell)
        numbers = np.array([[one.horizon for one in of_one] for of_one in found])
        sizes = Sizes(len(week_starts(self.scenario.company.horizon_days)), LAST_DAY + 1)
        return [Figures.of(numbers[:, place], sizes) for place in range(len(levers))]

    def keys(self, levers: Sequence[Levers]) -> list[str]:
        """Under which key the runs of each variant are kept."""
        own = run_keys(self.scenario, self.portfolio, levers, self.effort.seed)
        return [hash_of({"desk": FORM, "run": key}) for key in own]
