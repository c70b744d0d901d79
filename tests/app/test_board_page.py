"""The board page without a browser: any setting, shared comparisons, own strategies, files to hand out."""

import contextlib
import queue
import re
import time
from base64 import b64decode
from html import unescape

import pytest

import simulator as cs
from simulator.app.board import making
from simulator.app.board.page import BoardPage
from simulator.app.setting import Setting, scenario_setting
from simulator.publish.board.asking import Working
from simulator.results.objectives import words_of
from simulator.sharing import Shared, parts_of, read_shared
from simulator.strategy import Strategy, load_strategy


class Patient:
    """A page with a loop of its own, and patience to wait until something is so."""

    def __init__(self, setting=None):
        self.acts = queue.Queue()
        self.page = BoardPage(setting, working=Working(replications=30, workers=1), later=self.acts.put)

    def until(self, is_so, what):
        end = time.monotonic() + 240
        while not is_so():
            assert time.monotonic() < end, what
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(making, "find_browser", lambda: None)
    patient = Patient()
    yield patient
    patient.page.close()


def small():
    return cs.load_scenario("wholesale").but(
        portfolio={"customers": 25}, company={"horizon_days": 180, "warm_up_days": 90, "run_off_days": 200}
    )


def shared(**changes):
    strategies = (Strategy(name="Net 45", why="As others do", changes={"terms": {"net_days": 45}}),)
    return Shared(**{**parts_of(small()), "strategies": strategies, "replications": 6, **changes})


def saved(html, name):
    found = re.search(rf'<a[^>]*download="{re.escape(name)}"[^>]*>', html)
    assert found, html
    return b64decode(re.search(r'href="data:[^,]*;base64,([^"]*)"', found[0])[1])


def test_it_opens_with_what_the_pages_are_about(board):
    assert board.page.setting == scenario_setting("wholesale")
    assert board.page.names == ["discount", "insured", "intensive_collections"]
    assert "Wholesale · 200 customers" in board.page.about.value
    board.page.scenario.value = "saas"
    assert board.page.setting == scenario_setting("saas")
    board.page.horizon.value = 730
    assert board.page.setting.scenario.company.horizon_days == 730


def test_the_address_chooses(board):
    board.page.address.query = {
        "strategies": "strict,factored,nobody",
        "scenario": "saas",
        "days": "730",
        "by": "dso",
    }
    board.page.address.is_known = True
    assert board.page.names == ["factored", "strict"]
    assert board.page.setting == scenario_setting("saas", 730)
    assert board.page.criterion == "dso"


def test_a_shared_comparison_becomes_a_board_page_and_comes_out_again(board, tmp_path):
    page = board.page
    page.load("mine.yaml", shared(seed=5, judged_by="lowest_cash").to_yaml().encode())
    assert page.trouble.html.value == ""
    assert page.setting == Setting(small())
    assert page.scenario.label == "Wholesale (as loaded)"
    assert (page.working.seed, page.working.replications, page.criterion) == (5, 30, "lowest_cash")
    page.start()
    board.until(lambda: page.board is not None or page.trouble.html.value, "no board page was made")
    assert page.trouble.html.value == ""
    assert "Net 45" in page.shown.value
    assert b"<title>" in saved(page.links.value, "board.html")
    assert saved(page.links.value, "board.xlsx")[:2] == b"PK"
    (tmp_path / "again.yaml").write_bytes(saved(page.links.value, "comparison.yaml"))
    again = read_shared(tmp_path / "again.yaml")
    assert again.scenario() == small()
    assert again.strategies[0].changes == {"terms": {"net_days": 45}}
    assert (again.seed, again.replications, again.judged_by) == (5, 30, "lowest_cash")
    assert "board.pdf" not in page.links.value
    assert "creditlab publish comparison.yaml --out FOLDER --by lowest_cash" in page.shown.value


@pytest.mark.parametrize("by", ["growth", "resilience", "bad_year", "profit=2,lowest_cash=1"])
def test_a_board_is_judged_as_the_lab_judges(board, by):
    board.page.load("mine.yaml", shared(judged_by=by).to_yaml().encode())
    assert board.page.criterion == by
    assert board.page.trouble.html.value == ""
    assert words_of(by) in unescape(board.page.judged.words.value)


def test_own_weights_are_given_on_the_board_page(board):
    board.page.judged.choice.value = "own"
    assert board.page.criterion == "profit=2,lowest_cash=1,resilience=1"
    board.page.judged.sliders["growth"].value = 3.0
    assert board.page.criterion == "profit=2,growth=3,lowest_cash=1,resilience=1"
    board.page.judge_by("luck")
    assert "Nothing is judged by" in board.page.trouble.html.value
    assert board.page.criterion == "profit=2,growth=3,lowest_cash=1,resilience=1"


def test_a_strategy_of_one_s_own_is_one_more_choice(board):
    board.page.load("net.yaml", shared().strategies[0].to_yaml().encode())
    assert board.page.names[-1] == "own Net 45"
    assert load_strategy("discount") == board.page.known["discount"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("mine.pdf", b"x", "is not a strategy or a comparison as YAML"),
        ("mine.yaml", b"comparison: 1\nscenario: {extends: mars}\n", "names no scenario that ships"),
        (
            "mine.yaml",
            b"comparison: 1\nscenario: {extends: saas}\nledger: 0123456789abcdef\n",
            "0123456789ab",
        ),
        ("mine.yaml", b"name: x\n", "why&#x27; is missing in mine.yaml"),
    ],
)
def test_a_bad_file_gets_a_sentence(board, name, content, told):
    before = board.page.setting
    board.page.load(name, content)
    assert told in board.page.trouble.html.value
    assert "/tmp" not in board.page.trouble.html.value
    assert board.page.setting == before
    assert board.page.names == ["discount", "insured", "intensive_collections"]


def test_nothing_to_decide_is_refused_in_a_sentence(board):
    for choice in board.page.choices.values():
        choice.value = False
    board.page.start()
    board.until(lambda: board.page.trouble.html.value, "nothing was told")
    assert "nothing to decide" in board.page.trouble.html.value
    assert not board.page.make.disabled
