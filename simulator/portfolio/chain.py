"""The chain of health, solved: how often customers must fall into stress so that as many fail as are observed.

The common factor is discretised by Rouwenhorst's method (1995), which keeps its mean, variance and persistence;
the long run follows from the chain itself, so no random numbers and no seed are needed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.rules.health import Chances

_NODES = 41
_MONTHS = 2400
_ROUNDS = 60


class ChainInputs(NamedTuple):
    """What the solution depends on (rates a year, chances a month)."""

    failures_per_year: float
    recovery: float
    failure: float
    sudden_fraction: float
    correlation: float
    persistence: float
    churn_per_month: float


class SolvedChain(NamedTuple):
    """The solved chances, and the share of live customers that is stressed in the long run."""

    chances: Chances
    stressed_share: float
    failures_per_year: float


@lru_cache(maxsize=16)
def rouwenhorst(persistence: float, nodes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and transition matrix of the common factor."""
    stay = (1.0 + persistence) / 2.0
    matrix = np.array([[stay, 1.0 - stay], [1.0 - stay, stay]])
    for size in range(3, nodes + 1):
        wider = np.zeros((size, size))
        wider[:-1, :-1] += stay * matrix
        wider[:-1, 1:] += (1.0 - stay) * matrix
        wider[1:, :-1] += (1.0 - stay) * matrix
        wider[1:, 1:] += stay * matrix
        wider[1:-1] /= 2.0
        matrix = wider
    reach = np.sqrt(nodes - 1.0)
    return np.linspace(-reach, reach, nodes), matrix


def conditional_chance(chance: Any, economy: Any, correlation: float) -> Any:
    """A monthly chance, given the common factor: Phi((Phi^-1(p) - sqrt(rho) Y) / sqrt(1 - rho)).

    >>> round(float(conditional_chance(0.01, 0.0, 0.12)), 6)
    0.006571
    """
    from scipy.special import ndtr, ndtri  # slow to load, and shipped sectors are solved already

    return ndtr((ndtri(chance) - np.sqrt(correlation) * economy) / np.sqrt(1.0 - correlation))


def long_run(chances: Chances, inputs: ChainInputs) -> tuple[float, float, float]:
    """Failures a year per live customer out of stress and out of health, and the stressed share, in the long run.

    Customers that fail or leave are replaced by healthy ones a month later.
    """
    values, moves = rouwenhorst(inputs.persistence, _NODES)
    rho = inputs.correlation
    sudden = conditional_chance(chances.sudden, values, rho)
    falls = conditional_chance(chances.sudden + chances.to_stress, values, rho) - sudden
    fails = conditional_chance(chances.failure, values, rho)
    recovers = 1.0 - conditional_chance(1.0 - chances.recovery, values, rho)
    healthy = np.linalg.matrix_power(moves, 500)[0]
    stressed, vacant = np.zeros(_NODES), np.zeros(_NODES)
    stays = 1.0 - inputs.churn_per_month
    before = -1.0
    for month in range(_MONTHS):
        healthy, stressed, vacant = healthy @ moves, stressed @ moves, vacant @ moves
        from_health, from_stress = healthy * sudden, stressed * fails
        live = healthy + stressed
        kept_healthy = (healthy * (1.0 - sudden - falls) + stressed * recovers) * stays
        kept_stressed = (healthy * falls + stressed * (1.0 - fails - recovers)) * stays
        healthy, stressed, vacant = kept_healthy + vacant, kept_stressed, live - kept_healthy - kept_stressed
        alive = float(healthy.sum() + stressed.sum())
        share = float(stressed.sum()) / alive if alive > 0.0 else 0.0
        if month % 12 == 0:
            if abs(share - before) < 1e-13:
                break
            before = share
    scale = 12.0 / float(live.sum())
    return float(from_stress.sum()) * scale, float(from_health.sum()) * scale, share


@lru_cache(maxsize=256)
def solve_chain(inputs: ChainInputs) -> SolvedChain:
    """The chances of falling into stress and of failing suddenly that give the failures a year.

    Raises:
        UserError: no chances below 1 give so many failures.
    """
    goal = inputs.failures_per_year
    if goal <= 0.0:
        return SolvedChain(Chances(0.0, inputs.recovery, inputs.failure, 0.0), 0.0, 0.0)
    goal_sudden = goal * inputs.sudden_fraction
    to_stress = goal / 12.0 * (inputs.recovery + inputs.failure) / max(inputs.failure, 1e-9)
    sudden = goal_sudden / 12.0
    if goal_sudden >= goal:
        to_stress = 0.0
    for _ in range(_ROUNDS):
        chances = Chances(to_stress, inputs.recovery, inputs.failure, sudden)
        slow, quick, share = long_run(chances, inputs)
        if abs(slow + quick - goal) < 1e-7 * goal and abs(quick - goal_sudden) < 1e-6 * goal:
            return SolvedChain(chances, share, slow + quick)
        to_stress = to_stress * (goal - goal_sudden) / slow if slow > 0.0 else 0.0
        sudden = sudden * goal_sudden / quick if quick > 0.0 else 0.0
        if to_stress + sudden >= 1.0:
            break
    raise UserError(
        f"No chain of health gives {goal:g} failures per customer and year with these rates of recovery and failure "
        "(health.failures_per_year); lower it, or raise health.stressed_to_insolvent_per_month."
    )
