"""The textbook's sums by their number (M1 to M36): what each says, and its worked example."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import NamedTuple

import simulator.metrics

_NUMBER = re.compile(r"M\d+[a-z]?")


class WorkedSum(NamedTuple):
    """One sum of the textbook.

    Attributes:
        name: What the code calls it.
        says: What it is, with its formula and source.
        example: The example as it is computed, and its result.
    """

    name: str
    says: str
    example: tuple[tuple[str, str], ...]


def is_number(word: str) -> bool:
    """Whether a word is the number of a definition.

    >>> is_number("M22b"), is_number("dso_days")
    (True, False)
    """
    return _NUMBER.fullmatch(word) is not None


def worked_sums(number: str) -> list[WorkedSum]:
    """The sums with a number; M22 finds M22b too.

    >>> [one.name for one in worked_sums("M21")]
    ['break_even_default_chance', 'grant_value', 'grant_value_with_repeat']
    >>> worked_sums("M28")[0].example[0]
    ('round(insurance_break_even_losses(0.0025 * 4_000_000, 0.9), 2)', '11111.11')
    """
    named = re.compile(rf"\b{number}(?![0-9])[a-z]?\b" if number[-1].isdigit() else rf"\b{number}\b")
    return [one for one in _all_sums() if named.search(one.says)]


def _all_sums() -> Iterator[WorkedSum]:
    """Every function of this room that carries the number of a definition, module by module as written."""
    for module in pkgutil.iter_modules(simulator.metrics.__path__):
        home = importlib.import_module(f"simulator.metrics.{module.name}")
        for name, function in vars(home).items():
            if inspect.isfunction(function) and function.__module__ == home.__name__ and function.__doc__:
                yield _worked(name, inspect.cleandoc(function.__doc__))


def _worked(name: str, told: str) -> WorkedSum:
    pieces = doctest.DocTestParser().parse(told)
    said = " ".join(" ".join(piece.split()) for piece in pieces if isinstance(piece, str)).strip()
    shown = tuple(
        (piece.source.strip(), piece.want.strip()) for piece in pieces if isinstance(piece, doctest.Example)
    )
    return WorkedSum(name, said, shown)
