"""Insurance and financing without a browser: the page runs to its end, levers change it, bad input changes nothing."""

import csv
import io
import re
from base64 import b64decode
from dataclasses import replace
from html import unescape

import pytest

import simulator as cs
from simulator.app.insurance import contract, stages
from simulator.app.insurance.page import InsurancePage
from simulator.app.setting import Setting
from simulator.experiment.claims import claims_account
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger.light import LedgerLight
from simulator.results.worth import Worth, headline
from tests.app.patience import Patience

PLAN = (
    (stages.INSURANCE, 3),
    (stages.CLAIMS, 3),
    (stages.FINANCING, 3),
    (stages.FEES, 3),
    (stages.INSURANCE, 5),
    (stages.TOLD, 3),
    (stages.LIMITS, 2),
)


@pytest.fixture(scope="module")
def setting():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 25}, company={"horizon_days": 180, "warm_up_days": 90, "run_off_days": 200}
    )
    return Setting(scenario)


class Visitor(Patience):
    """Somebody on the page."""

    def __init__(self, setting, shelf=None):
        super().__init__()
        self.page = InsurancePage(setting, later=self.later, shelf=shelf, plan=PLAN)

    @property
    def view(self):
        return self.page.view

    def told(self, name):
        return " ".join(unescape(re.sub("<[^>]*>", " ", getattr(self.view, name).value)).split())

    @property
    def trouble(self):
        return " ".join(unescape(re.sub("<[^>]*>", " ", self.view.trouble.html.value)).split())

    def look(self, query=None):
        self.page.address.query = query or {}
        self.page.address.is_known = True
        self.settle()
        return self

    def settle(self):
        self.until(lambda: self.page.is_whole, lambda: (self.trouble, self.told("status")))


@pytest.fixture(scope="module")
def settled(setting):
    visitor = Visitor(setting).look()
    yield visitor
    visitor.page.close()


@pytest.fixture
def visitor(setting):
    opened = Visitor(setting).look()
    yield opened
    opened.page.close()


def test_nothing_is_worked_out_before_somebody_looks(setting):
    visitor = Visitor(setting)
    visitor.until(lambda: not visitor.page._job.is_busy and visitor.page._since is not None)
    assert visitor.page.found == {}
    visitor.page.close()


def test_the_page_shows_what_compare_finds(settled, setting):
    own = contract.only(settled.page.lab.alternatives[0], "insurance", contract.YOURS)
    expected = cs.compare(
        setting.scenario, [settled.page.lab.baseline, own], replications=5, seed=stages.SEED, workers=1
    )
    found = settled.page.found[stages.INSURANCE]
    assert found.inputs_hash == expected.inputs_hash
    for name in ("profit_to_the_end", "write_offs_net_of_claims", "lowest_cash"):
        assert (found.results[1].values(name) == expected.results[1].values(name)).all()
    assert headline(Worth.of(expected, 1), expected) in settled.told("headline")
    assert "Is the insurer worth it?" in settled.told("headline")


def test_the_claims_are_those_of_the_account(settled, setting):
    own = contract.only(settled.page.lab.alternatives[0], "insurance", contract.YOURS)
    expected = claims_account(setting.scenario, own, replications=3, seed=stages.SEED, workers=1)
    assert (settled.page.found[stages.CLAIMS].cents == expected.cents).all()
    settled.view.which.value = "bad"
    assert f"simulated run {expected.bad_run + 1}" in settled.view.waterfall.head.value
    settled.view.which.value = "average"
    assert "average of 3 runs" in settled.view.waterfall.head.value


def test_every_part_has_something_to_say(settled):
    for name in (
        "losses",
        "cost",
        "duties",
        "years",
        "financing",
        "reserve",
        "limits",
        "provision",
        "insurer",
    ):
        assert len(settled.told(name)) > 80, name
    assert "M29" in settled.told("financing")
    for name in ("financing", "reserve"):
        assert "verages of 3 runs" in settled.told(name)  # the headline stands on five
    assert "IFRS 9" in settled.told("provision")
    assert "Eight of ten told in time" in settled.told("duties")
    assert "assumption" in settled.told("insurer")
    assert "85 %" in settled.told("insurer")
    assert settled.told("status").startswith("Settled: 5 runs")
    assert "beside the overdraft stands the factor that ships" in settled.told("money_note")


def test_the_tables_have_heads_for_rows_and_columns(settled):
    for name in (
        "losses",
        "cost",
        "duties",
        "years",
        "financing",
        "reserve",
        "limits",
        "provision",
        "insurer",
    ):
        html = getattr(settled.view, name).value
        assert html.count("<table") == html.count("<caption") >= 1
        assert 'scope="col"' in html
        assert 'scope="row"' in html


def test_a_lever_changes_the_answer_and_undo_takes_it_back(visitor):
    page = visitor.page
    before = visitor.told("losses"), visitor.view.curve.chart.figure
    page.move("insurance.premium_rate_fraction", 0.01)
    assert "is-stale" in visitor.view.insuring._dom_classes
    assert "is-stale" not in visitor.view.funding._dom_classes
    visitor.settle()
    after = visitor.told("losses"), visitor.view.curve.chart.figure
    assert "is-stale" not in visitor.view.insuring._dom_classes
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert "Insured, as it ships" in after[0]
    page.undo()
    visitor.settle()
    assert visitor.told("losses") == before[0]


