"""Every lesson: solutions pass every check, untouched copies fail every one, each common mistake gets its hint."""

from __future__ import annotations

import pytest

from simulator.classroom.catalogue import LESSONS
from simulator.classroom.notebooks import code_of, lesson_path, read_notebook
from simulator.classroom.rehearsing import rehearse

PROSE = 0.45
"""Words in prose of all words, at least: about 60 % is aimed at."""


@pytest.mark.parametrize("outline", LESSONS, ids=lambda one: one.name)
def test_the_lesson_is_sound(outline):
    found = rehearse(outline)
    assert found.faults == ()
    assert found.checks >= 3 * 2 * 5


@pytest.mark.parametrize("outline", LESSONS, ids=lambda one: one.name)
def test_the_lesson_is_mostly_words_and_keeps_no_output_but_text(outline):
    notebook = read_notebook(lesson_path(outline))
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    code = sum(len(source.split()) for source in code_of(notebook))
    assert words / (words + code) >= PROSE
    for cell in notebook.cells:
        kept = [output.output_type for output in cell.get("outputs", [])]
        assert set(kept) <= {"stream"}
        assert not kept or "# NBVAL_CHECK_OUTPUT" in cell.source
