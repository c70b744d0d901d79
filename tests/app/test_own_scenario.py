"""Every page opens with a scenario of one's own, as `creditlab page --scenario FILE` starts it."""

import pytest

import simulator as cs
from simulator.app.board.page import BoardPage
from simulator.app.desk.page import CollectionsDesk
from simulator.app.exposure.page import ExposurePage
from simulator.app.frontier.page import FrontierPage
from simulator.app.insurance.page import InsurancePage
from simulator.app.policy.page import PolicyPage
from simulator.app.setting import Setting
from simulator.app.stress.page import StressPage
from simulator.app.trust.page import TrustPage

MINE = Setting(
    cs.load_scenario("wholesale").but("Mine & Sons", why="Ours", portfolio={"customers": 20}),
)
PAGES = (
    *(InsurancePage, StressPage, FrontierPage, ExposurePage),
    *(TrustPage, PolicyPage, CollectionsDesk, BoardPage),
)


def nobody_looks(_act):
    """What comes back from the work aside is not waited for."""


def texts(widget):
    """All that is written or offered below a widget."""
    found = [str(getattr(widget, "value", ""))]
    found += [str(option) for option in getattr(widget, "options", ())]
    return " ".join([*found, *(texts(child) for child in getattr(widget, "children", ()))])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_it_and_names_it(page, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    made = page(MINE, later=nobody_looks)
    try:
        told = texts(made.box)
        assert "Mine &amp; Sons" in told
        assert "Mine & Sons" in told, "it stands in the list of scenarios"
    finally:
        made.close()


def test_the_insurance_page_finds_the_way_back_to_it(monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    page = InsurancePage(MINE, later=nobody_looks)
    page.rail.scenario.value = "saas"
    assert page.lab.setting.scenario.name == cs.load_scenario("saas").name
    assert page.rail.scenario.value == "saas"
    page.rail.scenario.value = "own"
    assert page.lab.setting == MINE
    page.close()
