"""Accounts kept: what looking into runs found, by what decides it; a longer one takes the place of a shorter one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.experiment.kept.answers import documents_of, keep_document, outcome_keys
from simulator.experiment.versions import numbers_version
from simulator.results.documents import hash_of

if TYPE_CHECKING:
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.question import Question


def kept_account(kind: str, question: Question, shelf: Shelf | None) -> dict[str, Any] | None:
    """What is kept of a question: `document`, `replications`, `made`; None where nothing is."""
    if shelf is None or shelf.folder is None or shelf.is_fresh:
        return None
    for document in documents_of(shelf, _name(kind, question)):
        if (document.get("kind"), document["numbers"]) == (kind, numbers_version()):
            return document
    return None


def keep_account(
    kind: str, question: Question, shelf: Shelf | None, replications: int, document: dict[str, Any]
) -> None:
    """Keep what was found.

    Args:
        kind: What was looked into.
        question: Of whom.
        shelf: Where; None keeps nothing.
        replications: In how many runs.
        document: What was found, as plain values.
    """
    if shelf is None:
        return
    about = {
        "kind": kind,
        "scenario": question.scenario.title,
        "strategies": question.names,
        "replications": replications,
        "seed": question.seed,
        "outcomes": [],
        "document": document,
    }
    keep_document(shelf, about, _name(kind, question))
    shelf.make_room()


def _name(kind: str, question: Question) -> str:
    """What it is called: nothing but a hash of what decides it."""
    return hash_of({kind: outcome_keys(question.inputs, question.seed)})[:12]
