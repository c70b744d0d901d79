"""A notebook read as data: its code cells, and who it says opened the lesson. Nothing of it is run here."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.classroom.catalogue import BESIDE, LESSONS
from simulator.classroom.learners import EXAMPLE, OPEN_CLASS
from simulator.classroom.marking.files import RefusedError

_MOST_CELLS, _LONGEST_CELL = 500, 200_000
_OPENED = re.compile(r"""open_lesson\(\s*["'](?P<lesson>[^"']{1,80})["']""")
NAMES = tuple(one.name for one in (*LESSONS, *BESIDE))


def cells_of(content: bytes) -> list[str]:
    """The source of each code cell, in order.

    Raises:
        RefusedError: This is no notebook.
    """
    try:
        cells = json.loads(content.decode("utf-8-sig"))["cells"]
        found = [_source(cell) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedError("the file is no notebook, or it is damaged") from error
    if len(found) > _MOST_CELLS or any(len(source) > _LONGEST_CELL for source in found):
        raise RefusedError(f"the notebook has more than {_MOST_CELLS} cells, or one that is far too long")
    return found


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def lesson_named(file: str, cells: Sequence[str] = ()) -> str | None:
    """The lesson that a file is a copy of, by its name, or else by what it opens.

    >>> lesson_named("03_early_payment_discount-1.ipynb"), lesson_named("homework.ipynb")
    ('03_early_payment_discount', None)
    """
    by_name = next((name for name in NAMES if name in file.casefold()), None)
    if by_name:
        return by_name
    opened = {found["lesson"] for source in cells for found in _OPENED.finditer(source)}
    numbers = {f"{one.number}": one.name for one in LESSONS}
    known = {numbers.get(one.lstrip("0"), one) for one in opened} & set(NAMES)
    return known.pop() if len(known) == 1 else None


def opened_as(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The learners, and their classes, that a notebook says it is opened for."""
    found: list[tuple[str, str]] = []
    for source in cells:
        for call in _calls(source):
            words = {word.arg: word.value for word in call.keywords}
            placed = dict(zip(("name", "learner", "group"), call.args, strict=False))
            told = {**placed, **{key: value for key, value in words.items() if key}}
            found.append((_text(told.get("learner"), EXAMPLE), _text(told.get("group"), OPEN_CLASS)))
    return found


def _calls(source: str) -> Iterator[ast.Call]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a learner's odd text is no concern of the trainer's
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == (
            "open_lesson"
        ):
            yield node


def _text(value: ast.expr | None, usual: str) -> str:
    if value is None:
        return usual
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return str(value.value) if is_text else "somebody worked out in code"  # type: ignore[attr-defined]
