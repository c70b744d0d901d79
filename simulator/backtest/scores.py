"""Scores of one forecast against what happened; fractions and days, nan where a score has no meaning."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from simulator.backtest.books import NEVER, Outcome
from simulator.backtest.forecast import Forecast

Values = NDArray[np.float64]

LOW, HIGH = 0.1, 0.9
CASH_SCORES = ("weekly_wape", "total_ape", "crps", "coverage_80", "width_80")
BOOK_SCORES = (
    "weekly_wape",
    "total_ape",
    "date_mae_days",
    "crps",
    "coverage_80",
    "width_80",
    "dso_error_days",
    "ageing_error",
)


def book_scores(forecast: Forecast, happened: Outcome) -> dict[str, float]:
    """All scores of a forecast of an open book."""
    left = forecast.open_cents_end.mean(axis=0)
    others = {
        "date_mae_days": date_error(forecast.median_paid, happened.paid),
        "dso_error_days": share(abs(left.sum() - happened.open_cents_end.sum()), happened.daily_sales_cents),
        "ageing_error": share(np.abs(left - happened.open_cents_end).sum(), happened.open_cents),
    }
    found = cash_scores(forecast.weekly_cents, forecast.expected_weekly_cents, happened.weekly_cents) | others
    return {name: found[name] for name in BOOK_SCORES}


def cash_scores(draws: Values, expected: Values, actual: Values) -> dict[str, float]:
    """Scores of weekly cash.

    Args:
        draws: (draws, weeks) cents; a point forecast has one draw.
        expected: (weeks,) cents, the forecast in one figure.
        actual: (weeks,) cents; without any cash no score has a meaning.
    """
    if not actual.sum() > 0:
        return dict.fromkeys(CASH_SCORES, float("nan"))
    return {
        "weekly_wape": weekly_wape(expected, actual),
        "total_ape": share(abs(expected.sum() - actual.sum()), actual.sum()),
        "crps": share(
            sum(crps(draws[:, week], float(actual[week])) for week in range(len(actual))), actual.sum()
        ),
        "coverage_80": coverage(draws, actual),
        "width_80": width(draws, actual),
    }


def share(part: Any, whole: Any) -> float:
    """A part of a whole, nan where there is no whole."""
    return float(part) / float(whole) if whole > 0 else float("nan")


def weekly_wape(forecast: Values, actual: Values) -> float:
    """Sum of the weeks' errors / sum of what came.

    >>> weekly_wape(np.array([90.0, 120.0]), np.array([100.0, 100.0]))
    0.15
    """
    return share(np.abs(forecast - actual).sum(), actual.sum())


def date_error(median: Values, paid: NDArray[np.int64]) -> float:
    """Average days between the median day and the day of payment, over the invoices whose day is known.

    >>> date_error(np.array([10.0, 20.0, 30.0]), np.array([12, 19, NEVER]))
    1.5
    """
    known = paid < NEVER
    return float(np.abs(median - paid)[known].mean()) if known.any() else float("nan")


def crps(draws: Values, actual: float) -> float:
    """Continuous ranked probability score of draws, in their unit (the fair form for an ensemble; Ferro 2014).

    The average distance of the draws to what happened, less half the average distance between two different
    draws; of one draw its absolute error. Draws 8, 10 and 15 against 10: 7/3 - (2 + 7 + 5)/3/2.

    >>> crps(np.array([8.0, 10.0, 15.0]), 10.0), crps(np.array([8.0]), 10.0)
    (0.0, 2.0)
    """
    count = len(draws)
    away = float(np.abs(draws - actual).mean())
    if count == 1:
        return away
    ranks = 2.0 * np.arange(1, count + 1) - count - 1.0
    return away - float((ranks * np.sort(draws)).sum()) / (count * (count - 1))


def coverage(draws: Values, actual: Values) -> float:
    """Share of the weeks that lie between the 10 % and the 90 % point of the draws; nan for a point forecast.

    >>> coverage(np.arange(11.0)[:, np.newaxis] * [1.0, 1.0], np.array([9.0, 9.5]))
    0.5
    """
    if len(draws) == 1:
        return float("nan")
    low, high = np.quantile(draws, [LOW, HIGH], axis=0)
    return float(((actual >= low) & (actual <= high)).mean())


def width(draws: Values, actual: Values) -> float:
    """Width of the 10-90 % range of all weeks / what came in all weeks; nan for a point forecast.

    >>> width(np.arange(11.0)[:, np.newaxis] * [1.0, 1.0], np.array([16.0, 16.0]))
    0.5
    """
    if len(draws) == 1:
        return float("nan")
    low, high = np.quantile(draws, [LOW, HIGH], axis=0)
    return share((high - low).sum(), actual.sum())


def auc(chances: Values, late: NDArray[np.bool_]) -> float:
    """Chance that a late invoice was given a higher chance of it than one on time, ties counting half.

    Late ones were given 0.4 and 0.8, the others 0.1 and 0.4: of four pairs three are right and one is level.

    >>> auc(np.array([0.4, 0.8, 0.1, 0.4]), np.array([True, True, False, False]))
    0.875
    """
    positives = int(late.sum())
    negatives = len(late) - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(chances)
    return float((ranks[late].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def brier(chances: Values, late: NDArray[np.bool_]) -> float:
    """Average squared distance of the chance to what happened.

    >>> round(brier(np.array([0.8, 0.4]), np.array([True, False])), 6)
    0.1
    """
    return float(((chances - late) ** 2).mean()) if len(late) else float("nan")
