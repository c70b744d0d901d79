"""Naive method 3: the hazard of all customers together by days late, given each invoice's age."""

from __future__ import annotations

from simulator.backtest.axis import EveryDay
from simulator.backtest.books import Known
from simulator.backtest.forecast import Forecast
from simulator.backtest.naive.hazards import counted, forecast_by


def forecast(known: Known, seed: int) -> Forecast:
    """Every open invoice by itself, from one hazard for all."""
    axis = EveryDay()
    return forecast_by(known, axis, counted(known, axis).pooled, seed)
