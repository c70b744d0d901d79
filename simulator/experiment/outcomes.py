"""Outcomes of strategies: those kept are taken, the others played, and kept as they get done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from time import monotonic
from typing import Any, Protocol

from simulator.experiment.workers import Workers, batches
from simulator.results.samples import Packed

Task = Callable[[int], list[Packed]]
Progress = Callable[[int, int], None]
"""Told how many replications are done, and how many are wanted as far as is known."""

_KEEP_SECONDS = 5.0
"""How much work an interruption may cost at most, beside the batch in hand."""


class Shelves(Protocol):
    """What keeps outcomes by key."""

    def outcomes(self, key: str) -> tuple[dict[int, Packed], datetime | None]:
        """What is kept under a key, and when the latest of it was played."""
        ...

    def keep(self, key: str, outcomes: Mapping[int, Packed]) -> object:
        """Keep more under a key."""
        ...

    def put_together(self, key: str) -> None:
        """Make one file of many."""
        ...

    def make_room(self) -> None:
        """Forget what was not of use longest."""
        ...


class Outcomes:
    """The outcomes of some strategies, replication by replication.

    Attributes:
        found: By strategy, the outcomes by replication.
        kept_until: When the latest outcome that was kept had been played; None where all were played now.
        taken: Outcomes that were kept and used.
    """

    def __init__(
        self,
        make_task: Callable[[Sequence[Any]], Task],
        levers: Sequence[Any],
        keys: Sequence[str] | None = None,
        shelf: Shelves | None = None,
    ) -> None:
        """Look what is kept.

        Args:
            make_task: Makes what plays one replication of some strategies.
            levers: The strategies, or whatever else a task is made of.
            keys: The keys under which their outcomes are kept, where there is a shelf.
            shelf: What keeps them.
        """
        self._make_task, self._levers = make_task, levers
        self._tasks: dict[tuple[int, ...], Task] = {}
        self._keeper = _Keeper(shelf, keys) if shelf is not None and keys is not None else None
        self.found: list[dict[int, Packed]] = [{} for _ in levers]
        self.kept_until: datetime | None = None
        self.taken: set[int] = set()
        if self._keeper is not None:
            self.found, self.kept_until = self._keeper.load()

    def has(self, wanted: Sequence[int]) -> bool:
        """Whether all outcomes of these replications are there already."""
        return not self._open(wanted)

    def through(
        self, wanted: Sequence[int], workers: Workers, tell: Callable[[int], None]
    ) -> list[list[Packed]]:
        """The outcomes of some replications: of each, one for each strategy.

        Args:
            wanted: Numbers of the replications.
            workers: Who plays what is not kept.
            tell: Told how many more replications are done.
        """
        open_ones = self._open(wanted)
        ready = [one for one in wanted if not open_ones.get(one)]
        self.taken.update(ready)
        if ready:
            tell(len(ready))
        for strategies in sorted(set(open_ones.values())):
            replications = [one for one in wanted if open_ones.get(one) == strategies]
            self._play(strategies, replications, workers, tell)
        return [[outcomes[one] for outcomes in self.found] for one in wanted]

    def _open(self, wanted: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """By replication, the strategies whose outcome is not there yet."""
        missing = {
            one: tuple(n for n, outcomes in enumerate(self.found) if one not in outcomes) for one in wanted
        }
        return {one: strategies for one, strategies in missing.items() if strategies}

    def _play(
        self,
        strategies: tuple[int, ...],
        replications: Sequence[int],
        workers: Workers,
        tell: Callable[[int], None],
    ) -> None:
        """Play some strategies in some replications."""
        if strategies not in self._tasks:
            self._tasks[strategies] = self._make_task([self._levers[number] for number in strategies])
        done = 0
        try:
            with closing(batches(self._tasks[strategies], replications, workers)) as found:
                for batch in found:
                    for replication, packed in zip(
                        replications[done : done + len(batch)], batch, strict=True
                    ):
                        self._add(strategies, replication, packed)
                    done += len(batch)
                    tell(len(batch))
                    if self._keeper is not None:
                        self._keeper.keep_some()
        finally:
            if self._keeper is not None:
                self._keeper.keep_all()

    def _add(self, strategies: Sequence[int], replication: int, packed: Sequence[Packed]) -> None:
        for number, one in zip(strategies, packed, strict=True):
            self.found[number][replication] = one
            if self._keeper is not None:
                self._keeper.add(number, replication, one)

    def close(self) -> None:
        """Put what was kept in order; the answer is known by now."""
        if self._keeper is not None:
            self._keeper.tidy()


class _Keeper:
    """Outcomes on their way to the shelf."""

    def __init__(self, shelf: Shelves, keys: Sequence[str]) -> None:
        self.shelf, self.keys = shelf, keys
        self.waiting: list[dict[int, Packed]] = [{} for _ in keys]
        self.last = monotonic()

    def load(self) -> tuple[list[dict[int, Packed]], datetime | None]:
        """What is kept of each strategy, and when the latest of it was played."""
        loaded = {key: self.shelf.outcomes(key) for key in self.keys}
        dates = [made for _, made in loaded.values() if made is not None]
        return [dict(loaded[key][0]) for key in self.keys], max(dates, default=None)

    def add(self, number: int, replication: int, packed: Packed) -> None:
        """Take an outcome."""
        self.waiting[number][replication] = packed

    def keep_some(self) -> None:
        """Keep what waits, from time to time."""
        if monotonic() - self.last >= _KEEP_SECONDS:
            self.keep_all()

    def keep_all(self) -> None:
        """Keep what waits."""
        for key, outcomes in zip(self.keys, self.waiting, strict=True):
            self.shelf.keep(key, outcomes)
            outcomes.clear()
        self.last = monotonic()

    def tidy(self) -> None:
        """One file for each strategy, and room for the next."""
        for key in set(self.keys):
            self.shelf.put_together(key)
        self.shelf.make_room()
