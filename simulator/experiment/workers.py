"""Replications on one process or many: the same results in the same order, with progress and a clean cancel."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
Progress = Callable[[int], None]
"""Told how many more replications are done."""

_BATCHES_PER_WORKER = 4
_LARGEST_BATCH = 16
_IDLE_SECONDS = 120


def available_workers() -> int:
    """Processors that this process may use.

    >>> available_workers() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def replicate(
    task: Callable[[int], T],
    replications: Sequence[int],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[T]:
    """Do a task for each replication; the results come in the order of the replications.

    Args:
        task: What to do for one replication; it and its result must be picklable when there are several workers.
        replications: Numbers of the replications.
        workers: Processes; 1 stays in this one, None takes as many as there are processors.
        progress: Called as replications get done.
    """
    count = min(available_workers() if workers is None else max(workers, 1), len(replications))
    found = _inline(task, replications) if count <= 1 else _on_processes(task, replications, count)
    results: list[T] = []
    with closing(found):  # after an error or a cancel, whatever still runs is ended before it goes on up
        for batch in found:
            results.extend(batch)
            if progress:
                progress(len(batch))
    return results


def _inline(task: Callable[[int], T], replications: Sequence[int]) -> Generator[list[T], None, None]:
    for replication in replications:
        yield [task(replication)]


def _do(task: Callable[[int], T], batch: Sequence[int]) -> list[T]:
    return [task(replication) for replication in batch]


def _on_processes(
    task: Callable[[int], T], replications: Sequence[int], workers: int
) -> Generator[list[T], None, None]:
    """Batches on worker processes, each result as soon as those before it are there.

    The processes stay for the next call. Few batches are handed out ahead, all from this thread, so that a cancel
    finds nothing in flight but what the workers hold; that is waited for. (Killing the workers instead lets their
    manager stumble over work that it was just handed.)
    """
    from concurrent.futures import wait

    from joblib.externals.loky import get_reusable_executor

    size = min(max(1, len(replications) // (workers * _BATCHES_PER_WORKER)), _LARGEST_BATCH)
    starts = iter(range(0, len(replications), size))
    executor = get_reusable_executor(max_workers=workers, timeout=_IDLE_SECONDS)
    waiting: deque[Any] = deque()
    try:
        for start in islice(starts, workers + 1):
            waiting.append(executor.submit(_do, task, replications[start : start + size]))
        while waiting:
            yield waiting.popleft().result()
            for start in islice(starts, 1):
                waiting.append(executor.submit(_do, task, replications[start : start + size]))
    finally:
        for future in waiting:
            future.cancel()
        wait(waiting)
