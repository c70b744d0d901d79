"""Comparisons as JSON: ordered keys, rounded numbers, never a NaN, the same bytes whatever the workers."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.metrics.catalogue import CATALOGUE
from simulator.results.comparison import Comparison, Difference, Result
from simulator.results.provision import PROVISION_FORMULA, ProvisionMatrix
from simulator.results.savings import SAVINGS_FORMULA, savings

DECIMALS = 10


def rounded(value: float | None) -> float | None:
    """A number as it is written: ten decimals, no negative zero, None for what is undefined.

    >>> rounded(0.1 + 0.2), rounded(-0.0), rounded(float("nan"))
    (0.3, 0.0, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), DECIMALS) + 0.0


def hash_of(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of inputs in their canonical form: sorted keys, no spaces.

    >>> hash_of({"b": 1, "a": 2}) == hash_of({"a": 2, "b": 1})
    True
    """
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "scenario": comparison.scenario,
        "seed": comparison.seed,
        "version": comparison.version,
        "inputs_hash": comparison.inputs_hash,
        "replications": comparison.replications,
        "strategies": [_strategy(comparison, result) for result in comparison.results],
        "months": list(comparison.months),
        "currency": comparison.currency,
        "interval_level": comparison.first.level,
        "not_reached": [
            {
                "strategy": missed.strategy,
                "metric": missed.metric,
                "half_width": rounded(missed.half_width),
                "target": rounded(missed.target),
            }
            for missed in comparison.missed
        ],
        "cautions": list(comparison.cautions),
        "notes": list(comparison.notes),
        "backtest": comparison.light.document if comparison.light else None,
        "verdict": comparison.verdict,
        "inputs": comparison.inputs,
    }


def _strategy(comparison: Comparison, result: Result) -> dict[str, Any]:
    is_first = result is comparison.first
    return {
        "name": result.name,
        "why": result.why,
        "metrics": {name: _metric(result, name) for name in CATALOGUE},
        "difference_to_first": None
        if is_first
        else {name: _difference(comparison.difference(result, name)) for name in CATALOGUE},
        "monthly": {name: [rounded(value) for value in result.monthly(name)] for name in CATALOGUE},
        "provision": _provision(comparison.provision(result)),
        "days_to_pay_explained": None if is_first else _parts(comparison.days_to_pay_explained(result)),
        "same_luck": None if is_first else _savings(comparison, result),
    }


def _savings(comparison: Comparison, result: Result) -> dict[str, Any]:
    """What the same luck saved, by measure."""
    return {
        "formula": SAVINGS_FORMULA,
        "metrics": {
            name: {
                "times_as_many": rounded(one.times),
                "replications_needed": one.needed,
                "replications_saved": one.saved,
            }
            for name, one in savings(comparison, result).items()
        },
    }


def _provision(matrix: ProvisionMatrix) -> dict[str, Any]:
    return {
        "unit": "currency",
        "formula": PROVISION_FORMULA,
        "buckets": [
            {"label": label, "balance": rounded(balance), "loss_rate_fraction": rounded(rate)}
            for label, balance, rate in matrix.rows
        ],
        "overlay_multiplier": rounded(matrix.overlay),
        "provision": rounded(matrix.provision),
    }


def _parts(parts: Mapping[str, float] | None) -> dict[str, Any] | None:
    return None if parts is None else {name: rounded(days) for name, days in parts.items()}


def _metric(result: Result, name: str) -> dict[str, Any]:
    metric = CATALOGUE[name]
    found = result.interval(name)
    return {
        "unit": metric.unit,
        "mean": rounded(found.mean) if found else None,
        "low": rounded(found.low) if found else None,
        "high": rounded(found.high) if found else None,
        "label": metric.label,
        "formula": metric.formula,
        "higher_is_better": None if metric.better is None else metric.better == "higher",
    }


def _difference(found: Difference | None) -> dict[str, Any]:
    return {
        "mean": rounded(found.mean) if found else None,
        "low": rounded(found.low) if found else None,
        "high": rounded(found.high) if found else None,
        "probability_better": rounded(found.probability_better) if found else None,
    }


def to_json(comparison: Comparison) -> str:
    """The comparison as JSON text."""
    return json.dumps(as_document(comparison), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def check_writable(path: Path) -> None:
    """Refuse, before anything runs, a path that could not be written to.

    Raises:
        UserError: a sentence that says what is wrong with the path.
    """
    try:
        path.exists()
    except OSError as error:
        raise UserError(f"Cannot write '{path}': {error.strerror or error}. Choose another place.") from error
    folder = path.parent
    if path.is_dir():
        raise UserError(
            f"Cannot write to '{path}': it is a folder. Give the path of a file, such as '{path}/result.json'."
        )
    if not folder.is_dir():
        raise UserError(
            f"Cannot write '{path}': the folder '{folder}' does not exist. Make it first, or write elsewhere."
        )
    if path.exists() and not path.is_file():
        raise UserError(f"Cannot write to '{path}': it is no ordinary file. Give the path of a file.")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise UserError(f"Cannot write '{path}': you have no right to write there. Choose another place.")
    with _beside(path) as part:  # the only sure way to know
        part.touch()


def write_text(path: Path, text: str) -> Path:
    """Write a text file by way of a neighbour that takes its place, so that no half file is ever seen."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> Path:
    """The same of any file."""
    check_writable(path)
    with _beside(path) as part:
        part.write_bytes(content)
        part.replace(path.resolve())  # a link stays a link
    return path


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file next to the one to be written, gone at the end; what the system refuses is told in a sentence."""
    whole = path.resolve()
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    try:
        yield part
    except OSError as error:
        raise UserError(f"Cannot write '{path}': {error.strerror or error}. Choose another place.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
