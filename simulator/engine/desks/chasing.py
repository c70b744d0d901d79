"""The dunning run and the collectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.kernels.collectors import work_shift
from simulator.engine.kernels.dunning import dun
from simulator.engine.kernels.promises import judge_promises
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def dunning_and_collectors(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Two desks, one after the other, on every banking day: a dunning run; promises are judged, then a shift.

    Beyond the horizon a shift only while somebody is to be called.
    """
    horizon = run.world.horizon_days
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.DUNNING)
        run.act(dun, day)
        counters = run.state.counters
        if counters[c.N_PROMISES] > 0:
            run.act(judge_promises, day)
        if day < horizon or counters[c.N_WORKLIST] > 0:
            run.act(work_shift, day, day < horizon)
