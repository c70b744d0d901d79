"""With invoices still to come, naive: method 4 for the open book, and each customer's rate of orders."""

from __future__ import annotations

import numpy as np

from simulator.backtest.axis import EveryDay
from simulator.backtest.books import DAYS_PER_WEEK, Known
from simulator.backtest.forecast import Values
from simulator.backtest.naive.customer_shrunk import fitted_hazard
from simulator.backtest.naive.hazards import FIRST_DAY, SIZE, before, cumulative

RATE_DAYS = 56
"""The invoices of the last eight weeks come again, evenly over the days ahead."""


def weekly_cents(known: Known, open_book: Values) -> Values:
    """(weeks,) expected payments on the open book and on orders to come.

    Args:
        known: what is known.
        open_book: (weeks,) expected payments on the open book, by method 4.
    """
    recent = np.flatnonzero(known.issued > known.day - RATE_DAYS)
    terms = (known.due - known.issued)[recent]
    customer = known.customer[recent]
    levels = cumulative(fitted_hazard(known, EveryDay()))
    days = np.arange(DAYS_PER_WEEK * known.weeks)
    passed = before(levels, customer, np.clip(-terms - 1 - FIRST_DAY, -1, SIZE - 1))
    by_age = [
        -np.expm1(passed - before(levels, customer, np.clip(age - terms - FIRST_DAY, -1, SIZE - 1)))
        for age in days
    ]
    paid_of_a_day = np.stack(by_age) @ known.cents[recent] / RATE_DAYS
    received = np.cumsum(paid_of_a_day)  # by the end of each day, on the orders of all days until then
    ends = received[DAYS_PER_WEEK - 1 :: DAYS_PER_WEEK]
    return np.asarray(open_book + np.diff(ends, prepend=0.0))
