"""The trainer's kit: right answers of the class, slides without solutions, roles apart, nothing from elsewhere."""

import csv
import io
import re

import nbformat
import pytest

from simulator.classroom.answers import Choice, Goal, Number, Order, Several
from simulator.classroom.case import Case
from simulator.classroom.catalogue import LESSONS, outline
from simulator.classroom.class_list import Member
from simulator.classroom.kit.expected import Work, expected, expected_of
from simulator.classroom.kit.guide import guide_html, rows_of
from simulator.classroom.kit.making import example_class, lessons_there
from simulator.classroom.kit.pages import html_of
from simulator.classroom.kit.prints import read_role_play, role_play_html, role_plays, sheet_html, sheet_paths
from simulator.classroom.kit.seeds import seeds_csv
from simulator.classroom.kit.slides import slides_html, slides_of
from simulator.classroom.learners import Learner
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.syllabus import syllabus
from simulator.classroom.tasks import Task, tasks_of
from simulator.classroom.verdicts import right as right_
from simulator.cli import run
from simulator.errors import UserError
from simulator.parameters import shipped_folder

DISCOUNT = outline("3")
HOSTILE = "<script>alert(1)</script>"
CLASS = tuple(
    Member(Learner(name, "SPRING"), shown, "", {}) for name, shown in (("a1", HOSTILE), ("a2", "=1+1"))
)


@pytest.fixture(scope="module")
def answers():
    return expected_of([Work(DISCOUNT, member) for member in CLASS], 1)


@pytest.fixture(scope="module")
def guide(answers):
    return guide_html([DISCOUNT], CLASS, {DISCOUNT.name: answers})


def test_the_guide_has_the_answer_of_each_learner_and_the_one_that_all_share_once(guide, answers):
    """0.02 / 0.98 x 365 / 20 = 0.3724 for everybody; the rate from the real pay day is each learner's own."""
    assert guide.count("0.3724") == 1
    names = [task.name for task in tasks_of(DISCOUNT.name)]
    for member, given in zip(CLASS, answers, strict=True):
        day, _ = Case(DISCOUNT, member.learner).level("dso_paid_days")
        by_hand = 2 / 98 * 365 / (day - 10)
        real = given[names.index("real_rate")]
        assert float(real.answer) == pytest.approx(by_hand, abs=0.0006)
        assert real.answer in guide
    assert "terms for the real day" in guide


def test_names_of_a_class_list_are_text_in_the_guide(guide):
    assert HOSTILE not in guide
    assert "&lt;script&gt;alert(1)" in guide


def test_a_page_without_the_line_for_answers_has_them_all_the_same(guide):
    assert guide.count("<h3>Right answers</h3>") == 1
    assert "{expected}" not in guide


@pytest.mark.parametrize(
    ("kind", "right", "told"),
    [
        ("number", Number(-20735.4, "EUR", 415.0, ""), ("−20,735", "± 415")),
        ("choice", Choice("b", {}), ("Second", "")),
        ("several", Several(frozenset("ab"), {}, ""), ("First; Second", "")),
        ("order", Order(("b", "a"), ""), ("Second → First", "")),
        ("chance", Chance(happened=False, told="Profit fell."), ("it did not happen: Profit fell.", "")),
        ("range", Range(3.0, "days", 1.0, "It was 3.0 days."), ("It was 3.0 days.", "")),
        ("plan", Goal(lambda _: right_()), ("many are right: the check plays what is handed in", "")),
    ],
)
def test_a_right_answer_is_told_in_words(kind, right, told):
    task = Task("t", kind, "?", lambda _: right, options={"a": "First", "b": "Second"})
    found = expected(task, Case(DISCOUNT, Learner("a1")))
    assert (found.answer, found.tolerance) == told


def test_a_recipe_that_fails_is_told_and_does_not_stop_the_kit():
    def fails(_case: Case) -> Number:
        raise UserError("dso is undefined in this case.")

    found = expected(Task("t", "number", "?", fails), Case(DISCOUNT, Learner("a1")))
    assert found.answer == "could not be worked out: dso is undefined in this case."


