"""The strategy lab grown up, in a real browser: invoices, shocks, weights, sharing, search, keys."""

import csv
import io
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

import simulator as cs
from simulator.sharing import read_shared
from tests.browser.serving import serve_folder, write_notebook
from tests.browser.small_lab import CELL, CUSTOMERS, HORIZON_DAYS, WANTED, amount, measure_cell, wait_settled
from tests.browser.test_every_page import NAMELESS, SERIOUS

VAT = 0.20


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grown")
    write_notebook(folder / "lab.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


@pytest.fixture
def opened(small, visit):
    made = visit(f"{small.address}lab")
    made.wait_ready()
    wait_settled(made.page)
    wait_followed(made.page)
    return made


def wait_followed(page) -> None:
    """Wait until the why table is the answer."""
    page.wait_for_selector(".card-why:not(.is-old) table.why", timeout=60_000)


def saved(page, act) -> bytes:
    with page.expect_download() as download:
        act()
    return bytes(download.value.path().read_bytes())


def choose(page, button: str, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(button).click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def digits(text: str) -> float:
    """The number of an amount such as −€3,840 or €230k."""
    return amount(text.replace(",", ""))


def test_a_discount_costs_two_percent_of_each_invoice_net_of_vat(opened):
    """Worked by hand: an invoice of 230,000 with VAT at 20 % is 191,667 net; 2 % of it is 3,833."""
    page = opened.page
    rows = page.locator("table.why tbody tr")
    assert rows.count() == 10
    taken = 0
    for number in range(10):
        cells = rows.nth(number).locator("td").all_inner_texts()
        if not cells[2].startswith("Discount taken") or cells[1].startswith("Discount"):
            continue
        taken += 1
        gross, effect = digits(cells[0]), digits(cells[3])
        assert effect == pytest.approx(-0.02 * gross / (1 + VAT), rel=0.006, abs=6)
    assert taken >= 8
    assert "Simulated year no." in page.inner_text(".card-why .note")
    opened.picture("lab_why", whole=True)
    assert opened.external == []
    assert opened.problems == []


def test_the_why_table_follows_measure_year_strategy_and_file(opened):
    page = opened.page
    first = page.inner_text(".card-why")
    page.locator(".card-why .segmented button", has_text="Cash").click()
    page.wait_for_function("document.querySelector('table.why thead').innerText.includes('Cash')")
    page.locator(".card-why .segmented button", has_text="Profit").click()
    page.wait_for_function("document.querySelector('table.why thead').innerText.includes('Profit')")
    table = list(
        csv.reader(
            io.StringIO(saved(page, lambda: page.get_by_text("Download as CSV").click()).decode("utf-8-sig"))
        )
    )
    assert table[-1][0] == "Together"
    assert sum(round(100 * float(row[-1])) for row in table[1:-1]) == round(100 * float(table[-1][-1]))
    page.locator(".card-why button", has_text="The largest 200").click()
    page.wait_for_function("document.querySelectorAll('table.why tbody tr').length === 200")
    page.locator(".card-why button", has_text="Another year").click()
    page.wait_for_function("document.querySelector('.card-why .note').innerText.includes('second closest')")
    page.locator(".lab-strategies button").nth(3).click()
    page.wait_for_function(
        "document.querySelector('table.why thead').innerText.includes('Strict')", timeout=30_000
    )
    assert page.inner_text(".card-why") != first
    assert opened.problems == []


def test_a_shock_changes_table_context_and_provenance(opened):
    page = opened.page
    before = measure_cell(page, "profit_to_the_end", "t")
    page.locator(".change-scenario .jupyter-widget-Collapse-header").click()
    page.get_by_label("Recession").check()
    page.wait_for_function("document.querySelector('.context').innerText.includes('+ Recession')")
    wait_settled(page)
    wait_followed(page)
    assert measure_cell(page, "profit_to_the_end", "t") != before
    assert "comes upon us Recession" in page.inner_text(".lab-provenance")
    page.locator(".load-shock").scroll_into_view_if_needed()
    opened.picture("lab_shock")
    assert page.evaluate(NAMELESS, ".lab-rail :is(input, select, button)") == []
    serious = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
    assert serious == []
    choose(page, ".load-shock", "mine.yaml", b"name: Flood\nwhy: Rain\nstart_day: 5\n")
    page.wait_for_selector(".trouble [role=alert]")
    assert "This shock does nothing in mine.yaml" in page.inner_text(".trouble")
    page.get_by_label("Recession").uncheck()
    wait_settled(page)
    page.wait_for_function(
        "(text) => document.querySelector('tr[data-measure=profit_to_the_end] td.s-t b.num').innerText === text",
        arg=before,
    )
    assert opened.problems == []


def test_own_weights_have_their_definition_and_their_row(opened):
    page = opened.page
    page.locator(".judged-by select").select_option("growth")
    page.wait_for_selector("tr[data-measure=growth]")
    assert "Growth: sales less their cost" in page.inner_text(".judged-panel")
    page.locator(".judged-by select").select_option("own weights")
    page.wait_for_selector(".weights", state="visible")
    assert "Own weights: profit 50 %, cash low point 25 %, resilience 25 %" in page.inner_text(
        ".judged-panel"
    )
    handle = page.locator(".weights .noUi-handle").nth(3)
    handle.focus()
    handle.press("Home")
    page.wait_for_function(
        "document.querySelector('.judged-panel').innerText.includes('cash low point 33 %')"
    )
    page.wait_for_function("document.querySelector('tr[data-measure=judged] td.s-a b.num')")
    gain = digits(measure_cell(page, "judged", "a"))
    profit, cash = (digits(measure_cell(page, name, "a")) for name in ("profit_to_the_end", "lowest_cash"))
    assert gain == pytest.approx(2 / 3 * profit + 1 / 3 * 0.08 * cash, abs=1_500)  # overdraft at 8 % a year
    opened.picture("lab_own_weights")
    assert opened.problems == []


def test_what_is_shared_is_loaded_with_the_same_numbers(opened, small, visit, tmp_path):
    page = opened.page
    page.locator(".judged-by select").select_option("resilience")
    page.locator(".lab-strategies button").nth(2).click()
    page.wait_for_function("document.querySelector('td.s-b.is-selected')")
    content = saved(page, lambda: page.get_by_text("Share", exact=True).click())
    (tmp_path / "comparison.yaml").write_bytes(content)
    shared = read_shared(tmp_path / "comparison.yaml")
    assert (shared.seed, shared.replications, shared.judged_by, shared.selected) == (
        2026,
        WANTED,
        "resilience",
        2,
    )
    assert shared.scenario() == cs.load_scenario("wholesale").but(
        portfolio={"customers": CUSTOMERS}, company={"horizon_days": HORIZON_DAYS}
    )
    table = page.inner_text("table.differences")

    other = visit(f"{small.address}lab")
    fresh = other.wait_ready()
    wait_settled(fresh)
    choose(fresh, ".lab-topbar .widget-upload", "bad.yaml", content.replace(b"seed: 2026", b"seed: x"))
    fresh.wait_for_selector(".trouble [role=alert]")
    assert "'seed' is 'x' in bad.yaml" in fresh.inner_text(".trouble")
    choose(fresh, ".lab-topbar .widget-upload", "comparison.yaml", content)
    fresh.wait_for_function(
        "(text) => document.querySelector('table.differences').innerText === text", arg=table
    )
    assert other.problems == []


def test_a_lever_is_found_by_a_word(opened):
    page = opened.page
    field = page.locator(".lever-search input")
    field.scroll_into_view_if_needed()
    field.fill("review months")
    page.wait_for_selector(".levers-found .lever-credit-policy-review-months", state="visible")
    opened.picture("lab_search")
    found = page.locator(".levers-found").inner_text()
    assert "review" in found.casefold()
    assert "No lever has this" not in found
    field.fill("bananas")
    page.wait_for_selector(".levers-found >> text=No lever has this")
    assert page.locator(".levers-found .lever-credit-policy-review-months").count() == 0


def test_the_keyboard_goes_through_the_page_without_a_trap(opened):
    """Every control below has its turn, and Tab leaves the page at last."""
    page = opened.page
    page.evaluate("document.body.focus()")
    seen: set[str] = set()
    wanted = {"Share", "Board page", "Another year", "Download as CSV", "Copy verdict"}
    for _ in range(160):
        page.keyboard.press("Tab")
        found = json.loads(
            page.evaluate(
                "JSON.stringify([document.activeElement.tagName, (document.activeElement.innerText || "
                "document.activeElement.getAttribute('aria-label') || '').trim()])"
            )
        )
        seen.add(found[1])
        if found[0] == "BODY":
            break
    assert wanted <= seen, wanted - seen


def test_the_phone_shows_the_invoices_inside_their_card(small, visit):
    made = visit(f"{small.address}lab", width=390, height=844, theme="dark")
    page = made.wait_ready()
    wait_settled(page)
    wait_followed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".card-why").scroll_into_view_if_needed()
    made.picture("lab_why_phone_dark")
    assert made.problems == []
