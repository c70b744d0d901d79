"""`creditlab compare` with a stand-in for the engine."""

import json

import pytest

from simulator.cli import run
from simulator.cli.comparison_view import MAIN_MEASURES
from simulator.experiment import compare as comparing
from simulator.results import phrases
from tests.stub_engine import StubEngine


@pytest.fixture
def engine(monkeypatch):
    """Puts a stand-in in the engine's place: as many strategies as are asked for."""

    def make(scenario, portfolio, levers, seed):
        days = tuple(10 * number for number in range(len(levers)))
        return StubEngine(days, tuple(400.0 * number for number in range(len(levers))), seed)

    monkeypatch.setattr(comparing, "replicator", make)
    return monkeypatch


@pytest.fixture
def terminal(engine):
    def wide(columns):
        engine.setenv("COLUMNS", str(columns))

    wide(200)
    return wide


FEW = ["--replications", "32", "--workers", "1"]


def test_it_shows_levels_differences_and_where_they_come_from(engine, terminal, capsys):
    assert run(["compare", "wholesale", "status_quo", "growth", *FEW]) == 0
    shown = capsys.readouterr().out
    assert "cannot be told apart" in shown or "Nothing here beats" in shown
    for words in ("Profit to the end", "DSO, countback", "EUR", "days", "against the first", "of 100"):
        assert words in shown
    assert "32 replications of 1,095 days." in shown
    assert "Seed 2026, version 0.1.0, inputs " in shown


def test_a_narrow_terminal_shows_the_strategies_below_each_other(engine, terminal, capsys):
    terminal(70)
    assert run(["compare", "wholesale", "status_quo", "growth", "strict", *FEW]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= 70
    assert sum("Profit to the end" in line for line in lines) == 2


def test_explanations_are_shown_on_request_and_sum_up(engine, terminal, capsys):
    run(["compare", "wholesale", "status_quo", "growth", *FEW])
    assert "Provision" not in capsys.readouterr().out
    run(["compare", "wholesale", "status_quo", "growth", "--explain", *FEW])
    shown = capsys.readouterr().out
    for words in ("Why days to pay differ", "Lateness", "Together", "Over 90 days past due", "without VAT"):
        assert words in shown
    assert "for what is to come" not in shown
    overlay = ["--set", "economy.provision_overlay_multiplier=1.5"]
    run(["compare", "wholesale", "status_quo", "growth", "--explain", *overlay, *FEW])
    assert "times 1.5 for what is to come" in capsys.readouterr().out


def test_the_table_shows_the_write_offs_that_the_verdict_and_the_pages_speak_of():
    lost = {name for name in MAIN_MEASURES if name.startswith("write_offs")}
    assert lost == {phrases.WRITE_OFFS, phrases.BAD_YEAR}
    assert set(phrases.MEASURES) <= set(MAIN_MEASURES)


def test_every_measure_is_shown_on_request(engine, terminal, capsys):
    run(["compare", "wholesale", "status_quo", "growth", *FEW])
    assert "Herfindahl index" not in capsys.readouterr().out
    run(["compare", "wholesale", "status_quo", "growth", "--all", *FEW])
    assert "Herfindahl index" in capsys.readouterr().out


def test_no_colour_is_written_where_none_is_wanted(engine, terminal, capsys):
    engine.setenv("NO_COLOR", "1")
    run(["compare", "wholesale", "status_quo", "growth", *FEW])
    assert "\x1b[3" not in capsys.readouterr().out


def test_the_file_holds_the_comparison(engine, terminal, tmp_path, capsys):
    path = tmp_path / "result.json"
    assert (
        run(["compare", "wholesale", "status_quo", "growth", *FEW, "--seed", "7", "--json", str(path)]) == 0
    )
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["seed"], document["replications"], len(document["strategies"])) == (7, 32, 2)
    assert "Written to" in capsys.readouterr().err


