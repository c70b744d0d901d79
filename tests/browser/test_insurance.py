"""Insurance and financing in a real browser: the answer, a lever, a bad file, a download, paper, keys, a phone."""

import csv
import re
from collections.abc import Iterator

import pytest

import simulator as cs
from simulator.app.insurance import contract
from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.results.worth import Worth, headline
from tests.browser.serving import Server, serve_folder, write_notebook

CUSTOMERS, DAYS, LAST = 30, 365, 8
CELL = f"""
import simulator as cs
from simulator.app.insurance.page import insurance_page
from simulator.app.setting import Setting
scenario = cs.load_scenario("wholesale").but(
    portfolio={{"customers": {CUSTOMERS}}}, company={{"horizon_days": {DAYS}, "run_off_days": 400}}
)
plan = (("insurance", 4), ("claims", 4), ("financing", 4), ("facility", 2), ("insurance", {LAST}), ("told", 2),
        ("limits", 2))
insurance_page(setting=Setting(scenario), plan=plan)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("insurance")
    write_notebook(folder / "insurance.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


def settled(visit, served, **how):
    made = visit(f"{served.address}insurance", **how)
    made.wait_ready(120)
    wait_settled(made.page)
    return made


def wait_settled(page):
    page.wait_for_function(
        "/Settled|ept, from/.test(document.querySelector('.status-text')?.innerText || '')"
        " && !document.querySelector('.part.is-stale')",
        timeout=120_000,
    )


def expected():
    """The same comparison, worked out without the page."""
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": CUSTOMERS}, company={"horizon_days": DAYS, "run_off_days": 400}
    )
    lab = contract.first_contract(Setting(scenario))
    strategies = contract.insurance_question(lab)
    return cs.compare(scenario, strategies, replications=LAST, seed=2026, workers=1)


def test_it_answers_whether_the_insurer_is_worth_it(visit, served):
    made = settled(visit, served)
    comparison = expected()
    page = made.page
    assert page.inner_text(".verdict-text h1").endswith(headline(Worth.of(comparison, 1), comparison))
    assert page.inner_text(".worth-question") == "Is the insurer worth it?"
    premium = comparison.results[1].samples.lines[:, :, 7].sum(axis=1).mean() / comparison.years
    row = page.locator(".card-losses tr", has_text="Premium and fees")
    assert f"+€{premium / 1000:.0f}k" in row.inner_text()
    assert page.locator(".card-claims .js-plotly-plot").count() == 1
    made.picture("insurance_light", whole=True)
    assert made.external == []
    assert made.problems == []


def test_a_lever_changes_table_and_chart_and_undo_takes_it_back(visit, served):
    page = settled(visit, served).page
    cells = "document.querySelector('.card-losses table').innerText"
    curve = "[...document.querySelectorAll('.card-credit-losses path.js-line')].map(p => p.getAttribute('d')).join()"
    before = page.evaluate(cells), page.evaluate(curve)
    handle = page.locator(".lever-insurance-premium-rate-fraction .noUi-handle")
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    page.wait_for_function(
        f"{cells} !== {before[0]!r} && {cells}.includes('Insured, as it ships')", timeout=60_000
    )
    wait_settled(page)
    assert page.evaluate(curve) != before[1]
    moved = page.evaluate(cells)
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function(f"{cells} !== {moved!r}", timeout=60_000)
    wait_settled(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(f"{cells} === {moved!r}", timeout=60_000)


def test_a_ready_contract_is_taken_and_the_bad_run_is_shown(visit, served):
    page = settled(visit, served).page
    page.locator(".contract-acts select").select_option(label="Factored, with recourse")
    page.wait_for_selector(".card-financing >> text=Your facility", timeout=60_000)
    wait_settled(page)
    page.get_by_text("A bad run, one in twenty").click()
    page.wait_for_function(
        "document.querySelector('.card-claims .card-head').innerText.includes('simulated run')"
    )
    assert "Your facility" in page.locator(".card-financing").inner_text()
    assert re.search(r"simulated run \d+", page.locator(".card-claims .card-head").inner_text())


def test_a_bad_file_gives_a_sentence_and_leaves_the_answer(visit, served):
    page = settled(visit, served).page
    before = page.inner_text(".verdict-text h1")
    with page.expect_file_chooser() as chooser:
        page.locator(".lab-rail .widget-upload").click()
    chooser.value.set_files({"name": "plan.yaml", "mimeType": "text/yaml", "buffer": b"name: [half a list"})
    page.wait_for_selector(".trouble [role=alert] b", timeout=30_000)
    assert "plan.yaml" in page.inner_text(".trouble")
    assert page.inner_text(".verdict-text h1") == before


def test_a_download_opens_and_reads_back(visit, served, tmp_path):
    page = settled(visit, served).page
    with page.expect_download() as download:
        page.locator("a[download='claims.csv']").click()
    path = tmp_path / "claims.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 4
    paid = sum(float(one["Claims paid"]) for one in rows) / 4
    shown = page.locator(".card-claims table tr", has_text="Claims paid").inner_text()
    assert re.search(r"€[\d.]+", shown)
    assert (paid < 0.5) == ("€0" in shown)


def test_it_is_dark_in_the_dark_and_whole_on_a_phone(visit, served):
    made = settled(visit, served, theme="dark")
    assert made.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 19, 25)"
    made.picture("insurance_dark", whole=True)
    small = settled(visit, served, width=390, height=844)
    assert small.page.evaluate("document.documentElement.scrollWidth") <= 390
    small.picture("insurance_phone", whole=True)


def test_on_paper_there_are_no_controls_and_nothing_is_cut_off(visit, served):
    made = settled(visit, served)
    page = made.page
    page.emulate_media(media="print")
    assert page.locator(".lab-rail").is_hidden()
    assert page.locator(".lab-topbar").is_hidden()
    assert page.locator(".only-print").first.is_visible()
    assert "Insured share 0 to 90 %" in page.inner_text(".only-print")
    cut = """[...document.querySelectorAll('.insurance-main .scroll')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).length"""
    page.set_viewport_size({"width": 1040, "height": 720})
    assert page.evaluate(cut) == 0
    made.picture("insurance_print", whole=True)


def test_keys_reach_the_levers_the_choices_and_the_tables(visit, served):
    page = settled(visit, served).page
    seen = set()
    page.keyboard.press("Tab")
    for _ in range(140):
        here = page.evaluate(
            """() => { const one = document.activeElement; if (!one || one === document.body) return '';
            const lever = one.closest('.lever');
            return lever ? lever.className : one.className + ' ' + one.innerText; }"""
        )
        if not here:
            break
        seen.add(str(here))
        page.keyboard.press("Tab")
    told = " ".join(seen)
    for part in ("insurance-insured-fraction", "financing-facility", "Load", "A usual run", "scroll"):
        assert part in told, part


def test_a_contract_without_insurer_has_its_own_words():
    lab = contract.with_ready(contract.first_contract(Setting(cs.load_scenario("wholesale"))), "uninsured")
    assert isinstance(lab, Lab)
    assert [one.name for one in contract.insurance_question(lab)] == ["Today", contract.STANDARD]
