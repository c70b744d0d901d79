"""The best of many, with a stated chance of being wrong.

All pairs of strategies are compared on the same luck, at few looks; one that is clearly beaten by another is out and
is not run further. Each comparison of a strategy with another at a look is a one-sided paired t test at the level
error / ((strategies - 1) x looks). Whatever the correlation that the common luck makes, the truly best strategy then
goes out with at most the stated chance (Bonferroni), and in the same event no strategy left falls short of it by more
than the bound told. This is selection with multiple comparisons with the best under common random numbers:
B. L. Nelson and F. J. Matejcik, Using common random numbers for indifference-zone selection and multiple comparisons
in simulation, Management Science 41 (1995), for the bound; B. L. Nelson, J. Swann, D. Goldsman and W. Song, Simple
procedures for selecting the best simulated system when the number of alternatives is large, Operations Research 49
(2001), for the screening; both quoted from memory. The repeated looks are ours, and paid for by the same inequality.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
from scipy.special import stdtrit

from simulator.errors import UserError
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
from simulator.metrics.catalogue import CATALOGUE
from simulator.results.origin import measure_to_judge_by
from simulator.results.ranking import Best, Contender
from simulator.results.statistics import defined
from simulator.results.words import overdraft_sentence

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

Play = Callable[[Sequence[int], range], Values]
"""Plays the strategies with these places, and returns their measure [strategy, replication]."""

FIRST_LOOK = 40
"""A first look at less would often miss the rare large loss that a strategy pays for its gains."""

MOST = 640
_WORTH_FRACTION, _WORTH_DAYS = 0.0005, 0.2


@dataclass
class Screening:
    """What is known of each strategy so far.

    Attributes:
        values: The measure of each strategy in every replication played, as a gain (higher is better).
        left: Places of those that are not out.
        beaten_by: For those that are out, by whom.
        level: Level of each one-sided comparison (fraction, small).
    """

    values: list[Values]
    left: list[int]
    level: float
    beaten_by: dict[int, int] = field(default_factory=dict)

    def ahead(self, one: int, other: int) -> tuple[float, float]:
        """Average lead of one over another, and what it is uncertain by at the level of a comparison."""
        count = min(len(self.values[one]), len(self.values[other]))
        differences = defined(self.values[one][:count] - self.values[other][:count])
        if len(differences) < 2:
            return (float(differences.mean()) if len(differences) else math.nan), math.inf
        spread = float(differences.std(ddof=1)) / math.sqrt(len(differences))
        return float(differences.mean()), float(stdtrit(len(differences) - 1, 1 - self.level)) * spread

    def screen(self) -> None:
        """Put out whoever is clearly beaten by one that is left."""
        out: dict[int, int] = {}
        for one in self.left:
            leads = [(self.ahead(other, one), other) for other in self.left if other != one]
            beating = [(lead, other) for (lead, unsure), other in leads if lead > unsure]
            if beating:
                out[one] = max(beating)[1]
        self.beaten_by |= out
        self.left = [one for one in self.left if one not in out]

    @property
    def best(self) -> int:
        """The one with the best average among those left; the first named where several have it."""
        averages = [float(defined(self.values[one]).mean()) for one in self.left]
        return self.left[int(np.argmax(averages))]

    @property
    def shortfall(self) -> float:
        """How far the best named may fall short of the truly best at most (unit of the measure)."""
        best = self.best
        bounds = [sum(self.ahead(one, best)) for one in self.left if one != best]
        return max([0.0, *(math.inf if math.isnan(bound) else bound for bound in bounds)])


def looks(most: int = MOST) -> tuple[int, ...]:
    """Numbers of replications at which strategies are screened.

    >>> looks(), looks(100)
    ((40, 80, 160, 320, 640), (40, 80, 100))
    """
    found = [min(FIRST_LOOK, most)]
    while found[-1] < most:
        found.append(min(2 * found[-1], most))
    return tuple(found)


def screening(play: Play, count: int, error: float, planned: Sequence[int], worth: float = 0.0) -> Screening:
    """Play until one strategy is left, or those left differ by no more than is worth it, or the looks are over.

    Args:
        play: Plays strategies; a higher value is better.
        count: How many strategies there are.
        error: The chance that the truly best one goes out, at most.
        planned: Replications at each look.
        worth: A shortfall that does not matter (unit of the measure).
    """
    level = error / (max(count - 1, 1) * len(planned))
    found = Screening([np.empty(0)] * count, list(range(count)), level)
    done = 0
    for look in planned:
        more = play(found.left, range(done, look))
        for one, values in zip(found.left, more, strict=True):
            found.values[one] = np.concatenate([found.values[one], values])
        done = look
        found.screen()
        if len(found.left) == 1 or found.shortfall <= worth:
            break
    return found


def best(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    *,
    by: str = "profit_to_the_end",
    error: float = 0.05,
    replications: int = MOST,
    **running: Unpack[Running],
) -> Best:
    """The best of several strategies, and those that cannot be told apart from it.

    Args:
        scenario: What is not ours to decide.
        strategies: What is; at least two.
        by: The measure to judge by (or profit, lowest_cash, dso, write_offs).
        error: The chance that the truly best strategy is not among those named, at most.
        replications: How many of each strategy at most.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    measure = measure_to_judge_by(by)
    _check(strategies, error, replications)
    question = asked(scenario, strategies, effort)
    runs = Runs(scenario, question.portfolio, (measure, "lowest_cash"), effort)
    better = -1.0 if CATALOGUE[measure].better == "lower" else 1.0
    planned = looks(replications)
    cash: list[list[float]] = [[] for _ in strategies]

    def play(places: Sequence[int], numbers: range) -> Values:
        runs.wanted = runs.done + len(places) * len(numbers)
        found = runs([question.levers[place] for place in places], numbers)
        for place, lowest in zip(places, found[:, :, 1], strict=True):
            cash[place] += lowest.tolist()
        return better * found[:, :, 0]

    found = screening(play, len(strategies), error, planned, _worth(scenario, measure))
    if any(not defined(values).size for values in found.values):
        raise UserError(f"'{measure}' is not defined in any run of some strategy. Judge by another measure.")
    names = [name_in_answers(question, place) for place in range(len(strategies))]
    company = scenario.company
    beyond = (
        overdraft_sentence(names[place], cash[place], company.overdraft_limit, company.currency)
        for place in found.left
    )
    answer = Best(
        origin_of(question),
        measure,
        error,
        _contenders(found, names, better),
        better * found.shortfall,
        tuple(sentence for sentence in beyond if sentence is not None),
    )
    most = max(len(values) for values in found.values)
    return answered("best", question, effort, most, answer)


