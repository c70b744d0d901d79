"""Predictions, scored by proper rules: whoever says what they believe scores best on average.

They are scored and shown, never graded: whoever is graded for them would look first.
Sources: Brier 1950, "Verification of forecasts expressed in terms of probability"; Gneiting & Raftery 2007,
"Strictly proper scoring rules, prediction, and estimation" (interval score).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.classroom.answers import number_of
from simulator.classroom.verdicts import Verdict, not_yet, unanswered

INSIDE = 0.8
"""How often the truth should lie in a range: four times in five."""


@dataclass(frozen=True)
class Chance:
    """A prediction that something happens, as a chance.

    Attributes:
        happened: Whether it did.
        told: What happened, in a sentence.
    """

    happened: bool
    told: str

    def judge(self, given: Any) -> Verdict:
        """Score a chance between 0 and 1: one less the Brier score.

        >>> Chance(True, "It did.").judge(0.7).score
        0.91
        """
        if given is None:
            return unanswered("write down your prediction first, a chance between 0 and 1.")
        chance = number_of(given, "fraction")
        if isinstance(chance, str):
            return not_yet(chance, "not a number")
        if not 0 <= chance <= 1:
            return not_yet("A chance lies between 0 (never) and 1 (certainly).", "not a chance")
        score = round(1 - (chance - self.happened) ** 2, 4)
        return Verdict(
            is_right=True, sentence=f"{self.told} You said {chance:.0%}: {_words(score)}.", score=score
        )


@dataclass(frozen=True)
class Range:
    """A prediction of a number, as the range that should hold it four times in five.

    Attributes:
        value: The number.
        unit: Its unit.
        scale: A range this wide that holds the number scores one half (same unit).
        told: What came out, in a sentence.
    """

    value: float
    unit: str
    scale: float
    told: str

    def judge(self, given: Any) -> Verdict:
        """Score a range (low, high) by the interval score at 80 %, brought between 0 and 1.

        The interval score is the width plus ten times what the truth lies outside; 1 / (1 + score / scale).

        >>> Range(12.0, "days", 5.0, "It was 12.").judge((10, 15)).score
        0.5
        """
        if given is None or (isinstance(given, Sequence) and all(end is None for end in given)):
            return unanswered(f"write down your prediction first: from and to, in {self.unit}.")
        if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
            return not_yet(f"Two numbers are wanted, from and to, in {self.unit}: (10, 15).", "not a range")
        ends = [number_of(end, self.unit) for end in given]
        if isinstance(ends[0], str) or isinstance(ends[1], str):
            return not_yet(f"Two numbers are wanted, from and to, in {self.unit}: (10, 15).", "not a range")
        low, high = sorted((ends[0], ends[1]))
        outside = max(low - self.value, self.value - high, 0.0)
        loss = (high - low) + 2 / (1 - INSIDE) * outside
        score = round(1 / (1 + loss / self.scale), 4)
        found = "inside your range" if not outside else "outside your range"
        return Verdict(is_right=True, sentence=f"{self.told} That is {found}: {_words(score)}.", score=score)


def _words(score: float) -> str:
    """A score in words.

    >>> _words(0.91)
    'your prediction scores 91 of 100'
    """
    return f"your prediction scores {score * 100:.0f} of 100"
