"""The sales desk and the billing desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine import columns as c
from simulator.engine.calendar import months_of_year
from simulator.engine.desks.clock import Dates, at
from simulator.engine.kernels.deliveries import bill_deliveries
from simulator.engine.kernels.sales import close_order_book, take_orders
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def sales_and_billing(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Two desks, one after the other: orders of the day, then deliveries are billed, until the last one accepted is.

    Orders come on every day of the horizon; on the day after it the order book is closed.
    """
    horizon = run.world.horizon_days
    begins = run.day
    months = months_of_year(run.world.scenario.company.start_date, begins, horizon)
    for day in range(begins, until):
        yield at(env, day, Desk.SALES)
        if day < horizon:
            run.act(take_orders, day, months[day - begins])
        elif day == horizon:
            run.act(close_order_book, horizon)
        run.act(bill_deliveries, day)
        if day >= horizon and run.state.counters[c.N_UNDELIVERED] == 0:
            return
