"""What strangers hand in is read with care: who is who, files without tricks, answers of a bearable size."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile

import pytest

from simulator.classroom.answers import Number
from simulator.classroom.class_list import Member
from simulator.classroom.learners import Learner
from simulator.classroom.marking.cells import cells_of, lesson_named, opened_as
from simulator.classroom.marking.files import RefusedError, read_bytes, unpacked
from simulator.classroom.marking.handed_in import gather
from simulator.classroom.marking.matching import Register
from simulator.classroom.marking.recorded import bearable, kept_answers, recorded_answers
from simulator.errors import UserError

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
