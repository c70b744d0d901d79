"""What a search takes from the shelf and puts there: runs without their months and days, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.experiment.kept.answers import keep_document, said_on
from simulator.experiment.kept.places import forget
from simulator.experiment.kept.remarks import runs_said_of
from simulator.experiment.kept.shelf import Shelf
from simulator.results.documents import hash_of
from simulator.results.samples import Packed, shortened

if TYPE_CHECKING:
    from pathlib import Path


class NotKept(Exception):  # noqa: N818 (it says what is so)
    """Something would have to be played, and only what is kept was asked for."""


@dataclass
class Keeping:
    """What one experiment takes from the shelf and adds to it.

    A run is kept under the key that `compare` has for its strategy, so all experiments share what was played; what
    `compare` has kept is of use here too.

    Attributes:
        shelf: Where things are kept.
        taken: Runs that were kept before and were of use.
        played: Runs that were not.
        made: When the latest run on the shelf had been played.
        only_kept: Whether nothing may be played: what is not kept raises `NotKept`.
    """

    shelf: Shelf
    taken: int = 0
    played: int = 0
    made: datetime | None = None
    only_kept: bool = False
    _known: dict[str, dict[int, Packed]] = field(default_factory=dict)
    _before: dict[str, set[int]] = field(default_factory=dict)
    _record: Path | None = None
    _is_whole: bool = True

    def outcomes(self, key: str) -> tuple[dict[int, Packed], datetime | None]:
        """What is kept under a key by replication, read once; and when the latest of it was played."""
        if key not in self._known:
            place = _place(key)
            found, made = self.shelf.outcomes(place)
            if not self.shelf.is_fresh:
                whole, since = self.shelf.outcomes(key)  # what `compare` has kept
                more = {number: shortened(one) for number, one in whole.items() if number not in found}
                self.shelf.keep(place, more, since)
                found, made = found | more, max((day for day in (made, since) if day), default=None)
            self._known[key], self._before[key] = found, set(found)
            self.made = max((day for day in (self.made, made) if day), default=None)
        return self._known[key], self.made

    def keep(self, key: str, outcomes: Mapping[int, Packed]) -> Path | None:
        """Keep runs under a key."""
        self._known.setdefault(key, {}).update(outcomes)
        return self.shelf.keep(_place(key), outcomes)

    def put_together(self, key: str) -> None:
        """Make one file of many."""
        self.shelf.put_together(_place(key))

    def make_room(self) -> None:
        """Forget what was not of use longest."""
        self.shelf.make_room()

    def count(self, key: str, replications: range) -> None:
        """Note that these runs were of use."""
        before = self._before.get(key, set())
        taken = sum(number in before for number in replications)
        self.taken += taken
        self.played += len(replications) - taken

    def answered(self, about: Mapping[str, Any], document: str | None) -> None:
        """Keep what was answered, in the place of what this experiment has answered before.

        Args:
            about: Which question it was: kind, scenario, strategies, replications, seed.
            document: The answer as JSON text; None where it names customers of a ledger, which nobody asked us to keep.
        """
        for key in self._known:
            self.put_together(key)
        if self._record is not None:
            forget(self._record)
        outcomes = [_place(key) for key in self._known]
        whole = None if document is None else json.loads(document)
        self._record = keep_document(self.shelf, {**about, "outcomes": outcomes, "document": whole})
        self._is_whole = document is not None
        self.make_room()
        said = runs_said_of(self.taken, self.taken + self.played, self.made)
        if said:
            self.shelf.remark(said)

    def say(self, text: str) -> None:
        """Add to the answer what was printed of it, unless it names customers."""
        if self._record is not None and self._is_whole:
            said_on(self.shelf, self._record, text)


def _place(key: str) -> str:
    """Where runs without months and days are: beside those of `compare`, which have them."""
    return hash_of({"brief": key})
