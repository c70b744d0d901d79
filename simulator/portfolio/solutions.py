"""What is worked out for the shipped sectors, and shipped under a hash of what it depends on: it takes a while."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.parameters import shipped_folder
from simulator.portfolio.chain import ChainInputs, SolvedChain
from simulator.rules.health import Chances

_METHOD = 1
"""Raised when the solver's own method changes, so that no older solution is taken for a new one."""


class Mixture(NamedTuple):
    """A segment's customers of all qualities, solved."""

    chain: SolvedChain
    density: NDArray[np.float64]  # [quality]: of those who are there, sums to 1
    stressed: NDArray[np.float64]  # [quality]: share that is stressed


def name_of(*numbers: Any) -> str:
    """Name of a solution: 16 hexadecimal digits of what it depends on."""
    return hashlib.sha256(json.dumps([_METHOD, *numbers]).encode()).hexdigest()[:16]


def shipped_mixture(inputs: ChainInputs, spread: float) -> Mixture | None:
    """The solution that came with the product; None where there is none, or it is damaged."""
    found = _shipped("health").get(name_of(inputs, spread))
    if found is None:
        return None
    chain = SolvedChain(Chances(*found["chances"]), found["stressed_share"], found["failures_per_year"])
    return Mixture(chain, np.array(found["density"]), np.array(found["stressed"]))


def shipped_knots(law: tuple[Any, ...]) -> NDArray[np.float64] | None:
    """The knots of a law of lateness that came with the product; None where there are none."""
    found = _shipped("laws").get(name_of(law))
    return None if found is None else np.array(found)


def ship(
    mixtures: Mapping[tuple[ChainInputs, float], Mixture],
    knots: Mapping[tuple[Any, ...], NDArray[np.float64]],
) -> Path:
    """Write what is shipped, to the last bit (for those who change the model)."""
    found = {
        "health": {name_of(*inputs): _plain(mixture) for inputs, mixture in mixtures.items()},
        "laws": {name_of(law): values.tolist() for law, values in knots.items()},
    }
    _file().write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    _all_shipped.cache_clear()
    return _file()


def _plain(mixture: Mixture) -> dict[str, Any]:
    return {
        "chances": list(mixture.chain.chances),
        "stressed_share": mixture.chain.stressed_share,
        "failures_per_year": mixture.chain.failures_per_year,
        "density": mixture.density.tolist(),
        "stressed": mixture.stressed.tolist(),
    }


def _file() -> Path:
    return shipped_folder() / "solved" / "sectors.json"


def _shipped(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = _all_shipped().get(kind, {})
    return found


@cache
def _all_shipped() -> dict[str, Any]:
    try:
        return dict(json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