def test_settings_change_every_strategy_but_the_first(engine, terminal, tmp_path):
    path = tmp_path / "result.json"
    settings = ["--set", "terms.net_days=45", "--set", "company.supplier_days=20"]
    assert run(["compare", "wholesale", "status_quo", "growth", *FEW, *settings, "--json", str(path)]) == 0
    inputs = json.loads(path.read_text(encoding="utf-8"))["inputs"]
    assert [one["levers"]["terms"]["net_days"] for one in inputs["strategies"]] == [None, 45]
    assert inputs["scenario"]["company"]["supplier_days"] == 20


def test_what_is_unusual_is_said_before_the_run(engine, terminal, capsys):
    run(["compare", "wholesale", "status_quo", "growth", *FEW, "--set", "discount.rate_fraction=0.4"])
    told = capsys.readouterr()
    assert "Note:" in told.err
    assert "rate_fraction" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--replications", "5", "--precision", "0.01"], "exclude each other"),
        (["--precision", "2"], "0.001 means 0.1 %"),
        (["--replications", "0"], "too few"),
        (["--workers", "0"], "too few"),
        (["--seed", "99999999999999999999"], "at most 18 digits"),
        (["--json", "nowhere/at/all.json"], "does not exist"),
        (["--set", "terms.nett_days=3"], "net_days"),
        (["--ledger", "nowhere.csv"], "nowhere.csv"),
        (["--ledger", "nowhere.csv", "--set", "company.start_date=2020-06-15"], "the ledger decides it"),
        (
            ["--ledger", "nowhere.csv", "--set", "behaviour.on_time_fraction.large=0.5"],
            "the ledger decides it",
        ),
    ],
)
def test_a_mistake_is_one_sentence_before_anything_runs(engine, terminal, capsys, arguments, words):
    assert run(["compare", "wholesale", "status_quo", "growth", *arguments]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_an_unknown_strategy_gets_a_proposal(engine, terminal, capsys):
    assert run(["compare", "wholesale", "status_quo", "growht"]) == 2
    assert "growth" in capsys.readouterr().err


def test_a_cancel_is_a_sentence(engine, terminal, capsys):
    engine.setattr(comparing, "replicator", lambda *_: StubEngine((0, 0), (0, 0), interrupt_at=3))
    assert run(["compare", "wholesale", "status_quo", "growth", *FEW]) == 130
    assert "Stopped" in capsys.readouterr().err


SHARED = """comparison: 1
scenario: {extends: wholesale, changes: {company: {horizon_days: 365}}}
shocks: [{shock: recession, severity: 0.5, start_day: 30}]
strategies:
- {name: Net 45, why: As others do, changes: {terms: {net_days: 45}}}
seed: 7
replications: 5
judged_by: growth
"""


def test_a_shared_comparison_takes_the_scenario_s_place(engine, terminal, capsys, tmp_path):
    path, found = tmp_path / "shared.yaml", tmp_path / "found.json"
    path.write_text(SHARED, encoding="utf-8")
    assert run(["compare", str(path), "--workers", "1", "--json", str(found)]) == 0
    shown = capsys.readouterr().out
    assert "Growth: sales less their cost" in shown
    answer = json.loads(found.read_text(encoding="utf-8"))
    assert [one["name"] for one in answer["strategies"]] == ["Today", "Net 45"]
    assert (answer["seed"], answer["replications"]) == (7, 5)
    assert answer["scenario"] == "Wholesale + Recession"
    assert (
        run(["compare", str(path), "--workers", "1", "--seed", "8", "--replications", "3", "--by", "dso"])
        == 0
    )
    assert "Seed 8" in capsys.readouterr().out


def test_the_criterion_picks_the_verdict_and_its_definition(engine, terminal, capsys):
    assert run(["compare", "wholesale", "status_quo", "growth", *FEW, "--by", "profit=3,lowest_cash=1"]) == 0
    assert "Own weights: profit 75 %, cash low point 25 %" in capsys.readouterr().out
    assert run(["compare", "wholesale", "status_quo", "growth", *FEW, "--by", "luck"]) != 0
    assert "Nothing is judged by 'luck'" in capsys.readouterr().err
    assert run(["compare", "wholesale"]) != 0
    assert "Name at least one strategy" in capsys.readouterr().err
