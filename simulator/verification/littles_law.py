"""Little's law and the noise of receivables: Poisson orders of lognormal size, paid after a random time (M/G/inf)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.verification.cases import Case, Estimate, mean_of, root_of, statistical
from simulator.verification.playing import PlaceBooks, play
from simulator.verification.textbook import customers, gamma_law, mean_days_of, textbook_scenario, world_of

_COMPANIES = 40
_ORDERS_PER_DAY = 4.0
_DAYS_PER_MONTH = 365.0 / 12.0
_MEAN_DAYS, _SHAPE = 47.0, 3.0
_MEAN_VALUE, _CV = 2_500.0, 1.5
_TEN_YEARS = 3_650
_BATCHES = 5
_CENTRING = 0.5
"""The bank settles on whole days, half a day later on average, so the law begins half a day before due."""


def littles_law(seed: int, effort: float = 1.0) -> list[Case]:
    """CF2: many companies with four orders a day, each a place of the portfolio, for ten years.

    The errors of the means follow from the design: Var = rate x E[X^2] x E[T^2] / days. Those of the standard
    deviations come from the spread between companies and between pairs of years.
    """
    companies = max(round(_COMPANIES * effort), 8)
    law = gamma_law(_SHAPE, _MEAN_DAYS)
    law[0] = law[0] * _MEAN_DAYS / mean_days_of(law) - _CENTRING
    places = customers(
        companies,
        terms_days=0,
        orders_per_month=_ORDERS_PER_DAY * _DAYS_PER_MONTH,
        order_value=_MEAN_VALUE,
        order_cv=_CV,
    )
    scenario = textbook_scenario(company={"warm_up_days": 400, "horizon_days": _TEN_YEARS})
    books = PlaceBooks(companies, _TEN_YEARS)
    play(world_of(scenario, places, [law]), seed, books)
    receivables, invoices = books.receivables(), books.open_invoices()
    square_days = _MEAN_DAYS**2 * (1.0 + 1.0 / _SHAPE)
    error_invoices = math.sqrt(_ORDERS_PER_DAY * square_days / (_TEN_YEARS * companies))
    error_receivables = error_invoices * _MEAN_VALUE * math.sqrt(1.0 + _CV**2)
    spread = root_of(mean_of(_by_batch((receivables - 470_000.0) ** 2)))
    spread_invoices = root_of(mean_of(_by_batch((invoices - 188.0) ** 2)))
    mean_receivables = Estimate(float(receivables.mean()), error_receivables)
    return [
        statistical("CF2", "receivables, mean", 470_000.0, mean_receivables),
        statistical("CF2", "receivables, standard deviation", 61_796.0, spread, 0.5),
        statistical("CF2", "open invoices, mean", 188.0, Estimate(float(invoices.mean()), error_invoices)),
        statistical("CF2", "open invoices, standard deviation", 13.71, spread_invoices, 0.005),
    ]


def _by_batch(squares: NDArray[Any]) -> NDArray[np.float64]:
    """Means over two years of one company each; an invoice lives for weeks, so these hardly know of each other."""
    days, companies = squares.shape
    batches: NDArray[np.float64] = squares.reshape(_BATCHES, days // _BATCHES, companies).mean(axis=1).ravel()
    return batches
