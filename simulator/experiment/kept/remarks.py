"""What the user is told about kept results."""

from __future__ import annotations

from datetime import datetime

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(moment: datetime) -> str:
    """The day of a moment, where the user is.

    >>> day_in_words(datetime(2026, 11, 22, 12, 30))
    '22 November 2026'
    """
    here = moment.astimezone()
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}"


def said_of(taken: int, all_of_them: int, made: datetime | None, of_what: str = "replications") -> str | None:
    """What an answer owes to kept results; None for nothing.

    >>> said_of(100, 100, datetime(2026, 11, 22, 12, 30))
    'From kept results of 22 November 2026; --fresh runs them again.'
    >>> said_of(40, 100, datetime(2026, 11, 22, 12, 30))
    '40 of 100 replications are from kept results of 22 November 2026; --fresh runs all again.'
    """
    if not taken or made is None:
        return None
    day = day_in_words(made)
    if taken >= all_of_them:
        return f"From kept results of {day}; --fresh runs them again."
    return f"{taken:,} of {all_of_them:,} {of_what} are from kept results of {day}; --fresh runs all again."


def runs_said_of(taken: int, all_of_them: int, made: datetime | None) -> str | None:
    """The same for an experiment of many runs, several in each replication."""
    return said_of(taken, all_of_them, made, "runs")
