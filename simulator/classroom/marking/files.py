"""Reading what strangers handed in: ordinary files of a bearable size only, and zips without tricks."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

LARGEST_FILE = 10_000_000
"""The largest notebook that is read (bytes); a lesson has some thirty thousand."""
LARGEST_ZIP = 50_000_000
_MOST_ENTRIES, _LARGEST_UNPACKED = 200, 60_000_000
NOTEBOOK, ANSWERS, ZIP = ".ipynb", ".answers.json", ".zip"
_ANSWERS = re.compile(r"\.answers(?:[-_ ]?\(?(\d{1,3})\)?)?\.json$")


class RefusedError(Exception):
    """A file that is not read; the sentence says why."""


_ATTEMPT = re.compile(r"(?:[-_ ](\d{1,3})|\s?\((\d{1,3})\))$")


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The content of an ordinary file.

    Raises:
        RefusedError: A link, a pipe, a device, too large, or not readable.
    """
    name = path.name
    try:
        is_link = path.is_symlink()
    except OSError as error:
        raise RefusedError(f"{name} cannot be read") from error
    if is_link:
        raise RefusedError(f"{name} is a link, which is not followed")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise RefusedError(f"{name} cannot be read") from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise RefusedError(f"{name} is no ordinary file")
        content = file.read(largest + 1)
    if len(content) > largest:
        raise RefusedError(f"{name} is larger than {largest // 1_000_000} MB")
    return content


def is_answers(name: str) -> bool:
    """Whether a file is one of answers from the forms, also when a system or a browser numbered it.

    >>> [is_answers(f"03_x.answers{end}") for end in (".json", "-1.json", " (2).json", ".txt")]
    [True, True, True, False]
    """
    return _ANSWERS.search(name) is not None


def attempt_of(name: str) -> int:
    """Which attempt a file is: `lesson-2.ipynb` is the third copy that a system took.

    >>> [attempt_of(f"03_x{end}") for end in (".ipynb", "-2.ipynb", ".answers-1.json", ".answers (3).json")]
    [0, 2, 1, 3]
    """
    found = _ANSWERS.search(name) or _ATTEMPT.search(name.removesuffix(NOTEBOOK))
    return int(next((number for number in found.groups() if number), 0)) if found else 0


def unpacked(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The notebooks and answers in a zip, by their bare names; no path in it counts.

    Raises:
        RefusedError: Not a zip, too many entries, or more in it than is bearable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise RefusedError(f"{name} holds more than {_MOST_ENTRIES} files")
            left = _LARGEST_UNPACKED
            for entry in entries:
                bare = PurePosixPath(entry.filename.replace("\\", "/")).name
                if not (bare.endswith(NOTEBOOK) or is_answers(bare)) or _is_left_out(entry):
                    continue
                with packed.open(entry) as file:  # what the entry says of its own size is not believed
                    found = file.read(min(LARGEST_FILE, left) + 1)
                left -= len(found)
                if len(found) > LARGEST_FILE or left < 0:
                    raise RefusedError(f"{name} unpacks to more than is read")
                yield bare, found
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise RefusedError(f"{name} is not a zip, or it is damaged") from error
    except Exception as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(f"{name} is damaged") from error


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    """Folders, links, encrypted files, what a Macintosh adds, and the older copies that Jupyter keeps for itself."""
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    parts = entry.filename.replace("\\", "/").split("/")
    is_kept = any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)
    return entry.is_dir() or is_link or bool(entry.flag_bits & 1) or is_kept
