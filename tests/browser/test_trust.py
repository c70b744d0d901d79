"""Trust in a real browser: forms that answer, a table that is searched, keys, a phone, the dark."""

from collections.abc import Iterator

import pytest

from tests.browser.serving import Server, serve_folder, write_notebook

CELL = """
import simulator as cs
from simulator.app.setting import Setting
from simulator.app.trust import page as pages
pages.FORMS = {name: pages.FORMS[name] for name in ("CF1", "CF6", "CF21", "CF25")}
small = cs.load_scenario("wholesale").but(portfolio={"customers": 20}, company={"horizon_days": 90, "warm_up_days": 60})
page = pages.TrustPage(Setting(small), workers=1, replications=3)
page.box
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("trust")
    write_notebook(folder / "trust.ipynb", CELL)
    running = serve_folder(folder, env={"CREDITLAB_RESULTS": str(folder / "kept")})
    yield running
    running.end()


def opened(served, visit, **how):
    made = visit(f"{served.address}trust", **how)
    page = made.wait_ready()
    page.wait_for_function(
        "document.querySelectorAll('.live-line').length === 4 && document.querySelector('table.cases')",
        timeout=90_000,
    )
    page.wait_for_selector(".finder-table tbody tr", timeout=60_000)
    return made


def test_it_opens_and_its_numbers_are_worked_by_hand(served, visit):
    made = opened(served, visit)
    page = made.page
    assert "textbook cases come out; 209 of 269 inputs are our own judgement" in page.inner_text("h1")
    # 2/10 net 30: 2 / 98 x 365 / 20 = 37.24 %; four invoices a day, each open for 47 days: 188
    assert page.locator(".card-live").nth(0).locator("dd").all_inner_texts() == ["37.24", "37.24"]
    assert page.locator(".card-live").nth(3).locator("dd").first.inner_text() == "188.0"
    # 10,000 a day, paid after 30 days: 300,000 are open
    assert page.locator("tbody[data-form=CF1] tr").first.locator("td.num").nth(1).inner_text() == "300,000"
    made.picture("trust", whole=True)
    assert made.external == []
    assert made.problems == []


def test_an_input_moved_by_key_changes_both_figures(served, visit):
    page = opened(served, visit).page
    card = page.locator(".card-live").first
    handle = card.locator(".noUi-handle").first
    handle.focus()
    handle.press("ArrowRight")
    # 2.25 for the use of 97.75 for 20 days
    page.wait_for_function(
        "[...document.querySelector('.card-live').querySelectorAll('dd')].every(one => one.innerText === '42.01')"
    )
    assert card.locator("dd").all_inner_texts() == ["42.01", "42.01"]
    assert "They agree" in card.inner_text()
    assert page.locator(".card-live").nth(1).locator("dd").all_inner_texts() != ["42.01", "42.01"]


def test_the_table_of_inputs_is_searched_and_filtered(served, visit, tmp_path):
    page = opened(served, visit).page
    assert page.inner_text(".finder-count") == "269 of 269 shown"
    page.get_by_label("Search").fill("gross margin")
    page.wait_for_function("document.querySelector('.finder-count').innerText === '1 of 269 shown'")
    row = page.locator(".finder-table tbody tr:visible")
    assert row.locator("td").first.inner_text() == "20 %"
    page.get_by_label("Search").fill("")
    page.get_by_label("Evidence").select_option("S")
    page.wait_for_function("document.querySelector('.finder-count').innerText.startsWith('42 of')")
    page.get_by_label("Value", exact=True).select_option("changed")
    assert page.locator(".finder-table tbody tr:visible").count() < 10
    with page.expect_download() as download:
        page.get_by_role("link", name="All inputs (CSV)").click()
    download.value.save_as(tmp_path / "inputs.csv")
    assert (tmp_path / "inputs.csv").read_text(encoding="utf-8-sig").count("\n") == 270


def test_another_scenario_changes_the_inputs(served, visit):
    page = opened(served, visit).page
    marked = page.locator(".finder-table tr.is-marked").count()
    page.get_by_label("Scenario", exact=True).select_option("Construction")
    page.wait_for_function(f"document.querySelectorAll('.finder-table tr.is-marked').length > {marked}")
    assert page.locator(".finder-table tr.is-marked").count() > marked > 0


def test_judgements_are_worked_out(served, visit):
    made = opened(served, visit)
    page = made.page
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_selector("table.judgements", timeout=120_000)
    assert "Extra return wanted for a discount" in page.inner_text("table.judgements")
    page.locator("table.judgements").scroll_into_view_if_needed()
    made.picture("trust_judgements")


def test_a_bad_file_gets_a_sentence(served, visit):
    page = opened(served, visit).page
    with page.expect_file_chooser() as chooser:
        page.locator(".upload-strategy").click()
    chooser.value.set_files({"name": "bad.yaml", "mimeType": "text/plain", "buffer": b"name: ["})
    page.wait_for_selector(".trouble p")
    assert "bad.yaml" in page.inner_text(".trouble p")


def test_keys_reach_everything(served, visit):
    page = opened(served, visit).page
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const one = document.activeElement;
            return (one.getAttribute('aria-label') || one.closest('label')?.innerText || one.innerText
                || one.type || '')
                .split('\\n')[0] + (one.classList.contains('noUi-handle') ? 'slider' : ''); }"""
        )
        seen.append(name)
        if name.startswith("Work it out"):
            break
    assert seen[-1].startswith("Work it out"), seen
    assert sum("slider" in one for one in seen) == 11
    for wanted in ("Search", "Evidence", "Textbook cases", "Run again"):
        assert any(wanted in one for one in seen), (wanted, seen)


@pytest.mark.parametrize(("name", "width", "theme"), [("phone", 390, "light"), ("dark", 1440, "dark")])
def test_it_fits_and_is_dark_in_the_dark(served, visit, name, width, theme):
    made = opened(served, visit, width=width, height=844, theme=theme)
    assert made.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    made.picture(f"trust_{name}", whole=True)
    ground = made.page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert ground == ("rgb(22, 29, 37)" if theme == "dark" else "rgb(255, 255, 255)")
