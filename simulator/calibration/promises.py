"""What promises bring in, and that they bring in no more than a ledger's late invoices were paid.

A customer that is called promises and mostly pays; where a ledger's late invoices stay unpaid, its customers cannot
have promised that often. Then they promise less than usual, and of the open items of a customer that hardly pays
late invoices few can be paid by a promise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.counting import BORDERS, Observed
from simulator.portfolio.fitting.laws import hazard_until
from simulator.portfolio.portfolio import Portfolio

MOST_BY_PROMISES = 0.9
"""Of the hazard of late invoices; some pay without a promise."""

_FROM, _TO = BORDERS.tolist().index(9.0), BORDERS.tolist().index(60.0)
_FEW, _TRIES = 30.0, 4
_AHEAD_DAYS = 28.0
_LEAST_CHANCE = 0.2
_BANKING_SHARE = 5.0 / 7.0
_Values = NDArray[np.float64]


def late_hazard(seen: Observed) -> float:
    """Cumulative hazard from 9 to 60 days late of all customers together.

    Of 200 that are open after 9 days 100 are still open after 60; half an invoice is added to both:

    >>> bands = len(BORDERS) - 1
    >>> waiting = np.where(np.arange(bands) < _TO, 200.0, 100.0)[None, :]
    >>> round(late_hazard(Observed(np.zeros((1, bands)), waiting)), 3)
    0.691
    """
    waiting = seen.waiting.sum(axis=0)
    return float(np.log((waiting[_FROM] + 0.5) / (waiting[_TO] + 0.5)))


def promised_hazard(full: Observed, without: Observed) -> _Values:
    """(bands,) hazard a day that promises add to that of all customers together; 0 where too few tell."""
    more = full.together.hazard[0] - without.together.hazard[0]
    width = np.diff(BORDERS)
    added = np.where(np.isfinite(more) & np.isfinite(width), np.maximum(more, 0.0) / width, 0.0)
    told = np.flatnonzero(np.isfinite(more))
    if len(told):
        added[told[-1] + 1 :] = added[told[-1]]  # as in the last band that tells
    return added


def promises_given(
    wanted: Observed, without: Observed, observe: Callable[[float], Observed]
) -> tuple[float, Observed]:
    """Share of the usual promises that a ledger's customers can have given, and what is seen with it.

    Args:
        wanted: what the ledger shows.
        without: its laws under today's ladder if nobody promises.
        observe: the same with a share of the usual promises.
    """
    share, full = 1.0, observe(1.0)
    if wanted.waiting.sum(axis=0)[_FROM] < _FEW:
        return share, full
    most = MOST_BY_PROMISES * late_hazard(wanted)
    for _ in range(_TRIES):
        added = late_hazard(full) - late_hazard(without)
        if added <= most:
            break
        share *= most / added
        full = observe(share)
    return share, full


def chance_of_covered(full: Observed, without: Observed, covered: float) -> float:
    """Chance that a late invoice which promises can cover is paid by one within four weeks; calendar days.

    Args:
        full: with promises.
        without: without.
        covered: share of late invoices that promises can cover.
    """
    a_day = max(late_hazard(full) - late_hazard(without), 0.0) / float(BORDERS[_TO] - BORDERS[_FROM])
    return float(np.clip(1.0 - np.exp(-a_day * _AHEAD_DAYS / max(covered, 0.01)), _LEAST_CHANCE, 1.0))


def with_fewer_covered(items: NDArray[Any], portfolio: Portfolio, chance: float) -> NDArray[Any]:
    """Overdue items of which no more are covered by promises than their customer's law lets pay in four weeks.

    Args:
        items: open items with what earlier contacts have left.
        portfolio: with the laws that were observed.
        chance: of a covered one to be paid by a promise in that time.
    """
    found = items.copy()
    for row in np.flatnonzero(items["due"] < 0).tolist():
        item = items[row]
        customer = portfolio.customers[item["slot"]]
        scale = _BANKING_SHARE if customer["axis"] == 1 else 1.0
        weekday = (portfolio.start.weekday() + int(item["due"])) % 7
        law = portfolio.laws[portfolio.law_by_weekday[customer["law"], weekday]]
        age = -1.0 - item["due"]
        levels = hazard_until(law, np.array([age, age + _AHEAD_DAYS]) * scale)
        pays = 1.0 - np.exp(levels[0] - levels[1])
        found["uncovered"][row] = max(float(item["uncovered"]), 1.0 - pays / chance)
    found["liquidity"] = np.maximum(found["liquidity"], found["uncovered"])
    return found
