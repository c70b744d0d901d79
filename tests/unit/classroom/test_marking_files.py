"""What strangers hand in is read with care: who is who, files without tricks, answers of a bearable size."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from simulator.classroom.answers import Number
from simulator.classroom.class_list import Member
from simulator.classroom.learners import Learner
from simulator.classroom.marking.cells import cells_of, lesson_named, opened_as
from simulator.classroom.marking.clearing import clear_away
from simulator.classroom.marking.files import RefusedError, read_bytes, unpacked
from simulator.classroom.marking.grading import UNJUDGED, _judged
from simulator.classroom.marking.handed_in import gather
from simulator.classroom.marking.matching import Register
from simulator.classroom.marking.recorded import bearable, kept_answers, recorded_answers
from simulator.classroom.marking.writing import check_places
from simulator.classroom.tasks import Task
from simulator.errors import UserError
from tests.unit.classroom.submissions import case_of, notebook_of

LESSON = "03_early_payment_discount"


def member(learner: str, name: str = "", **more: str) -> Member:
    return Member(Learner(learner), name or learner, f"{learner}@example.org", more)


KIM, JO, JOE = member("km1", "Kim de Meier", canvas_id="42"), member("jo", "Jo Ray"), member("joe", "Jo Ray")
CLASS = Register([KIM, JO, JOE], "open")


@pytest.mark.parametrize(
    ("folder", "whose"),
    [
        ("km1", KIM),
        ("KM1", KIM),
        ("Kim de Meier", KIM),
        ("Kim de Meier_991_assignsubmission_file_", KIM),
        ("Jo Ray_992_assignsubmission_file_", None),  # two have the name: nobody is guessed
        ("Ann Other_993_assignsubmission_file_", None),
    ],
)
def test_a_folder_is_its_owners(folder, whose):
    assert CLASS.owner_of_folder(folder).member is whose


@pytest.mark.parametrize(
    ("file", "whose"),
    [
        (f"demeierkim_7_8_{LESSON}.ipynb", KIM),
        (f"meierkimde_LATE_7_8_{LESSON}-1.ipynb", KIM),
        (f"whoever_42_8_{LESSON}.ipynb", KIM),
        (f"rayjo_7_8_{LESSON}.ipynb", None),
    ],
)
def test_a_file_from_canvas_is_its_owners(file, whose):
    found = CLASS.owner_of_file(file)
    assert found is not None
    assert found[0].member is whose
    assert lesson_named(found[1]) == LESSON


def test_without_a_class_list_a_folder_named_by_one_word_is_a_learner_and_a_moodle_folder_is_nobody():
    alone = Register(None, "SPRING")
    found = alone.owner_of_folder("k.meier").member
    assert found is not None
    assert found.learner == Learner("k.meier", "SPRING")
    assert alone.owner_of_folder("Kim Meier").member is None
    assert "no class list" in alone.owner_of_folder("Kim Meier_1_assignsubmission_file_").why


def test_links_pipes_and_giants_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x" * 20, encoding="utf-8")
    with pytest.raises(RefusedError, match="larger than"):
        read_bytes(secret, 10)
    if sys.platform != "win32":
        (tmp_path / "link").symlink_to(secret)
        with pytest.raises(RefusedError, match="is a link"):
            read_bytes(tmp_path / "link")
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(RefusedError, match="no ordinary file"):
            read_bytes(tmp_path / "pipe")


def zipped(*entries: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return made.getvalue()


def test_a_zip_gives_bare_names_and_nothing_but_lessons():
    content = zipped(
        (f"../../{LESSON}.ipynb", b"1"), (f"C:\\x\\{LESSON}.answers.json", b"2"), ("run.sh", b"3"),
        (f"__MACOSX/._{LESSON}.ipynb", b"4"),
    )  # fmt: skip
    assert list(unpacked(content, "a.zip")) == [(f"{LESSON}.ipynb", b"1"), (f"{LESSON}.answers.json", b"2")]


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        zipped((f"{LESSON}.ipynb", bytes(11_000_000))),
        zipped(*((f"{n}.ipynb", b"") for n in range(201))),
    ],
)
def test_a_zip_that_is_none_or_too_much_is_refused(content):
    with pytest.raises(RefusedError):
        list(unpacked(content, "a.zip"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"cells": 3}',
        b'{"cells": [1]}',
        b"[" * 200_000,
        b'{"cells":[{"cell_type":"code"}]}',
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(content):
    with pytest.raises(RefusedError, match="no notebook"):
        cells_of(content)


def test_who_opened_a_lesson_is_read_and_not_run():
    cells = [
        f'open_lesson("{LESSON}", learner="ada", group="SPRING")',
        "open_lesson('3')",
        "broken ((",
        "x = 1",
    ]
    assert opened_as(cells) == [("ada", "SPRING"), ("example", "open")]
    assert lesson_named("homework.ipynb", ["from x import open_lesson", 'open_lesson("03")']) == LESSON


def test_the_last_answer_of_a_task_counts_and_damaged_lines_do_not():
    lines = [
        b'["a", 1]',
        b'["a", 2]',
        b'["a", null]',
        b'["b"]',
        b"\xff",
        b"[" * 100_000,
        b'{"a": 3}',
        b"[1, 2]",
    ]
    assert recorded_answers(b"\n".join(lines)) == {"a": 2}
    assert kept_answers(b"[]") is None


def test_an_answer_that_would_keep_the_judge_busy_for_hours_is_cut():
    spaces = bearable("1" + " " * 100_000 + "x1")
    assert not Number(1.0, "days", 0.1, "").judge(spaces).is_right
    deep: object = 1
    for _ in range(50):
        deep = [deep]
    assert len(json.dumps(bearable(deep))) < 30
    assert bearable(float("inf")) is None


def test_the_last_attempt_counts_and_an_empty_folder_is_told(tmp_path):
    with pytest.raises(UserError, match="is empty"):
        gather(tmp_path, CLASS)
    for name, source in ((f"{LESSON}-1.ipynb", "second"), (f"{LESSON}.ipynb", "first")):
        (tmp_path / "km1").mkdir(exist_ok=True)
        cell = {"cell_type": "code", "source": [source]}
        (tmp_path / "km1" / name).write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    work = gather(tmp_path, CLASS).works["km1", LESSON]
    assert work.cells == ["second"]
    assert any("several copies" in remark for remark in work.remarks)


def test_what_lies_thousands_of_folders_deep_is_cleared_away(tmp_path):
    inner, before = tmp_path / "left" / "work", Path.cwd()
    inner.mkdir(parents=True)
    try:
        os.chdir(inner)
        for _ in range(1_500):
            Path("deeper").mkdir()
            os.chdir("deeper")
        Path("file").write_text("x", encoding="utf-8")
    finally:
        os.chdir(before)
    (inner / "locked").mkdir(mode=0)
    clear_away(tmp_path / "left")
    assert not (tmp_path / "left").exists()


def test_a_file_that_cannot_be_looked_at_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(RefusedError, match="cannot be read"):
        read_bytes(tmp_path / ("x" * 300))


def test_a_task_that_cannot_be_judged_is_remarked_on_and_stops_nobody():
    def undefined(_case):
        raise UserError("dso_days is undefined in this case.")

    task = Task("dso", "number", "Which?", undefined, points=1)
    judged = _judged(task, case_of("ada"), {"dso": 3})
    assert judged.points == 0
    assert judged.verdict.slip == UNJUDGED


def test_of_millions_of_lines_the_last_ones_count():
    flood = b"\n" * 5_000_000 + b'["rate", 0.3]\n'
    assert recorded_answers(flood) == {"rate": 0.3}


def handed(folder, files):
    """What is gathered of one learner's files, by name and content."""
    home = folder / "handed_in" / "km1"
    home.mkdir(parents=True)
    for name, content in files.items():
        (home / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return gather(home.parent, CLASS)


def test_an_old_copy_that_jupyter_kept_in_a_zip_is_not_what_was_handed_in(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(f"mine/{LESSON}.ipynb", notebook_of(["new = 1"]))
        file.writestr(f"mine/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb", notebook_of(["old = 1"]))
    pile = handed(tmp_path, {"work.zip": packed.getvalue()})
    assert pile.works["km1", LESSON].cells == ["new = 1"]


def test_answers_that_canvas_numbered_count_and_the_last_attempt_of_them(tmp_path):
    files = {f"{LESSON}.answers{end}.json": json.dumps({"answers": {"rate": value}}) for end, value in (
        ("", 1), ("-1", 2), (" (2)", 3),
    )}  # fmt: skip
    assert handed(tmp_path, files).works["km1", LESSON].kept == {"rate": 3}


def test_files_that_moodle_hands_out_without_folders_have_their_owner():
    found = CLASS.owner_of_file(f"Kim de Meier_991_assignsubmission_file_{LESSON}.ipynb")
    assert found == (CLASS.owner_of_folder("km1"), f"{LESSON}.ipynb")


def test_a_lesson_under_another_ending_is_told_and_not_passed_over(tmp_path):
    pile = handed(tmp_path, {f"{LESSON}.ipynb.txt": notebook_of(["x = 1"])})
    assert "was left unread" in pile.refused["km1"][0]


def test_a_folder_name_as_a_macintosh_writes_it_is_a_learner():
    found = Register(None, "open").owner_of_folder("zoe\u0308").member
    assert found is not None
    assert found.learner.name == "zo\u00eb"


@pytest.mark.parametrize(
    ("out", "told"), [("handed_in/grades.csv", "handed in"), ("class.csv", "class list")]
)
def test_marks_are_never_written_over_the_class_list_nor_among_what_was_handed_in(out, told, tmp_path):
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "class.csv").write_text("learner\nada\n", encoding="utf-8")
    with pytest.raises(UserError, match=told):
        check_places(tmp_path / out, tmp_path / "handed_in", tmp_path / "class.csv")
