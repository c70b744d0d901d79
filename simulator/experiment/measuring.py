"""Runs for a search: many strategies, few measures, the same luck for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator import __version__
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.errors import UserError
from simulator.experiment import compare
from simulator.experiment.inputs import as_inputs, portfolio_for
from simulator.experiment.kept.answers import outcome_keys
from simulator.experiment.kept.keeping import Keeping, NotKept
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.outcomes import Outcomes, Task
from simulator.experiment.places import Workers, place_of
from simulator.experiment.question import Question, check_strategies
from simulator.results.documents import hash_of
from simulator.results.origin import Origin
from simulator.results.samples import Packed, measured, shortened
from simulator.results.words import is_small_company

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
    keep: Keeping | Shelf | bool


@dataclass(frozen=True)
class Effort:
    """On whom and how an experiment is run.

    Attributes:
        seed: The seed of all luck.
        portfolio: Customers fitted to a ledger; None makes the scenario's own.
        workers: None, a number, 'threads:N', 'processes:N' or 'dask://HOST:PORT'. No result depends on it.
        progress: Told how many runs are done and how many are wanted.
        keep: Where runs and the answer are kept and looked up; True is the user's own place, False keeps nothing.
            No result depends on it.
    """

    seed: int = 2026
    portfolio: Portfolio | None = None
    workers: Workers = None
    progress: Progress | None = None
    keep: Keeping | Shelf | bool = False

    def __post_init__(self) -> None:
        shelf = Shelf() if self.keep is True else self.keep
        object.__setattr__(self, "keep", Keeping(shelf) if isinstance(shelf, Shelf) else shelf)

    @property
    def keeping(self) -> Keeping | None:
        """What is taken from the shelf and put there; None where nothing is kept."""
        return self.keep if isinstance(self.keep, Keeping) else None


def counted(progress: Progress | None, wanted: int) -> Callable[[int], None]:
    """What is told how many more replications are done, and tells how many are done of those wanted.

    >>> told = []
    >>> tell = counted(lambda *both: told.append(both), 5)
    >>> tell(2), tell(3), told
    (None, None, [(2, 5), (5, 5)])
    """
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, wanted)

    return tell


class HasJson(Protocol):
    """An answer."""

    def to_json(self) -> str:
        """The whole answer as JSON text."""
        ...


A = TypeVar("A", bound=HasJson)


class Kept(NamedTuple):
    """What a shelf needs to know of a task: the keys of its cases, made only where there is one."""

    keys: Callable[[], list[str]]
    effort: Effort


@dataclass(frozen=True)
class Shortened:
    """One replication of every strategy, without months and days; can be sent to another process."""

    run: Callable[[int], list[Packed]]

    def __call__(self, replication: int) -> list[Packed]:
        """The measures and lines of every strategy."""
        return [shortened(one) for one in self.run(replication)]


def played(
    make: Callable[[Sequence[Any]], Task],
    cases: Sequence[Any],
    replications: range,
    kept: Kept,
    tell: Callable[[int], None],
) -> list[list[Packed]]:
    """Of each replication an outcome of every case: those kept are taken, the others played and kept.

    Args:
        make: Makes what plays one replication of some cases.
        cases: Strategies, or whatever else a task is made of.
        replications: Their numbers.
        kept: Under which keys, by whom, and where.
        tell: Told how many more replications are done.
    """
    keeping = kept.effort.keeping
    keys = kept.keys() if keeping is not None else None
    outcomes = Outcomes(make, cases, keys, keeping)
    if keeping is not None and keeping.only_kept and not outcomes.has(replications):
        raise NotKept
    found = outcomes.through(replications, kept.effort.workers, tell)
    if keeping is not None:
        for key in keys or ():
            keeping.count(key, replications)
    return found


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

        def make(some: Sequence[Levers]) -> Task:
            return Shortened(compare.replicator(self.scenario, self.portfolio, some, self.effort.seed))

        def tell(more: int) -> None:
            self.done += more * len(levers)
            if self.effort.progress:
                self.effort.progress(self.done, max(self.done, self.wanted))

        kept = Kept(lambda: run_keys(self.scenario, self.portfolio, levers, self.effort.seed), self.effort)
        found = played(make, levers, replications, kept, tell)
        return np.array([values_of(one, self.measures) for one in found]).swapaxes(0, 1)


def values_of(outcomes: Sequence[Packed], measures: Sequence[str]) -> list[list[float]]:
    """The measures [strategy, measure] of one replication."""
    return [[measured(one, name) for name in measures] for one in outcomes]


def run_keys(scenario: Scenario, portfolio: Portfolio, levers: Sequence[Levers], seed: int) -> list[str]:
    """Under which key the runs of each strategy are kept: that of `compare`."""
    inputs = as_inputs(scenario, [("", one) for one in levers], portfolio, __version__)
    return outcome_keys(inputs, seed)


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
        light=question.portfolio.light,
        is_small=is_small_company(company.annual_credit_sales),
    )


def name_in_answers(question: Question, place: int) -> str:
    """What a strategy is called: today, where it is what we do today."""
    is_today = question.levers[place] == question.scenario.today
    return "today" if is_today else " ".join(question.names[place].split())


def answered(kind: str, question: Question, effort: Effort, replications: int, answer: A) -> A:
    """The answer, kept where that is wanted.

    Args:
        kind: The command that asks so.
        question: What was asked.
        effort: By whom, and where it is kept.
        replications: As the list of kept answers tells them.
        answer: What came of it.
    """
    if effort.keeping is not None:
        names_customers = kind == "why" and question.portfolio.origin == "ledger"
        about = {
            "kind": kind,
            "scenario": question.scenario.title,
            "strategies": [name_in_answers(question, place) for place in range(len(question.strategies))],
            "replications": replications,
            "seed": question.seed,
            "text": getattr(answer, "verdict", None) or getattr(answer, "sentence", ""),
        }
        effort.keeping.answered(about, None if names_customers else answer.to_json())
    return answer
