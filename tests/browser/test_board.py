"""The board page in a real browser: from a file, without a network, on a desk, on a phone and on paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.publish.board.model_check import ModelCheck
from simulator.publish.board.page import board_html
from simulator.publish.board.publishing import publish
from simulator.publish.board.writing import board_of
from simulator.publish.paper import find_browser, pages_of, printed
from tests.browser.serving import Server, serve_folder, write_notebook
from tests.unit.invented_board import BETTER, OPEN, STAMP, TODAY, WORSE, evidence
from tests.unit.test_board import GREEN, RED

HOSTILE = "<img src=x onerror=alert(1)> " + "W" * 70

CELL = """
import simulator.app.board.page as pages
from simulator.publish.board.asking import Working
small = pages.load_scenario("wholesale").but(
    portfolio={"customers": 20}, company={"horizon_days": 120, "warm_up_days": 90}
)
pages.load_scenario = lambda name: small if name == "wholesale" else small.but(name)
pages.board_page(working=Working(replications=30, workers=1))
"""

CASES = {
    "recommended": evidence(TODAY, BETTER, WORSE, OPEN, tested=GREEN),
    "nothing": evidence(TODAY, WORSE),
    "unclear": evidence(TODAY, OPEN, tested=ModelCheck("none")),
    "failed": evidence(TODAY, BETTER, WORSE, OPEN, tested=RED),
    "hostile": evidence(TODAY, BETTER, names=(HOSTILE,)),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("boards")
    for name, found in CASES.items():
        (folder / f"{name}.html").write_text(board_html(board_of(found, STAMP)), encoding="utf-8")
    return folder


def opened(visit, pages, name, **how):
    made = visit((pages / f"{name}.html").as_uri(), **how)
    made.page.wait_for_selector(".foot")
    return made


@pytest.mark.parametrize("name", CASES)
def test_it_opens_from_a_file_and_asks_nobody(visit, pages, name):
    made = opened(visit, pages, name)
    headline = made.page.inner_text("h1")
    assert headline == board_of(CASES[name], STAMP).hero.headline
    made.picture(f"board_{name}", whole=True)
    assert made.problems == []
    assert [one for one in made.requests if not one.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CASES)
def test_everybody_can_read_it(visit, pages, name, theme):
    page = opened(visit, pages, name, theme=theme).page
    found = Axe().run(page).response["violations"]
    assert [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ] == []


def test_its_numbers_are_worked_by_hand(visit, pages):
    page = opened(visit, pages, "recommended").page
    # every run of the strategy has a low point of 213,000 more, and a DSO of 40.4 days instead of 45.0
    cash = page.inner_text("[data-measure=lowest_cash]")
    assert "+€213k" in cash
    assert "99+ of 100" in cash.replace("\n", " ")
    assert "−4.6 d" in page.inner_text("[data-measure=dso_countback_days]")


@pytest.mark.parametrize("name", CASES)
def test_a_phone_never_scrolls_sideways(visit, pages, name):
    made = opened(visit, pages, name, width=390, height=844)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390
    made.picture(f"board_{name}_phone", whole=True)


def test_dark_is_dark_and_paper_is_white(visit, pages):
    made = opened(visit, pages, "recommended", theme="dark")
    ground = "getComputedStyle(document.querySelector('.board')).backgroundColor"
    assert made.page.evaluate(ground) == "rgb(14, 19, 25)"
    made.picture("board_dark", whole=True)
    made.page.emulate_media(media="print")
    assert made.page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", CASES)
def test_it_prints_to_one_page_with_room_to_spare(visit, pages, name):
    page = opened(visit, pages, name).page
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    height = page.evaluate("document.querySelector('main').getBoundingClientRect().height")
    assert height <= (297 - 16) / 25.4 * 96 - 20
    wider = """[...document.querySelectorAll('.card')].filter(card => [...card.querySelectorAll('*')].some(
        one => !one.closest('.hidden') && one.getBoundingClientRect().right > card.getBoundingClientRect().right + 1
    )).map(card => card.className)"""
    assert page.evaluate(wider) == []
    smallest = """Math.min(...[...document.querySelectorAll('.board *')].filter(one => one.getClientRects().length
        && [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()) && !one.closest('svg, .hidden'))
        .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    assert page.evaluate(smallest) >= 8.0, "no type under 6 points"


def test_what_is_printed_holds_seed_hash_and_every_input(visit, pages):
    page = opened(visit, pages, "recommended").page
    page.emulate_media(media="print")
    text = " ".join(page.inner_text("main").split())
    made = board_of(CASES["recommended"], STAMP)
    assert "2026, 200 replications" in text
    assert "9f3c 71ae" in text
    for one in made.inputs.all:
        assert one.value in text
        assert one.standard in text


def test_more_inputs_than_fit_are_on_a_second_page(visit, pages, tmp_path):
    made = board_of(CASES["recommended"], STAMP)
    more = tuple(replace(made.inputs.all[0], title=f"Input number {number}") for number in range(120))
    path = tmp_path / "many.html"
    path.write_text(board_html(replace(made, inputs=replace(made.inputs, all=more))), encoding="utf-8")
    page = visit(path.as_uri()).page
    page.wait_for_load_state()
    page.wait_for_selector(".foot")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2
    page.emulate_media(media="print")
    assert "on the second page, “Inputs”" in page.inner_text(".moved")


def test_a_picture_is_read_by_pointer_and_by_keys(visit, pages):
    page = opened(visit, pages, "recommended").page
    picture = page.locator(".cash .wide svg")
    picture.focus()
    page.keyboard.press("ArrowRight")
    assert "1 January 2027" in page.inner_text(".reading")
    page.keyboard.press("ArrowRight")
    assert "7 January 2027" in page.inner_text(".reading")
    assert "Today: −€600k" in page.inner_text(".reading")
    page.keyboard.press("Escape")
    assert page.locator(".reading").is_hidden()
    place = page.locator(".dangers .wide svg").bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] * 0.6)
    assert "Recession" in page.inner_text(".reading") or "Collectors leave" in page.inner_text(".reading")


