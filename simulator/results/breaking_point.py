"""How bad a shock must get until cash runs out: the severity found, how closely, and how sure that is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.results.documents import rounded
from simulator.results.reasons_tables import severities_table
from simulator.results.statistics import LEVEL, defined
from simulator.results.words import chance_in_words, money

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tried:
    """One severity that was tried: how many times as severe, and the cash low point in each replication (currency)."""

    factor: float
    lowest_cash: NDArray[np.float64] = field(repr=False)

    def beyond(self, limit: float) -> float:
        """Share of the runs in which the bank would have to lend more than this."""
        return float((defined(self.lowest_cash) < -limit).mean())


@dataclass(frozen=True)
class BreakingPoint:
    """How bad a shock must get until cash runs out.

    Attributes:
        scenario: The scenario's name.
        strategy: The strategy's name.
        shock: The shock's name.
        share: In which share of the runs cash has to run out.
        overdraft_limit: What the bank lends; cash has run out below minus this (currency).
        factor: How many times as severe as written; 0 without any shock; None where it never runs out.
        bracket: Severities between which the search ended: not yet, and already.
        likely: Severities between which the answer lies with 95 % confidence, for luck; None: beyond what is allowed.
        largest: How severe the shock can get.
        words: The shock at the factor, or at its most severe, in its own units.
        tried: All severities tried, the mildest first.
        currency: The currency of all amounts.
        origin: Seed, version, inputs' hash: where the numbers come from.
        notes: What belongs beside the numbers.
    """

    scenario: str
    strategy: str
    shock: str
    share: float
    overdraft_limit: float
    factor: float | None
    bracket: tuple[float, float] | None
    likely: tuple[float | None, float | None]
    largest: float
    words: str
    tried: tuple[Tried, ...] = field(repr=False)
    currency: str
    origin: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def replications(self) -> int:
        """Replications at each severity."""
        return len(self.tried[0].lowest_cash)

    @property
    def runs_out_before(self) -> bool:
        """Whether cash runs out without any shock."""
        return self.factor == 0.0

    @property
    def sentence(self) -> str:
        """The answer in a sentence."""
        limit = f"the overdraft limit of {money(self.overdraft_limit, self.currency)}"
        if not self.overdraft_limit:
            limit = "zero"
        often = f"{self._often(self.share)} runs"
        if self.runs_out_before:
            found = self._often(self.tried[0].beyond(self.overdraft_limit))
            return f"{self._who}: cash runs out beyond {limit} without any shock, in {found} runs."
        if self.factor is None:
            found = self._often(self.tried[-1].beyond(self.overdraft_limit))
            return (
                f"{self._who}: never within the allowed range. Even {times(self.largest)} as severe as "
                f"'{self.shock}' ({self.words}), cash runs out beyond {limit} in {found} runs only, not in {often}."
            )
        return (
            f"{self._who}: cash runs out beyond {limit} in {often} once '{self.shock}' is {times(self.factor)} as "
            f"severe: {self.words}."
        )

    @property
    def _who(self) -> str:
        return self.strategy[:1].upper() + self.strategy[1:]

    def _often(self, share: float) -> str:
        return chance_in_words(share, self.replications)

    @property
    def certainty(self) -> str:
        """How closely the answer is known, and how far luck may have moved it, in a sentence."""
        if self.runs_out_before:
            by_one = self.tried[0].beyond(self.overdraft_limit) * self.replications < 1.5
            return f"{self.replications:,} replications.{self._too_few if by_one else ''}"
        if self.factor is None or self.bracket is None:
            luck = self.likely[0]
            other = "" if luck is None else f" With other luck it may, from {times(luck)} on (95 %)."
            return f"{self.replications:,} replications at each of {len(self.tried)} severities.{other}{self._too_few}"
        not_yet, already = self.bracket
        before = f"at {times(not_yet)}" if not_yet else "without it"
        low, high = self.likely
        mild = "less (too few runs to say)" if low is None else times(low)
        severe = "beyond what is allowed" if high is None else times(high)
        return (
            f"Not yet {before}, already at {times(already)}. Luck of {self.replications:,} replications: between "
            f"{mild} and {severe} (95 %).{self._too_few}"
        )

    @property
    def _too_few(self) -> str:
        """Whether the worst run alone had to decide, though it stands for more than the share asked for."""
        least = math.ceil(1 / self.share - 1e-9)
        if self.replications >= least:
            return ""
        return (
            f" The worst of {self.replications:,} runs decided: {self.share:.3g} of the runs can only be told from "
            f"{least:,} replications on."
        )

    def table(self) -> pd.DataFrame:
        """In which share of the runs cash runs out, at every severity tried."""
        return severities_table(self)

    def to_json(self) -> str:
        """All of it as JSON text, the same bytes for the same inputs, seed and version."""
        document = {
            "scenario": self.scenario,
            "strategy": self.strategy,
            "shock": self.shock,
            **self.origin,
            "replications": self.replications,
            "currency": self.currency,
            "overdraft_limit": rounded(self.overdraft_limit),
            "runs_out_in_fraction_of_runs": self.share,
            "answer": self.sentence,
            "factor": rounded(self.factor),
            "bracket": None if self.bracket is None else [rounded(end) for end in self.bracket],
            "interval_level": LEVEL,
            "interval": [rounded(end) for end in self.likely],
            "largest_factor": rounded(self.largest),
            "what": self.words,
            "tried": [
                {"factor": rounded(one.factor), "beyond_fraction": rounded(one.beyond(self.overdraft_limit))}
                for one in self.tried
            ],
            "notes": list(self.notes),
        }
        return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def times(factor: float) -> str:
    """A severity in words.

    >>> times(1.734), times(12.3), times(1.0), times(0.5)
    ('1.73 times', '12.3 times', '1 times', '0.5 times')
    """
    return f"{factor:.3g} times"
