"""The bank, the treasury, and the auditor who hands the journal on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import simpy

from simulator.engine.desks.clock import AUDIT, Dates, at, banking_days
from simulator.engine.kernels.bank import settle
from simulator.engine.kernels.treasury import close_books
from simulator.journal import Desk
from simulator.units import date_of

if TYPE_CHECKING:
    from simulator.engine.model import Run


def bank(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Money comes in on banking days."""
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.BANK)
        run.act(settle, day)


def month_share(run: Run, day: int) -> float:
    """Share of the calendar month that ends with this closing day (0 on other days)."""
    if day not in run.closing_day_set:
        return 0.0
    start = run.world.scenario.company.start_date
    when = date_of(start, day)
    days_in_month = ((when.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
    first_of_month = day - when.day + 1
    begun = first_of_month
    for border in (run.world.first_day, 0, run.world.horizon_days):
        if first_of_month < border <= day:
            begun = border
    return (day - begun + 1) / days_in_month


def treasury(run: Run, env: simpy.Environment, until: int) -> Dates:
    """The books close on banking days and at month ends."""
    closing = [day for day in run.closing_days if run.day <= day < until]
    days = sorted({*banking_days(run.world.calendar, run.day, until), *closing})
    for day in days:
        yield at(env, day, Desk.TREASURY)
        run.act(close_books, day, month_share(run, day), day < run.world.horizon_days)


def auditor(run: Run, env: simpy.Environment, until: int) -> Dates:
    """At every month end the journal is handed on."""
    for day in run.closing_days:
        if run.day <= day < until:
            yield at(env, day, AUDIT)
            run.flush()
            run.reader.close_month(day)
