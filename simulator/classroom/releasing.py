"""Handing lessons out: a copy for each learner, cut from the lesson, never over somebody's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.classroom.catalogue import Outline
from simulator.classroom.learners import Learner
from simulator.classroom.notebooks import as_text, learner_copy, lesson_path, read_notebook
from simulator.results.documents import write_text


@dataclass(frozen=True)
class Released:
    """What was handed out.

    Attributes:
        written: The copies that were written.
        kept: The copies that were there already, and were left alone.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def release(
    lessons: Sequence[Outline], folder: Path, learners: Sequence[Learner] = (), *, is_hidden: bool = False
) -> Released:
    """Write a copy of each lesson; with learners, each has a folder of their own.

    Args:
        lessons: What is handed out.
        folder: Where to; it is made.
        learners: For whom; nobody: one copy with the example's numbers, for those who learn alone.
        is_hidden: Whether the code is folded away, for those who do not program.
    """
    written, kept = [], []
    for outline in lessons:
        notebook = read_notebook(lesson_path(outline))
        for learner in learners or (None,):
            home = folder / learner.name if learner else folder
            path = home / f"{outline.name}.ipynb"
            if path.exists():
                kept.append(path)
                continue
            home.mkdir(parents=True, exist_ok=True)
            write_text(path, as_text(learner_copy(notebook, outline.name, learner, is_hidden=is_hidden)))
            written.append(path)
    return Released(tuple(written), tuple(kept))


def release_for_nbgrader(lessons: Sequence[Outline], folder: Path) -> Released:
    """Write the lessons with their solutions in nbgrader's layout: `source/LESSON/LESSON.ipynb`, and its settings."""
    from simulator.classroom.nbgrader import CONFIG, as_nbgrader
    from simulator.classroom.tasks import tasks_of

    texts = {folder / "nbgrader_config.py": CONFIG}
    for outline in lessons:
        made = as_nbgrader(read_notebook(lesson_path(outline)), tasks_of(outline.name))
        texts[folder / "source" / outline.name / f"{outline.name}.ipynb"] = as_text(made)
    kept = tuple(path for path in texts if path.exists())
    written = tuple(path for path in texts if path not in kept)
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, texts[path])
    return Released(written, kept)
