"""nbgrader takes a lesson as we write it: the rules of its metadata, version 3, hold for every cell."""

from __future__ import annotations

import re

import pytest

from simulator.classroom.catalogue import LESSONS
from simulator.classroom.nbgrader import as_nbgrader
from simulator.classroom.notebooks import lesson_path, read_notebook
from simulator.classroom.tasks import tasks_of

THERE = [one for one in LESSONS if lesson_path(one).exists() and len(tasks_of(one.name))]
KNOWN = {"schema_version", "grade", "locked", "solution", "task", "grade_id", "points"}


@pytest.mark.parametrize("outline", THERE, ids=lambda one: one.name)
def test_every_cell_has_metadata_that_nbgrader_takes(outline):
    made = as_nbgrader(read_notebook(lesson_path(outline)), tasks_of(outline.name))
    ids = [cell.metadata["nbgrader"]["grade_id"] for cell in made.cells]
    assert len(ids) == len(set(ids))
    for cell in made.cells:
        told = cell.metadata["nbgrader"]
        assert set(told) <= KNOWN
        assert told["schema_version"] == 3
        assert re.fullmatch(r"[a-zA-Z0-9_\-]+", told["grade_id"])
        assert all(isinstance(told[key], bool) for key in ("grade", "solution", "locked", "task"))
        assert ("points" in told) == told["grade"]
        assert told["solution"] or not told["grade"]
        assert cell.cell_type == "code" or told["locked"]
        assert told["solution"] == (
            "### BEGIN SOLUTION" in cell.source
        )  # else nbgrader empties the whole cell
        assert told["locked"] != told["solution"]


@pytest.mark.parametrize("outline", THERE, ids=lambda one: one.name)
def test_the_points_are_those_of_the_tasks_and_the_lesson_is_left_as_it_was(outline):
    notebook = read_notebook(lesson_path(outline))
    made = as_nbgrader(notebook, tasks_of(outline.name))
    points = [cell.metadata["nbgrader"].get("points", 0) for cell in made.cells]
    assert sum(points) == tasks_of(outline.name).points
    assert all("nbgrader" not in cell.metadata for cell in notebook.cells)
