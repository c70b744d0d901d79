"""Policy and figures in a real browser: the sheet, its figures, print to one page, downloads, keys, a phone."""

import zipfile
from collections.abc import Iterator

import pytest

import simulator as cs
from simulator.publish.paper import pages_of
from tests.browser.serving import Server, serve_folder, write_notebook

SMALL = {"portfolio": {"customers": 20}, "company": {"horizon_days": 365, "warm_up_days": 60}}
RUNS = 6
CELL = f"""
import simulator as cs
from simulator.app.policy.page import PolicyPage
from simulator.app.policy.runs import Runs
from simulator.app.setting import Setting
page = PolicyPage(Setting(cs.load_scenario("wholesale").but(**{SMALL!r})), runs=Runs((3, {RUNS})))
page.box
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("policy")
    write_notebook(folder / "policy.ipynb", CELL)
    running = serve_folder(folder, env={"CREDITLAB_RESULTS": str(folder / "kept")})
    yield running
    running.end()


def opened(served, visit, query="", **how):
    made = visit(f"{served.address}policy{query}", **how)
    made.wait_ready()
    settled(made.page)
    return made


def settled(page):
    page.wait_for_function("document.body.innerText.includes('Settled')", timeout=90_000)


def row(page, name):
    return (
        page.locator(".sheet-paper tr", has=page.get_by_role("rowheader", name=name))
        .locator("td")
        .all_inner_texts()
    )


def test_it_opens_with_the_figures_of_a_comparison(served, visit):
    made = opened(served, visit)
    scenario = cs.load_scenario("wholesale").but(**SMALL)
    strategies = [cs.load_strategy(name) for name in ("status_quo", "insured")]
    expected = cs.compare(scenario, strategies, seed=2026, replications=RUNS, workers=1)
    today, insured = (one.mean("dso_countback_days") for one in expected.results)
    assert row(made.page, "DSO, countback")[:2] == [f"{today:.1f}", f"{insured:.1f}"]
    assert "The insurer pays 90 % of an insured loss." in made.page.inner_text(".sheet-paper")
    made.picture("policy", whole=True)
    assert made.external == []
    assert made.problems == []


@pytest.mark.parametrize("strategy", ["insured", "balanced", "status_quo"])
def test_the_policy_prints_to_one_page(served, visit, strategy):
    page = opened(served, visit, f"?strategy={strategy}").page
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print this sheet").is_visible()
    assert not page.locator(".lab-topbar").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.sheet-paper')).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_another_strategy_is_another_policy(served, visit):
    page = opened(served, visit).page
    page.get_by_label("Policy", exact=True).select_option("2/10 net 30")
    page.wait_for_function(
        "document.querySelector('.sheet-paper h1').innerText === 'Credit policy: 2/10 net 30'"
    )
    settled(page)
    assert "keeps 2 % of the invoice" in page.inner_text(".sheet-paper")
    page.get_by_label("Scenario", exact=True).select_option("Construction")
    page.wait_for_function("document.querySelector('.sheet-paper header').innerText.includes('Construction')")


def test_the_kpi_pack_by_month_and_its_workbook(served, visit, tmp_path):
    made = opened(served, visit, "?sheet=kpis")
    page = made.page
    assert page.locator(".sheet-paper .year").count() == 2
    assert page.locator(".sheet-paper .year").first.locator("thead th.num").count() == 12
    made.picture("policy_kpis", whole=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Workbook (Excel)").click()
    download.value.save_as(tmp_path / "kpis.xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(tmp_path / "kpis.xlsx").namelist()


def test_the_review_of_a_year(served, visit):
    made = opened(served, visit, "?sheet=review")
    page = made.page
    page.get_by_label("Last year", exact=True).select_option("2/10 net 30")
    page.wait_for_function("document.querySelector('h1').innerText.startsWith('From 2/10 net 30 to Insured')")
    settled(page)
    assert "no longer" in page.inner_text("table.changes")
    made.picture("policy_review", whole=True)
    assert pages_of(page.pdf(prefer_css_page_size=True)) <= 3


def test_a_bad_file_gets_a_sentence_and_the_policy_stays(served, visit):
    page = opened(served, visit).page
    with page.expect_file_chooser() as chooser:
        page.locator(".upload-strategy").first.click()
    chooser.value.set_files(
        {
            "name": "bad.yaml",
            "mimeType": "text/plain",
            "buffer": b"name: x\nwhy: y\nchanges: {terms: {net_dayz: 1}}\n",
        }
    )
    page.wait_for_selector(".trouble p")
    assert "net_dayz" in page.inner_text(".trouble p")
    assert page.inner_text(".sheet-paper h1") == "Credit policy: Insured"


def test_keys_reach_everything(served, visit):
    page = opened(served, visit, "?sheet=review").page
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const one = document.activeElement;
                return one.getAttribute('aria-label') || one.innerText || one.tagName; }"""
            )
        )
    told = " | ".join(seen)
    for wanted in ("Written policy", "Print this sheet", "Make a PDF", "Page (HTML)", "What changes"):
        assert wanted in told, (wanted, told)


@pytest.mark.parametrize("sheet", ["policy", "kpis", "review"])
def test_a_phone_never_scrolls_sideways(served, visit, sheet):
    made = opened(served, visit, f"?sheet={sheet}", width=390, height=844)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390
    made.picture(f"policy_{sheet}_phone", whole=True)


def test_in_the_dark_it_is_dark(served, visit):
    made = opened(served, visit, theme="dark")
    ground = made.page.evaluate(
        "getComputedStyle(document.querySelector('.sheet-paper .card')).backgroundColor"
    )
    assert ground == "rgb(22, 29, 37)"
    made.picture("policy_dark", whole=True)
