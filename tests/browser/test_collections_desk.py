"""The collections desk in a real browser: numbers, a row that changes, refusals, files, keys, paper, a phone."""

from collections.abc import Iterator

import pytest

import simulator as cs
from simulator.experiment.desk.effects import desk
from simulator.results.desk.wording import short
from tests.browser.serving import Server, serve_folder, write_notebook

CUSTOMERS, RUNS, HORIZON = 20, 30, 150

CELL = f"""
import simulator as cs
from simulator.app.desk.page import CollectionsDesk
from simulator.app.kit.frame import framed
from simulator.app.setting import Setting

scenario = cs.load_scenario("wholesale").but(
    portfolio={{"customers": {CUSTOMERS}}}, company={{"horizon_days": {HORIZON}, "warm_up_days": 90}}
)
framed(CollectionsDesk(Setting(scenario), stages=(4, {RUNS})).box)
"""

SETTLED = (
    "document.querySelector('.desk-page .status-text')?.innerText.includes('Settled')"
    " && !document.querySelector('.lab-main.is-stale')"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("desk")
    write_notebook(folder / "collections_desk.ipynb", CELL, steps=("Loading the collections desk",))
    running = serve_folder(folder, env={"CREDITLAB_RESULTS": str(tmp_path_factory.mktemp("kept"))})
    yield running
    running.end()


@pytest.fixture(scope="module")
def worked():
    """The same plan by the experiment itself."""
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": CUSTOMERS}, company={"horizon_days": HORIZON, "warm_up_days": 90}
    )
    return desk(scenario, cs.load_strategy("intensive_collections"), replications=RUNS, workers=1)


def opened(served, visit, query="", **how):
    made = visit(f"{served.address}collections_desk{query}", **how)
    made.wait_ready(120)
    made.page.wait_for_function(SETTLED, timeout=60_000)
    return made


def test_it_opens_with_the_strategy_of_the_address_and_its_numbers_are_those_of_compare(
    served, visit, worked
):
    made = opened(served, visit, "?strategy=intensive_collections")
    page = made.page
    made.page.wait_for_timeout(800)
    made.picture("collections_desk", whole=True)
    rows = page.locator(".desk-rows .desk-row")
    assert rows.count() == 7
    assert rows.nth(1).locator(".net b").inner_text() == short(worked.effect(1).net.mean)
    made_by_compare = cs.compare(
        cs.load_scenario("wholesale").but(
            portfolio={"customers": CUSTOMERS}, company={"horizon_days": HORIZON, "warm_up_days": 90}
        ),
        [cs.load_strategy("status_quo"), cs.load_strategy("intensive_collections")],
        replications=RUNS,
        workers=1,
    )
    one, other = (result.values("profit_to_the_end") for result in made_by_compare.results)
    together = page.locator("table.shares tr", has_text="Together").locator("b").inner_text()
    assert together == short(float((other - one).mean()) * 365 / HORIZON)
    assert made.external == []
    assert made.problems == []


def test_a_row_changes_table_and_chart_and_undo_takes_it_back(served, visit):
    page = opened(served, visit).page
    chart = page.locator(".card-open [role=img], .card-open .chart").first
    before = chart.get_attribute("aria-label")
    net = page.locator(".desk-rows .desk-row").nth(2).locator(".net b")
    first = net.inner_text()
    day = page.get_by_label("Day of step 3")
    day.fill("4")
    day.press("Enter")
    page.wait_for_selector(".lab-main.is-stale")
    page.wait_for_function(SETTLED, timeout=60_000)
    assert net.inner_text() != first
    assert chart.get_attribute("aria-label") != before
    assert "new ladder" in page.inner_text("h1") or "this plan" in page.inner_text("h1")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(
        "text => [...document.querySelectorAll('.desk-rows .desk-row')][2].querySelector('.net b')?.innerText === text",
        arg=first,
        timeout=60_000,
    )
    assert chart.get_attribute("aria-label") == before


def test_what_cannot_be_is_told_in_one_sentence(served, visit):
    page = opened(served, visit).page
    day = page.get_by_label("Day of step 2")
    day.fill("10")
    day.press("Enter")
    page.wait_for_selector(".trouble [role=alert]")
    assert "out of order" in page.inner_text(".trouble [role=alert]")
    page.wait_for_function("[...document.querySelectorAll('.desk-row input')].some(one => one.value === '3')")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load").click()
    chooser.value.set_files({"name": "mine.yaml", "mimeType": "text/yaml", "buffer": b"why: 3\n"})
    page.wait_for_function("document.querySelector('.trouble [role=alert]')?.innerText.includes('mine.yaml')")


def test_what_is_saved_is_a_strategy(served, visit, tmp_path):
    page = opened(served, visit).page
    page.get_by_role("button", name="One collector more").or_(
        page.get_by_title("One collector more")
    ).first.click()
    page.wait_for_function("document.querySelector('.desk-stepper b').innerText === '2'")
    with page.expect_download() as download:
        page.get_by_text("Save strategy").click()
    path = tmp_path / "saved.yaml"
    download.value.save_as(path)
    assert cs.load_strategy(path).changes["collections"]["collectors"] == 2


def test_keys_go_through_the_whole_page(served, visit):
    page = opened(served, visit).page
    seen = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const one = document.activeElement; return one === document.body ? '' :"
            " (one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || one.title"
            " || one.tagName) }"
        )
        if not name:
            break
        seen.add(" ".join(name.split()))
    for wanted in ("Menu of step 1", "Use step 1", "Day of step 6", "Channel of step 6", "Amounts of step 6"):
        assert wanted in seen
    assert any("Add a step" in name for name in seen)
    assert any("Oldest first" in name for name in seen)
    assert any("Simulated year" in name or "Simulated run" in name for name in seen)


def test_the_menu_works_by_keys(served, visit):
    page = opened(served, visit).page
    before = _days_of(page)
    page.get_by_label("Menu of step 6").select_option("Delete")
    page.wait_for_function("document.querySelectorAll('.desk-rows .desk-row').length === 5")
    assert _days_of(page) == before[:5], "the step that was chosen is gone, and no other"
    page.get_by_role("button", name="Add a step").click()
    page.wait_for_function("document.querySelectorAll('.desk-rows .desk-row').length === 6")
    after = _days_of(page)
    assert after[:5] == before[:5]
    assert after == sorted(after), "a new step comes after the others"


def _days_of(page):
    return page.evaluate(
        "[...document.querySelectorAll('.desk-rows .desk-row')]"
        ".map(row => Number(row.querySelector('input[type=number]').value))"
    )


def test_paper_has_the_ladder_as_a_table(served, visit):
    made = opened(served, visit, "?strategy=intensive_collections")
    made.page.emulate_media(media="print")
    assert made.page.locator("table.desk-readable").is_visible()
    assert not made.page.locator(".desk-table").is_visible()
    assert made.page.locator("table.desk-readable tbody tr").count() == 8
    made.picture("collections_desk_print", whole=True)


def test_a_phone_never_scrolls_sideways(served, visit):
    made = opened(served, visit, "?strategy=intensive_collections", width=390, height=844)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390
    made.page.wait_for_timeout(500)
    made.picture("collections_desk_phone", whole=True)


def test_dark(served, visit):
    made = opened(served, visit, "?strategy=intensive_collections", theme="dark")
    made.page.wait_for_timeout(500)
    made.picture("collections_desk_dark", whole=True)
    assert made.problems == []
