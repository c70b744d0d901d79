"""Payment runs that a customer's history shows: on known days, or at gaps of its own.

Customers who pay on one weekday need no runs: their law by weekday of due holds them. Runs that are further apart do,
for all invoices of such a customer, and of others of the same owner, move together from one run to the next.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.calendar import CALENDAR_AXIS, BankCalendar
from simulator.portfolio.portfolio import FORTNIGHTLY, MONTH_END, NO_RUNS

FEWEST_PAYMENT_DAYS = 8
FEWEST_MONTHS = 5
SHARE_ON_RUNS = 0.90
FEWEST_RUNS = 3
INVOICES_PER_RUN = 3
LEAST_GAP = (10, 7)
"""Between runs at gaps of their own, in the middle: calendar days, banking days."""

SHARED_RUNS = 0.90
_MONDAY_SHIFT = 719_162  # days from Monday, 1 January of the year 1, to 1 January 1970
_Dates = NDArray[np.datetime64]
_Numbers = NDArray[np.int64]


@dataclass
class FoundRuns:
    """Runs that some customers share.

    Attributes:
        places: the customers.
        days: the runs seen, in order.
        calendar: number of the known run calendar they follow; 0 where they follow gaps of their own.
    """

    places: list[int]
    days: _Dates
    calendar: int = NO_RUNS

    @property
    def gaps(self) -> _Numbers:
        """Calendar days between the runs seen; none on a known calendar."""
        if self.calendar != NO_RUNS:
            return np.zeros(0, dtype=np.int64)
        return np.diff(self.days).astype(np.int64)


def find_runs(paid_by_place: list[_Dates], calendar: BankCalendar) -> list[FoundRuns]:
    """Runs of all customers; who pays on no runs is in none of them.

    Args:
        paid_by_place: days of payment of each customer's invoices, one for each invoice, known ones only.
        calendar: the ledger's.
    """
    known: dict[int, FoundRuns] = {}
    own: list[FoundRuns] = []
    for place, paid in enumerate(paid_by_place):
        days = np.unique(paid)
        number = known_calendar(days, calendar)
        if number != NO_RUNS:
            group = known.setdefault(number, FoundRuns([], days[:0], number))
            group.places.append(place)
            group.days = np.union1d(group.days, days)
        elif pays_at_gaps(days, len(paid), calendar):
            _join(own, place, days)
    return [*(known[number] for number in sorted(known)), *own]


def known_calendar(days: _Dates, calendar: BankCalendar) -> int:
    """The known calendar on which at least 90 % of payment days lie: month end, or one weekday every second week.

    Eight payment days, or five month ends, are the least that is believed.
    """
    if len(days) >= FEWEST_MONTHS and calendar.is_last_banking_day(days).mean() >= SHARE_ON_RUNS:
        return MONTH_END
    if len(days) < FEWEST_PAYMENT_DAYS:
        return NO_RUNS
    since = _days_since_monday(days)
    weekdays = np.bincount(since % 7, minlength=7)
    weekday = int(np.argmax(weekdays))
    if weekday > 4 or weekdays[weekday] < SHARE_ON_RUNS * len(days):
        return NO_RUNS
    odd = (since // 7) % 2
    if (odd == 0).mean() >= SHARE_ON_RUNS:
        return FORTNIGHTLY + weekday
    if (odd == 1).mean() >= SHARE_ON_RUNS:
        return FORTNIGHTLY + 5 + weekday
    return NO_RUNS


def pays_at_gaps(days: _Dates, invoices: int, calendar: BankCalendar) -> bool:
    """Whether payments come together, a while apart: three runs of three invoices, seven banking days between them."""
    if len(days) < FEWEST_RUNS or invoices < INVOICES_PER_RUN * len(days):
        return False
    gaps = np.diff(calendar.moment(days))
    return bool(np.median(gaps) >= LEAST_GAP[0 if calendar.axis == CALENDAR_AXIS else 1])


def _join(own: list[FoundRuns], place: int, days: _Dates) -> None:
    """Put a customer to those who have paid on the same days since both were seen: one owner pays for all."""
    for group in own:
        first = max(group.days[0], days[0])
        theirs, mine = group.days[group.days >= first], days[days >= first]
        shared, all_days = np.intersect1d(theirs, mine), np.union1d(theirs, mine)
        if len(shared) >= FEWEST_RUNS and len(shared) >= SHARED_RUNS * len(all_days):
            group.places.append(place)
            group.days = np.union1d(group.days, days)
            return
    own.append(FoundRuns([place], days))


def runs_until(found: FoundRuns, first: np.datetime64, last: np.datetime64, calendar: BankCalendar) -> _Dates:
    """The runs from a first to a last day: those seen, and those that a known calendar says."""
    if found.calendar == NO_RUNS:
        return found.days
    days = np.arange(first, last + np.timedelta64(1, "D"))
    if found.calendar == MONTH_END:
        nominal = days[calendar.is_last_banking_day(days)]
    else:
        place = found.calendar - FORTNIGHTLY
        since = _days_since_monday(days)
        nominal = days[(since % 7 == place % 5) & ((since // 7) % 2 == place // 5)]
        nominal = np.busday_offset(nominal, 0, roll="forward", holidays=calendar.closed)
    return np.union1d(found.days, nominal[nominal <= last])


def _days_since_monday(days: _Dates) -> _Numbers:
    """Days since the first Monday of the calendar (year 1); its week is even, the next odd, and so on.

    The engine's calendar counts the same weeks.
    """
    return days.astype("datetime64[D]").astype(np.int64) + _MONDAY_SHIFT
