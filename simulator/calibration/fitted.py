"""Take today's chasing out of the laws that were fitted to a ledger, so that it is not counted twice.

The fitted laws describe what was observed, chasing included. Simulated without a ladder they give that back; with
today's ladder on top they pay too early. Their hazard is divided, band of age by band of age, by what the ladder
adds, in three passes: for all customers together, and for each as far as its own payments tell. Who owed us something
when the ledger was cut off had been chased as well: open items begin with what earlier contacts still do on average.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.observing import PaymentsRead, healthy, unhurried
from simulator.calibration.opening_pressure import with_pressure
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.portfolio.portfolio import OPEN_ITEM, Portfolio
from simulator.scenario import Scenario
from simulator.units import STRIDE

P = TypeVar("P", bound=Portfolio)

_EARLY = [-np.inf, -10.0, -5.0, -3.0, -1.5]
_AROUND_DUE = [-0.5, 0.5, 1.5, 2.5, 3.5, 5.0, 7.0, 9.0]
_LATE = [12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0, np.inf]
BORDERS = np.array([*_EARLY, *_AROUND_DUE, *_LATE])
"""Bands of days late; from -0.5 to 0.5 is the day of due itself."""

OWN_PACE_SHRINKAGE = 10.0
"""Payments in a band of all customers together that count in each one's own pace; assumption."""

_PASSES = 3
_FEW = 30.0
_ENOUGH = 60_000.0
_MOST_YEARS = 20
_SEED = 20260101
_LEAST, _MOST = 0.1, 5.0
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

    >>> observed(np.array([0, 0, 2, 40]), np.array([0, 0, 0, 0]), 1).paid[0].astype(int).tolist()
    [0, 0, 2, 1, 0, 0, 0, 1, 0]
    """
    bands = len(BORDERS) - 1
    band = np.searchsorted(np.floor(BORDERS[1:-1]), late, side="left")
    paid = np.bincount(place * bands + band, minlength=places * bands).reshape(places, bands).astype(float)
    waiting = np.cumsum(paid[:, ::-1], axis=1)[:, ::-1]
    return Observed(paid, waiting)


def pace_between(wanted: Observed, seen: Observed) -> _Values:
    """By how much each place's hazard has to change, (places, bands): its own ratio shrunk to that of all."""
    common = np.log(np.clip(_ratio(wanted.together.hazard, seen.together.hazard), _LEAST, _MOST))
    own = np.log(np.clip(_ratio(wanted.hazard, seen.hazard), _LEAST, _MOST))
    told = np.isfinite(wanted.hazard) & np.isfinite(seen.hazard)
    weight = np.where(told, np.minimum(wanted.paid, seen.paid), 0.0)
    pace: _Values = np.exp((weight * own + OWN_PACE_SHRINKAGE * common) / (weight + OWN_PACE_SHRINKAGE))
    pace[:, -1] = pace[:, -2]  # nobody is left of the last band to tell
    return pace


def _ratio(wanted: _Values, seen: _Values) -> _Values:
    """One hazard over the other, 1 where either is not known."""
    known = np.isfinite(wanted) & np.isfinite(seen)
    return np.divide(wanted, seen, out=np.ones_like(wanted), where=known)


def latent_laws(laws: _Values, pace: _Values, promised: _Values) -> _Values:
    """Laws less what promises add, then with their hazard multiplied, band by band.

    A jump belongs to the band of its day, and promises take nothing of it. A tenth of the hazard stays in any case.

    Args:
        laws: (laws, 2, knots).
        pace: (laws, bands), a multiplier for each band.
        promised: (bands,) hazard a day that kept promises add, whoever the customer is.
    """
    days, hazard = laws[:, 0, :], laws[:, 1, :]
    start, end = days[:, :-1], days[:, 1:]
    width, steps = end - start, np.diff(hazard, axis=1)
    factor, taken = np.zeros_like(width), np.zeros_like(width)
    for band in range(pace.shape[1]):
        low, high = BORDERS[band], BORDERS[band + 1]
        inside = np.clip(np.minimum(end, high) - np.maximum(start, low), 0.0, None)
        share = np.where(width > 0, inside / np.where(width > 0, width, 1.0), (start > low) & (start <= high))
        factor += pace[:, band : band + 1] * share
        taken += promised[band] * inside
    result = laws.copy()
    left = np.maximum(steps - taken, _LEAST * steps)
    result[:, 1, 1:] = hazard[:, :1] + np.cumsum(left * factor, axis=1)
    return result


def promised_hazard(full: Observed, without: Observed) -> _Values:
    """(bands,) hazard a day that promises add to that of all customers together; 0 where too few tell."""
    more = full.together.hazard[0] - without.together.hazard[0]
    width = np.diff(BORDERS)
    added = np.where(np.isfinite(more) & np.isfinite(width), np.maximum(more, 0.0) / width, 0.0)
    told = np.flatnonzero(np.isfinite(more))
    if len(told):
        added[told[-1] + 1 :] = added[told[-1]]  # as in the last band that tells
    return added


def _observe(scenario: Scenario, portfolio: Portfolio) -> Observed:
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


def place_of_law(portfolio: Portfolio) -> NDArray[np.int64]:
    """The place that each law belongs to; a law that several share is taken for the last one's."""
    owner = np.zeros(len(portfolio.laws), dtype=np.int64)
    by_place = portfolio.law_by_weekday[portfolio.customers["law"]]
    owner[by_place.ravel()] = np.repeat(np.arange(len(portfolio)), by_place.shape[1])
    return owner


def without_chasing(scenario: Scenario, portfolio: P) -> P:
    """The portfolio with latent laws: under today's ladder it pays as the ledger was observed to pay."""
    quiet = healthy(scenario, scenario.company.start_date).but(today=unhurried(scenario.today))
    silent = quiet.but(today={"collections": {"ladder": []}})
    bare: P = replace(portfolio, open_items=np.zeros(0, dtype=OPEN_ITEM), dependence=())
    wanted = _observe(silent, bare)
    owner = place_of_law(portfolio)
    pace = np.ones((len(portfolio), len(BORDERS) - 1))
    mute = quiet.but(behaviour={"promise_fraction": 0.0})
    promised = promised_hazard(_observe(quiet, bare), _observe(mute, bare))
    for _ in range(_PASSES):
        now = replace(bare, laws=latent_laws(portfolio.laws, pace[owner], promised))
        pace *= pace_between(wanted, _observe(quiet, now))
    laws = latent_laws(portfolio.laws, pace[owner], promised)
    latent = replace(portfolio, laws=laws)
    return with_pressure(latent, quiet, replace(bare, laws=laws))
