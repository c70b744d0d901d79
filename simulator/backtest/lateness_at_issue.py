"""Late or not, told when an invoice is issued: by the law of its customer for the weekday on which it is due."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.ledger import Ledger
from simulator.portfolio.fitted import FittedPortfolio
from simulator.portfolio.fitting.calendar import BankCalendar, bank_holidays
from simulator.portfolio.fitting.hazards import grid_days
from simulator.portfolio.fitting.laws import day_probabilities
from simulator.rules.banking import OWN_RUNS

_USUAL_GAP_DAYS = 30.0
_WEEKDAYS = 7
Values = NDArray[np.float64]


def chances_of_lateness(portfolio: FittedPortfolio, coming: Ledger) -> Values:
    """The chance that each invoice is paid after its due day; the average of all orders for customers unseen.

    A due date on which banks are closed is met only by paying before it.
    """
    axis = int(portfolio.customers["axis"][0])
    days = grid_days(axis)
    shares = np.stack([day_probabilities(law, days) for law in portfolio.laws])
    by_day = np.cumsum(shares, axis=1)
    place = {name: number for number, name in enumerate(portfolio.identities)}
    found = np.asarray([place.get(str(name), -1) for name in coming.customer], dtype=np.int64)
    row = np.asarray(portfolio.customers["law"])[found]
    weekday = (coming.due.astype("datetime64[D]").astype(np.int64) + 3) % _WEEKDAYS
    until = np.searchsorted(days, _last_day_on_time(portfolio, coming, axis))
    on_time = by_day[portfolio.law_by_weekday[row, weekday], until]
    in_runs = np.flatnonzero((portfolio.customers["run_calendar"][found] >= OWN_RUNS) & (found >= 0))
    for number in in_runs.tolist():
        law = shares[portfolio.law_by_weekday[row[number], weekday[number]]]
        on_time[number] = _on_time_in_runs(portfolio, int(found[number]), law, days)
    weights = np.asarray(portfolio.customers["orders_per_month"])
    by_customer = by_day[portfolio.law_by_weekday[portfolio.customers["law"]]].mean(axis=1)
    usual = np.average(by_customer, axis=0, weights=weights)
    return np.where(found >= 0, 1.0 - on_time, 1.0 - usual[until])


def _last_day_on_time(portfolio: FittedPortfolio, coming: Ledger, axis: int) -> NDArray[np.int64]:
    """Days late, on the axis, at the end of the due day: 0, or -1 where it rolls to a later banking day."""
    if len(coming) == 0:
        return np.zeros(0, dtype=np.int64)
    first, last = coming.due.min().astype(object), coming.due.max().astype(object)
    calendar = BankCalendar(portfolio.country, axis, bank_holidays(portfolio.country, first, last))
    after = coming.due + np.timedelta64(1, "D")
    return np.asarray(calendar.moment(after) - 1 - calendar.moment(coming.due), dtype=np.int64)


def _on_time_in_runs(
    portfolio: FittedPortfolio, place: int, shares: Values, days: NDArray[np.int64]
) -> float:
    """Chance that a run falls between the day meant and the due day, when runs come on any day alike."""
    runs = portfolio.own_runs[int(portfolio.customers["run_calendar"][place]) - OWN_RUNS]
    gap = float(runs.gaps.mean()) if len(runs.gaps) else _USUAL_GAP_DAYS
    scale = 5.0 / 7.0 if int(portfolio.customers["axis"][place]) == 1 else 1.0
    ahead = np.clip(1.0 - days, 0.0, None)
    return float((shares * np.minimum(1.0, ahead / (gap * scale))).sum())
