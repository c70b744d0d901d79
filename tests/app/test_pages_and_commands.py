"""What a page shows is what the command answers: the claims account and the desk."""

import json
import time

import pytest

from simulator.app.desk.page import CollectionsDesk
from simulator.app.insurance.cells import amount
from simulator.app.insurance.insured import cost_html
from simulator.app.setting import scenario_setting
from simulator.cli import run
from simulator.experiment.claims import claims_account
from simulator.experiment.compare import compare
from simulator.experiment.kept.shelf import Shelf
from simulator.strategy import load_strategy, today_strategy
from tests.app.patience import Patience

MINE = """extends: wholesale
name: Mine
why: A small one
changes:
  portfolio: {customers: 25}
  company: {horizon_days: 180, warm_up_days: 90, run_off_days: 200}
"""
RUNS = 4


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    monkeypatch.setenv("COLUMNS", "160")
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    return path


def answered(command, path, *more):
    out = path.with_name("answer.json")
    told = [command, str(path), *more, "--replications", str(RUNS), "--workers", "1", "--json", str(out)]
    assert run(told) == 0
    return json.loads(out.read_text())


def test_the_claims_account(mine, capsys):
    found = answered("claims", mine, "insured")
    shown = capsys.readouterr().out
    scenario, contract = scenario_setting(str(mine)).scenario, load_strategy("insured")
    account = claims_account(scenario, contract, replications=RUNS, workers=1)
    beside = compare(scenario, [today_strategy(), contract], replications=RUNS, workers=1)
    page = cost_html(account, beside, 0.9)
    net = found["net_cost_a_year"]["average"]
    assert f"<b>{amount(net, 'EUR')}</b>" in page
    parts = found["unpaid_debts_of_a_run"]
    assert parts["claims"]["average"] == pytest.approx(account.averages()["claims"])
    assert sum(one["average"] for one in parts.values()) == pytest.approx(float(account.total().mean()))
    own = found["premium_a_year"] + found["fees_a_year"] - found["claims_a_year"] + found["given_back_a_year"]
    assert net == pytest.approx(own)
    assert "1 policy year;" in shown
    assert found["verdict"] in shown


def test_a_strategy_without_an_insurer_has_no_claims(mine, capsys):
    assert run(["claims", str(mine), "strict", "--replications", "2"]) != 0
    assert "Strict has no insurance" in capsys.readouterr().err


class Visitor(Patience):
    def __init__(self, setting, shelf):
        super().__init__()
        self.page = CollectionsDesk(setting, stages=(RUNS,), shelf=shelf, later=self.later)


def test_the_desk(mine, tmp_path, capsys):
    found = answered("desk", mine, "intensive_collections")
    shown = capsys.readouterr().out
    visitor = Visitor(scenario_setting(str(mine)), Shelf(folder=tmp_path / "of the page"))
    visitor.page.address.query = {"strategy": "intensive_collections"}
    visitor.page.address.is_known = True
    end = time.monotonic() + 300

    def is_answered():
        assert time.monotonic() < end
        return visitor.page.answer is not None and visitor.page._is_answered()

    visitor.until(is_answered)
    page = visitor.page.answer.document()
    assert page["steps"] == found["steps"]
    assert page["collectors"] == found["collectors"]
    assert page["profit_a_year_against_today"] == found["profit_a_year_against_today"]
    assert page["shares"] == found["shares"]
    assert "stop of supply" in shown
    assert "the share of: ladder" in shown
    visitor.page.close()
