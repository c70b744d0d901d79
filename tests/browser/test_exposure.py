"""Exposure and risk list in a real browser: sums, reasons, a choice that changes them, a file, keys, a phone."""

from collections.abc import Iterator

import pytest

import simulator as cs
from simulator.app.exposure.views import headline
from simulator.experiment.exposure import exposure, pay_curves
from tests.browser.serving import Server, serve_folder, write_notebook

SMALL = {"portfolio": {"customers": 30}, "company": {"horizon_days": 365, "warm_up_days": 120}}
CELL = f"""
import simulator as cs
from simulator.app.exposure.page import ExposurePage
from simulator.app.setting import Setting
page = ExposurePage(
    Setting(cs.load_scenario("wholesale").but(**{SMALL!r})), replications=5, cut_off_replications=4
)
page.box
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("exposure")
    write_notebook(folder / "exposure.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


def opened(served, visit, **how):
    made = visit(f"{served.address}exposure", **how)
    made.wait_ready()
    made.page.wait_for_selector("table.risks, .card-step p.note", timeout=90_000)
    made.page.wait_for_selector(".card-curves .chart[data-drawn]", timeout=60_000)
    return made


def test_it_opens_with_the_book_of_the_run(served, visit):
    made = opened(served, visit)
    page = made.page
    scenario = cs.load_scenario("wholesale").but(**SMALL)
    today = cs.load_strategy("status_quo")
    book = exposure(scenario, today)
    assert page.inner_text("h1") == headline(book)
    accounts = page.locator("table.exposure").first.locator("tbody tr").last.locator("td").first
    assert accounts.inner_text() == str(len(book.accounts))
    paid = 100 * pay_curves(scenario, today)[0].paid[60]
    assert f"{paid:.0f} % of what is billed is paid within 60 days" in page.inner_text(".card-curves h3")
    made.picture("exposure", whole=True)
    assert made.external == []
    assert made.problems == []


def test_another_strategy_and_day_change_table_and_chart(served, visit):
    page = opened(served, visit).page
    before = page.inner_text("h1"), page.inner_text(".card-curves h3")
    page.get_by_label("Strategy", exact=True).select_option("Growth")
    page.get_by_label("Book of").select_option("at the end")
    page.wait_for_function(f"document.querySelector('h1').innerText !== {before[0]!r}", timeout=60_000)
    page.wait_for_function(
        f"document.querySelector('.card-curves h3').innerText !== {before[1]!r}", timeout=60_000
    )
    assert "under Growth, 1 January 2027" in page.inner_text(".exposure-page .card-step")


def test_losses_and_cut_offs_and_the_file(served, visit, tmp_path):
    made = opened(served, visit)
    page = made.page
    page.get_by_role("button", name="Play the losses").click()
    page.wait_for_selector(".card-losses .chart[data-drawn]", timeout=90_000)
    page.get_by_role("button", name="Try cut-offs").click()
    page.wait_for_selector("table.front-end", timeout=90_000)
    assert page.locator("table.front-end thead th").count() == 6
    with page.expect_download() as download:
        page.get_by_role("link", name="Risk list (CSV)").click()
    download.value.save_as(tmp_path / "risk_list.csv")
    assert (
        (tmp_path / "risk_list.csv").read_text(encoding="utf-8-sig").startswith("customer,segment,risk code")
    )
    made.picture("exposure_whole", whole=True)


def test_keys_reach_everything(served, visit):
    page = opened(served, visit).page
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''"
            )
        )
    told = " | ".join(seen)
    for wanted in ("Open by segment", "Risk list (CSV)", "Paid by cohort", "Play the losses", "Try cut-offs"):
        assert wanted in told, (wanted, told)


@pytest.mark.parametrize(("name", "width", "theme"), [("phone", 390, "light"), ("dark", 1440, "dark")])
def test_it_fits(served, visit, name, width, theme):
    made = opened(served, visit, width=width, height=844, theme=theme)
    assert made.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    made.picture(f"exposure_{name}", whole=True)
