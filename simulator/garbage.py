"""Python's search for garbage rests while much is made that stays: modules, compiled kernels, the states of a run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_out() -> Iterator[None]:
    """No search in here: it would look at all that has been made again and again (a quarter of the first answer)."""
    was_searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searched:
            gc.enable()
