"""The optimiser: the levers that earn most under limits, and what that is worth on luck it has not seen.

Whoever picks the best of many noisy figures picks luck too (the winner's curse). So there are three lots of
replications: a few to search with, others to choose among the finalists, and again others, run only for the one
chosen and for today, from which every number of the answer comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np

from simulator.errors import UserError
from simulator.experiment.dials import Dial, dials, together
from simulator.experiment.limits import Limit, broken_by
from simulator.experiment.limits import limits as limits_of
from simulator.experiment.measuring import (
    Effort,
    Running,
    Runs,
    Values,
    answered,
    asked,
    name_in_answers,
    origin_of,
)
from simulator.experiment.proposing import Point, Tried, search
from simulator.experiment.question import Question
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.parameters import told
from simulator.results.optimum import Kept, Optimum, Risk
from simulator.results.origin import measure_to_judge_by
from simulator.results.statistics import Interval, interval
from simulator.results.words import overdraft_sentence

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

SEARCHING, CHOOSING = 16, 64
"""Replications of every point tried, and of every finalist; the proof takes others again."""

FINALISTS, _SURE_FINALISTS = 5, 3
_SURE = 0.9
"""How sure a finalist must be to keep each limit, to be chosen."""

_MOST_TRIALS = 10_000


@dataclass
class Hunt:
    """What is looked for, and everything tried so far.

    Attributes:
        question: Today, and the strategy whose levers are moved.
        among: The levers that may move.
        kept: The limits.
        measure: What is judged by.
        runs: What plays strategies.
        seen: The measures of each point in the searching replications [replication, measure].
    """

    question: Question
    among: tuple[Dial, ...]
    kept: tuple[Limit, ...]
    measure: str
    runs: Runs
    seen: dict[Point, Values] = field(default_factory=dict)
    today: Values | None = None

    def strategy(self, point: Point) -> Strategy:
        """The strategy with its levers at a point."""
        pairs = list(zip(self.among, point, strict=True))
        base = self.question.strategies[1]
        changes = together(one.changes(value) for one, value in pairs)
        name = ", ".join(f"{one.parameter.title.lower()} {told(value)}" for one, value in pairs)
        return base.but(name, why=f"Found by the optimiser, judged by {self.measure}", **changes)

    def levers(self, point: Point) -> Levers | None:
        """All levers at a point; None where they contradict each other."""
        question = self.question
        try:
            one = Question(question.scenario, (self.strategy(point),), question.portfolio, question.seed)
            return one.levers[0]
        except UserError:
            return None

    def try_out(self, points: Sequence[Point]) -> list[Tried]:
        """Play points on the searching luck, and today once."""
        levers = {point: found for point in points if (found := self.levers(point)) is not None}
        first = [self.question.levers[0]] if self.today is None else []
        if levers or first:
            values = self.runs([*first, *levers.values()], range(SEARCHING))
            if first:
                self.today, values = values[0], values[1:]
            self.seen |= dict(zip(levers, values, strict=True))
        today = self.today
        assert today is not None
        return [
            self.judged(point, self.seen[point], today) if point in levers else Tried(point)
            for point in points
        ]

    def judged(self, point: Point, values: Values, today: Values) -> Tried:
        """The average gain over today, by how much each limit is broken, and how sure it is that all hold."""
        gain = float(np.nanmean(self.gains(values, today)))
        own, first = self.named(values), self.named(today)
        sure = [one.chance(own[one.of], first[one.of]) for one in self.kept]
        return Tried(point, gain, tuple(broken_by(self.kept, own, first)), min(sure, default=1.0))

    def gains(self, values: Values, today: Values) -> Values:
        """The gain over today in each replication; positive is better."""
        sign = -1.0 if CATALOGUE[self.measure].better == "lower" else 1.0
        return np.asarray(sign * (values[:, 0] - today[:, 0]))

    def named(self, values: Values) -> Mapping[str, Values]:
        """Each measure's values by name."""
        return dict(zip(self.runs.measures, values.T, strict=True))

    def chosen(self, tried: Sequence[Tried]) -> Point:
        """The best finalist on luck that the search has not seen."""
        finalists = finalists_of(tried)
        levers = [self.levers(point) for point in finalists]
        known = [one for one in levers if one is not None]
        if len(finalists) == 1:
            return finalists[0]
        numbers = range(SEARCHING, SEARCHING + CHOOSING)
        today, *values = self.runs([self.question.levers[0], *known], numbers)
        again = [self.judged(point, found, today) for point, found in zip(finalists, values, strict=True)]
        sure = [one for one in again if one.sure >= _SURE]
        allowed = [one for one in again if one.is_allowed]
        if allowed and not sure:
            return max(allowed, key=lambda one: one.sure).point
        return ranked(sure or again)[0].point


