"""The best of many in words and as plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.results.documents import rounded
from simulator.results.origin import Origin, Wording, as_text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Contender:
    """One strategy of many.

    Attributes:
        name: The strategy.
        average: Its measure, averaged over its replications (unit of the measure).
        replications: How often it was run before it was out.
        behind: Its measure minus that of the best, with the same luck.
        unsure_by: What luck is allowed for: who is behind another one by more is out. No two-sided interval: the
            stated error is that of losing the best, by one-sided comparisons.
        beaten_by: Which strategy put it out; None for those that are left.
    """

    name: str
    average: float
    replications: int
    behind: float
    unsure_by: float
    beaten_by: str | None


@dataclass(frozen=True)
class Best:
    """The best strategy, those that cannot be told apart from it, and those that are clearly worse.

    Attributes:
        origin: Where the answer comes from.
        measure: What was judged by.
        error: The chance that the truly best is not among those left, at most.
        contenders: From the best down.
        shortfall: What the best may fall short of the truly best by, at most (signed as the measure).
        cautions: What speaks against those left whatever the measure, in sentences.
    """

    origin: Origin
    measure: str
    error: float
    contenders: tuple[Contender, ...]
    shortfall: float
    cautions: tuple[str, ...] = ()

    @property
    def wording(self) -> Wording:
        """How amounts read."""
        return self.origin.wording(self.measure)

    @property
    def name(self) -> str:
        """The strategy with the best average."""
        return self.contenders[0].name

    @property
    def level(self) -> tuple[str, ...]:
        """Those that cannot be told apart from it."""
        return tuple(one.name for one in self.contenders[1:] if one.beaten_by is None)

    @property
    def out(self) -> tuple[str, ...]:
        """Those that are clearly worse than another one."""
        return tuple(one.name for one in self.contenders if one.beaten_by is not None)

    @property
    def verdict(self) -> str:
        """The answer in words."""
        label, count = self.wording.named, len(self.contenders)
        sure = f"Wrong in at most {_one_of(self.error)} such questions."
        if not self.level:
            closest = max(self.contenders[1:], key=lambda one: self.wording.gain(one.behind))
            by = self.wording.size(closest.behind)
            return f"{_begin(self.name)} is the best of {count} by {label}: {by} better than {closest.name}. {sure}"
        several = _listed((self.name, *self.level))
        short = (
            f"{_begin(self.name)} has the best average, and is at most {self.wording.size(self.shortfall)} short "
            "of the truly best."
        )
        if math.isinf(self.shortfall):
            short = (
                "How far it may fall short of the truly best is not known: too few runs have this measure."
            )
        elif math.isclose(self.shortfall, 0.0, abs_tol=1e-9):
            short = "They do the same."
        others = len(self.out)
        worse = f" {others} {'other is' if others == 1 else 'others are'} clearly worse." if others else ""
        return f"{_begin(several)} cannot be told apart by {label}. {short}{worse} {sure}"

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **self.origin.document(),
            "measure": self.measure,
            "unit": self.wording.metric.unit,
            "error": self.error,
            "best": self.name,
            "cannot_be_told_apart": list(self.level),
            "shortfall_at_most": rounded(abs(self.shortfall)),
            "strategies": [
                {
                    "name": one.name,
                    "average": rounded(one.average),
                    "replications": one.replications,
                    "difference_to_best": rounded(one.behind),
                    "difference_unsure_by": rounded(one.unsure_by),
                    "beaten_by": one.beaten_by,
                }
                for one in self.contenders
            ],
            "cautions": list(self.cautions),
            "verdict": self.verdict,
        }

    def table(self) -> pd.DataFrame:
        """The strategies from the best down."""
        import pandas as pd

        return pd.DataFrame(self.document()["strategies"])

    def to_json(self) -> str:
        """The whole answer as JSON text, the same bytes for the same inputs, seed and version."""
        return as_text(self.document())


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _one_of(error: float) -> str:
    """A chance as one in so many.

    >>> _one_of(0.05), _one_of(0.01), _one_of(0.3)
    ('1 of 20', '1 of 100', '30 of 100')
    """
    times = 1 / error
    return f"1 of {round(times)}" if abs(times - round(times)) < 0.01 * times else f"{error * 100:.3g} of 100"
