"""Exposure without a browser: nothing before somebody looks, then the book; losses and cut-offs on a click."""

import re
from base64 import b64decode

import pytest

import simulator as cs
from simulator.app.exposure.page import ExposurePage
from simulator.app.setting import Setting, read_setting
from simulator.experiment.exposure import exposure
from simulator.strategy import today_strategy
from tests.app.patience import Patience
from tests.synthetic_ledger import demo_text, rows, written

SMALL = cs.load_scenario("wholesale").but(
    portfolio={"customers": 30}, company={"horizon_days": 200, "warm_up_days": 120}
)


class Patient(Patience):
    def __init__(self, setting=None):
        super().__init__()
        self.page = ExposurePage(
            setting or Setting(SMALL), later=self.later, replications=4, cut_off_replications=3
        )

    def look(self):
        self.page.address.is_known = True
        self.until(lambda: self.page.book is not None, lambda: str(self.page.trouble.html.value))


def test_the_book_is_opened_when_somebody_looks():
    mine = Patient()
    mine.for_a_while(0.3)
    assert mine.page.book is None
    mine.look()
    assert mine.page.book == exposure(SMALL, today_strategy())
    assert "are open" in mine.page.title.value
    assert mine.page.choice.list.label == "Today"
    assert "One simulated book under Today" in mine.page.facts.value
    shown = mine.page.groups.value + mine.page.risks.value + mine.page.curves.value
    assert "Mid-sized" in shown
    assert not re.search(r">\s*(mid|sme|micro|large)\s*<", shown)
    assert "Billed in quarter 1" in mine.page.curves.value


def test_another_strategy_and_day_is_another_book():
    mine = Patient()
    mine.look()
    mine.page.when.value = True
    mine.page.choice.choose("insured")
    mine.until(lambda: mine.page.book is not None and mine.page.book.strategy == "Insured")
    assert mine.page.book.insured_fraction > 0.0


def test_an_old_book_is_pale_until_the_new_one_is_opened():
    mine = Patient()
    mine.look()
    first = mine.page.book
    mine.page.when.value = True
    parts = (mine.page.title, mine.page.facts, mine.page.risks, mine.page.curves_picture.box)
    assert all("is-old" in part._dom_classes for part in parts)
    mine.until(lambda: mine.page.book is not first)
    assert not any("is-old" in part._dom_classes for part in parts)


def test_losses_and_cut_offs_are_played():
    mine = Patient()
    mine.look()
    mine.page.play_losses()
    assert mine.page.stop_losing.layout.display is None
    mine.until(lambda: mine.page.losses_picture.box.layout.display is None)
    assert "4 runs" in mine.page.losses_picture.head.value
    mine.page.play_cut_offs()
    mine.until(lambda: "Refuse 30 %" in mine.page.cut_offs.value)
    assert mine.page.stop_refusing.layout.display == "none"


def test_a_cancel_ends_it():
    mine = Patient()
    mine.page.play_losses()
    mine.page.stop()
    mine.for_a_while(1.5)
    assert mine.page.losses_picture.box.layout.display == "none"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return read_setting(written(tmp_path_factory.mktemp("books"), demo_text(rows(20, 60)), "export.csv"))


def test_a_ledger_shows_its_own_open_book_by_name(ledger):
    mine = Patient(ledger)
    mine.look()
    assert "The open book of the ledger" in mine.page.facts.value
    open_cents = int((ledger.portfolio.open_items["net"] + ledger.portfolio.open_items["vat"]).sum())
    assert mine.page.book.total == pytest.approx(open_cents / 100)
    assert {one.name for one in mine.page.book.accounts} <= set(ledger.portfolio.identities)
    found = re.search(r"base64,([^\"]*)", mine.page.save.value)
    assert found
    assert b64decode(found[1]).decode("utf-8-sig").startswith("customer,segment")
