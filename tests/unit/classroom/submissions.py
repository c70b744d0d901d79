"""A class of synthetic submissions of lesson 3: right, half, wrong in each known way, broken, hostile."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from simulator.classroom.answers import Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.learners import Learner
from simulator.classroom.notebooks import as_text, learner_copy, lesson_path, read_notebook, with_solutions
from simulator.classroom.tasks import tasks_of

LESSON = "03_early_payment_discount"
GROUP = "SPRING"
POINTS = {
    "offered_rate": 1,
    "real_rate": 2,
    "given_for_nothing": 2,
    "taken_late": 1,
    "why_it_costs": 1,
    "your_discount": 3,
}
ALL = tuple(POINTS)
QUICK = {"offered_rate": 0.372, "why_it_costs": "funds"}
"""Right answers that need no run."""
BOTH = tuple(QUICK)
WORDS = "Whoever has no other money left and whose bank asks for more than the discount costs. " * 3


@dataclass(frozen=True)
class Expected:
    """What has to come out for a learner: the tasks that are right, and a word of a remark (empty: no remark)."""

    right: tuple[str, ...]
    remark: str = ""
    slips: tuple[tuple[str, str], ...] = ()


def case_of(name: str) -> Case:
    return Case(outline(LESSON), Learner(name, GROUP))


@cache
def right_numbers(name: str) -> dict[str, float]:
    case = case_of(name)
    found = {task.name: task.right(case) for task in tasks_of(LESSON)}
    return {key: answer.value for key, answer in found.items() if isinstance(answer, Number)}


def solved_answers(name: str) -> dict[str, Any]:
    """All answers, as a careful learner types them."""
    numbers = right_numbers(name)
    return {
        "profit_rises": 0.3,
        "days_sooner": [2, 12],
        "offered_rate": 0.372,
        "real_rate": round(numbers["real_rate"], 4),
        "given_for_nothing": round(numbers["given_for_nothing"]),
        "taken_late": ["same_day", "trade", "sales_first"],
        "why_it_costs": "funds",
        "your_discount": {"discount": {"rate_fraction": 0.01, "window_days": 10}},
        "when_to_offer": WORDS,
    }


def notebook_of(cells: list[str]) -> str:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return as_text(made)


def solved(name: str) -> str:
    return notebook_of(with_solutions(read_notebook(lesson_path(outline(LESSON))), Learner(name, GROUP)))


def half_done(name: str) -> str:
    """A lesson in which only the answers that need no run were written."""
    full = with_solutions(read_notebook(lesson_path(outline(LESSON))), Learner(name, GROUP))
    copy = [cell["source"] for cell in json.loads(untouched(name))["cells"] if cell["cell_type"] == "code"]
    is_done = [any(f'"{task}"' in source for task in BOTH) for source in full]
    return notebook_of([
        whole if done else "".join(empty) for whole, empty, done in zip(full, copy, is_done, strict=True)
    ])  # fmt: skip


def untouched(name: str) -> str:
    return as_text(learner_copy(read_notebook(lesson_path(outline(LESSON))), LESSON, Learner(name, GROUP)))


def typed(name: str, answers: dict[str, Any], between: dict[str, str] | None = None, opens: str = "") -> str:
    """A short notebook that gives these answers; `between` puts a cell before the answer of a task."""
    cells = [
        "from simulator.classroom import open_lesson",
        f'lesson = open_lesson("{LESSON}", learner="{opens or name}", group="{GROUP}")',
    ]
    for task, answer in answers.items():
        if between and task in between:
            cells.append(between[task])
        cells.append(f"lesson.ask({task!r}, {answer!r})")
    return notebook_of(cells)


def kept(answers: dict[str, Any]) -> str:
    return json.dumps({"answers": answers})


def slips_of(name: str) -> list[dict[str, tuple[str, Any]]]:
    """Five sets of wrong answers; together they make every slip that lesson 3 knows, and some that any unit invites."""
    case = case_of(name)
    found = {task.name: task.right(case) for task in tasks_of(LESSON)}
    by_task = {key: [*answer.slips] for key, answer in found.items() if isinstance(answer, Number)}
    offered = [(slip.name, slip.value) for slip in by_task["offered_rate"]]
    real = [(slip.name, slip.value) for slip in by_task["real_rate"]]
    given = [(slip.name, slip.value) for slip in by_task["given_for_nothing"]]
    values = right_numbers(name)
    real += [
        ("percent for fraction", values["real_rate"] * 100),
        ("sign", -values["real_rate"]),
        ("not a number", "a lot"),
    ]
    given += [
        ("cents", values["given_for_nothing"] * 100),
        ("thousands", values["given_for_nothing"] / 1000),
        ("not a number", [1, 2]),
    ]
    late = [
        ("let_go", ["same_day", "trade", "let_go"]),
        ("hold", ["hold"]),
        ("next_price", ["sales_first", "next_price"]),
        ("incomplete", ["same_day"]),
        ("not a list", "same_day"),
    ]
    why = [
        ("late", "late"),
        ("losses", "losses"),
        ("sales", "sales"),
        ("not an option", "luck"),
        ("late", "late"),
    ]
    plans = [
        ("other levers", {"terms": {"net_days": 60}}),
        ("too dear", {"discount": {"rate_fraction": 0.03, "window_days": 10}}),
        ("too small", {"discount": {"rate_fraction": 0.0005, "window_days": 10}}),
        ("no strategy", "more discount"),
        ("not allowed", {"discount": {"rate_fraction": 7.0}}),
    ]
    names = ("offered_rate", "real_rate", "given_for_nothing", "taken_late", "why_it_costs", "your_discount")
    return [
        dict(zip(names, row, strict=True)) for row in zip(offered, real, given, late, why, plans, strict=True)
    ]


class ClassBuilder:
    """Makes the folder, the class list, and what has to come out."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.list = folder / "handed_in", folder / "class.csv"
        self.folder.mkdir()
        self.expected: dict[str, Expected] = {}
        self._rows = ["learner,name,email,canvas_id,moodle_id,ID number"]

    def member(self, learner: str, expected: Expected, name: str = "") -> None:
        number = len(self._rows)
        self._rows.append(
            f'{learner},"{name or learner}",{learner}@example.org,{100 + number},{500 + number},N{number}'
        )
        self.expected[learner] = expected
        self.list.write_text("\n".join(self._rows) + "\n", encoding="utf-8")

    def hand_in(
        self, learner: str, expected: Expected, notebook: str, answers: str = "", name: str = ""
    ) -> None:
        self.member(learner, expected, name)
        home = self.folder / learner
        home.mkdir()
        (home / f"{LESSON}.ipynb").write_text(notebook, encoding="utf-8")
        if answers:
            (home / f"{LESSON}.answers.json").write_text(answers, encoding="utf-8")


