"""The difference table of a comparison: every strategy on the measures that decide, ready to be shown.

Two kinds of interval, never mixed: the block is the 95 % interval of the average difference, which closes with more
replications; the line is nine single runs in ten, which does not close. Right of the centre is better in every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results.comparison import Comparison, Difference, Result
from simulator.results.objectives import better_of, difference_on, is_objective, needs_many, seen, unit_of
from simulator.results.ranges import difference_text, level_text, range_text
from simulator.results.resampling import percentile_difference
from simulator.results.statistics import defined, paired_differences
from simulator.results.words import SURE_FROM, chance_in_words, out_of_100

Tone = Literal["better", "worse", "neutral"]
Span = tuple[float, float]

_COLOURED_FROM = 0.75
_ROOM = 1.08
"""A strip reaches a little beyond its widest line."""


@dataclass(frozen=True)
class Measure:
    """One row of the table: which measure, and how it is read."""

    name: str
    label: str
    note: str
    is_yearly: bool


MEASURES = (
    Measure("profit_to_the_end", "Profit", "a year, after credit cost", is_yearly=True),
    Measure("lowest_cash", "Cash low point", "", is_yearly=False),
    Measure("dso_countback_days", "DSO", "by count-back", is_yearly=False),
    Measure("write_offs_net_of_claims", "Write-offs, average", "a year, net of claims", is_yearly=True),
    Measure(
        "write_offs_net_of_claims_p95", "Write-offs, bad year", "one year in 20 is worse", is_yearly=True
    ),
)


@dataclass(frozen=True)
class Cell:
    """One strategy on one measure.

    Attributes:
        text: The average difference to today, in short.
        badge: How often it is better or worse.
        tone: Whether the badge says better or worse clearly enough to be coloured.
        block: The 95 % interval of the average, as shares of the strip's width; right of 0.5 is better.
        line: Nine single runs in ten, likewise; None where there are too few.
        middle: The average, likewise.
        block_text, line_text: The two intervals in numbers.
        words: All of it in a sentence, for those who cannot see the strip.
    """

    text: str
    badge: str = ""
    tone: Tone = "neutral"
    block: Span | None = None
    line: Span | None = None
    middle: float | None = None
    block_text: str = ""
    line_text: str = ""
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One measure: today's level, and a cell for each other strategy."""

    measure: Measure
    note: str
    today: str
    today_note: str
    today_has_range: bool
    cells: tuple[Cell, ...]


def difference_rows(comparison: Comparison, criterion: str = "profit") -> tuple[Row, ...]:
    """The rows of the table, in the order in which they are read.

    Args:
        comparison: What was found.
        criterion: What it is judged by; growth, resilience and own weights have a row of their own, the first.
    """
    judged = (_judged_row(comparison, criterion),) if is_objective(criterion) else ()
    return (*judged, *(_row(comparison, measure) for measure in MEASURES))


def _judged_row(comparison: Comparison, criterion: str) -> Row:
    """What the strategies are judged by, where that is none of the measures."""
    labels = {
        "growth": ("Growth", "margin on sales, a year"),
        "resilience": ("Resilience", "low point in bad years"),
    }
    label, note = labels.get(criterion, ("By your weights", "worth in money a year"))
    measure = Measure(criterion, label, note, is_yearly=False)
    early = comparison.replications < SURE_FROM
    if early and needs_many(criterion):
        waiting = f"known after {SURE_FROM} replications"
        cells = tuple(Cell(text="", line_text=waiting, words=waiting) for _ in comparison.others)
        return Row(measure, note, "…", waiting, False, cells)
    base = seen(comparison, criterion, comparison.first)
    drawn = []
    for result in comparison.others:
        found = difference_on(comparison, criterion, result, comparison.first)
        line = None
        if not early:
            counted = seen(comparison, criterion, result).counted - base.counted
            low, high = np.percentile(counted, [5, 95])
            line = (float(low), float(high))
        drawn.append(_Drawn(comparison, measure, result, found, line))
    scale = max((one.reach for one in drawn), default=0.0) * _ROOM
    level = _level_text(comparison, float(base.values.mean()), "currency")
    return Row(
        measure,
        note,
        level,
        "average so far" if early else "average",
        False,
        tuple(one.cell(scale) for one in drawn),
    )


