"""Every experiment keeps its runs and its answer: asked again nothing is played, and not a byte differs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import simulator as cs
from simulator.cli import run
from simulator.experiment import compare as comparing
from simulator.experiment import side_by_side
from simulator.experiment.kept import answers
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.shares import shares
from tests.behaviour.trials import portfolio_of, small_wholesaler
from tests.unit.invented_runs import InventedRuns


def formula(scenario, levers, draw):
    days = levers.terms.net_days or 30
    margin = scenario.company.gross_margin_fraction
    return {
        "profit_to_the_end": 1e6 * draw + 1e5 * margin * days - 400.0 * days * (1 + draw),
        "lowest_cash": -1e5 * draw - 5_000.0 * days,
        "write_offs_net_of_claims": 500.0 * days * (1 + draw),
    }


class Counting:
    """A formula in the engine's place that counts what it plays."""

    def __init__(self) -> None:
        self.count = 0
        self.interrupt_after: int | None = None

    def __call__(self, scenario, _portfolio, levers, seed):
        runs = InventedRuns(formula, scenario, tuple(levers), seed)

        def task(replication: int):
            if self.interrupt_after is not None and self.count >= self.interrupt_after:
                raise KeyboardInterrupt
            self.count += len(levers)
            return runs(replication)

        return task

    def asked_since(self) -> int:
        """Runs since it was asked last."""
        count, self.count = self.count, 0
        return count


@pytest.fixture
def engine(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(comparing, "replicator", counting)
    return counting


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "kept")


@pytest.fixture(scope="module")
def scenario():
    return cs.load_scenario("wholesale").but(portfolio={"customers": 20})


