"""What a class handed in: the folder gone through once, each notebook and each file of answers with its owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.classroom.class_list import Member
from simulator.classroom.marking.cells import cells_of, lesson_named
from simulator.classroom.marking.files import (
    LARGEST_ZIP,
    NOTEBOOK,
    ZIP,
    RefusedError,
    attempt_of,
    is_answers,
    read_bytes,
    unpacked,
)
from simulator.classroom.marking.matching import Found, Register
from simulator.classroom.marking.recorded import kept_answers, shown_text
from simulator.errors import UserError

_MOST_FILES, _DEEPEST = 2_000, 3


@dataclass
class HandedIn:
    """What one learner handed in of one lesson.

    Attributes:
        member: Whose it is.
        lesson: Which lesson.
        cells: The code cells of the notebook; None: no notebook that can be read.
        kept: What the forms kept.
        remarks: What the trainer should know.
    """

    member: Member
    lesson: str
    cells: list[str] | None = None
    kept: dict[str, object] | None = None
    remarks: list[str] = field(default_factory=list)
    attempt: int = -1
    kept_attempt: int = -1


@dataclass
class Pile:
    """All that was handed in.

    Attributes:
        works: By learner and lesson.
        unplaced: Files that are nobody's, and why.
    """

    works: dict[tuple[str, str], HandedIn] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def add(self, member: Member, name: str, content: bytes) -> None:
        """Put a file where it belongs."""
        key = member.learner.name.casefold()
        self.members.setdefault(key, member)
        try:
            cells = cells_of(content) if name.endswith(NOTEBOOK) else None
            refusal = ""
        except RefusedError as error:
            cells, refusal = None, str(error)
        lesson = lesson_named(name, cells or ())
        if lesson is None:
            self.refuse(member, f"{shown_text(name)} is no lesson of this course{_but(refusal)}")
            return
        work = self.works.setdefault((key, lesson), HandedIn(member, lesson))
        if not name.endswith(NOTEBOOK):
            self._add_answers(work, content, attempt_of(name))
            return
        attempt = attempt_of(name)
        if work.attempt >= 0:
            work.remarks.append("several copies were handed in; the last attempt counts")
        if attempt >= work.attempt:
            work.attempt, work.cells = attempt, cells
            if refusal:
                work.remarks.append(refusal)

    def refuse(self, member: Member, why: str) -> None:
        """Remember a file of a learner that is not marked."""
        key = member.learner.name.casefold()
        self.members.setdefault(key, member)
        self.refused.setdefault(key, []).append(why)

    def _add_answers(self, work: HandedIn, content: bytes, attempt: int) -> None:
        answers = kept_answers(content)
        if answers is None:
            work.remarks.append("the answers that the forms kept are damaged")
        elif attempt > work.kept_attempt:
            work.kept, work.kept_attempt = dict(answers), attempt
        elif attempt == work.kept_attempt:
            work.kept = {**(work.kept or {}), **answers}


def gather(folder: Path, register: Register) -> Pile:
    """Go through a folder of submissions.

    Raises:
        UserError: There is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise UserError(
            f"There is no folder '{folder}'. Give the folder that holds one folder for each learner."
        )
    pile = Pile()
    entries = sorted(folder.iterdir(), key=lambda path: path.name)
    if not entries:
        raise UserError(f"The folder '{folder}' is empty. Give the folder that holds the submissions.")
    for entry in entries:
        if entry.name.startswith(".") or (entry.name.endswith(".csv") and entry.is_file()):
            continue
        _place(entry, register, pile)
    return pile


def _place(entry: Path, register: Register, pile: Pile) -> None:
    """One entry of the folder: a learner's folder, a learner's zip, or a loose file."""
    shown = shown_text(entry.name)
    if entry.is_symlink():
        pile.unplaced.append((shown, "a link, which is not followed"))
    elif entry.is_dir():
        found = register.owner_of_folder(entry.name)
        if found.member is None:
            pile.unplaced.append((shown, found.why))
        else:
            pile.members.setdefault(found.member.learner.name.casefold(), found.member)
            _collect(found.member, _files_in(entry), pile)
    else:
        told = register.owner_of_file(entry.name)
        owner, name = told or (_owner_of_zip(entry, register), entry.name)
        if owner.member is None:
            pile.unplaced.append((shown, owner.why))
        else:
            _collect(owner.member, [(entry, name)], pile)


def _owner_of_zip(entry: Path, register: Register) -> Found:
    if entry.suffix.casefold() == ZIP:
        return register.owner_of_folder(entry.stem)
    return Found(None, "a loose file; each learner has a folder or a zip")


def _files_in(folder: Path, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """The files of a learner's folder and of folders in it, a few levels deep; Jupyter's own copies left out."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        return  # a folder that may not be looked into
    for path in found:
        if path.name.startswith((".", "__MACOSX")):
            continue
        if path.is_dir() and not path.is_symlink():
            if depth < _DEEPEST:
                yield from _files_in(path, depth + 1)
        else:
            yield path, path.name


def _collect(
    member: Member, files: Sequence[tuple[Path, str]] | Iterator[tuple[Path, str]], pile: Pile
) -> None:
    for number, (path, name) in enumerate(files):
        if number >= _MOST_FILES:
            pile.refuse(member, f"more than {_MOST_FILES} files were handed in; the rest was left unread")
            return
        try:
            if name.endswith(NOTEBOOK) or is_answers(name):
                pile.add(member, name, read_bytes(path))
            elif name.casefold().endswith(ZIP):
                for inner, content in unpacked(read_bytes(path, LARGEST_ZIP), shown_text(name)):
                    pile.add(member, inner, content)
            elif lesson_named(name):
                pile.refuse(
                    member, f"{shown_text(name)} was left unread: a notebook's name ends in {NOTEBOOK}"
                )
        except RefusedError as error:
            lesson = lesson_named(name)
            pile.refuse(member, shown_text(str(error)))
            if lesson:
                pile.works.setdefault((member.learner.name.casefold(), lesson), HandedIn(member, lesson))
        except OSError:
            pile.refuse(member, f"{shown_text(name)} cannot be read")


def _but(refusal: str) -> str:
    return f" ({refusal})" if refusal else ""
