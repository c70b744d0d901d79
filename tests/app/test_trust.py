"""Trust without a browser: live forms, textbook cases with progress and cancel, the light, inputs, judgements."""

import re
from dataclasses import replace

import pytest

import simulator as cs
from simulator.app.setting import Setting, read_setting
from simulator.app.trust import page as pages
from simulator.app.trust.page import TrustPage
from simulator.closed_forms.keeping import keep_cases
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger.light import LedgerLight
from simulator.verification.cases import Case
from simulator.verification.forms import FORMS as ALL_FORMS
from tests.app.patience import Patience
from tests.synthetic_ledger import demo_text, rows, written

SMALL = cs.load_scenario("wholesale").but(
    portfolio={"customers": 20}, company={"horizon_days": 90, "warm_up_days": 60}
)
QUICK = {name: ALL_FORMS[name] for name in ("CF1", "CF13", "CF21")}


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    monkeypatch.setattr(pages, "FORMS", QUICK)
    return Shelf(tmp_path / "kept")


class Patient(Patience):
    def __init__(self, setting=None):
        super().__init__()
        self.page = TrustPage(setting or Setting(SMALL), later=self.acts.put, workers=1, replications=3)

    @property
    def view(self):
        return self.page.view

    def look(self):
        self.page.address.is_known = True

    def until_played(self):
        self.until(lambda: "agree" in self.view.cases_status.value, lambda: self.view.cases_status.value)


def text(html):
    return re.sub(r"<[^>]*>", " ", html)


def test_nothing_is_played_before_somebody_looks(shelf):
    mine = Patient()
    mine.for_a_while(0.3)
    assert not mine.page.cases
    assert "209 of 269 inputs are our own judgement" in mine.view.title.value
    assert "–" in mine.page.live[0].result.value
    assert len(mine.view.finder.rows) == 269


def test_whoever_looks_sees_the_forms_answer_and_the_cases_pass(shelf):
    mine = Patient()
    mine.look()
    mine.until_played()
    assert {case.id for case in mine.page.cases} == set(QUICK)
    assert "All" in mine.view.title.value
    assert "300,000" in text(mine.view.cases.value)
    mine.until(lambda: all("agree" in one.result.value for one in mine.page.live))
    discount = mine.page.live[0]
    assert text(discount.result.value).count("37.24") == 2


def test_a_second_visit_shows_what_is_kept_at_once(shelf):
    first = Patient()
    first.look()
    first.until_played()
    second = Patient()
    assert second.page.cases == first.page.cases
    assert "kept, from" in second.view.cases_status.value
    second.look()
    assert not second.page._running.is_busy


def test_an_input_moved_is_answered_by_both(shelf):
    mine = Patient()
    discount = mine.page.live[0]
    discount.sliders["rate"].value = 3.0
    mine.until(lambda: "agree" in discount.result.value)
    # 3 for the use of 97 for 20 days: 3 / 97 x 365 / 20
    assert text(discount.result.value).count("56.44") == 2
    assert "is-old" not in discount.result._dom_classes


def test_an_input_without_an_answer_gets_a_sentence(shelf):
    mine = Patient()
    queue = mine.page.live[1]
    queue.sliders["collectors"].value = 2
    mine.until(lambda: "alert" in queue.result.value)
    assert "grows without end" in queue.result.value
    queue.sliders["collectors"].value = 4
    mine.until(lambda: "They agree" in queue.result.value)


def test_one_form_is_run_again_with_another_seed_and_the_others_stay(shelf):
    mine = Patient()
    mine.look()
    mine.until_played()
    before = {case.title: case for case in mine.page.cases}
    mine.view.form.value = "CF21"
    mine.view.seed.value = 7
    mine.page.run_cases()
    mine.until(lambda: "Seed 7" in mine.view.cases_status.value)
    assert [case.title for case in mine.page.cases] == list(before)
    assert all(case == before[case.title] for case in mine.page.cases if case.id != "CF21")


