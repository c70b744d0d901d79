"""Countback counts calendar months, also the one that day 0 splits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.journal import ROW, Desk, Event
from simulator.metrics.tally import Tally
from simulator.metrics.windows import Windows


def invoiced(day: int, net: int):
    row = np.zeros(1, dtype=ROW)
    row["day"], row["desk"], row["event"] = day, Desk.BILLING, Event.INVOICED
    row["issued"], row["due"], row["net"] = day, day + 30, net
    return row


def test_the_month_that_day_0_splits_is_one_month_of_sales():
    start = date(2026, 1, 16)  # 15 days of January before day 0, 16 days after
    tally = Tally(start=start, horizon_days=44, slots=1, first_day=-46)
    for day, net in ((-20, 90_000), (-5, 40_000), (3, 60_000), (20, 30_000)):
        tally.take(invoiced(day, net))
    tally.close_month(43)
    january, february = Windows(tally).month_ends()
    assert january.sales_backwards[0] == (pytest.approx(1000.0), 31)
    assert february.sales_backwards[:2] == ((pytest.approx(300.0), 28), (pytest.approx(1000.0), 31))
