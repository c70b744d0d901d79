"""Amounts: exact cents whatever the format, the decimal mark decided on the whole column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from simulator.errors import UserError
from simulator.ledger.cells.amounts import decimal_mark, parse_amount, parse_amounts

WHERE = "ledger.csv, 'amount'"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.56", "1234.56"), ("1,234.56", "1234.56"), ("12,34,567.89", "1234567.89"), ("1'234.56", "1234.56"),
        ("1 234.56", "1234.56"), ("1\u00a0234.56", "1234.56"), ("(1,234.56)", "-1234.56"), ("1234.56-", "-1234.56"),
        ("-1234.56", "-1234.56"), ("\u22121234.56", "-1234.56"), ("$1,234.56", "1234.56"), ("-$5", "-5"),
        ("$-5", "-5"), ("AED 1,234.56", "1234.56"), ("1,234.56 USD", "1234.56"), ("R 12.50", "12.50"),
        ("12.50 CR", "-12.50"), (".5", "0.5"), ("7.", "7"), ("0.10", "0.10"), ("+3", "3"), ("5.38", "5.38"),
    ],
)  # fmt: skip
def test_every_format_with_a_point_is_read(text: str, value: str) -> None:
    assert parse_amount(text, ".") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("€ 12,50", "12.50"),
        ("12,50-", "-12.50"),
    ],
)
def test_every_format_with_a_comma_is_read(text: str, value: str) -> None:
    assert parse_amount(text, ",") == Decimal(value)


@pytest.mark.parametrize(
    "text", ["12.34.56", "1,23", "1e5", "12 %", "abc", "(12", "12)", "1,2345.00", "12..5", "5:30"]
)
def test_what_is_no_amount_is_refused_not_guessed(text: str) -> None:
    assert parse_amount(text, ".") is None


def test_cents_are_exact_where_floats_are_not() -> None:
    texts = ["0.29", "1.15", "2.675", "8.41", "1.005", "4503599627370.49", "19.99"]
    column = parse_amounts(texts, ".")
    assert column.cents.tolist() == [29, 115, 268, 841, 100, 450359962737049, 1999]
    assert column.rounded.tolist() == [False, False, True, False, True, False, False]


def test_empty_is_not_unreadable() -> None:
    column = parse_amounts(["", "nan", "x", "1"], ".")
    assert column.empty.tolist() == [True, True, False, False]
    assert column.unreadable.tolist() == [False, False, True, False]


def test_an_amount_beyond_all_reason_is_unreadable() -> None:
    assert parse_amounts(["123456789012345678.00"], ".").unreadable.all()


def test_the_whole_column_decides_the_decimal_mark() -> None:
    assert decimal_mark(["1,234", "12.50"], WHERE) == "."
    assert decimal_mark(["1.234", "12,50"], WHERE) == ","
    assert decimal_mark(["1.234.567"], WHERE) == ","
    assert decimal_mark(["1.234,00"], WHERE) == ","
    assert decimal_mark(["0.125"], WHERE) == "."
    assert decimal_mark(["15", "20", ""], WHERE) == "."


def test_thousands_or_decimals_is_refused() -> None:
    with pytest.raises(UserError, match=r"amount.*'1\.234'.*thousands or decimals.*two decimals"):
        decimal_mark(["1.234", "17"], WHERE)


def test_two_decimal_marks_are_refused() -> None:
    with pytest.raises(UserError, match=r"amount.*point in some rows and with a comma"):
        decimal_mark(["12.50", "12,50"], WHERE)


def test_an_amount_beyond_all_reason_is_unreadable_and_not_an_error() -> None:
    column = parse_amounts(["9" * 40 + ".00", "1e99", "5.00", "9" * 13 + ".00"], ".")
    assert column.unreadable.tolist() == [True, True, False, False]
    assert column.cents[3] == int("9" * 13) * 100
