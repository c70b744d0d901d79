"""Compare strategies: the same customers with the same luck, as often as it takes to be sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from simulator import garbage
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.errors import UserError
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.answers import keep_answer, outcome_keys
from simulator.experiment.kept.remarks import said_of
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.outcomes import Outcomes, Progress
from simulator.experiment.places import Workers, place_of
from simulator.experiment.precision import LOOK_LEVEL, looks, missed_targets, targets
from simulator.experiment.question import Question, check_strategies, empty_tally
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Tally
from simulator.results.comparison import Comparison, Missed
from simulator.results.samples import Packed, Samples, pack
from simulator.results.statistics import LEVEL, defined, paired_differences

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy


@dataclass(frozen=True)
class Replicator:
    """One replication of every strategy, measured; can be sent to another process."""

    world: World
    levers: tuple[Levers, ...]
    seed: int

    def __call__(self, replication: int) -> list[Packed]:
        """Run all strategies with the luck of this replication."""
        from simulator.engine.replication import simulate

        with garbage.kept_out():
            tallies = cast(
                "list[Tally]", simulate(self.world, self.seed, replication, empty_tally(self.world))
            )
        return [
            pack(outcome(tally, self.world.scenario, levers, plan.limit_cents))
            for tally, levers, plan in zip(tallies, self.levers, self.world.plans, strict=True)
        ]


def compare(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    *,
    seed: int = 2026,
    replications: int | None = None,
    precision: float = 0.001,
    workers: Workers = None,
    portfolio: Portfolio | None = None,
    progress: Progress | None = None,
    keep: Shelf | bool = False,
) -> Comparison:
    """Compare strategies with the first one, replication by replication.

    Args:
        scenario: What is not ours to decide.
        strategies: What is; the others are compared with the first.
        seed: The seed of all luck.
        replications: How many; None goes on until the answer is precise enough.
        precision: How precise that is, as a fraction of credit sales (0.001 is 0.1 %).
        workers: 'auto' or None (as many as there are processors), a number, 'threads:N', 'processes:N' or
            'dask://HOST:PORT'. The numbers do not depend on it.
        portfolio: Customers fitted to a ledger; None makes the scenario's own.
        progress: Told how many replications are done and how many are wanted.
        keep: Where results are kept and looked up; True is the user's own place, False keeps nothing. The numbers
            do not depend on it.
    """
    check_strategies(strategies, seed)
    _check_effort(replications, precision)
    place_of(workers)
    if not is_prepared():  # once, here, rather than in every worker at the same time
        prepare_kernels()
    question = Question(scenario, tuple(strategies), portfolio or portfolio_for(scenario), seed)
    run = _Run(question, workers, progress, Shelf() if keep is True else keep or None)
    try:
        comparison = run.answer(replications, precision)
    finally:
        run.close()
    if run.shelf is not None:
        keep_answer(run.shelf, comparison)
    return comparison


def replicator(scenario: Scenario, portfolio: Portfolio, levers: Sequence[Levers], seed: int) -> Replicator:
    """What runs one replication of all strategies."""
    from simulator.engine.world import World

    with garbage.kept_out():
        return Replicator(World.build(scenario, portfolio, list(levers)), tuple(levers), seed)


def _check_effort(replications: int | None, precision: float) -> None:
    """Refuse what cannot be run."""
    if replications is not None and replications < 1:
        raise UserError(f"{replications} replications cannot be run. Ask for at least 1, or leave it out.")
    if not 0 < precision < 1:
        raise UserError(f"A precision of {precision} is no fraction of credit sales. 0.001 means 0.1 %.")


class _Run:
    """Replications so far."""

    def __init__(
        self, question: Question, workers: Workers, progress: Progress | None, shelf: Shelf | None
    ) -> None:
        self.question, self.workers, self.progress, self.shelf = question, workers, progress, shelf
        self.names = question.names
        self.outcomes = Outcomes(
            lambda levers: replicator(question.scenario, question.portfolio, levers, question.seed),
            question.levers,
            outcome_keys(question.inputs, question.seed) if shelf is not None else None,
            shelf,
        )
        self.found: list[list[Packed]] = []

    def answer(self, replications: int | None, precision: float) -> Comparison:
        """Run so many replications, or until the answer is precise enough."""
        if replications is None:
            missed = self.until_precise(precision)
            return self.question.answer(self.by_strategy(), LOOK_LEVEL, missed)
        self.go_on(replications)
        return self.question.answer(self.by_strategy(), LEVEL)

    def close(self) -> None:
        """Put in order what is kept, and say what was."""
        self.outcomes.close()
        if self.shelf is not None:
            said = said_of(len(self.outcomes.taken), len(self.found), self.outcomes.kept_until)
            if said:
                self.shelf.remark(said)

    def go_on(self, count: int) -> None:
        """Run until there are this many replications."""
        done = len(self.found)

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if self.progress:
                self.progress(done, count)

        self.found += self.outcomes.through(range(done, count), self.workers, tell)

    def until_precise(self, precision: float) -> tuple[Missed, ...]:
        """Run until the differences are known well enough, or 1,000 replications; returns what was not reached."""
        missed: list[Missed] = []
        for look in looks():
            self.go_on(look)
            missed = self._missed(precision)
            if not missed:
                break
        return tuple(missed)

    def by_strategy(self) -> list[list[Packed]]:
        """The outcomes of each strategy, in order of replication."""
        return [[one[number] for one in self.found] for number in range(len(self.names))]

    def _missed(self, precision: float) -> list[Missed]:
        first, *others = [Samples.of(outcomes) for outcomes in self.by_strategy()]
        wanted = targets(precision, float(defined(first.values("credit_sales")).mean()))
        missed = []
        for name, samples in zip(self.names[1:], others, strict=True):
            differences = [
                (target, paired_differences(samples.values(target.metric), first.values(target.metric)))
                for target in wanted
            ]
            missed += missed_targets(name, differences)
        return missed
