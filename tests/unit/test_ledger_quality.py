"""The data quality report: what an export hides, which totals do not agree, and what is never told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from simulator.cli import run
from simulator.experiment.example_ledger import CUSTOMERS, TITLE, example_file, make_example
from simulator.ledger import Ledger, Severity, read_ledger
from simulator.ledger.quality.censoring import about_censoring
from simulator.ledger.quality.report import Finding
from tests.synthetic_ledger import Row, ledger, rows, sap_text, written

LATE_DAYS = (-2, 0, 0, 0, 1, 2, 3, 5, 8, 15, 30, 45)


def book(weeks: int = 60, per_week: int = 20) -> list[Row]:
    """Invoices of so many weeks at 30 days, paid with a long tail, payments in order of the invoices' numbers."""
    made = []
    for number in range(weeks * per_week):
        issued = date(2023, 1, 2) + timedelta(days=7 * (number // per_week) + number % 5)
        due = issued + timedelta(days=30)
        paid = due + timedelta(days=LATE_DAYS[(number * 5) % len(LATE_DAYS)])
        made.append(Row(f"C{number % 17}", f"R{number}", issued, due, paid, 10_000 + number))
    return made


def keys(found: Sequence[Finding]) -> list[str]:
    return [finding.key for finding in found]


def test_paid_invoices_alone_hide_the_late_ones_at_the_end() -> None:
    end = date(2024, 2, 1)
    seen = [row for row in book() if row.paid is not None and row.paid <= end]
    (finding,) = [one for one in about_censoring(ledger(seen)) if one.key == "hides_late_payers"]
    assert finding.severity is Severity.ACT
    assert finding.period is not None
    first, last = finding.period
    assert last == end
    assert date(2023, 12, 1) < first < date(2024, 1, 10)
    assert "fewer of them than usual" in finding.sentence
    missing = len([row for row in book() if first <= row.due <= end]) - finding.rows
    told = int(finding.sentence.split("(about ")[1].split(" ")[0])
    assert told == pytest.approx(missing, rel=0.35)


def test_an_export_with_its_open_invoices_hides_nothing() -> None:
    end = date(2024, 2, 1)
    seen = [
        row if row.paid is not None and row.paid <= end else replace(row, paid=None)
        for row in book()
        if row.issued <= end
    ]
    assert keys(about_censoring(ledger(seen))) == []


def test_paid_invoices_followed_to_the_last_payment_hide_nothing() -> None:
    assert "hides_late_payers" not in keys(
        about_censoring(ledger([row for row in book() if row.due < date(2023, 12, 1)]))
    )


def test_an_export_cut_by_due_date_is_told_at_both_ends() -> None:
    terms = {0: 10, 1: 30, 2: 60}
    made = [
        replace(
            row,
            due=row.issued + timedelta(days=terms[number % 3]),
            paid=row.issued + timedelta(days=terms[number % 3]),
        )
        for number, row in enumerate(book())
    ]
    seen = [row for row in made if date(2023, 4, 1) <= row.due <= date(2023, 12, 31)]
    found = {one.key: one for one in about_censoring(ledger(seen))}
    assert {"cut_by_due_date", "begins_thinly"} <= found.keys()
    assert "by due date (from 2023-04-01)" in found["begins_thinly"].sentence
    assert found["cut_by_due_date"].period is not None
    assert found["cut_by_due_date"].period[0] > date(2023, 10, 25)


def test_an_export_that_begins_by_payment_date_is_told() -> None:
    seen = [row for row in book() if row.paid is not None and row.paid >= date(2023, 4, 1)]
    (finding,) = [one for one in about_censoring(ledger(seen)) if one.key == "begins_thinly"]
    assert "by payment date (from 2023-04-0" in finding.sentence
    assert "those that were paid late" in finding.sentence


def report_of(folder: Path, text: str) -> Ledger:
    read = read_ledger(written(folder, text))
    assert read.report is not None
    return read


def test_a_wrong_total_is_told_with_its_line_and_a_right_one_is_believed(tmp_path: Path) -> None:
    header = "Customer,Invoice Number,Invoice Date,Due Date,Outstanding\n"
    lines = "A,1,2024-01-05,2024-02-04,10.00\nA,2,2024-01-06,2024-02-05,20.50\n"
    right = report_of(
        tmp_path,
        header
        + lines
        + "Total,,,,30.50\nB,3,2024-01-06,2024-02-05,1.00\nTotal,,,,1.00\nGrand total,,,,31.50\n",
    )
    assert right.report is not None
    agree = right.report.found("totals_agree")
    assert agree is not None
    assert "(3)" in agree.sentence
    wrong = report_of(tmp_path, header + lines + "Total,,,,31.50\n")
    assert wrong.report is not None
    differ = wrong.report.found("totals_differ")
    assert differ is not None
    assert (differ.severity, differ.lines) == (Severity.LOOK, (4,))
    assert "is 31.50 where the rows add up to 30.50" in differ.sentence


def test_lookalikes_and_far_dates_are_told_with_their_lines(tmp_path: Path) -> None:
    made = rows(customers=2, weeks=4)
    made += [
        replace(made[0], invoice="AGAIN"),
        replace(made[1], invoice="FAR", due=date(2091, 1, 5), paid=None),
    ]
    report = report_of(tmp_path, sap_text(made)).report
    assert report is not None
    alike, far = report.found("lookalikes"), report.found("far_dates")
    assert alike is not None
    assert far is not None
    assert alike.lines == (10, 11)
    assert far.lines == (11,)


def test_the_short_notes_are_the_reports_own_sentences(tmp_path: Path) -> None:
    text = sap_text(rows(customers=4, weeks=12)).replace(",F000001,", ",,").replace(",F001001,", ",,")
    read = report_of(tmp_path, text)
    assert read.report is not None
    assert read.notes == read.report.notes
    left = read.report.found("left_out")
    assert left is not None
    assert (left.rows, left.lines) == (2, (3, 15))
    assert "Left out 2 rows: 2 without an invoice number." in read.notes
    told = {one.sentence for one in read.report.findings if not one.reason}
    assert told <= set(read.notes)


def test_no_customer_and_no_invoice_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [replace(row, customer=f"SECRET{row.customer}") for row in rows(customers=3, weeks=8)]
    made += [replace(made[0], cents=-5), made[1], replace(made[2], due=date(2023, 1, 1))]
    place, out = written(tmp_path, sap_text(made)), tmp_path / "report.json"
    assert run(["ledger", "check", str(place), "--json", str(out)]) == 0
    told = capsys.readouterr().out + out.read_text(encoding="utf-8")
    assert "SECRET" not in told
    assert "F000" not in told
    assert "NAME" not in told


def test_the_report_as_json_has_counts_lines_and_remedies(tmp_path: Path) -> None:
    place, out = written(tmp_path, sap_text([*rows(), rows()[0]])), tmp_path / "report.json"
    assert run(["ledger", "check", str(place), "--json", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["rows"], document["invoices"], document["customers"]) == (361, 360, 12)
    assert document["columns"]["due"] == "due_in_date"
    repeated = next(one for one in document["findings"] if one["key"] == "repeated")
    assert (repeated["severity"], repeated["rows"], repeated["lines"]) == ("look", 1, [362])
    assert repeated["remedy"]


def test_a_ledger_that_cannot_be_read_leaves_no_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.json"
    assert run(["ledger", "check", str(tmp_path / "none.csv"), "--json", str(out)]) == 2
    assert "no file" in capsys.readouterr().err
    assert not out.exists()


def test_the_synthetic_ledger_ships_as_the_engine_makes_it(tmp_path: Path) -> None:
    """After a change of the model: python -m simulator.experiment.example_ledger."""
    shipped = example_file().read_bytes()
    assert shipped == make_example()
    assert len(shipped) < 1_000_000
    assert shipped.decode().splitlines()[0] == TITLE
    assert "ynthetic" in TITLE
    out = tmp_path / "mine.csv"
    assert run(["ledger", "example", "--out", str(out)]) == 0
    read = read_ledger(out)
    assert read.report is not None
    assert read.customers >= CUSTOMERS
    assert read.report.credit_notes > 5
    assert 0.02 < np.isnat(read.paid).mean() < 0.3
    assert read.disputed is not None
    assert read.report.of(Severity.ACT) == read.report.of(Severity.LOOK) == ()


def test_what_is_paid_before_it_is_due_is_told_in_days_before_due() -> None:
    at_once = [replace(row, paid=row.issued) for row in rows(customers=8, weeks=30)]
    (finding,) = [one for one in about_censoring(ledger(at_once)) if one.key == "hides_late_payers"]
    assert "paid 14 days before due or later" in finding.sentence


def test_more_missing_invoices_than_the_file_has_are_not_counted() -> None:
    once = [replace(row, paid=date(2024, 9, 2)) for row in book() if row.due < date(2024, 9, 2)]
    (finding,) = [one for one in about_censoring(ledger(once)) if one.key == "hides_late_payers"]
    assert "(most are missing" in finding.sentence
