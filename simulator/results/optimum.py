"""What the optimiser found, in words and as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results.documents import rounded
from simulator.results.origin import Origin, Wording, as_text
from simulator.results.statistics import Interval, defined, probability_better
from simulator.results.words import out_of_100
from simulator.strategy import Strategy

if TYPE_CHECKING:
    import pandas as pd

SURE = 0.95
"""From this chance on a limit is said to hold."""


@dataclass(frozen=True)
class Risk:
    """What is lost against today where the candidate is the worse one (unit of the measure).

    Attributes:
        better: Share of runs in which it is better than today, ties half (fraction).
        worse: Share of runs in which it is worse (fraction).
        loss_when_worse: What it loses in those, on average.
        expected_loss: The same over all runs.
        bad_run: The 5th percentile of the gain; None below 200 replications.
    """

    better: float
    worse: float
    loss_when_worse: float
    expected_loss: float
    bad_run: float | None

    @classmethod
    def of(cls, gains: NDArray[np.float64]) -> Risk:
        """The risk of a candidate with these gains over today, one of each run."""
        gains = defined(gains)
        losses = np.maximum(-gains, 0.0)
        worse = losses > 0
        return cls(
            better=probability_better(gains, "higher") or 0.0,
            worse=float(worse.mean()),
            loss_when_worse=float(losses[worse].mean()) if worse.any() else 0.0,
            expected_loss=float(losses.mean()),
            bad_run=float(np.percentile(gains, 5)) if len(gains) >= TAIL_REPLICATIONS else None,
        )


@dataclass(frozen=True)
class Kept:
    """What became of a limit.

    Attributes:
        text: As the user wrote it.
        measure: What is limited.
        at_least: Whether it must not fall below the bound.
        bound: The bound (unit of the measure).
        level: Where the candidate stands.
        today: Where today stands.
        today_keeps: Whether today keeps the limit.
        chance: How sure it is that the candidate keeps it (fraction).
        kept_in: Share of single runs within the bound (fraction).
        costs: What more could be gained without this limit; None where that is not clear.
    """

    text: str
    measure: str
    at_least: bool
    bound: float
    level: float
    today: float
    today_keeps: bool
    chance: float
    kept_in: float
    costs: float | None

    @property
    def holds(self) -> bool:
        """Whether the candidate keeps it, by the proof's figure."""
        return self.level >= self.bound if self.at_least else self.level <= self.bound


