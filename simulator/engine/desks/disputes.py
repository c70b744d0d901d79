"""The dispute desk: asleep where nobody disputes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import simpy

from simulator.compiling import as_records
from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.kernels.dispute_desk import (
    list_disputes,
    play_disputes,
    settle_disputes,
    work_disputes,
)
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def disputes(run: Run, env: simpy.Environment, until: int) -> Dates:
    """On banking days: disputes are told and settled, then the clerks work, after the horizon only on what waits."""
    counters = run.state.counters
    disputed = float(run.state.assumptions["dispute_rate"][0]) > 0.0
    if not disputed and counters[c.N_HIDDEN] == 0 and counters[c.N_KNOWN] == 0:
        return
    clerks = int(run.plan.levers["dispute_clerks"][0])
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.DISPUTES)
        if _has_work(run):
            run.act(settle_disputes, day)
        if clerks > 0 and (day < run.world.horizon_days or run.state.counters[c.N_QUEUE] > 0):
            _work_shift(run, day, clerks)


def _has_work(run: Run) -> bool:
    """Whether there is any dispute."""
    return bool(run.state.counters[c.N_HIDDEN] + run.state.counters[c.N_KNOWN] > 0)


def _work_shift(run: Run, day: int, clerks: int) -> None:
    """Describe what waits, play the shift to the minute, note what was worked on."""
    cases = as_records(np.zeros(int(run.state.counters[c.N_QUEUE]), dtype=c.DISPUTE_CASE))
    count = list_disputes(run.state, cases)
    run.act(work_disputes, day, cases, play_disputes(cases, count, clerks, run.plan.shift_minutes))
