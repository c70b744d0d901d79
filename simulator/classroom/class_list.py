"""Who is in a class: a CSV with a column `learner`, and `name` and `email` where they are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.classroom.learners import OPEN_CLASS, Learner
from simulator.errors import UserError


@dataclass(frozen=True)
class Member:
    """A learner of a class.

    Attributes:
        learner: Whose seeds they have.
        name: What people call them.
        email: How they are reached; empty: unknown.
        more: Whatever else the list says, by column: numbers of other systems.
    """

    learner: Learner
    name: str
    email: str
    more: Mapping[str, str]


def read_class(path: Path, group: str = OPEN_CLASS) -> tuple[Member, ...]:
    """The members of a class, in the order of the list.

    Raises:
        UserError: The list is missing, has no column `learner`, names somebody twice, or has a name that is no word.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
        head = text.partition("\n")[0]
        divider = max(",;\t", key=head.count)  # spreadsheets of half of Europe write semicolons
        found = csv.DictReader(io.StringIO(text, newline=""), delimiter=divider)
        found.fieldnames = [_heading(name) for name in found.fieldnames or ()]
        rows = [(found.line_num, row) for row in found if any(_told(value) for value in row.values())]
    except OSError as error:
        raise UserError(f"The class list {path.name} cannot be read. Is it there?") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"The class list {path.name} is not a CSV in UTF-8. Save it as CSV UTF-8.") from error
    if not rows or "learner" not in rows[0][1]:
        raise UserError(
            f"The class list {path.name} has no column 'learner', or nobody in it. Its first line reads "
            "learner,name,email."
        )
    members = tuple(_member(row, path.name, line, group) for line, row in rows)
    names = [member.learner.name.casefold() for member in members]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UserError(
            f"The class list {path.name} has the learner '{twice}' twice. Give each a word of their own."
        )
    return members


def _heading(name: str) -> str:
    """A heading as it is looked up: the three of ours in small letters, those of other systems as they are.

    >>> _heading(" Learner"), _heading("ID number")
    ('learner', 'ID number')
    """
    plain = name.strip()
    return plain.casefold() if plain.casefold() in ("learner", "name", "email") else plain


def _told(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _member(row: Mapping[str, str | None], file: str, line: int, group: str) -> Member:
    told = {str(key): (value or "").strip() for key, value in row.items() if isinstance(value, str | None)}
    try:
        learner = Learner(told.pop("learner"), group)
    except UserError as error:
        raise UserError(f"Line {line} of {file}: {error.message}") from error
    return Member(learner, told.pop("name", "") or learner.name, told.pop("email", ""), told)
