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
from simulator.portfolio.laws import BANDS, SegmentLaw, segment_law
from simulator.portfolio.synthetic import observed_laws
from simulator.scenario import Scenario

ON_TIME_POINTS, MEAN_SHARE, BEYOND_30_POINTS, BEYOND_90_POINTS = 0.01, 0.03, 0.01, 0.005
"""How close the observed lateness must come back."""

_STEPS = (0.12, 0.03)
"""Differences for the slopes: coarse first, for invoices and bank days are whole."""

_HOLD = 0.05
"""How firmly the bands' paces are held together where the tolerances leave them free."""


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
    """A law from a point around (1, 1, ...), the observed law: log odds on time, and log pace by band."""
    share = min(max(start.on_time, 0.005), 0.995)
    odds = share / (1.0 - share) * math.exp(point[0] - 1.0)
    return start._replace(
        on_time=odds / (1.0 + odds), pace=tuple(float(value) for value in np.exp(point[1:] - 1.0))
    )


def solve_segment(scenario: Scenario, segment: str) -> tuple[SegmentLaw, Lateness]:
    """The latent law of a segment, and the lateness that then comes back.

    The observed law keeps its form; its on-time mass and its hazard by band of age are divided by what chasing,
    runs and weekends add to them. (Mass, scale and spread alone cannot: a ladder that works from day 10 to 45
    bends the law, and three numbers brought the share beyond 90 days back no closer than 1.3 points.)
    """
    observed = observed_laws(scenario)[segment]
    wanted = lateness_of_law(observed, scenario.behaviour.late_cap_days)
    quiet = reference_scenario(scenario)
    world = World.build(quiet, reference_portfolio(quiet, segment), [quiet.today])

    def off(point: NDArray[np.float64]) -> NDArray[np.float64]:
        law = _law(point, observed)
        held = _HOLD * (point[1:] - point[1:].mean())
        return np.concatenate([misses(observe(world, segment_law(law)), wanted), held])

    point = np.ones(1 + len(BANDS))
    for step in _STEPS:
        found: Any = least_squares(off, point, diff_step=np.full(len(point), step), max_nfev=16)
        point = found.x
    law = _law(point, observed)
    return law, observe(world, segment_law(law))
