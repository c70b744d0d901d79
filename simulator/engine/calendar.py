"""The calendar of a run: which days the bank is open, when payment runs are, where months end."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.portfolio.portfolio import FORTNIGHTLY, MONTH_END, WEEKLY
from simulator.rules.banking import Calendar
from simulator.units import date_of

N_RUN_CALENDARS = MONTH_END + 1
PLAIN_MONTH_DAYS = 30
REAL, PLAIN = "real", "plain"
_SUBDIVISION = {"GB": "ENG"}


def bank_holidays(country: str, years: range) -> frozenset[date]:
    """Bank holidays of a country (the ``holidays`` package; GB: England); none for the country "none".

    Raises:
        UserError: the country is not known.
    """
    if country == "none":
        return frozenset()
    import holidays  # slow to load

    try:
        found = holidays.country_holidays(country, subdiv=_SUBDIVISION.get(country), years=years)
    except NotImplementedError:
        raise UserError(
            f"No bank holidays are known for the country '{country}' (company.country). "
            "Give a two-letter country code such as GB, DE, FR or US."
        ) from None
    return frozenset(found)


def _open_days(dates: list[date], kind: str, country: str) -> NDArray[np.bool_]:
    """Whether the bank is open, for each day."""
    if kind != REAL:
        return np.ones(len(dates), dtype=bool)
    closed = bank_holidays(country, range(dates[0].year, dates[-1].year + 1))
    return np.array([when.weekday() < 5 and when not in closed for when in dates])


def _run_days(
    dates: list[date], is_open: NDArray[np.bool_], plain: bool, first_day: int
) -> list[NDArray[np.bool_]]:
    """For each run calendar, its nominal days (before they roll forward to a banking day)."""
    days = np.arange(len(dates)) + first_day
    weekday = days % 7 if plain else np.array([when.weekday() for when in dates])
    week = days // 7 if plain else np.array([when.toordinal() // 7 for when in dates])
    nominal = [is_open]
    nominal += [weekday == number for number in range(5)]
    nominal += [(weekday == number % 5) & (week % 2 == number // 5) for number in range(10)]
    if plain:
        month_end = (days + 1) % PLAIN_MONTH_DAYS == 0
    else:
        month_end = np.zeros(len(dates), dtype=bool)
        last_open = 0
        for place, when in enumerate(dates):
            last_open = place if is_open[place] else last_open
            if (when + timedelta(days=1)).month != when.month:
                month_end[last_open] = True
    return [*nominal, month_end]


def next_and_last(runs: NDArray[np.bool_], first_day: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The next and the last run day, for each day."""
    days = np.arange(len(runs)) + first_day
    last = np.maximum.accumulate(np.where(runs, days, first_day - 1))
    following = np.minimum.accumulate(np.where(runs, days, days[-1])[::-1])[::-1]
    return following.astype(np.int32), last.astype(np.int32)


def _month_ends_ahead(dates: list[date], plain: bool, first_day: int) -> NDArray[np.int32]:
    """The last day of each day's month."""
    days = np.arange(len(dates), dtype=np.int32) + np.int32(first_day)
    if plain:
        ahead: NDArray[np.int32] = days // PLAIN_MONTH_DAYS * PLAIN_MONTH_DAYS + PLAIN_MONTH_DAYS - 1
        return ahead
    left = [((when.replace(day=28) + timedelta(days=4)).replace(day=1) - when).days - 1 for when in dates]
    return days + np.array(left, dtype=np.int32)


@lru_cache(maxsize=8)
def build_calendar(start: date, first_day: int, last_day: int, kind: str, country: str) -> Calendar:
    """Bank days and payment runs from ``first_day`` to ``last_day`` (days relative to ``start``).

    Weekly and fortnightly runs that fall on a closed day are held on the next banking day; the month-end run is
    on the last banking day. The plain calendar has every day open, weeks of seven and months of thirty days; the one of
    every day has real months.
    """
    dates = [date_of(start, day) for day in range(first_day, last_day + 1)]
    plain = kind == PLAIN
    is_open = _open_days(dates, kind, country)
    next_open, _ = next_and_last(is_open, first_day)
    following = np.empty((N_RUN_CALENDARS, len(dates)), dtype=np.int32)
    last = np.empty_like(following)
    for number, nominal in enumerate(_run_days(dates, is_open, plain, first_day)):
        rolled = np.zeros(len(dates), dtype=bool)
        rolled[next_open[nominal] - first_day] = True
        following[number], last[number] = next_and_last(rolled, first_day)
    bank_days = np.flatnonzero(is_open).astype(np.int32) + np.int32(first_day)
    bank_index = np.concatenate([[0], np.cumsum(is_open)[:-1]]).astype(np.int32)
    ends = _month_ends_ahead(dates, plain, first_day)
    for table in (following, last, bank_index, bank_days, ends):
        table.setflags(write=False)
    weekday_0 = 0 if plain else start.weekday()
    return Calendar(first_day, following, last, bank_index, bank_days, ends, weekday_0)


@lru_cache(maxsize=8)
def month_ends(start: date, first_day: int, last_day: int) -> tuple[int, ...]:
    """The last day of every calendar month between two days."""
    days = range(first_day, last_day + 1)
    return tuple(day for day in days if (date_of(start, day) + timedelta(days=1)).day == 1)


@lru_cache(maxsize=8)
def month_starts(start: date, first_day: int, last_day: int) -> tuple[int, ...]:
    """The first day of every calendar month between two days."""
    return tuple(day for day in range(first_day, last_day + 1) if date_of(start, day).day == 1)


@lru_cache(maxsize=8)
def months_of_year(start: date, first_day: int, last_day: int) -> tuple[int, ...]:
    """The month of every day between two days: 0 is January."""
    return tuple(date_of(start, day).month - 1 for day in range(first_day, last_day + 1))


def month_number(start: date, day: int) -> int:
    """Calendar months since the month of day 0: the address of monthly draws.

    >>> month_number(date(2026, 1, 1), -1)
    -1
    """
    when = date_of(start, day)
    return (when.year - start.year) * 12 + when.month - start.month


__all__ = [
    "FORTNIGHTLY",
    "WEEKLY",
    "bank_holidays",
    "build_calendar",
    "month_ends",
    "month_number",
    "month_starts",
    "months_of_year",
]
