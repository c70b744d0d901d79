"""`creditlab best`, `sensitivity`, `frontier` and `optimise` with a formula in the engine's place."""

import json

import pytest
import typer

from simulator.cli import app, run
from simulator.experiment import compare as comparing
from tests.unit.invented_runs import replicator_by


def formula(scenario, levers, draw):
    days = levers.terms.net_days or 30
    margin = scenario.company.gross_margin_fraction
    return {
        "profit_to_the_end": 1e6 * draw + 1e5 * margin * days - 400.0 * days,
        "lowest_cash": -1e5 * draw - 5_000.0 * days,
        "write_offs_net_of_claims": 500.0 * days * (1 + draw),
    }


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr(comparing, "replicator", replicator_by(formula))
    monkeypatch.setenv("COLUMNS", "160")


ASKED = {
    "best": ["best", "wholesale", "status_quo", "growth", "strict"],
    "sensitivity": ["sensitivity", "wholesale", "growth", "--keys", "company.gross_margin_fraction=0.1..0.3"],
    "frontier": ["frontier", "wholesale", "--set", "terms.net_days=30,60,90"],
    "optimise": [
        "optimise", "wholesale", "--lever", "terms.net_days=30..90:15", "--keep", "lowest_cash>=-420000",
    ],
}  # fmt: skip
WORDS = {
    "best": ("Growth is the best of 3 by profit to the end", "Wrong in at most 1 of 20", "out by", "today"),
    "sensitivity": ("better than today", "company.gross_margin_fraction", "0.1 to 0.3", "at its high end"),
    "frontier": ("payment terms 90", "EUR a year", "Cash low point", "None of the"),
    "optimise": ("terms.net_days", "better than today by profit to the end", "holds it back", "sure to hold"),
}


OPTIONS = (
    "--by",
    "--ledger",
    "--set",
    "--shock",
    "--seed",
    "--replications",
    "--workers",
    "--fresh",
    "--json",
)
"""In their order, after what a command alone can be told."""


def test_every_command_has_the_same_options_in_the_same_order():
    commands = typer.main.get_command(app).commands
    texts = {}
    for name in (
        "compare",
        "best",
        "sensitivity",
        "frontier",
        "optimise",
        "why",
        "stress",
        "reverse-stress",
        "claims",
        "desk",
    ):
        given = [one for one in commands[name].params if one.param_type_name == "option"]
        names = [one.opts[0] for one in given if one.opts[0] != "--help"]
        shared = [one for one in names if one in OPTIONS]
        assert names[-len(shared) :] == shared == [one for one in OPTIONS if one in shared], name
        assert set(OPTIONS) - set(shared) <= {"--by", "--shock"}, name
        for one in given:
            texts.setdefault(one.opts[0], set()).add(one.help)
    for name in ("--ledger", "--seed", "--workers", "--fresh", "--json"):
        assert len(texts[name]) == 1


@pytest.mark.parametrize("command", ASKED)
def test_it_answers_in_words_with_units_and_where_from(terminal, capsys, command, tmp_path):
    path = tmp_path / "answer.json"
    assert run([*ASKED[command], "--workers", "1", "--json", str(path)]) == 0
    shown = capsys.readouterr().out
    for words in (*WORDS[command], "Seed 2026, version 0.1.0, inputs "):
        assert words.casefold() in " ".join(shown.split()).casefold()
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["verdict"].split()[0] in shown
    assert document["currency"] == "EUR"


def test_the_candidate_can_be_compared_again(terminal, capsys, tmp_path):
    path = tmp_path / "better.yaml"
    assert run([*ASKED["optimise"], "--workers", "1", "--save", str(path)]) == 0
    assert "net_days: 60" in path.read_text(encoding="utf-8")
    assert run(["best", "wholesale", "status_quo", str(path), "--workers", "1"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["best", "wholesale", "status_quo"], "at least two"),
        (["best", "wholesale", "--by", "profitt"], "profit"),
        (["best", "wholesale", "--workers", "0"], "too few"),
        (["sensitivity", "wholesale", "status_quo"], "the same levers"),
        (["sensitivity", "wholesale", "growth", "--sobol", "50"], "power of two"),
        (["sensitivity", "wholesale", "growth", "--sobol", "64", "--keys", "terms.net_days"], "alone makes"),
        (["frontier", "wholesale", "--set", "terms.net_days=30,x"], "net_days"),
        (["frontier", "wholesale", "--replications", "50"], "200 replications"),
        (["optimise", "wholesale"], "name a lever"),
        (
            ["optimise", "wholesale", "--lever", "terms.net_days=30..60", "--set", "terms.net_days=4"],
            "is a lever",
        ),
        (
            ["optimise", "wholesale", "--lever", "terms.net_days=30..60", "--json", "no/where.json"],
            "does not exist",
        ),
    ],
)
def test_a_mistake_is_a_sentence_before_anything_runs(terminal, capsys, arguments, words):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
