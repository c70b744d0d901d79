"""What changes, and every strategy that was looked at: the rows of both tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.figures.scales import short, signed_short
from simulator.figures.tokens import LETTERS
from simulator.metrics.catalogue import CATALOGUE
from simulator.publish.board.content import Alternative, Change, ChangeTexts, Span
from simulator.results import phrases
from simulator.results.ranges import difference_text, level_text
from simulator.results.statistics import defined, paired_differences
from simulator.results.words import MINUS, chance_in_words, figure

if TYPE_CHECKING:
    from simulator.publish.board.asking import Evidence
    from simulator.results.comparison import Comparison, Result

_YEARLY = (phrases.PROFIT, phrases.WRITE_OFFS)
_ROWS = (
    (phrases.CASH, "Cash low point", "tightest day", "more room"),
    (phrases.DSO, "DSO", "days sales outstanding", "sooner"),
    (phrases.WRITE_OFFS, "Write-offs", "a year, net of claims", "fewer"),
    (phrases.PROFIT, "Profit after credit cost", "a year", "better"),
)
_COLUMNS = (phrases.CASH, phrases.DSO, phrases.WRITE_OFFS, phrases.BAD_YEAR, phrases.PROFIT)


def change_rows(evidence: Evidence) -> tuple[Change, ...]:
    """The four rows of what changes."""
    found = (_row(evidence, *row) for row in _ROWS)
    return tuple(row for row in found if row is not None)


def _row(evidence: Evidence, measure: str, label: str, note: str, word: str) -> Change | None:
    """One measure; None where it is undefined."""
    comparison = evidence.comparison
    result, unit = comparison.results[evidence.decision.position], CATALOGUE[measure].unit
    found = phrases.lead(comparison, measure, result, comparison.first)
    today, then = (phrases.level(comparison, measure, one) for one in (comparison.first, result))
    if found is None or today is None or then is None:
        return None
    years = comparison.years if measure in _YEARLY else 1.0
    values = defined(paired_differences(result.values(measure), comparison.first.values(measure))) / years
    low, high = (float(end) for end in np.percentile(values, [5, 95]))
    difference, more = found.difference, CATALOGUE[measure].better == "higher"
    average = None
    if difference.low is not None and difference.high is not None:
        average = Span(difference.low, difference.high)
    worse, better = (low, high) if more else (high, low)
    chance = difference.probability_better or 0.0
    in_words = [
        difference_text(value, unit, comparison.currency, is_small=comparison.is_small)
        for value in (difference.mean, worse, better)
    ]
    levels = [
        level_text(value, unit, comparison.currency, is_small=comparison.is_small) for value in (today, then)
    ]
    often = chance_in_words(chance, comparison.replications)
    is_same = not values.any()
    runs = phrases.runs_in_words(comparison)
    sentence = (
        f"{label}: {levels[0]} today, {levels[1]} then, {in_words[0]} on average; nine single runs in ten between "
        f"{in_words[1]} and {in_words[2]}; better in {often} {runs}"
    )
    texts = ChangeTexts(
        levels[0],
        levels[1],
        in_words[0],
        in_words[1],
        in_words[2],
        "" if is_same else often,
        "no difference" if is_same else word,
        sentence,
    )
    return Change(
        measure, label, note, today, then, difference.mean, average, Span(low, high), chance, texts, more
    )


def alternatives(evidence: Evidence) -> tuple[Alternative, ...]:
    """Today's levels, then every strategy's differences to them."""
    comparison = evidence.comparison
    return tuple(_alternative(evidence, place) for place in range(len(comparison.results)))


def _alternative(evidence: Evidence, place: int) -> Alternative:
    comparison, decision = evidence.comparison, evidence.decision
    result = comparison.results[place]
    values = [_value(comparison, measure, result) for measure in _COLUMNS]
    return Alternative(
        letter=LETTERS[place],
        position=place,
        name="Today" if place == 0 else result.name,
        because=_because(evidence, place),
        values=tuple(values),
        cells=tuple(
            _cell(value, measure, comparison, is_level=place == 0)
            for value, measure in zip(values, _COLUMNS, strict=True)
        ),
        is_chosen=place == (0 if decision.kind == "nothing" else decision.position)
        and decision.kind != "unclear",
    )


def _value(comparison: Comparison, measure: str, result: Result) -> float | None:
    if result is comparison.first:
        return phrases.level(comparison, measure, result)
    found = phrases.lead(comparison, measure, result, comparison.first)
    return None if found is None else found.difference.mean


def _cell(value: float | None, measure: str, comparison: Comparison, *, is_level: bool) -> str:
    """A figure of the table; amounts without the currency, which the note tells."""
    if value is None:
        return "…"
    if measure == phrases.DSO:
        return f"{figure(value, 'days', 1, signed=not is_level)} d"
    if is_level and not comparison.is_small:
        return figure(value, "currency")
    told = (short if is_level else signed_short)(value, is_small=comparison.is_small)
    return f"{MINUS}{told}" if is_level and value <= -0.5 else told


def _because(evidence: Evidence, place: int) -> str:
    """One line why, or why not."""
    comparison, decision = evidence.comparison, evidence.decision
    if place == 0:
        return "recommended: nothing changes" if decision.kind == "nothing" else ""
    result = comparison.results[place]
    gain = phrases.largest_gain(comparison, result, "")
    own = phrases.lead(comparison, decision.measure, result, comparison.first)
    cost = own if own is not None and own.is_clear and own.gain < 0 and not own.is_tiny else None
    cost = cost or phrases.largest_cost(comparison, result, "")
    told = [phrases.as_verb(one, comparison) for one in (gain, cost) if one is not None]
    text = ", ".join(told) or f"no clear difference from {comparison.base_name}"
    if place == decision.position and decision.kind == "recommended":
        return f"recommended: {text}"
    return text


def alternatives_heading(evidence: Evidence) -> str:
    """What the table says: whether anything else is better."""
    comparison, decision = evidence.comparison, evidence.decision
    does, do, _ = decision.judging
    skipped = decision.position if decision.kind == "recommended" else 0
    measure = decision.measure
    better = []
    for place, result in enumerate(comparison.results):
        found = None if place in (0, skipped) else phrases.lead(comparison, measure, result, comparison.first)
        if found is not None and found.is_clear and found.gain > 0:
            better.append(LETTERS[place])
    if better:
        too = {"recommended": " too", "unclear": " on average"}.get(decision.kind, "")
        return f"{' and '.join(better)} {does if len(better) == 1 else do}{too}"
    clearly = "clearly " if decision.kind == "unclear" else ""
    if decision.kind == "recommended" and len(comparison.others) == 1:
        return "nothing else was compared"
    return f"nothing {'else ' if decision.kind == 'recommended' else ''}{clearly}{does}"
