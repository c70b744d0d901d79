"""What a lesson imports is there when it is marked; the recipes of right answers are not."""

from __future__ import annotations

import pytest

from simulator.classroom.catalogue import LESSONS, Outline
from simulator.classroom.marking.fence import RECIPES
from simulator.classroom.notebooks import code_of, lesson_path, read_notebook


@pytest.mark.parametrize("outline", LESSONS, ids=lambda one: one.name)
def test_no_cell_imports_what_marking_refuses(outline: Outline) -> None:
    lines = [
        line.split()
        for source in code_of(read_notebook(lesson_path(outline)))
        for line in source.splitlines()
    ]
    imported = {line[1] for line in lines if len(line) > 1 and line[0] in ("from", "import")}
    assert not [one for one in imported if one.startswith(tuple(RECIPES))]
