"""Dates as accounting systems write them; day and month are told apart on the whole column.

Read: ISO (with or without a time), 20190131 and 20190131.0, 31/01/2019, 1/31/2019, 31.01.2019, 31-01-2019,
31-Jan-19, 31 Jan 2019, Jan 31, 2019, 31. März 2019, and Excel's day numbers (43496). Years run from 1980 to 2100.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.cells.showing import shown

MOST_UNREADABLE_FRACTION = 0.20
_ONE_SIDED_FRACTION = 0.95
_EMPTY = frozenset(
    {"", "-", "--", "0", "0.0", "00000000", "00.00.0000", "nat", "nan", "none", "null", "n/a", "na", "#n/a"}
)
_EMPTY_DAYS = frozenset({date(1, 1, 1), date(1753, 1, 1), date(1900, 1, 1), date(9999, 12, 31)})
"""Days that systems write where there is none."""

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_PARTS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_WORDS = re.compile(rf"(\d{{1,2}})[- /.]+([^\W\d_]{{3,9}})\.?[- /,]+(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_FIRST_WORDS = re.compile(rf"([^\W\d_]{{3,9}})\.?[- /]+(\d{{1,2}}),?[- /]+(\d{{4}}){_TIME}")
_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}(?:[:.]\d+)*\s*(?:[AaPp][Mm])?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_DAY_0 = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "ene", "gen"),
            ("feb", "fev", "fevr"),
            ("mar", "mrz", "maa", "mrt"),
            ("apr", "avr", "abr"),
            ("may", "mai", "mei", "mag"),
            ("jun", "juin", "giu"),
            ("jul", "juil", "lug"),
            ("aug", "aou", "ago"),
            ("sep", "set"),
            ("oct", "okt", "out", "ott"),
            ("nov",),
            ("dec", "dez", "dic"),
        ),
        start=1,
    )
    for name in names
}
"""First letters of the months in English, German, French, Dutch, Spanish, Italian and Portuguese."""


class Order(Enum):
    """Which comes first in a date of two small numbers and a year."""

    NOT_NEEDED = "no such dates"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    AMBIGUOUS = "day and month cannot be told apart"


@dataclass(frozen=True)
class DateColumn:
    """A column of dates.

    Attributes:
        days: datetime64[D], NaT where empty or unreadable.
        unreadable: texts that are no date.
    """

    days: NDArray[np.datetime64]
    unreadable: NDArray[np.bool_]


def day_order(texts: Sequence[str], where: str) -> Order:
    """Whether a column writes day or month first, by the numbers above 12 in it.

    Args:
        texts: the whole column.
        where: file and column, for the message.

    Raises:
        UserError: both orders occur.

    >>> day_order(["03/01/2012", "25/01/2012"], "ledger.csv, DueDate")
    <Order.DAY_FIRST: 'day first'>
    """
    day_first = month_first = undecided = 0
    conflict = ""
    for text in texts:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            continue
        first, mark, second = int(parts[1]), parts[2], int(parts[3])
        if first > 12 >= second or (mark == "." and second <= 12):  # nobody writes month.day.year
            day_first, conflict = day_first + 1, conflict if month_first == 0 else text
        elif second > 12 >= first:
            month_first, conflict = month_first + 1, conflict if day_first == 0 else text
        else:
            undecided += 1
    if day_first + month_first == 0:
        return Order.AMBIGUOUS if undecided else Order.NOT_NEEDED
    if max(day_first, month_first) < _ONE_SIDED_FRACTION * (day_first + month_first):
        raise UserError(
            f"{where} mixes day-first and month-first dates (first seen at {shown(conflict)}), so neither can be "
            "trusted. Export the dates as YYYY-MM-DD."
        )
    return Order.DAY_FIRST if day_first > month_first else Order.MONTH_FIRST


def parse_dates(texts: Sequence[str], order: Order) -> DateColumn:
    """A column of texts as days.

    >>> parse_dates(["3/1/2012", "20120301.0", ""], Order.MONTH_FIRST).days.tolist()
    [datetime.date(2012, 3, 1), datetime.date(2012, 3, 1), None]
    """
    codes, unique = pd.factorize(np.asarray(texts, dtype=object))
    days = np.full(len(unique), np.datetime64("NaT"), dtype="datetime64[D]")
    unreadable = np.zeros(len(unique), dtype=np.bool_)
    for number, text in enumerate(unique):
        if text.casefold() in _EMPTY:
            continue
        day = parse_date(text, order)
        if day is None:
            unreadable[number] = True
        elif day not in _EMPTY_DAYS:
            days[number] = np.datetime64(day, "D")
    return DateColumn(days=days[codes], unreadable=unreadable[codes])


def parse_date(text: str, order: Order) -> date | None:
    """One date, or None if the text is none.

    >>> parse_date("1-Apr-26", Order.NOT_NEEDED), parse_date("05:23.4", Order.NOT_NEEDED)
    (datetime.date(2026, 4, 1), None)
    """
    if parts := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _PARTS.fullmatch(text):
        first, second, year = int(parts[1]), int(parts[3]), _year(parts[4])
        if order is Order.MONTH_FIRST:
            return _day(year, first, second)
        return _day(year, second, first) if order is Order.DAY_FIRST else None
    if parts := _WORDS.fullmatch(text):
        month = _month(parts[2])
        return _day(_year(parts[3]), month, int(parts[1])) if month else None
    if parts := _MONTH_FIRST_WORDS.fullmatch(text):
        month = _month(parts[1])
        return _day(int(parts[3]), month, int(parts[2])) if month else None
    if parts := _SERIAL.fullmatch(text):
        day = _EXCEL_DAY_0 + timedelta(days=int(parts[1]))
        return _day(day.year, day.month, day.day)
    return None


def refuse_unreadable(column: DateColumn, texts: Sequence[str], lines: Sequence[int], where: str) -> None:
    """Refuse a column of which more than a fifth is unreadable, naming the first such row."""
    filled = int((~np.isnat(column.days) | column.unreadable).sum())
    if column.unreadable.sum() > MOST_UNREADABLE_FRACTION * filled:
        first = int(np.argmax(column.unreadable))
        if _TIME_ALONE.fullmatch(texts[first]):
            raise UserError(
                f"{where} holds times of day instead of dates: line {lines[first]} has {shown(texts[first])}. A "
                "spreadsheet has cut the dates off and they cannot be guessed. Export the ledger again and give that "
                "file without opening it in a spreadsheet."
            )
        raise UserError(
            f"{where} cannot be read as dates from 1980 to 2100: line {lines[first]} has {shown(texts[first])}. "
            "Export the dates as YYYY-MM-DD."
        )


def _month(name: str) -> int | None:
    """The number of a month from its name, whole or shortened."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if letter.isascii())
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])


def _year(text: str) -> int:
    """A year of two digits is one of this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    """A date if there is one in the years that are believed, or a day that stands for none."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1980 <= year <= 2100 or found in _EMPTY_DAYS else None