def build(folder: Path) -> ClassBuilder:
    made = ClassBuilder(folder)
    _right(made)
    _half_and_wrong(made)
    _broken(made)
    _hostile_code(made)
    _hostile_files(made)
    return made


def _right(made: ClassBuilder) -> None:
    made.hand_in("ada", Expected(ALL), solved("ada"))
    made.hand_in("eva", Expected(ALL, "same digits as jan"), untouched("eva"), kept(solved_answers("eva")))
    made.member("ben", Expected(BOTH), "Benjamin Öst")
    moodle = made.folder / "Benjamin Ost_777_assignsubmission_file_"
    moodle.mkdir()
    (moodle / f"{LESSON}.ipynb").write_text(typed("ben", QUICK), encoding="utf-8")
    made.member("cleo", Expected(BOTH), "Cleo van Dam")
    (made.folder / f"vandamcleo_LATE_4711_815_{LESSON}-1.ipynb").write_text(
        typed("cleo", QUICK), encoding="utf-8"
    )
    made.member("dov", Expected(BOTH))
    with zipfile.ZipFile(made.folder / "dov.zip", "w") as packed:
        packed.writestr(f"../../../evil/{LESSON}.ipynb", typed("dov", QUICK))
    made.hand_in("fay", Expected(BOTH), typed("fay", QUICK), name="=cmd|'/C calc'!A0")


