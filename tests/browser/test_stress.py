"""The stress page in a real browser: a rent that rises, choices, files, keys, phone, paper."""

import csv
import io
from collections.abc import Iterator

import pytest

from tests.browser.keyboard import left_out, nameless
from tests.browser.serving import Server, serve_folder, write_notebook

CELL = """
import simulator as cs
from simulator.app.setting import Setting
from simulator.app.stress.asking import Effort
from simulator.app.stress.page import StressPage
small = cs.load_scenario("wholesale").but(
    portfolio={"customers": 20},
    company={"horizon_days": 181, "warm_up_days": 90, "overdraft_rate_per_year": 0.0},
)
StressPage(Setting(small), effort=Effort((3, 30), 1, 20)).box
"""
RENT = b"""
name: Rent rises
why: The landlord wants more
start_day: 0
plus: {company: {fixed_cost_per_month: 20000}}
severity: strength
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("stress")
    write_notebook(folder / "stress.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


def settled(page):
    page.wait_for_function(
        "document.querySelector('.status-text')?.innerText.includes('Settled: 30')"
        " && !document.querySelector('.is-old')",
        timeout=180_000,
    )
    return page


def opened(visit, served, query="", **how):
    made = visit(f"{served.address}stress{query}", **how)
    settled(made.wait_ready())
    return made


def cell(page, shock, place):
    return page.locator(f"table.heat tr:has(th:has-text('{shock}')) td").nth(place)


def upload(page, content):
    with page.expect_file_chooser() as chooser:
        page.locator(".shocks .widget-upload").click()
    chooser.value.set_files({"name": "rent.yaml", "mimeType": "text/yaml", "buffer": content})


def load_rent(page):
    upload(page, RENT)
    page.wait_for_selector("table.heat th:has-text('Rent rises')", timeout=180_000)
    settled(page)


def test_a_rent_that_rises_costs_six_months_of_it_told_by_the_year(visit, served):
    made = opened(visit, served)
    page = made.page
    load_rent(page)
    page.get_by_role("button", name="Profit", exact=True).click()
    page.wait_for_function("document.querySelector('table.heat thead')?.innerText.includes('Profit')")
    for place in range(4):
        # 120,000 in 181 days: 120,000 x 365 / 181 = 241,989 a year
        assert cell(page, "Rent rises", place).locator("b").inner_text() == "−242k"
    assert made.external == []
    assert made.problems == []


def test_the_interval_is_shown_to_the_pointer_and_to_the_keys(visit, served):
    page = opened(visit, served).page
    first = cell(page, "Recession", 0)
    assert not first.locator(".range").is_visible()
    first.focus()
    assert first.locator(".range").is_visible()
    assert first.locator(".range").inner_text().startswith("95 %: ")
    other = cell(page, "Recession", 2)
    other.hover()
    assert other.locator(".range").is_visible()


def test_a_choice_changes_map_and_pictures(visit, served):
    page = opened(visit, served).page
    before = page.inner_text("table.heat"), page.get_attribute(".card-struck .chart", "aria-label")
    page.get_by_label("Insured", exact=True).uncheck()
    page.wait_for_function("document.querySelectorAll('table.heat thead th').length === 4", timeout=180_000)
    settled(page)
    page.get_by_role("button", name="B", exact=True).click()
    page.wait_for_function(
        "before => document.querySelector('.card-struck .chart').getAttribute('aria-label') !== before",
        arg=before[1],
    )
    assert page.inner_text("table.heat") != before[0]


def test_day_and_severity_are_in_the_drawer(visit, served):
    page = opened(visit, served).page
    page.get_by_text("Day and severity of each").click()
    assert nameless(page) == []
    times = page.get_by_label("Sales drop: times as severe as written")
    times.fill("2")
    times.press("Enter")
    page.wait_for_selector("table.heat th:has-text('orders down 40 %')", timeout=180_000)
    settled(page)


def test_a_bad_file_is_one_sentence(visit, served):
    page = opened(visit, served).page
    upload(page, b"name: A\nwhy: b\nstart_day: 1\n")
    page.wait_for_selector(".trouble p", timeout=30_000)
    assert "does nothing" in page.inner_text(".trouble")
    assert "/" not in page.inner_text(".trouble")
    assert page.locator("table.heat").is_visible()


def test_the_table_is_read_back_from_its_file(visit, served, tmp_path):
    page = opened(visit, served).page
    with page.expect_download() as download:
        page.get_by_text("Table (CSV)").click()
    path = tmp_path / "stress.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 6 * 4 * 4  # shocks, strategies, measures
    squeeze = next(
        row
        for row in rows
        if (row["shock"], row["strategy"], row["measure"]) == ("Supplier squeeze", "today", "lowest_cash")
    )
    shown = cell(page, "Supplier squeeze", 0).locator("b").inner_text()
    assert float(squeeze["difference"]) < 0
    assert shown.startswith(f"−{abs(float(squeeze['difference'])) / 1e3:.0f}"[:3])


def test_how_bad_it_must_get_is_answered_in_words_and_a_picture(visit, served):
    made = opened(visit, served)
    page = made.page
    page.get_by_label("Shock", exact=True).select_option("Supplier squeeze")
    page.get_by_role("button", name="Find how bad").click()
    page.wait_for_selector(".breaking-points li", timeout=240_000)
    assert page.locator(".breaking-points li").count() == 4
    assert "overdraft limit" in page.inner_text(".breaking-points")
    page.wait_for_selector(".card-breaking .chart[data-drawn]")
    made.picture("stress", whole=True)
    assert made.problems == []


def test_the_address_names_the_strategy(visit, served):
    page = opened(visit, served, "?strategy=growth").page
    assert "Growth" in page.inner_text("table.heat thead")
    assert "Growth" in page.get_attribute(".card-struck .chart", "aria-label")


def test_the_keyboard_reaches_everything(visit, served):
    page = opened(visit, served).page
    assert left_out(page) == []
    assert nameless(page) == []


def test_dark_paper_and_phone(visit, served):
    made = opened(visit, served, theme="dark")
    page = made.page
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(14, 19, 25)"
    made.picture("stress_dark", whole=True)
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator(".card-choices").is_visible()
    assert page.locator("table.heat").is_visible()
    phone = opened(visit, served, width=390, height=844)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.picture("stress_phone", whole=True)
