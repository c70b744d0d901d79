"""Mappings: proposed, corrected, kept for the next export with the same header, and refused in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from simulator.cli import run
from simulator.errors import UserError
from simulator.ledger import read_ledger
from simulator.ledger.reading import proposed_mapping

OURS = """Wer,Was,Wann,Bis,Bezahlt,Wieviel
A1,R1,03/04/2024,03/05/2024,04/05/2024,"1.234"
A1,R2,04/04/2024,04/05/2024,,"2.000"
"""
MAPPING = """layout: columns known by their names
columns:
  customer: Wer
  invoice: Was
  issued: Wann
  due: Bis
  paid: Bezahlt
  amount: Wieviel
date_order: day first
decimal_mark: comma
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv("CREDITLAB_MAPPINGS", str(folder))
    return folder


def written(folder: Path, text: str, name: str) -> Path:
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def test_a_mapping_settles_columns_dates_and_decimals_and_is_kept(tmp_path: Path, kept: Path) -> None:
    book, mapping = written(tmp_path, OURS, "ours.csv"), written(tmp_path, MAPPING, "map.yaml")
    with pytest.raises(
        UserError, match=r"ours\.csv is not in a layout that is known.*creditlab ledger mapping"
    ):
        read_ledger(book)
    ledger = read_ledger(book, mapping=mapping)
    assert ledger.issued.tolist() == [date(2024, 4, 3), date(2024, 4, 4)]
    assert ledger.amount_cents.tolist() == [123_400, 200_000]
    following = written(tmp_path, OURS.replace("R1", "R7"), "next.csv")
    again = read_ledger(following)
    assert again.invoice.tolist() == ["R7", "R2"]
    assert any("mapping says that was kept" in note for note in again.notes)
    assert len(list(kept.iterdir())) == 1


def test_a_mapping_that_does_not_fit_is_not_kept(tmp_path: Path, kept: Path) -> None:
    book = written(tmp_path, OURS, "ours.csv")
    mapping = written(tmp_path, MAPPING.replace("Wieviel", "Betrag"), "map.yaml")
    with pytest.raises(UserError, match=r"ours\.csv has no column 'Betrag', which .*map\.yaml names"):
        read_ledger(book, mapping=mapping)
    assert not kept.exists()


def test_a_proposal_for_a_known_layout_reads_the_same(tmp_path: Path, kept: Path) -> None:
    text = (
        "Customer ID,Invoice No,Invoice Date,Due Date,Paid Date,Amount\n"
        "A,1,2024-01-05,2024-01-25,2024-02-01,10.00\nB,2,2024-01-06,2024-01-26,,12.00\n"
    )
    book = written(tmp_path, text, "book.csv")
    expected = read_ledger(book)
    mapping = tmp_path / "map.yaml"
    assert run(["ledger", "mapping", str(book), "--out", str(mapping)]) == 0
    ledger = read_ledger(book, mapping=mapping)
    assert ledger.invoice.tolist() == expected.invoice.tolist()
    assert ledger.report is not None
    assert ledger.report.found("guessed_columns") is None


def test_a_proposal_for_an_unknown_header_leaves_empty_what_it_does_not_know(tmp_path: Path) -> None:
    text = proposed_mapping(written(tmp_path, OURS, "ours.csv"))
    assert "Wer, Was, Wann, Bis, Bezahlt, Wieviel" in text
    assert "  customer: " in text
    book = written(tmp_path, OURS.replace("Wer", "Kunde").replace("Wieviel", "Betrag"), "half.csv")
    assert 'customer: "Kunde"' in proposed_mapping(book)


