"""The course's card and page: a student finds the next lesson, a visitor from elsewhere finds nobody's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.classroom.catalogue import outline
from simulator.classroom.kept import Kept, beside
from simulator.classroom.kit.expected import Work, expected_of
from simulator.classroom.kit.guide import guide_html
from simulator.classroom.kit.making import example_class
from simulator.classroom.kit.pages import page as page_of
from simulator.classroom.kit.prints import role_play_html, role_plays, sheet_html, sheet_paths
from simulator.classroom.kit.slides import slides_html
from simulator.classroom.releasing import release
from simulator.classroom.tasks import tasks_of
from tests.browser.serving import Server, start_server

DISCOUNT = outline("3")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def copies(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("course") / "my lessons"
    release([DISCOUNT], folder)
    Kept(beside(DISCOUNT.name, folder)).put("profit_rises", 0.2)
    return folder


@pytest.fixture(scope="module")
def served(copies) -> Iterator[Server]:
    running = start_server("--port", "0", env={"CREDITLAB_COURSE": str(copies)})
    yield running
    running.end()


def test_a_student_is_led_to_the_lesson_that_was_begun(served, visit, copies):
    made = visit(f"{served.address}?for=student")
    made.page.wait_for_load_state("networkidle")
    card = made.page.locator(".gallery-card").first
    assert card.locator("b").inner_text() == "Course"
    assert card.locator(".go-on").inner_text() == "Go on with lesson 3"
    made.picture("gallery_student")
    card.click()
    page = made.wait_ready()
    row = page.locator("table.course-lessons tr.is-next")
    assert "What 2/10 net 30 costs" in row.inner_text()
    asked = len(tasks_of(DISCOUNT.name))
    assert f"1 of {asked} answered" in row.inner_text()
    assert "my lessons" in page.locator(".card-how").inner_text()
    assert str(copies.parent) not in page.content()
    made.picture("course", whole=True)

    Kept(beside(DISCOUNT.name, copies)).put("days_sooner", [5, 12])
    page.get_by_role("button", name="Look again").click()
    page.wait_for_selector(f"text=2 of {asked} answered")
    assert made.external == []
    assert made.problems == []


def test_the_page_fits_a_phone(served, visit):
    made = visit(f"{served.address}course", width=390, height=844)
    page = made.wait_ready()
    page.wait_for_selector("table.course-lessons")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    made.picture("course_phone", whole=True)


def test_pages_that_others_see_tell_of_nobodys_lessons(visit, copies):
    token = "kit" * 12
    running = start_server("--port", "0", env={"CREDITLAB_COURSE": str(copies), "CREDITLAB_TOKEN": token})
    try:
        made = visit(f"{running.address}?for=student&token={token}")
        made.page.wait_for_selector(".gallery-card")
        assert made.page.locator(".go-on").count() == 0
    finally:
        running.end()


def test_slides_move_with_the_arrow_keys(visit, tmp_path):
    (tmp_path / "slides.html").write_text(slides_html(DISCOUNT), encoding="utf-8")
    made = visit((tmp_path / "slides.html").as_uri(), width=1280, height=720)
    page = made.page
    page.wait_for_selector(".has-script .slide.is-shown")
    count = page.locator(".slide").count()
    for number in range(1, count + 1):
        assert page.locator(".place").inner_text() == f"{number} of {count}"
        assert page.locator(".slide.is-shown").count() == 1
        assert page.evaluate("document.documentElement.scrollHeight") <= 720, number
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, number
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".place").inner_text() == f"1 of {count}"
    made.picture("slides")
    assert made.external == []
    assert made.problems == []


@pytest.mark.parametrize("name", ["slides", "guide", "role_play", "sheet", "index"])
def test_everybody_can_read_what_the_kit_holds(visit, tmp_path, name):
    members = example_class()
    answers = {DISCOUNT.name: expected_of([Work(DISCOUNT, members[0])], 1)}
    made_by = {
        "slides": lambda: slides_html(DISCOUNT),
        "guide": lambda: guide_html([DISCOUNT], members, answers),
        "role_play": lambda: role_play_html(role_plays()[0]),
        "sheet": lambda: sheet_html(sheet_paths()[0]),
        "index": lambda: page_of(
            "index.html.j2", who="Made for a class.", parts=[("First", [("#", "Guide")])], note="A map."
        ),
    }
    (tmp_path / "page.html").write_text(made_by[name](), encoding="utf-8")
    made = visit((tmp_path / "page.html").as_uri(), width=1280, height=720)
    made.page.wait_for_load_state("load")
    for theme in ("light", "dark"):
        made.page.emulate_media(color_scheme=theme)
        found = Axe().run(made.page).response["violations"]
        told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in SERIOUS]
        assert told == [], theme
    made.picture(f"kit_{name}")
    assert made.external == []
    assert made.problems == []
