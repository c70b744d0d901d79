"""The key behind pseudonyms: made once, kept on the user's machine, never shown."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs

from simulator.errors import UserError

FILE = "CREDITLAB_KEY"
"""Environment variable: the file with the key."""

_BYTES = 32
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


def key_file() -> Path:
    """Where the key is: the user's choice, or the user's settings."""
    chosen = os.environ.get(FILE, "").strip()
    return (
        Path(chosen).expanduser()
        if chosen
        else Path(platformdirs.user_config_dir("creditlab")) / "pseudonyms.key"
    )


def read_or_make_key() -> bytes:
    """The key; made at first use, readable by its owner alone.

    Chance here must not be repeatable, so it comes from the system and not from the addressed luck of the simulation.

    Raises:
        UserError: the key cannot be read or made, or others may read it.
    """
    place = key_file()
    try:
        if not place.exists():
            place.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(_BYTES).hex().encode())
        _refuse_open_to_others(place)
        key = bytes.fromhex(place.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as trouble:
        words = trouble.strerror if isinstance(trouble, OSError) else "it is damaged"
        raise UserError(
            f"The key for pseudonyms in {place} cannot be used ({words}). Restore it from a copy, or name another file "
            f"in {FILE}; a new key gives new pseudonyms."
        ) from None
    if len(key) < _BYTES:
        raise UserError(
            f"The key for pseudonyms in {place} is too short. Restore it, or name another file in {FILE}."
        )
    return key


def _refuse_open_to_others(place: Path) -> None:
    """Whoever reads the key can find out who is behind a pseudonym."""
    if os.name == "posix" and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UserError(
            f"Others may read the key for pseudonyms in {place}. Close it to them first: chmod 600 {place}"
        )