def test_a_run_is_cancelled_and_what_was_there_stays(shelf):
    keep_cases(shelf, [Case("CF1", "receivables", 300_000.0, 300_000.0, 0.0)], 2026, "kept")
    mine = Patient()
    mine.page.run_cases()
    assert mine.view.stop.layout.display is None
    assert mine.view.run.layout.display == "none"
    mine.page.stop_cases()
    mine.for_a_while(3.0)
    assert len(mine.page.cases) == 1
    assert mine.view.run.layout.display is None


def test_a_case_that_fails_is_the_headline(shelf):
    keep_cases(shelf, [Case("CF1", "receivables", 300_000.0, 310_000.0, 0.0)], 2026, "kept")
    mine = Patient()
    assert "1 of 1 textbook cases do not come out" in mine.view.title.value
    assert "✕ no" in mine.view.cases.value


def test_work_that_breaks_is_told_without_its_text(shelf, monkeypatch, caplog):
    def broken(_seed, _effort):
        raise ValueError("Harrow Joinery")

    monkeypatch.setattr(pages, "FORMS", {"CF1": broken})
    mine = Patient()
    mine.page.run_cases()
    mine.until(lambda: "Nothing is lost" in mine.view.trouble.html.value)
    assert "Harrow" not in mine.view.trouble.html.value + caplog.text
    assert mine.view.run.layout.display is None


def test_invented_customers_are_told_as_such(shelf):
    assert "Not tested on our own invoices" in Patient().view.test.value
    assert 'href="/my_ledger"' in Patient().view.test.value


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return read_setting(written(tmp_path_factory.mktemp("books"), demo_text(rows(20, 60)), "export.csv"))


def test_a_ledger_shows_its_light_and_its_own_inputs(shelf, ledger):
    light = LedgerLight("red", "Weekly cash is far off.", 5)
    red = replace(ledger, portfolio=replace(ledger.portfolio, light=light))
    mine = Patient(red)
    assert "Back-test failed" in mine.view.test.value
    assert "Weekly cash is far off." in mine.view.test.value
    assert "do not quote the levels" in mine.page.about.warning.value
    assert "fitted to the ledger" in mine.view.evidence.value
    fitted = [row for row in mine.view.finder.rows if row["letter"] == "F"]
    assert fitted
    mine.page.about.choice.value = "construction"
    assert "Not tested on our own invoices" in mine.view.test.value
    mine.page.about.choice.value = mine.page.about.choice.options[0][1]
    assert mine.page.setting is red


def test_another_scenario_has_other_inputs(shelf):
    mine = Patient()
    before = sum(row["is_marked"] for row in mine.view.finder.rows)
    mine.page.about.choice.value = "construction"
    assert sum(row["is_marked"] for row in mine.view.finder.rows) > before
    assert mine.page.setting.scenario.name == "Construction"


def test_judgements_are_worked_out_and_kept(shelf):
    mine = Patient()
    mine.page.judge()
    mine.until(lambda: "judgements" in mine.view.judged.value, lambda: mine.view.trouble.html.value)
    shown = text(mine.view.judged.value)
    assert "Extra return wanted for a discount" in shown
    assert "3 replications with the same luck" in shown
    again = Patient()
    assert "kept, from" in again.view.judged_status.value
    assert again.view.judged.value == mine.view.judged.value
    again.page.view.choice.choose("strict")
    assert "judgements" not in again.view.judged.value


def test_a_strategy_like_today_or_a_bad_file_gets_a_sentence(shelf):
    mine = Patient()
    mine.view.choice.bring("same.yaml", b"extends: status_quo\nname: Same\nwhy: nothing\nchanges: {}\n")
    mine.page.judge()
    mine.until(lambda: "nothing can move their difference" in mine.view.trouble.html.value)
    mine.view.choice.bring("bad.yaml", b"name: [")
    assert "bad.yaml" in mine.view.trouble.html.value
    assert "creditlab-" not in mine.view.trouble.html.value
