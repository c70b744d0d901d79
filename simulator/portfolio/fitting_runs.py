"""Payment runs that a customer's history shows, and lateness counted in runs.

A customer who pays only on Thursdays has the wait for Thursday in every observed delay, and the bank of the
simulation would add it once more. So its delays are counted in runs: 0 for the last run on or before the due day
(on time), 1 for the first run after it, and so on. Run r is written down as the day on which the bank will find
it again: 0 for the due day, then 1 day late for the first run, one period more for each further one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting_calendar import BankCalendar
from simulator.portfolio.portfolio import FORTNIGHTLY, MONTH_END, NO_RUNS, WEEKLY

FEWEST_PAYMENT_DAYS = 8
FEWEST_MONTHS = 5
SHARE_ON_RUNS = 0.90
MOST_EARLY_FRACTION = 0.10
_MONDAY_SHIFT = 719_162  # days from Monday, 1 January of the year 1, to 1 January 1970
_PERIODS = {"weekly": (7, 5), "fortnightly": (14, 10), "month end": (30, 21)}
_Dates = NDArray[np.datetime64]
_Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """One of the run calendars of the portfolio.

    Attributes:
        number: 0 none, 1-5 weekly Monday to Friday, 6-10 and 11-15 fortnightly in even and odd weeks, 16 the
            last banking day of the month.
    """

    number: int

    @property
    def kind(self) -> str:
        """In words."""
        if self.number == NO_RUNS:
            return "none"
        return (
            "weekly"
            if self.number < FORTNIGHTLY
            else "fortnightly"
            if self.number < MONTH_END
            else "month end"
        )

    def period_days(self, axis: int) -> int:
        """Days between two runs on an axis; the shorter side for months."""
        return _PERIODS[self.kind][axis]

    def last_run(self, days: _Dates, calendar: BankCalendar) -> _Numbers:
        """Number of the last run on or before each day."""
        if self.number == MONTH_END:
            months = days.astype("datetime64[M]").astype(np.int64)
            reached = calendar.is_last_banking_day(days) | _after_last_banking_day(days, calendar)
            return months - (~reached).astype(np.int64)
        return (_week_days(days) - self._offset()) // _PERIODS[self.kind][0]

    def paying_run(self, days: _Dates, calendar: BankCalendar) -> _Numbers:
        """Number of the run in which something paid on each day was paid.

        A day or two after a run belong to it (a run on a bank holiday is paid on the next banking day); any
        other day to the next run.
        """
        last = self.last_run(days, calendar)
        if self.number == MONTH_END:
            return days.astype("datetime64[M]").astype(np.int64)
        since = _week_days(days) - self._offset() - last * _PERIODS[self.kind][0]
        return last + (since > 2)

    def _offset(self) -> int:
        """Day of the first run, counted from the first Monday of the calendar."""
        place = self.number - WEEKLY if self.number < FORTNIGHTLY else self.number - FORTNIGHTLY
        weekday, odd = place % 5, place // 5
        return weekday + 7 * odd


def _week_days(days: _Dates) -> _Numbers:
    """Days since the first Monday of the calendar (year 1); its week is even, the next odd, and so on.

    The engine's calendar counts the same weeks.
    """
    return days.astype("datetime64[D]").astype(np.int64) + _MONDAY_SHIFT


def _after_last_banking_day(days: _Dates, calendar: BankCalendar) -> NDArray[np.bool_]:
    """Whether the month has no banking day left after each day's morning (a weekend at its end)."""
    rolled = np.busday_offset(days, 0, roll="forward", holidays=calendar.closed)
    return np.asarray(rolled.astype("datetime64[M]") > days.astype("datetime64[M]"))


def find_runs(paid: _Dates, calendar: BankCalendar) -> Runs:
    """The runs that payment days show; none unless at least 90 % of the days lie on them.

    Eight payment days, or five month ends, are the least that is believed.
    """
    days = np.unique(paid)
    if len(days) >= FEWEST_MONTHS and calendar.is_last_banking_day(days).mean() >= SHARE_ON_RUNS:
        return Runs(MONTH_END)
    if len(days) < FEWEST_PAYMENT_DAYS:
        return Runs(NO_RUNS)
    weekdays = np.bincount(_week_days(days) % 7, minlength=7)
    weekday = int(np.argmax(weekdays))
    if weekday > 4 or weekdays[weekday] < SHARE_ON_RUNS * len(days):
        return Runs(NO_RUNS)
    odd = (_week_days(days) // 7) % 2
    if (odd == 0).mean() >= SHARE_ON_RUNS:
        return Runs(FORTNIGHTLY + weekday)
    if (odd == 1).mean() >= SHARE_ON_RUNS:
        return Runs(FORTNIGHTLY + 5 + weekday)
    return Runs(WEEKLY + weekday)


def runs_late(runs: Runs, due: _Dates, paid: _Dates, calendar: BankCalendar) -> _Numbers:
    """Runs after the last one on or before the (rolled) due day in which each invoice was paid; 0 is on time."""
    rolled = calendar.rolled(due)
    late = runs.paying_run(paid, calendar) - runs.last_run(rolled, calendar)
    return np.asarray(np.where(paid <= rolled, np.minimum(late, 0), np.maximum(late, 1)), dtype=np.int64)


def days_of_runs(runs: Runs, late: _Numbers, axis: int) -> _Numbers:
    """The day late at which the bank finds a run again: 0 on time, 1 for the first run after, then a period more.

    >>> days_of_runs(Runs(4), np.array([-1, 0, 1, 2]), 1).tolist()
    [0, 0, 1, 6]
    """
    return np.asarray(np.where(late <= 0, 0, 1 + (late - 1) * runs.period_days(axis)), dtype=np.int64)
