"""The folder of kept results: where it is, how a file gets there whole, and what is forgotten first."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path

import platformdirs

from simulator.errors import UserError

FOLDER = "CREDITLAB_RESULTS"
"""Environment variable: the folder of kept results, or 'off'."""

MEGABYTES = "CREDITLAB_RESULTS_MEGABYTES"
"""Environment variable: how large the folder may get."""

USUAL_MEGABYTES = 500
OFF = "off"
_OWN = 0o700  # results are nobody else's business

_numbers = count()


def kept_folder() -> Path | None:
    """Where results are kept: the user's choice, or the user's cache; None where nothing is to be kept."""
    chosen = os.environ.get(FOLDER, "").strip()
    if chosen.casefold() == OFF:
        return None
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("creditlab")) / "results"


def most_bytes() -> int:
    """How large the folder may get.

    Raises:
        UserError: the user's choice is no size.
    """
    chosen = os.environ.get(MEGABYTES, "").strip()
    if not chosen:
        return USUAL_MEGABYTES * 1_000_000
    if not chosen.isdigit() or int(chosen) < 1:
        raise UserError(f"{MEGABYTES}={chosen} is no size. Give a whole number of megabytes, such as 500.")
    return int(chosen) * 1_000_000


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all, whoever else writes it at the same time.

    Raises:
        OSError: the system refuses.
    """
    path.parent.mkdir(mode=_OWN, parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}-{next(_numbers)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def touched(path: Path) -> None:
    """Note that it was of use just now."""
    with suppress(OSError):
        os.utime(path)


def size_of(path: Path) -> int:
    """The size of a file, or of all that is in a folder (bytes)."""
    total = 0
    for file in (path, *path.rglob("*")):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total


def forget(path: Path) -> None:
    """Delete a file or folder; somebody else may have done so already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def oldest_first(*folders: Path) -> list[Path]:
    """What is in some folders, by when it was last of use."""
    dated = []
    for path in (path for folder in folders if folder.is_dir() for path in folder.iterdir()):
        with suppress(OSError):
            dated.append((path.stat().st_mtime, path.name, path))
    return [path for _, _, path in sorted(dated)]