def _half_and_wrong(made: ClassBuilder) -> None:
    made.hand_in("gil", Expected(BOTH), half_done("gil"))
    answers = solved_answers("hal")
    forms = {key: answers[key] for key in ("real_rate", "given_for_nothing")}
    made.hand_in("hal", Expected(("real_rate", "given_for_nothing")), untouched("hal"), kept(forms))
    for number in range(5):
        name = f"slip{number}"
        row = slips_of(name)[number]
        expected = Expected((), slips=tuple((task, slip) for task, (slip, _) in row.items()))
        made.hand_in(name, expected, typed(name, {task: answer for task, (_, answer) in row.items()}))
    made.hand_in("ida", Expected(()), untouched("ida"))
    copied = {**solved_answers("jan"), "given_for_nothing": solved_answers("eva")["given_for_nothing"]}
    rest = tuple(task for task in ALL if task != "given_for_nothing")
    made.hand_in("jan", Expected(rest, "opens the lesson as eva"), typed("jan", copied, opens="eva"))


def _broken(made: ClassBuilder) -> None:
    broken = typed("kit", QUICK, {"why_it_costs": 'lesson.ask("real_rate", 0.3'})
    made.hand_in("kit", Expected(BOTH, "SyntaxError"), broken)
    made.hand_in("lee", Expected(BOTH, "ZeroDivisionError"), typed("lee", QUICK, {"offered_rate": "1 / 0"}))
    made.hand_in("mia", Expected((), "is no notebook"), "this is no notebook")
    made.hand_in("ned", Expected(BOTH, "forms kept are damaged"), typed("ned", QUICK), '{"answers": ')
    made.member("oda", Expected((), "nothing handed in"))


WIPES = """
import os, shutil, simulator
shutil.rmtree(os.environ["HOME"])
os.remove(os.environ["CREDITLAB_RECORDING"])
os.remove(simulator.__file__)
"""
HOSTILE = {
    "exits": ("import sys; sys.exit(3)", BOTH, "SystemExit"),
    "leaves": ("import os; os._exit(0)", ("offered_rate",), "ended itself"),
    "loops": ("while True: pass", ("offered_rate",), "computed longer than"),
    "eats": ("hoard = bytearray(8_000_000_000)", BOTH, "MemoryError"),
    "forks": ("import os\nwhile True: os.fork()", BOTH, "RefusedHereError"),
    "shouts": ("for _ in range(3000): print('x' * 100_000)", BOTH, ""),
    "fills": (
        "with open('big', 'wb') as file:\n    for _ in range(100): file.write(bytes(1_000_000))", BOTH, "OSError",
    ),
    "wipes": (WIPES, ("why_it_costs",), "RefusedHereError"),
    "peeks": (
        "import simulator.classroom.exercises.lesson_03_early_payment_discount as recipes", BOTH, "ImportError",
    ),
}  # fmt: skip
PATCHED = """
import simulator.classroom.answers as answers, simulator.classroom.tasks as tasks
from simulator.classroom.verdicts import right
answers.Number.judge = answers.Choice.judge = answers.Goal.judge = lambda self, given: right()
tasks.judge = lambda *anything: right()
"""
FORGED = """
import os
with open(os.environ["CREDITLAB_RECORDING"], "w") as file:
    file.write('["offered_rate", {"is_right": true}]\\n["real_rate", true]\\n[1]\\n' + '[' * 100_000 + '\\n\\xff')
"""


def _hostile_code(made: ClassBuilder) -> None:
    for name, (cell, right, remark) in HOSTILE.items():
        made.hand_in(name, Expected(right, remark), typed(name, QUICK, {"why_it_costs": cell}))
    wrong = {"offered_rate": 0.5, "real_rate": 0.9, "given_for_nothing": 7, "why_it_costs": "late"}
    made.hand_in("patches", Expected(()), typed("patches", wrong, {"offered_rate": PATCHED}))
    cells = [*json.loads(typed("forges", wrong))["cells"]]
    sources = ["".join(cell["source"]) for cell in cells]
    made.hand_in("forges", Expected(()), notebook_of([*sources, FORGED]))


def _hostile_files(made: ClassBuilder) -> None:
    for name, remark in (("huge", "larger than"), ("linked", "is a link"), ("bombs", "unpacks to more")):
        made.member(name, Expected((), remark))
        (made.folder / name).mkdir()
    with (made.folder / "huge" / f"{LESSON}.ipynb").open("wb") as file:
        file.truncate(500_000_000)
    (made.folder / "linked" / f"{LESSON}.ipynb").symlink_to("/etc/passwd")
    with zipfile.ZipFile(made.folder / "bombs" / "all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{LESSON}.ipynb", bytes(60_000_000))
    (made.folder / "nobody at all").mkdir()
    (made.folder / ".DS_Store").write_text("x", encoding="utf-8")
