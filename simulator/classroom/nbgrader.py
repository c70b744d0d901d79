"""A lesson in nbgrader's layout, for trainers who use it: `source/<lesson>/<lesson>.ipynb`.

nbgrader takes out what stands between the solution markers by itself. Each cell that asks a graded task becomes a cell
that it grades by hand (`grade` and `solution` both true), with the task's points: the automatic marks come from
`creditlab course mark`, whose recipes no notebook holds. All other cells are locked. A graded cell without a solution
gets an empty place for one, for nbgrader would else replace the whole cell; `CONFIG` goes into `nbgrader_config.py`
beside `source`, so that a place that is still empty raises nothing and the forms below it are shown.
Source: nbgrader, nbgraderformat/v3.json and v3.py (metadata version 3), looked up November 2026.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from simulator.classroom.notebooks import BEGIN, END, ROOM
from simulator.classroom.tasks import Task

SCHEMA_VERSION = 3
CONFIG = f"""c = get_config()
c.ClearSolutions.code_stub = {{"python": "{ROOM}"}}
"""
_ASKED = re.compile(r'lesson\.(?:ask|predict|reflect|check)\(\s*"([^"]+)"')
_UNFIT = re.compile(r"[^\w-]", re.ASCII)


def as_nbgrader(notebook: Any, tasks: Iterable[Task]) -> Any:
    """A lesson with nbgrader's metadata in each cell; the notebook given stays as it is.

    Args:
        notebook: The lesson with its solutions.
        tasks: The lesson's tasks.
    """
    made, known = copy.deepcopy(notebook), {task.name: task for task in tasks}
    for number, cell in enumerate(made.cells):
        found = _ASKED.search(cell.source) if cell.cell_type == "code" else None
        task = known.get(found[1]) if found else None
        if task is not None and task.points and BEGIN not in cell.source:
            cell.source = f"{BEGIN}\n{END}\n{cell.source}"
        cell.metadata["nbgrader"] = _metadata(cell, number, task)
    return made


def _metadata(cell: Any, number: int, task: Task | None) -> dict[str, Any]:
    """What nbgrader is to know of a cell."""
    has_room = cell.cell_type == "code" and BEGIN in cell.source
    is_graded = task is not None and task.points > 0
    told: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "grade_id": _UNFIT.sub("-", task.name if task else f"cell-{number}"),
        "grade": is_graded,
        "solution": has_room,
        "locked": not has_room,
        "task": False,
    }
    if task is not None and is_graded:
        told["points"] = task.points
    return told
