"""Back-tests kept by ledger, settings and version: every what-if of that ledger shows the light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from simulator.experiment.kept.answers import documents_of, keep_document
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.versions import numbers_version
from simulator.ledger.ledger import Ledger
from simulator.ledger.light import (
    USUAL_EVERY_DAYS,
    USUAL_HORIZON_WEEKS,
    LedgerLight,
    fingerprint,
)
from simulator.results.documents import hash_of

KIND = "backtest"
_MISS, _BESIDE = "dso_error_days", ("simulator", "customer_mean", "due_date")
"""What is told of the simulator beside naive methods, in a picture of three bars."""
_HALF = 6
"""Of the twelve signs of a kept answer's name the first six are the ledger's, so that its back-tests are found."""


def keep_backtest(
    shelf: Shelf, ledger: Ledger, settings: Mapping[str, Any], document: Mapping[str, Any], text: str = ""
) -> None:
    """Keep a back-test in the place of an earlier one with the same settings.

    Args:
        shelf: Where.
        ledger: What was tested; of it a hash is kept, and the file's name.
        settings: Everything else that decides the result.
        document: The result as plain values.
        text: What was printed.
    """
    content = fingerprint(ledger)
    about = {
        "kind": KIND,
        "scenario": ledger.name,
        "strategies": [],
        "replications": settings["replications"],
        "seed": settings["seed"],
        "outcomes": [],
        "ledger": content,
        "settings": dict(settings),
        "document": dict(document),
        "text": text,
    }
    keep_document(shelf, about, _beginning(content) + hash_of(settings)[:_HALF])
    shelf.make_room()


def kept_backtest(shelf: Shelf, ledger: Ledger, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """The result that is kept of this ledger with these settings."""
    found = [one for one in _of(shelf, fingerprint(ledger)) if one["settings"] == settings]
    return dict(found[0]["document"]) if found and not shelf.is_fresh else None


def light_of(ledger: Ledger, shelf: Shelf | None = None, file: str = "") -> LedgerLight:
    """The light of a ledger, or that there is none yet.

    The limits are those of the usual days and horizon, so a kept back-test with these goes before all others: days
    close together give many weeks that say the same. Of several that with the most weeks counts.
    """
    found = _of(shelf or Shelf(), fingerprint(ledger))
    lit = [one for one in found if one["document"]["light"]]
    if not lit:
        return LedgerLight(file=file or "FILE")
    best = max(lit, key=lambda one: (_is_usual(one["document"]), one["document"]["cells"], one["made"]))
    return light_from(best["document"], datetime.fromisoformat(best["made"]))


def _is_usual(document: Mapping[str, Any]) -> bool:
    """Whether a back-test looked ahead as far, and from days as far apart, as the limits are meant for."""
    return (document["every_days"], document["horizon_weeks"]) == (USUAL_EVERY_DAYS, USUAL_HORIZON_WEEKS)


def light_from(document: Mapping[str, Any], made: datetime | None = None) -> LedgerLight:
    """The light that a back-test's plain values tell."""
    short = {
        "light": document["light"],
        "reason": document["reasons"][0] if document["reasons"] else "",
        "days": document["origins"],
        "first": document["first_origin"],
        "last": document["last_origin"],
    }
    methods = document.get("methods") or {}
    misses = ((name, (methods.get(name) or {}).get(_MISS)) for name in _BESIDE)
    known = tuple((name, float(value)) for name, value in misses if value is not None)
    day = None if made is None else made.date()
    return replace(LedgerLight.of_document(short), made=day, misses=known)


def _of(shelf: Shelf, content: str) -> list[dict[str, Any]]:
    """The back-tests of a ledger by this version."""
    return [
        one
        for one in documents_of(shelf, _beginning(content))
        if (one.get("kind"), one.get("ledger"), one["numbers"]) == (KIND, content, numbers_version())
    ]


def _beginning(content: str) -> str:
    return content[:_HALF]
