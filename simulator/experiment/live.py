"""Live answers: a comparison as soon as there is one, then a sharper one, until there are enough replications.

What was played before is kept: warmed-up runs, which every strategy forks, and the outcome of every strategy in
every replication. So a changed lever costs only the strategy that it changes, and taking it back costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from simulator.engine.plan import Plan, make_plan
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.engine.replication import play_on, warmed_up
from simulator.engine.world import World
from simulator.errors import UserError
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.answers import outcome_keys
from simulator.experiment.parking import Parked, let_go
from simulator.experiment.question import Question, check_strategies, empty_tally
from simulator.metrics.outcome import outcome
from simulator.results.comparison import Comparison
from simulator.results.samples import Packed, pack

if TYPE_CHECKING:
    from simulator.experiment.kept.shelf import Shelf
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

WANTED = 200
COARSE = 3
"""Replications of the first answer, at least."""

_COARSE_SECONDS = 0.15
_SOON_SECONDS = 0.45
_LATER_SECONDS = 1.0
_SOON_FOR_SECONDS = 2.5
_KEPT_OUTCOMES = 4_000  # about 10 KB each for a year, 25 KB for three
_WARM_BYTES = 120e6
_KEPT_PLANS = 16


def never() -> bool:
    """Nobody cancels."""
    return False


class Live:
    """Answers about strategies on one portfolio with one seed; one for each visitor.

    Attributes:
        scenario: What is not ours to decide.
        seed: The seed of all luck.
        kept_from: When the latest of what the last answer was found from had been played, where all of it had been
            kept; None where some was played now.
    """

    def __init__(
        self,
        scenario: Scenario,
        portfolio: Portfolio | None = None,
        seed: int = 2026,
        shelf: Shelf | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.kept_from: datetime | None = None
        self._shelf = shelf if shelf is not None and shelf.folder is not None else None
        self._looked_up: set[str] = set()
        self._portfolio = portfolio
        self._theatre: _Theatre | None = None
        self._lock = Lock()

    @property
    def portfolio(self) -> Portfolio:
        """The customers."""
        return self._stage().world.portfolio

    def prepare(self, tell: Callable[[str], None] | None = None) -> None:
        """Do, once, what is slow: compile the kernels, make the customers, build their world.

        Args:
            tell: Told each step in words.
        """
        with self._lock:
            if self._theatre is not None:
                return
            say = tell or (lambda _: None)
            if not is_prepared():
                say("Compiling the engine, once for this version: about two minutes")
                prepare_kernels()
            if self._portfolio is None:
                say("Making the customers")
                self._portfolio = portfolio_for(self.scenario, tell)
            say("Building their world")
            self._theatre = _Theatre(World.build(self.scenario, self._portfolio, []), self.seed)

    def answers(
        self,
        strategies: Sequence[Strategy],
        *,
        wanted: int = WANTED,
        is_cancelled: Callable[[], bool] = never,
    ) -> Iterator[Comparison]:
        """Comparisons with the first strategy, each sharper than the one before; the last has all replications.

        The last one is what ``compare`` gives for as many replications. After a cancel nothing more comes.

        Args:
            strategies: What is compared.
            wanted: How many replications.
            is_cancelled: Asked before each run of a strategy.
        """
        check_strategies(strategies, self.seed)
        if wanted < 1:
            raise UserError(f"{wanted} replications cannot be run. Ask for at least 1.")
        stage = self._stage()
        question = Question(self.scenario, tuple(strategies), stage.world.portfolio, self.seed)
        parts = [_Part.of(levers) for levers in question.levers]
        self.kept_from = self._taken_from_shelf(question, wanted)
        found: list[list[Packed]] = [[] for _ in parts]
        with self._lock:
            stage.outcomes.forget(keep=parts)
        pace = _Pace(wanted)
        for replication in range(wanted):
            for part, outcomes in zip(parts, found, strict=True):
                if is_cancelled():
                    return
                with self._lock:
                    outcomes.append(stage.outcome(part, replication))
            if pace.is_due(replication + 1):
                yield question.answer(found)
                pace.go_on()

    def keep(self, strategies: Sequence[Strategy]) -> None:
        """Keep what was played of these strategies, so that the next visit need not."""
        if self._shelf is None or self.kept_from is not None:
            return
        stage = self._stage()
        question = Question(self.scenario, tuple(strategies), stage.world.portfolio, self.seed)
        for part, key in zip(question.levers, outcome_keys(question.inputs, self.seed), strict=True):
            kept, _ = self._shelf.outcomes(key)
            played = stage.outcomes.of(_Part.of(part).key)
            self._shelf.keep(key, {number: one for number, one in played.items() if number not in kept})
            self._shelf.put_together(key)
        self._shelf.make_room()

    def is_kept(self, strategies: Sequence[Strategy], wanted: int) -> bool:
        """Whether so many replications of these strategies need not be played."""
        if self._shelf is None:
            return False
        question = Question(self.scenario, tuple(strategies), self._stage().world.portfolio, self.seed)
        return self._taken_from_shelf(question, wanted) is not None

    def _taken_from_shelf(self, question: Question, wanted: int) -> datetime | None:
        """Take what is kept of each strategy; when it had been played, where that is all that is wanted."""
        if self._shelf is None:
            return None
        stage, dates = self._stage(), []
        for levers, key in zip(question.levers, outcome_keys(question.inputs, self.seed), strict=True):
            part = _Part.of(levers).key
            if key not in self._looked_up:
                self._looked_up.add(key)
                kept, made = self._shelf.outcomes(key)
                with self._lock:
                    stage.outcomes.of(part).update(kept)
                if made is not None:
                    stage.kept[part] = (len(kept), made)
            count, when = stage.kept.get(part, (0, None))
            dates.append(when if count >= wanted else None)
        known = [one for one in dates if one is not None]
        return max(known) if len(known) == len(dates) else None

    def _stage(self) -> _Theatre:
        self.prepare()
        assert self._theatre is not None
        return self._theatre


class _Part:
    """A strategy's levers, and the name under which its outcomes are kept."""

    def __init__(self, levers: Levers, key: str) -> None:
        self.levers, self.key = levers, key

    @classmethod
    def of(cls, levers: Levers) -> _Part:
        return cls(levers, levers.model_dump_json())


