"""Naive method 1: everybody pays on the due day; what is overdue is paid tomorrow."""

from __future__ import annotations

import numpy as np

from simulator.backtest.books import Known
from simulator.backtest.forecast import Forecast, forecast_from_days


def forecast(known: Known) -> Forecast:
    """Each open invoice is paid on its due day, not before tomorrow."""
    days = np.maximum(known.due[known.open], known.day + 1)
    return forecast_from_days(known, days[np.newaxis, :])