def test_what_differs_stands_learner_by_learner(answers):
    rows = {row.task.name: row for row in rows_of(tuple(tasks_of(DISCOUNT.name)), answers)}
    assert rows["offered_rate"].common is not None
    assert rows["real_rate"].common is None
    assert len(rows["real_rate"].each) == 2


@pytest.mark.parametrize("lesson", lessons_there(LESSONS), ids=lambda one: one.name)
def test_slides_ask_every_question_and_give_no_solution_away(lesson):
    slides = slides_html(lesson)
    notebook = nbformat.read(shipped_folder("course") / f"{lesson.name}.ipynb", as_version=4)
    asked = list(slides_of(notebook, tasks_of(lesson.name)))
    kinds = {"question", "prediction", "reflection"}
    assert sum(slide.kind in kinds for slide in asked) == len(tasks_of(lesson.name))
    for cell in notebook.cells:
        for solution in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.DOTALL):
            for line in solution.splitlines():
                assert len(line) < 12 or line.strip() not in slides
    assert re.findall(r"(?:src|href)=\"(?!#)", slides) == []
    assert "@import" not in slides
    assert "url(" not in slides


def test_seeds_tell_whose_company_is_which():
    rows = list(csv.DictReader(io.StringIO(seeds_csv([DISCOUNT], CLASS))))
    assert [int(row["seed"]) for row in rows] == [one.learner.seed(DISCOUNT.name) for one in CLASS]
    case = Case(DISCOUNT, CLASS[0].learner)
    assert int(rows[0]["customers"]) == len(case.portfolio.customers)
    assert rows[1]["name"] == "'=1+1"
    assert rows[0]["class"] == "SPRING"


def test_a_role_play_gives_each_player_a_page_without_the_secrets_of_the_others():
    plays = role_plays()
    assert len(plays) >= 6
    known = set(syllabus().topics)
    for play in plays:
        assert 2 <= len(play.roles) <= 4
        assert play.topics
        assert set(play.topics) <= known
        pages = role_play_html(play).split('<section class="role">')
        assert len(pages) == 1 + len(play.roles)
        for role, page in zip(play.roles, pages[1:], strict=True):
            assert str(role.html) in page
            assert not [other.name for other in play.roles if other is not role and str(other.html) in page]
            assert "Debrief" not in page
        assert "ynthetic" in str(play.everybody)


def test_a_role_play_that_lacks_a_part_is_told(tmp_path):
    path = tmp_path / "short.md"
    path.write_text("# Short\n\n## What everybody knows\n\nA.\n\n## Role: One\n\nB.\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"short.md is no role-play: it lacks For the trainer, Debrief"):
        read_role_play(path)


def test_sheets_to_print_are_there():
    names = {path.stem for path in sheet_paths()}
    assert names == {"policy_sheet", "reflective_log", "self_audit", "kpi_retrospective"}
    for path in sheet_paths():
        assert "<table>" in sheet_html(path)


def test_links_to_files_that_are_not_in_the_kit_are_words():
    assert html_of("[the map](coverage.md) and [a body](https://example.org)") == (
        '<p>the map and <a href="https://example.org">a body</a></p>\n'
    )


def test_the_command_writes_the_kit_and_its_first_page_leads_to_every_file(tmp_path, capsys):
    (tmp_path / "class.csv").write_text("learner,name,email\na1,Ann,a@example.org\n", encoding="utf-8")
    out = tmp_path / "kit"
    asked = ["--class", str(tmp_path / "class.csv"), "--code", "SPRING", "--out", str(out), "--workers", "1"]
    assert run(["course", "kit", "3", *asked]) == 0
    assert "keep it from the class" in capsys.readouterr().out
    written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    index = (out / "index.html").read_text(encoding="utf-8")
    assert written - {"index.html"} == set(re.findall(r'href="([^"]+)"', index))
    assert "the learner Ann of the class SPRING" in index


def test_a_file_in_the_way_is_told_before_anything_runs(tmp_path, capsys):
    (tmp_path / "kit").write_text("mine")
    assert run(["course", "kit", "3", "--out", str(tmp_path / "kit")]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert (tmp_path / "kit").read_text() == "mine"


def test_the_example_class_is_the_learner_that_the_lessons_show():
    assert [member.learner.name for member in example_class()] == ["example"]
