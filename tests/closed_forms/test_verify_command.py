"""`creditlab verify` with two small forms in the place of the textbook's."""

from __future__ import annotations

import json

import pytest

from simulator import __version__
from simulator.cli import run
from simulator.verification.cases import Case


@pytest.fixture
def textbook(monkeypatch):
    """A textbook of two forms; the second agrees only with seed 3."""
    asked: list[tuple[int, float]] = []

    def good(seed, effort):
        asked.append((seed, effort))
        return [Case("CF1", "DSO, days", 30.0, 30.0, 0.0)]

    def doubtful(seed, effort):
        return [Case("CF2", "receivables, mean", 470_000.0, 470_000.0 + 10 * (seed - 3), 5.0)]

    monkeypatch.setattr("simulator.verification.forms.FORMS", {"CF1": good, "CF2": doubtful})
    monkeypatch.setenv("COLUMNS", "100")
    return asked


def test_agreement_is_told_and_leaves_with_zero(textbook, capsys):
    assert run(["verify", "--seed", "3"]) == 0
    shown = capsys.readouterr().out
    assert textbook == [(3, 1.0)]
    assert "All 2 cases agree with the textbook." in shown
    assert "receivables, mean" in shown
    assert "470,000" in shown
    assert "Seed 3, version" in shown


def test_a_case_that_fails_leaves_with_one(textbook, capsys):
    assert run(["verify", "--seed", "4"]) == 1
    shown = capsys.readouterr().out
    assert "1 of 2 cases do not agree with the textbook: CF2." in shown
    assert "FAILS" in shown
    assert "470,010" in shown


def test_the_file_holds_every_case_even_when_one_fails(textbook, tmp_path, capsys):
    path = tmp_path / "cases.json"
    assert run(["verify", "--seed", "4", "--json", str(path)]) == 1
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["seed"], document["version"]) == (4, __version__)
    assert document["cases"][1] == {
        "id": "CF2",
        "title": "receivables, mean",
        "expected": 470_000.0,
        "simulated": 470_010.0,
        "tolerance": 5.0,
        "passed": False,
    }
    assert "Written to" in capsys.readouterr().err


def test_a_bad_path_is_told_before_anything_runs(textbook, tmp_path, capsys):
    assert run(["verify", "--json", str(tmp_path / "nowhere" / "cases.json")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert textbook == []
