"""The form of a task: the question, a field, a button, and what the check says; no line of code needed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.pieces import button
from simulator.classroom.fields import WIDE, field_for
from simulator.classroom.tasks import Task
from simulator.classroom.verdicts import Verdict
from simulator.errors import UserError

Check = Callable[[Any], Verdict]
"""Keeps an answer given by hand and says what it is worth."""
_UNFORESEEN = "This could not be checked. Run the lesson from its first cell again; your answers are kept."
_COLOURS = {True: "var(--jp-success-color1, #1b7f4d)", False: "var(--jp-warn-color1, #9a5b00)"}


class Form:
    """One task as widgets.

    Attributes:
        task: The task.
        box: What is shown.
    """

    def __init__(self, task: Task, check: Check, kept: Any = None) -> None:
        self.task = task
        self._check = check
        self.field = field_for(task)
        self.said = widgets.HTML()
        head = widgets.HTML(
            f'<div style="line-height:1.4"><b>{escape(task.ask)}</b>'
            + (f" (in {escape(task.unit)})" if task.unit else "")
            + "</div>"
        )
        acts = button("Check" if task.points else "Keep", self._on_check)
        acts.layout.width, acts.layout.align_self = "auto", "flex-start"
        self.box = widgets.VBox([head, *self.field.parts, acts, self.said], layout=WIDE)
        if kept is not None:
            self.field.show(kept)

    def say(self, verdict: Verdict) -> None:
        """Show what the check said."""
        self.said.value = verdict_html(verdict)

    def _on_check(self) -> None:
        try:
            self.say(self._check(self.field.given()))
        except UserError as error:
            self.said.value = escape(error.message)
        except Exception:  # noqa: BLE001  (a failing callback would show nothing at all)
            self.said.value = _UNFORESEEN


def verdict_html(verdict: Verdict) -> str:
    """What a check says, with a mark that is not colour alone."""
    mark = "✓" if verdict.is_right else "○" if not verdict.is_answered else "✗"
    return (
        f'<div role="status" style="line-height:1.4"><b style="color:{_COLOURS[verdict.is_right]}">{mark}</b> '
        f"{escape(verdict.sentence)}</div>"
    )
