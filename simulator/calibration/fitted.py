"""Take today's chasing out of the laws that were fitted to a ledger, so that it is not counted twice.

The fitted laws describe what was observed, chasing included. Simulated without a ladder they give that back; with
today's ladder on top they pay too early. Their hazard is divided, band of age by band of age, by what the ladder
adds, in three passes: for all customers together, and for each as far as its own payments tell. Who owed us something
when the ledger was cut off had been chased as well: open items begin with what earlier contacts still do on average.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.counting import BORDERS, Observed, observe_year
from simulator.calibration.observing import healthy, unhurried
from simulator.calibration.opening_pressure import with_pressure
from simulator.calibration.promises import (
    chance_of_covered,
    promised_hazard,
    promises_given,
    with_fewer_covered,
)
from simulator.portfolio.portfolio import OPEN_ITEM, Portfolio
from simulator.scenario import Scenario

P = TypeVar("P", bound=Portfolio)

OWN_PACE_SHRINKAGE = 10.0
"""Payments in a band of all customers together that count in each one's own pace; assumption."""

CAP_DAYS = 365
"""While it is observed everybody pays by then, so that whoever is late is seen."""

_PASSES = 3
_LEAST, _MOST = 0.1, 5.0
_Values = NDArray[np.float64]


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


def place_of_law(portfolio: Portfolio) -> NDArray[np.int64]:
    """The place that each law belongs to; a law that several share is taken for the last one's."""
    owner = np.zeros(len(portfolio.laws), dtype=np.int64)
    by_place = portfolio.law_by_weekday[portfolio.customers["law"]]
    owner[by_place.ravel()] = np.repeat(np.arange(len(portfolio)), by_place.shape[1])
    return owner


def without_chasing(scenario: Scenario, portfolio: P) -> P:
    """The portfolio with latent laws: under today's ladder it pays as the ledger was observed to pay."""
    quiet = healthy(scenario, scenario.company.start_date).but(
        today=unhurried(scenario.today), behaviour={"late_cap_days": CAP_DAYS}
    )
    bare: P = replace(portfolio, open_items=np.zeros(0, dtype=OPEN_ITEM), dependence=())
    wanted = observe_year(quiet.but(today={"collections": {"ladder": []}}), bare)
    mute = observe_year(quiet, replace(bare, promise_share=0.0))
    share, full = promises_given(
        wanted, mute, lambda some: observe_year(quiet, replace(bare, promise_share=some))
    )
    promised = promised_hazard(full, mute)
    owner = place_of_law(portfolio)
    pace = np.ones((len(portfolio), len(BORDERS) - 1))
    for _ in range(_PASSES):
        laws = latent_laws(portfolio.laws, pace[owner], promised)
        pace *= pace_between(wanted, observe_year(quiet, replace(bare, laws=laws, promise_share=share)))
    laws = latent_laws(portfolio.laws, pace[owner], promised)
    latent = replace(portfolio, laws=laws, promise_share=share)
    chased = with_pressure(latent, quiet, replace(bare, laws=laws, promise_share=share))
    if not len(portfolio.open_items):
        return chased
    items = chased.open_items
    covered = float((1.0 - items["uncovered"]).mean())
    return replace(
        chased,
        open_items=with_fewer_covered(items, portfolio, chance_of_covered(full, mute, covered)),
    )
