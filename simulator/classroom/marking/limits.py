"""What one notebook may take: time, memory, processes, disk. The system holds it to them where it can."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The limits of one notebook.

    Attributes:
        seconds: Time on the clock, once all is loaded.
        computing_seconds: Time of the processor, of all its processes together.
        memory_megabytes: Address space, and memory held by all its processes.
        processes: How many processes it may have.
        file_megabytes: The largest file it may write.
        folder_megabytes: All its files together.
    """

    seconds: float = 120.0
    computing_seconds: float = 120.0
    memory_megabytes: int = 3_000
    processes: int = 16
    file_megabytes: int = 32
    folder_megabytes: int = 200


def hold_to(limits: Limits) -> None:
    """Hold this process and its children to the limits; Windows has none of these, the watch does it alone."""
    if sys.platform == "win32":
        return
    import resource

    seconds = int(limits.computing_seconds) + 10
    wanted = (
        (resource.RLIMIT_AS, limits.memory_megabytes * _MEGABYTE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.file_megabytes * _MEGABYTE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in wanted:
        with suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(what, (most, most))
