"""The page without a browser: acts become questions, answers are shown, and nothing old is shown at full strength."""

import contextlib
import queue
import time

import pytest

import simulator as cs
from simulator.app.lab.page import StrategyLab
from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.strategy import load_strategy
from tests.synthetic_ledger import demo_text, rows

WANTED = 6


@pytest.fixture(scope="module")
def setting():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 25}, company={"horizon_days": 180, "warm_up_days": 90, "run_off_days": 200}
    )
    return Setting(scenario)


class Patient:
    """A page with a loop of its own, and patience to wait until something is so."""

    def __init__(self, lab):
        self.acts = queue.Queue()
        self.page = StrategyLab(lab, wanted=WANTED, later=self.acts.put)

    def until(self, is_so, what):
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end, what
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()

    def until_settled(self):
        self.until(lambda: self.page.is_settled and not self.is_stale, "the page never settled")
        return self.page

    @property
    def is_stale(self):
        return "is-stale" in self.page.main.box._dom_classes


@pytest.fixture
def lab(setting):
    patient = Patient(Lab(setting, (load_strategy("discount"), load_strategy("strict")), selected=1))
    patient.until_settled()
    yield patient
    patient.page.answers.close()


def test_the_page_shows_what_compare_finds(lab, setting):
    page = lab.page
    expected = cs.compare(setting.scenario, page.lab.strategies, replications=WANTED, workers=1)
    assert page.comparison.to_json() == expected.to_json()
    assert "Settled: 6 replications" in page.main.status.value
    assert page.comparison.inputs_hash[:4] in page.main.provenance.value


def test_a_moved_lever_fades_the_numbers_at_once_and_brings_new_ones(lab):
    page = lab.page
    before = page.main.table.value
    page.answers.ask = lambda _: None  # as if the answer took long
    page.move("discount.rate_fraction", 0.04)
    assert lab.is_stale
    assert page.main.table.value == before
    del page.answers.ask
    page.go_on()
    lab.until_settled()
    assert page.main.table.value != before
    assert page.comparison.inputs["strategies"][1]["levers"]["discount"]["rate_fraction"] == 0.04


def test_only_the_last_of_many_quick_changes_is_shown(lab):
    page = lab.page
    for rate in (0.01, 0.015, 0.03, 0.045):
        page.move("discount.rate_fraction", rate)
    lab.until_settled()
    assert page.comparison.inputs["strategies"][1]["levers"]["discount"]["rate_fraction"] == 0.045


def test_undo_brings_the_numbers_back_and_redo_the_new_ones(lab):
    page = lab.page
    first = page.comparison.to_json()
    page.move("terms.net_days", 45)
    lab.until_settled()
    second = page.comparison.to_json()
    page.undo()
    assert page.rail.levers["terms.net_days"].input.value == 30
    lab.until_settled()
    assert page.comparison.to_json() == first
    page.redo()
    lab.until_settled()
    assert page.comparison.to_json() == second != first


def test_a_change_taken_back_before_its_answer_leaves_no_trace(lab):
    page = lab.page
    first = page.comparison.to_json()
    page.move("collections.collectors", 4)
    page.undo()
    lab.until_settled()
    for _ in range(20):  # an answer to the change could still be on its way
        with contextlib.suppress(queue.Empty):
            lab.acts.get(timeout=0.05)()
    assert page.comparison.to_json() == first
    assert page.is_settled
    assert not lab.is_stale


def test_what_is_refused_while_numbers_are_awaited_does_not_bring_the_old_ones_back(lab):
    page = lab.page
    page.move("collections.collectors", 4)
    page.load("mine.txt", b"name: mine")
    assert "is not a strategy" in page.main.trouble.value
    assert lab.is_stale
    lab.until_settled()


