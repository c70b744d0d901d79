"""The agency desk and the insurer: both asleep unless the strategy needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine import columns as c
from simulator.engine.desks.clock import Dates, at, banking_days
from simulator.engine.kernels.agency import hand_over
from simulator.engine.kernels.courts import go_to_court
from simulator.engine.kernels.cover import open_year
from simulator.engine.kernels.insurer import insure
from simulator.journal import Desk
from simulator.rules.contact import AGENCY, DEBT_SALE, LEGAL

if TYPE_CHECKING:
    from simulator.engine.model import Run


def agency(run: Run, env: simpy.Environment, until: int) -> Dates:
    """Placements, sales and claims in court on banking days, where the ladder has such steps."""
    first = run.world.calendar.first_day
    if not {AGENCY, DEBT_SALE, LEGAL} & set(run.plan.ladder[:, 1].tolist()):
        return
    for day in banking_days(run.world.calendar, run.day, until):
        yield at(env, day, Desk.AGENCY)
        if run.state.heads[c.STEP_LIST, day - first] != c.NOBODY:
            run.act(hand_over, day)
            run.act(go_to_court, day)


def insurer(run: Run, env: simpy.Environment, until: int) -> Dates:
    """A policy year opens before the day's first desk; the insurer's own day is after the collectors'.

    After the horizon, and once a policy was given up, claims on what was shipped before go on.
    """
    horizon = run.world.horizon_days
    wants = float(run.plan.levers["insured_fraction"][0]) > 0.0
    if not wants and run.state.counters[c.N_YEARS] == 0:
        return
    for day in range(run.day, until):
        if wants and day < horizon and day >= _end_of_cover(run):
            yield at(env, day, Desk.OPENING)
            run.make_room_for_insurance()
            run.act(open_year, day, horizon)
        yield at(env, day, Desk.INSURER)
        if _has_work(run, day):
            run.make_room_for_insurance()
            run.act(insure, day, day == horizon - 1)


def _end_of_cover(run: Run) -> int:
    """The first day that no policy year covers."""
    years = int(run.state.counters[c.N_YEARS])
    return int(run.state.years["end"][years - 1]) if years else run.day


def _has_work(run: Run, day: int) -> bool:
    """Whether the insurer may have something to do on a day: always in the horizon; then only for claims."""
    counters = run.state.counters
    due = run.state.heads[c.CLAIM_LIST, day - run.state.calendar.first_day] != c.NOBODY
    return day < run.world.horizon_days or due or counters[c.N_UNPAID_CLAIMS] > 0
