"""What follows from a comparison: a strategy is recommended, nothing changes, or it is not clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from simulator.publish.board.content import Kind
from simulator.results import objectives, phrases
from simulator.results.verdict import Verdict, measure_of, verdict_of
from simulator.results.words import SURE_FROM

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison, Result


class Judging(NamedTuple):
    """What a criterion is in a sentence.

    Attributes:
        does: What a better strategy does.
        do: What several do, or one does not.
        gain: What is gained.
    """

    does: str
    do: str
    gain: str


_JUDGING = {
    "profit": Judging("raises profit", "raise profit", "gain in profit"),
    "lowest_cash": Judging("raises the cash low point", "raise the cash low point", "extra room"),
    "dso": Judging("lowers DSO", "lower DSO", "gain in DSO"),
    "write_offs": Judging("lowers write-offs", "lower write-offs", "fall in write-offs"),
    "bad_year": Judging("lightens the bad year", "lighten the bad year", "fall in write-offs"),
    objectives.GROWTH: Judging("raises growth", "raise growth", "gain in growth"),
    objectives.RESILIENCE: Judging("raises resilience", "raise resilience", "gain in resilience"),
}
_BY_WEIGHTS = Judging("does better by your weights", "do better by your weights", "gain by your weights")
_ALSO = {
    "bad_year": "write_offs",
    objectives.GROWTH: "profit",
    objectives.RESILIENCE: "lowest_cash",
}
"""By which measure of a run a search judges instead: of these every run has its own."""

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

    @property
    def measure(self) -> str:
        """What decided: a measure of the catalogue, or a criterion that stands for itself."""
        return measure_of(self.criterion)

    @property
    def judging(self) -> Judging:
        """What decided, in a sentence."""
        return _JUDGING.get(self.criterion, _BY_WEIGHTS)

    @property
    def leans_on(self) -> str:
        """The nearest criterion of which every run has its own: by it assumptions are moved."""
        return by_a_run(self.criterion)


def decide(comparison: Comparison, criterion: str = "profit") -> Decision:
    """Recommend only what is better in 75 of 100 runs or more, and clearly so."""
    measure = measure_of(criterion)
    verdict = verdict_of(comparison, criterion)
    leads = [phrases.lead(comparison, measure, one, comparison.first) for one in comparison.others]
    gains = [one.gain if one is not None else 0.0 for one in leads]
    position = 1 + gains.index(max(gains))
    found = leads[position - 1]
    chance = _chance(comparison, measure, position)
    kind: Kind = "unclear"
    if comparison.replications < SURE_FROM or verdict.leader is None or found is None:
        kind = "unclear"
    elif verdict.leader == comparison.first.name:
        kind = "nothing"
    elif chance >= LIKELY and found.is_clear:
        kind = "recommended"
    return Decision(kind, position, criterion, verdict, chance)


def _chance(comparison: Comparison, measure: str, position: int) -> float:
    """In which share of the runs it is better; of the bad year, in which it writes off less."""
    of_a_run = phrases.WRITE_OFFS if measure == phrases.BAD_YEAR else measure
    found = phrases.lead(comparison, of_a_run, comparison.results[position], comparison.first)
    return (found.difference.probability_better or 0.0) if found is not None else 0.0


def by_a_run(criterion: str) -> str:
    """A criterion of which every run has its own: profit or the cash low point for those that have none.

    >>> by_a_run("dso"), by_a_run("growth"), by_a_run("profit=1,resilience=3")
    ('dso', 'profit', 'lowest_cash')
    """
    if "=" in criterion:
        weights = objectives.weights_of(criterion)
        criterion = max(weights, key=lambda part: weights[part])
    return _ALSO.get(criterion, criterion)


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
