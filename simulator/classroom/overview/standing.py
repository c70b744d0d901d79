"""What is answered in one's copies of the lessons, in forms or in code; nothing is judged for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.classroom.catalogue import LESSONS, Outline
from simulator.classroom.kept import beside, read_answers
from simulator.classroom.notebooks import code_of, lesson_path, read_notebook
from simulator.classroom.overview.remembered import own_folder
from simulator.classroom.tasks import Tasks, tasks_of
from simulator.errors import UserError


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a lesson.

    Attributes:
        outline: The lesson.
        answered: How many of its questions are answered, rightly or not.
        asked: How many there are.
        touched: When something was last changed in it (seconds); 0: there is no copy.
    """

    outline: Outline
    answered: int = 0
    asked: int = 0
    touched: float = 0.0

    @property
    def is_begun(self) -> bool:
        """Whether something is answered."""
        return self.answered > 0

    @property
    def is_done(self) -> bool:
        """Whether everything is answered."""
        return 0 < self.asked == self.answered

    @property
    def words(self) -> str:
        """How far, in words.

        >>> Standing(LESSONS[0], 3, 8, 1.0).words
        '3 of 8 answered'
        """
        if self.is_done:
            return "all answered"
        return f"{self.answered} of {self.asked} answered" if self.is_begun else "not begun"


def standings(folder: Path | None) -> tuple[Standing, ...]:
    """How far somebody is in each lesson that comes with the course."""
    there = [one for one in LESSONS if lesson_path(one).exists()]
    return tuple(_standing(one, folder) for one in there)


def next_lesson(found: Sequence[Standing]) -> Outline | None:
    """The lesson to go on with: the one begun and worked on last, else the first one after the last that is done.

    None: all of them are done.
    """
    begun = [one for one in found if one.is_begun and not one.is_done]
    if begun:
        return max(begun, key=lambda one: (one.touched, -one.outline.number)).outline
    done = [place for place, one in enumerate(found) if one.is_done]
    rest = [*found[done[-1] + 1 :], *found[: done[-1]]] if done else list(found)
    return next((one.outline for one in rest if not one.is_done), None)


def go_on() -> str:
    """What the gallery's card says to whoever has copies on this machine; nothing where there are none."""
    folder = own_folder()
    if folder is None:
        return ""
    found = standings(folder)
    following = next_lesson(found)
    if following is None:
        return "All lessons are answered" if found else ""
    is_new = not any(one.is_begun for one in found)
    return f"{'Begin' if is_new else 'Go on'} with lesson {following.number}"


def _standing(outline: Outline, folder: Path | None) -> Standing:
    tasks = tasks_of(outline.name)
    if folder is None:
        return Standing(outline, asked=len(tasks))
    copy, answers = folder / f"{outline.name}.ipynb", beside(outline.name, folder)
    names = _kept_in(answers) | _written_in(copy, tasks)
    changed = max((path.stat().st_mtime for path in (copy, answers) if path.is_file()), default=0.0)
    return Standing(outline, sum(task.name in names for task in tasks), len(tasks), changed)


def _kept_in(path: Path) -> set[str]:
    """What was answered in the forms; of a damaged file nothing."""
    try:
        answers: dict[str, Any] = read_answers(path) if path.is_file() else {}
    except UserError:
        return set()
    return {name for name, given in answers.items() if given is not None}


def _written_in(path: Path, tasks: Tasks) -> set[str]:
    """What was answered in code: given another value than None."""
    try:
        code = "\n".join(code_of(read_notebook(path))) if path.is_file() else ""
    except UserError:
        return set()
    return {
        task.name
        for task in tasks
        if re.search(rf"^{re.escape(task.name)}\s*=\s*(?!None\s*(?:#.*)?$)\S", code, re.MULTILINE)
    }
