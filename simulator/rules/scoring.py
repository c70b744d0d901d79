"""Scores: how likely a customer really is to fail, how much of it a seller sees, whom it refuses.

A customer's quality is a normal number, high is bad. Failures are as often as usual times exp(s Z - s^2 / 2), so
that the quality of those who fail is normal around s with spread 1. The seller sees quality and noise; both groups
are then normal in what it sees, and the power of the score decides how far apart they are.

Source: binormal model of a rating system's power (Gini, d').
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import normal_probability, normal_quantile

MOST_RISK = 100.0
"""Nobody fails more than a hundred times as often as the average customer."""


class Qualities(NamedTuple):
    """Who is there in the long run, by segment; one row each."""

    grid: NDArray[np.float64]  # qualities
    reached: NDArray[np.float64]  # [segment, quality]: share of the customers up to it
    stressed: NDArray[np.float64]  # [segment, quality]: share that is stressed


def separation_of_gini(gini: float) -> float:
    """Distance d' of those who fail from the others, in standard deviations of the score: sqrt(2) Phi^-1((1 + G) / 2).

    >>> round(separation_of_gini(0.60), 5)
    1.19023
    """
    return math.sqrt(2.0) * normal_quantile((1.0 + gini) / 2.0)


def score_power(gini: float, spread: float) -> float:
    """Correlation of the score with true quality that gives this Gini; a score cannot know more than there is to know.

    >>> round(score_power(0.60, 1.8), 4), score_power(0.60, 1.0), score_power(0.60, 0.0)
    (0.6612, 1.0, 0.0)
    """
    if spread <= 0.0 or gini <= 0.0:
        return 0.0
    return min(separation_of_gini(gini) / spread, 1.0)


@compiled
def failure_risk(quality: float, spread: float) -> float:
    """How many times as often as usual a customer of this quality gets into trouble.

    >>> round(failure_risk(1.0, 1.8), 4), round(failure_risk(-1.0, 1.8), 4), failure_risk(2.0, 0.0)
    (1.1972, 0.0327, 1.0)
    """
    return min(math.exp(spread * quality - 0.5 * spread * spread), MOST_RISK)


@compiled
def seen_score(quality: float, noise: float, power: float) -> float:
    """What the seller sees, as the share of applicants who look better: 0 the best, 1 the worst.

    >>> round(seen_score(1.0, 0.0, 0.6), 4), round(seen_score(1.0, -0.5, 0.0), 4)
    (0.7257, 0.3085)
    """
    return normal_probability(power * quality + math.sqrt(1.0 - power * power) * noise)


@compiled
def is_refused(score: float, refused_fraction: float) -> bool:
    """Whether an applicant is among the worst that are refused.

    >>> is_refused(0.93, 0.10), is_refused(0.89, 0.10)
    (True, False)
    """
    return score > 1.0 - refused_fraction


@compiled
def withdraws(uniform: float, per_day: float, days: float) -> bool:
    """Whether an applicant goes elsewhere while it waits for our decision.

    Two days at 1 % a day lose 1.99 % of the applicants:

    >>> withdraws(0.0198, 0.01, 2.0), withdraws(0.0200, 0.01, 2.0)
    (True, False)
    """
    return uniform < 1.0 - math.pow(1.0 - per_day, days)


@compiled
def marginal_share(volume_factor: float, newly_accepted: float) -> float:
    """Share of the applicants who come only because we are laxer than today: by longer terms, by a lower cut-off.

    Terms that sell 7 % more, and 10 % of the applicants who are no longer refused:

    >>> round(marginal_share(1.07, 0.10), 4), marginal_share(0.93, -0.10)
    (0.1589, 0.0)
    """
    attracted = 1.0 - 1.0 / volume_factor if volume_factor > 1.0 else 0.0
    return 1.0 - (1.0 - attracted) * (1.0 - max(newly_accepted, 0.0))


@compiled
def quality_at(uniform: float, qualities: Qualities, segment: int) -> float:
    """Quality of somebody who is there on the first day, from its draw."""
    return _along(uniform, qualities.reached[segment], qualities.grid)


@compiled
def stressed_share_at(quality: float, qualities: Qualities, segment: int) -> float:
    """Share of a segment's customers of this quality that is stressed in the long run."""
    return _along(quality, qualities.grid, qualities.stressed[segment])


@compiled
def _along(x: float, places: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The value at a place, straight between the places that are known, level outside them."""
    last = len(places) - 1
    if x <= places[0]:
        return float(values[0])
    for number in range(last):
        low, high = places[number], places[number + 1]
        if x < high:
            return float(values[number] + (values[number + 1] - values[number]) * (x - low) / (high - low))
    return float(values[last])
