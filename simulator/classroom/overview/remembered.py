"""Where one's own copies of the lessons are: the folder that was opened last on this machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from simulator.app.places import OWN_LESSONS

OFF = "off"


def own_folder() -> Path | None:
    """The folder of one's own copies; None where none is known, or it is gone."""
    chosen = os.environ.get(OWN_LESSONS, "").strip()
    if chosen.casefold() == OFF:
        return None
    with suppress(OSError, UnicodeDecodeError):
        folder = Path(chosen or _file().read_text(encoding="utf-8").strip()).expanduser()
        return folder if folder.is_absolute() and folder.is_dir() else None
    return None


def remember(folder: Path) -> None:
    """Keep where one's copies are; whoever may not write there goes without."""
    if os.environ.get(OWN_LESSONS, "").strip():
        return
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(f"{folder.resolve()}\n", encoding="utf-8")


def _file() -> Path:
    return Path(platformdirs.user_config_dir("creditlab")) / "course.txt"
