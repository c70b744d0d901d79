"""Solve the latent law of a segment: the one that, chased by today's ladder, looks as observed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from simulator.calibration.observing import (
    Lateness,
    lateness_of_law,
    observe,
    reference_portfolio,
    reference_scenario,
)
from simulator.engine.world import World
from simulator.portfolio.laws import SegmentLaw, segment_law
from simulator.portfolio.synthetic import observed_laws
from simulator.scenario import Scenario

ON_TIME_POINTS, MEAN_SHARE, BEYOND_30_POINTS, BEYOND_90_POINTS = 0.01, 0.03, 0.01, 0.005
"""How close the observed lateness must come back."""

_STEP = 0.03


def misses(seen: Lateness, wanted: Lateness) -> NDArray[np.float64]:
    """How far off, in units of the tolerances: at most 1 each is good."""
    return np.array(
        [
            (seen.on_time - wanted.on_time) / ON_TIME_POINTS,
            (seen.mean_days - wanted.mean_days) / (MEAN_SHARE * max(wanted.mean_days, 0.1)),
            (seen.beyond_30 - wanted.beyond_30) / BEYOND_30_POINTS,
            (seen.beyond_90 - wanted.beyond_90) / BEYOND_90_POINTS,
        ]
    )


def _law(point: NDArray[np.float64], start: SegmentLaw) -> SegmentLaw:
    """A law from a point around (1, 1, 1, 1), which is the start: log odds and logarithms, shifted."""
    share = min(max(start.on_time, 0.005), 0.995)
    odds = share / (1.0 - share) * math.exp(point[0] - 1.0)
    return start._replace(
        on_time=odds / (1.0 + odds),
        median_days=start.median_days * math.exp(point[1] - 1.0),
        sigma=start.sigma * math.exp(point[2] - 1.0),
        tail_hazard=math.exp(point[3] - 1.0),
    )


def solve_segment(scenario: Scenario, segment: str) -> tuple[SegmentLaw, Lateness]:
    """The latent law of a segment, and the lateness that then comes back."""
    observed = observed_laws(scenario)[segment]
    wanted = lateness_of_law(observed, scenario.behaviour.late_cap_days)
    quiet = reference_scenario(scenario)
    world = World.build(quiet, reference_portfolio(quiet, segment), [quiet.today])

    def off(point: NDArray[np.float64]) -> NDArray[np.float64]:
        return misses(observe(world, segment_law(_law(point, observed))), wanted)

    found: Any = least_squares(off, np.ones(4), diff_step=_STEP, x_scale=[0.3, 0.3, 0.15, 0.3], max_nfev=20)
    law = _law(found.x, observed)
    return law, observe(world, segment_law(law))
