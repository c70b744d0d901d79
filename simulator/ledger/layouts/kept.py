"""Mappings that are kept: the next export with the same header is read in the same way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from simulator.errors import UserError
from simulator.ledger.layouts.layout import plain
from simulator.ledger.layouts.mapping import ColumnMapping, read_mapping

FOLDER = "CREDITLAB_MAPPINGS"
"""Environment variable: the folder of kept mappings, or 'off'."""

OFF = "off"
_OWN = 0o700


def mappings_folder() -> Path | None:
    """Where mappings are kept: the user's choice, or the user's settings; None where none is kept."""
    chosen = os.environ.get(FOLDER, "").strip()
    if chosen.casefold() == OFF:
        return None
    return (
        Path(chosen).expanduser() if chosen else Path(platformdirs.user_config_dir("creditlab")) / "mappings"
    )


def fingerprint(header: Sequence[str]) -> str:
    """What tells a header from others, whatever the order of its columns.

    >>> fingerprint(["Client", "Due date"]) == fingerprint(["*Due Date", "client"])
    True
    """
    names = "\n".join(sorted(plain(cell) for cell in header))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def kept_fingerprints() -> frozenset[str]:
    """The headers for which a mapping is kept."""
    folder = mappings_folder()
    return frozenset(place.stem for place in folder.glob("*.yaml")) if folder else frozenset()


def kept_mapping(header: Sequence[str]) -> ColumnMapping:
    """The mapping kept for a header, of which it is known that it is there.

    Raises:
        UserError: it cannot be read.
    """
    folder = mappings_folder()
    assert folder is not None
    return read_mapping(folder / f"{fingerprint(header)}.yaml")


def keep_mapping(header: Sequence[str], text: str) -> Path | None:
    """Keep a mapping for a header; where that is not wanted, nothing happens.

    Raises:
        UserError: the folder cannot be written.
    """
    folder = mappings_folder()
    if folder is None:
        return None
    place = folder / f"{fingerprint(header)}.yaml"
    try:
        folder.mkdir(mode=_OWN, parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    except OSError as trouble:
        raise UserError(
            f"The mapping cannot be kept in {folder} ({trouble.strerror or trouble}). Name another folder in "
            f"{FOLDER}, or write {FOLDER}=off."
        ) from None
    return place