def ranked(tried: Sequence[Tried]) -> list[Tried]:
    """Those that keep every limit, from the largest gain down; then the others, from the least broken up."""
    able = [one for one in tried if one.gain is not None]
    return sorted(
        able,
        key=lambda one: (not one.is_allowed, sum(max(0.0, part) for part in one.broken), -(one.gain or 0.0)),
    )


def finalists_of(tried: Sequence[Tried]) -> list[Point]:
    """The best that keep the limits, and the best of those that keep them surely: luck may have helped the others."""
    first = ranked(tried)
    surely = [one for one in first if one.sure >= _SURE]
    both = [*first[: FINALISTS - _SURE_FINALISTS], *surely[:_SURE_FINALISTS], *first, *surely]
    return list(dict.fromkeys(one.point for one in both))[:FINALISTS]


def optimise(
    scenario: Scenario,
    levers: Sequence[str],
    *,
    limits: Sequence[str] = (),
    start: Strategy | None = None,
    by: str = "profit_to_the_end",
    trials: int = 64,
    replications: int = TAIL_REPLICATIONS,
    **running: Unpack[Running],
) -> Optimum:
    """The levers that do best under limits, proved on luck that the search has not seen.

    Args:
        scenario: What is not ours to decide.
        levers: What may move: `terms.net_days=30..90:15`, `insurance.insured_fraction=0|0.9`, or a key alone.
        limits: What must be kept: `lowest_cash_p05>=-1200000`, `dso_days<=today+2`.
        start: What the other levers are taken from; None is what we do today.
        by: The measure to judge by (or profit, lowest_cash, dso, write_offs).
        trials: Points tried at most; all combinations where there are no more.
        replications: Runs of the proof.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    wishes = check_question(levers, limits, by)
    check_trials(trials, replications)
    hunt = _hunt(scenario, start, wishes, effort)
    hunt.runs.wanted = SEARCHING * (trials + 1) + CHOOSING * (FINALISTS + 1) + 2 * replications
    tried = search(hunt.among, hunt.try_out, trials, effort.seed)
    if not ranked(tried):
        raise UserError(
            "The levers contradict each other wherever they stand. Narrow their ranges, and look why."
        )
    point = hunt.chosen(tried)
    return answered(
        "optimise", hunt.question, effort, replications, _answer(hunt, tried, point, replications)
    )


def check_trials(trials: int, replications: int) -> None:
    """Refuse a search that cannot find or prove anything."""
    if not 1 <= trials <= _MOST_TRIALS:
        raise UserError(f"{trials} trials are too few or too many. Ask for 1 to {_MOST_TRIALS:,}.")
    if replications < 30:
        raise UserError(f"{replications} replications prove nothing. Ask for 30 or more; bad runs need 200.")


def check_question(
    levers: Sequence[str], limits: Sequence[str], by: str
) -> tuple[tuple[Dial, ...], tuple[Limit, ...], str]:
    """Read what may move, what must be kept and what is judged by.

    Raises:
        UserError: a sentence for each mistake.
    """
    measure, among, kept = measure_to_judge_by(by), dials(levers), limits_of(limits)
    if not among:
        raise UserError("Nothing may move: name a lever, such as --lever terms.net_days=30..90:15.")
    wrong = [one.key for one in among if not one.is_lever]
    if wrong:
        raise UserError(
            f"'{wrong[0]}' is an assumption, not ours to decide. `creditlab sensitivity` moves it."
        )
    return among, kept, measure


def _hunt(
    scenario: Scenario,
    start: Strategy | None,
    wishes: tuple[tuple[Dial, ...], tuple[Limit, ...], str],
    effort: Effort,
) -> Hunt:
    from simulator.strategy import load_strategy

    among, kept, measure = wishes
    today = load_strategy("status_quo")
    base = start or today
    question = asked(scenario, [today, base.but(f"{base.name}, moved", why=base.why)], effort)
    measures = tuple(dict.fromkeys((measure, *(one.of for one in kept), "lowest_cash")))
    return Hunt(question, among, kept, measure, Runs(scenario, question.portfolio, measures, effort))


def _answer(hunt: Hunt, tried: Sequence[Tried], point: Point, replications: int) -> Optimum:
    """Play the one chosen and today on luck that nobody has seen, and tell what comes of it."""
    strategy, levers = hunt.strategy(point), hunt.levers(point)
    assert levers is not None
    begin = SEARCHING + CHOOSING
    today, ours = hunt.runs([hunt.question.levers[0], levers], range(begin, begin + replications))
    gains = hunt.gains(ours, today)
    gain = interval(gains)
    if gain is None:
        raise UserError(f"'{hunt.measure}' is not defined in any run. Judge by another measure.")
    moved = [[one.key, *map(str, one.values or one.ends)] for one in hunt.among]
    company = hunt.question.scenario.company
    beyond = overdraft_sentence(
        "The candidate", hunt.named(ours)["lowest_cash"].tolist(), company.overdraft_limit, company.currency
    )
    return Optimum(
        origin=origin_of(hunt.question, levers=moved, keep=[one.text for one in hunt.kept]),
        measure=hunt.measure,
        start=name_in_answers(hunt.question, 1),
        strategy=strategy,
        levers={one.key: value for one, value in zip(hunt.among, point, strict=True)},
        told=tuple(f"{one.key} {one.told(value)}" for one, value in zip(hunt.among, point, strict=True)),
        tried=len(tried),
        replications=replications,
        gain=gain,
        promised=ranked(tried)[0].gain or 0.0,
        risk=Risk.of(gains),
        cautions=() if beyond is None else (beyond,),
        kept=tuple(_kept(hunt, place, tried, point, (ours, today)) for place in range(len(hunt.kept))),
    )


def _kept(hunt: Hunt, place: int, tried: Sequence[Tried], point: Point, proof: tuple[Values, Values]) -> Kept:
    """What became of a limit: where the candidate stands, how sure that is, and what the limit costs."""
    one = hunt.kept[place]
    ours, today = (hunt.named(values)[one.of] for values in proof)
    return Kept(
        text=one.text,
        measure=one.measure,
        at_least=one.at_least,
        bound=one.held_against(today),
        level=one.level(ours),
        today=one.level(today),
        today_keeps=one.excess(today, today) <= 0,
        chance=one.chance(ours, today),
        kept_in=one.kept_in(ours, today),
        costs=_price(hunt, place, tried, point, proof),
    )


def _price(
    hunt: Hunt, place: int, tried: Sequence[Tried], point: Point, proof: tuple[Values, Values]
) -> float | None:
    """What more would be gained without this limit; None where that is not clear.

    The search names what does best without it, and the proof's luck tells by how much: the search's own figure of
    the best of many would promise too much.
    """
    without = [
        one
        for one in tried
        if one.gain is not None and all(part <= 0 for at, part in enumerate(one.broken) if at != place)
    ]
    if not without:
        return None
    free = max(without, key=lambda one: one.gain or 0.0)
    if not _is_more(interval(hunt.gains(hunt.seen[free.point], hunt.seen[point]))):
        return None
    levers = hunt.levers(free.point)
    assert levers is not None
    begin, ours = SEARCHING + CHOOSING, proof[0]
    again = hunt.runs([levers], range(begin, begin + len(ours)))[0]
    more = interval(hunt.gains(again, ours))
    return more.mean if more is not None and _is_more(more) else None


def _is_more(found: Interval | None) -> bool:
    return found is not None and found.is_clear and found.mean > 0