def test_it_is_whole_without_script(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "recommended.html").as_uri())
    assert page.locator(".cash .wide svg path").count() == 4
    assert page.locator(".dangers .wide svg circle").count() == 10
    context.close()


def test_the_command_s_pdf_has_one_page_and_the_same_bytes(tmp_path):
    program = find_browser()
    if program is None:
        pytest.skip("There is no Chrome, Edge or Chromium on this machine.")
    made = board_of(CASES["recommended"], STAMP)
    done = publish(made, CASES["recommended"].comparison, tmp_path)
    assert [Path(file).name for file in done.files] == ["board.html", "board.xlsx", "board.pdf"]
    assert done.remarks == ()
    content = (tmp_path / "board.pdf").read_bytes()
    assert pages_of(content) == 1
    assert re.search(rb"D:20261121", content)
    assert printed(board_html(made), program, made.made) == content


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("board")
    write_notebook(folder / "board.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


def test_the_page_of_the_server_shows_the_same_board(served, visit, tmp_path):
    made = visit(f"{served.address}board")
    page = made.wait_ready()
    page.get_by_role("button", name="Make the board page").click()
    page.wait_for_selector(".board .foot", timeout=240_000)
    headline = page.inner_text(".board h1")
    assert page.locator(".board [role=row].row").count() == 4
    with page.expect_download() as download:
        page.get_by_text("Page (HTML, prints to one page)").click()
    whole = tmp_path / "board.html"
    download.value.save_as(whole)
    assert f"<h1>{headline}</h1>" in whole.read_text(encoding="utf-8").replace("&#39;", "'")
    made.picture("board_served", whole=True)
    assert made.external == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_too_many_strategies_are_refused_in_a_sentence(served, visit):
    page = visit(f"{served.address}board").wait_ready()
    page.get_by_label("Strict").check()
    page.get_by_role("button", name="Make the board page").click()
    page.wait_for_selector(".trouble", timeout=60_000)
    assert "at most 3 beside today" in page.inner_text(".trouble")
    assert page.get_by_role("button", name="Make the board page").is_enabled()
