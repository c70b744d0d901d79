"""The one map: replications here, on threads, processes or a cluster; the same results in the same order.

A worker that dies is replaced and its batch done again; after an error or a cancel nothing is left running.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any, TypeVar

from simulator.experiment.crews import Crew, Pending, Processes, Threads
from simulator.experiment.places import Place, Workers, available_workers, place_of

__all__ = ["Workers", "available_workers", "batches", "replicate"]

T = TypeVar("T")
Progress = Callable[[int], None]
"""Told how many more replications are done."""

_BATCH_SECONDS = 0.5
"""How long a batch should take: long beside sending it, short for who waits for a cancel."""

_LARGEST_BATCH = 64
_MOST_DEATHS = 3


def replicate(
    task: Callable[[int], T],
    replications: Sequence[int],
    workers: Workers = None,
    progress: Progress | None = None,
) -> list[T]:
    """Do a task for each replication; the results come in the order of the replications.

    Args:
        task: What to do for one replication; it and its result must be picklable when there are several workers.
        replications: Numbers of the replications.
        workers: 'auto' or None, a number, 'threads:N', 'processes:N' or 'dask://HOST:PORT'; 1 stays in this
            process. The results do not depend on it.
        progress: Called as replications get done.
    """
    results: list[T] = []
    with closing(batches(task, replications, workers)) as found:  # whatever still runs is ended first
        for batch in found:
            results.extend(batch)
            if progress:
                progress(len(batch))
    return results


def batches(
    task: Callable[[int], T], replications: Sequence[int], workers: Workers = None
) -> Generator[list[T], None, None]:
    """The same, batch by batch as they get done; close it to cut it short."""
    place = place_of(workers)
    if not replications:
        return
    if place.is_here or (place.kind != "dask" and len(replications) == 1):
        for replication in replications:
            yield [task(replication)]
        return
    crew = _crew(task, place, len(replications))
    work = _Work(crew, replications)
    try:
        yield from work.done()
    finally:
        crew.dismiss([pending for _, pending in work.waiting], is_over=work.is_over)


def _crew(task: Callable[[int], Any], place: Place, most: int) -> Crew:
    if place.kind == "dask":
        from simulator.experiment.cluster import Cluster

        return Cluster(task, place.address)
    count = min(place.count, most)
    return Threads(task, count) if place.kind == "threads" else Processes(task, count)


class _Work:
    """Batches handed out and waited for, in order; they grow until they take half a second."""

    def __init__(self, crew: Crew, replications: Sequence[int]) -> None:
        self.crew, self.replications = crew, replications
        self.waiting: deque[tuple[Sequence[int], Pending]] = deque()
        self.begun = 0
        self.size = 1
        self.deaths = 0

    @property
    def is_over(self) -> bool:
        """Whether everything is done."""
        return self.begun == len(self.replications) and not self.waiting

    def done(self) -> Generator[list[Any], None, None]:
        """The results, batch by batch."""
        while not self.is_over:
            self._hand_out()
            batch, pending = self.waiting[0]
            try:
                found = pending.result()
            except self.crew.deadly as error:
                self._begin_again(error)
                continue
            self.waiting.popleft()
            self.deaths = 0
            self._fit(found.seconds / len(batch))
            self._hand_out()
            yield found.results

    def _hand_out(self) -> None:
        """Keep everybody busy, with one batch each ahead."""
        hands = self.crew.hands()
        while self.begun < len(self.replications) and len(self.waiting) < 2 * hands:
            left = len(self.replications) - self.begun
            size = max(1, min(self.size, left // (2 * hands)))  # small ones last, so that all end together
            batch = self.replications[self.begun : self.begun + size]
            self.waiting.append((batch, self.crew.hand_out(batch)))
            self.begun += size

    def _fit(self, seconds: float) -> None:
        """Let the next batches take as long as they should."""
        fitting = int(_BATCH_SECONDS / seconds) if seconds > 0 else _LARGEST_BATCH
        self.size = max(1, min(fitting, 2 * self.size, _LARGEST_BATCH))

    def _begin_again(self, error: BaseException) -> None:
        """Hand out once more what was lost with its workers."""
        self.deaths += 1
        if self.deaths > _MOST_DEATHS:
            raise self.crew.despair() from error
        self.crew.replace_dead()
        self.waiting = deque(
            (batch, pending if _is_good(pending) else self.crew.hand_out(batch))
            for batch, pending in self.waiting
        )


def _is_good(pending: Pending) -> bool:
    """Whether a batch was finished before its crew died."""
    if not pending.done():
        return False
    try:
        pending.result()
    except BaseException:  # noqa: BLE001 (whatever it was, it is asked again and told then)
        return False
    return True
