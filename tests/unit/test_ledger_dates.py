"""Dates: every format that is read, day and month told apart on the whole column, and what is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.ledger.cells.dates import (
    DateColumn,
    Order,
    day_order,
    parse_date,
    parse_dates,
    refuse_unreadable,
)

WHERE = "ledger.csv, 'DueDate'"


@pytest.mark.parametrize(
    "text",
    [
        "2019-02-28", "2019-02-28 00:00:00", "2019-02-28T13:05:00Z", "2019/02/28", "2019-2-28", "20190228",
        "20190228.0", "28/02/2019", "28.02.2019", "28-02-2019", "28/2/19", "28-Feb-19", "28-Feb-2019",
        "28 February 2019", "28/Feb/2019", "43524", "43524.0", "43524.75", "28/02/2019 09:30",
    ],
)  # fmt: skip
def test_every_format_is_read(text: str) -> None:
    assert parse_date(text, Order.DAY_FIRST) == date(2019, 2, 28)


@pytest.mark.parametrize("text", ["2/28/2019", "02/28/2019", "2-28-2019", "2/28/19", "2/28/2019 9:30 PM"])
def test_month_first_is_read(text: str) -> None:
    assert parse_date(text, Order.MONTH_FIRST) == date(2019, 2, 28)


@pytest.mark.parametrize(
    "text",
    ["05:23.4", "00:00.0", "2019-02-30", "31/02/2019", "20191340", "12", "later", "1234567", "2019", "30-Foo-2019",
     "1979-12-31", "2101-01-01", "28/02", "2/28/2019"],
)  # fmt: skip
def test_what_is_no_date_is_refused_not_guessed(text: str) -> None:
    assert parse_date(text, Order.DAY_FIRST) is None


@pytest.mark.parametrize(
    "text",
    ["", "-", "00000000", "NaT", "nan", "None", "0001-01-01", "1753-01-01", "9999-12-31", "0", "1900-01-01"],
)
def test_empty_is_neither_a_date_nor_unreadable(text: str) -> None:
    column = parse_dates([text, "2019-01-01"], Order.NOT_NEEDED)
    assert np.isnat(column.days[0])
    assert not column.unreadable.any()


def test_one_number_above_twelve_decides_the_whole_column() -> None:
    ambiguous = [f"{day:02d}/{month:02d}/2019" for day in range(1, 13) for month in range(1, 13)]
    assert day_order(ambiguous, WHERE) is Order.AMBIGUOUS
    assert day_order([*ambiguous, "13/01/2019"], WHERE) is Order.DAY_FIRST
    assert day_order([*ambiguous, "01/13/2019"], WHERE) is Order.MONTH_FIRST
    assert day_order(["2019-01-02", "20190102"], WHERE) is Order.NOT_NEEDED
    assert day_order(["01.02.2019"], WHERE) is Order.DAY_FIRST


def test_the_same_text_is_another_day_in_another_order() -> None:
    assert parse_dates(["03/04/2019"], Order.DAY_FIRST).days[0] == np.datetime64("2019-04-03")
    assert parse_dates(["03/04/2019"], Order.MONTH_FIRST).days[0] == np.datetime64("2019-03-04")


def test_a_column_of_both_orders_is_refused_with_the_first_conflict() -> None:
    with pytest.raises(UserError, match=r"DueDate.*mixes.*'01/25/2019'.*YYYY-MM-DD"):
        day_order(["25/01/2019", "26/01/2019", "01/25/2019"], WHERE)


def test_a_single_slip_among_many_is_left_to_the_row() -> None:
    texts = [f"{day}/01/2019" for day in range(13, 32)] * 2 + ["01/25/2019"]
    assert day_order(texts, WHERE) is Order.DAY_FIRST
    assert parse_dates(texts, Order.DAY_FIRST).unreadable.tolist() == [False] * 38 + [True]


def test_an_unreadable_column_names_its_first_bad_row() -> None:
    texts = ["2019-01-01", "05:23.4", "00:00.0", ""]
    with pytest.raises(UserError, match=r"DueDate.*line 7 has '05:23\.4'"):
        refuse_unreadable(parse_dates(texts, Order.NOT_NEEDED), texts, [6, 7, 8, 9], WHERE)


def test_a_fifth_unreadable_is_still_accepted() -> None:
    column = DateColumn(
        days=np.array(["2019-01-01"] * 4 + ["NaT"], dtype="datetime64[D]"),
        unreadable=np.array([False] * 4 + [True]),
    )
    refuse_unreadable(column, ["2019-01-01"] * 4 + ["x"], list(range(5)), WHERE)
