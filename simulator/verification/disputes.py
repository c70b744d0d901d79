"""Disputes: what they add to the days that invoices take, when they are told at once, late, or worked on by clerks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Event
from simulator.verification.cases import Case, Estimate, exact, mean_of, statistical
from simulator.verification.playing import Rows, every_day, play
from simulator.verification.textbook import constant_law, customers, textbook_scenario, world_of

_DAYS_OF_ORDERS = 120
_RATE, _MEAN_DAYS = 0.04, 22.0
_CHASED_ON = 10
_PLENTY_OF_CLERKS = 1_000
_PERCENT_5 = 0.05
_ORDER_VALUE = 1_000.0


class _Book:
    """Every invoice's bank day, and what was disputed and credited, under some disputes."""

    def __init__(self, seed: int, places: int, disputes: Mapping[str, Any], clerks: int = 0) -> None:
        scenario = textbook_scenario(
            company={"warm_up_days": 0, "horizon_days": 1_200},
            behaviour={"contact_multiplier": 1.0},
            disputes={"silent_days": 1_000, "minutes_per_dispute": 0.0, **disputes},
            today={
                "collections": {
                    "ladder": [{"day": _CHASED_ON, "channel": "final_demand"}],
                    "dispute_clerks": clerks,
                }
            },
        )
        book = customers(places, order_value=_ORDER_VALUE)
        rows = Rows(Event.PAID, Event.DISPUTED, Event.CREDITED)
        orders = every_day(np.arange(places), 0, _DAYS_OF_ORDERS - 1)
        play(world_of(scenario, book, [constant_law(1.0 / 20.0)]), seed, rows, orders)
        self.paid = _by_invoice(rows.of(Event.PAID))
        self.disputed = _keys(rows.of(Event.DISPUTED))
        self.credited = rows.of(Event.CREDITED)

    def later_than(self, other: _Book) -> NDArray[np.int64]:
        """Days by which each invoice is paid later than in the other book."""
        later: NDArray[np.int64] = (self.paid["day"] - other.paid["day"]).astype(np.int64)
        return later


def _by_invoice(rows: NDArray[Any]) -> NDArray[Any]:
    ordered: NDArray[Any] = rows[np.lexsort([rows["invoice"], rows["customer"]])]
    return ordered


def _keys(rows: NDArray[Any]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = rows["customer"] * 1_000_000 + rows["invoice"]
    return keys


def days_of_disputes(seed: int, effort: float = 1.0) -> list[Case]:
    """CF29: 4 % of invoices are disputed for 22 days on average, and the clock stands still.

    Then half of them hide until a letter 10 days after due; and with clerks the customers' half of the days is left.
    """
    places = max(round(2_400 * effort), 500)
    told = {"rate_fraction": _RATE, "mean_days": _MEAN_DAYS, "hidden_fraction": 0.0}
    none = _Book(seed, places, {})
    open_ones = _Book(seed, places, told)
    hidden = _Book(seed, places, {**told, "hidden_fraction": 0.5})
    worked = _Book(seed, places, {**told, "customer_share_fraction": 0.5}, clerks=_PLENTY_OF_CLERKS)
    later = open_ones.later_than(none)
    spared = ~np.isin(_keys(none.paid), open_ones.disputed)
    return [
        exact("CF29", "undisputed invoices that are paid later", 0, float((later[spared] != 0).sum())),
        _days("days added by 4 % of disputes that last 22 days, mean", 0.88, mean_of(later)),
        _days(
            "more if half of them hide until a letter on day 10", 0.20, mean_of(hidden.later_than(open_ones))
        ),
        _days("added where clerks do our half at once", 0.44, mean_of(worked.later_than(none))),
        _days("credit notes, share of sales: 4 % x 40 % x 20 %", 0.0032, _dilution(open_ones)),
    ]


def _days(title: str, expected: float, found: Estimate) -> Case:
    return statistical("CF29", title, expected, found, _PERCENT_5 * expected)


def _dilution(book: _Book) -> Estimate:
    """Credit notes by sales, all invoices being of one size."""
    credit = np.zeros(len(book.paid))
    credit[np.searchsorted(_keys(book.paid), _keys(book.credited))] = book.credited["net"]
    sizes = book.paid["net"] + credit
    return mean_of(credit / sizes)
