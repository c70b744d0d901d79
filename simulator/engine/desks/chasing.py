"""The dunning run and the collectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import simpy

from simulator.compiling import as_records
from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.kernels.collectors import make_calls
from simulator.engine.kernels.dunning import dun
from simulator.engine.kernels.promises import judge_promises
from simulator.engine.kernels.queue import play_cases
from simulator.engine.kernels.worklist import list_cases
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run

_NOBODY_CALLED = np.zeros(0, dtype=np.int64)


def dunning(run: Run, env: simpy.Environment, until: int) -> Dates:
    """A dunning run on every banking day on which a step is due."""
    first = run.world.calendar.first_day
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.DUNNING)
        if run.state.heads[c.STEP_LIST, day - first] != c.NOBODY:
            run.act(dun, day)


def collectors(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Promises are judged, then a shift, on every banking day; beyond the horizon while somebody is to be called."""
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.COLLECTORS)
        if run.state.counters[c.N_PROMISES] > 0:
            run.act(judge_promises, day)
        if run.state.counters[c.N_WORKLIST] > 0:
            _work_shift(run, day)
        elif day < run.world.horizon_days:
            run.act(make_calls, day, as_records(run.cases), _NOBODY_CALLED)


def _work_shift(run: Run, day: int) -> None:
    """Describe the cases, play the shift to the minute, make the calls in order of start."""
    places = int(run.state.counters[c.N_WORKLIST])
    if len(run.cases) < places:
        run.cases = np.zeros(2 * places, dtype=c.CASE)
    cases = as_records(run.cases)
    count = list_cases(run.state, day, cases)
    if count == 0 and day >= run.world.horizon_days:
        return  # whoever was left on the list has paid
    run.act(make_calls, day, cases, play_cases(cases, count, run.plan.servers, run.plan.shift_minutes))
