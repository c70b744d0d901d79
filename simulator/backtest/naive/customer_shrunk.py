"""Naive method 4: each customer's hazard in calendar days, shrunk to the pooled one by as much as proved best."""

from __future__ import annotations

from simulator.backtest.axis import Axis, EveryDay
from simulator.backtest.books import Known
from simulator.backtest.forecast import Forecast, Values
from simulator.backtest.naive.hazards import counted, forecast_by, log_score

WEIGHTS = (1, 2, 4, 8, 16, 32, 64)
"""Pseudo-invoices of the pooled hazard that are tried."""

PROOF_DAYS = 28


def forecast(known: Known, seed: int) -> Forecast:
    """Every open invoice by itself, from its customer's hazard in calendar days."""
    axis = EveryDay()
    return forecast_by(known, axis, fitted_hazard(known, axis), seed)


def fitted_hazard(known: Known, axis: Axis) -> Values:
    """(customers, days) the customers' hazards."""
    return counted(known, axis).shrunk(best_weight(known, axis))


def best_weight(known: Known, axis: Axis) -> int:
    """The weight with which a fit 28 days ago would have scored best on what has happened since."""
    since = known.day - PROOF_DAYS
    counts = counted(known.at(since), axis)
    return max(WEIGHTS, key=lambda weight: log_score(known, since, axis, counts.shrunk(weight)))
