"""The light of a ledger: kept by what is in it, shown on every what-if, and the same bytes whenever it is told."""

import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from simulator.backtest import keeping
from simulator.backtest.judging import Judgement
from simulator.backtest.origins import Rolling
from simulator.backtest.report import BackTest, backtest
from simulator.experiment.kept import lights
from simulator.experiment.kept.answers import delete_answers, kept_answers
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger.light import LedgerLight, fingerprint
from simulator.publish.workbook import comparison_workbook
from simulator.results.documents import as_document
from tests.due_day import DueDay
from tests.synthetic_ledger import ledger, rows
from tests.unit.test_results import compared as comparison

ROLLING = Rolling(every_days=30)
GREEN = LedgerLight("green", "Weekly cash is off by 5 %: met.", 16, date(2026, 1, 5), date(2026, 3, 1))


@pytest.fixture(scope="module")
def book():
    return ledger(rows(customers=12, weeks=40))


@pytest.fixture(scope="module")
def tested(book) -> BackTest:
    return backtest(book, ROLLING, workers=1, simulator=DueDay())


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "kept")


def test_a_kept_back_test_is_the_same_to_the_byte(shelf, book, tested):
    assert keeping.kept_backtest(shelf, book, ROLLING, tested.seed) is None
    keeping.keep_backtest(shelf, book, tested)
    again = keeping.kept_backtest(shelf, book, ROLLING, tested.seed)
    assert again is not None
    assert again.to_json() == tested.to_json()
    assert len(again.weeks) == len(tested.origins)
    assert keeping.kept_backtest(shelf, book, Rolling(every_days=31), tested.seed) is None
    assert keeping.kept_backtest(replace(shelf, is_fresh=True), book, ROLLING, tested.seed) is None


def test_the_light_is_found_by_content_not_by_name(shelf, book, tested):
    assert lights.light_of(book, shelf, "mine.csv").sentence.startswith(
        "Not back-tested yet: creditlab backtest mine"
    )
    keeping.keep_backtest(shelf, book, tested)
    found = lights.light_of(replace(book, name="another name"), shelf)
    assert (found.light, found.reason) == (tested.light, tested.reasons[0])
    assert found.made is not None
    cents = book.amount_cents.copy()
    cents[0] += 1
    other = replace(book, amount_cents=cents)
    assert fingerprint(other) != fingerprint(book)
    assert lights.light_of(other, shelf).light is None


def test_a_back_test_of_an_earlier_version_gives_no_light(shelf, book, tested, monkeypatch):
    keeping.keep_backtest(shelf, book, tested)
    monkeypatch.setattr(lights, "numbers_version", lambda: "another version")
    assert lights.light_of(book, shelf).light is None


def test_back_tests_are_listed_and_deleted_like_other_answers(shelf, book, tested):
    keeping.keep_backtest(shelf, book, tested)
    (answer,) = kept_answers(shelf)
    assert (answer.kind, answer.scenario) == ("backtest", "synthetic")
    kept = (shelf.answers_folder / f"{answer.name}.json").read_text(encoding="utf-8")
    assert not any(name in kept for name in ("000001", "F000000"))  # neither customers nor invoices
    delete_answers(shelf, [answer.name])
    assert lights.light_of(book, shelf).light is None


def test_a_comparison_carries_the_light_into_its_files():
    plain = comparison()
    lit = replace(plain, light=replace(GREEN, made=date(2026, 3, 9)))
    document = as_document(lit)
    assert document["backtest"] == {
        "light": "green", "reason": "Weekly cash is off by 5 %: met.", "days": 16,
        "first": "2026-01-05", "last": "2026-03-01",
    }  # fmt: skip
    assert as_document(plain)["backtest"] is None
    assert json.dumps(as_document(replace(plain, light=GREEN))) == json.dumps(
        document
    )  # the day of the test is not in it
    assert LedgerLight.of_document(document["backtest"]) == GREEN


def test_the_workbook_says_how_well_the_ledger_is_foretold(tmp_path):
    place = tmp_path / "book.xlsx"
    place.write_bytes(comparison_workbook(replace(comparison(), light=GREEN)))
    told = dict(openpyxl.load_workbook(place)["How it was made"].iter_rows(values_only=True, max_col=2))
    assert told["Back-test of the ledger"] == GREEN.sentence
    place.write_bytes(comparison_workbook(replace(comparison(), light=LedgerLight(file="mine.csv"))))
    told = dict(openpyxl.load_workbook(place)["How it was made"].iter_rows(values_only=True, max_col=2))
    assert told["Back-test of the ledger"].startswith("Not back-tested yet: creditlab backtest mine.csv")


def test_the_line_says_what_follows():
    assert GREEN.line == f"{GREEN.sentence}"
    red = replace(GREEN, light="red", made=date(2026, 3, 9))
    assert red.line.endswith(
        "Back-tested on 2026-03-09. Differences hold better than levels; do not quote the levels."
    )


def test_a_back_test_on_the_usual_days_gives_the_light_whatever_else_was_tried(shelf, book, tested):
    usual = replace(tested, rolling=Rolling(), cells=64, judgement=Judgement("amber", ("Usual.",)))
    dense = replace(
        tested, rolling=Rolling(every_days=1), cells=300, judgement=Judgement("green", ("Dense.",))
    )
    keeping.keep_backtest(shelf, book, dense)
    assert lights.light_of(book, shelf).light == "green"
    keeping.keep_backtest(shelf, book, usual)
    assert lights.light_of(book, shelf).light == "amber"


def test_a_kept_back_test_is_shown_by_the_name_that_the_file_has_now(shelf, book, tested):
    keeping.keep_backtest(shelf, book, tested)
    again = keeping.kept_backtest(shelf, replace(book, name="march"), ROLLING, tested.seed)
    assert again is not None
    assert again.ledger == "march"
