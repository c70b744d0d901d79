"""`creditlab compare` keeps what it found, and `creditlab results` lists, shows and deletes it."""

import json

import pytest

from simulator.cli import run
from simulator.experiment import compare as comparing
from tests.stub_engine import StubEngine


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A folder of kept results, a wide terminal, and a stand-in for the engine."""

    def make(_scenario, _portfolio, levers, seed):
        days = tuple(one.terms.net_days or 30 for one in levers)
        return StubEngine(days, (0.0,) * len(days), seed)

    monkeypatch.setattr(comparing, "replicator", make)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    return tmp_path / "kept"


ASKED = ["compare", "wholesale", "status_quo", "growth", "--replications", "24", "--workers", "1"]


def names(capsys) -> list[str]:
    capsys.readouterr()
    assert run(["results", "list"]) == 0
    return [
        word for line in capsys.readouterr().out.splitlines() for word in line.split()[:1] if len(word) == 12
    ]


def test_asked_again_it_says_from_when_it_is(kept, capsys):
    assert run(ASKED) == 0
    first = capsys.readouterr()
    assert "kept results" not in first.err
    assert run(ASKED) == 0
    again = capsys.readouterr()
    assert "From kept results of " in again.err
    assert again.out == first.out
    assert run([*ASKED, "--fresh"]) == 0
    assert "kept results" not in capsys.readouterr().err


def test_what_the_same_luck_saved_is_said(kept, capsys):
    run(ASKED)
    shown = capsys.readouterr().out
    assert "24 replications of 1,095 days." in shown
    assert "enough for the precision asked" not in shown
    assert "The same luck saved replications for" in shown


def test_a_precision_that_is_reached_says_what_it_took(kept, capsys, monkeypatch):
    """The two strategies do not differ, so the first look is enough."""
    monkeypatch.setattr(comparing, "replicator", lambda *_: StubEngine((0, 0), (0, 0)))
    run(["compare", "wholesale", "status_quo", "growth", "--precision", "0.5", "--workers", "1"])
    assert (
        "20 replications of 1,095 days. That was enough for the precision asked." in capsys.readouterr().out
    )


def test_results_are_listed_shown_and_deleted(kept, capsys, tmp_path):
    run([*ASKED, "--json", str(tmp_path / "first.json")])
    shown = capsys.readouterr().out
    [name] = names(capsys)
    assert run(["results", "show", name[:5], "--json", str(tmp_path / "again.json")]) == 0
    told = capsys.readouterr()
    assert "From kept results of " in told.err
    assert told.out.strip().splitlines()[0] == shown.strip().splitlines()[0]  # the verdict
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "first.json").read_bytes()
    assert run(["results", "delete", name]) == 0
    assert "Deleted 1 kept result." in capsys.readouterr().out
    assert names(capsys) == []
    assert not list(kept.rglob("*.parquet"))


def test_everything_is_deleted_on_request(kept, capsys):
    run(ASKED)
    run([*ASKED, "--seed", "3"])
    assert len(names(capsys)) == 2
    assert run(["results", "delete", "--all"]) == 0
    assert "Deleted 2 kept results." in capsys.readouterr().out


def test_where_nothing_is_kept_it_says_so(kept, capsys, monkeypatch):
    assert run(["results", "list"]) == 0
    assert "No results are kept" in capsys.readouterr().out
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    assert run(["results", "list"]) == 0
    assert "CREDITLAB_RESULTS is off" in capsys.readouterr().out
    assert run(ASKED) == 0
    assert run(["results", "delete", "--all"]) == 0
    assert "Deleted 0" in capsys.readouterr().out
    assert not kept.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "abcdef"], "There is no kept result 'abcdef'"),
        (["delete"], "Name the results to delete"),
        (["delete", "abcdef", "--all"], "Name the results to delete"),
        (["delete", "abcdef"], "There is no kept result"),
    ],
)
def test_a_mistake_is_one_sentence(kept, capsys, arguments, words):
    assert run(["results", *arguments]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_a_size_that_is_none_is_told_before_anything_runs(kept, capsys, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS_MEGABYTES", "-5")
    assert run(ASKED) == 2
    assert "whole number of megabytes" in capsys.readouterr().err


def test_after_a_cancel_it_goes_on_from_there(kept, capsys, monkeypatch, tmp_path):
    whole = comparing.replicator
    monkeypatch.setattr(comparing, "replicator", lambda *_: StubEngine((0, 30), (0, 0), interrupt_at=9))
    assert run(ASKED) == 130
    told = capsys.readouterr().err
    assert "What was finished is kept: the same command goes on from there." in told
    assert "Traceback" not in told
    monkeypatch.setattr(comparing, "replicator", whole)
    run([*ASKED, "--json", str(tmp_path / "resumed.json")])
    assert "9 of 24 replications are from kept results" in capsys.readouterr().err
    assert json.loads((tmp_path / "resumed.json").read_text(encoding="utf-8"))["replications"] == 24
