"""Bank days: when a payment that is meant for a moment is on the account."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled

_SLACK = 1e-9

OWN_RUNS = 17
"""From this number on run calendars are those of customers of a ledger, see ``settlement_day``."""


class Calendar(NamedTuple):
    """Bank days as tables; a day stands at index day - first_day."""

    first_day: int
    next_run: NDArray[np.int32]  # [run calendar, day]: first payment run on or after the day
    last_run: NDArray[np.int32]  # [run calendar, day]: last payment run on or before the day
    bank_index: NDArray[np.int32]  # [day]: number of banking days before the day
    bank_days: NDArray[np.int32]  # [number]: the banking day with that number
    month_end: NDArray[np.int32]  # [day]: the last day of its month
    weekday_0: int = 0  # weekday of day 0, Monday is 0


@compiled
def weekday(calendar: Calendar, day: int) -> int:
    """Monday 0 to Sunday 6."""
    return (day + calendar.weekday_0) % 7


@compiled
def week(calendar: Calendar, day: int) -> int:
    """Number of the week from Monday to Sunday; that of day 0 is 0."""
    return (day + calendar.weekday_0) // 7


@compiled
def month_address(calendar: Calendar, day: int) -> int:
    """The last day of the day's month: the same for all days of a month."""
    table = calendar.month_end
    return table[min(max(day - calendar.first_day, 0), table.shape[0] - 1)]


@compiled
def moment(calendar: Calendar, axis: int, day: int) -> float:
    """A day on the customer's axis: itself, or (axis 1) the number of the first banking day on or after it."""
    if axis == 0:
        return float(day)
    table = calendar.bank_index
    return float(table[min(max(day - calendar.first_day, 0), table.shape[0] - 1)])


@compiled
def day_after(calendar: Calendar, axis: int, when: float) -> int:
    """The first whole calendar day at or after a moment of the customer's axis."""
    whole = math.ceil(when - _SLACK)
    if axis == 0:
        return int(min(whole, 1e9))
    number = min(max(int(min(whole, 1e9)), 0), calendar.bank_days.shape[0] - 1)
    return calendar.bank_days[number]


@compiled
def next_run(calendar: Calendar, runs: int, day: int) -> int:
    """The first payment run on or after a day (run calendar 0: any banking day)."""
    table = calendar.next_run
    return table[runs, min(max(day - calendar.first_day, 0), table.shape[1] - 1)]


@compiled
def runs_of_promises(runs: int) -> int:
    """The run calendar on which promises are kept: any banking day, but who has runs of its own keeps to them.

    >>> runs_of_promises(4), runs_of_promises(OWN_RUNS)
    (0, 17)
    """
    return runs if runs >= OWN_RUNS else 0


@compiled
def last_run(calendar: Calendar, runs: int, day: int) -> int:
    """The last payment run on or before a day."""
    table = calendar.last_run
    return table[runs, min(max(day - calendar.first_day, 0), table.shape[1] - 1)]


@compiled
def last_instalment(calendar: Calendar, first: int, every: int, count: int) -> int:
    """The banking day of the last of some instalments, each so many days after the one before."""
    day = first
    for _ in range(count - 1):
        day = next_run(calendar, 0, day + every)
    return day


@compiled
def settlement_day(calendar: Calendar, runs: int, meant: int, due: int, earliest: int) -> int:
    """The bank day of a payment meant for day ``meant`` (whole, rounded up).

    Late payers and payers without runs take the next run; an on-time payer with runs takes the last run on or
    before due, or the first one after the invoice reached it (``earliest``). Whose runs were seen in a ledger pays in
    the next run, early or late: its law tells from when on a run takes the invoice along.
    """
    if 0 < runs < OWN_RUNS and meant <= due:
        run = last_run(calendar, runs, due)
        return run if run >= earliest else next_run(calendar, runs, earliest)
    return next_run(calendar, runs, max(meant, earliest))
