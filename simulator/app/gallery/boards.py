"""Board pages that were published into a folder, as the gallery lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

FILES = {
    "board.html": "text/html; charset=utf-8",
    "board.pdf": "application/pdf",
    "board.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a published folder holds, and as what it is served; nothing else in it is."""

_HEAD_LETTERS = 4_000
_MOST = 200


@dataclass(frozen=True)
class Published:
    """A board page in the folder.

    Attributes:
        folder: The name of its folder, which is part of its address.
        headline: What it recommends.
        company: About whom it is.
        made: Its day.
        has_pdf: Whether it is there as PDF too.
    """

    folder: str
    headline: str
    company: str
    made: date | None
    has_pdf: bool

    @property
    def day(self) -> str:
        """Its day in words.

        >>> Published("a", "Hire a third collector", "Northgate", date(2026, 11, 21), False).day
        '21 Nov 2026'
        """
        return f"{self.made.day} {self.made:%b %Y}" if self.made else ""


class _Head(HTMLParser):
    """The descriptions in a page's head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a description says."""
        given = dict(attrs)
        if tag == "meta" and given.get("name") and given.get("content"):
            self.found[str(given["name"])] = str(given["content"])


def published_boards(folder: Path | None) -> list[Published]:
    """The board pages in the folders inside a folder, newest first."""
    if folder is None or not folder.is_dir():
        return []
    found = [_board(path) for path in _latest(folder)]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.made or date.min, one.folder), reverse=True)


def _latest(folder: Path) -> list[Path]:
    """The folders with a board page in them, those written last; so many are listed."""
    written = {}
    for path in folder.iterdir():
        try:
            written[path] = (path / "board.html").stat().st_mtime_ns
        except OSError:  # no board page, or one that we may not read
            continue
    return sorted(written, key=lambda path: (-written[path], path.name))[:_MOST]


def _board(path: Path) -> Published | None:
    try:
        with (path / "board.html").open(encoding="utf-8") as file:
            text = file.read(_HEAD_LETTERS)
    except (OSError, UnicodeDecodeError):
        return None
    head = _Head()
    head.feed(text)
    if head.found.get("generator", "").split(" ")[0] != "creditlab":
        return None
    try:
        made: date | None = date.fromisoformat(head.found.get("date", ""))
    except ValueError:
        made = None
    return Published(
        path.name,
        head.found.get("description", path.name),
        head.found.get("author", ""),
        made,
        (path / "board.pdf").is_file(),
    )
