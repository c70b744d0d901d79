"""Whose a submission is: by its folder or file name and the class list, never by what stands in the notebook.

Ways in which submissions come: one folder (or zip) a learner, named as in the class list; Moodle's
`Full Name_12345_assignsubmission_file_`, as a folder or before a file's name; Canvas's flat files
`lastfirst_123_456_name.ipynb`, with `_LATE` where it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.classroom.class_list import Member
from simulator.classroom.learners import Learner
from simulator.errors import UserError

_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?.*")
_MOODLE_FILE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_file_(?P<file>.+)")
_CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.IGNORECASE
)
_MOODLE_NUMBERS = ("moodle_id", "participant", "participant number")
_CANVAS_NUMBERS = ("canvas_id", "id")


@dataclass(frozen=True)
class Found:
    """Whose something is.

    Attributes:
        member: The learner; None where it cannot be said.
        why: Where it cannot be said, why.
    """

    member: Member | None
    why: str = ""


class Register:
    """The members of a class, to be found by what other systems call them."""

    def __init__(self, members: Sequence[Member] | None, group: str) -> None:
        self.members = members
        self._group = group

    def owner_of_folder(self, name: str) -> Found:
        """Whose a folder, or a zip named like one, is."""
        moodle = _MOODLE.fullmatch(name)
        if moodle:
            return self._owner(moodle["name"], moodle["number"], _MOODLE_NUMBERS, "Moodle")
        if self.members is None:
            return self._by_name_alone(name)
        by_word = [one for one in self.members if one.learner.name.casefold() == name.casefold()]
        return Found(by_word[0]) if by_word else self._owner(name, "", (), "")

    def owner_of_file(self, name: str) -> tuple[Found, str] | None:
        """Whose a loose file is, and what the learner called it; None where no system named it."""
        moodle = _MOODLE_FILE.fullmatch(name)
        if moodle:
            return self._owner(moodle["name"], moodle["number"], _MOODLE_NUMBERS, "Moodle"), moodle["file"]
        canvas = _CANVAS.fullmatch(name)
        if not canvas:
            return None
        return self._owner(canvas["name"], canvas["number"], _CANVAS_NUMBERS, "Canvas"), canvas["file"]

    def _by_name_alone(self, name: str) -> Found:
        try:
            learner = Learner(unicodedata.normalize("NFC", name), self._group)
        except UserError:
            return Found(
                None, "the folder's name is not one word, and there is no class list to look it up in"
            )
        return Found(Member(learner, name, "", {}))

    def _owner(self, name: str, number: str, columns: Sequence[str], system: str) -> Found:
        if self.members is None:
            return Found(None, f"{system} names people, and there is no class list that says who they are")
        if number:
            by_number = [one for one in self.members if number in _numbers(one, columns)]
            if len(by_number) == 1:
                return Found(by_number[0])
        wanted = _letters(name)
        by_name = [one for one in self.members if wanted in set(_spellings(one.name))]
        if len(by_name) == 1:
            return Found(by_name[0])
        if by_name:
            return Found(None, "two in the class list have this name; give their numbers in the list")
        return Found(None, "nobody in the class list has this name")


def _numbers(member: Member, columns: Sequence[str]) -> set[str]:
    return {value for key, value in member.more.items() if key.casefold() in columns and value}


def _spellings(name: str) -> Iterator[str]:
    """A name as systems write it: as it is, and with its last words first.

    >>> sorted(set(_spellings("Kim de Meier")))
    ['demeierkim', 'kimdemeier', 'meierkimde']
    """
    words = name.replace(",", " ").split()
    for first in range(len(words) or 1):
        yield _letters("".join(words[first:] + words[:first]))


def _letters(name: str) -> str:
    """A name without accents, signs and spaces.

    >>> _letters("Zoë O'Neil")
    'zoeoneil'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
