"""A frontier in words and as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from simulator.results.documents import rounded
from simulator.results.origin import Origin, Wording, as_text
from simulator.results.statistics import Interval
from simulator.results.words import symbol

if TYPE_CHECKING:
    import pandas as pd

Standing = Literal["frontier", "perhaps", "dominated"]
"""Whether another strategy beats it: on none of the measures, by the averages alone, or surely."""

_MOST_NAMED = 6


@dataclass(frozen=True)
class Place:
    """One strategy among the others.

    Attributes:
        name: The strategy.
        levels: Its figure on each measure (unit of the measure).
        standing: On the frontier, perhaps dominated, dominated.
        beaten_by: By whom.
    """

    name: str
    levels: tuple[float, ...]
    standing: Standing
    beaten_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """From one strategy of the frontier to the next, which is better on the first measure.

    Attributes:
        before: The strategy that one comes from.
        after: The one that one goes to.
        gains: What that gains on each measure, run by run; negative is the price (unit of the measure).
    """

    before: str
    after: str
    gains: tuple[Interval, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the gain on the first measure is more than luck."""
        return self.gains[0].is_clear and self.gains[0].mean > 0


@dataclass(frozen=True)
class Front:
    """Strategies that trade one measure for another, and those that are beaten on all.

    Attributes:
        origin: Where the answer comes from.
        measures: What counts.
        replications: Runs of each strategy.
        places: The strategies, in the order asked.
        steps: Along the frontier, from the worst to the best on the first measure.
    """

    origin: Origin
    measures: tuple[str, ...]
    replications: int
    places: tuple[Place, ...]
    steps: tuple[Step, ...] = ()

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """How amounts of each measure read."""
        return tuple(self.origin.wording(name) for name in self.measures)

    @property
    def ranked(self) -> tuple[Place, ...]:
        """The frontier first, then who is perhaps dominated, then who is; each from the best on the first measure."""
        order = {"frontier": 0, "perhaps": 1, "dominated": 2}
        first = self.wordings[0]
        return tuple(
            sorted(self.places, key=lambda place: (order[place.standing], -first.gain(place.levels[0])))
        )

    def those(self, standing: Standing) -> tuple[Place, ...]:
        """Strategies of one standing."""
        return tuple(place for place in self.ranked if place.standing == standing)

    @property
    def verdict(self) -> str:
        """The answer in words."""
        told = [self._frontier()]
        dominated, perhaps = self.those("dominated"), self.those("perhaps")
        told += [
            f"{_begin(place.name)} is worse than {_listed(place.beaten_by)}, and on no measure better."
            for place in dominated[:_MOST_NAMED]
        ]
        if len(dominated) > _MOST_NAMED:
            told.append(f"So are {len(dominated) - _MOST_NAMED} more.")
        if perhaps:
            names = _listed([place.name for place in perhaps[:_MOST_NAMED]])
            verb = "seems" if len(perhaps) == 1 else "seem"
            too = " too" if dominated else ""
            told.append(f"{_begin(names)} {verb} beaten{too}, but the runs do not make it sure.")
        return " ".join(told)

    def _frontier(self) -> str:
        front = self.those("frontier")
        named = _listed([wording.named for wording in self.wordings])
        if len({place.levels for place in self.places}) == 1:
            return f"All {len(self.places)} do the same on {named}."
        if len(front) == len(self.places):
            return f"None of the {len(front)} is beaten on all of {named}: what one gains, it pays for elsewhere."
        if len(front) == 1:
            if self.those("perhaps"):
                return f"{_begin(front[0].name)} has the best averages on all of {named}."
            return f"{_begin(front[0].name)} leaves no choice to make on {named}: nothing is better on any of them."
        ends = []
        for at, wording in enumerate(self.wordings):
            best = max(front, key=lambda place, at=at, wording=wording: wording.gain(place.levels[at]))  # type: ignore[misc]
            ends.append(f"{best.name} on {wording.named}")
        return f"{len(front)} of {len(self.places)} strategies are not beaten on all of {named}. Best: {_listed(ends)}."

    def price(self, step: Step, at: int) -> float | None:
        """What one more unit of the first measure costs of another one; None where the first is not clearly more.

        Amounts that are told by the year are taken by the year.

        Args:
            step: Where one goes.
            at: The number of the other measure.
        """
        if not step.is_clear:
            return None
        yearly = [self.origin.years if one.is_yearly else 1.0 for one in self.wordings]
        return -(step.gains[at].mean / yearly[at]) / (step.gains[0].mean / yearly[0])

    def price_in_words(self, step: Step, at: int) -> str:
        """The same in a sentence's words; empty where there is no price to tell."""
        found, first, other = self.price(step, at), self.wordings[0], self.wordings[at]
        if found is None or not step.gains[at].is_clear or first.metric.unit != "currency":
            return ""
        how = "costs" if found > 0 else "comes with"
        money = symbol(self.origin.currency)
        if other.metric.unit == "currency":
            return f"each {money}1 more of {first.named} {how} {money}{abs(found):,.2f} of {other.named}"
        unit = "points" if other.metric.unit == "fraction" else other.metric.unit
        scale = 1e6 if other.metric.unit == "fraction" else 1e4
        return (
            f"each {money}10k more of {first.named} {how} {abs(found) * scale:,.2g} {unit} of {other.named}"
        )

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **self.origin.document(),
            "measures": {wording.measure: wording.metric.unit for wording in self.wordings},
            "replications": self.replications,
            "strategies": [
                {
                    "name": place.name,
                    "levels": {
                        name: rounded(level) for name, level in zip(self.measures, place.levels, strict=True)
                    },
                    "standing": place.standing,
                    "beaten_by": list(place.beaten_by),
                }
                for place in self.ranked
            ],
            "along_the_frontier": [
                {
                    "from": step.before,
                    "to": step.after,
                    "gains": {
                        name: {
                            "mean": rounded(gain.mean),
                            "low": rounded(gain.low),
                            "high": rounded(gain.high),
                        }
                        for name, gain in zip(self.measures, step.gains, strict=True)
                    },
                }
                for step in self.steps
            ],
            "verdict": self.verdict,
        }

    def table(self) -> pd.DataFrame:
        """The strategies, the frontier first."""
        import pandas as pd

        rows = [
            {
                "strategy": place.name,
                **dict(zip(self.measures, place.levels, strict=True)),
                "standing": place.standing,
            }
            for place in self.ranked
        ]
        return pd.DataFrame(rows)

    def to_json(self) -> str:
        """The whole answer as JSON text, the same bytes for the same inputs, seed and version."""
        return as_text(self.document())


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
