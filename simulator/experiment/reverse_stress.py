"""Reverse stress: how bad a shock must get until cash runs out, searched on the same luck at every severity."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from simulator.errors import UserError
from simulator.experiment.measuring import (
    Effort,
    Running,
    answered,
    asked,
    check_replications,
    name_in_answers,
    origin_of,
)
from simulator.experiment.question import Question
from simulator.experiment.side_by_side import Measuring, ceiling_of, measure, with_ceiling
from simulator.experiment.stress import as_written, world_of
from simulator.results.breaking_point import BreakingPoint, Tried
from simulator.results.statistics import LEVEL
from simulator.severity import in_words, largest_factor, scaled, step
from simulator.shocks import Shock, load_shock

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

CLOSE_ENOUGH, CLOSE_FOR_LUCK = 0.01, 0.05
"""How closely the answer, and the ends of its interval, are searched for (as a share of the severity)."""

_CLOSE = 1e-9


def reverse_stress(
    scenario: Scenario,
    strategy: Strategy,
    shock: Shock | str | Path,
    *,
    share: float = 0.05,
    replications: int = 100,
    **running: Unpack[Running],
) -> BreakingPoint:
    """How many times as severe a shock must get until cash falls below minus the overdraft limit.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        shock: What gets worse, in the way that it says itself.
        share: Cash has run out when it does in this share of the runs (0.05: one in twenty).
        replications: How many at each severity.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    check_replications(replications)
    if not 0.0 < share < 1.0:
        raise UserError(f"A share of {share:g} of the runs is none. 0.05 means one run in twenty.")
    coming = shock if isinstance(shock, Shock) else load_shock(shock)
    scenario.with_shocks([coming])  # refuses one that cannot come
    search = _Search(asked(scenario, [strategy], effort), coming, replications, effort)
    return answered("reverse-stress", search.question, effort, replications, _answer(search, share))


class _Ranks(NamedTuple):
    """Which of the sorted runs decides, and those between which the true one lies with 95 % confidence."""

    decides: int
    pessimistic: int | None
    optimistic: int | None


def ranks_of(share: float, count: int, level: float = LEVEL) -> _Ranks:
    """Which run, counted from the worst, must be beyond the limit; and the ranks around it for luck.

    The interval of a quantile by order statistics (binomial; Conover 1999, section 3.2).

    >>> ranks_of(0.05, 200)
    _Ranks(decides=10, pessimistic=4, optimistic=17)
    >>> ranks_of(0.05, 20)
    _Ranks(decides=1, pessimistic=None, optimistic=4)
    """
    beside = (1.0 - level) / 2
    # the number of runs below the true quantile is binomial: the ranks that it leaves out on either side
    low = max((rank for rank in range(1, count + 1) if bdtr(rank - 1, count, share) <= beside), default=None)
    high = min(
        (rank for rank in range(1, count + 1) if bdtr(rank - 1, count, share) >= 1.0 - beside), default=None
    )
    return _Ranks(max(1, math.ceil(share * count - _CLOSE)), low, high)


class _Search:
    """Severities tried so far, each with the same luck."""

    def __init__(self, question: Question, shock: Shock, replications: int, effort: Effort) -> None:
        self.question, self.shock = question, shock
        self.replications, self.effort = replications, effort
        self.limit = question.scenario.company.overdraft_limit
        self.step = step(shock)
        customers = len(question.portfolio)
        self.largest = self.on_grid(largest_factor(shock, question.scenario, customers))
        self.ceiling = ceiling_of(world_of(self._struck(self.largest), question))
        self.found: dict[float, NDArray[np.float64]] = {}

    def on_grid(self, factor: float) -> float:
        """The severity itself, or the last whole day or customer before it."""
        return math.floor(factor / self.step + _CLOSE) * self.step if self.step else factor

    def lowest_cash(self, factor: float) -> NDArray[np.float64]:
        """The cash low point of every replication, sorted (currency)."""
        factor = self.on_grid(factor)
        if factor not in self.found:
            self.found[factor] = self._played(factor)
        return self.found[factor]

    def _struck(self, factor: float) -> Scenario:
        scenario = self.question.scenario
        shock = scaled(self.shock, factor, scenario)
        return scenario if shock is None else scenario.with_shocks([shock])

    def _played(self, factor: float) -> NDArray[np.float64]:
        question = self.question
        world = with_ceiling(world_of(self._struck(factor), question), self.ceiling)
        task = Measuring((world,), question.levers, question.seed, ("lowest_cash",))
        values = measure(task, self.replications, self.effort, len(self.found) * self.replications).values
        return np.sort(values[:, 0, 0, 0])

    def margin(self, rank: int, factor: float) -> float:
        """What the run of this rank, counted from the worst, has left at its low point (currency)."""
        return float(self.lowest_cash(factor)[rank - 1]) + self.limit

    def crossing(self, rank: int, closeness: float) -> tuple[float, float] | None:
        """Severities between which this run goes beyond the limit: not yet, and already; None: it never does."""
        from scipy.optimize import bisect

        if self.margin(rank, 0.0) < 0.0:
            return 0.0, 0.0
        low, high = 0.0, min(self.on_grid(max(1.0, self.step)), self.largest)
        while self.margin(rank, high) >= 0.0:
            if high >= self.largest:
                return None
            low, high = high, min(self.on_grid(2.0 * high), self.largest)
        low, high = self._closest(rank, low, high)
        width = max(self.step / 2, closeness * high)
        if high - low > max(width, self.step * (1.0 + _CLOSE)):
            # not yet is positive and already is negative, an exact zero included: so it is a change of sign
            bisect(
                lambda factor: 1.0 if self.margin(rank, factor) >= 0.0 else -1.0, low, high, xtol=width / 2
            )
        return self._closest(rank, low, high)

    def _closest(self, rank: int, low: float, high: float) -> tuple[float, float]:
        """The narrowest bracket within another one, of what was tried."""
        inside = sorted(factor for factor in self.found if low <= factor <= high)
        first = next(factor for factor in inside if self.margin(rank, factor) < 0.0)
        return max(factor for factor in inside if factor < first), first


def _answer(search: _Search, share: float) -> BreakingPoint:
    ranks = ranks_of(share, search.replications)
    bracket = search.crossing(ranks.decides, CLOSE_ENOUGH)
    factor = None if bracket is None else bracket[1]
    likely = (
        (None, None)
        if factor == 0.0
        else (_end(search, ranks.pessimistic), None if factor is None else _end(search, ranks.optimistic))
    )
    question, company = search.question, search.question.scenario.company
    shown = search.largest if factor is None else factor
    return BreakingPoint(
        scenario=question.scenario.title,
        strategy=name_in_answers(question, 0),
        shock=search.shock.name,
        share=share,
        overdraft_limit=company.overdraft_limit,
        factor=factor,
        bracket=bracket,
        likely=likely,
        largest=search.largest,
        words=in_words(scaled(search.shock, shown, question.scenario), question.scenario),
        tried=tuple(Tried(one, search.found[one]) for one in sorted(search.found)),
        currency=company.currency,
        origin=origin_of(question, struck_by=as_written([search.shock])).identity,
        notes=question.notes,
    )


def _end(search: _Search, rank: int | None) -> float | None:
    """Where another run of the sorted ones goes beyond the limit; None: nowhere, or there is no such run."""
    found = None if rank is None else search.crossing(rank, CLOSE_FOR_LUCK)
    return None if found is None else found[1]
