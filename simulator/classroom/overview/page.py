"""The page of the course: its lessons with question, time and standing, and how they are opened."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.frame import framed, page_box
from simulator.app.kit.pieces import box, button, card
from simulator.app.screen import CopyButton
from simulator.classroom.catalogue import LESSONS
from simulator.classroom.overview.remembered import own_folder
from simulator.classroom.overview.standing import Standing, next_lesson, standings
from simulator.classroom.syllabus import NO_CLAIM

OPEN = "creditlab course open"
_KIT = "creditlab course kit --class class.csv"
_MARKS = {"done": "✓", "begun": "◐", "": "○"}


class CoursePage:
    """The page; what is done is read again when it is asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        """A page.

        Args:
            folder: Where one's own copies are; None: where they were opened last on this machine.
        """
        self._folder = folder
        self.title, self.lessons, self.how = widgets.HTML(), widgets.HTML(), widgets.HTML()
        again = button("Look again", self.refresh, tooltip="Read once more what is answered")
        acts = box("course-acts no-print", CopyButton(text=OPEN, label="Copy the command"), again)
        self.box = page_box(
            "course",
            "course-page",
            box("lab-verdict", self.title),
            card("lessons", self.lessons),
            card("how", self.how, acts),
            card("trainer", widgets.HTML(_for_trainers())),
        )
        self.refresh()

    def refresh(self) -> None:
        """Show what is answered by now."""
        folder = self._folder or own_folder()
        found = standings(folder)
        self.title.value = _title(found, has_copies=folder is not None)
        self.lessons.value = lessons_html(found, has_copies=folder is not None)
        self.how.value = _how(folder)


def lessons_html(found: tuple[Standing, ...], *, has_copies: bool) -> str:
    """The lessons as a table.

    Args:
        found: How far somebody is.
        has_copies: Whether there are copies on this machine, of which that can be said.
    """
    here = next_lesson(found) if has_copies else None
    rows = "".join(_row(one, is_next=one.outline is here, has_copies=has_copies) for one in found)
    missing = [one for one in LESSONS if one not in {standing.outline for standing in found}]
    note = f"<p><small>{len(missing)} more lessons are being written.</small></p>" if missing else ""
    last = '<th scope="col">Yours</th>' if has_copies else ""
    return (
        '<table class="plain course-lessons"><thead><tr><th scope="col">Lesson</th><th scope="col">Question</th>'
        f'<th scope="col" class="num">Minutes</th>{last}</tr></thead><tbody>{rows}</tbody></table>{note}'
    )


def _row(one: Standing, *, is_next: bool, has_copies: bool) -> str:
    state = "done" if one.is_done else "begun" if one.is_begun else ""
    last = (
        f'<td class="standing"><span aria-hidden="true">{_MARKS[state]}</span> {one.words}</td>'
        if has_copies
        else ""
    )
    mark = ' class="is-next"' if is_next else ""
    return (
        f'<tr{mark}><th scope="row">{one.outline.number} {escape(one.outline.title)}</th>'
        f"<td>{escape(one.outline.question)}</td>"
        f'<td class="num">{one.outline.minutes}<small> minutes</small></td>{last}</tr>'
    )


def _title(found: tuple[Standing, ...], *, has_copies: bool) -> str:
    if not has_copies:
        sentence = "Predict, play, explain: each lesson with a company that is yours alone."
    else:
        following = next_lesson(found)
        done = sum(one.is_done for one in found)
        sentence = f"{done} of {len(found)} lessons answered."
        if following is not None:
            sentence += f" Go on with lesson {following.number}: {following.title}."
    return f"<h1>Course</h1><p>{escape(sentence)}</p>"


def _how(folder: Path | None) -> str:
    where = (
        f"Your copies are in the folder <b>{escape(folder.name)}</b>."
        if folder is not None
        else "You have no copies on this machine yet, or they were not opened here; the command writes them."
    )
    return (
        "<h2>Open the lessons</h2>"
        f"<p>Lessons run in JupyterLab, so that your answers are kept beside them. In a terminal:</p>"
        f"<pre>{OPEN}</pre><p>{where} With <code>--forms</code> the code is folded away: words, fields and buttons are "
        "all that is needed. Did your trainer give you a folder? Name it: "
        "<code>creditlab course open FOLDER</code>.</p>"
    )


def _for_trainers() -> str:
    return (
        "<h2>For trainers</h2><p>Guide with the right answers of your class, slides, list of seeds, role-plays and "
        f"sheets to print:</p><pre>{_KIT}</pre><p>What the exercises cover: <code>creditlab course coverage</code>. "
        f"{escape(NO_CLAIM)}</p>"
    )


def course_page() -> Any:
    """The page, as its notebook shows it."""
    return framed(CoursePage().box)
