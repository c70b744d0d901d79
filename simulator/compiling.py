"""Compiled functions: one decorator, and a cache that never serves an old rule.

A compiled caller keeps the old body of a rule that was edited in another file, so the cache folder is keyed by
a hash of every source file that compiled code can reach.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

F = TypeVar("F", bound=Callable[..., Any])

_COMPILED_ROOMS = (
    "units.py",
    "luck.py",
    "journal.py",
    "compiling.py",
    "rules",
    "engine",
    "metrics",
    "verification",
)


def sources_hash(root: Path | None = None) -> str:
    """Hash of all sources that compiled code can call; 16 hexadecimal digits."""
    folder = root or Path(__file__).parent
    digest = hashlib.sha256()
    for room in _COMPILED_ROOMS:
        place = folder / room
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if not file.exists():
                continue
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _use_own_cache() -> None:
    """Point numba at a cache folder of these very sources, unless the user chose one."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    folder = Path(platformdirs.user_cache_dir("creditlab")) / "kernels" / sources_hash()
    import numba

    numba.config.CACHE_DIR = str(folder)


_use_own_cache()

import numba  # noqa: E402  (after the cache folder is set)


def compiled(function: F) -> F:
    """Compile a rule or a kernel: no interpreter lock, no fast-math, division by zero as IEEE says.

    The function must allocate nothing: without reference counts on the columns a run is three times as fast.
    """
    return numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)  # type: ignore[no-any-return]


def compiled_with_memory(function: F) -> F:
    """Compile a function that makes arrays or lists of its own."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


def is_interpreted() -> bool:
    """Whether kernels run as plain Python (NUMBA_DISABLE_JIT=1)."""
    return bool(numba.config.DISABLE_JIT)


def as_records(table: Any) -> Any:
    """A structured array as kernels want it: plain, for a record array costs twice as much at every call.

    Interpreted kernels read fields as attributes, which only a record array has.
    """
    import numpy as np

    return table.view(np.recarray if is_interpreted() else np.ndarray)