@dataclass(frozen=True)
class Optimum:
    """A candidate, what it gains, what is lost if that is wrong, and which limits hold it back.

    Attributes:
        origin: Where the answer comes from.
        measure: What was judged by.
        start: What the other levers were taken from.
        strategy: The candidate.
        levers: The value of each lever moved.
        told: The same in words.
        tried: Points tried.
        replications: Runs of the proof.
        gain: What it gains over today, positive is better, on luck that the search has not seen.
        promised: What the search alone would have promised.
        risk: What is lost if it is wrong.
        kept: What became of the limits.
        cautions: What speaks against the candidate whatever it gains, in sentences.
    """

    origin: Origin
    measure: str
    start: str
    strategy: Strategy
    levers: Mapping[str, Any]
    told: tuple[str, ...]
    tried: int
    replications: int
    gain: Interval
    promised: float
    risk: Risk
    kept: tuple[Kept, ...]
    cautions: tuple[str, ...] = ()

    @property
    def wording(self) -> Wording:
        """How amounts read."""
        return self.origin.wording(self.measure)

    @property
    def keeps_all(self) -> bool:
        """Whether every limit is kept by the proof's figures."""
        return all(one.holds for one in self.kept)

    @property
    def does_the_same(self) -> bool:
        """Whether the candidate is today by another name."""
        return self.gain.low == self.gain.high == 0.0

    @property
    def is_worse(self) -> bool:
        """Whether the candidate is clearly worse than today: all that is left where limits rule out the rest."""
        return self.gain.is_clear and self.gain.mean < 0

    @property
    def verdict(self) -> str:
        """The answer in words."""
        return " ".join(sentence for sentence in (self._lead(), self._wrong(), *self._limits()) if sentence)

    def _lead(self) -> str:
        what, named = ", ".join(self.told), self.wording.named
        if not self.keeps_all:
            broken = " and ".join(one.text for one in self.kept if not one.holds)
            return (
                f"Nothing of the {self.tried} tried was shown to keep every limit: the closest, {what}, breaks "
                f"{broken}."
            )
        if self.does_the_same:
            return f"Nothing of the {self.tried} tried beats today by {named}; the closest does the same as today."
        low, high = (self.wording.signed(end or 0.0) for end in (self.gain.low, self.gain.high))
        size = self.wording.size(self.gain.mean)
        if self.is_worse:
            kept = " that keeps the limits" if self.kept else ""
            return (
                f"Nothing of the {self.tried} tried{kept} does as well as today by {named}: the closest, {what}, is "
                f"{size} worse, between {low} and {high}."
            )
        if not self.gain.is_clear:
            return (
                f"Nothing of the {self.tried} tried is clearly better than today by {named}: the closest, {what}, lies "
                f"between {low} and {high}."
            )
        return f"{what}: {size} better than today by {named}, between {low} and {high}; best of {self.tried} tried."

    def _wrong(self) -> str:
        risk = self.risk
        if self.does_the_same or self.is_worse:
            return ""
        if risk.worse == 0.0:
            return f"It is worse than today in none of {self.replications} runs."
        often = (
            f"If it is wrong: it is worse than today in {out_of_100(risk.worse)} runs, then by "
            f"{self.wording.size(risk.loss_when_worse)} on average"
        )
        if risk.bad_run is None or risk.bad_run >= 0:
            return f"{often}."
        return f"{often}; one run in twenty loses {self.wording.size(risk.bad_run)} or more."

    def _limits(self) -> list[str]:
        told = []
        for one in self.kept:
            if one.holds:
                unsure = "" if one.chance >= SURE else ", which is not sure"
                told.append(f"It keeps {one.text}: {out_of_100(one.chance)} that this holds{unsure}.")
            if one.costs is not None:
                told.append(
                    f"{one.text} holds it back: without it about {self.wording.size(one.costs)} more was found."
                )
            if not one.today_keeps:
                told.append(f"Today itself breaks {one.text}.")
        return told

    def document(self) -> dict[str, Any]:
        """As plain values."""
        risk = self.risk
        return {
            **self.origin.document(),
            "measure": self.measure,
            "unit": self.wording.metric.unit,
            "start": self.start,
            "levers": dict(self.levers),
            "strategy": self.strategy.model_dump(mode="json"),
            "tried": self.tried,
            "replications": self.replications,
            "gain": {
                "mean": rounded(self.gain.mean),
                "low": rounded(self.gain.low),
                "high": rounded(self.gain.high),
            },
            "gain_promised_by_the_search": rounded(self.promised),
            "if_it_is_wrong": {
                "better_fraction": rounded(risk.better),
                "worse_fraction": rounded(risk.worse),
                "loss_when_worse": rounded(risk.loss_when_worse),
                "expected_loss": rounded(risk.expected_loss),
                "gain_p05": rounded(risk.bad_run),
            },
            "limits": [
                {
                    "text": one.text,
                    "measure": one.measure,
                    "bound": rounded(one.bound),
                    "level": rounded(one.level),
                    "today": rounded(one.today),
                    "holds": one.holds,
                    "chance_that_it_holds": rounded(one.chance),
                    "kept_in_fraction": rounded(one.kept_in),
                    "binds": one.costs is not None,
                    "costs": rounded(one.costs),
                }
                for one in self.kept
            ],
            "cautions": list(self.cautions),
            "verdict": self.verdict,
        }

    def table(self) -> pd.DataFrame:
        """The limits: bound, candidate, today, how sure."""
        import pandas as pd

        return pd.DataFrame(self.document()["limits"])

    def to_json(self) -> str:
        """The whole answer as JSON text, the same bytes for the same inputs, seed and version."""
        return as_text(self.document())
