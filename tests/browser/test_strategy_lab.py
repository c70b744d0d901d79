"""The strategy lab in a real browser: levers, states, files, visitors, and how it looks."""

import csv
import io
import json

import openpyxl
import pytest
from playwright.sync_api import expect

import simulator as cs
from tests.browser.serving import serve_folder, write_notebook
from tests.browser.small_lab import CELL, amount, measure_cell, press, push, wait_settled
from tests.synthetic_ledger import demo_text, rows

CHART_DATA = "(name) => JSON.stringify(document.querySelector(`.card-${name} .js-plotly-plot`).data)"
CHARTS = ("cash", "bridge", "ageing", "write-offs", "desk-load")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "lab.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


@pytest.fixture
def opened(small, visit):
    made = visit(f"{small.address}lab")
    made.wait_ready()
    wait_settled(made.page)
    made.page.wait_for_function("document.querySelectorAll('.chart[data-drawn]').length === 5")
    return made


def test_a_lever_changes_cards_and_charts(opened):
    page = opened.page
    table, charts = (
        page.inner_text("table.differences"),
        {name: page.evaluate(CHART_DATA, name) for name in CHARTS},
    )
    press(page, "discount-rate-fraction", "End")
    wait_settled(page)
    assert page.inner_text(".lever-discount-rate-fraction .widget-readout") == "5.0"
    assert "today 0" in page.inner_text(".lever-discount-rate-fraction")
    assert page.inner_text("table.differences") != table
    for name in ("cash", "bridge", "ageing"):
        page.wait_for_function(f"({CHART_DATA})({name!r}) !== {json.dumps(charts[name])}", timeout=10_000)
    told = "(text) => document.querySelector('table.differences').innerText === text"
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_function(told, arg=table, timeout=20_000)
    page.get_by_role("button", name="Redo").click()
    page.wait_for_function(f"(text) => !({told})(text)", arg=table, timeout=20_000)
    assert opened.problems == []


def test_nothing_moves_while_numbers_are_old(opened):
    page = opened.page
    places = (
        "() => ['.lab-table', '.pictures-1', '.pictures-2', '.lab-provenance']"
        ".map((name) => { const box = document.querySelector(name).getBoundingClientRect();"
        " return [Math.round(box.top), Math.round(box.height)]; })"
    )
    before = page.evaluate(places)
    page.evaluate("document.querySelector('.lab-main').classList.add('is-stale')")
    assert page.evaluate(places) == before
    page.evaluate("document.querySelector('.lab-main').classList.remove('is-stale')")
    press(page, "collections-collectors", "ArrowRight")
    wait_settled(page)
    assert page.evaluate(places) == before


def test_old_numbers_are_never_at_full_strength(opened):
    page = opened.page
    page.evaluate("document.querySelector('.lab-main').classList.add('is-stale')")
    page.wait_for_timeout(300)
    for name in (".lab-table", ".card-cash", ".lab-verdict > .verdict-text"):
        assert float(
            page.evaluate(f"getComputedStyle(document.querySelector('{name}')).opacity")
        ) == pytest.approx(0.4)


def test_the_first_screen_holds_verdict_table_and_first_pictures(opened):
    page = opened.page
    opened.picture("lab_desktop", whole=True)
    bottom = page.evaluate("document.querySelector('.pictures-1').getBoundingClientRect().bottom")
    assert bottom <= 1000
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert page.evaluate("document.querySelector('.lab-rail').getBoundingClientRect().width") == 288


