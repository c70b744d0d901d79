"""All assumptions at once: which of them make the spread of an answer.

Two tables of places are drawn from a Sobol sequence (turned by our own luck, so that a seed repeats them); the answer
is worked out at each place of both, and where one column is exchanged. Everything is played with the same
replications, so the spread between places is that of the assumptions; what the few replications leave of their own
noise is the same at every place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from simulator.errors import UserError
from simulator.experiment import compare
from simulator.experiment.dials import Dial, dials, together
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.answers import places_key
from simulator.experiment.measuring import Effort, Kept, Running, Values, answered, played, values_of
from simulator.experiment.sensitivity import (
    both,
    changed_scenario,
    default_dials,
    needs_calibration,
    refuse_ledgers_own,
)
from simulator.luck import Stream, luck
from simulator.results.origin import measure_to_judge_by
from simulator.results.samples import Packed, bare
from simulator.results.shares import Shares, shares_of

if TYPE_CHECKING:
    from simulator.experiment.question import Question
    from simulator.results.tornado import Sensitivity
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATIONS = 4
FEWEST, MOST = 16, 4_096
_TURN = 1_000_000
"""Address of the turns, beyond any customer's own."""


@dataclass(frozen=True)
class Places:
    """The places of a Sobol design; can be sent to another process.

    Attributes:
        answer: Works out the answer where each assumption stands at a share of its range.
        rows: The shares (0 to 1) [place, assumption].
    """

    answer: Callable[[Sequence[float]], float]
    rows: Values

    def __call__(self, place: int) -> list[Packed]:
        """The answer at one place, as what is kept."""
        return [bare(np.array([self.answer(self.rows[place].tolist())]))]


@dataclass(frozen=True)
class Answer:
    """The average lead of a strategy over another where assumptions stand elsewhere."""

    question: Question
    moved: tuple[Dial, ...]
    measure: str
    replications: int

    def __call__(self, shares: Sequence[float]) -> float:
        """The lead (unit of the measure)."""
        question = self.question
        at = [(one, one.at(share)) for one, share in zip(self.moved, shares, strict=True)]
        scenario = changed_scenario(question, at)
        portfolio = question.portfolio if question.portfolio.origin == "ledger" else portfolio_for(scenario)
        first, second = question.levers
        ours = together(one.changes(value) for one, value in at if one.is_lever)
        levers = [first, second.but(**ours)]
        run = compare.replicator(scenario, portfolio, levers, question.seed)
        found = np.array([values_of(run(number), (self.measure,)) for number in range(self.replications)])[
            :, :, 0
        ]
        return float(np.nanmean(found[:, 1] - found[:, 0]))


def shares_of_spread(
    answer: Callable[[Sequence[float]], float],
    keys: Sequence[str],
    points: int,
    effort: Effort,
    asked: Mapping[str, Any] | None = None,
) -> Shares:
    """Sobol indices of any answer over the unit cube.

    Args:
        answer: The answer where each assumption stands at a share of its range (0 to 1).
        keys: Names of the assumptions.
        points: Places in each table, a power of two; the answer is worked out at points x (keys + 2) places.
        effort: Seed, workers, progress, and what keeps the answers.
        asked: All that decides them beside seed and points; None keeps none.
    """
    rows = design(len(keys), points, effort.seed)
    wanted, done = len(rows), 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if effort.progress:
            effort.progress(done, wanted)

    kept = Kept(
        lambda: [places_key({"asked": asked, "points": points}, effort.seed)],
        effort if asked is not None else replace(effort, keep=False),
    )
    outcomes = played(lambda _: Places(answer, rows), [None], range(wanted), kept, tell)
    found = np.array([one.horizon[0] for (one,) in outcomes])
    if not np.isfinite(found).all():
        raise UserError("The measure is not defined everywhere within the ranges. Judge by another measure.")
    mixed = found[2 * points :].reshape(len(keys), points)
    return shares_of(tuple(keys), found[:points], found[points : 2 * points], mixed)


def design(dimensions: int, points: int, seed: int) -> Values:
    """The places: the first table, the second, then by assumption the first with its column from the second."""
    from scipy.stats import qmc

    plain = qmc.Sobol(2 * dimensions, scramble=False).random(points)
    turns = [luck(seed, 0, Stream.REGIME, _TURN, column) for column in range(2 * dimensions)]
    turned = np.mod(plain + turns, 1.0)
    first, second = turned[:, :dimensions], turned[:, dimensions:]
    tables = [first, second]
    for column in range(dimensions):
        mixed = first.copy()
        mixed[:, column] = second[:, column]
        tables.append(mixed)
    return np.concatenate(tables)


def check_design(points: int, keys: Sequence[str]) -> None:
    """Refuse a number of places that a Sobol sequence is not even for, and an assumption that moves alone."""
    check_points(points)
    if len(keys) == 1:
        raise UserError(
            f"'{keys[0]}' alone makes all of the spread. Name two assumptions or more, or none and they are chosen."
        )


def check_points(points: int) -> None:
    """Refuse a number of places that a Sobol sequence is not even for."""
    if points & (points - 1) or not FEWEST <= points <= MOST:
        raise UserError(
            f"{points} points make no Sobol design. Take a power of two from {FEWEST} to {MOST:,}: 64."
        )


def shares(
    scenario: Scenario,
    strategy: Strategy,
    *,
    against: Strategy | None = None,
    keys: Sequence[str] = (),
    by: str = "profit_to_the_end",
    points: int = 64,
    **running: Unpack[Running],
) -> Shares:
    """Which assumptions make the spread of what a strategy brings over another, when all of them move at once.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        against: What it is compared with; None is what we do today.
        keys: Assumptions and levers, as `sensitivity` takes them.
        by: The measure to judge by (or profit, lowest_cash, dso, write_offs).
        points: Places in each of the two tables, a power of two.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    measure = measure_to_judge_by(by)
    check_points(points)
    question = both(scenario, strategy, against, effort)
    moved = dials(keys, "--keys") if keys else default_dials(question)
    refuse_ledgers_own(moved, question)
    slow = [one.key for one in moved if needs_calibration(one, question)]
    if slow:
        raise UserError(
            f"{slow[0]} would have every place calibrated anew, about a minute each. Leave it out of the Sobol "
            "design; the tornado takes it."
        )
    check_design(points, [one.key for one in moved])
    what = {
        "inputs": question.inputs,
        "moved": [[one.key, *map(str, one.values or one.ends)] for one in moved],
        "measure": measure,
        "replications": REPLICATIONS,
    }
    found = shares_of_spread(
        Answer(question, moved, measure, REPLICATIONS), [one.key for one in moved], points, effort, what
    )
    return answered("shares", question, effort, REPLICATIONS, found)


def shares_beside(
    found: Sensitivity,
    scenario: Scenario,
    strategies: Sequence[Strategy],
    how: tuple[Sequence[str], str, int],
    running: Running,
) -> Sensitivity:
    """A sensitivity with what its assumptions do all at once, kept as one answer.

    Args:
        found: One assumption at a time.
        scenario: What is not ours to decide.
        strategies: What the other is compared with, and the other.
        how: Which assumptions, the measure to judge by, and the points.
        running: Seed, portfolio, workers, progress, and what keeps the answer.
    """
    keys, by, points = how
    first, second = strategies
    effort = Effort(**running)
    made = shares(scenario, second, against=first, keys=keys, by=by, points=points, **running)
    question = both(scenario, second, first, effort)
    return answered("sensitivity", question, effort, found.replications, replace(found, shares=made))
