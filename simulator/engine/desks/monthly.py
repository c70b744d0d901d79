"""Shocks on their days; the economy and the health desk on the first of every month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine import columns as c
from simulator.engine.calendar import month_number
from simulator.engine.desks.clock import BEFORE_THE_ECONOMY, Dates, at
from simulator.engine.kernels.health import step_month
from simulator.engine.times import next_month, turn
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def _is_quiet(run: Run, day: int) -> bool:
    """Whether nothing is open, nor due today."""
    due = run.next_due_day(day)
    return due is None or due > day


def health(run: Run, env: simpy.Environment, until: int) -> Dates:
    """The economy moves on, then every customer on its chain; places are filled while we trade.

    In the run-off only while something is open or due.
    """
    start = run.world.scenario.company.start_date
    for day in run.month_starts:
        if not run.day <= day < until:
            continue
        yield at(env, day, Desk.ECONOMY)
        if day >= run.world.horizon_days and _is_quiet(run, day):
            continue
        next_month(run, day)
        yield at(env, day, Desk.HEALTH)
        run.make_room_for_customers()
        if run.state.counters[c.N_YEARS] > 0:
            run.make_room_for_insurance()
        run.act(step_month, day, month_number(start, day), day < run.world.horizon_days)


def shocks(run: Run, env: simpy.Environment, until: int) -> Dates:
    """On the days on which a shock begins or ends."""
    for number, phase in enumerate(run.world.phases, start=1):
        if run.day <= phase.day < until:
            yield at(env, phase.day, BEFORE_THE_ECONOMY)
            turn(run, number, phase.day)
