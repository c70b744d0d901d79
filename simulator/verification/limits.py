"""Credit limits as lines of a telephone exchange: how many orders a limit refuses (Erlang B)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simulator.journal import Event
from simulator.units import STRIDE
from simulator.verification.cases import Case, Estimate, statistical
from simulator.verification.playing import Rows, play
from simulator.verification.textbook import customers, gamma_law, mean_days_of, textbook_scenario, world_of

_ORDERS_PER_MONTH = 4.0
_DAYS = 2_200
_WARM_UP = 300
_TABLE = 0.004
_SPREAD, _NARROW = 3.0, 400.0


class _Limit(NamedTuple):
    """A limit in open orders, the mean days until an order is paid, and the shape of their law."""

    orders: int
    mean_days: float
    shape: float
    refused: float


_LIMITS = (
    _Limit(4, 45.0, _SPREAD, 0.4643),
    _Limit(6, 45.0, _SPREAD, 0.2591),
    _Limit(8, 45.0, _SPREAD, 0.1173),
    _Limit(10, 45.0, _SPREAD, 0.0407),
    _Limit(12, 45.0, _SPREAD, 0.0104),
    _Limit(8, 30.0, _SPREAD, 0.0287),
    _Limit(8, 60.0, _SPREAD, 0.2295),
    _Limit(8, 45.0, _NARROW, 0.1173),
)


def _refused(seed: int, limit: _Limit, places: int) -> Estimate:
    """The share of orders refused; customers are independent, so their spread gives the error.

    An order is open from its moment to the bank of the day on which it is paid, which is the law's mean on average:
    it comes in the middle of a day, and the bank settles at the beginning of the next whole one.
    """
    law = gamma_law(limit.shape, limit.mean_days)
    law[0] = law[0] * limit.mean_days / mean_days_of(law)
    scenario = textbook_scenario(
        company={"warm_up_days": _WARM_UP, "horizon_days": _DAYS},
        behaviour={"hold_lost_fraction": 1.0},
        today={
            "credit_policy": {
                "limit_rule": "monthly_sales",
                "limit_months_of_sales": 0.1,
                "limit_minimum_orders": float(limit.orders),
            }
        },
    )
    book = customers(places, terms_days=0, orders_per_month=_ORDERS_PER_MONTH, order_value=1_000.0)
    rows = Rows(Event.INVOICED, Event.LOST_TO_HOLD)
    play(world_of(scenario, book, [law]), seed, rows)
    found = rows.all()
    found = found[(found["day"] >= 0) & (found["day"] < _DAYS)]
    place = found["customer"] % STRIDE
    orders = np.bincount(place, minlength=places)
    lost = np.bincount(place[found["event"] == Event.LOST_TO_HOLD], minlength=places)
    share = float(lost.sum() / orders.sum())
    error = float((lost - share * orders).std(ddof=1)) / math.sqrt(places) / float(orders.mean())
    return Estimate(share, error)


def orders_refused(seed: int, effort: float = 1.0) -> list[Case]:
    """CF11: equal orders, 48 a year, open for 30, 45 or 60 days by any law; what does not fit is lost."""
    places = max(round(1_500 * effort), 120)
    cases = []
    for limit in _LIMITS:
        law = "" if limit.shape == _SPREAD else ", almost constant"
        title = f"orders refused, limit of {limit.orders}, paid after {limit.mean_days:.0f} days{law}"
        cases.append(statistical("CF11", title, limit.refused, _refused(seed, limit, places), _TABLE))
    return cases
