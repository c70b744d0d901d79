"""A question and its answer: which strategies on which customers with which luck, and what replications say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulator import __version__
from simulator.checks import check_seed, raise_all
from simulator.clashes import Clash, Terms, clashes, refused, warned
from simulator.engine.conditions import terms_by_place
from simulator.errors import UserError
from simulator.experiment.inputs import all_warnings, as_inputs
from simulator.metrics.tally import Tally
from simulator.results.comparison import Comparison, Missed, Result
from simulator.results.documents import hash_of
from simulator.results.samples import Packed, Samples
from simulator.results.statistics import LEVEL
from simulator.results.words import overdraft_sentence

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy


@dataclass(frozen=True)
class Question:
    """Strategies to be compared with the first one, on one portfolio with one seed."""

    scenario: Scenario
    strategies: tuple[Strategy, ...]
    portfolio: Portfolio
    seed: int

    @property
    def names(self) -> list[str]:
        """The strategies' names."""
        return [strategy.name for strategy in self.strategies]

    @cached_property
    def levers(self) -> tuple[Levers, ...]:
        """Every lever's value under each strategy.

        Raises:
            UserError: a strategy that today's levers do not allow, or that contradicts itself.
        """
        levers = tuple(strategy.levers(self.scenario.today) for strategy in self.strategies)
        raise_all(self._contradictions(levers))
        return levers

    def _contradictions(self, levers: Sequence[Levers]) -> list[str]:
        """A sentence for each pair of levers that cannot stand together."""
        return [
            f"{name}: {clash.advice}"
            for name, values in zip(self.names, levers, strict=True)
            for clash in refused(self.clashes_of(values))
        ]

    def clashes_of(self, levers: Levers) -> tuple[Clash, ...]:
        """Pairs of levers that cannot stand together, or hardly."""
        terms = terms_by_place(levers, self.portfolio)
        mandate = self.scenario.behaviour.agency_mandate_days
        return clashes(levers, Terms(int(terms.min()), int(terms.max())), mandate)

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """A sentence for each pair of levers that can stand together, but is hardly meant."""
        return tuple(
            f"{name}: {clash.advice}"
            for name, values in zip(self.names, self.levers, strict=True)
            for clash in warned(self.clashes_of(values))
        )

    @cached_property
    def inputs(self) -> Mapping[str, Any]:
        """Everything that decides the numbers, but seed and replications, as plain values."""
        pairs = list(zip(self.names, self.levers, strict=True))
        return as_inputs(self.scenario, pairs, self.portfolio, __version__)

    @cached_property
    def inputs_hash(self) -> str:
        """SHA-256 of the inputs."""
        return hash_of(self.inputs)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What belongs beside the numbers; a ledger's own size is no oddity of the scenario."""
        if self.portfolio.origin == "ledger":
            return (*self.doubts, *self.scenario.news, *self.portfolio.notes)
        return (*self.doubts, *all_warnings(self.scenario, self.strategies), *self.portfolio.notes)

    def answer(
        self, found: Sequence[Sequence[Packed]], level: float = LEVEL, missed: tuple[Missed, ...] = ()
    ) -> Comparison:
        """The comparison.

        Args:
            found: The outcomes of each strategy, in order of replication.
            level: The level at which intervals are computed.
            missed: Targets of precision that were not reached.
        """
        samples = [Samples.of(outcomes) for outcomes in found]
        company = self.scenario.company
        return Comparison(
            scenario=self.scenario.title,
            results=tuple(
                Result(strategy.name, strategy.why, one, level)
                for strategy, one in zip(self.strategies, samples, strict=True)
            ),
            seed=self.seed,
            version=__version__,
            inputs=self.inputs,
            inputs_hash=self.inputs_hash,
            months=found[0][0].months,
            currency=company.currency,
            horizon_days=company.horizon_days,
            missed=missed,
            cautions=self._breaches(samples),
            notes=self.notes,
            light=self.portfolio.light,
        )

    def _breaches(self, samples: Sequence[Samples]) -> tuple[str, ...]:
        """A sentence for each strategy that the bank would not finance."""
        company = self.scenario.company
        sentences = (
            overdraft_sentence(
                name, one.values("lowest_cash").tolist(), company.overdraft_limit, company.currency
            )
            for name, one in zip(self.names, samples, strict=True)
        )
        return tuple(sentence for sentence in sentences if sentence is not None)


def check_strategies(strategies: Sequence[Strategy], seed: int) -> None:
    """Refuse strategies that cannot be compared."""
    check_seed(seed)
    if not strategies:
        raise UserError("There is nothing to compare: name at least one strategy.")
    names = [strategy.name for strategy in strategies]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UserError(f"Two strategies are called '{twice[0]}'. Give each its own name.")


def empty_tally(world: World) -> Tally:
    """What reads the journal of one run."""
    return Tally(
        start=world.scenario.company.start_date,
        horizon_days=world.horizon_days,
        slots=len(world.portfolio.customers),
        first_day=world.first_day,
        last_day=world.last_day,
    )
