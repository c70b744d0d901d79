"""A task packed for its workers: once for all batches, and unpacked once by each worker."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Done(NamedTuple, Generic[T]):
    """The results of a batch, in its order, and how long they took (seconds)."""

    results: list[T]
    seconds: float


@dataclass(frozen=True)
class Parcel:
    """A packed task; equal parcels are unpacked only once by a worker."""

    digest: str
    data: bytes

    @classmethod
    def of(cls, task: Callable[[int], Any]) -> Parcel:
        """Pack a task; what cannot be sent by name (a function in a notebook) is sent as it is."""
        from joblib.externals.loky.backend.reduction import dumps

        data = bytes(dumps(task))
        return cls(hashlib.sha256(data).hexdigest(), data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parcel) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=2)
def _unpacked(parcel: Parcel) -> Callable[[int], Any]:
    task: Callable[[int], Any] = pickle.loads(parcel.data)  # noqa: S301 (it was packed by this very program)
    return task


def work(parcel: Parcel, batch: Sequence[int]) -> Done[Any]:
    """Do a task for each replication of a batch."""
    return timed(_unpacked(parcel), batch)


def timed(task: Callable[[int], T], batch: Sequence[int]) -> Done[T]:
    """Do a task for each replication of a batch, and look at the clock."""
    begin = perf_counter()
    results = [task(replication) for replication in batch]
    return Done(results, perf_counter() - begin)
