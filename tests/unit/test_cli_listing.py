"""The command: what it lists, what it explains, and how it fails."""

import re
import shlex
import subprocess
import sys

import pytest

import simulator as cs
from simulator import __version__
from simulator.cli import INTERRUPTED, USAGE_ERROR, app, run
from simulator.parameters import dictionary
from simulator.plans import shipped_names
from simulator.settings import assign


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")


def test_list_names_everything_that_ships(capsys):
    assert run(["list"]) == 0
    told = capsys.readouterr().out
    for name in (*shipped_names("scenario"), *shipped_names("strategy")):
        assert name in told


@pytest.mark.parametrize("key", list(dictionary()))
def test_explain_tells_what_the_dictionary_knows(capsys, key):
    assert run(["explain", key]) == 0
    told = capsys.readouterr().out
    for word in (key, "meaning", "unit", "default", "usual", "allowed", "source", "evidence", f"--set {key}"):
        assert word in told


@pytest.mark.parametrize("key", [key for key, entry in dictionary().items() if entry.kind == "lever"])
def test_what_explain_says_of_setting_a_lever_can_be_typed(capsys, key):
    assert run(["explain", key]) == 0
    (told,) = re.findall(r"--set\s+(.*?)\s*$", " ".join(capsys.readouterr().out.split()))
    (setting,) = shlex.split(told)
    strategies = [cs.load_strategy(name) for name in ("status_quo", "strict")]
    _, changed = assign([setting], cs.load_scenario("wholesale"), strategies)
    group, _, name = key.partition(".")
    assert name in changed[1].changes[group]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("net_days", ["terms.net_days"]),
        ("customers", ["terms.customers", "discount.customers", "portfolio.customers"]),
        ("discount", ["discount.rate_fraction", "discount.window_days"]),
        ("dso_days", ["formula", "lower is better"]),
        ("profit_to_the_end", ["higher is better"]),
        ("M18", ["discount_rate_per_year", "0.37245", "0.44585"]),
        ("M20b", ["-28100.0", "0.004603"]),
        ("M21", ["break_even_default_chance", "[0.1921, 0.0406]", "6.25"]),
        ("M22", ["25247.67", "0.087833", "69.085"]),
        ("M27", ["144.863", "125.137"]),
    ],
)
def test_explain_knows_names_groups_and_metrics(capsys, key, words):
    assert run(["explain", key]) == 0
    told = capsys.readouterr().out
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["explain", "terms.nett_days"],
            "Nothing is called 'terms.nett_days'. Did you mean 'terms.net_days'?",
        ),
        (["explain", "dso_day"], "Did you mean 'dso_days'?"),
        (["explain", "company.net_days"], "Did you mean 'terms.net_days'?"),
        (["explain", "zzz"], "Explain a group to see its parameters"),
        (["explain"], "Missing argument"),
        (["explian", "dso_days"], "No such command 'explian'"),
        (["list", "--everything"], "No such option"),
    ],
)
def test_a_mistake_is_a_sentence_and_code_2(capsys, arguments, words):
    assert run(arguments) == USAGE_ERROR
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert "Traceback" not in told.err


def test_the_version_is_told(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"creditlab {__version__}\n"


def test_an_interrupted_run_says_so(capsys, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    command = next(one for one in app.registered_commands if one.name == "list")
    monkeypatch.setattr(command, "callback", interrupt)
    assert run(["list"]) == INTERRUPTED
    assert "Stopped" in capsys.readouterr().err


def test_the_command_starts_light():
    heavy = "numpy,pandas,numba,scipy,simpy,pydantic,plotly,joblib"
    code = f"import sys, simulator.cli; print([name for name in '{heavy}'.split(',') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
