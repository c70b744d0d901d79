"""What the commands say of a ledger: its light, its cash to come, and published figures beside it."""

import json

import pytest

from simulator.backtest import report
from simulator.cli import run
from simulator.experiment import compare as comparing
from tests.due_day import DueDay
from tests.stub_engine import StubEngine
from tests.synthetic_ledger import demo_text, rows, written

FEW = ["--replications", "8", "--workers", "1"]


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    monkeypatch.setenv("CREDITLAB_MAPPINGS", "off")
    monkeypatch.setattr(report, "_prepared_engine", DueDay)
    days = (0, 10)

    def stub(_scenario, _portfolio, levers, seed):
        return StubEngine(days[: len(levers)], (0.0, 500.0)[: len(levers)], seed)

    monkeypatch.setattr(comparing, "replicator", stub)
    return written(tmp_path, demo_text(rows(customers=15, weeks=45)), "mine.csv")


def test_a_back_test_asked_again_answers_at_once_and_every_what_if_shows_its_light(
    file, tmp_path, capsys, monkeypatch
):
    place = tmp_path / "comparison.json"
    question = ["compare", "wholesale", "status_quo", "--ledger", str(file), "--json", str(place), *FEW]
    assert run(question) == 0
    assert "Not back-tested yet: creditlab backtest mine.csv" in capsys.readouterr().out
    assert json.loads(place.read_text())["backtest"]["light"] is None

    first, second = tmp_path / "first.json", tmp_path / "second.json"
    test = ["backtest", str(file), "--every-days", "30", "--workers", "1", "--json"]
    assert run([*test, str(first)]) == 0
    shown = capsys.readouterr().out
    monkeypatch.setattr(report, "_prepared_engine", lambda: pytest.fail("it was tested again"))
    assert run([*test, str(second)]) == 0
    again = capsys.readouterr()
    assert again.out == shown
    assert "From kept results" in again.err
    assert second.read_bytes() == first.read_bytes()

    assert run(question) == 0
    found = json.loads(first.read_text())
    light = f"Back-test {found['light']}: {found['reasons'][0]} Looked ahead from {found['origins']} days"
    assert light in capsys.readouterr().out
    assert json.loads(place.read_text())["backtest"]["light"] == found["light"]

    assert run(["results", "list"]) == 0
    assert "backtest" in capsys.readouterr().out


def test_the_forecast_says_how_much_comes_in_and_writes_it(file, tmp_path, capsys):
    place = tmp_path / "cash.json"
    asked = ["forecast", "--ledger", str(file), "--weeks", "3", "--replications", "20", "--workers", "1"]
    assert run([*asked, "--json", str(place)]) == 0
    shown = capsys.readouterr().out
    document = json.loads(place.read_text())
    assert document["verdict"] in shown
    assert "Not back-tested yet" in shown
    assert len(document["weeks"]) == 3
    total = sum(week["together"]["average"] for week in document["weeks"])
    assert total == pytest.approx(document["all_weeks"]["together"]["average"])
    assert run(["forecast", "--weeks", "99", "--ledger", str(file)]) == 2
    assert "99 weeks cannot be foretold. Give 1 to 52" in capsys.readouterr().err


def test_a_ledger_stands_beside_published_figures(file, tmp_path, capsys):
    place = tmp_path / "beside.json"
    assert run(["benchmark", str(file), "--json", str(place)]) == 0
    shown = capsys.readouterr().out
    document = json.loads(place.read_text())
    assert document["verdict"] in shown
    assert "Credit Research Foundation" in shown
    assert {row["standing"] for row in document["rows"] if not row["published"]["is_comparable"]} <= {
        "not comparable",
        "not known",
    }
