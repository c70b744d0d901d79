"""The payment runs of a ledger's customers in one run of the model: those seen, and those to come by luck."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulator.engine.calendar import next_and_last
from simulator.luck import Stream, luck
from simulator.portfolio.portfolio import OwnRuns
from simulator.rules.banking import OWN_RUNS, Calendar

_WEEK = 7


def with_own_runs(calendar: Calendar, own: tuple[OwnRuns, ...], seed: int, replication: int) -> Calendar:
    """The calendar with a run calendar for each owner behind the known ones; the same if there are none."""
    if not own:
        return calendar
    tables = []
    for runs in own:
        draws = partial(luck, seed, replication, Stream.PAYMENT_RUN, runs.owner)
        tables.append(_tables(calendar, runs, draws))
    known = calendar.next_run[:OWN_RUNS], calendar.last_run[:OWN_RUNS]
    following, last = (np.concatenate([known[side], [pair[side] for pair in tables]]) for side in (0, 1))
    for table in (following, last):
        table.setflags(write=False)  # as all of a calendar; to the compiler it would be another kind
    return calendar._replace(next_run=following, last_run=last)


def _tables(
    calendar: Calendar, runs: OwnRuns, draws: Callable[[int], float]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Next and last run for each day of the calendar."""
    if len(runs.gaps) == 0:
        return calendar.next_run[runs.calendar], calendar.last_run[runs.calendar]
    size = calendar.next_run.shape[1]
    end = calendar.first_day + size - 1
    on = np.zeros(size, dtype=bool)
    seen = runs.days[runs.days >= calendar.first_day] - calendar.first_day
    on[seen] = True
    nominal, number = int(runs.days[-1]), 0
    while nominal <= end:
        nominal += _gap(runs, number, -nominal, draws(number))
        if nominal <= end:
            on[calendar.next_run[0, nominal - calendar.first_day] - calendar.first_day] = True
        number += 1
    return next_and_last(on, calendar.first_day)


def _gap(runs: OwnRuns, number: int, ago: int, uniform: float) -> int:
    """Days to the next run; the first one to come is on day 0 or later.

    A customer that is overdue for a run, by the longest gap seen, pays on the next such weekday.
    """
    gaps = runs.gaps
    if number == 0:
        gaps = gaps[gaps >= ago]
        if len(gaps) == 0:
            return -(-ago // _WEEK) * _WEEK
    return int(gaps[int(uniform * len(gaps))])
