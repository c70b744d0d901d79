"""Sheets to print: blank forms of course/trainer/print, and role-plays with one page for each player."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from simulator import __version__
from simulator.classroom.kit.pages import html_of, page, read_text, title_and_body
from simulator.errors import UserError
from simulator.parameters import shipped_folder

FOR_ALL, FOR_TRAINER, ROLE, DEBRIEF = "What everybody knows", "For the trainer", "Role: ", "Debrief"
_TOPICS = re.compile(r"^Topics: (.+)$", re.MULTILINE)
_FOOT = f"Made by creditlab {__version__}. For use in class."


@dataclass(frozen=True)
class Role:
    """A player.

    Attributes:
        name: Who one is.
        html: What only this player knows.
    """

    name: str
    html: Markup


@dataclass(frozen=True)
class RolePlay:
    """A scene with roles.

    Attributes:
        name: The name of its file without ending.
        title: What it is called.
        topics: What it practises, by the keys of the syllabus map.
        trainer: What the trainer needs: how to run it, and the debrief.
        everybody: What all players know.
        roles: The players.
    """

    name: str
    title: str
    topics: tuple[str, ...]
    trainer: Markup
    everybody: Markup
    roles: tuple[Role, ...]


def sheet_paths() -> list[Path]:
    """The blank forms that come with the course, in the order of their names."""
    return sorted((shipped_folder("course") / "trainer" / "print").glob("*.md"))


def sheet_html(path: Path) -> str:
    """A blank form as a page to print."""
    title, body = title_and_body(read_text(path), path.stem)
    return page("paper.html.j2", title=title, body=html_of(body), foot=_FOOT)


def techniques_html() -> str:
    """Negotiation and communication, a page each."""
    title, body = title_and_body(
        read_text(shipped_folder("course") / "role_plays" / "README.md"), "Techniques"
    )
    return page("paper.html.j2", title=title, body=html_of(body), foot=_FOOT)


def role_plays() -> tuple[RolePlay, ...]:
    """The scenes that come with the course."""
    folder = shipped_folder("course") / "role_plays"
    return tuple(read_role_play(path) for path in sorted(folder.glob("*.md")) if path.stem != "README")


def read_role_play(path: Path) -> RolePlay:
    """A scene from its file: what everybody knows, a section for each role, and what only the trainer reads.

    Raises:
        UserError: A part is missing.
    """
    title, body = title_and_body(read_text(path), path.stem)
    head, *parts = re.split(r"^## ", body, flags=re.MULTILINE)
    sections = {name.strip(): text.strip() for name, _, text in (part.partition("\n") for part in parts)}
    lost = [name for name in (FOR_TRAINER, FOR_ALL, DEBRIEF) if not sections.get(name)]
    roles = tuple(
        Role(name.removeprefix(ROLE), html_of(text))
        for name, text in sections.items()
        if name.startswith(ROLE)
    )
    if lost or len(roles) < 2:
        raise UserError(
            f"{path.name} is no role-play: it lacks {', '.join(lost) or 'a second role'}. Write it as the others are."
        )
    topics = _TOPICS.search(head)
    trainer = html_of(f"{sections[FOR_TRAINER]}\n\n## {DEBRIEF}\n\n{sections[DEBRIEF]}")
    named = tuple(key.strip() for key in topics[1].split(",")) if topics else ()
    return RolePlay(path.stem, title, named, trainer, html_of(sections[FOR_ALL]), roles)


def role_play_html(play: RolePlay) -> str:
    """A scene to print: the trainer's page, then a page for each player."""
    return page("role_play.html.j2", play=play)
