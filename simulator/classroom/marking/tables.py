"""Grades as CSV: for people, for Moodle, for Canvas. What could be a formula stays text.

Moodle imports any columns and asks which is which; people are told apart by e-mail address or ID number. Canvas wants
Student, ID, SIS User ID, SIS Login ID, Section in this order, and a second row with the points possible.
Sources: Moodle, grade/import/csv; Canvas LMS, lib/gradebook_importer.rb (both looked up November 2026).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from simulator.classroom.catalogue import outline
from simulator.classroom.class_list import Member
from simulator.classroom.marking.grading import Marked
from simulator.classroom.marking.marking import MarkedClass
from simulator.classroom.tasks import PREDICTIONS, tasks_of
from simulator.ledger.cells.formulas import plain_text

_CANVAS_HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_POINTS_POSSIBLE = "    Points Possible"


def grades_csv(done: MarkedClass) -> str:
    """A row for each lesson of each learner: points by task, total, scores of predictions, remarks."""
    graded, predicted = _columns(done)
    head = [
        "learner",
        "name",
        "lesson",
        *(f"{lesson}: {task}" for lesson, task in graded),
        "total",
        "of",
        "percent",
    ]
    head += [f"prediction {lesson}: {task}" for lesson, task in predicted]
    rows = [[*head, "remarks"]]
    for one in done.marked:
        points = {(one.outline.name, task.task.name): task.points for task in one.tasks}
        scores = {(one.outline.name, task.task.name): task.verdict.score for task in one.tasks}
        rows.append([
            one.member.learner.name, one.member.name, one.outline.name, *(_cell(points.get(key)) for key in graded),
            str(one.points), str(one.most), str(one.percent), *(_cell(scores.get(key)) for key in predicted),
            "; ".join(one.remarks),
        ])  # fmt: skip
    return _csv(rows)


def moodle_csv(done: MarkedClass) -> str:
    """A row for each learner: e-mail address, ID number, name, and points with feedback for each lesson."""
    head = ["Email address", "ID number", "Full name"]
    for lesson in done.lessons:
        head += [outline(lesson).title, f"{outline(lesson).title} (feedback)"]
    rows = [head]
    for member, lessons in _by_member(done):
        row = [member.email, _more(member, "id number", "idnumber"), member.name]
        for one in lessons:
            row += [str(one.points) if one.was_handed_in else "-", _feedback(one)]
        rows.append(row)
    return _csv(rows)


def canvas_csv(done: MarkedClass) -> str:
    """A row for each learner below the points possible, as Canvas's gradebook imports it."""
    titles = [outline(lesson).title for lesson in done.lessons]
    possible = [str(tasks_of(lesson).points) for lesson in done.lessons]
    rows = [[*_CANVAS_HEAD, *titles], [_POINTS_POSSIBLE, "", "", "", "", *possible]]
    for member, lessons in _by_member(done):
        login = _more(member, "sis login id", "sis_login_id", "login") or member.email
        who = [
            _more(member, "canvas_id", "id"), _more(member, "sis user id", "sis_user_id"), login,
            _more(member, "section") or done.group,
        ]  # fmt: skip
        rows.append([member.name, *who, *(str(one.points) if one.was_handed_in else "" for one in lessons)])
    return _csv(rows)


def _columns(done: MarkedClass) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The graded tasks and the predictions of all lessons, in order."""
    every = [(lesson, task) for lesson in done.lessons for task in tasks_of(lesson)]
    graded = [(lesson, task.name) for lesson, task in every if task.points]
    return graded, [(lesson, task.name) for lesson, task in every if task.kind in PREDICTIONS]


def _by_member(done: MarkedClass) -> list[tuple[Member, list[Marked]]]:
    return [
        (member, [one for one in done.marked if one.member.learner == member.learner])
        for member in done.members
    ]


def _more(member: Member, *names: str) -> str:
    """What the class list says beside name and e-mail address, under one of these headings."""
    return next((value for key, value in member.more.items() if key.casefold() in names and value), "")


def _feedback(one: Marked) -> str:
    if not one.was_handed_in:
        return "Nothing was handed in."
    still = [task.task.name for task in one.tasks if task.task.points and not task.verdict.is_right]
    return f"{one.points} of {one.most} points." + (f" Look again at: {', '.join(still)}." if still else "")


def _cell(value: float | None) -> str:
    return "" if value is None else str(value)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_POINTS_POSSIBLE if cell == _POINTS_POSSIBLE else _plain(cell) for cell in row])
    return text.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet runs; the dash that Moodle takes for 'no grade' stays.

    >>> _plain("=1+1"), _plain("-"), _plain(" @sum")
    ("'=1+1", '-', "' @sum")
    """
    if cell == "-":
        return cell
    return cell if plain_text(cell.lstrip()) == cell.lstrip() else f"'{cell}"
