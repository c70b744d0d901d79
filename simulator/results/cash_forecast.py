"""A cash forecast: what customers will pay week by week, from the open book and from sales to come, as a fan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.light import LedgerLight
from simulator.results.documents import rounded
from simulator.results.origin import as_text
from simulator.results.words import is_small_company, money

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
"""The points of the fan: one run in ten comes out below the first, one in ten above the last."""

PARTS = ("open_book", "sales_to_come")
PART_WORDS = {"open_book": "from invoices that are open now", "sales_to_come": "from sales to come"}
_DAYS = 7
Values = NDArray[np.float64]


@dataclass(frozen=True)
class CashForecast:
    """What customers will pay in the coming weeks, VAT included (currency).

    Attributes:
        name: Whose customers: the ledger's or the scenario's name.
        currency: Three letters.
        start: The first day of the first week.
        draws: [run, week, part] payments, the parts as in PARTS.
        open_book: What the ledger's customers owe at the start; None without a ledger.
        seed: Of all luck.
        version: Of the product.
        inputs_hash: SHA-256 of everything that decides the numbers, but seed and runs.
        notes: Warnings and assumptions, in sentences.
        light: How well the ledger's own last months would have been foretold; None without a ledger.
    """

    name: str
    currency: str
    start: date
    draws: Values = field(repr=False)
    open_book: float | None
    seed: int
    version: str
    inputs_hash: str
    notes: tuple[str, ...] = ()
    light: LedgerLight | None = None

    @property
    def runs(self) -> int:
        """How many simulated futures there are."""
        return int(self.draws.shape[0])

    @property
    def weeks(self) -> int:
        """How many weeks are foretold."""
        return int(self.draws.shape[1])

    @property
    def together(self) -> Values:
        """[run, week] payments of both parts."""
        return np.asarray(self.draws.sum(axis=2))

    @property
    def week_starts(self) -> tuple[date, ...]:
        """The first day of each week."""
        return tuple(self.start + timedelta(days=_DAYS * week) for week in range(self.weeks))

    @property
    def week_ends(self) -> tuple[date, ...]:
        """The last day of each week."""
        return tuple(day + timedelta(days=_DAYS - 1) for day in self.week_starts)

    def part(self, name: str) -> Values:
        """[run, week] payments of a part, or of both together."""
        return self.together if name == "together" else self.draws[:, :, PARTS.index(name)]

    def averages(self, name: str = "together") -> Values:
        """[week] average payments; those of the two parts add up to those of both together."""
        return np.asarray(self.part(name).mean(axis=0))

    def fan(self, name: str = "together") -> Values:
        """[level, week] payments below which a run stays with the chance of each level."""
        return np.asarray(np.quantile(self.part(name), LEVELS, axis=0))

    def total_fan(self, name: str = "together") -> Values:
        """[level] the same of all weeks together."""
        return np.asarray(np.quantile(self.part(name).sum(axis=1), LEVELS))

    def money(self, amount: float) -> str:
        """An amount in short; in plain units where a year of such payments is that of a small company."""
        yearly = float(self.averages().sum()) * 365 / (_DAYS * self.weeks)
        return money(amount, self.currency, is_small=is_small_company(yearly))

    @property
    def verdict(self) -> str:
        """What comes in, how sure that is, and from where."""
        low, *_, high = (self.money(amount) for amount in self.total_fan())
        total = self.money(float(self.averages().sum()))
        own = self.money(float(self.averages("open_book").sum()))
        later = self.money(float(self.averages("sales_to_come").sum()))
        weeks = f"{self.weeks} weeks" if self.weeks > 1 else "week"
        return (
            f"In the next {weeks} customers pay {total} on average, {low} to {high} in eight of ten simulated futures: "
            f"{own} {PART_WORDS['open_book']}, {later} {PART_WORDS['sales_to_come']}."
        )

    def document(self) -> dict[str, Any]:
        """As plain values."""
        names = (*PARTS, "together")
        totals = {
            name: {
                "average": rounded(float(self.averages(name).sum())),
                "quantiles": [rounded(value) for value in self.total_fan(name).tolist()],
            }
            for name in names
        }
        return {
            "name": self.name,
            "currency": self.currency,
            "start": self.start.isoformat(),
            "levels": list(LEVELS),
            "weeks": [self._week(number, names) for number in range(self.weeks)],
            "all_weeks": totals,
            "open_book": rounded(self.open_book),
            "runs": self.runs,
            "seed": self.seed,
            "version": self.version,
            "inputs_hash": self.inputs_hash,
            "verdict": self.verdict,
            "notes": list(self.notes),
            "backtest": self.light.document if self.light else None,
        }

    def to_json(self) -> str:
        """The whole forecast as JSON text."""
        return as_text(self.document())

    def _week(self, number: int, names: tuple[str, ...]) -> dict[str, Any]:
        return {
            "from": self.week_starts[number].isoformat(),
            "to": self.week_ends[number].isoformat(),
            **{
                name: {
                    "average": rounded(float(self.averages(name)[number])),
                    "quantiles": [rounded(value) for value in self.fan(name)[:, number].tolist()],
                }
                for name in names
            },
        }