TODAY = cs.load_strategy("status_quo")
LATER, LATEST = (TODAY.but(f"Net {days}", why="x", terms={"net_days": days}) for days in (45, 60))
ALL = [TODAY, LATER, LATEST]
SEARCHES = {
    "best": lambda s, **more: cs.best(s, ALL, **more),
    "frontier": lambda s, **more: cs.frontier(s, ALL, **more),
    "sensitivity": lambda s, **more: cs.sensitivity(
        s, LATER, keys=["company.gross_margin_fraction", "terms.net_days"], **more
    ),
    "shares": lambda s, **more: shares(
        s, LATER, keys=["company.gross_margin_fraction", "terms.net_days"], points=16, **more
    ),
    "optimise": lambda s, **more: cs.optimise(
        s, ["terms.net_days=30..90:15"], limits=["lowest_cash>=-420000"], **more
    ),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_asked_again_a_search_plays_nothing_and_no_byte_differs(engine, shelf, scenario, name):
    def ask(**more: Any) -> str:
        return str(SEARCHES[name](scenario, workers=1, **more).to_json())

    first = ask(keep=shelf)
    assert engine.asked_since() > 0
    assert ask(keep=Shelf(shelf.folder)) == first
    assert engine.asked_since() == 0
    assert ask() == first  # and without a shelf
    played = engine.asked_since()
    assert ask(keep=Shelf(shelf.folder, is_fresh=True)) == first
    assert 0 < engine.asked_since() <= played
    [kept] = answers.kept_answers(shelf)
    assert (kept.kind, kept.seed) == (name, 2026)
    document, _ = answers.kept_document(shelf, kept.name)
    assert document["document"] == json.loads(first)


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_cut_short_goes_on_from_there(engine, shelf, scenario, name):
    SEARCHES[name](scenario, workers=1)
    whole = engine.asked_since()
    engine.interrupt_after = whole // 2
    with pytest.raises(KeyboardInterrupt):
        SEARCHES[name](scenario, workers=1, keep=shelf)
    before = engine.asked_since()
    engine.interrupt_after = None
    SEARCHES[name](scenario, workers=1, keep=Shelf(shelf.folder))
    assert before > 0
    assert before + engine.asked_since() <= whole


def test_experiments_share_what_was_played(engine, shelf, scenario):
    cs.frontier(scenario, ALL, workers=1, keep=shelf)
    engine.asked_since()
    cs.best(scenario, ALL, workers=1, replications=200, keep=Shelf(shelf.folder))
    assert engine.asked_since() == 0


@pytest.mark.parametrize("change", ["seed", "scenario", "levers", "sources"])
def test_whatever_decides_the_numbers_is_part_of_the_key(engine, shelf, scenario, monkeypatch, change):
    cs.best(scenario, [TODAY, LATER], workers=1, replications=40, keep=shelf)
    engine.asked_since()
    if change == "sources":
        monkeypatch.setattr(answers, "numbers_version", lambda: "other rules")
    if change == "scenario":
        scenario = scenario.but(company={"supplier_days": 31})
    second = LATEST if change == "levers" else LATER
    seed = 7 if change == "seed" else 2026
    cs.best(scenario, [TODAY, second], workers=1, replications=40, seed=seed, keep=Shelf(shelf.folder))
    assert engine.asked_since() == (40 if change == "levers" else 80)


def files(shelf: Shelf) -> list[Path]:
    return sorted(shelf.outcomes_folder.rglob("*.parquet"))


def test_a_damaged_file_is_noticed_and_what_it_held_is_played_again(engine, shelf, scenario):
    first = cs.frontier(scenario, ALL, workers=1, keep=shelf).to_json()
    engine.asked_since()
    data = bytearray(files(shelf)[0].read_bytes())
    data[len(data) // 2] ^= 0xFF
    files(shelf)[0].write_bytes(bytes(data))
    again = Shelf(shelf.folder)
    assert cs.frontier(scenario, ALL, workers=1, keep=again).to_json() == first
    assert engine.asked_since() == 200  # one strategy of three
    assert "A kept result was damaged; what it held is played again." in again.remarks
    assert any("400 of 600 runs are from kept results" in one for one in again.remarks)


def test_deleting_an_answer_leaves_what_others_need(engine, shelf, scenario):
    cs.frontier(scenario, ALL, workers=1, keep=shelf)
    cs.best(scenario, [TODAY, LATER], workers=1, replications=40, keep=Shelf(shelf.folder))
    assert len(files(shelf)) == 3
    first = next(one for one in answers.kept_answers(shelf) if one.kind == "frontier")
    answers.delete_answers(shelf, [first.name])
    assert len(files(shelf)) == 2
    engine.asked_since()
    cs.best(scenario, [TODAY, LATER], workers=1, replications=40, keep=Shelf(shelf.folder))
    assert engine.asked_since() == 0


SMALL = small_wholesaler(12, 90)
ENGINE = {
    "why": lambda **more: cs.why(SMALL, TODAY, LATEST, replications=3, **more),
    "stress": lambda **more: cs.stress(SMALL, [TODAY, LATEST], ["boom", "recession"], replications=3, **more),
    "reverse-stress": lambda **more: cs.reverse_stress(
        SMALL, TODAY, "supplier_squeeze", share=0.5, replications=3, **more
    ),
}


@pytest.mark.parametrize("name", ENGINE)
def test_asked_again_the_engine_rests_and_no_byte_differs(shelf, monkeypatch, name):
    """Runs of two strategies in several worlds, with shocks that bring more orders and so other luck."""
    portfolio = portfolio_of(SMALL)
    first = ENGINE[name](workers=1, portfolio=portfolio, keep=shelf).to_json()
    assert ENGINE[name](workers=1, portfolio=portfolio).to_json() == first

    def nothing(*_: Any) -> Any:
        raise AssertionError("it was played before")

    monkeypatch.setattr(side_by_side, "warmed_up", nothing)
    assert ENGINE[name](workers=1, portfolio=portfolio, keep=Shelf(shelf.folder)).to_json() == first
    assert [one.kind for one in answers.kept_answers(shelf)] == [name]


def test_no_customer_of_a_ledger_is_named_in_what_is_kept(shelf, monkeypatch, capsys, tmp_path):
    portfolio = portfolio_of(SMALL)
    names = tuple(f"Secret Ltd {number}" for number in range(len(portfolio)))
    ledger = replace(portfolio, origin="ledger", identities=names)
    found = cs.why(SMALL, TODAY, LATEST, replications=3, workers=1, portfolio=ledger, keep=shelf)
    assert "Secret Ltd" in found.to_json()
    texts = [path.read_bytes() for path in shelf.folder.rglob("*") if path.is_file()]
    assert not any(b"Secret" in text for text in texts)
    [kept] = answers.kept_answers(shelf)
    monkeypatch.setenv("CREDITLAB_RESULTS", str(shelf.folder))
    assert run(["results", "show", kept.name]) == 0
    shown = capsys.readouterr()
    assert found.sentence in shown.out
    assert "Ask the same question again" in shown.err
    assert run(["results", "show", kept.name, "--json", str(tmp_path / "why.json")]) == 2
    assert "not kept whole" in capsys.readouterr().err


def test_runs_of_a_comparison_are_of_use_to_all(shelf, monkeypatch):
    """And they are the very runs that would be played."""
    portfolio, strategies = portfolio_of(SMALL), [TODAY, LATEST]
    cs.compare(SMALL, strategies, replications=40, workers=1, portfolio=portfolio, keep=shelf)
    more = {"workers": 1, "portfolio": portfolio, "replications": 40}
    alone = cs.best(SMALL, strategies, **more).to_json()

    def nothing(*_: Any) -> Any:
        return None

    monkeypatch.setattr(comparing, "replicator", nothing)
    monkeypatch.setattr(side_by_side, "warmed_up", nothing)
    assert cs.best(SMALL, strategies, keep=Shelf(shelf.folder), **more).to_json() == alone
    more["replications"] = 10
    cs.why(SMALL, *strategies, keep=Shelf(shelf.folder), **more)


@pytest.fixture
def kept(engine, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))


ASKED = ["best", "wholesale", "status_quo", "growth", "--replications", "40", "--workers", "1"]


def test_the_command_shows_it_at_once_and_results_shows_it_again(kept, engine, capsys, tmp_path):
    assert run([*ASKED, "--json", str(tmp_path / "first.json")]) == 0
    first = capsys.readouterr()
    assert engine.asked_since() == 80
    assert run(ASKED) == 0
    again = capsys.readouterr()
    assert engine.asked_since() == 0
    assert "From kept results of " in again.err
    assert again.out == first.out
    assert run(["results", "list"]) == 0
    listed = capsys.readouterr().out
    [line] = [line for line in listed.splitlines() if " best " in line]
    name = line.split()[0]
    assert run(["results", "show", name, "--json", str(tmp_path / "again.json")]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == first.out.strip()
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "first.json").read_bytes()
    assert run([*ASKED, "--fresh"]) == 0
    assert "kept results" not in capsys.readouterr().err
    assert engine.asked_since() == 80
    assert run(["results", "delete", name]) == 0
    assert run(["results", "list"]) == 0
    assert "No results are kept" in capsys.readouterr().out


def test_a_sobol_design_and_its_tornado_are_one_answer(kept, engine, capsys):
    asked = ["sensitivity", "wholesale", "growth", "--keys", "company.gross_margin_fraction=0.1..0.3"]
    asked += ["--keys", "terms.net_days", "--replications", "4", "--sobol", "16", "--workers", "1"]
    assert run(asked) == 0
    first = capsys.readouterr().out
    engine.asked_since()
    assert run(asked) == 0
    assert capsys.readouterr().out == first
    assert engine.asked_since() == 0
    assert run(["results", "list"]) == 0
    assert "1 kept" in capsys.readouterr().out


def test_after_a_cancel_the_same_command_goes_on(kept, engine, capsys):
    engine.interrupt_after = 30
    assert run(ASKED) == 130
    assert "What was finished is kept: the same command goes on from there." in capsys.readouterr().err
    engine.interrupt_after = None
    assert engine.asked_since() == 30
    assert run(ASKED) == 0
    assert engine.asked_since() == 50
    assert "30 of 80 runs are from kept results" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["best", "frontier", "sensitivity", "optimise", "why", "stress", "reverse-stress"]
)
def test_without_a_place_nothing_is_kept(kept, capsys, monkeypatch, tmp_path, command):
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    assert run([command, "--help"]) == 0
    assert "--fresh" in capsys.readouterr().out
    assert run(ASKED) == 0
    assert not (tmp_path / "kept").exists()
