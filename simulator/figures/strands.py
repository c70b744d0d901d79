"""The strategies of a comparison as pictures show them: letter, colour, name; and how often in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import LABEL_X, label, pushed_apart
from simulator.figures.tokens import LETTERS, colour_of
from simulator.results.comparison import Comparison, Result
from simulator.results.statistics import Interval, interval
from simulator.results.words import SURE_FROM, out_of_100

MOST = len(LETTERS)
LONGEST_NAME = 19
"""Letters that fit beside a picture."""


@dataclass(frozen=True)
class Strand:
    """One strategy in a picture."""

    position: int
    result: Result

    @property
    def letter(self) -> str:
        """The letter on its badge."""
        return LETTERS[self.position]

    @property
    def colour(self) -> str:
        """Its colour, in light."""
        return colour_of(self.position)

    @property
    def label(self) -> str:
        """Its name as a picture has room for it; nothing in it is taken for a tag."""
        name = self.result.name
        short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
        return escape(short, quote=False)


def strands(comparison: Comparison) -> list[Strand]:
    """The strategies in order, the first in grey; at most four are drawn."""
    return [Strand(place, result) for place, result in enumerate(comparison.results[:MOST])]


def by_letter(traces: list[dict[str, Any]], comparison: Comparison) -> list[dict[str, Any]]:
    """The same traces, named by letter alone: what a phone has room for."""
    named = []
    for trace in traces:
        letter = str(trace.get("name", ""))[:1]
        name = subject(comparison, 0) if letter == LETTERS[0] else letter
        named.append({**trace, "name": name} if letter else trace)
    return named


def is_early(comparison: Comparison) -> bool:
    """Whether there are so few replications that single runs are shown and only counts are told."""
    return comparison.replications < SURE_FROM


def runs_word(comparison: Comparison) -> str:
    """What runs are called: years where a run is one."""
    return "years" if comparison.is_one_year else "runs"


def times(share: float, comparison: Comparison) -> str:
    """A share of runs as a frequency: of 100, or of those so far while they are few."""
    if is_early(comparison):
        return f"{round(share * comparison.replications)} of {comparison.replications}"
    return out_of_100(share)


def subject(comparison: Comparison, selected: int) -> str:
    """Who is spoken of at the beginning of a heading: the letter, or today.

    A heading begins with a capital.
    """
    base = comparison.base_name
    return LETTERS[selected] if selected else base[:1].upper() + base[1:]


def owner(comparison: Comparison, selected: int, *, begins: bool = False) -> str:
    """The same as an owner: B's, today's."""
    name = subject(comparison, selected) if begins or selected else comparison.base_name
    return f"{name}'s"


def difference_of(values: NDArray[np.float64], first: NDArray[np.float64]) -> Interval | None:
    """The average difference of two figures by replication, with its interval."""
    return interval(values - first)


def is_same(values: NDArray[np.float64], first: NDArray[np.float64]) -> bool:
    """Whether two figures agree in every replication."""
    return bool(np.array_equal(values, first, equal_nan=True))


def end_names(
    cast: Sequence[Strand], ends: Sequence[float], selected: int, axis: tuple[tuple[float, float], float]
) -> list[dict[str, Any]]:
    """The strategies' names at the right ends of their lines, pushed apart; the selected one in bold.

    Args:
        cast: The strategies.
        ends: Where the line of each ends (as drawn).
        selected: Whose name is bold.
        axis: The lowest and the highest value of the axis, and how high it is drawn (pixels).
    """
    (low, high), height = axis
    gap = 15.0 * (high - low) / height
    places = pushed_apart(ends, gap, low + gap / 2, high - gap / 2)
    about = {"x": LABEL_X, "xref": "paper", "xanchor": "left", "yref": "y", "yanchor": "middle"}
    return [
        label(f"<b>{one.label}</b>" if one.position == selected else one.label, one.colour, y=place, **about)
        for one, place in zip(cast, places, strict=True)
    ]


def dates(comparison: Comparison, days: NDArray[np.int64]) -> list[str]:
    """Days as dates."""
    start: date = comparison.start_date
    return [(start + timedelta(days=int(day))).isoformat() for day in days]
