"""The guide: one chapter a lesson from course/trainer, with the right answers of the class worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from simulator.classroom.catalogue import Outline
from simulator.classroom.class_list import Member
from simulator.classroom.kit.expected import Expected
from simulator.classroom.kit.pages import html_of, page, read_text, title_and_body
from simulator.classroom.learners import OPEN_CLASS
from simulator.classroom.syllabus import NO_CLAIM
from simulator.classroom.tasks import Task, tasks_of
from simulator.parameters import shipped_folder

PLACE = "{expected}"
"""The line of a trainer's page where the right answers stand."""
_OPENING, _COVERAGE = "README.md", "coverage.md"


@dataclass(frozen=True)
class Row:
    """An exercise in the table of right answers.

    Attributes:
        task: The exercise.
        common: What is right for everybody; None where it differs from learner to learner.
        each: What is right for each learner, in the order of the class; empty where it is the same for all.
        slips: The common mistakes that are recognised.
    """

    task: Task
    common: Expected | None
    each: tuple[Expected, ...]
    slips: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter of the guide.

    Attributes:
        name: Its address inside the guide.
        title: What it is called.
        minutes: How long the lesson takes (minutes); 0: it is no lesson.
        html: What stands in it.
    """

    name: str
    title: str
    minutes: int
    html: Markup


def trainer_folder() -> Path:
    """Where the trainer's pages are."""
    return shipped_folder("course") / "trainer"


def guide_html(
    lessons: Sequence[Outline], members: Sequence[Member], answers: Mapping[str, Sequence[Sequence[Expected]]]
) -> str:
    """The whole guide.

    Args:
        lessons: What is taught.
        members: The class, or the example learner alone.
        answers: For each lesson by name: for each member what is right, task by task.
    """
    chapters = [_opening(), *(_chapter(one, members, answers[one.name]) for one in lessons), _coverage()]
    return page(
        "guide.html.j2",
        chapters=[chapter for chapter in chapters if chapter is not None],
        members=members,
        group=members[0].learner.group,
        everybody=OPEN_CLASS,
        note=NO_CLAIM,
    )


def rows_of(tasks: Sequence[Task], answers: Sequence[Sequence[Expected]]) -> list[Row]:
    """What is right in each exercise, for everybody or learner by learner."""
    rows = []
    for place, task in enumerate(tasks):
        each = tuple(one[place] for one in answers)
        is_same = len(set(each)) == 1
        slips = tuple(dict.fromkeys(slip for one in each for slip in one.slips))
        rows.append(Row(task, each[0] if is_same else None, () if is_same else each, slips))
    return rows


def _opening() -> Chapter:
    title, body = title_and_body(read_text(trainer_folder() / _OPENING), "How to use this guide")
    return Chapter("opening", title, 0, html_of(body))


def _coverage() -> Chapter | None:
    path = trainer_folder() / _COVERAGE
    if not path.exists():
        return None
    title, body = title_and_body(read_text(path), "What the exercises cover")
    return Chapter("coverage", title, 0, html_of(body))


def _chapter(outline: Outline, members: Sequence[Member], answers: Sequence[Sequence[Expected]]) -> Chapter:
    """A lesson's page with the right answers in their place; at its end where the page names none."""
    path = trainer_folder() / f"{outline.name}.md"
    title, body = outline.title, f"**{outline.question}**"
    if path.exists():
        _, body = title_and_body(read_text(path))
    before, _, after = body.partition(PLACE)
    rows = rows_of(tuple(tasks_of(outline.name)), answers)
    table = Markup(page("expected.html.j2", rows=rows, members=members))  # noqa: S704  (the template escapes)
    number = f"{outline.number} " if outline.number else ""
    return Chapter(
        outline.name, f"{number}{title}", outline.minutes, html_of(before) + table + html_of(after)
    )
