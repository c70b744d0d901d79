"""Lessons as files: where they are, what their cells say, and how a learner's copy is cut from them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import nbformat

from simulator.classroom.catalogue import Outline
from simulator.classroom.learners import Learner
from simulator.errors import UserError
from simulator.parameters import shipped_folder

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
COMPARED = "# NBVAL_CHECK_OUTPUT"
ROOM = "# Your work here"
_MARK = re.compile(r"\b(begin|end)[\s_-]*solution\b", re.IGNORECASE)
"""A marker however it was typed: one that is not known for one would hand the solution out."""
_ATTACHED = re.compile(r"attachment:([^)\s\"'>]+)")
_OPENING = re.compile(r'open_lesson\(\s*"(?P<lesson>[^"]+)"[^)]*\)')


def lesson_path(outline: Outline) -> Path:
    """The notebook of a lesson, with its solutions."""
    return shipped_folder("course") / f"{outline.name}.ipynb"


def read_notebook(path: Path) -> Any:
    """A notebook.

    Raises:
        UserError: The file is missing, or no notebook.
    """
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError as error:
        raise UserError(f"There is no notebook {path.name}.") from error
    except Exception as error:  # whatever a damaged file makes the reader say
        raise UserError(f"{path.name} is not a notebook, or it is damaged.") from error


def code_of(notebook: Any) -> list[str]:
    """The source of each code cell, in order."""
    return [str(cell.source) for cell in notebook.cells if cell.cell_type == "code"]


def without_solution(source: str, where: str = "the notebook") -> str:
    r"""A cell without what stands between the markers.

    >>> print(without_solution("x = None\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION\nprint(x)"))
    x = None
    # Your work here
    print(x)
    """
    kept, is_inside = [], False
    for line in source.splitlines():
        mark = _MARK.search(line)
        if mark:
            is_begin = mark[1].casefold() == "begin"
            if is_begin == is_inside:
                raise UserError(
                    f"In {where}, '{line.strip()}' has no partner. Each solution stands between both markers."
                )
            is_inside = is_begin
            if is_inside:
                kept.append(line[: len(line) - len(line.lstrip())] + ROOM)
        elif not is_inside:
            kept.append(line)
    if is_inside:
        raise UserError(f"In {where}, '{BEGIN}' has no partner. Each solution stands between both markers.")
    return "\n".join(kept)


def learner_copy(
    notebook: Any, where: str, learner: Learner | None = None, *, is_hidden: bool = False
) -> Any:
    """A notebook as a learner gets it: no solutions, no outputs, and the learner's name in its first cell.

    With `is_hidden` the code is folded away: what remains are words, fields and buttons.
    """
    made = copy.deepcopy(notebook)
    made.metadata.pop("widgets", None)  # the state of forms, with whatever was typed into them
    for cell in made.cells:
        cell.source = without_solution(str(cell.source), where)
        shown = set(_ATTACHED.findall(cell.source))
        if "attachments" in cell:
            cell.attachments = {name: one for name, one in cell.attachments.items() if name in shown}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.source = cell.source.removeprefix(COMPARED).lstrip("\n")
            if is_hidden:
                cell.metadata["jupyter"] = {"source_hidden": True}
            if learner is not None:
                cell.source = _opened_by(cell.source, learner)
    return made


def with_solutions(notebook: Any, learner: Learner) -> list[str]:
    """The code of a notebook with its solutions, opened by a learner."""
    return [_opened_by(source, learner) for source in code_of(notebook)]


def asked_in(notebook: Any) -> Iterator[str]:
    """The names of the tasks that a notebook asks, in order."""
    for source in code_of(notebook):
        for found in re.finditer(r'lesson\.(?:ask|predict|reflect|check)\(\s*"([^"]+)"', source):
            yield found[1]


def as_text(notebook: Any) -> str:
    """A notebook as the text of its file."""
    return cast("str", nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _opened_by(source: str, learner: Learner) -> str:
    group = f', group="{learner.group}"' if learner.group != "open" else ""
    return _OPENING.sub(
        lambda found: f'open_lesson("{found["lesson"]}", learner="{learner.name}"{group})', source
    )
