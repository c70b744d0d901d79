"""Runs for a search: many strategies, few measures, the same luck for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from simulator import __version__
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.errors import UserError
from simulator.experiment import compare
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.places import Workers, place_of
from simulator.experiment.question import Question, check_strategies
from simulator.experiment.workers import replicate
from simulator.results.documents import hash_of
from simulator.results.origin import Origin
from simulator.results.samples import Packed, measured

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

Values = NDArray[np.float64]
Progress = Callable[[int, int], None]
"""Told how many runs are done, and how many are wanted as far as is known."""


class Running(TypedDict, total=False):
    """What every experiment can be told by name; see `Effort`."""

    seed: int
    portfolio: Portfolio | None
    workers: Workers
    progress: Progress | None


@dataclass(frozen=True)
class Effort:
    """On whom and how an experiment is run.

    Attributes:
        seed: The seed of all luck.
        portfolio: Customers fitted to a ledger; None makes the scenario's own.
        workers: None, a number, 'threads:N', 'processes:N' or 'dask://HOST:PORT'. No result depends on it.
        progress: Told how many runs are done and how many are wanted.
    """

    seed: int = 2026
    portfolio: Portfolio | None = None
    workers: Workers = None
    progress: Progress | None = None


@dataclass(frozen=True)
class Measuring:
    """One replication of every strategy, a few measures of each; can be sent to another process."""

    run: Callable[[int], list[Packed]]
    measures: tuple[str, ...]

    def __call__(self, replication: int) -> Values:
        """The measures [strategy, measure]."""
        return np.array([[measured(one, name) for name in self.measures] for one in self.run(replication)])


@dataclass
class Runs:
    """Plays strategies on one scenario and counts what was played."""

    scenario: Scenario
    portfolio: Portfolio
    measures: tuple[str, ...]
    effort: Effort
    done: int = 0
    wanted: int = 0

    def __call__(self, levers: Sequence[Levers], replications: range) -> Values:
        """The measures [strategy, replication, measure] of these replications."""
        run = compare.replicator(self.scenario, self.portfolio, levers, self.effort.seed)

        def tell(more: int) -> None:
            self.done += more * len(levers)
            if self.effort.progress:
                self.effort.progress(self.done, max(self.done, self.wanted))

        found = replicate(Measuring(run, self.measures), replications, self.effort.workers, tell)
        return np.stack(found, axis=1)


def check_replications(replications: int, least: int = 1) -> None:
    """Refuse what cannot be run."""
    if replications < least:
        raise UserError(f"{replications} replications are too few. Ask for at least {least}.")


def asked(scenario: Scenario, strategies: Sequence[Strategy], effort: Effort) -> Question:
    """The question, checked; the engine is ready to run afterwards.

    Raises:
        UserError: strategies that cannot be compared, or that contradict themselves.
    """
    check_strategies(strategies, effort.seed)
    place_of(effort.workers)
    if not is_prepared():  # once, here, rather than in every worker at the same time
        prepare_kernels()
    portfolio = effort.portfolio or portfolio_for(scenario)
    question = Question(scenario, tuple(strategies), portfolio, effort.seed)
    _ = question.levers
    return question


def origin_of(question: Question, **more: Any) -> Origin:
    """Where an answer comes from.

    Args:
        question: What was asked.
        more: Whatever else decides the numbers, as plain values.
    """
    company = question.scenario.company
    return Origin(
        scenario=question.scenario.title,
        currency=company.currency,
        horizon_days=company.horizon_days,
        seed=question.seed,
        version=__version__,
        inputs_hash=hash_of({**question.inputs, **more}) if more else question.inputs_hash,
        notes=question.notes,
    )


def name_in_answers(question: Question, place: int) -> str:
    """What a strategy is called: today, where it is what we do today."""
    is_today = question.levers[place] == question.scenario.today
    return "today" if is_today else " ".join(question.names[place].split())
