"""What follows from a comparison: a strategy is recommended, nothing changes, or it is not clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.publish.board.content import Kind
from simulator.results import phrases
from simulator.results.verdict import Verdict, verdict_of
from simulator.results.words import SURE_FROM

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison, Result

CRITERIA = {
    "profit": phrases.PROFIT,
    "lowest_cash": phrases.CASH,
    "dso": phrases.DSO,
    "write_offs": phrases.WRITE_OFFS,
}
"""By what a page may judge; of each every run has its own."""

LIKELY, VERY_LIKELY, ALL_BUT_CERTAIN = 0.75, 0.95, 0.99


@dataclass(frozen=True)
class Decision:
    """What a comparison says to a board.

    Attributes:
        kind: What sort of answer it is.
        position: The place of the strategy that the page is about: the recommended one, or the closest to it.
        criterion: What decided.
        verdict: The comparison's own verdict.
        chance: In which share of the runs the strategy is better than today.
    """

    kind: Kind
    position: int
    criterion: str
    verdict: Verdict
    chance: float


def decide(comparison: Comparison, criterion: str = "profit") -> Decision:
    """Recommend only what is better in 75 of 100 runs or more, and clearly so."""
    measure = CRITERIA[criterion]
    verdict = verdict_of(comparison, criterion)
    leads = [phrases.lead(comparison, measure, one, comparison.first) for one in comparison.others]
    gains = [one.gain if one is not None else 0.0 for one in leads]
    position = 1 + gains.index(max(gains))
    found = leads[position - 1]
    chance = (found.difference.probability_better or 0.0) if found is not None else 0.0
    kind: Kind = "unclear"
    if comparison.replications < SURE_FROM or verdict.leader is None or found is None:
        kind = "unclear"
    elif verdict.leader == comparison.first.name:
        kind = "nothing"
    elif chance >= LIKELY and found.is_clear:
        kind = "recommended"
    return Decision(kind, position, criterion, verdict, chance)


def chosen(comparison: Comparison, decision: Decision) -> Result:
    """The strategy that the page is about."""
    return comparison.results[decision.position]


def how_likely(chance: float) -> str:
    """A chance in words.

    >>> how_likely(0.995), how_likely(0.95), how_likely(0.86), how_likely(0.6)
    ('all but certain', 'very likely', 'likely', 'open')
    """
    if chance >= ALL_BUT_CERTAIN:
        return "all but certain"
    if chance >= VERY_LIKELY:
        return "very likely"
    return "likely" if chance >= LIKELY else "open"
