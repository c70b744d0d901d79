"""Taking away what a stranger's notebook left, however deep it lies and whatever rights it was given."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for the time of one marking."""
    folder = Path(tempfile.mkdtemp(prefix="creditlab-"))
    try:
        yield folder
    finally:
        clear_away(folder)


def clear_away(folder: Path) -> None:
    """Remove a folder with all that is in it; what the system holds fast stays, and nothing is raised.

    What lies deeper is brought up before it is removed: thousands of folders within each other would break
    `shutil.rmtree`, which descends, and their paths are longer than a system takes.
    """
    number, stuck = 0, set[Path]()
    while waiting := [path for path in _inside(folder) if path not in stuck]:
        for path in waiting:
            try:
                if not _is_folder(path):
                    path.unlink()
                    continue
                for inner in _inside(path):
                    number += 1
                    if _is_folder(inner):
                        inner.chmod(0o700)
                    inner.replace(folder / f".{os.getpid()}-{number}")
                path.rmdir()
            except OSError:
                stuck.add(path)
    with suppress(OSError):
        folder.rmdir()


def _inside(folder: Path) -> list[Path]:
    with suppress(OSError):
        folder.chmod(0o700)
        return list(folder.iterdir())
    return []


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
