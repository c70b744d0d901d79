"""Payment terms, sales and profit: what each number of days brings, by how strongly orders answer to terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.decisions import Terms, break_even_growth_fraction
from simulator.results.documents import rounded
from simulator.results.origin import Origin, as_text
from simulator.results.statistics import Interval, interval

PROFIT, CASH, DSO = "profit_to_the_end", "lowest_cash", "dso_paid_days"
LOSSES, SALES = "write_offs_net_of_claims", "credit_sales"
MEASURES = (PROFIT, CASH, DSO, LOSSES, SALES)


@dataclass(frozen=True)
class TermsSurface:
    """Every number of days under every elasticity, against today under the same, all with the same luck.

    Attributes:
        origin: Where the numbers come from.
        net_days: The payment terms tried, for all customers (days).
        elasticities: How order values answer to terms.
        own_elasticity: The scenario's own.
        values: [replication, elasticity, today and then each number of days, measure of MEASURES].
        variable_cost_fraction: What goods cost, as a share of sales.
        cost_of_funds: What money costs a year (fraction).
    """

    origin: Origin
    net_days: tuple[int, ...]
    elasticities: tuple[float, ...]
    own_elasticity: float
    values: NDArray[np.float64] = field(repr=False)
    variable_cost_fraction: float
    cost_of_funds: float

    @property
    def replications(self) -> int:
        """How many runs there are of each."""
        return len(self.values)

    @property
    def own(self) -> int:
        """The place of the elasticity that is nearest to the scenario's own."""
        return int(np.argmin([abs(one - self.own_elasticity) for one in self.elasticities]))

    def gain(self, elasticity: int, days: int, measure: str = PROFIT) -> Interval:
        """Terms less today: profit a year, or another measure (its unit)."""
        at = MEASURES.index(measure)
        years = self.origin.years if measure in (PROFIT, LOSSES, SALES) else 1.0
        cells = self.values[:, elasticity, :, at] / years
        found = interval(cells[:, 1 + days] - cells[:, 0])
        assert found is not None
        return found

    def growth(self, elasticity: int, days: int) -> float:
        """How much sales grow (fraction)."""
        sold = self.values[:, elasticity, :, MEASURES.index(SALES)].mean(axis=0)
        return float(sold[1 + days] / sold[0] - 1.0)

    def break_even_growth(self, days: int) -> float:
        """How much sales must grow for these terms to gain nothing (M22, fraction).

        With the days to pay and the losses that the engine gives where orders do not answer to terms.
        """
        averages = dict(zip(MEASURES, np.nanmean(self.values[:, 0], axis=0).T, strict=True))
        sales = averages[SALES] / self.origin.years

        def terms(place: int) -> Terms:
            return Terms(averages[DSO][place], averages[LOSSES][place] / averages[SALES][place])

        change = (terms(0), terms(1 + days))
        return break_even_growth_fraction(
            float(sales[0]), self.variable_cost_fraction, self.cost_of_funds, change
        )

    @property
    def best(self) -> int:
        """The place of the days with the most profit, at the scenario's own elasticity."""
        return max(range(len(self.net_days)), key=lambda days: self.gain(self.own, days).mean)

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **self.origin.document(),
            "replications": self.replications,
            "own_elasticity": self.own_elasticity,
            "break_even_growth_fraction": {
                str(days): rounded(self.break_even_growth(place)) for place, days in enumerate(self.net_days)
            },
            "cells": [
                self._cell(row, place)
                for row in range(len(self.elasticities))
                for place in range(len(self.net_days))
            ],
        }

    def _cell(self, row: int, place: int) -> dict[str, Any]:
        found = {"profit_a_year": self.gain(row, place), "lowest_cash": self.gain(row, place, CASH)}
        return {
            "elasticity": self.elasticities[row],
            "net_days": self.net_days[place],
            "sales_growth_fraction": rounded(self.growth(row, place)),
            "dso_paid_days": rounded(self.gain(row, place, DSO).mean),
            **{
                name: {"average": rounded(one.mean), "low": rounded(one.low), "high": rounded(one.high)}
                for name, one in found.items()
            },
        }

    def to_json(self) -> str:
        """All of it as JSON text."""
        return as_text(self.document())
