"""The simulator against the best naive method, score by score, with the paired standard error of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.backtest.errors_of_differences import Score, jackknife_error, overlapping_error
from simulator.backtest.forecast import Values
from simulator.backtest.judging import PAST, SIMULATOR, best_of
from simulator.backtest.looking import Scores, Told

ByOrigin = Mapping[str, Mapping[str, Values]]


@dataclass(frozen=True)
class Difference:
    """The simulator less another method on one score.

    Attributes:
        best: the other method.
        ratio: the simulator's score / the other's.
        difference: the simulator's score less the other's, in the score's unit.
        standard_error: of the difference; nan with fewer than two origins.
    """

    best: str
    ratio: float
    difference: float
    standard_error: float


def against_best(
    found: ByOrigin, naive: Sequence[str], scores: Sequence[str], overlap: int
) -> dict[str, Difference]:
    """Against the naive method with the lowest average, score by score."""
    averages = {name: {score: _average(found[name][score]) for score in scores} for name in naive}
    return {score: paired(found, best_of(averages, score, naive), score, overlap) for score in scores}


def paired(found: ByOrigin, other: str, score: str, overlap: int) -> Difference:
    """Against one method, origin by origin."""
    mine, theirs = found[SIMULATOR][score], found[other][score]
    error = overlapping_error(mine - theirs, overlap)
    return _difference(other, _average(mine), _average(theirs), error)


def late_differences(
    told: Sequence[Told], scores: Mapping[str, Score]
) -> tuple[Scores, dict[str, Difference]]:
    """Late or not at issue over all weeks: the scores by method, and the simulator against the past late ratio."""
    if not told:
        return {}, {}
    late = np.concatenate([one.late for one in told])
    past = np.concatenate([one.past for one in told])
    own = np.concatenate([one.simulated for one in told])
    week = np.repeat(np.arange(len(told)), [len(one.late) for one in told]).astype(np.float64)
    by_method: Scores = {PAST: {name: score(past, late) for name, score in scores.items()}}
    if not len(late) or np.isnan(own).any():
        return by_method, {}
    by_method[SIMULATOR] = {name: score(own, late) for name, score in scores.items()}
    differences = {
        name: _difference(
            PAST,
            by_method[SIMULATOR][name],
            by_method[PAST][name],
            jackknife_error(score, (own, past), late, week),
        )
        for name, score in scores.items()
    }
    return by_method, differences


def _difference(other: str, mine: float, theirs: float, error: float) -> Difference:
    ratio = mine / theirs if theirs > 0 else float("nan")
    return Difference(other, ratio, mine - theirs, error)


def _average(values: Values) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