@pytest.mark.parametrize(
    ("name", "width", "height", "theme"),
    [("lab_dark", 1440, 1000, "dark"), ("lab_tablet", 1000, 900, "light"), ("lab_phone", 390, 844, "light")],
)
def test_other_screens(small, visit, name, width, height, theme):
    made = visit(f"{small.address}lab", width=width, height=height, theme=theme)
    page = made.wait_ready()
    wait_settled(page)
    page.wait_for_function("document.querySelectorAll('.chart[data-drawn]').length === 5")
    made.picture(name, whole=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name == "lab_phone":
        assert page.locator("td.s-b b.num").first.is_hidden()
        page.locator(".phone-tabs button").nth(1).click()
        page.wait_for_function("document.querySelector('td.s-b.is-selected b.num')?.offsetParent")
        page.locator(".to-levers").click()
        page.wait_for_timeout(300)
        made.picture("lab_phone_levers")
        assert page.locator(".lever-terms-net-days").is_visible()
    if name == "lab_tablet":
        assert page.locator(".lab-rail").is_hidden()
        page.get_by_role("button", name="Strategies and levers").click()
        page.wait_for_selector(".lever-terms-net-days", state="visible")
    assert made.problems == []


def test_the_printed_page_tells_the_changes_instead_of_the_levers(opened):
    page = opened.page
    page.emulate_media(media="print")
    opened.picture("lab_print", whole=True)
    assert page.locator(".lab-rail").is_hidden()
    assert "Changed from today: Discount for paying early 0 to 2 %." in page.inner_text(".printed-changes")


def test_the_keyboard_reaches_a_lever_and_its_meaning(opened):
    page = opened.page
    info = page.locator(".lever-collections-collectors .info")
    info.scroll_into_view_if_needed()
    info.focus()
    assert page.locator(".lever-collections-collectors .tip").is_visible()
    assert "Collectors at work" in page.locator(".lever-collections-collectors .tip").inner_text()
    opened.picture("lab_tooltip")


def test_a_lever_without_effect_is_off_and_says_why(opened):
    page = opened.page
    press(page, "discount-rate-fraction", "Home")
    wait_settled(page)
    assert page.locator(".lever-discount-window-days.is-idle").count() == 1
    info = page.locator(".lever-discount-window-days .info")
    info.focus()
    assert (
        "Without effect while discount for paying early is 0"
        in page.locator(".lever-discount-window-days .tip").inner_text()
    )


def test_a_contradiction_is_told_and_mended(opened):
    page = opened.page
    push(page, "terms-net-days", "Home")
    page.wait_for_selector(".trouble [role=alert]")
    assert "The discount window (10 days) is longer than the payment terms (7 days)." in page.inner_text(
        ".trouble"
    )
    opened.picture("lab_error")
    page.get_by_role("button", name="Set the window to 7 days").click()
    page.wait_for_selector(".trouble", state="hidden")
    # the lever's new value comes with a message after the one that hides the trouble
    readout = page.locator(".lever-discount-window-days .widget-readout")
    expect(readout).to_have_text("7")
    wait_settled(page)
    assert readout.inner_text() == "7"


def choose(page, button: str, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(button).click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_a_bad_strategy_file_gets_a_sentence(opened):
    page = opened.page
    choose(
        page,
        ".lab-topbar .widget-upload",
        "mine.yaml",
        b"name: Mine\nwhy: x\nchanges: {terms: {net_dayz: 3}}",
    )
    page.wait_for_selector(".trouble [role=alert]")
    told = page.inner_text(".trouble")
    assert "mine.yaml" in told
    assert "net_days" in told
    assert "/" not in told.replace("mine.yaml", "")


def test_a_bad_ledger_gets_a_sentence_and_a_good_one_is_taken(opened):
    page = opened.page
    table = page.inner_text("table.differences")
    page.locator(".change-scenario .jupyter-widget-Collapse-header").click()
    choose(page, ".scenario-panel .widget-upload", "words.csv", b"hello\nworld\n")
    page.wait_for_selector(".trouble [role=alert]")
    assert "words.csv" in page.inner_text(".trouble")
    assert page.inner_text("table.differences") == table
    choose(
        page, ".scenario-panel .widget-upload", "export.csv", demo_text(rows(customers=20, weeks=60)).encode()
    )
    page.wait_for_function(
        "document.querySelector('.context').innerText.includes('Own ledger')", timeout=60_000
    )
    page.wait_for_selector(".lab-provenance .light-badge", timeout=60_000)  # the numbers are the ledger's
    wait_settled(page)
    assert "Not back-tested" in page.inner_text(".lab-provenance")
    opened.picture("lab_own_ledger", whole=True)


def saved(page, act) -> bytes:
    with page.expect_download() as download:
        act()
    return bytes(download.value.path().read_bytes())


def test_the_files_open_and_say_what_the_page_says(opened, tmp_path):
    page = opened.page
    page.wait_for_selector(".table-foot a[download$=csv]", timeout=20_000)
    table = saved(page, lambda: page.locator(".table-foot a[download$=csv]").click())
    lines = {row["name"]: row for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig")))}
    dso = float(lines["dso_countback_days"]["2/10 net 30 − Today, average"])
    assert dso == pytest.approx(amount(measure_cell(page, "dso_countback_days", "a")), abs=0.051)
    book = openpyxl.load_workbook(
        io.BytesIO(saved(page, lambda: page.locator(".table-foot a[download$=xlsx]").click()))
    )
    assert book.sheetnames == ["Comparison", "How it was made"]
    strategy = saved(page, lambda: page.locator(".save-link a").click())
    (tmp_path / "mine.yaml").write_bytes(strategy)
    loaded = cs.load_strategy(tmp_path / "mine.yaml")
    assert loaded.name == "2/10 net 30"
    assert loaded.changes == {"discount": {"rate_fraction": 0.02, "window_days": 10}}


def test_a_saved_strategy_can_be_loaded_again(opened):
    page = opened.page
    text = "extends: status_quo\nname: Net 45\nwhy: As others do\nchanges:\n  terms: {net_days: 45}\n"
    page.locator(".lab-strategies button").nth(3).click()
    choose(page, ".lab-topbar .widget-upload", "net_45.yaml", text.encode())
    page.wait_for_function(
        "document.querySelector('table.differences').innerText.includes('Net 45')", timeout=20_000
    )
    wait_settled(page)
    assert page.inner_text(".lever-terms-net-days .widget-readout") == "45"


def test_two_visitors_do_not_see_each_other(small, visit, opened):
    other = visit(f"{small.address}lab")
    page = other.wait_ready()
    wait_settled(page)
    table = page.inner_text("table.differences")
    press(opened.page, "terms-net-days", "End")
    wait_settled(opened.page)
    opened.page.wait_for_function("document.querySelector('.lever-terms-net-days.is-changed')")
    page.wait_for_timeout(500)
    assert page.inner_text("table.differences") == table
    assert page.inner_text(".lever-terms-net-days .widget-readout") == "30"


def test_only_today_offers_what_could_be_changed(opened):
    page = opened.page
    for _ in range(3):
        page.get_by_role("button", name="Remove").click()
        page.wait_for_timeout(300)
    page.wait_for_selector("text=What would you change?", state="visible")
    wait_settled(page)
    opened.picture("lab_only_today", whole=True)
    page.locator(".start-buttons button", has_text="2/10 net 30").click()
    page.wait_for_selector("td.s-a b.num")
    wait_settled(page)
    assert page.locator(".start-panel").is_hidden()


def test_a_name_cannot_bring_script(opened):
    page = opened.page
    field = page.locator(".reason input")
    field.fill("<img src=x onerror=\"document.title='taken'\">")
    field.press("Enter")
    page.wait_for_function(
        "document.querySelector('table.differences').innerText.includes('<img')", timeout=10_000
    )
    assert page.locator(".lab img").count() == 0
    assert page.title() != "taken"
