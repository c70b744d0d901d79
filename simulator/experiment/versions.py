"""What decides the numbers beside the inputs: the sources and the libraries that count."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from simulator.compiling import sources_hash

_WITHOUT_NUMBERS = {"figures", "publish", "app", "pages", "cli", "verification", "_shipped"}
_LIBRARIES = ("numba", "numpy", "scipy", "simpy", "holidays")


@lru_cache(maxsize=1)
def numbers_version() -> str:
    """Hash of all that decides a replication's outcome but its inputs; 16 hexadecimal digits.

    The key of the compiled kernels (so that a changed rule never answers with old numbers), every other source
    that outcomes go through, and the versions of the libraries: other public holidays are other banking days.
    """
    digest = hashlib.sha256(sources_hash().encode())
    folder = Path(__file__).parents[1]
    for file in sorted(folder.rglob("*.py")):
        place = file.relative_to(folder)
        if place.parts[0] not in _WITHOUT_NUMBERS:
            digest.update(place.as_posix().encode())
            digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}".encode())
    digest.update(platform.machine().encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "?"
