"""Customers who differ in quality: the chain of health solved for all of them, and who is there in the long run.

Applicants are of standard normal quality. Bad customers fail sooner, so those who are there are better than those who
apply; a synthetic portfolio begins with customers as they are in the long run. No random numbers are needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.portfolio.chain import ChainInputs, SolvedChain, conditional_chance, rouwenhorst, solve_chain
from simulator.portfolio.laws import SegmentLaw, work_out
from simulator.portfolio.portfolio import SEGMENTS
from simulator.portfolio.solutions import Mixture, ship, shipped_mixture
from simulator.rules.health import Chances
from simulator.rules.scoring import Qualities, failure_risk
from simulator.scenario import Scenario

_STEP = 0.25
_LOWEST, _HIGHEST = -5.0, 6.0
_ECONOMIES = 21
_ROUNDS = 60
_CLOSE = 1e-6
_ALMOST_SURE = 1.0 - 1e-12
_LEAST_CHURN = 1.0 - 0.95 ** (1.0 / 12.0)
"""Nobody stays for ever: without churn, in the very long run, only those would be left who never fail."""


@cache
def _grid() -> NDArray[np.float64]:
    """Qualities, good to bad."""
    return np.arange(_LOWEST, _HIGHEST + _STEP / 2.0, _STEP)


def _applicants() -> NDArray[np.float64]:
    """Shares of the applicants at each quality."""
    density = np.exp(-0.5 * _grid() ** 2)
    shares: NDArray[np.float64] = density / density.sum()
    return shares


def _monthly(
    chances: Chances, risks: NDArray[np.float64], inputs: ChainInputs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A month's moves of those who stay [quality, from, to], and the chance to fail [quality, from].

    Places of a state: the healthy at each economy, then the stressed.
    """
    values, moves = rouwenhorst(inputs.persistence, _ECONOMIES)
    rho, stays = inputs.correlation, 1.0 - max(inputs.churn_per_month, _LEAST_CHURN)

    def chance(usual: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(conditional_chance(np.minimum(usual, _ALMOST_SURE)[:, None], values, rho))

    sudden = chance(risks * chances.sudden)
    falls = chance(risks * (chances.sudden + chances.to_stress)) - sudden
    fails = chance(np.full(len(risks), chances.failure))
    recovers = 1.0 - chance(np.full(len(risks), 1.0 - chances.recovery))
    top = [moves * (1.0 - sudden - falls)[:, None, :], moves * falls[:, None, :]]
    bottom = [moves * recovers[:, None, :], moves * (1.0 - fails - recovers)[:, None, :]]
    kept = np.concatenate([np.concatenate(top, axis=2), np.concatenate(bottom, axis=2)], axis=1)
    failing = np.concatenate([sudden @ moves.T, fails @ moves.T], axis=1)
    return kept * stays, failing


def _long_run(
    chances: Chances, risks: NDArray[np.float64], inputs: ChainInputs
) -> tuple[NDArray[np.float64], float, float]:
    """Who is there in the long run [quality, (healthy, stressed) at each economy], failures a month by origin."""
    _, moves = rouwenhorst(inputs.persistence, _ECONOMIES)
    kept, failing = _monthly(chances, risks, inputs)
    size = 2 * _ECONOMIES
    visits = np.linalg.inv(np.eye(size) - kept)  # months spent in each state, by where one began
    enters = np.zeros((len(risks), _ECONOMIES, size))
    enters[:] = (moves @ np.eye(_ECONOMIES, size))[None]
    stay = enters @ visits * _applicants()[:, None, None]
    both = np.concatenate([moves, moves])
    leaves = both[None] - kept[:, :, :_ECONOMIES] - kept[:, :, _ECONOMIES:]
    renewed = np.einsum("qes,qsf->ef", stay, leaves)
    system = np.vstack([renewed.T - np.eye(_ECONOMIES), np.ones(_ECONOMIES)])
    vacant = np.linalg.lstsq(system, np.append(np.zeros(_ECONOMIES), 1.0), rcond=None)[0]
    there = np.einsum("e,qes->qs", vacant, stay)
    there /= there.sum()
    out = there * failing
    return there, float(out[:, _ECONOMIES:].sum()), float(out[:, :_ECONOMIES].sum())


@lru_cache(maxsize=64)
def mixture_of(inputs: ChainInputs, spread: float) -> Mixture:
    """The solution for a segment: the shipped one if there is one, else solved now."""
    return shipped_mixture(inputs, spread) or solve_mixture(inputs, spread)


def solve_mixture(inputs: ChainInputs, spread: float) -> Mixture:
    """The chances of an average customer with which customers of all qualities fail as often as is observed.

    Raises:
        UserError: no chances below 1 give so many failures.
    """
    risks = np.array([failure_risk(float(quality), spread) for quality in _grid()])
    goal, goal_sudden = inputs.failures_per_year, inputs.failures_per_year * inputs.sudden_fraction
    if goal <= 0.0:
        alike = _applicants()
        return Mixture(solve_chain(inputs), alike, np.zeros(len(alike)))
    start = solve_chain(inputs).chances
    to_stress, sudden = start.to_stress, start.sudden
    for _ in range(_ROUNDS):
        chances = Chances(to_stress, inputs.recovery, inputs.failure, sudden)
        there, slow, quick = _long_run(chances, risks, inputs)
        slow, quick = 12.0 * slow, 12.0 * quick
        if abs(slow + quick - goal) < _CLOSE * goal:
            share = there[:, _ECONOMIES:].sum(axis=1)
            density = there.sum(axis=1)
            chain = SolvedChain(chances, float(share.sum()), slow + quick)
            return Mixture(chain, density, share / density)
        to_stress = to_stress * (goal - goal_sudden) / slow if slow > 0.0 else 0.0
        sudden = sudden * goal_sudden / quick if quick > 0.0 else 0.0
        if to_stress + sudden >= 1.0:
            break
    raise UserError(
        f"No chain of health gives {goal:g} failures per customer and year among customers who differ by a failure "
        f"spread of {spread:g} (health.failure_spread); lower the spread or health.failures_per_year."
    )


def chain_inputs(scenario: Scenario, segment: str) -> ChainInputs:
    """What the chain of a segment depends on."""
    health = scenario.health
    return ChainInputs(
        health.failures_per_year[segment],
        health.stressed_to_healthy_per_month,
        health.stressed_to_insolvent_per_month,
        health.sudden_fraction,
        health.asset_correlation_fraction,
        health.economy_persistence_fraction,
        1.0 - (1.0 - scenario.portfolio.churn_per_year) ** (1.0 / 12.0),
    )


def chain_of(scenario: Scenario, segment: str) -> SolvedChain:
    """The solved chain of a segment, of customers who are alike or who differ."""
    inputs, spread = chain_inputs(scenario, segment), scenario.health.failure_spread
    return solve_chain(inputs) if spread <= 0.0 else mixture_of(inputs, spread).chain


def qualities_of(scenario: Scenario) -> Qualities:
    """Who is there in the long run; one point each where all customers are alike."""
    spread = scenario.health.failure_spread
    if spread <= 0.0:
        nothing = np.zeros((len(SEGMENTS), 1))
        return Qualities(np.zeros(1), nothing, nothing)
    solved = [mixture_of(chain_inputs(scenario, name), spread) for name in SEGMENTS]
    density = np.array([mixture.density for mixture in solved])
    reached = np.cumsum(density, axis=1) - 0.5 * density
    return Qualities(_grid(), reached, np.array([mixture.stressed for mixture in solved]))


def solve_shipped(sectors: Iterable[Scenario], laws: Iterable[SegmentLaw]) -> Path:
    """Solve the shipped sectors, and work out their laws of lateness (for those who change the model)."""
    wanted = {
        (chain_inputs(scenario, name), scenario.health.failure_spread)
        for scenario in sectors
        for name in SEGMENTS
        if scenario.health.failure_spread > 0.0
    }
    mixtures = {inputs: solve_mixture(*inputs) for inputs in sorted(wanted)}
    return ship(mixtures, {law: work_out(law) for law in laws})
