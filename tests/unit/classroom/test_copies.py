"""Learner copies: nothing in them gives an answer away, each learner has numbers of their own, no work is lost."""

from __future__ import annotations

import json

import nbformat
import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import BESIDE, LESSONS, outline
from simulator.classroom.class_list import read_class
from simulator.classroom.learners import Learner
from simulator.classroom.notebooks import BEGIN, END, ROOM, learner_copy, lesson_path, without_solution
from simulator.classroom.releasing import release
from simulator.cli import run
from simulator.errors import UserError

CLASS = "learner,name,email,section\nanna,Anna A,anna@example.org,A\nbo,Bo B,,B\n"
DISCOUNT = outline("3")


def test_a_copy_has_no_solution_no_output_and_the_learners_name(tmp_path):
    path = release([DISCOUNT], tmp_path, [Learner("anna", "SPRING")]).written[0]
    text = path.read_text(encoding="utf-8")
    assert path == tmp_path / "anna" / f"{DISCOUNT.name}.ipynb"
    assert "SOLUTION" not in text
    assert "0.02 / 0.98" not in text
    assert 'learner=\\"anna\\", group=\\"SPRING\\")' in text
    assert all(not cell.get("outputs") for cell in json.loads(text)["cells"])


def test_a_copy_that_somebody_works_on_is_left_alone(tmp_path):
    path = release([DISCOUNT], tmp_path).written[0]
    path.write_text("hours of work", encoding="utf-8")
    done = release([DISCOUNT], tmp_path)
    assert (done.written, done.kept) == ((), (path,))
    assert path.read_text(encoding="utf-8") == "hours of work"


@pytest.mark.parametrize(
    "source", ["### BEGIN SOLUTION\nx = 1", "x = 1\n### END SOLUTION", "### END SOLUTION\n### BEGIN SOLUTION"]
)
def test_half_a_solution_is_never_handed_out(source):
    with pytest.raises(UserError, match="no partner"):
        without_solution(source)


def test_every_learner_has_another_portfolio_and_always_the_same():
    cases = [Case(DISCOUNT, Learner(f"learner.{number}")) for number in range(30)]
    assert len({case.seed for case in cases}) == 30
    sizes = {(case.scenario.portfolio.customers, case.scenario.company.annual_credit_sales) for case in cases}
    assert len(sizes) > 20
    assert Case(DISCOUNT, Learner("Learner.1")).seed == cases[1].seed  # a capital is not another person
    assert Case(DISCOUNT, Learner("learner.1", "AUTUMN")).seed != cases[1].seed
    assert (
        Learner("example").seed("03_early_payment_discount") == 1832682034
    )  # the kept outputs of the lessons rest on it


@pytest.mark.parametrize(
    "name", ["", "two words", "../up", "a/b", ".", "..", ".hidden", "dot.", "x" * 65, 'quo"te', "=cmd"]
)
def test_a_learner_is_one_word(name):
    with pytest.raises(UserError, match="one word"):
        Learner(name)


def test_the_class_list_gives_each_a_folder(tmp_path, capsys):
    (tmp_path / "class.csv").write_text(CLASS, encoding="utf-8")
    assert (
        run(
            ["course", "release", "3", "--out", str(tmp_path / "out"), "--class", str(tmp_path / "class.csv")]
        )
        == 0
    )
    assert capsys.readouterr().out.startswith("2 copies written")
    assert sorted(path.parent.name for path in (tmp_path / "out").rglob("*.ipynb")) == ["anna", "bo"]


@pytest.mark.parametrize(
    "begin",
    ["###BEGIN SOLUTION", "### Begin  Solution", "# BEGIN_SOLUTION (short)", "<!-- BEGIN SOLUTION -->"],
)
def test_a_marker_typed_otherwise_hands_no_solution_out(begin):
    end = begin.replace("BEGIN", "END").replace("Begin", "End")
    assert without_solution(f"x = None\n{begin}\nx = 2\n{end}\nx") == f"x = None\n{ROOM}\nx"


def test_pictures_of_a_solution_and_the_state_of_forms_stay_with_the_trainer():
    source = f"![a](attachment:a.png)\n{BEGIN}\n![b](attachment:b.png)\n{END}"
    cell = nbformat.v4.new_markdown_cell(source, attachments={"a.png": {}, "b.png": {}})
    made = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": "0.37"}})
    copy = learner_copy(made, "the lesson")
    assert list(copy.cells[0].attachments) == ["a.png"]
    assert "widgets" not in copy.metadata


@pytest.mark.parametrize(
    "text",
    ["learner;name;email\nanna;Anna A;a@b\n;;\n", "Learner\tName \tEMail\r\nanna\tAnna A\ta@b\r\n\t\t\r\n"],
)
def test_a_class_list_is_read_as_spreadsheets_save_it(tmp_path, text):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8-sig", newline="")
    (anna,) = read_class(path)
    assert (anna.learner.name, anna.name, anna.email) == ("anna", "Anna A", "a@b")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,email\nAnna,a@example.org\n", "no column 'learner'"),
        ("learner\n", "no column 'learner', or nobody in it"),
        ("learner\nanna\nANNA\n", "'anna' twice"),
        ("learner\nanna berg\n", "Line 2"),
    ],
)
def test_a_class_list_that_cannot_be_used_says_why(tmp_path, text, told):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=told):
        read_class(path)


def test_a_class_list_in_another_encoding_says_what_to_do(tmp_path):
    path = tmp_path / "class.csv"
    path.write_bytes("learner,name\nanna,Zo\xeb\n".encode("latin-1"))
    with pytest.raises(UserError, match="CSV UTF-8"):
        read_class(path)


def test_a_lesson_is_found_by_number_or_name_and_a_slip_is_answered():
    assert outline("3") == outline("03") == outline("03_early_payment_discount")
    with pytest.raises(UserError, match="Did you mean 03_early_payment_discount"):
        outline("03_early_payment_discounts")


def test_every_lesson_of_the_catalogue_is_there():
    missing = [one.name for one in (*LESSONS, *BESIDE) if not lesson_path(one).exists()]
    assert missing == []
    assert [one.number for one in LESSONS] == list(range(1, 13))


def test_nbgrader_gets_its_own_layout_with_solutions_and_points(tmp_path, capsys):
    assert run(["course", "release", "3", "--out", str(tmp_path), "--nbgrader"]) == 0
    assert capsys.readouterr().out.startswith("2 files written")
    cells = json.loads((tmp_path / "source" / DISCOUNT.name / f"{DISCOUNT.name}.ipynb").read_text())["cells"]
    points = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbgrader"].get("points") for cell in cells
    }
    assert points["offered_rate"] == 1
    assert points["your_discount"] == 3
    assert "Your work here" in (tmp_path / "nbgrader_config.py").read_text()
    assert run(["course", "release", "3", "--out", str(tmp_path), "--nbgrader", "--learner", "anna"]) == 2
