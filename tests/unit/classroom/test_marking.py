"""A class is marked in one command: right by code or by forms, half, wrong, broken, hostile; nothing stops it."""

from __future__ import annotations

import csv
import io
import json
import sys
import threading
import time
from pathlib import Path

import pytest

from simulator.classroom.class_list import read_class
from simulator.classroom.learners import Learner
from simulator.classroom.marking import marking
from simulator.classroom.marking.limits import Limits
from simulator.classroom.marking.marking import Settings, mark_class
from simulator.classroom.marking.running import Runner, strongest
from simulator.classroom.marking.walls import FENCE, candidates
from simulator.classroom.marking.writing import write_marks
from simulator.cli import run
from simulator.errors import UserError
from tests.unit.classroom.submissions import (
    GROUP,
    LESSON,
    POINTS,
    QUICK,
    ClassBuilder,
    build,
    right_numbers,
    typed,
)

LIMITS = Limits(seconds=240, computing_seconds=10)
"""Short for a loop that computes, long for a machine that is busy with other things."""
WRITTEN = (".csv", ".html")
# the class holds links and pipes, which Windows has not
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no links and pipes here")
REACH = """
import json, os, socket
import simulator
package = os.path.dirname(simulator.__file__)
recipes = os.path.join(package, "classroom", "exercises", "lesson_03_early_payment_discount.py")
found = {}
def attempt(name, what):
    try:
        what()
        found[name] = "reached"
    except BaseException as error:
        found[name] = type(error).__name__
attempt("network", lambda: socket.create_connection(("127.0.0.1", 9), 1))
attempt("recipes", lambda: open(recipes).read())
attempt("password file", lambda: open("/etc/passwd").read())
attempt("writing", lambda: open(simulator.__file__, "a"))
attempt("process", lambda: os.system("true"))
attempt("own file", lambda: open("own.txt", "w").write("x"))
from simulator.classroom.desk import Recorder
from pathlib import Path
Recorder(Path(os.environ["CREDITLAB_RECORDING"])).ask("found", found)
"""


@pytest.mark.parametrize("wall", list(candidates()), ids=lambda wall: wall.name)
def test_behind_each_wall_a_lesson_runs_and_nothing_else_is_in_reach(wall, tmp_path):
    runner = Runner(tmp_path, wall, LIMITS)
    if wall.name != FENCE and runner.play(["1"], Learner("trial")).ended:
        assert (
            strongest(tmp_path).name != wall.name
        )  # this system does not give it, and nobody is told that it does
        return
    run_it = f'from simulator.classroom import open_lesson\nopen_lesson("{LESSON}").compare("discount", replications=2)'
    played = runner.play([REACH, run_it], Learner("ada"))
    found = dict(played.answers["found"])
    assert found.pop("own file") == "reached"
    if wall.name == FENCE:
        assert found.pop("password file") == "reached"  # what Python alone cannot keep away; the pages say so
    assert "reached" not in found.values()
    assert (played.ended, played.errors) == ("", ())
    assert played.compiled == 0, "each child compiles the kernels again"


@pytest.mark.timeout(900)
def test_a_class_is_marked_in_one_go(tmp_path):
    made = build(tmp_path)
    assert len(list(made.folder.iterdir())) >= 30
    steps: list[tuple[int, int]] = []
    done = mark_class(
        made.folder, read_class(made.list, GROUP), Settings(group=GROUP, limits=LIMITS),
        lambda count, of: steps.append((count, of)),
    )  # fmt: skip
    assert [one.member.learner.name for one in done.marked] == list(made.expected)
    assert steps[-1][0] == steps[-1][1]
    for one in done.marked:
        name = one.member.learner.name
        expected, told = made.expected[name], f"{name}: {one.remarks}"
        right = {answer.task.name for answer in one.tasks if answer.points}
        assert right == set(expected.right), told
        assert one.points == sum(POINTS[task] for task in expected.right), told
        assert one.most == sum(POINTS.values())
        assert (
            any(expected.remark in remark for remark in one.remarks) if expected.remark else not one.remarks
        ), told
        slips = {answer.task.name: answer.verdict.slip for answer in one.tasks}
        assert all(slips[task] == slip for task, slip in expected.slips), told
    thief = next(one for one in done.marked if one.member.learner.name == "jan")
    assert any("given_for_nothing has the same digits as eva" in remark for remark in thief.remarks)
    assert [name for name, _ in done.unplaced] == ["nobody at all"]
    _check_pages(done, tmp_path)


