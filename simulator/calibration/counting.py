"""Payments of a simulated year by band of days late: what a calibration to a ledger looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.observing import PaymentsRead
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.portfolio.portfolio import Portfolio
from simulator.scenario import Scenario
from simulator.units import STRIDE

_EARLY = [-np.inf, -10.0, -5.0, -3.0, -1.5]
_AROUND_DUE = [-0.5, 0.5, 1.5, 2.5, 3.5, 5.0, 7.0, 9.0]
_LATE = [12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0, np.inf]
BORDERS = np.array([*_EARLY, *_AROUND_DUE, *_LATE])
"""Bands of days late; from -0.5 to 0.5 is the day of due itself."""

_FEW = 30.0
_ENOUGH = 60_000.0
_MOST_YEARS = 20
_SEED = 20260101
_Values = NDArray[np.float64]


@dataclass(frozen=True)
class Observed:
    """Payments by band of days late, (places, bands), and who was still to pay when a band began."""

    paid: _Values
    waiting: _Values

    @property
    def hazard(self) -> _Values:
        """Cumulative hazard of each band; nan where nobody paid or nobody was left."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = -np.log1p(-self.paid / self.waiting)
        return np.where((self.paid > 0) & (self.paid < self.waiting), found, np.nan)

    @property
    def together(self) -> Observed:
        """All places as one, (1, bands); empty where too few are paid or left to say."""
        paid, waiting = self.paid.sum(axis=0, keepdims=True), self.waiting.sum(axis=0, keepdims=True)
        enough = (paid >= _FEW) & (waiting - paid >= _FEW)
        return Observed(np.where(enough, paid, 0.0), waiting)


def observed(late: NDArray[np.int64], place: NDArray[np.int64], places: int) -> Observed:
    """Payments of each place by band.

    Two on the due day, one two days late and one forty days late:

    >>> seen = observed(np.array([0, 0, 2, 40]), np.array([0, 0, 0, 0]), 1)
    >>> [(float(BORDERS[band]), int(seen.paid[0, band])) for band in np.flatnonzero(seen.paid[0])]
    [(-0.5, 2), (1.5, 1), (30.0, 1)]
    """
    bands = len(BORDERS) - 1
    band = np.searchsorted(np.floor(BORDERS[1:-1]), late, side="left")
    paid = np.bincount(place * bands + band, minlength=places * bands).reshape(places, bands).astype(float)
    waiting = np.cumsum(paid[:, ::-1], axis=1)[:, ::-1]
    return Observed(paid, waiting)


def observe_year(scenario: Scenario, portfolio: Portfolio) -> Observed:
    """Simulate a year of a portfolio, small ones more often, and say how late its customers pay on their own axis."""
    world = World.build(scenario, portfolio, [scenario.today])
    reader = PaymentsRead()
    a_year = 12.0 * float(portfolio.customers["orders_per_month"].sum())
    for replication in range(min(max(round(_ENOUGH / max(a_year, 1.0)), 1), _MOST_YEARS)):
        Run(world, _SEED, replication, reader).finish()
    rows = reader.payments()
    calendar = world.calendar
    index = calendar.bank_index.astype(np.int64)
    place = rows["customer"].astype(np.int64) % STRIDE
    banking = index[rows["day"] - calendar.first_day] - index[rows["due"] - calendar.first_day]
    axis = portfolio.customers["axis"][place]
    late: Any = np.where(axis == 1, banking, rows["day"].astype(np.int64) - rows["due"])
    return observed(late, place, len(portfolio))
