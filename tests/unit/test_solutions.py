"""What is shipped for the sectors is what would be worked out (`python -m tests.update_sectors` writes it anew)."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.calibration.latent import latent_laws
from simulator.plans import shipped_names
from simulator.portfolio.laws import work_out
from simulator.portfolio.portfolio import SEGMENTS
from simulator.portfolio.quality import chain_inputs, solve_mixture
from simulator.portfolio.solutions import shipped_knots, shipped_mixture
from simulator.scenario import load_scenario


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_shipped_solution_is_what_the_solver_finds(segment):
    scenario = load_scenario("wholesale")
    inputs, spread = chain_inputs(scenario, segment), scenario.health.failure_spread
    shipped, solved = shipped_mixture(inputs, spread), solve_mixture(inputs, spread)
    assert shipped is not None
    np.testing.assert_allclose(shipped.chain.chances, solved.chain.chances, rtol=1e-9)
    np.testing.assert_allclose(shipped.chain.stressed_share, solved.chain.stressed_share, rtol=1e-9)
    np.testing.assert_allclose(shipped.density, solved.density, rtol=1e-6, atol=1e-15)
    np.testing.assert_allclose(shipped.stressed, solved.stressed, rtol=1e-6, atol=1e-15)


@pytest.mark.parametrize("sector", shipped_names("scenario"))
def test_every_shipped_sector_is_solved(sector):
    scenario = load_scenario(sector)
    spread = scenario.health.failure_spread
    assert all(shipped_mixture(chain_inputs(scenario, segment), spread) for segment in SEGMENTS)
    for law in latent_laws(scenario).values():
        knots = shipped_knots(law)
        assert knots is not None
        np.testing.assert_allclose(knots, work_out(law), rtol=1e-12, atol=1e-12)


def test_another_assumption_has_no_shipped_solution():
    scenario = load_scenario("wholesale").but(health={"stressed_to_healthy_per_month": 0.21})
    inputs = chain_inputs(scenario, SEGMENTS[0])
    assert shipped_mixture(inputs, scenario.health.failure_spread) is None
