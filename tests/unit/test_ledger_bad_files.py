"""Files that are damaged, hostile or no ledgers: one sentence, an exit code, and nothing half made."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from simulator.cli import run
from simulator.errors import UserError
from simulator.ledger import check_ledger, read_ledger
from simulator.ledger.files import contents, workbooks
from tests.synthetic_ledger import rows, sap_text

HEADER = ["Customer ID", "Invoice No", "Invoice Date", "Due Date", "Paid Date", "Amount", "Remark"]
LINE = "C1,{0},2024-01-{0:02d},2024-02-{0:02d},2024-02-1{1},10{1}.50,Müller\n"
TEXT = ",".join(HEADER) + "\n" + "".join(LINE.format(number, number % 5) for number in range(1, 10))
Rows = list[list[Any]]


def invoice(number: int) -> list[Any]:
    return [
        "C1",
        f"R{number}",
        date(2024, 1, number),
        date(2024, 2, number),
        date(2024, 2, number + 3),
        10.5,
        "",
    ]


def saved(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(book: bytes, name: str, part: bytes) -> bytes:
    """A workbook with a part added or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return stream.getvalue()


BOOK = saved([HEADER, *(invoice(number) for number in range(1, 10))])
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
TIMES = TEXT.replace("2024-01-0", "05:2").replace("-0", ":0")


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def mixed_orders() -> str:
    days = [f"{number:02d}/01/2024" if number % 2 else f"01/{number:02d}/2024" for number in range(13, 29)]
    lines = [f"C1,{n},{day},2024-03-01,2024-03-05,5.00," for n, day in enumerate(days)]
    return ",".join(HEADER) + "\n" + "\n".join(lines) + "\n"


