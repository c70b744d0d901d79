"""The economy and the health desk: on the first of every month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import simpy

from simulator.engine.calendar import month_number
from simulator.engine.desks.clock import at
from simulator.engine.kernels.health import step_month
from simulator.journal import Desk

if TYPE_CHECKING:
    from simulator.engine.model import Run


def health(run: Run, env: simpy.Environment, until: int) -> Iterator[simpy.Event]:
    """The economy moves on, then every customer on its chain; places are filled while we trade."""
    start = run.world.scenario.company.start_date
    for day in run.month_starts:
        if not run.day <= day < until:
            continue
        yield at(env, day, Desk.ECONOMY)
        run.next_month_of_economy(day)
        yield at(env, day, Desk.HEALTH)
        run.make_room_for_customers()
        run.act(step_month, day, month_number(start, day), day < run.world.horizon_days)
