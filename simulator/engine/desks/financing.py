"""The financier: asleep where the strategy has no factor and owes none anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.desks.money import month_share
from simulator.engine.kernels.financier import finance
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def financier(run: Run, env: simpy.Environment, until: int) -> Dates:
    """On banking days and at month ends; after the horizon while anything is open, or owed to or by the factor."""
    counters = run.state.counters
    has_factor = int(run.plan.levers["has_factor"][0]) == 1
    owed = (c.FACTOR_BALANCE, c.ASSIGNED_CENTS, c.DRAWN_CENT_DAYS)
    if not has_factor and not any(counters[name] for name in owed):
        return
    closing = [day for day in run.closing_days if run.day <= day < until]
    for day in sorted({*banking_days(run.world.calendar, run.day, until), *closing}):
        yield at(env, day, Desk.FINANCIER)
        run.act(finance, day, month_share(run, day), day < run.world.horizon_days)
