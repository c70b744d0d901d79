"""Marks as pages: one for each learner, one for the trainer. No script, no outside address, no right answer."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulator.classroom.class_list import Member
from simulator.classroom.marking.grading import MarkedTask
from simulator.classroom.marking.marking import MarkedClass
from simulator.classroom.marking.overview import hardest_first, predictions, reflections
from simulator.figures.tokens import css_variables

_TEMPLATES = Path(__file__).parent / "template"
_LONGEST_SHOWN = 200


def feedback_html(done: MarkedClass, member: Member) -> str:
    """What one learner reads: the verdict and the hint of each task."""
    own = [one for one in done.marked if one.member.learner == member.learner]
    return _page("feedback.html.j2", member=member, marked=own)


def class_html(done: MarkedClass) -> str:
    """What the trainer reads."""
    return _page(
        "class.html.j2",
        done=done,
        hardest=hardest_first(done),
        predictions=predictions(done),
        reflections=reflections(done),
        remarked=[one for one in done.marked if one.remarks],
    )


def shown(task: MarkedTask) -> str:
    """An answer as text."""
    if task.given is None:
        return "no answer"
    told = (
        task.given
        if isinstance(task.given, str)
        else json.dumps(task.given, ensure_ascii=False, sort_keys=True)
    )
    return (
        told
        if len(told) <= _LONGEST_SHOWN or task.task.kind == "reflection"
        else f"{told[:_LONGEST_SHOWN]} …"
    )


def mark_of(task: MarkedTask) -> str:
    """The state of a task in a word, which is also its style."""
    if not task.verdict.is_answered:
        return "open"
    if task.is_prediction:
        return "scored"
    return "right" if task.verdict.is_right else "wrong"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(shown=shown, mark_of=mark_of)
    return made


def _page(template: str, **content: Any) -> str:
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    return _environment().get_template(template).render(colours=css_variables(), style=style, **content)
