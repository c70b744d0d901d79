"""A sensitivity in words and as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.results.documents import rounded
from simulator.results.origin import Origin, Wording, as_text
from simulator.results.shares import Shares
from simulator.results.statistics import Interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class End:
    """An assumption at one end of its range.

    Attributes:
        value: Where it stands.
        told: The same with its unit.
        movement: The answer here minus the answer of the base case, same luck (unit of the measure).
        answer: The answer here.
    """

    value: Any
    told: str
    movement: Interval
    answer: Interval


@dataclass(frozen=True)
class Bar:
    """One assumption or lever, moved from one end to the other."""

    key: str
    meaning: str
    low: End
    high: End

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends."""
        return self.low, self.high

    @property
    def swing(self) -> float:
        """The larger movement (unit of the measure); what is not clear counts after all that is."""
        clear = [abs(end.movement.mean) for end in self.ends if end.movement.is_clear]
        return max(clear, default=0.0)

    @property
    def is_still(self) -> bool:
        """Whether it moves nothing at all in any run."""
        return all(end.movement.low == end.movement.high == 0.0 for end in self.ends)


@dataclass(frozen=True)
class Sensitivity:
    """How an answer moves with what we assume.

    Attributes:
        origin: Where it comes from.
        measure: What was judged by.
        strategy: The strategy.
        against: What it is compared with.
        replications: Runs of each case and strategy.
        base: The strategy's lead (its measure minus the other's) as the scenario stands.
        bars: From the one that moves it most.
        chosen_for_you: Whether the assumptions were chosen, not asked for.
        shares: What each contributes when all move at once, if that was asked for.
    """

    origin: Origin
    measure: str
    strategy: str
    against: str
    replications: int
    base: Interval
    bars: tuple[Bar, ...]
    chosen_for_you: bool = False
    shares: Shares | None = None

    @property
    def wording(self) -> Wording:
        """How amounts read."""
        return self.origin.wording(self.measure)

    @property
    def moving(self) -> tuple[Bar, ...]:
        """Those with a clear movement at one end."""
        return tuple(bar for bar in self.bars if bar.swing > 0)

    @property
    def turning(self) -> tuple[tuple[Bar, End], ...]:
        """Ends at which the answer is clearly the opposite of that of the base case."""
        if not self.base.is_clear:
            return ()
        return tuple(
            (bar, end)
            for bar in self.bars
            for end in bar.ends
            if end.answer.is_clear and end.answer.mean * self.base.mean < 0
        )

    @property
    def doubtful(self) -> tuple[tuple[Bar, End], ...]:
        """Ends at which it is no longer clear."""
        if not self.base.is_clear:
            return ()
        return tuple((bar, end) for bar in self.bars for end in bar.ends if not end.answer.is_clear)

    @property
    def verdict(self) -> str:
        """The answer in words."""
        return f"{self._lead()} {self._largest()} {self._turns()}".strip()

    def _lead(self) -> str:
        name, named = self.strategy, self.wording.named
        if not self.base.is_clear:
            return f"{name} shows no clear difference from {self.against} by {named}."
        better = "better" if self.wording.gain(self.base.mean) > 0 else "worse"
        return f"{name} is {self.wording.size(self.base.mean)} {better} than {self.against} by {named}."

    def _largest(self) -> str:
        if not self.moving:
            return "None of what was moved changes that clearly."
        bar = self.moving[0]
        end = max((end for end in bar.ends if end.movement.is_clear), key=lambda one: abs(one.movement.mean))
        how = "improves" if self.wording.gain(end.movement.mean) > 0 else "worsens"
        return f"What moves it most is {bar.key}: at {end.told} it {how} by {self.wording.size(end.movement.mean)}."

    def _turns(self) -> str:
        if self.turning:
            places = [f"{bar.key} at {end.told}" for bar, end in self.turning]
            return f"The answer turns around with {_or(places)}."
        if self.doubtful:
            places = [f"{bar.key} at {end.told}" for bar, end in self.doubtful]
            return f"Nothing turns the answer around; it is no longer clear with {_or(places)}."
        return "Nothing that was moved turns the answer around." if self.base.is_clear else ""

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **self.origin.document(),
            "measure": self.measure,
            "unit": self.wording.metric.unit,
            "strategy": self.strategy,
            "against": self.against,
            "replications": self.replications,
            "difference": _interval(self.base),
            "chosen_for_you": self.chosen_for_you,
            "moved": [
                {"key": bar.key, "meaning": bar.meaning, "low": _end(bar.low), "high": _end(bar.high)}
                for bar in self.bars
            ],
            "all_at_once": None if self.shares is None else self.shares.document(),
            "verdict": self.verdict,
        }

    def table(self) -> pd.DataFrame:
        """What was moved, from what moves the answer most."""
        import pandas as pd

        rows = [
            {
                "moved": bar.key,
                "end": end.told,
                "moves_it_by": end.movement.mean,
                "from": end.movement.low,
                "to": end.movement.high,
            }
            for bar in self.bars
            for end in bar.ends
        ]
        return pd.DataFrame(rows)

    def to_json(self) -> str:
        """The whole answer as JSON text, the same bytes for the same inputs, seed and version."""
        return as_text(self.document())


def _or(places: list[str]) -> str:
    return f"{', '.join(places[:-1])} or {places[-1]}" if len(places) > 1 else places[0]


def _end(end: End) -> dict[str, Any]:
    return {"value": end.value, "movement": _interval(end.movement), "difference": _interval(end.answer)}


def _interval(found: Interval) -> dict[str, Any]:
    return {"mean": rounded(found.mean), "low": rounded(found.low), "high": rounded(found.high)}
