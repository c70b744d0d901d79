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


def sales(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Orders come on every day of the horizon; on the day after it the order book is closed."""
    horizon = run.world.horizon_days
    months = months_of_year(run.world.scenario.company.start_date, run.day, horizon)
    for day, month in zip(range(run.day, min(until, horizon)), months, strict=False):
        yield at(env, day, Desk.SALES)
        run.act(take_orders, day, month)
    if run.day <= horizon < until:
        yield at(env, horizon, Desk.SALES)
        run.act(close_order_book, horizon)


def billing(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Deliveries are billed on every day, until the last one accepted is billed."""
    day = run.day
    while day < until:
        yield at(env, day, Desk.BILLING)
        if run.state.heads[c.PAY_LIST, day - run.state.calendar.first_day] != c.NOBODY:
            run.act(bill_deliveries, day)
        day += 1
        if day >= run.world.horizon_days + 1 and run.state.counters[c.N_UNDELIVERED] == 0:
            return
