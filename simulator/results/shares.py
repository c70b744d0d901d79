"""What each assumption contributes to the spread of an answer when all of them move at once (Sobol indices)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.results.documents import rounded
from simulator.results.origin import as_text
from simulator.results.resampling import RESAMPLES, picks
from simulator.results.statistics import LEVEL, Interval

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """One assumption's part of the spread (fraction of the variance)."""

    key: str
    alone: Interval
    in_all: Interval


@dataclass(frozen=True)
class Shares:
    """All parts.

    Attributes:
        points: Places at which the answer was worked out, for each of the two tables.
        runs: Places worked out in all.
        parts: In the order of the assumptions.
        lowest: The 5th percentile of the answer over the places (unit of the measure).
        highest: The 95th.
    """

    points: int
    runs: int
    parts: tuple[Share, ...]
    lowest: float
    highest: float

    def to_json(self) -> str:
        """The whole answer as JSON text."""
        return as_text(self.document())

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "points": self.points,
            "worked_out": self.runs,
            "answer_p05": rounded(self.lowest),
            "answer_p95": rounded(self.highest),
            "shares": [
                {"key": one.key, "alone": _part(one.alone), "with_others": _part(one.in_all)}
                for one in self.parts
            ],
        }


def shares_of(keys: tuple[str, ...], first: Values, second: Values, mixed: Values) -> Shares:
    """First and total indices with their intervals over resampled places.

    First indices are Saltelli's (2010), totals Jansen's (1999), as `scipy.stats.sobol_indices` has them.

    Args:
        keys: Names of the assumptions.
        first: The answer at each place of the first table.
        second: The same of the second.
        mixed: By assumption, the answer where its column comes from the second table, the rest from the first.
    """
    alone, in_all = _indices(first, second, mixed)
    drawn = [_indices(first[rows], second[rows], mixed[:, rows]) for rows in picks(len(first))[:RESAMPLES]]
    ends = [50 * (1 - LEVEL), 50 * (1 + LEVEL)]
    sides = [np.percentile(np.stack([one[which] for one in drawn]), ends, axis=0) for which in (0, 1)]
    parts = tuple(
        Share(
            key,
            Interval(float(alone[at]), float(sides[0][0, at]), float(sides[0][1, at])),
            Interval(float(in_all[at]), float(sides[1][0, at]), float(sides[1][1, at])),
        )
        for at, key in enumerate(keys)
    )
    plain = np.concatenate([first, second])
    low, high = np.percentile(plain, [5, 95])
    return Shares(len(first), len(plain) + mixed.size, parts, float(low), float(high))


def _indices(first: Values, second: Values, mixed: Values) -> tuple[Values, Values]:
    from scipy.stats import sobol_indices

    if float(np.var(np.concatenate([first, second]))) == 0.0:  # nothing moves: there is no spread to share
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    answers: dict[Literal["f_A", "f_B", "f_AB"], Values] = {
        "f_A": first[None, :],
        "f_B": second[None, :],
        "f_AB": mixed[:, None, :],
    }
    found = sobol_indices(func=answers, n=len(first))
    return np.ravel(found.first_order), np.ravel(found.total_order)


def _part(found: Interval) -> dict[str, Any]:
    return {"share": rounded(found.mean), "low": rounded(found.low), "high": rounded(found.high)}