def beyond_limit(comparison: Comparison, result: Result) -> float:
    """Share of runs in which a strategy needs more than the bank lends."""
    return float(comparison.beyond_limit(result).mean())


def _row(comparison: Comparison, measure: Measure) -> Row:
    if CATALOGUE[measure.name].tail_of:
        return _tail_row(comparison, measure)
    level, level_range = _level(comparison, measure)
    drawn = [_Drawn.of(comparison, measure, result) for result in comparison.others]
    scale = max((one.reach for one in drawn), default=0.0) * _ROOM
    return Row(
        measure,
        _note(comparison, measure),
        level,
        level_range or "average so far",
        level_range is not None and measure.name != "lowest_cash",
        tuple(one.cell(scale) for one in drawn),
    )


def _note(comparison: Comparison, measure: Measure) -> str:
    if measure.name == "lowest_cash":
        if comparison.overdraft_limit == 0:
            return "no overdraft"
        limit = _level_text(comparison, -comparison.overdraft_limit, "currency")
        return f"overdraft limit {limit}"
    return measure.note if comparison.is_one_year else measure.note.replace("year in 20", "run in 20")


def _level(comparison: Comparison, measure: Measure) -> tuple[str, str | None]:
    """Today's average, and what is said below it; nothing while replications are few."""
    first, unit = comparison.first, CATALOGUE[measure.name].unit
    values = _yearly(comparison, measure, first.values(measure.name))
    known = defined(values)
    if not known.size:
        return "–", None
    text = _level_text(comparison, float(known.mean()), unit)
    if measure.name == "lowest_cash":
        return text, _over_limit(comparison, first)
    if comparison.replications < SURE_FROM:
        return text, None
    low, high = np.percentile(known, [5, 95])
    return text, range_text(float(low), float(high), unit, signed=False, is_small=comparison.is_small)


def _level_text(comparison: Comparison, value: float, unit: str) -> str:
    return level_text(value, unit, comparison.currency, is_small=comparison.is_small)


def _over_limit(comparison: Comparison, result: Result) -> str:
    share, count = beyond_limit(comparison, result), comparison.replications
    if count < SURE_FROM:
        return f"over limit {round(share * count)} of {count}"
    # a single breach is never told as none
    return f"over limit {out_of_100(max(share, 0.01))}" if share else "over limit 0 of 100"


