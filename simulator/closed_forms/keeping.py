"""Runs of the textbook cases that are kept: a page shows the last one at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Any

from simulator.experiment.kept.answers import documents_of, keep_document
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.versions import numbers_version
from simulator.results.documents import hash_of
from simulator.verification.cases import Case
from simulator.verification.forms import as_document

KIND = "verify"
_HALF = 6
_BEGINNING = hash_of({"kind": KIND})[:_HALF]


@dataclass(frozen=True)
class KeptCases:
    """Textbook cases that were played before by this version.

    Attributes:
        cases: What was found.
        seed: The seed of their luck.
        made: When.
    """

    cases: tuple[Case, ...]
    seed: int
    made: datetime


def keep_cases(shelf: Shelf, cases: Sequence[Case], seed: int, text: str) -> None:
    """Keep all textbook cases of a seed.

    Args:
        shelf: Where.
        cases: What was found.
        seed: The seed of their luck.
        text: The verdict, as it is told by `creditlab results show`.
    """
    about: dict[str, Any] = {
        "kind": KIND,
        "scenario": "Textbook cases",
        "strategies": [],
        "replications": 1,
        "seed": seed,
        "outcomes": [],
        "document": as_document(cases, seed),
        "text": text,
    }
    keep_document(shelf, about, _BEGINNING + hash_of({"seed": seed})[:_HALF])


def kept_cases(shelf: Shelf) -> KeptCases | None:
    """The cases of this version that were played last; None where none are kept."""
    found = [
        one
        for one in documents_of(shelf, _BEGINNING)
        if (one.get("kind"), one["numbers"]) == (KIND, numbers_version())
    ]
    if not found:
        return None
    last = max(found, key=lambda one: str(one["made"]))
    cases = tuple(_case(one) for one in last["document"]["cases"])
    return KeptCases(cases, int(last["seed"]), datetime.fromisoformat(last["made"]))


def _case(document: dict[str, Any]) -> Case:
    simulated = nan if document["simulated"] is None else float(document["simulated"])
    return Case(document["id"], document["title"], document["expected"], simulated, document["tolerance"])


def verdict(cases: Sequence[Case]) -> str:
    """Whether all cases pass, in a sentence; else which do not."""
    failed = [case for case in cases if not case.passed]
    if not failed:
        return f"All {len(cases)} cases agree with the textbook."
    names = ", ".join(dict.fromkeys(case.id for case in failed))
    return f"{len(failed)} of {len(cases)} cases do not agree with the textbook: {names}."