def test_a_proposal_never_overwrites_corrections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, mapping = written(tmp_path, OURS, "ours.csv"), written(tmp_path, MAPPING, "map.yaml")
    assert run(["ledger", "mapping", str(book), "--out", str(mapping)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert mapping.read_text(encoding="utf-8") == MAPPING


def test_terms_stand_in_for_a_missing_due_date_and_a_missing_invoice_date(tmp_path: Path) -> None:
    book = written(
        tmp_path,
        "Kunde,Rechnung,Rechnungsdatum,Zahlungsdatum,Betrag\nA,1,2024-01-05,2024-02-05,9.00\n",
        "a.csv",
    )
    with pytest.raises(UserError, match=r"no column for the due date.*terms_days"):
        read_ledger(book)
    ledger = read_ledger(book, mapping=written(tmp_path, "terms_days: 14\n", "terms.yaml"))
    assert ledger.due.tolist() == [date(2024, 1, 19)]
    assert ledger.due_estimated is not None
    assert ledger.due_estimated.tolist() == [True]
    assert any("1 due dates are not in the file" in note for note in ledger.notes)
    late = written(
        tmp_path, "Kunde,Rechnung,Fälligkeit,Zahlungsdatum,Betrag\nA,1,2024-01-25,2024-02-05,9.00\n", "b.csv"
    )
    ledger = read_ledger(late, mapping=tmp_path / "terms.yaml")
    assert ledger.issued.tolist() == [date(2024, 1, 11)]
    assert ledger.issued_estimated is not None


def test_one_of_two_currencies_can_be_chosen_for_every_command(tmp_path: Path, kept: Path) -> None:
    lines = [f"A,{n},2024-01-05,2024-01-25,2024-02-0{n + 1},10.00,{'EUR' if n else 'USD'}" for n in range(3)]
    text = "Kunde,Rechnung,Rechnungsdatum,Fälligkeit,Zahlungsdatum,Betrag,Währung\n" + "\n".join(lines) + "\n"
    book = written(tmp_path, text, "a.csv")
    with pytest.raises(UserError, match=r"mixes 2 currencies.*mapping \(currency\)"):
        read_ledger(book)
    assert (
        run(
            ["ledger", "check", str(book), "--mapping", str(written(tmp_path, "currency: eur\n", "eur.yaml"))]
        )
        == 0
    )
    ledger = read_ledger(book)
    assert (len(ledger), ledger.currency) == (2, "EUR")


def test_what_counts_as_open_can_be_said(tmp_path: Path) -> None:
    text = "Kunde,Rechnung,Rechnungsdatum,Fälligkeit,Stand,Betrag\nA,1,2024-01-05,2024-02-05,pendente,9.00\n"
    text += "A,2,2024-01-05,2024-02-05,liquidado,8.00\n"
    columns = "{customer: Kunde, invoice: Rechnung, issued: Rechnungsdatum, due: Fälligkeit, is_open: Stand, "
    columns += "amount: Betrag}"
    mapping = written(tmp_path, f"columns: {columns}\nopen_words: [pendente]\n", "map.yaml")
    ledger = read_ledger(written(tmp_path, text, "a.csv"), mapping=mapping)
    assert ledger.invoice.tolist() == ["1"]
    assert ledger.is_open_items
    everything = written(tmp_path, "open_items: true\n", "open.yaml")
    ledger = read_ledger(tmp_path / "a.csv", mapping=everything)
    assert len(ledger) == 2
    assert np.isnat(ledger.paid).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums: {}\n", r"Unknown key 'colums' in .*map\.yaml, line 1. Did you mean 'columns'"),
        ("columns: {custumer: A}\n", r"Unknown field 'custumer' .*line 1. Did you mean 'customer'"),
        ("columns: [a]\n", "'columns' .*must hold lines such as"),
        ("date_order: year first\n", "'date_order' .*must be day first or month first"),
        ("decimal_mark: dot\n", "'decimal_mark' .*must be point or comma"),
        ("terms_days: -3\n", "'terms_days' .*whole number of days"),
        ("terms_days: thirty\n", "'terms_days' .*whole number of days"),
        ("currency: Euro\n", "'currency' .*three letters"),
        ("open_items: perhaps\n", "'open_items' .*true or false"),
        ("open_words: yes please\n", "'open_words' .*a list of words"),
        ("layout: Navision\n", "There is no layout 'Navision'. The layouts are: .*Business Central"),
        (
            "columns: {customer: Wer, invoice: Was}\n",
            r"names no column of ours\.csv for the invoice date and the due date",
        ),
    ],
)
def test_mistakes_in_a_mapping_are_told_with_their_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_ledger(written(tmp_path, OURS, "ours.csv"), mapping=written(tmp_path, text, "map.yaml"))
