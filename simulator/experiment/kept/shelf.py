"""The shelf: outcomes of strategies by key, in parts that are added as replications get done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from simulator.experiment.kept.files import Damaged, Part, as_bytes, from_bytes
from simulator.experiment.kept.places import (
    forget,
    kept_folder,
    most_bytes,
    oldest_first,
    size_of,
    touched,
    write_whole,
)
from simulator.results.samples import Packed

_READ_AGAIN = 3


@dataclass
class Shelf:
    """Kept results in a folder.

    Attributes:
        folder: Where they are; None keeps nothing.
        is_fresh: Whether what is kept is put aside and played again.
        remarks: What the user should know, in sentences: what was damaged, what could not be kept.
    """

    folder: Path | None = field(default_factory=kept_folder)
    is_fresh: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def outcomes_folder(self) -> Path:
        """Where outcomes are."""
        assert self.folder is not None
        return self.folder / "outcomes"

    @property
    def answers_folder(self) -> Path:
        """Where answers are."""
        assert self.folder is not None
        return self.folder / "answers"

    def outcomes(self, key: str) -> tuple[dict[int, Packed], datetime | None]:
        """The outcomes kept under a key by replication, and when the latest were played.

        A damaged file is dropped, with a remark: its replications are played again.
        """
        if self.folder is None:
            return {}, None
        place = self.outcomes_folder / key
        if self.is_fresh:
            forget(place)
        parts = self._parts(key, place)
        if parts:
            touched(place)
        found = {number: one for part in parts for number, one in part.outcomes.items()}
        return found, max((part.made for part in parts), default=None)

    def _parts(self, key: str, place: Path) -> list[Part]:
        """All parts under a key; read again where somebody put parts together meanwhile."""
        parts: list[Part] = []
        for _ in range(_READ_AGAIN):
            try:
                parts = [
                    part
                    for file in sorted(place.glob("*.parquet"))
                    if (part := self._part(key, file)) is not None
                ]
            except FileNotFoundError:
                continue
            break
        return parts

    def _part(self, key: str, file: Path) -> Part | None:
        try:
            return from_bytes(key, file.read_bytes())
        except FileNotFoundError:
            raise
        except (Damaged, OSError):
            forget(file)
            self.remark("A kept result was damaged; what it held is played again.")
            return None

    def keep(self, key: str, outcomes: Mapping[int, Packed], made: datetime | None = None) -> Path | None:
        """Add outcomes; a file system that refuses is told and otherwise ignored.

        Args:
            key: Of the strategy, its inputs, seed and version.
            outcomes: By replication.
            made: When they were played; None is now.

        Returns:
            The file, or None where none was written.
        """
        if self.folder is None or not outcomes:
            return None
        data, checksum = as_bytes(key, outcomes, made or datetime.now(UTC))
        name = f"{min(outcomes):06}-{max(outcomes):06}-{checksum[:12]}.parquet"
        file = self.outcomes_folder / key / name
        return file if self.write(file, data) else None

    def write(self, file: Path, data: bytes) -> bool:
        """Write a file whole; a file system that refuses is told and otherwise ignored."""
        try:
            write_whole(file, data)
        except OSError as error:
            self.remark(
                f"Results could not be kept in '{self.folder}': {error.strerror or error}. "
                "Name another folder in CREDITLAB_RESULTS, or write CREDITLAB_RESULTS=off."
            )
            return False
        return True

    def put_together(self, key: str) -> None:
        """Make one file of many."""
        if self.folder is None:
            return
        place = self.outcomes_folder / key
        files = sorted(place.glob("*.parquet"))
        if len(files) < 2:
            return
        try:
            parts = [part for file in files if (part := self._part(key, file)) is not None]
        except FileNotFoundError:
            return  # somebody else is doing it
        together = {number: one for part in parts for number, one in part.outcomes.items()}
        whole = self.keep(key, together, max((part.made for part in parts), default=None))
        if whole is not None:
            for file in files:
                if file != whole:
                    forget(file)

    def make_room(self) -> None:
        """Forget what was not of use longest, until the bound is kept; never what was used last."""
        if self.folder is None:
            return
        most, held = most_bytes(), size_of(self.folder)
        if held <= most:
            return
        for place in oldest_first(self.outcomes_folder, self.answers_folder)[:-1]:
            held -= size_of(place)
            forget(place)
            if held <= most:
                return

    def remark(self, sentence: str) -> None:
        """Tell the user something, once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)
