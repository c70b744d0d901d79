"""The axis on which a method counts days late: every day, or working days only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from simulator.backtest.books import Whole
from simulator.ledger.ledger import Ledger
from simulator.portfolio.fitting.calendar import (
    BANKING_AXIS,
    BankCalendar,
    bank_holidays,
    fitted_calendar,
    ledger_country,
)

EPOCH = np.datetime64("1970-01-01", "D")


class Axis(Protocol):
    """Days as moments between which lateness is counted."""

    def moment(self, days: Whole) -> Whole:
        """The moment of each day; a day that does not count has the moment of the next one that does."""
        ...

    def seen_by(self, day: int) -> int:
        """The last moment that has passed by the end of a day."""
        ...

    def day(self, moments: Whole) -> Whole:
        """The day of each moment."""
        ...


class EveryDay:
    """Calendar days."""

    def moment(self, days: Whole) -> Whole:
        """The day itself."""
        return days

    def seen_by(self, day: int) -> int:
        """The day itself."""
        return day

    def day(self, moments: Whole) -> Whole:
        """The moment itself."""
        return moments


@dataclass(frozen=True)
class WorkingDays:
    """Working days: neither weekends nor bank holidays."""

    calendar: BankCalendar

    def moment(self, days: Whole) -> Whole:
        """Number of working days before each day."""
        return self.calendar.banking_moment(EPOCH + days)

    def seen_by(self, day: int) -> int:
        """The last working day on or before a day."""
        return int(self.moment(np.asarray([day + 1]))[0]) - 1

    def day(self, moments: Whole) -> Whole:
        """The working day with each number."""
        found = np.busday_offset(EPOCH, moments, roll="forward", holidays=self.calendar.closed)
        return np.asarray(found.astype(np.int64))


def working_days(ledger: Ledger, day: date) -> WorkingDays | None:
    """Working days of the ledger's country if its payments by a day skip weekends, else nothing."""
    calendar, _ = fitted_calendar(ledger, day)
    if calendar.axis != BANKING_AXIS:
        return None
    country = ledger_country(ledger)
    years = bank_holidays(country, ledger.issued.min().astype(date), ledger.due.max().astype(date))
    return WorkingDays(BankCalendar(country, BANKING_AXIS, years))
