"""What is handed back: grades that Moodle and Canvas import, pages that teach and give no answer away."""

from __future__ import annotations

import csv
import io

import pytest

from simulator.classroom.answers import Number, Slip
from simulator.classroom.catalogue import outline
from simulator.classroom.class_list import Member
from simulator.classroom.learners import Learner
from simulator.classroom.marking.alike import remark_on_alike
from simulator.classroom.marking.grading import Marked, MarkedTask, absent
from simulator.classroom.marking.limits import Limits
from simulator.classroom.marking.marking import MarkedClass
from simulator.classroom.marking.overview import hardest_first
from simulator.classroom.marking.pages import class_html, feedback_html
from simulator.classroom.marking.tables import canvas_csv, grades_csv, moodle_csv
from simulator.classroom.marking.walls import FENCE, Wall
from simulator.classroom.marking.writing import check_places, write_marks
from simulator.classroom.tasks import tasks_of
from simulator.classroom.verdicts import Verdict, right, unanswered
from simulator.errors import UserError

LESSON = "03_early_payment_discount"
SECRET = 31_415.9265


def marked(learner: str, name: str, given: object, value: float = SECRET) -> Marked:
    """A learner who answers one task, and leaves the others."""
    answer = Number(value, "EUR", 1.0, "Multiply.", slips=(Slip("VAT in", value * 1.2, "Take the VAT off."),))
    answers = []
    for task in tasks_of(LESSON):
        if task.name == "given_for_nothing":
            answers.append(MarkedTask(task, given, answer.judge(given), answer.value, answer.tolerance))
        elif task.name == "profit_rises":
            answers.append(MarkedTask(task, 0.2, Verdict(is_right=True, sentence="Profit fell.", score=0.96)))
        elif task.name == "when_to_offer":
            answers.append(MarkedTask(task, "<script>alert(1)</script>", right("Noted.")))
        else:
            answers.append(MarkedTask(task, None, unanswered("a number is wanted.")))
    member = Member(Learner(learner), name, f"{learner}@example.org", {"canvas_id": "9", "ID number": "N1"})
    return Marked(member, outline(LESSON), tuple(answers))


@pytest.fixture
def done() -> MarkedClass:
    nobody = absent(Member(Learner("zed"), "Zed", "", {}), LESSON)
    works = (
        marked("ann", "=cmd|'/C calc'!A0", SECRET * 1.2),
        marked("bob", "Bob, Jr", round(SECRET)),
        nobody,
    )
    return MarkedClass(works, (("x<y", "a link"),), Wall(FENCE), Limits(), "SPRING")


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_grades_hold_points_and_scores_by_task(done):
    head, ann, bob, zed = rows(grades_csv(done))
    column = head.index(f"{LESSON}: given_for_nothing")
    assert (ann[column], bob[column], zed[column]) == ("0", "2", "0")
    assert (bob[head.index("total")], bob[head.index("of")], bob[head.index("percent")]) == (
        "2",
        "10",
        "20.0",
    )
    assert ann[head.index(f"prediction {LESSON}: profit_rises")] == "0.96"
    assert zed[-1] == "nothing handed in"
    assert ann[1] == "'=cmd|'/C calc'!A0"


def test_canvas_finds_its_columns_and_the_points_possible(done):
    head, possible, ann, _, zed = rows(canvas_csv(done))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "What 2/10 net 30 costs"]
    assert possible[0].strip() == "Points Possible"
    assert possible[5] == "10"
    assert ann[1:] == ["9", "", "ann@example.org", "SPRING", "0"]
    assert zed[5] == ""


def test_moodle_finds_people_by_address_or_number(done):
    head, _, bob, zed = rows(moodle_csv(done))
    assert head[:4] == ["Email address", "ID number", "Full name", "What 2/10 net 30 costs"]
    assert bob[:4] == ["bob@example.org", "N1", "Bob, Jr", "2"]
    assert zed[3] == "-"


def test_a_feedback_page_has_the_hint_and_not_the_answer(done):
    page = feedback_html(done, done.members[0])
    assert "Take the VAT off." in page
    assert "31415" not in page
    assert "31,415" not in page
    assert "<script>" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_trainer_sees_slips_by_name_and_what_was_left_unmarked(done):
    hardest = hardest_first(done)
    given = next(one for one in hardest if one.task.name == "given_for_nothing")
    assert hardest[-1] is given
    assert given.words == "1 of 2: VAT in"
    page = class_html(done)
    assert "1 of 2: VAT in" in page
    assert 'href="feedback/ann.html"' in page
    assert "x&lt;y" in page
    assert "<script>" not in page


def test_digits_of_another_case_are_remarked_on_and_honest_neighbours_are_not():
    own, copied, same, few = (
        marked("ann", "Ann", 31_415.92, 31_415.9),
        marked("bob", "Bob", 31_415.92, 27_000.0),
        marked("cid", "Cid", 31_415.92, 31_415.9),
        marked("dan", "Dan", 300.0, 50.0),
    )
    other = marked("eve", "Eve", 300.0, 90.0)
    remark_on_alike([own, copied, same, few, other])
    assert ["bob" in " ".join(one.remarks) for one in (own, same)] == [True, True]
    assert "ann, cid" in copied.remarks[0]
    assert few.remarks == other.remarks == []


def test_all_is_written_beside_the_grades_and_twice_the_same(done, tmp_path):
    names = ["class.html", "feedback/ann.html", "feedback/bob.html", "feedback/zed.html",
             "grades.csv", "grades_canvas.csv", "grades_moodle.csv"]  # fmt: skip
    check_places(tmp_path / "grades.csv")
    write_marks(done, tmp_path / "grades.csv")
    first = {name: (tmp_path / name).read_bytes() for name in names}
    write_marks(done, tmp_path / "grades.csv")
    assert {name: (tmp_path / name).read_bytes() for name in names} == first
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == names


def test_a_place_that_cannot_be_written_to_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(UserError, match=r"does not end in \.csv"):
        check_places(tmp_path / "grades.xlsx")
    (tmp_path / "feedback").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="is a file"):
        check_places(tmp_path / "grades.csv")
