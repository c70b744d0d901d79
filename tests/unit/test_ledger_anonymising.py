"""A ledger without names: stable pseudonyms, nothing of the original, and the way back into the importer."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from simulator.cli import run
from simulator.errors import UserError
from simulator.ledger import read_ledger
from simulator.ledger.anonymising.key import read_or_make_key
from simulator.ledger.anonymising.pseudonyms import anonymised, scale_of
from simulator.ledger.writing import as_csv
from tests.synthetic_ledger import rows, sap_text, written
from tests.unit.test_ledger_reading import same


@pytest.fixture
def key_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "settings" / "mine.key"
    monkeypatch.setenv("CREDITLAB_KEY", str(place))
    return place


@pytest.fixture
def book(tmp_path: Path) -> Path:
    text = (
        sap_text(rows(customers=4, weeks=6))
        .replace("NAME co", "=HYPERLINK(1)")
        .replace("000001", "Ridge & Co")
    )
    return written(tmp_path, text, "ours.csv")


def test_a_copy_without_names_reads_as_the_same_ledger(tmp_path: Path, book: Path, key_place: Path) -> None:
    copy = tmp_path / "copy.csv"
    assert run(["ledger", "anonymise", str(book), "--out", str(copy)]) == 0
    one, other = read_ledger(book), read_ledger(copy)
    assert other.layout == "Credit Strategy Lab ledger"
    assert one.customers == other.customers
    assert sorted(one.amount_cents.tolist()) == sorted(other.amount_cents.tolist())
    assert one.issued.tolist() == other.issued.tolist()
    for day in (other.issued, other.due):
        assert not np.isnat(day).any()
    text = copy.read_text(encoding="utf-8")
    for secret in ("Ridge", "HYPERLINK", "F000", "T030", "000002", "ours"):
        assert secret not in text
    assert set(other.customer.tolist()).isdisjoint(one.customer.tolist())


def test_the_same_key_gives_the_same_pseudonyms_and_another_key_others(
    tmp_path: Path, book: Path, key_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again, other = tmp_path / "1.csv", tmp_path / "2.csv", tmp_path / "3.csv"
    assert run(["ledger", "anonymise", str(book), "--out", str(first)]) == 0
    assert run(["ledger", "anonymise", str(book), "--out", str(again)]) == 0
    monkeypatch.setenv("CREDITLAB_KEY", str(tmp_path / "other.key"))
    assert run(["ledger", "anonymise", str(book), "--out", str(other)]) == 0
    assert first.read_bytes() == again.read_bytes() != other.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_the_key_is_for_its_owner_alone(key_place: Path) -> None:
    key = read_or_make_key()
    assert len(key) >= 32
    assert read_or_make_key() == key
    assert stat.S_IMODE(key_place.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_place.parent.stat().st_mode) == 0o700
    key_place.chmod(0o644)
    with pytest.raises(UserError, match="Others may read the key"):
        read_or_make_key()


def test_a_damaged_key_is_refused(key_place: Path) -> None:
    read_or_make_key()
    for text in ("not a key", "abcd"):
        key_place.write_text(text, encoding="ascii")
        with pytest.raises(UserError, match=r"key for pseudonyms .* (damaged|too short)"):
            read_or_make_key()


def test_amounts_are_scaled_by_one_factor_of_the_key(book: Path) -> None:
    ledger, key = read_ledger(book), b"k" * 32
    scaled = anonymised(ledger, key, scale_amounts=True)
    factor = scale_of(key)
    assert factor != 1.0
    assert np.abs(scaled.amount_cents - ledger.amount_cents * factor).max() <= 0.5
    assert (anonymised(ledger, key).amount_cents == ledger.amount_cents).all()


def test_the_whole_of_a_ledger_comes_back_from_its_own_layout(tmp_path: Path, book: Path) -> None:
    ledger = anonymised(read_ledger(book), b"k" * 32)
    again = read_ledger(written(tmp_path, as_csv(ledger, "a title").decode(), "again.csv"))
    assert same(ledger, again)
    assert again.currency == ledger.currency == "USD"
    assert (again.disputed is None, again.on_hold is None) == (
        ledger.disputed is None,
        ledger.on_hold is None,
    )
    assert again.terms is not None
    assert ledger.terms is not None
    assert again.terms.tolist() == ledger.terms.tolist()


def test_the_copy_never_takes_the_place_of_the_ledger(
    book: Path, key_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    assert run(["ledger", "anonymise", str(book), "--out", str(book)]) == 2
    assert "take the place of your ledger" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_nothing_is_written_when_the_ledger_cannot_be_read(
    tmp_path: Path, key_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(tmp_path, "Ridge & Co,Mr Secret\nHill,Mrs Secret\n", "bad.csv")
    assert run(["ledger", "anonymise", str(bad), "--out", str(tmp_path / "copy.csv")]) == 2
    assert not (tmp_path / "copy.csv").exists()
    assert not key_place.exists()
    assert "Secret" not in capsys.readouterr().err


@pytest.mark.parametrize("column", [2, 5])
def test_no_error_tells_a_name_that_stands_in_the_wrong_column(
    tmp_path: Path, key_place: Path, capsys: pytest.CaptureFixture[str], column: int
) -> None:
    cells = ["C1", "R1", "2024-01-05", "2024-02-04", "2024-02-05", "10.00"]
    cells[column] = "Secret & Sons Ltd 1999"
    text = "Customer ID,Invoice No,Invoice Date,Due Date,Paid Date,Amount\n" + ",".join(cells) + "\n"
    bad = written(tmp_path, text, "bad.csv")
    assert run(["ledger", "anonymise", str(bad), "--out", str(tmp_path / "copy.csv")]) == 2
    told = capsys.readouterr().err
    assert "line 2 has a text" in told
    assert "Secret" not in told