def _worth(scenario: Scenario, measure: str) -> float:
    """A difference too small to go on for: a twentieth of a percent of credit sales; 0.2 days."""
    company, unit = scenario.company, CATALOGUE[measure].unit
    sales = company.annual_credit_sales * company.horizon_days / 365
    return {"currency": _WORTH_FRACTION * sales, "days": _WORTH_DAYS}.get(unit, 0.0)


def _contenders(found: Screening, names: Sequence[str], better: float) -> tuple[Contender, ...]:
    """From the best down; those that are out after those that are left."""
    leader = found.best
    made = []
    for place, name in enumerate(names):
        lead, unsure = (0.0, 0.0) if place == leader else found.ahead(place, leader)
        beaten_by = found.beaten_by.get(place)
        made.append(
            Contender(
                name=name,
                average=better * float(defined(found.values[place]).mean()),
                replications=len(found.values[place]),
                behind=better * lead,
                unsure_by=unsure,
                beaten_by=None if beaten_by is None else names[beaten_by],
            )
        )
    order = sorted(range(len(made)), key=lambda at: (at not in found.left, -better * made[at].behind, at))
    order.remove(leader)
    return tuple(made[at] for at in (leader, *order))


def _check(strategies: Sequence[Strategy], error: float, replications: int) -> None:
    if len(strategies) < 2:
        raise UserError("The best of one is known already: name at least two strategies.")
    if not 0 < error <= 0.5:
        raise UserError(
            f"A chance of error of {error:g} cannot be kept. 0.05 means wrong in at most 1 of 20."
        )
    if replications < FIRST_LOOK:
        raise UserError(
            f"{replications} replications are too few to name a best. Allow {FIRST_LOOK} or more, or leave it out."
        )
