"""The reference: method 4 once more on working days, where a ledger's payments skip weekends."""

from __future__ import annotations

from simulator.backtest.axis import WorkingDays
from simulator.backtest.books import Known
from simulator.backtest.forecast import Forecast
from simulator.backtest.naive.customer_shrunk import fitted_hazard
from simulator.backtest.naive.hazards import forecast_by


def forecast(known: Known, seed: int, axis: WorkingDays) -> Forecast:
    """Every open invoice by itself, from its customer's hazard in working days; due dates roll forward."""
    return forecast_by(known, axis, fitted_hazard(known, axis), seed)
