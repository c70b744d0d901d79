"""`creditlab why`, `stress` and `reverse-stress`, on a small wholesaler."""

from __future__ import annotations

import json

import pytest

from simulator.cli import run
from simulator.errors import UserError
from simulator.experiment.stress import measures_of

SMALL = [
    "--set",
    "portfolio.customers=12",
    "--set",
    "company.horizon_days=90",
    "--workers",
    "1",
    "--replications",
    "2",
]
REVERSE = ["reverse-stress", "wholesale", "status_quo", "--shock", "supplier_squeeze"]


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def test_why_tells_groups_lines_customers_and_invoices(capsys, tmp_path):
    path = tmp_path / "why.json"
    assert run(["why", "wholesale", "status_quo", "growth", *SMALL, "--json", str(path)]) == 0
    shown = capsys.readouterr().out
    for words in (
        "Growth against today", "Credit policy", "terms.net_days: 60 instead of not set", "By line of profit",
        "By customer, in replication", "Overdraft interest", "invoices of", "Together", "invoiced", "Seed 2026",
    ):  # fmt: skip
        assert words in shown
    document = json.loads(path.read_text(encoding="utf-8"))
    shares = sum(group["mean"] for group in document["lever_groups"])
    assert shares == pytest.approx(document["difference"]["mean"])
    traced = document["one_replication"]
    parts = [*traced["customers"], traced["other_customers"], *traced["of_no_customer"]]
    assert sum(part["difference"] for part in parts) == pytest.approx(traced["difference"])


def test_stress_shows_every_measure_and_what_comes(capsys, tmp_path):
    path = tmp_path / "stress.json"
    names = [
        "--shock",
        "sales_drop",
        "--shock",
        "largest_customer_fails",
        "--set",
        "company.horizon_days=180",
    ]
    assert run(["stress", "wholesale", "status_quo", "insured", *SMALL, *names, "--json", str(path)]) == 0
    shown = capsys.readouterr().out
    for words in (
        "does most damage",
        "Without a shock",
        "Sales drop: orders down 20 %, from day 90",
        "Cash low point",
    ):
        assert words in shown
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [len(one["strategies"]) for one in document["shocks"]] == [2, 2]
    damages = [one["damage"] for one in document["shocks"]]
    assert damages == sorted(damages, reverse=True)
    assert run(["stress", "wholesale", "status_quo", *SMALL, *names, "--together", "--json", str(path)]) == 0
    assert "All of these at once" in capsys.readouterr().out
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [one["name"] for one in document["shocks"]][-1] == "All of these at once"


def test_reverse_stress_answers_in_words(capsys):
    assert (
        run(
            [
                "reverse-stress",
                "wholesale",
                "status_quo",
                "--shock",
                "supplier_squeeze",
                "--share",
                "0.5",
                *SMALL,
            ]
        )
        == 0
    )
    shown = capsys.readouterr().out
    assert "How severe" in shown
    assert "without the shock" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["why", "wholesale", "status_quo", "growth", "--measure", "dso_days"], "cannot be followed"),
        (["why", "wholesale", "status_quo", "growth", "--by", "cash"], "Write cash_collected"),
        (["why", "wholesale", "status_quo", "growht"], "growth"),
        (["stress", "wholesale", "status_quo", "--shock", "recesion"], "recession"),
        (["stress", "wholesale", "status_quo", "--replications", "0"], "too few"),
        ([*REVERSE, "--workers", "0"], "too few"),
        ([*REVERSE, "--json", "no/where.json"], "does not exist"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_before_anything_runs(capsys, arguments, words):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_words_and_options_are_those_of_the_other_commands(capsys):
    """--by and short names as everywhere; amounts are said to be of the whole run; what cannot rank is refused."""
    shock = ["--shock", "sales_drop"]
    assert run(["stress", "wholesale", "status_quo", *SMALL, *shock, "--by", "profit", "--by", "dso"]) == 0
    shown = capsys.readouterr().out
    assert "DSO, countback" in shown
    assert "Amounts add up over the whole run, 90 days." in shown
    assert run(["stress", "wholesale", "status_quo", *SMALL, *shock, "--measure", "discont"]) == 2
    assert "There is no measure 'discont'" in capsys.readouterr().err
    with pytest.raises(UserError, match="neither more nor less is better"):
        measures_of(["best_possible_dso_days"])
