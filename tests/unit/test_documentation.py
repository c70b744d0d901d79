"""What the documentation names exists, and every lever has its place in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.classroom.catalogue import LESSONS
from simulator.classroom.tasks import tasks_of
from simulator.metrics.catalogue import CATALOGUE
from simulator.parameters import dictionary
from simulator.plans import shipped_names
from simulator.verification.forms import FORMS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md"))
QUOTED = re.compile(r"`([a-z][a-z0-9_]*(?:\.[a-z0-9_*]+)?)`")
GROUPS = {key.partition(".")[0] for key in dictionary()}
SETUP = {path.name for path in (DOCS / "publish").iterdir()}
FILES = {name for kind in ("strategy", "shock", "scenario") for name in shipped_names(kind)}
EXERCISES = {task.name for lesson in LESSONS for task in tasks_of(lesson.name)}
OTHERS = {"compare", "today", "requirements.lock", "board.html", "kept", "insurer.*", "courts.*"}
"""Words in code type that are no names of parameters: commands, the strategy of a sector, files, a volume, a group."""


def named(page: str) -> set[str]:
    return set(QUOTED.findall((DOCS / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_exists(page):
    known = set(dictionary()) | set(CATALOGUE) | GROUPS | FILES | SETUP | EXERCISES | OTHERS
    assert named(page) <= known, sorted(named(page) - known)


@pytest.mark.parametrize("page", PAGES)
def test_a_textbook_case_that_is_named_exists(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    ranges = re.findall(r"(CF\d+)(?: to (CF\d+))?", text)
    for form in {name for pair in ranges for name in pair if name}:
        assert form in FORMS


def test_every_lever_has_its_place():
    """By its own name, or by its group where a practice is the whole group."""
    listed = named("features.md")
    levers = [key for key, entry in dictionary().items() if entry.kind == "lever"]
    lost = [key for key in levers if key not in listed and key.partition(".")[0] not in listed]
    assert not lost, lost


def test_assumptions_are_counted_as_the_dictionary_has_them():
    entries = list(dictionary().values())
    invented = sum(entry.evidence == "E" for entry in entries)
    text = " ".join((DOCS / "model.md").read_text(encoding="utf-8").split())
    assert f"are assumptions ({invented} of {len(entries)})" in text


def test_every_measure_has_its_place():
    lost = [name for name in CATALOGUE if name not in named("features.md")]
    assert not lost, lost
