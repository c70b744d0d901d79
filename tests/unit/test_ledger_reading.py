"""A ledger from a file: both layouts, ids, day and month, open items, what is left out, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.ledger import Ledger, read_ledger
from tests.synthetic_ledger import DEMO_HEADER, SAP_HEADER, Row, demo_text, ledger, rows, sap_text, written

ROW = Row("0001", "F1", date(2024, 1, 5), date(2024, 2, 4), date(2024, 2, 14), 12_345)


def same(one: Ledger, other: Ledger) -> bool:
    """Whether two ledgers hold the same invoices."""
    fields = ("customer", "invoice", "issued", "due", "paid", "amount_cents")
    return all(
        np.array_equal(getattr(one, field), getattr(other, field), equal_nan=field == "paid")
        for field in fields
    )


def refused(folder: Path, text: str, words: str) -> None:
    """The file is refused with these words, which name it."""
    with pytest.raises(UserError, match=words) as caught:
        read_ledger(written(folder, text))
    assert "ledger.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_both_layouts_and_both_orders_give_the_same_ledger(tmp_path: Path) -> None:
    made = [*rows(), ROW, replace(ROW, invoice="F2", paid=None)]
    expected = ledger(made)
    for name, text in {
        "sap.csv": sap_text(made),
        "mdy.csv": demo_text(made),
        "dmy.csv": demo_text(made, day_first=True),
        "reversed.csv": demo_text(made[::-1]),
    }.items():
        assert same(read_ledger(written(tmp_path, text, name)), expected), name


def test_what_was_read_is_told(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, demo_text(rows(), day_first=True), "mine.csv.txt"))
    assert read.name == "mine"
    assert read.layout == "demo ledger"
    assert "Read 360 invoices of 12 customers" in read.notes[0]
    assert "Dates are read day first." in read.notes
    assert read.currency == ""
    assert read.disputed is not None
    assert not read.disputed.any()


def test_leading_zeros_and_letters_in_ids_are_kept(tmp_path: Path) -> None:
    made = [
        replace(ROW, customer=customer, invoice=f"00{n}") for n, customer in enumerate(["007", "7", "AB12"])
    ]
    read = read_ledger(written(tmp_path, sap_text(made)))
    assert sorted(read.customer.tolist()) == ["007", "7", "AB12"]
    assert sorted(read.invoice.tolist()) == ["000", "001", "002"]
    assert read.customers == 3


def test_terms_come_with_the_invoices_they_belong_to(tmp_path: Path) -> None:
    made = [replace(ROW, invoice=f"F{n}", issued=date(2024, 1, 5 - n)) for n in range(3)]
    text = sap_text(made).replace(",T030,F1", ",NAA8,F1").replace(",T030,F2", ",,F2")
    read = read_ledger(written(tmp_path, text))
    assert read.terms is not None
    assert dict(zip(read.invoice.tolist(), read.terms.tolist(), strict=True)) == {
        "F0": "T030",
        "F1": "NAA8",
        "F2": "",
    }
    assert read_ledger(written(tmp_path, demo_text(made, day_first=True), "other.csv")).terms is None


def test_whole_floats_as_ids_lose_their_point(tmp_path: Path) -> None:
    made = [replace(ROW, invoice=f"77001{n}.0") for n in range(3)]
    assert read_ledger(written(tmp_path, sap_text(made))).invoice.tolist() == [
        "770010",
        "770011",
        "770012",
    ]


def test_ids_shortened_by_a_spreadsheet_are_refused(tmp_path: Path) -> None:
    refused(
        tmp_path, sap_text([replace(ROW, customer="1.23457E+08")]), r"'cust_number'.*line 2: '1\.23457E\+08'"
    )


def test_title_rows_delimiters_and_header_spelling_do_not_matter(tmp_path: Path) -> None:
    text = sap_text(rows()).replace(",", ";").replace("cust_number", "*Cust Number ", 1)
    text = "Open and cleared items\n\nPrinted;31.12.2024\n" + text + "\n;;;\n"
    assert same(read_ledger(written(tmp_path, text)), ledger(rows()))


def test_decimal_commas_are_read_to_the_cent(tmp_path: Path) -> None:
    text = sap_text([ROW, replace(ROW, invoice="F2", cents=123_456_789)]).replace(",", ";")
    text = text.replace("123.45", "123,45").replace("1234567.89", "1.234.567,89")
    assert sorted(read_ledger(written(tmp_path, text)).amount_cents.tolist()) == [12_345, 123_456_789]


def test_open_items_have_no_payment_date(tmp_path: Path) -> None:
    made = [replace(row, paid=None) for row in rows()]
    read = read_ledger(written(tmp_path, sap_text(made)))
    assert np.isnat(read.paid).all()
    assert any("list of open items" in note for note in read.notes)
    without_column = sap_text(made).replace(",clear_date", "").replace(",NAME co,,", ",NAME co,")
    assert same(read_ledger(written(tmp_path, without_column, "items.csv")), read)


def test_an_open_item_stays_open_even_with_a_payment_date(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, sap_text([ROW]).replace(",F1,0", ",F1,1")))
    assert np.isnat(read.paid).all()
    assert any("marked open and carry a payment date" in note for note in read.notes)


def test_receivables_of_a_day_are_what_was_issued_and_not_paid(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, sap_text([ROW, replace(ROW, invoice="C", cents=-500)])))
    assert read.receivables_cents(date(2024, 1, 4)) == 0
    assert read.receivables_cents(date(2024, 1, 5)) == 12_345
    assert read.receivables_cents(date(2024, 2, 13)) == 12_345
    assert read.receivables_cents(date(2024, 2, 14)) == 0
    assert read.open_at(date(2024, 2, 13)).sum() == 2
    assert any("1 rows are credit notes" in note for note in read.notes)


def test_few_bad_rows_are_left_out_and_counted(tmp_path: Path) -> None:
    text = sap_text(rows())
    bad = [
        "C001,,NAME co,2024-02-14 00:00:00,20240204.0,USD,RV,1.00,20240105.0,T030,X1,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,20240204.0,USD,RV,1.00,20240105.0,T030,,0",
        "C001,0001,NAME co,05:23.4,20240204.0,USD,RV,1.00,20240105.0,T030,X2,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,,USD,RV,1.00,20240105.0,T030,X3,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,20240204.0,USD,RV,,20240105.0,T030,X4,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,20240204.0,USD,RV,0.00,20240105.0,T030,X5,0",
        "C001,0001,NAME co,,20240204.0,USD,RV,1.00,20240105.0,T030,X6,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,20240204.0,USD,DZ,1.00,20240105.0,T030,X7,0",
        "C001,0001,NAME co,2024-02-14 00:00:00,20240204.0,USD,RV,1,00,20240105.0,T030,X8,0",
    ]
    read = read_ledger(written(tmp_path, text + "\n".join(bad)))
    assert same(read, ledger(rows()))
    told = next(note for note in read.notes if note.startswith("Left out"))
    for words in (
        "Left out 9 rows", "1 without a customer", "1 without an invoice number", "1 with an unreadable date",
        "1 without a due date", "1 without an amount", "1 with an amount of zero", "1 closed without a payment date",
        "1 that are payments or clearings", "1 with more cells than the header",
    ):  # fmt: skip
        assert words in told
    assert not any("NAME" in note for note in read.notes)


def test_repeated_rows_count_once_and_shared_numbers_each(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, sap_text([ROW, ROW, replace(ROW, cents=1)])))
    assert read.amount_cents.tolist() == [1, 12_345]
    assert any("repeat another row" in note for note in read.notes)
    assert any("share their customer and invoice number" in note for note in read.notes)


def test_more_than_a_fifth_unusable_is_refused(tmp_path: Path) -> None:
    made = [replace(ROW, invoice=str(number), customer="" if number < 3 else "0001") for number in range(10)]
    refused(tmp_path, sap_text(made), r"3 unusable rows of 10.*without a customer.*Correct")


def test_an_invoice_due_before_issue_counts_as_issued_when_due(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, sap_text([replace(ROW, due=date(2024, 1, 2))])))
    assert read.issued[0] == read.due[0] == np.datetime64("2024-01-02")
    assert any("fall due before" in note for note in read.notes)


def test_mixed_currencies_are_refused_unless_one_is_asked_for(tmp_path: Path) -> None:
    text = sap_text([ROW, replace(ROW, invoice="F2", cents=777)]).replace(",USD,RV,7.77", ",CAD,RV,7.77")
    refused(tmp_path, text, r"2 currencies \(USD 1 rows, CAD 1 rows\)")
    place = written(tmp_path, text)
    assert read_ledger(place, currency="cad").amount_cents.tolist() == [777]
    with pytest.raises(UserError, match="no rows in EUR, only USD 1 rows"):
        read_ledger(place, currency="EUR")


def test_a_currency_that_is_none_spoils_its_row_only(tmp_path: Path) -> None:
    text = sap_text([*rows(), ROW]).replace("USD,RV,123.45", "US$,RV,123.45")
    read = read_ledger(written(tmp_path, text))
    assert read.currency == "USD"
    assert same(read, ledger(rows()))
    refused(tmp_path, text.replace("USD", "US$"), "not three letters")


def test_unclear_day_and_month_follow_the_days_to_settle(tmp_path: Path) -> None:
    unclear = [replace(ROW, issued=date(2024, 3, 4), due=date(2024, 4, 3), paid=date(2024, 5, 7))]
    for day_first in (True, False):
        read = read_ledger(written(tmp_path, demo_text(unclear, day_first), f"{day_first}.csv"))
        assert read.issued[0] == np.datetime64("2024-03-04")
        assert any("only so they agree with 'DaysToSettle'" in note for note in read.notes)


def test_unclear_day_and_month_follow_the_other_columns(tmp_path: Path) -> None:
    made = [replace(ROW, issued=date(2024, 3, 4), due=date(2024, 4, 3), paid=date(2024, 5, 26))]
    read = read_ledger(written(tmp_path, demo_text(made, day_first=True)))
    assert read.due[0] == np.datetime64("2024-04-03")
    assert any("would allow both" in note for note in read.notes)


def test_unclear_day_and_month_without_a_check_are_refused(tmp_path: Path) -> None:
    text = (
        DEMO_HEADER.replace(",DaysToSettle", "")
        + "\n391,A,,1,03/04/2024,04/03/2024,5.00,No,05/06/2024,Paper,0\n"
    )
    refused(
        tmp_path,
        text,
        r"'InvoiceDate' \(the invoice date\): day and month cannot be told apart.*line 2.*YYYY-MM-DD",
    )


def test_dates_that_contradict_the_days_to_settle_are_refused(tmp_path: Path) -> None:
    lines = demo_text(rows(customers=2)).splitlines()
    wrong = [line.rsplit(",", 2)[0] + ",99,0" for line in lines[1:]]
    refused(
        tmp_path,
        "\n".join([lines[0], *wrong]),
        r"contradict 'DaysToSettle' in 60 of 60 rows \(the first on line 2\)",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name,Street,Town\nA,B,C\n", r"are Name, Street, Town\. Say which column is which: creditlab ledger mapping"),
        (SAP_HEADER + "\n", r"header on line 1 and no invoices below"),
        (SAP_HEADER.replace("due_in_date", "x") + "\n1,2\n", r"no column for the due date \(due_in_date\) on line 1"),
        (SAP_HEADER.replace("clear_date", "x").replace("isOpen", "y") + "\n1\n", r"no column for the payment date"),
        (SAP_HEADER + ",cust_number\n1,2\n", r"'cust_number' twice"),
        (SAP_HEADER + '\n1,"open' + "\nx,y" * 40 + "\n", r"not readable CSV \(a quote opened on line 2 is not"),
        (SAP_HEADER + "\n" + ",,A,,,USD,,,,,,\n" * 3, r"unusable rows"),
    ],
)  # fmt: skip
def test_tables_that_are_not_understood_are_refused(tmp_path: Path, text: str, words: str) -> None:
    refused(tmp_path, text, words)


def test_unreadable_columns_are_named_with_their_first_bad_row(tmp_path: Path) -> None:
    text = sap_text(rows(customers=1, weeks=6))
    damaged = "\n".join(
        line.replace(" 00:00:00", "").replace("2024-", "05:23.") for line in text.splitlines()
    )
    refused(
        tmp_path,
        damaged,
        r"'clear_date' \(the payment date\) cannot be read as dates from 1980 to 2100: line 2 has '05:23",
    )
    refused(
        tmp_path,
        text.replace(".", "#").replace("#0,", ".0,"),
        r"'total_open_amount' cannot be read as amounts: line 2",
    )


def test_one_invoice_is_a_ledger(tmp_path: Path) -> None:
    read = read_ledger(written(tmp_path, sap_text([ROW])))
    assert (len(read), read.customers) == (1, 1)
    assert read.notes[0].startswith("Read 1 invoice of 1 customer in USD")
