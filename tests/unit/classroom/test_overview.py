"""The page of the course and the gallery's card: what is answered in one's own copies, and where to go on."""

import json
import re

import pytest

from simulator.app.gallery.page import Shown, gallery
from simulator.app.setting import Setting
from simulator.classroom.catalogue import LESSONS, outline
from simulator.classroom.kept import Kept, beside
from simulator.classroom.notebooks import lesson_path
from simulator.classroom.overview.page import CoursePage
from simulator.classroom.overview.remembered import own_folder, remember
from simulator.classroom.overview.standing import Standing, go_on, next_lesson, standings
from simulator.classroom.releasing import release
from simulator.classroom.tasks import tasks_of
from simulator.scenario import load_scenario

DISCOUNT = outline("3")
ASKED = [task.name for task in tasks_of(DISCOUNT.name)]


@pytest.fixture
def copies(tmp_path, monkeypatch):
    release([DISCOUNT], tmp_path)
    monkeypatch.setenv("CREDITLAB_COURSE", str(tmp_path))
    return tmp_path


def discount(folder):
    return next(one for one in standings(folder) if one.outline is DISCOUNT)


def test_an_untouched_copy_is_not_begun(copies):
    found = discount(copies)
    assert (found.answered, found.asked, found.words) == (0, len(ASKED), "not begun")


def test_answers_in_forms_and_in_code_count_once_each(copies):
    kept = Kept(beside(DISCOUNT.name, copies))
    kept.put(ASKED[0], 0.2)
    kept.put(ASKED[1], None)
    path = copies / f"{DISCOUNT.name}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count("offered_rate = None") == 1
    path.write_text(text.replace("offered_rate = None", "offered_rate = 0.02 / 0.98"), encoding="utf-8")
    assert discount(copies).answered == 2
    kept.put("offered_rate", 0.3724)
    assert discount(copies).answered == 2


def test_damaged_files_stop_nothing(copies):
    beside(DISCOUNT.name, copies).write_text("{")
    (copies / f"{DISCOUNT.name}.ipynb").write_text("no notebook")
    assert discount(copies).words == "not begun"


def test_all_answered_goes_on_with_the_next(copies):
    kept = Kept(beside(DISCOUNT.name, copies))
    for name in ASKED:
        kept.put(name, 1)
    assert discount(copies).words == "all answered"
    following = next_lesson(standings(copies))
    assert following is None or following.number != 3


def standing(number, answered, touched=0.0):
    return Standing(LESSONS[number - 1], answered, 5, touched)


@pytest.mark.parametrize(
    ("found", "number"),
    [
        ([standing(1, 0), standing(2, 0)], 1),
        ([standing(1, 5), standing(2, 0)], 2),
        ([standing(1, 0), standing(2, 5), standing(3, 0)], 3),
        ([standing(1, 0), standing(2, 0), standing(3, 5)], 1),
        ([standing(1, 2, 10.0), standing(2, 5), standing(3, 1, 20.0)], 3),
        ([standing(1, 5), standing(2, 5)], None),
    ],
)
def test_where_to_go_on(found, number):
    following = next_lesson(found)
    assert (following.number if following else None) == number


def test_the_card_says_how_it_goes_on_and_nothing_where_nobody_began(copies, monkeypatch):
    assert go_on().startswith("Begin with lesson ")
    Kept(beside(DISCOUNT.name, copies)).put(ASKED[0], 0.2)
    assert go_on() == "Go on with lesson 3"
    setting = Setting(load_scenario("wholesale"))
    assert "Go on with lesson 3" in gallery(Shown(setting, visitor="student", go_on=go_on()))
    monkeypatch.setenv("CREDITLAB_COURSE", "off")
    assert go_on() == ""
    assert "go-on" not in gallery(Shown(setting, visitor="student", go_on=go_on()))


def test_a_student_sees_the_course_first():
    page = gallery(Shown(Setting(load_scenario("wholesale")), visitor="student"))
    assert re.findall(r'class="gallery-card" href="/(\w+)"', page)[0] == "course"


def test_the_folder_opened_last_is_remembered_for_this_user_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("CREDITLAB_COURSE")
    monkeypatch.setattr("platformdirs.user_config_dir", lambda _: str(tmp_path / "config"))
    assert own_folder() is None
    mine = tmp_path / "lessons"
    mine.mkdir()
    remember(mine)
    assert own_folder() == mine.resolve()
    mine.rmdir()
    assert own_folder() is None


def test_the_page_tells_the_lessons_and_what_is_answered(copies):
    page = CoursePage(copies)
    for one in standings(copies):
        assert one.outline.question.replace("'", "&#x27;") in page.lessons.value
    assert "not begun" in page.lessons.value
    Kept(beside(DISCOUNT.name, copies)).put(ASKED[0], 0.2)
    page.refresh()
    assert f"1 of {len(ASKED)} answered" in page.lessons.value
    assert "Go on with lesson 3" in page.title.value


def test_without_copies_nothing_is_said_of_them():
    page = CoursePage()
    assert "answered" not in page.lessons.value
    assert "creditlab course open" in page.how.value


def test_every_lesson_of_the_page_is_a_notebook():
    for one in standings(None):
        assert json.loads(lesson_path(one.outline).read_text(encoding="utf-8"))["cells"]
