"""Proving a lesson: its solutions pass every check, an untouched copy fails every one, each slip has its hint."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.classroom.answers import Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline
from simulator.classroom.desk import RECORDING
from simulator.classroom.learners import CLASS, EXAMPLE, LEARNER, Learner
from simulator.classroom.notebooks import asked_in, code_of, learner_copy, lesson_path, read_notebook
from simulator.classroom.tasks import Task, tasks_of

USUAL_LEARNERS = (EXAMPLE, "rehearsal.1", "rehearsal.2")
PROBES: dict[str, Any] = {"chance": 0.5, "range": (0.0, 1.0)}
"""What is predicted where the lesson leaves it to the learner."""
LONGEST_CELL, FEWEST_EXERCISES, MOST_EXERCISES = 25, 3, 6


@dataclass(frozen=True)
class Rehearsal:
    """What was found out about a lesson.

    Attributes:
        outline: The lesson.
        checks: How many answers were judged.
        faults: What is wrong with it, in sentences; none: the lesson is sound.
    """

    outline: Outline
    checks: int
    faults: tuple[str, ...]


def rehearse(outline: Outline, learners: Sequence[str] = USUAL_LEARNERS) -> Rehearsal:
    """Play a lesson with its solutions and untouched, for several learners, and judge all answers."""
    notebook, tasks = read_notebook(lesson_path(outline)), tuple(tasks_of(outline.name))
    faults, checks = list(_faults_of_shape(outline, notebook, tasks)), 0
    for name in learners:
        learner = Learner(name)
        case = Case(outline, learner)
        solved = answers_of(code_of(notebook), learner)
        untouched = answers_of(code_of(learner_copy(notebook, outline.name)), learner)
        for task in tasks:
            checks += 2
            answer = task.right(case)
            given = solved.get(task.name)
            verdict = answer.judge(PROBES.get(task.kind) if given is None else given)
            if not verdict.is_right:
                faults.append(f"{task.name}, learner {name}: the solution does not pass: {verdict.sentence}")
            if answer.judge(untouched.get(task.name)).is_right:
                faults.append(f"{task.name}, learner {name}: an untouched copy passes.")
            for slip in answer.slips if isinstance(answer, Number) else ():
                checks += 1
                told = answer.judge(slip.value)
                if told.is_right or told.slip != slip.name:
                    faults.append(f"{task.name}, learner {name}: '{slip.name}' does not get its hint.")
    return Rehearsal(outline, checks, tuple(faults))


def _faults_of_shape(outline: Outline, notebook: Any, tasks: Sequence[Task]) -> Iterator[str]:
    """What a lesson lacks, whoever plays it."""
    asked, known = list(asked_in(notebook)), [task.name for task in tasks]
    if sorted(asked) != sorted(known):
        yield f"The notebook asks {sorted(asked)}, and the tasks are {sorted(known)}."
    graded = [task for task in tasks if task.points]
    if outline.number and not FEWEST_EXERCISES <= len(graded) <= MOST_EXERCISES:
        yield f"It has {len(graded)} exercises; a lesson has {FEWEST_EXERCISES} to {MOST_EXERCISES}."
    for kinds, what in ((("chance", "range"), "prediction"), (("reflection",), "reflection")):
        if outline.number and not any(task.kind in kinds for task in tasks):
            yield f"It has no {what}."
    for source in code_of(notebook):
        lines = len(source.splitlines())
        if lines > LONGEST_CELL:
            yield f"A code cell has {lines} lines; what is longer than {LONGEST_CELL} belongs into the simulator."


def answers_of(cells: Sequence[str], learner: Learner) -> dict[str, Any]:
    """The answers that the cells of one of our own lessons give, by task; they are run here, in this process.

    A learner's cells are never run here: see `simulator.classroom.marking`.
    """
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "answers.jsonl"
        wanted = {LEARNER: learner.name, CLASS: learner.group, RECORDING: str(record)}
        with _environment(wanted), contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            names: dict[str, Any] = {"__name__": "__main__"}
            for source in cells:
                exec(compile(source, "<lesson>", "exec"), names)  # noqa: S102  (our own lesson)
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return dict(json.loads(line) for line in lines)


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