def test_ready_contracts_take_the_place_of_their_own_group(visitor):
    page = visitor.page
    page.take_ready("factored")
    assert contract.has_factor(page.lab)
    assert contract.is_insured(page.lab)
    page.take_ready("uninsured")
    assert not contract.is_insured(page.lab)
    assert contract.has_factor(page.lab)
    visitor.settle()
    assert "insures nothing" in visitor.told("note")
    assert "Insured, as it ships" in visitor.told("losses")
    assert "Your facility" in visitor.told("financing")
    page.take_ready("balanced")
    assert page.lab.value("insurance.cover") == "excess_of_loss"
    visitor.settle()
    assert "First loss of the year" in visitor.told("years") or "Your contract" in visitor.told("losses")


def test_every_ready_contract_can_be_compared(setting):
    lab = contract.first_contract(setting)
    for name in contract.READY:
        changed = contract.with_ready(lab, name)
        clash = changed.clash()
        assert clash is None or not clash[1].is_refused, name
        for kind in stages.WORDS:
            asked = stages.Stage(kind, 1, changed).strategies
            assert len({one.name for one in asked}) == len(asked)


def test_amounts_have_the_currency_of_the_scenario(settled):
    head = settled.page.rail.levers["insurance.each_claim_excess"].head.value
    assert ">EUR per claim<" in head
    assert "currency" not in head


def test_a_strategy_from_a_file_brings_its_contract_and_nothing_else(visitor):
    text = (
        "extends: status_quo\nname: Mine\nwhy: test\n"
        "changes:\n  insurance: {insured_fraction: 0.8}\n  terms: {net_days: 60}\n"
    )
    visitor.page.load("mine.yaml", text.encode())
    assert visitor.page.lab.value("insurance.insured_fraction") == 0.8
    assert visitor.page.lab.value("terms.net_days") == visitor.page.lab.value("terms.net_days", of_today=True)
    visitor.settle()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("mine.yaml", "name: [", "mine.yaml"),
        (
            "mine.yaml",
            "extends: status_quo\nname: Plain\nwhy: w\nchanges: {terms: {net_days: 60}}\n",
            "neither",
        ),
        ("mine.txt", "name: x", "YAML"),
        ("mine.yaml", "extends: status_quo\nname: X\nwhy: w\nchanges: {insurance: {excess: 1}}\n", "excess"),
    ],
)
def test_a_bad_file_gives_a_sentence_and_changes_nothing(settled, name, text, sentence):
    before, shown = settled.page.lab, settled.told("losses")
    settled.page.load(name, text.encode())
    assert sentence in settled.trouble
    assert settled.page.lab == before
    assert settled.told("losses") == shown


def test_levers_that_contradict_each_other_are_told(visitor):
    visitor.page.take_ready("factored")
    visitor.page.move("financing.protected_fraction", 0.9)
    visitor.page.move("insurance.maximum_terms_days", 10)
    assert visitor.trouble
    visitor.page.undo()


def test_the_address_names_a_strategy(setting):
    visitor = Visitor(setting).look({"strategy": "balanced"})
    assert visitor.page.lab.value("insurance.cover") == "excess_of_loss"
    visitor.page.close()


def test_another_scenario_is_taken(visitor):
    visitor.page.take_horizon(365)
    assert visitor.page.lab.setting.scenario.company.horizon_days == 365
    visitor.page.close()
    visitor.page.take_scenario("construction")
    assert visitor.page.lab.setting.scenario.name == "Construction"
    visitor.page.close()


def test_a_second_visit_is_answered_from_the_shelf_before_anybody_looks(setting, tmp_path):
    shelf = Shelf(tmp_path)
    first = Visitor(setting, shelf).look()
    second = Visitor(setting, shelf)
    second.settle()
    assert "ept, from" in second.told("status")
    assert second.told("losses") == first.told("losses")
    assert second.told("years") == first.told("years")
    first.page.close()
    second.page.close()


def test_a_ledger_that_is_foretold_badly_says_so(setting):
    from simulator.experiment.inputs import portfolio_for

    red = LedgerLight(
        light="red", reason="Cash was missed by 40 %.", days=9, first="2026-01-01", last="2026-06-01"
    )
    portfolio = replace(portfolio_for(setting.scenario), light=red)
    visitor = Visitor(Setting(setting.scenario, "ledger.csv", "0", portfolio))
    assert "Back-test failed" in visitor.told("warning")
    visitor.page.close()


def test_downloads_read_back(settled):
    links = re.findall(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', settled.view.links.value)
    files = {name: b64decode(content) for name, content in links}
    assert set(files) == {"comparison.csv", "comparison.xlsx", "claims.csv"}
    rows = list(csv.DictReader(io.StringIO(files["claims.csv"].decode())))
    account = settled.page.found[stages.CLAIMS]
    assert len(rows) == account.replications * account.years
    assert sum(float(one["Claims paid"]) for one in rows) == pytest.approx(
        float(account.total("claims").sum())
    )
    saved = re.search(r"base64,([^\"]+)", settled.page.save.value)
    assert b"insured_fraction: 0.9" in b64decode(saved[1])


def test_work_that_breaks_is_one_sentence(setting, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("customer Miller owes 5")

    monkeypatch.setattr(stages.Stage, "work", broken)
    visitor = Visitor(setting)
    visitor.page.address.is_known = True
    visitor.until(lambda: visitor.trouble, str)
    assert "did not expect" in visitor.trouble
    assert "Miller" not in visitor.trouble
    visitor.page.close()


def test_stop_and_go_on(setting):
    visitor = Visitor(setting)
    visitor.page.address.is_known = True
    visitor.until(lambda: stages.INSURANCE in visitor.page.found, str)
    visitor.page.stop_here()
    assert "Stopped" in visitor.told("status")
    visitor.page.go_on()
    visitor.settle()
    assert visitor.told("status").startswith("Settled")
    visitor.page.close()
