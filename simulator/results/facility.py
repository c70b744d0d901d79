"""What a factor charges and lends, run by run: fee and interest apart, and what is drawn week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.results.statistics import Interval, interval


@dataclass(frozen=True)
class FacilityCosts:
    """Facilities, one for each strategy (cents).

    Attributes:
        names: The strategies' names.
        fees: [strategy, replication]: fees for service and protection, to the end.
        interest: [strategy, replication]: interest on what is drawn, to the end.
        drawn: [strategy, replication, week]: what the factor has advanced at the week's end.
        years: Length of the horizon (years).
    """

    names: tuple[str, ...]
    fees: NDArray[np.int64]
    interest: NDArray[np.int64]
    drawn: NDArray[np.int64]
    years: float

    @property
    def replications(self) -> int:
        """How many runs."""
        return int(self.fees.shape[1])

    def fee_a_year(self, place: int) -> Interval | None:
        """Fees a year, averaged (currency)."""
        return interval(self.fees[place] / 100.0 / self.years)

    def interest_a_year(self, place: int) -> Interval | None:
        """Interest a year, averaged (currency)."""
        return interval(self.interest[place] / 100.0 / self.years)

    def drawn_by_week(self, place: int) -> NDArray[np.float64]:
        """What is drawn at each week's end, averaged (currency)."""
        found: NDArray[np.float64] = self.drawn[place].mean(axis=0) / 100.0
        return found

    def as_document(self) -> dict[str, Any]:
        """As plain values, from which `from_document` makes the same again."""
        arrays = {name: getattr(self, name).tolist() for name in ("fees", "interest", "drawn")}
        return {"names": list(self.names), "years": self.years, **arrays}


def from_document(document: dict[str, Any]) -> FacilityCosts:
    """The costs that plain values tell."""
    arrays = {name: np.array(document[name], dtype=np.int64) for name in ("fees", "interest", "drawn")}
    return FacilityCosts(names=tuple(document["names"]), years=float(document["years"]), **arrays)
