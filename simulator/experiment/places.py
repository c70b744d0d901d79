"""Where replications run: here, on threads, on processes, or on a Dask cluster; and how that is said."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal

from simulator.errors import UserError

Kind = Literal["threads", "processes", "dask"]
Workers = int | str | None
"""What a user may say: None or 'auto', a number, 'threads:2', 'processes:2', 'dask://HOST:PORT'."""

USUAL: Kind = "processes"
"""What a mere number means."""

MOST_WORKERS = 1024

_EXAMPLES = "'auto', a number such as 2, 'threads:2', 'processes:2' or 'dask://HOST:PORT'"
_ADDRESS = re.compile(r"dask://(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>\d{1,5})/?")


@dataclass(frozen=True)
class Place:
    """Where replications run.

    Attributes:
        kind: What the workers are.
        count: How many; on a cluster the cluster decides.
        address: Of a cluster's scheduler, as Dask writes it.
    """

    kind: Kind
    count: int = 1
    address: str = ""

    @property
    def is_here(self) -> bool:
        """Whether everything runs in this process and this thread."""
        return self.kind != "dask" and self.count == 1


def available_workers() -> int:
    """Processors that this process may use.

    >>> available_workers() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def place_of(workers: Workers) -> Place:
    """The place that is meant.

    Raises:
        UserError: nothing that could be meant.

    >>> place_of(1).is_here, place_of("threads:3"), place_of("dask://127.0.0.1:8786").address
    (True, Place(kind='threads', count=3, address=''), 'tcp://127.0.0.1:8786')
    """
    text = "auto" if workers is None else str(workers).strip()
    if text == "auto":
        return Place(USUAL, available_workers())
    kind, colon, number = text.rpartition(":")
    if colon and kind in ("threads", "processes"):
        return Place("threads" if kind == "threads" else "processes", _count(number, text))
    if text.startswith("dask"):
        return Place("dask", address=_address(text))
    return Place(USUAL, _count(text, text))


def _count(number: str, text: str) -> int:
    """How many workers are meant."""
    if re.fullmatch(r"-?\d{1,9}", number) is None:
        raise UserError(f"'{text}' are no workers. Give {_EXAMPLES}.")
    count = int(number)
    if count < 1:
        raise UserError(f"{count} workers are too few. Give 1 or more, or leave it out.")
    if count > MOST_WORKERS:
        raise UserError(f"{count} workers are too many for one machine. Give at most {MOST_WORKERS}.")
    return count


def _address(text: str) -> str:
    """The address of a scheduler as Dask writes it."""
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise UserError(f"'{text}' is no address of a Dask cluster. Write it as dask://HOST:PORT.")
    return f"tcp://{found['host']}:{found['port']}"