def test_selecting_and_judging_need_no_new_numbers(lab):
    page = lab.page
    numbers = page.comparison
    page.select(2)
    page.judge_by("dso")
    assert page.comparison is numbers
    assert not lab.is_stale
    assert 'class="s-b is-selected"' in page.main.table.value
    assert page.rail.levers["credit_policy.stop_supply_days"].input.value == 15


def test_a_contradiction_is_told_with_the_button_that_mends_it(lab):
    page = lab.page
    before = page.main.table.value
    page.move("discount.window_days", 25)
    lab.until_settled()
    page.move("terms.net_days", 14)
    assert (
        "The discount window (25 days) is longer than the payment terms (14 days)." in page.main.trouble.value
    )
    assert "last good answer" in page.main.trouble.value
    assert page.main.mend.description == "Set the window to 10 days"
    page.main.mend.click()
    assert page.main.trouble.value == ""
    lab.until_settled()
    assert page.lab.value("discount.window_days") == 10
    assert page.main.table.value != before


def test_a_doubt_is_told_with_its_remedy_beside_new_numbers(lab):
    page = lab.page
    before = page.main.table.value
    page.move("credit_policy.stop_supply_days", 400)
    lab.until_settled()
    assert "Supply stops when a customer is 400 days late" in page.main.trouble.value
    assert "The numbers below are as you asked." in page.main.trouble.value
    assert page.main.table.value != before
    assert not lab.is_stale
    page.main.mend.click()
    assert page.main.trouble.value == ""
    lab.until_settled()
    assert page.lab.value("credit_policy.stop_supply_days") == 365


def test_what_is_refused_changes_nothing_and_is_told(lab):
    page = lab.page
    page.select(0)
    page.move("terms.net_days", 60)
    assert "Today is locked" in page.main.trouble.value
    assert not lab.is_stale
    page.select(1)
    page.move("collections.ladder", ({"day": 3, "channel": "pigeon"},))
    assert "pigeon" in page.main.trouble.value
    page.load("mine.yaml", b"name: [")
    assert "is not YAML" in page.main.trouble.value
    page.load("many.yaml", "\n".join(f"key_{number}: 1" for number in range(40)).encode())
    assert "And " in page.main.trouble.value
    assert page.main.trouble.value.count("key_") < 10
    page.add("../../etc/passwd")
    assert "does not ship" in page.main.trouble.value
    assert page.lab.strategies[1].name == "2/10 net 30"


def test_only_today_offers_what_could_be_changed(lab):
    page = lab.page
    page.remove()
    page.remove()
    lab.until_settled()
    assert page.main.start.layout.display is None
    assert "What would you change?" in page.main.start_text.value
    assert page.main.pictures.bridge.layout.display == "none"
    page.add("growth")
    lab.until_settled()
    assert page.main.start.layout.display == "none"
    assert "Growth" in page.main.table.value


def test_stopping_leaves_the_numbers_and_going_on_sharpens_them(setting):
    patient = Patient(Lab(setting, (load_strategy("discount"),), selected=1))
    page = patient.page
    patient.until(lambda: page.comparison is not None, "no first answer")
    page.stop_here()
    assert not patient.is_stale
    page.go_on()
    patient.until_settled()
    assert page.comparison.replications == WANTED
    page.answers.close()


def test_names_and_reasons_cannot_bring_script_into_the_page(lab):
    page = lab.page
    evil = "<img src=x onerror=alert(1)>"
    page.explain(evil, f"{evil} because")
    lab.until_settled()
    for widget in (
        page.main.table,
        page.main.headline,
        page.main.provenance,
        page.top.save,
        page.main.phone_bar,
    ):
        assert "<img" not in widget.value
    for card in page.main.pictures.cards[:-1]:
        assert "<img" not in card.head.value
    assert "<img" not in page.main.pictures.cards[-1].html.value


