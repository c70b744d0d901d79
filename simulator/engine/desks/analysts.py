"""The credit analysts: asleep where nobody has to wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import simpy

from simulator.compiling import as_records
from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.kernels.analysts import list_files, play_files, tend_pile, work_files
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run

BEFORE_SALES = Desk.SALES - 0.5


def analysts(run: Run, env: simpy.Environment, until: int) -> Dates:
    """A shift on every banking day of the horizon, before orders are decided."""
    servers = int(run.plan.levers["analysts"][0])
    if servers == 0 and run.state.counters[c.N_FILES] == 0:
        return
    for day in banking_days(run.world.calendar, run.day, min(until, run.world.horizon_days)):
        yield at(env, day, BEFORE_SALES)
        if run.state.counters[c.N_FILES] > 0:
            run.act(tend_pile, day)
        if servers > 0:
            _work_shift(run, day, servers)


def _work_shift(run: Run, day: int, servers: int) -> None:
    """Describe what can be worked on, play the shift to the minute, decide in order of start."""
    cases = as_records(np.zeros(int(run.state.counters[c.N_FILES]), dtype=c.FILE_CASE))
    count = list_files(run.state, day, cases)
    run.act(work_files, day, cases, play_files(cases, count, servers, run.plan.shift_minutes))
