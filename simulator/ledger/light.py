"""The light of a ledger: how well its own last months would have been foretold, as it is told beside every what-if."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from simulator.ledger.ledger import Ledger

Light = Literal["green", "amber", "red"]

USUAL_EVERY_DAYS, USUAL_HORIZON_WEEKS = 5, 4
"""How far apart a back-test's days are, and how far it looks ahead: what the limits are meant for."""

ADVICE: Mapping[Light | None, str] = {
    "green": "",
    "amber": "Differences hold better than levels.",
    "red": "Differences hold better than levels; do not quote the levels.",
    None: "Differences hold better than levels.",
}
"""What follows from a light for who reads the numbers."""


@dataclass(frozen=True)
class LedgerLight:
    """What the back-test of a ledger said, in short; without a light the ledger was not back-tested yet.

    Attributes:
        light: Green, amber or red; None: not back-tested with this version.
        reason: The main reason, a sentence.
        days: From how many days of the past it was looked ahead.
        first: The first of them.
        last: The last of them.
        made: The day on which it was back-tested; no part of any file, whose bytes shall not depend on it.
        file: What the ledger is called in the advice to back-test it.
        misses: By method, how many days DSO was off by at the end of what was foretold; none where it is not kept.
    """

    light: Light | None = None
    reason: str = ""
    days: int = 0
    first: date | None = None
    last: date | None = None
    made: date | None = None
    file: str = "FILE"
    misses: tuple[tuple[str, float], ...] = ()

    @property
    def title(self) -> str:
        """The light in two or three words.

        >>> LedgerLight().title, LedgerLight("amber").title
        ('Not back-tested yet', 'Back-test amber')
        """
        return f"Back-test {self.light}" if self.light else "Not back-tested yet"

    @property
    def sentence(self) -> str:
        """What it says, and from which days it looked ahead; the same whenever it is told.

        >>> LedgerLight(file="mine.csv").sentence
        'Not back-tested yet: creditlab backtest mine.csv shows how well this ledger is foretold.'
        """
        if self.light is None:
            return f"{self.title}: creditlab backtest {self.file} shows how well this ledger is foretold."
        return f"{self.title}: {self.reason} Looked ahead from {self.days} days, {self.first} to {self.last}."

    @property
    def line(self) -> str:
        """The sentence with the day of the back-test and what follows from it."""
        made = f" Back-tested on {self.made}." if self.made else ""
        advice = f" {ADVICE[self.light]}" if ADVICE[self.light] else ""
        return f"{self.sentence}{made}{advice}"

    @property
    def document(self) -> dict[str, Any]:
        """As plain values, without the day of the back-test."""
        return {
            "light": self.light,
            "reason": self.reason,
            "days": self.days,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> LedgerLight:
        """The light that was written as plain values."""
        first, last = (
            date.fromisoformat(one) if one else None for one in (document["first"], document["last"])
        )
        return cls(document["light"], document["reason"], document["days"], first, last)


def fingerprint(ledger: Ledger) -> str:
    """SHA-256 of what decides the numbers of a ledger: the same rows have the same one, whatever the file's name."""
    digest = hashlib.sha256(f"{ledger.currency} {len(ledger)}".encode())
    digest.update("\0".join(map(str, ledger.customer.tolist())).encode())
    for days in (ledger.issued, ledger.due, ledger.paid):
        digest.update(np.ascontiguousarray(days.astype("datetime64[D]").astype(np.int64)).tobytes())
    digest.update(np.ascontiguousarray(ledger.amount_cents).tobytes())
    return digest.hexdigest()
