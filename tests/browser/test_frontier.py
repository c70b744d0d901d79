"""The frontier page in a real browser: prices, grid, optimiser, files, keys, phone, paper."""

import csv
import io
from collections.abc import Iterator

import pytest
import yaml

from simulator.strategy import load_strategy
from tests.browser.keyboard import left_out, nameless
from tests.browser.serving import Server, serve_folder, write_notebook
from tests.browser.small_lab import amount

CELL = """
import simulator as cs
from simulator.app.frontier.asking import Effort
from simulator.app.frontier.page import FrontierPage
from simulator.app.setting import Setting
small = cs.load_scenario("wholesale").but(
    portfolio={"customers": 20}, company={"horizon_days": 365, "warm_up_days": 90}
)
FrontierPage(Setting(small), effort=Effort((3, 30), 1, 30, 40, 6)).box
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("frontier")
    write_notebook(folder / "frontier.ipynb", CELL)
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
    made = visit(f"{served.address}frontier{query}", **how)
    settled(made.wait_ready())
    return made


def test_the_price_is_the_quotient_of_what_stands_beside_it(visit, served):
    made = opened(visit, served)
    page = made.page
    rows = page.locator("table.steps tbody tr")
    assert rows.count() >= 1
    told = 0
    for number in range(rows.count()):
        cells = rows.nth(number).locator("td").all_inner_texts()
        if "€1 more" not in cells[3]:
            continue
        profit, cash = (amount(one.split("\n")[0]) for one in cells[1:3])
        price = float(cells[3].split("€")[-1].split(" ")[0])
        # the table shows three digits, the price is of the exact figures
        assert abs(price - abs(cash / profit)) <= 0.02 * price + 0.01
        told += 1
    assert told >= 1
    made.picture("frontier", whole=True)
    assert made.external == []
    assert made.problems == []


def test_a_grid_adds_dots_and_a_wrong_value_is_a_sentence(visit, served):
    page = opened(visit, served).page
    before = int(page.get_attribute(".card-front .chart", "data-drawn"))
    page.get_by_label("Which lever moves").first.select_option("Terms: Payment terms")
    values = page.get_by_label("The values that it may take").first
    page.wait_for_function(
        "document.querySelector('.card-choices .lever-row input[type=text]').value === '7 to 120 by 30'",
        timeout=30_000,
    )
    values.fill("45, 60")
    values.press("Enter")
    page.wait_for_function(
        "document.querySelector('.card-front .note').innerText.includes('2 of the grid')", timeout=180_000
    )
    settled(page)
    assert int(page.get_attribute(".card-front .chart", "data-drawn")) > before
    values.fill("soon")
    values.press("Enter")
    page.wait_for_selector(".trouble p", timeout=30_000)
    assert "Payment terms cannot be 'soon'" in page.inner_text(".trouble")


def test_other_axes_change_table_and_picture(visit, served):
    page = opened(visit, served).page
    before = page.inner_text(".card-standings thead")
    page.get_by_label("To the right").select_option("Average write-offs")
    page.wait_for_function(
        "before => document.querySelector('.card-standings thead').innerText !== before",
        arg=before,
        timeout=180_000,
    )
    settled(page)
    assert "Write-offs after claims" in page.inner_text(".card-standings thead")


def test_the_optimiser_s_candidate_is_saved_read_back_and_opened(visit, served, tmp_path):
    made = opened(visit, served)
    page = made.page
    page.get_by_label("Trials").select_option("24, quick")
    page.get_by_label("What must be kept").first.select_option("no limit")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_selector(".card-optimiser .optimum-verdict", timeout=240_000)
    text = page.inner_text(".card-optimiser .optimum")
    assert "proved on 30 runs that the search has not seen" in text
    with page.expect_download() as download:
        page.get_by_text("Save strategy (YAML)").click()
    path = tmp_path / "found.yaml"
    download.value.save_as(path)
    days = yaml.safe_load(path.read_text(encoding="utf-8"))["changes"]["terms"]["net_days"]
    assert load_strategy(path).changes["terms"]["net_days"] == days
    assert f"payment terms {days}" in text.lower()
    page.get_by_role("button", name="Open in the strategy lab").click()
    page.wait_for_selector("table.differences", timeout=120_000)
    page.get_by_role("button", name="← Back to the frontier").click()
    page.wait_for_selector(".card-optimiser .optimum-verdict")
    assert made.problems == []


def test_best_and_tornado_answer(visit, served):
    made = opened(visit, served, "?strategy=growth")
    page = made.page
    page.get_by_role("button", name="Find the best").click()
    page.wait_for_selector(".card-best .optimum-verdict", timeout=240_000)
    assert "Wrong in at most 1 of 20" in page.inner_text(".card-best .optimum-verdict")
    page.get_by_role("button", name="Move the assumptions").click()
    page.wait_for_selector(".card-tornado .chart[data-drawn]", timeout=240_000)
    assert page.inner_text(".card-leaning .optimum-verdict").startswith("Growth")
    made.picture("frontier_answers", whole=True)


def test_the_table_is_read_back_from_its_file(visit, served, tmp_path):
    page = opened(visit, served).page
    with page.expect_download() as download:
        page.get_by_text("Table (CSV)").click()
    path = tmp_path / "frontier.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 11
    assert page.locator(".card-standings tbody tr").count() == 11
    assert {row["standing"] for row in rows} <= {"frontier", "perhaps", "dominated"}


def test_the_keyboard_reaches_everything(visit, served):
    page = opened(visit, served).page
    assert left_out(page) == []
    assert nameless(page) == []


def test_dark_paper_and_phone(visit, served):
    made = opened(visit, served, theme="dark")
    made.picture("frontier_dark", whole=True)
    made.page.emulate_media(media="print")
    assert made.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not made.page.locator(".card-optimiser").is_visible()
    phone = opened(visit, served, width=390, height=844)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.picture("frontier_phone", whole=True)