def _check_pages(done: marking.MarkedClass, folder: Path) -> None:
    write_marks(done, folder / "grades.csv")
    rows = list(csv.reader(io.StringIO((folder / "grades.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [one.member.learner.name for one in done.marked]
    page = (folder / "feedback" / "slip1.html").read_text(encoding="utf-8")
    assert f"{right_numbers('slip1')['real_rate']:.4f}" not in page
    assert (folder / "class.html").read_text(encoding="utf-8").count("compounded") == 1


def small(tmp_path: Path) -> ClassBuilder:
    made = ClassBuilder(tmp_path)
    for name in ("ada", "bob"):
        home = made.folder / name
        home.mkdir()
        (home / f"{LESSON}.ipynb").write_text(typed(name, QUICK), encoding="utf-8")
    return made


def test_the_command_writes_the_same_bytes_twice(tmp_path, capsys):
    made = small(tmp_path)
    found = []
    for _ in range(2):
        assert (
            run(["course", "mark", str(made.folder), "--out", str(tmp_path / "g.csv"), "--code", GROUP]) == 0
        )
        found.append({path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.suffix in WRITTEN})
    assert found[0] == found[1]
    assert {"g.csv", "g_moodle.csv", "g_canvas.csv", "class.html", "ada.html", "bob.html"} <= set(found[0])
    assert "2 of 2 marked, 0 with remarks. Wall:" in capsys.readouterr().out


def test_a_notebook_that_sleeps_for_ever_is_ended_with_what_it_answered(tmp_path):
    runner = Runner(tmp_path, strongest(tmp_path / "trial"), Limits(seconds=3))
    cells = ["".join(cell["source"]) for cell in json.loads(typed("ada", {"offered_rate": 0.372}))["cells"]]
    played = runner.play([*cells, "import time; time.sleep(1_000_000)"], Learner("ada", GROUP))
    assert played.answers == {"offered_rate": 0.372}
    assert "ran longer than 3 seconds" in played.ended


def test_stopping_ends_the_children_and_starts_none(tmp_path):
    runner = Runner(tmp_path, strongest(tmp_path / "trial"), LIMITS)
    found = []
    player = threading.Thread(target=lambda: found.append(runner.play(["while True: pass"], Learner("ada"))))
    player.start()
    time.sleep(0.5)
    runner.stop()
    player.join(timeout=60)
    assert found
    assert found[0].ended
    assert runner.play(["1"], Learner("ada")).ended == "the marking was stopped"


def test_ctrl_c_ends_cleanly_and_writes_nothing(tmp_path, monkeypatch, capsys):
    made = small(tmp_path)

    def interrupted(*_anything: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(marking, "grade", interrupted)
    before = sorted(tmp_path.iterdir())
    assert run(["course", "mark", str(made.folder), "--out", str(tmp_path / "g.csv"), "--code", GROUP]) == 130
    assert sorted(tmp_path.iterdir()) == before
    assert "no file of yours was written" in capsys.readouterr().err


def test_a_forgotten_code_is_told_before_anything_runs(tmp_path):
    made = small(tmp_path)
    with pytest.raises(UserError, match=r"2 of 2 notebooks were released for the class 'SPRING'.*--code"):
        mark_class(made.folder, None, Settings(), lambda *_: None)


def test_a_folder_without_lessons_is_told_in_a_sentence(tmp_path):
    (tmp_path / "Kim Meier_1_assignsubmission_file_").mkdir()
    with pytest.raises(UserError, match=r"no lesson to mark.*no class list"):
        mark_class(tmp_path, None, Settings(), lambda *_: None)