def two_currencies() -> str:
    lines = [f"C1,{n},2024-01-05,2024-02-01,2024-03-05,5.00,{'EUR' if n % 2 else 'USD'}" for n in range(4)]
    return ",".join(HEADER).replace("Remark", "Currency") + "\n" + "\n".join(lines) + "\n"


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "a header alone": (",".join(HEADER).encode(), "no invoices below it"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "is a PDF document"),
    "a damaged gzip file": (gzip.compress(TEXT.encode())[:-20], "damaged or incomplete gzip"),
    "a gzip bomb": (gzip.compress(b"C1,1,1\n" * 3_000_000), "unpacks to .* times its size"),
    "a damaged workbook": (BOOK[: len(BOOK) // 2], "damaged workbook"),
    "a workbook with a damaged sheet": (with_part(BOOK, SHEET, b"<worksheet><sheetData><row"), "damaged workbook"),
    "a workbook that declares entities": (with_part(BOOK, SHEET, ENTITIES), "declares entities"),
    "another archive": (archive(**{"notes.txt": b"hello"}), "a zip archive, not a workbook"),
    "a binary workbook": (archive(**{"xl/workbook.bin": b"hello"}), "XLSB"),
    "a workbook bomb": (with_part(BOOK, "xl/media/x.xml", b" " * 30_000_000), "unpacks to .* times its size"),
    "a workbook in an unknown packing": (
        BOOK.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x7f"), "damaged workbook"
    ),
    "a workbook of text": (saved([["Hello"], ["world"]]), "no header that is known: .* 1 filled cells"),
    "an empty workbook": (saved([]), "no header that is known: .* 0 filled cells"),
    "dates cut to times": (TIMES.encode(), r"times of day.*line 2 has '05:21'.*without opening it in a spreadsheet"),
    "dates cut to times in a workbook": (
        saved([HEADER, *([*invoice(number)[:2], clock(0, 5, 23), *invoice(number)[3:]] for number in range(1, 9))]),
        r"times of day.*Export the ledger again",
    ),
    "day and month in both orders": (mixed_orders().encode(), "mixes day-first and month-first"),
    "two currencies": (two_currencies().encode(), r"mixes 2 currencies \(USD 2 rows, EUR 2 rows\)"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_each_gets_a_sentence_and_leaves_nothing(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD[name]
    place, answer = tmp_path / "book.csv", tmp_path / "answer.json"
    place.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        read_ledger(place)
    assert "\n" not in caught.value.message
    assert caught.value.message.endswith(".")
    arguments = ["wholesale", "status_quo", "discount", "--ledger", str(place), "--json", str(answer)]
    assert run(["compare", *arguments]) == 2
    assert "book.csv" in capsys.readouterr().err
    assert not answer.exists()


def test_two_gigabytes_are_refused_without_reading_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "huge.csv"
    with place.open("wb") as file:
        file.truncate(2_000_000_000)
    monkeypatch.setattr(contents, "_bytes", lambda place: pytest.fail("it was read"))
    with pytest.raises(UserError, match=r"has 2,000 MB, more than 200 MB"):
        read_ledger(place)


def test_a_workbook_that_says_it_is_huge_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED_BYTES", 10_000)
    place = tmp_path / "book.xlsx"
    place.write_bytes(BOOK)
    with pytest.raises(UserError, match="MB unpacked, more than"):
        read_ledger(place)


def test_macros_are_left_alone_and_told(tmp_path: Path) -> None:
    place = tmp_path / "book.xlsm"
    place.write_bytes(with_part(BOOK, "xl/vbaProject.bin", b"Sub AutoOpen()"))
    ledger = read_ledger(place)
    assert len(ledger) == 9
    assert any("holds macros; they were not run" in note for note in ledger.notes)


def test_formulas_count_with_their_saved_values_and_are_refused_without(tmp_path: Path) -> None:
    place = tmp_path / "book.xlsx"
    rows = [HEADER, *(invoice(number) for number in range(1, 10))]
    rows[4][5] = "=2*10.5"
    place.write_bytes(saved(rows))
    with pytest.raises(
        UserError, match=r"cell F5 of sheet 'Sheet' holds a formula that was never worked out"
    ):
        read_ledger(place)
    rows[4][5] = 21.0
    rows[4][6] = "=A1"
    place.write_bytes(saved(rows))
    assert len(read_ledger(place)) == 9  # in a column that nobody reads it does no harm
    with zipfile.ZipFile(io.BytesIO(saved(rows))) as book:
        sheet = (
            book.read(SHEET)
            .replace(b"<v>21</v>", b"<v>42</v>")
            .replace(b"<f>A1</f><v />", b"<f>A1</f><v>7</v>")
        )
    place.write_bytes(with_part(saved(rows), SHEET, sheet))
    ledger = read_ledger(place)
    assert 4_200 in ledger.amount_cents.tolist()
    assert any("values as last saved were read" in note for note in ledger.notes)


def test_the_sheet_with_the_ledger_is_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Notes for the auditor"])
    sheet = book.create_sheet("AR")
    for row in ([], ["Our company"], HEADER, invoice(3), invoice(4)):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    assert read_ledger(tmp_path / "book.xlsx").invoice.tolist() == ["R3", "R4"]


def test_lines_in_another_encoding_are_read_and_told(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    place = tmp_path / "book.csv"
    place.write_bytes(
        b"".join(line.encode("cp1252" if number % 3 == 2 else "utf-8") for number, line in enumerate(lines))
    )
    ledger = read_ledger(place)
    assert len(ledger) == 9
    assert any("3 lines are not in UTF-8 as the others are (lines 3, 6, 9)" in note for note in ledger.notes)
    place.write_bytes(TEXT.encode("cp1252"))
    assert not any("UTF-8" in note for note in read_ledger(place).notes)


def few(customers: int, invoices: int, is_paid: Callable[[int], bool]) -> str:
    lines = [",".join(HEADER[:6])]
    for n in range(invoices):
        paid = f"2024-02-{1 + n % 27:02d}" if is_paid(n) else ""
        lines.append(f"C{n % customers},R{n},2024-01-{1 + n % 28:02d},2024-01-31,{paid},10.00")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "customers", "still_open"),
    [
        (few(1, 40, lambda n: n < 30), 1, 10),
        (few(1, 1, lambda n: True), 1, 0),
        (few(9, 90, lambda n: True), 9, 0),
        (few(9, 90, lambda n: False), 9, 90),
    ],
    ids=["one customer", "one invoice", "all paid", "none paid"],
)
def test_small_and_one_sided_ledgers_are_read_and_judged(
    tmp_path: Path, text: str, customers: int, still_open: int
) -> None:
    place = tmp_path / "book.csv"
    place.write_text(text, encoding="utf-8")
    ledger = check_ledger(place)
    assert (ledger.customers, int(np.isnat(ledger.paid).sum())) == (customers, still_open)
    assert ledger.report is not None
    is_useless = still_open == len(ledger)
    assert ("not for fitting" in ledger.report.usable_for) is is_useless
    assert bool(ledger.report.found("few_payments")) is (not is_useless)


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [(few(1, 1, lambda n: True), False), (few(4, 90, lambda n: True), False), (sap_text(rows(8, 30)), True)],
    ids=["one invoice", "one month", "thirty weeks"],
)
def test_a_ledger_is_not_called_good_for_a_back_test_that_would_refuse_it(
    tmp_path: Path, text: str, is_enough: bool
) -> None:
    place = tmp_path / "book.csv"
    place.write_text(text, encoding="utf-8")
    report = check_ledger(place).report
    assert report is not None
    assert ("too short for the usual back-test" not in report.usable_for) is is_enough


def test_dates_of_another_century_are_refused_with_the_years_that_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "book.csv"
    place.write_text(few(4, 40, lambda n: True).replace("2024-", "1924-"), encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read as dates from 1980 to 2100: line 2 has '1924-"):
        check_ledger(place)


def test_one_invoice_and_nothing_paid_are_refused_by_what_needs_payments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (few(1, 1, lambda n: True), few(9, 90, lambda n: False)):
        place = tmp_path / "book.csv"
        place.write_text(text, encoding="utf-8")
        assert run(["compare", "wholesale", "status_quo", "discount", "--ledger", str(place)]) == 2
        assert "no history to learn lateness from" in capsys.readouterr().err
