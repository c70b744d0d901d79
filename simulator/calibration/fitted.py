"""Take today's chasing out of the laws that were fitted to a ledger, so that it is not counted twice.

The fitted laws describe what was observed, chasing included. Simulated without a ladder they give that back; with
today's ladder on top they pay too early. Their hazard is divided, band of age by band of age, by what the ladder
adds, in three passes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.observing import PaymentsRead, healthy, unhurried
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.portfolio.portfolio import OPEN_ITEM, Portfolio
from simulator.scenario import Scenario

P = TypeVar("P", bound=Portfolio)

BORDERS = np.array([-np.inf, -5.0, -0.5, 0.5, 3.0, 10.0, 20.0, 30.0, 60.0, np.inf])
"""Bands of days late; the third is the day of due itself."""

_PASSES = 3
_FEW = 30.0
_SEED = 20260101


def survival(late: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of invoices still unpaid at each border of the bands."""
    ordered = np.sort(late)
    beyond: Any = len(ordered) - np.searchsorted(ordered, np.floor(BORDERS), side="right")
    share: NDArray[np.float64] = beyond / max(len(ordered), 1)
    return share


def band_hazard(late: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cumulative hazard of each band, nan where too few are paid or left to say."""
    left = survival(late)
    start, end = left[:-1], left[1:]
    enough = ((start - end) * len(late) >= _FEW) & (end * len(late) >= _FEW)
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard: NDArray[np.float64] = np.where(enough, np.log(start / end), np.nan)
    return hazard


def paced(laws: NDArray[np.float64], pace: NDArray[np.float64]) -> NDArray[np.float64]:
    """Laws whose hazard is multiplied band by band; a jump belongs to the band of its day.

    Args:
        laws: (laws, 2, knots).
        pace: a multiplier for each band.
    """
    days, hazard = laws[:, 0, :], laws[:, 1, :]
    start, end = days[:, :-1], days[:, 1:]
    width = end - start
    factor = np.zeros_like(width)
    for band, multiplier in enumerate(pace):
        low, high = BORDERS[band], BORDERS[band + 1]
        share = np.clip(np.minimum(end, high) - np.maximum(start, low), 0.0, None) / np.where(
            width > 0, width, 1.0
        )
        inside = (start > low) & (start <= high)
        factor += multiplier * np.where(width > 0, share, inside)
    result = laws.copy()
    result[:, 1, 1:] = hazard[:, :1] + np.cumsum(np.diff(hazard, axis=1) * factor, axis=1)
    return result


def _days_late(world: World, portfolio: Portfolio, reader: PaymentsRead) -> NDArray[np.int64]:
    """Days late of the year's payments, each on its customer's axis."""
    rows = reader.payments()
    calendar = world.calendar
    index = calendar.bank_index.astype(np.int64)
    banking = index[rows["day"] - calendar.first_day] - index[rows["due"] - calendar.first_day]
    axis = portfolio.customers["axis"][rows["customer"] % 1_000_000]
    late: NDArray[np.int64] = np.where(axis == 1, banking, rows["day"] - rows["due"])
    return late


def _observed(scenario: Scenario, portfolio: Portfolio) -> NDArray[np.int64]:
    """Simulate a year of a portfolio and say how late its invoices are paid."""
    world = World.build(scenario, portfolio, [scenario.today])
    reader = PaymentsRead()
    Run(world, _SEED, 0, reader).finish()
    return _days_late(world, portfolio, reader)


def without_chasing(scenario: Scenario, portfolio: P) -> P:
    """The portfolio with latent laws: under today's ladder it pays as the ledger was observed to pay."""
    quiet = healthy(scenario, scenario.company.start_date).but(today=unhurried(scenario.today))
    silent = quiet.but(today={"collections": {"ladder": []}})
    bare: P = replace(portfolio, open_items=np.zeros(0, dtype=OPEN_ITEM), dependence=())
    wanted = band_hazard(_observed(silent, bare))
    pace: Any = np.ones(len(BORDERS) - 1)
    for _ in range(_PASSES):
        laws = paced(portfolio.laws, pace)
        seen = band_hazard(_observed(quiet, replace(bare, laws=laws)))
        ratio = np.where(np.isfinite(wanted) & np.isfinite(seen) & (seen > 0), wanted / seen, 1.0)
        pace *= np.clip(ratio, 0.2, 5.0)
    return replace(portfolio, laws=paced(portfolio.laws, pace))
