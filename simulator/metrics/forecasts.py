"""Cash ahead: how wrong a forecast may be, how much cash is at risk, and what reserve that asks for."""

from collections.abc import Sequence

import numpy as np

FORECAST_WEEKS = 13


def cash_flow_at_risk(cash: Sequence[float], percentile: float = 5.0) -> float:
    """Cash flow at risk (currency): average - percentile, NumPy's linear rule (M26).

    Source: CorporateMetrics. Twenty periods:

    >>> cash_flow_at_risk([412, 388, 405, 430, 371, 399, 420, 365, 410, 395,
    ...                    402, 380, 415, 340, 408, 425, 390, 398, 376, 401])
    32.75
    """
    amounts = np.asarray(cash, dtype=float)
    return float(amounts.mean() - np.percentile(amounts, percentile, method="linear"))


def overdraft_shortfall(lowest_cash: float, overdraft_limit: float) -> float:
    """How far cash fell beyond the overdraft limit at its lowest (currency); 0 where it never did.

    >>> overdraft_shortfall(-1_800_000, 1_500_000), overdraft_shortfall(-900_000, 1_500_000)
    (300000.0, 0.0)
    """
    return float(max(0.0, -lowest_cash - overdraft_limit))


def forecast_error_fraction(forecast: Sequence[float], actual: Sequence[float]) -> float | None:
    """Error of a cash forecast (fraction): sum of absolute errors / sum of actual amounts, week by week.

    Forecasts of 100, 120 and 90 where 110, 115 and 95 came in:

    >>> forecast_error_fraction([100, 120, 90], [110, 115, 95])
    0.0625
    """
    expected, found = np.asarray(forecast, dtype=float), np.asarray(actual, dtype=float)
    total = float(np.abs(found).sum())
    return float(np.abs(found - expected).sum()) / total if total > 0 else None


def run_rate_forecast_error_fraction(weekly: Sequence[float], weeks: int = FORECAST_WEEKS) -> float | None:
    """Error of the plainest forecast: each ``weeks`` weeks bring what the ``weeks`` before them brought (fraction).

    Two quarters of one amount a week, then one of a tenth more:

    >>> round(run_rate_forecast_error_fraction([100.0] * 26 + [110.0] * 13), 6)
    0.047619
    """
    blocks = len(weekly) // weeks
    if blocks < 2:
        return None
    amounts = np.asarray(weekly[: blocks * weeks], dtype=float).reshape(blocks, weeks).sum(axis=1)
    return forecast_error_fraction(amounts[:-1].tolist(), amounts[1:].tolist())