def test_an_uploaded_ledger_becomes_the_setting(lab):
    page = lab.page
    content = demo_text(rows(customers=20, weeks=60)).encode()
    page.setting_acts.take_ledger("export.csv", content)
    lab.until(lambda: page.lab.setting.ledger == "export.csv", page.main.trouble.value)
    lab.until_settled()
    assert "Own ledger" in page.main.context.value
    assert "Not back-tested" in page.main.provenance.value
    assert page.comparison.inputs["portfolio"]["origin"] == "ledger"
    page.setting_acts.assume("portfolio.customers", 50)
    assert "Your ledger decides this" in page.main.trouble.value
    page.undo()
    lab.until_settled()
    assert page.lab.setting.ledger == ""


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.png", b"\x89PNG", "is not a ledger as CSV"),
        ("empty.csv", b"", "is empty"),
        ("words.csv", b"hello\nworld\n", "words.csv"),
        ("binary.csv", bytes(range(256)) * 20, "binary.csv"),
    ],
)
def test_a_bad_ledger_gets_a_sentence_and_the_page_stays(lab, name, content, says):
    page = lab.page
    before = page.main.table.value
    page.setting_acts.take_ledger(name, content)
    lab.until(lambda: page.main.trouble.value != "", "nothing was told")
    assert says in page.main.trouble.value
    assert "creditlab-" not in page.main.trouble.value
    lab.until(lambda: not lab.is_stale, "the page stayed faded")
    assert page.main.table.value == before
    assert page.lab.setting.ledger == ""


def test_two_pages_do_not_see_each_other(lab, setting):
    other = Patient(Lab(setting, (load_strategy("growth"),), selected=1))
    other.until_settled()
    lab.page.move("terms.net_days", 50)
    lab.until_settled()
    assert [one.name for one in other.page.lab.strategies] == ["Today", "Growth"]
    assert other.page.lab.value("terms.net_days") == 60
    other.page.answers.close()


def test_a_ledger_can_be_left_again_for_the_scenario(lab):
    page = lab.page
    page.setting_acts.take_ledger("export.csv", demo_text(rows(customers=20, weeks=60)).encode())
    lab.until(lambda: page.lab.setting.ledger, page.main.trouble.value)
    assert page.scenario.scenario.value == "ledger"
    page.scenario.scenario.value = "wholesale"
    assert page.lab.setting.ledger == ""


def test_a_ledger_that_is_not_wanted_any_more_does_not_come(lab):
    page = lab.page
    page.setting_acts.take_ledger("export.csv", demo_text(rows(customers=20, weeks=60)).encode())
    assert "export.csv" in page.main.upload.value
    page.setting_acts.take_scenario("wholesale")
    lab.until(lambda: page.comparison is not None and page.is_settled, "not settled")
    end = time.monotonic() + 3
    while time.monotonic() < end:
        with contextlib.suppress(queue.Empty):
            lab.acts.get(timeout=0.05)()
    assert page.lab.setting.ledger == ""
    assert page.main.upload.value == ""


def test_an_answer_that_fails_ends_and_says_so(lab, monkeypatch):
    page = lab.page

    def fail(*_):
        raise RuntimeError("customer 4711 owes 3")

    monkeypatch.setattr(page.answers, "_answer", fail)
    page.move("terms.net_days", 45)
    lab.until(lambda: page.main.trouble.value != "", "nothing was told")
    assert "4711" not in page.main.trouble.value
    assert "Sharpening" not in page.main.status.value
    assert not lab.is_stale


def test_a_contradiction_leaves_the_last_answer_to_be_read(lab):
    page = lab.page
    page.move("terms.net_days", 7)
    assert page.main.trouble.value
    page.select(2)
    assert 'class="s-b is-selected"' in page.main.table.value
    assert not lab.is_stale


def test_names_and_reasons_have_room_on_the_page(lab):
    page = lab.page
    page.explain("N" * 3000, "w" * 100_000)
    assert len(page.lab.strategy.name) <= 60
    assert len(page.lab.strategy.why) <= 400
