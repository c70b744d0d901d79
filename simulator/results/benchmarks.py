"""A portfolio beside published figures: inside, below or above in words, and no verdict where definitions differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.parameters import shipped_folder
from simulator.reading import read_document
from simulator.results.documents import rounded
from simulator.results.origin import as_text
from simulator.results.words import figure

ABOUT_FRACTION = 0.10
"""How far from a single published figure still counts as about the same; assumption."""

MEASURES: Mapping[str, tuple[str, str]] = {
    "late_count_fraction": ("Invoices paid late", "fraction"),
    "late_value_fraction": ("Value paid late", "fraction"),
    "late_over_30_fraction": ("Invoices more than 30 days late", "fraction"),
    "late_over_90_fraction": ("Invoices more than 90 days late", "fraction"),
    "average_days_late": ("Average days late, paid early counting as less than nothing", "days"),
    "days_to_pay": ("Average days from invoice to payment", "days"),
    "dso_days": ("DSO at month ends", "days"),
    "current_fraction": ("Open amount not yet due", "fraction"),
    "over_90_of_open_fraction": ("Open amount more than 90 days past due", "fraction"),
    "overdue_collected_fraction": ("Overdue at a month's end, paid within 30 days", "fraction"),
    "bad_debt_fraction": ("Bad debt of sales", "fraction"),
}
"""What is set beside published figures: label and unit."""


@dataclass(frozen=True)
class Published:
    """A figure that somebody published.

    Attributes:
        key: Its name.
        measure: What it is a figure of.
        population: Whose.
        low: The lowest published.
        high: The highest; the same where there is one figure.
        date: Of when.
        source: Who published it.
        caveat: What to bear in mind.
        is_comparable: Whether it counts the same thing as our figure.
        sector: For whom alone it is shown; empty: for all.
    """

    key: str
    measure: str
    population: str
    low: float
    high: float
    date: str
    source: str
    caveat: str
    is_comparable: bool
    sector: str = ""

    @property
    def shown(self) -> str:
        """The figure, or the range, with its unit."""
        unit = MEASURES[self.measure][1]
        low, high = (figure_of(value, unit) for value in (self.low, self.high))
        return high if low == high else f"{low.removesuffix(' %').removesuffix(' days')} to {high}"


@dataclass(frozen=True)
class Beside:
    """Our figure beside a published one.

    Attributes:
        published: The published one.
        own: Ours; None where it is not known.
    """

    published: Published
    own: float | None

    @property
    def standing(self) -> str:
        """In one or two words: inside, below, above, about the same; or why nothing is said."""
        if self.own is None:
            return "not known"
        if not self.published.is_comparable:
            return "not comparable"
        low, high = self.published.low, self.published.high
        if low == high:
            if abs(self.own - low) <= ABOUT_FRACTION * low:
                return "about the same"
        elif low <= self.own <= high:
            return "inside"
        return "below" if self.own < low else "above"

    def document(self) -> dict[str, Any]:
        """As plain values."""
        label, unit = MEASURES[self.published.measure]
        return {
            "measure": self.published.measure,
            "label": label,
            "unit": unit,
            "own": rounded(self.own),
            "standing": self.standing,
            "published": {
                "key": self.published.key,
                "population": self.published.population,
                "low": rounded(self.published.low),
                "high": rounded(self.published.high),
                "date": self.published.date,
                "source": self.published.source,
                "caveat": self.published.caveat,
                "is_comparable": self.published.is_comparable,
            },
        }


@dataclass(frozen=True)
class Benchmarks:
    """A portfolio beside published figures.

    Attributes:
        name: Whose customers.
        rows: Every comparison, measure by measure.
        notes: How our figures were counted, in sentences.
    """

    name: str
    rows: tuple[Beside, ...]
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """How many comparisons there are, and how they come out."""
        told = [row.standing for row in self.rows if row.standing not in ("not known", "not comparable")]
        if not told:
            return f"{self.name}: no published figure can be compared with."
        counts = {
            word: told.count(word) for word in ("inside", "about the same", "below", "above") if word in told
        }
        parts = ", ".join(f"{count} {word}" for word, count in counts.items())
        return f"{self.name} beside {len(told)} published figures that count the same thing: {parts}."

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "rows": [row.document() for row in self.rows],
            "notes": list(self.notes),
        }

    def to_json(self) -> str:
        """The whole comparison as JSON text."""
        return as_text(self.document())


@cache
def published_figures() -> tuple[Published, ...]:
    """Every figure that ships."""
    document = read_document(shipped_folder() / "benchmarks.yaml", is_ours=True)
    return tuple(Published(key=key, **entry) for key, entry in document.data.items())


def beside_published(
    name: str, own: Mapping[str, float], sector: str = "", notes: Sequence[str] = ()
) -> Benchmarks:
    """A portfolio's figures beside the published ones; those of a sector only for that sector.

    >>> beside_published("Ours", {"dso_days": 38.5}).rows[0].standing
    'not known'
    >>> [row.standing for row in beside_published("Ours", {"dso_days": 38.5}).rows if row.own]
    ['inside', 'below']
    """
    order = list(MEASURES)
    shown = [one for one in published_figures() if one.sector in ("", sector)]
    shown.sort(key=lambda one: (order.index(one.measure), not one.is_comparable))
    rows = []
    for one in shown:
        value = own.get(one.measure, math.nan)
        rows.append(Beside(one, None if math.isnan(value) else value))
    return Benchmarks(name, tuple(rows), tuple(notes))


def figure_of(value: float, unit: str) -> str:
    """A figure with its unit.

    >>> figure_of(0.0067, "fraction"), figure_of(38.04, "days"), figure_of(0.52, "fraction")
    ('0.67 %', '38.0 days', '52 %')
    """
    if unit == "days":
        return f"{figure(value, 'days', 1)} days"
    decimals = 2 if abs(value) < 0.0095 else 1 if abs(value) < 0.0995 else 0
    return f"{figure(100 * value, 'count', decimals)} %"
