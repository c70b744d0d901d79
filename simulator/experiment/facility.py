"""What a facility costs: the factor's fee and interest apart, and what it lends week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Unpack, cast

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.kept.accounts import keep_account, kept_account
from simulator.experiment.measuring import Effort, Running, asked, check_replications, counted
from simulator.experiment.question import empty_tally
from simulator.experiment.workers import replicate
from simulator.journal import Account, Event
from simulator.metrics.paths import week_ends
from simulator.metrics.tally import NET, Tally
from simulator.results.facility import FacilityCosts, from_document

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

KIND = "facility"


class _Costs(NamedTuple):
    """One replication, [strategy, ...] (cents)."""

    fees: NDArray[np.int64]
    interest: NDArray[np.int64]
    drawn: NDArray[np.int64]


@dataclass(frozen=True)
class _Charging:
    """One replication; can be sent to another process."""

    world: World
    seed: int

    def __call__(self, replication: int) -> _Costs:
        """What every strategy's factor charges and lends."""
        from simulator.engine.replication import simulate

        tallies = cast("list[Tally]", simulate(self.world, self.seed, replication, empty_tally(self.world)))
        ends = week_ends(self.world.horizon_days)
        drawn = [np.maximum(-tally.account_by_day(Account.FACTOR), 0)[ends] for tally in tallies]
        return _Costs(
            fees=np.array([_sum(tally, Event.FACTOR_FEE_PAID) for tally in tallies], dtype=np.int64),
            interest=np.array([_sum(tally, Event.FACTOR_INTEREST_PAID) for tally in tallies], dtype=np.int64),
            drawn=np.stack(drawn).astype(np.int64),
        )


def facility_costs(
    scenario: Scenario, strategies: Sequence[Strategy], *, replications: int = 100, **running: Unpack[Running]
) -> FacilityCosts:
    """What each strategy's factor charges, fee and interest apart, and what it has lent at each week's end.

    Args:
        scenario: What is not ours to decide.
        strategies: Those without a facility cost nothing.
        replications: How many runs.
        running: Seed, portfolio, workers, progress, where it is kept; see `Effort`.
    """
    from simulator.engine.world import World

    effort = Effort(**running)
    check_replications(replications)
    question = asked(scenario, strategies, effort)
    shelf = effort.keeping.shelf if effort.keeping is not None else None
    kept = kept_account(KIND, question, shelf)
    if kept is not None and kept["replications"] == replications:
        return from_document({**kept["document"], "names": question.names})
    world = World.build(scenario, question.portfolio, list(question.levers))
    tell = counted(effort.progress, replications)
    found = replicate(_Charging(world, effort.seed), range(replications), effort.workers, tell)
    answer = FacilityCosts(
        names=tuple(question.names),
        fees=np.stack([one.fees for one in found], axis=1),
        interest=np.stack([one.interest for one in found], axis=1),
        drawn=np.stack([one.drawn for one in found], axis=1),
        years=scenario.company.horizon_days / 365,
    )
    keep_account(KIND, question, shelf, replications, answer.as_document())
    return answer


def _sum(tally: Tally, event: Event) -> int:
    """All that was paid from day 0 to the end."""
    return int(tally.columns.sums[-tally.first_day :, event, NET].sum())
