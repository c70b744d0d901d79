"""Pages that wait for a visitor: one of each, built in its kernel before somebody comes."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil

from simulator.app.places import PLACES

LEFT_FOR_OTHERS = 2 * 2**30
"""Bytes of memory; a page that waits takes 130 to 260 MB, and none is added where less than this is left."""

NONE_BY_ITSELF = {"default": {"pool_size": 0}}
"""By itself Voilà would build all notebooks of the folder at once, also those that are no page."""


def in_order(names: Iterable[str]) -> list[str]:
    """Notebooks as the first page lists them; those that it does not list come last.

    >>> in_order(["board", "another", "strategy_lab"])
    ['strategy_lab', 'board', 'another']
    """
    listed = [place.name for place in PLACES]
    return sorted(names, key=lambda name: listed.index(name) if name in listed else len(listed))


async def build_ahead(kernels: Any, names: Iterable[str]) -> None:
    """Build each page once, few at a time; from then on Voilà builds the next one when it is taken.

    A page that is asked for before its turn is built for its visitor alone.

    Args:
        kernels: Voilà's kernel manager, which builds nothing by itself.
        names: The notebooks without their ending, the most wanted first.
    """
    left = iter(names)

    async def build(several: Iterator[str]) -> None:
        for name in several:
            if memory_left() < LEFT_FOR_OTHERS:
                return
            await _build(kernels, f"{name}.ipynb")

    await asyncio.gather(*(build(left) for _ in range(max(1, (os.cpu_count() or 1) // 2))))


def memory_left() -> int:
    """Bytes that nobody uses yet, on this machine and in the container around this process if there is one."""
    left: int = psutil.virtual_memory().available
    limits = Path("/sys/fs/cgroup")
    with contextlib.suppress(OSError, ValueError):  # no container, or one without a limit
        most, used = ((limits / name).read_text() for name in ("memory.max", "memory.current"))
        left = min(left, int(most) - int(used))
    return left


async def _build(kernels: Any, notebook: str) -> None:
    kernels.kernel_pools_config = {**kernels.kernel_pools_config, notebook: {"pool_size": 1}}
    kernels.fill_if_needed(delay=0, notebook_name=notebook)
    for begun in list(kernels._pools[notebook]):
        with contextlib.suppress(Exception):  # its visitor reads that it could not be built
            await (await begun)["task"]