def _yearly(comparison: Comparison, measure: Measure, values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values / comparison.years if measure.is_yearly else values


@dataclass(frozen=True)
class _Drawn:
    """A difference with everything that its cell shows, before the row's scale is known (unit of the measure)."""

    comparison: Comparison
    measure: Measure
    result: Result
    difference: Difference | None
    line: Span | None

    @classmethod
    def of(cls, comparison: Comparison, measure: Measure, result: Result) -> _Drawn:
        name = measure.name
        found = comparison.difference(result, name)
        years = comparison.years if measure.is_yearly else 1.0
        if found is not None:
            low, high = (None if one is None else one / years for one in (found.low, found.high))
            found = Difference(found.mean / years, low, high, found.probability_better)
        line = None
        if found is not None and comparison.replications >= SURE_FROM:
            values = _yearly(
                comparison, measure, paired_differences(result.values(name), comparison.first.values(name))
            )
            low, high = np.percentile(defined(values), [5, 95])
            line = (float(low), float(high))
        return cls(comparison, measure, result, found, line)

    @property
    def reach(self) -> float:
        """How far from zero anything is drawn."""
        found = self.difference
        ends = [] if found is None else [found.low or 0.0, found.high or 0.0, found.mean, *(self.line or ())]
        return max((abs(end) for end in ends), default=0.0)

    def cell(self, scale: float) -> Cell:
        """The cell, on the row's scale."""
        found, unit = self.difference, unit_of(self.measure.name)
        if found is None:
            return Cell(text="–", words=f"{self.measure.label}: not defined")
        if self.reach == 0.0:
            return Cell(
                text="no difference", badge="same as today", middle=0.5, words="No difference from today"
            )
        badge, tone = _badge(self.comparison, found)
        block = None if found.low is None or found.high is None else (found.low, found.high)
        small = self.comparison.is_small
        block_text = range_text(*block, unit, signed=True, is_small=small) if block else ""
        line_text = range_text(*self.line, unit, signed=True, is_small=small) if self.line else ""
        if self.measure.name == "lowest_cash":
            line_text = _over_limit(self.comparison, self.result)
        text = difference_text(found.mean, unit, self.comparison.currency, is_small=small)
        return Cell(
            text=text,
            badge=badge,
            tone=tone,
            block=self._on_strip(block, scale),
            line=self._on_strip(self.line, scale),
            middle=self._place(found.mean, scale),
            block_text=block_text,
            line_text=line_text,
            words=_in_words(self.measure.label, text, badge, block_text, line_text),
        )

    def _place(self, value: float, scale: float) -> float:
        """A difference as a share of the strip's width; the axis is turned where less is better."""
        sign = 1.0 if better_of(self.measure.name) == "higher" else -1.0
        return 0.5 + sign * value / (2.0 * scale)

    def _on_strip(self, span: Span | None, scale: float) -> Span | None:
        if span is None:
            return None
        one, other = (self._place(value, scale) for value in span)
        return (min(one, other), max(one, other))


def _badge(comparison: Comparison, found: Difference) -> tuple[str, Tone]:
    """How often better or worse; coloured only where it is so in three runs of four or more."""
    count = comparison.replications
    chance = found.probability_better or 0.0
    if count < SURE_FROM:
        if not found.is_clear:
            return "no clear difference yet", "neutral"
        word, share = ("better", chance) if chance >= 0.5 else ("worse", 1.0 - chance)
        return f"{word} in {chance_in_words(share, count)} so far", "neutral"
    word, share = ("better", chance) if chance >= 0.5 else ("worse", 1.0 - chance)
    tone: Tone = "neutral" if share < _COLOURED_FROM else "better" if word == "better" else "worse"
    return f"{word} in {chance_in_words(share, count)}", tone


def _in_words(label: str, text: str, badge: str, block: str, line: str) -> str:
    parts = [f"{label}: {text}", badge]
    if block:
        parts.append(f"average between {block}")
    if line:
        parts.append(line if line.startswith("over limit") else f"nine single runs in ten between {line}")
    return "; ".join(parts)


def _tail_row(comparison: Comparison, measure: Measure) -> Row:
    """The bad year: a percentile across runs, known only from many."""
    known_from = f"known after {TAIL_REPLICATIONS} replications"
    note = _note(comparison, measure)
    if comparison.replications < TAIL_REPLICATIONS:
        cells = tuple(Cell(text="", line_text=known_from, words=known_from) for _ in comparison.others)
        return Row(measure, note, "…", known_from, False, cells)
    metric = CATALOGUE[measure.name]
    base = measure.name if metric.tail_of is None else metric.tail_of
    first = _yearly(comparison, measure, comparison.first.values(base))
    pairs = [(_yearly(comparison, measure, one.values(base)), one) for one in comparison.others]
    percentile = metric.percentile or 95.0
    found = [percentile_difference(values, first, percentile) for values, _ in pairs]
    ends = [abs(end) for one in found for end in (one.low or 0.0, one.high or 0.0, one.mean)]
    scale = max(ends, default=0.0) * _ROOM
    levels = [float(np.percentile(values, percentile)) for values, _ in pairs]
    drawn = [
        _Drawn(comparison, measure, result, Difference(one.mean, one.low, one.high, None), None)
        for one, (_, result) in zip(found, pairs, strict=True)
    ]
    cells = tuple(
        _tail_cell(one, scale, _level_text(comparison, level, metric.unit))
        for one, level in zip(drawn, levels, strict=True)
    )
    runs = "years" if comparison.is_one_year else "runs"
    level = _level_text(comparison, float(np.percentile(first, percentile)), metric.unit)
    return Row(measure, note, level, f"P95 of {comparison.replications} {runs}", False, cells)


def _tail_cell(drawn: _Drawn, scale: float, level: str) -> Cell:
    """The cell of a bad year: its own level stands in the badge's place."""
    cell = drawn.cell(scale)
    badge = f"{level} a year"
    return Cell(
        text=cell.text,
        badge=badge,
        block=cell.block,
        middle=cell.middle,
        block_text=cell.block_text,
        words=_in_words(drawn.measure.label, cell.text, badge, cell.block_text, ""),
    )