class _Pace:
    """When an answer is due: soon, then every half second, then every second, and at the end."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.start = perf_counter()
        self.last: float | None = None

    def is_due(self, done: int) -> bool:
        now = perf_counter() - self.start
        if done == self.wanted:
            return True
        if self.last is None:
            one_more = now / done
            return done >= COARSE and now + one_more > _COARSE_SECONDS
        return now - self.last >= (_SOON_SECONDS if now < _SOON_FOR_SECONDS else _LATER_SECONDS)

    def go_on(self) -> None:
        self.last = perf_counter() - self.start


class _Outcomes:
    """Outcomes by strategy and replication; beyond a bound, the strategy not asked for longest is dropped."""

    def __init__(self, today: str) -> None:
        self.today = today
        self.by_key: OrderedDict[str, dict[int, Packed]] = OrderedDict()

    def of(self, key: str) -> dict[int, Packed]:
        """The outcomes of a strategy by replication."""
        kept = self.by_key.setdefault(key, {})
        self.by_key.move_to_end(key)
        return kept

    def forget(self, keep: Sequence[_Part]) -> None:
        """Drop strategies until the bound is kept; never today's levers, nor those named."""
        held = {self.today, *(part.key for part in keep)}
        for key in [key for key in self.by_key if key not in held]:
            if sum(len(kept) for kept in self.by_key.values()) <= _KEPT_OUTCOMES:
                return
            del self.by_key[key]


class _Theatre:
    """Where runs are played: the world, warmed-up runs, plans, and the outcomes so far."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.outcomes = _Outcomes(_Part.of(world.scenario.today).key)
        self.kept: dict[str, tuple[int, datetime]] = {}
        self.plans: OrderedDict[str, Plan] = OrderedDict()
        self.warm: dict[int, Parked] = {}
        self.warm_bytes = 0
        self.latest: tuple[int, Parked] | None = None

    def outcome(self, part: _Part, replication: int) -> Packed:
        """The outcome of a strategy in a replication, played if it was not before."""
        kept = self.outcomes.of(part.key)
        if replication not in kept:
            kept[replication] = self._played(part, replication)
        return kept[replication]

    def _played(self, part: _Part, replication: int) -> Packed:
        run, tally = self._warmed(replication).resumed()
        plan = self._plan(part)
        play_on(run, plan)
        let_go(run)
        return pack(outcome(tally, self.world.scenario, part.levers, plan.limit_cents))

    def _plan(self, part: _Part) -> Plan:
        if part.key not in self.plans:
            self.plans[part.key] = make_plan(self.world.scenario, self.world.portfolio, part.levers)
            while len(self.plans) > _KEPT_PLANS:
                self.plans.popitem(last=False)
        return self.plans[part.key]

    def _warmed(self, replication: int) -> Parked:
        """A run on day 0: kept for the first replications, and for the one just played."""
        if replication in self.warm:
            return self.warm[replication]
        if self.latest is not None and self.latest[0] == replication:
            return self.latest[1]
        tally = empty_tally(self.world)
        run = warmed_up(self.world, self.seed, replication, tally)
        parked = Parked(run, tally)
        let_go(run)
        if replication < COARSE or self.warm_bytes + parked.size <= _WARM_BYTES:
            self.warm[replication] = parked
            self.warm_bytes += parked.size
        else:
            self.latest = (replication, parked)
        return parked
