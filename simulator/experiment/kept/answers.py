"""Answers kept: what was asked and found, beside the outcomes that it was found from.

A comparison is made again from its outcomes; of the other experiments the answer itself is kept, and what was printed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.experiment.kept.places import forget, oldest_first, touched
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.versions import numbers_version
from simulator.ledger.light import LedgerLight
from simulator.results.comparison import Comparison, Missed, Result
from simulator.results.documents import hash_of
from simulator.results.samples import Samples

FORM = "creditlab answer 1"
_SHORTEST = 4
_ADVICE = "`creditlab results list` names what is kept."


@dataclass(frozen=True)
class Answer:
    """An answer that is kept, without its numbers.

    Attributes:
        name: What it is called in the list: the beginning of a hash.
        kind: The command, such as compare or best.
        made: When it was last answered.
        scenario: The scenario's name.
        strategies: The strategies' names.
        replications: Of each strategy.
        seed: The seed of all luck.
        is_current: Whether this version would find the same numbers; an earlier version's answer cannot be shown.
    """

    name: str
    kind: str
    made: datetime
    scenario: str
    strategies: tuple[str, ...]
    replications: int
    seed: int
    is_current: bool


def outcome_keys(inputs: Mapping[str, Any], seed: int) -> list[str]:
    """The keys of a comparison's strategies: everything that decides their outcomes, and nothing else.

    What a strategy is called is no part of it, nor what it is compared with.
    """
    common = {name: inputs[name] for name in ("version", "scenario", "portfolio")}
    common |= {"seed": seed, "numbers": numbers_version()}
    return [hash_of(common | {"levers": one["levers"]}) for one in inputs["strategies"]]


def places_key(asked: Mapping[str, Any], seed: int) -> str:
    """The key of answers at the places of a design: everything that decides them."""
    return hash_of({"places": asked, "seed": seed, "numbers": numbers_version()})


def keep_answer(shelf: Shelf, comparison: Comparison) -> str | None:
    """Keep what a comparison said, beside the outcomes; returns its name."""
    if shelf.folder is None:
        return None
    name = _name(comparison.inputs_hash, comparison.seed)
    _write(shelf, _file(shelf, name), _document(comparison))
    return name


def keep_document(shelf: Shelf, about: Mapping[str, Any], name: str = "") -> Path | None:
    """Keep the answer of another experiment; returns its file.

    Args:
        shelf: Where.
        about: Kind, scenario, strategies, replications, seed, outcomes, and the answer as plain values or None.
        name: What it is called; by itself it has a hash of what it is about.
    """
    if shelf.folder is None:
        return None
    name = name or hash_of({"answer": about, "numbers": numbers_version()})[:12]
    return _write(shelf, _file(shelf, name), _common() | dict(about))


def said_on(shelf: Shelf, file: Path, text: str) -> None:
    """Add to an answer what was printed of it."""
    document = _read(shelf, file)
    if document is not None:
        _write(shelf, file, document | {"text": text})


def kept_document(shelf: Shelf, name: str) -> tuple[dict[str, Any], Answer]:
    """The kept answer of another experiment than a comparison: `document`, and `text` where it was printed.

    Raises:
        UserError: there is none of this name, or it cannot be shown any more.
    """
    answer = find(shelf, name)
    document = _read(shelf, _file(shelf, answer.name))
    if document is None or not answer.is_current:
        raise _earlier(answer)
    touched(_file(shelf, answer.name))
    return document, answer


def documents_of(shelf: Shelf, beginning: str) -> list[dict[str, Any]]:
    """All that is kept of the answers whose names begin so."""
    files = sorted(shelf.answers_folder.glob(f"{beginning}*.json")) if shelf.folder is not None else []
    return [document for file in files if (document := _read(shelf, file)) is not None]


def kept_answers(shelf: Shelf) -> list[Answer]:
    """All answers, the latest first; damaged ones are dropped, with a remark."""
    if shelf.folder is None:
        return []
    found = []
    for file in oldest_first(shelf.answers_folder):
        document = _read(shelf, file) if file.suffix == ".json" else None
        if document is not None:
            found.append(_answer(file.stem, document))
    return sorted(found, key=lambda answer: (answer.made, answer.name), reverse=True)


def kept_comparison(shelf: Shelf, name: str) -> tuple[Comparison, Answer]:
    """A kept comparison, whole.

    Raises:
        UserError: there is none of this name, or it cannot be shown any more.
    """
    answer = find(shelf, name)
    document = _read(shelf, _file(shelf, answer.name))
    if document is None or not answer.is_current:
        raise _earlier(answer)
    wanted = range(document["replications"])
    samples = []
    for key in outcome_keys(document["inputs"], document["seed"]):
        outcomes, _ = shelf.outcomes(key)
        if any(number not in outcomes for number in wanted):
            raise UserError(
                f"The result {answer.name} is no longer whole. Ask again: what is missing is run."
            )
        samples.append(Samples.of([outcomes[number] for number in wanted]))
    touched(_file(shelf, answer.name))
    return _comparison(document, samples), answer


def delete_answers(shelf: Shelf, names: Sequence[str]) -> list[str]:
    """Delete answers, and the outcomes that no other answer needs; returns their names.

    Raises:
        UserError: there is none of this name; then nothing is deleted.
    """
    gone = [find(shelf, name).name for name in names]
    needed: set[str] = set()
    freed: set[str] = set()
    for answer in kept_answers(shelf):
        document = _read(shelf, _file(shelf, answer.name)) or {}
        keys = document.get("outcomes", [])
        (freed if answer.name in gone else needed).update(keys)
    for name in gone:
        forget(_file(shelf, name))
    for key in freed - needed:
        forget(shelf.outcomes_folder / key)
    return gone


def delete_everything(shelf: Shelf) -> int:
    """Delete all that is kept; returns how many answers that were."""
    if shelf.folder is None:
        return 0
    count = len(kept_answers(shelf))
    forget(shelf.answers_folder)
    forget(shelf.outcomes_folder)
    return count


def find(shelf: Shelf, name: str) -> Answer:
    """The answer with this name, or the only one that begins so.

    Raises:
        UserError: there is none, or more than one.
    """
    answers = kept_answers(shelf)
    found = [answer for answer in answers if answer.name.startswith(name.strip().casefold())]
    if len(name.strip()) < _SHORTEST or not found:
        raise UserError(f"There is no kept result '{name}'. {_ADVICE}")
    if len(found) > 1:
        raise UserError(f"'{name}' could be {' or '.join(one.name for one in found)}. Give more of it.")
    return found[0]


def _earlier(answer: Answer) -> UserError:
    return UserError(f"The result {answer.name} is of an earlier version. Ask again: it is run anew.")


def _name(inputs_hash: str, seed: int) -> str:
    """What an answer is called: nothing but a hash, for file names are seen by others."""
    return hash_of({"inputs": inputs_hash, "seed": seed, "numbers": numbers_version()})[:12]


def _file(shelf: Shelf, name: str) -> Path:
    return shelf.answers_folder / f"{name}.json"


def _common() -> dict[str, Any]:
    """What is told about every answer."""
    return {
        "form": FORM,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "numbers": numbers_version(),
    }


def _document(comparison: Comparison) -> dict[str, Any]:
    """What is kept of a comparison beside its outcomes."""
    return {
        **_common(),
        "kind": "compare",
        "outcomes": outcome_keys(comparison.inputs, comparison.seed),
        "replications": comparison.replications,
        "scenario": comparison.scenario,
        "strategies": [{"name": one.name, "why": one.why} for one in comparison.results],
        "level": comparison.first.level,
        "seed": comparison.seed,
        "version": comparison.version,
        "inputs": comparison.inputs,
        "inputs_hash": comparison.inputs_hash,
        "months": list(comparison.months),
        "currency": comparison.currency,
        "horizon_days": comparison.horizon_days,
        "missed": [asdict(missed) for missed in comparison.missed],
        "backtest": comparison.light.document if comparison.light else None,
        "cautions": list(comparison.cautions),
        "notes": list(comparison.notes),
    }


def _comparison(document: Mapping[str, Any], samples: Sequence[Samples]) -> Comparison:
    named = zip(document["strategies"], samples, strict=True)
    return Comparison(
        scenario=document["scenario"],
        results=tuple(Result(one["name"], one["why"], found, document["level"]) for one, found in named),
        seed=document["seed"],
        version=document["version"],
        inputs=document["inputs"],
        inputs_hash=document["inputs_hash"],
        months=tuple(document["months"]),
        currency=document["currency"],
        horizon_days=document["horizon_days"],
        missed=tuple(Missed(**missed) for missed in document["missed"]),
        light=LedgerLight.of_document(document["backtest"]) if document.get("backtest") else None,
        cautions=tuple(document["cautions"]),
        notes=tuple(document["notes"]),
    )


def _answer(name: str, document: Mapping[str, Any]) -> Answer:
    return Answer(
        name=name,
        kind=document.get("kind", "compare"),
        made=datetime.fromisoformat(document["made"]),
        scenario=document["scenario"],
        strategies=tuple(one if isinstance(one, str) else one["name"] for one in document["strategies"]),
        replications=document["replications"],
        seed=document["seed"],
        is_current=document["numbers"] == numbers_version(),
    )


def _write(shelf: Shelf, file: Path, document: Mapping[str, Any]) -> Path | None:
    """Write an answer, its checksum first; None where the system refuses."""
    whole = {"checksum": _checksum(document)} | dict(document)
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False)  # in the order of the JSON file
    return file if shelf.write(file, text.encode()) else None


def _read(shelf: Shelf, file: Path) -> dict[str, Any] | None:
    """A kept answer; None where it is gone, or damaged (then it is dropped, with a remark)."""
    try:
        document = json.loads(file.read_bytes())
        told = document.pop("checksum")
        if document["form"] == FORM and told == _checksum(document):
            return dict(document)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    forget(file)
    shelf.remark("A kept answer was damaged and is dropped; ask again, and it is there again.")
    return None


def _checksum(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
