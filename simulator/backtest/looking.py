"""The work of a back-test, one piece a call: an origin with all methods, or a week's invoices, late or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.axis import WorkingDays
from simulator.backtest.books import NEVER, Book, Known, Outcome, day_numbers
from simulator.backtest.forecast import Forecast, Values, forecast_from_days
from simulator.backtest.naive import (
    customer_mean,
    customer_shrunk,
    customer_shrunk_with_orders,
    customer_shrunk_working_days,
    due_date,
    eight_week_average,
    past_late_ratio,
    pooled,
)
from simulator.backtest.scores import HIGH, LOW, book_scores, cash_scores
from simulator.backtest.simulated import Simulated, Simulator, ledger_at, picked
from simulator.ledger.ledger import Ledger
from simulator.results.documents import rounded

Scores = dict[str, dict[str, float]]


@dataclass(frozen=True)
class WeekAhead:
    """The simulator's forecast of the first week after a day, and what came, of the invoices open then (currency).

    Attributes:
        day: The day; the week is the seven days after it.
        expected: The forecast in one figure.
        low: One in ten comes out below.
        high: One in ten comes out above.
        came: What was paid.
    """

    day: date
    expected: float
    low: float
    high: float
    came: float

    @property
    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "day": self.day.isoformat(),
            "expected": rounded(self.expected),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "came": rounded(self.came),
        }

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> WeekAhead:
        """The week that was written as plain values."""
        numbers = (document[name] for name in ("expected", "low", "high", "came"))
        return cls(date.fromisoformat(document["day"]), *numbers)


@dataclass(frozen=True)
class Looked:
    """Scores of one origin by method, of the open book and with invoices to come; and the simulator's first week."""

    book: Scores
    with_new_invoices: Scores
    week: WeekAhead | None = None


@dataclass(frozen=True)
class Told:
    """A week's invoices: which were late, and the chances that were given to it at issue."""

    late: NDArray[np.bool_]
    past: Values
    simulated: Values


@dataclass(frozen=True)
class Looking:
    """All pieces of work of a back-test; can be sent to another process.

    Attributes:
        ledger: the whole ledger; what a forecast is handed is cut at its day.
        book: the same as numbers.
        origins: first the days that are looked ahead from ...
        refits: ... then the days after which a week's invoices are told late or not.
        end: the last of those weeks ends with this day.
        weeks: how far to look ahead.
        seed: of all luck.
        axis: working days, where payments skip weekends.
        simulator: or None for the naive methods alone.
    """

    ledger: Ledger
    book: Book
    origins: tuple[date, ...]
    refits: tuple[date, ...]
    end: date
    weeks: int
    seed: int
    axis: WorkingDays | None
    simulator: Simulator | None

    def __call__(self, number: int) -> Looked | Told:
        """Do a piece of work."""
        if number < len(self.origins):
            return self._look(self.origins[number])
        return self._tell(self.refits[number - len(self.origins)])

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.origins) + len(self.refits)

    def _look(self, day: date) -> Looked:
        """All methods at one origin."""
        known = self._known(day)
        happened = self.book.after(known.day, self.weeks)
        forecasts = self._naive(known)
        orders = {
            "eight_week_average": eight_week_average.weekly_cents(known),
            "customer_shrunk_with_orders": customer_shrunk_with_orders.weekly_cents(
                known, forecasts["customer_shrunk"].expected_weekly_cents
            ),
        }
        receipts = {name: (weekly[np.newaxis, :], weekly) for name, weekly in orders.items()}
        week = None
        if self.simulator is not None:
            found = self.simulator.forecast(ledger_at(self.ledger, day), day, self.weeks, self.seed)
            forecasts["simulator"] = own = forecast_from_days(known, found.paid_day)
            receipts["simulator"] = _with_new(own, found)
            week = _first_week(day, own, happened)
        actual = happened.all_weekly_cents
        return Looked(
            {name: book_scores(forecast, happened) for name, forecast in forecasts.items()},
            {name: cash_scores(draws, expected, actual) for name, (draws, expected) in receipts.items()},
            week,
        )

    def _naive(self, known: Known) -> dict[str, Forecast]:
        """The naive methods."""
        found = {
            "due_date": due_date.forecast(known),
            "customer_mean": customer_mean.forecast(known),
            "pooled": pooled.forecast(known, self.seed),
            "customer_shrunk": customer_shrunk.forecast(known, self.seed),
        }
        if self.axis is not None:
            reference = customer_shrunk_working_days.forecast(known, self.seed, self.axis)
            found["customer_shrunk_working_days"] = reference
        return found

    def _tell(self, day: date) -> Told:
        """The invoices of the week after a day; those of which it is not known whether they were late are left out."""
        known = self._known(day)
        until = min(day + timedelta(days=7), self.end)
        coming = np.flatnonzero((self.book.issued > known.day) & (self.book.issued <= _number(until)))
        paid, due = self.book.paid[coming], self.book.due[coming]
        last = int(self.book.paid[self.book.paid < NEVER].max())
        seen = (paid < NEVER) | (due < last)
        coming, late = coming[seen], (paid > due)[seen]
        past = past_late_ratio.late_chances(known, self.book.customer[coming])
        return Told(late, past, self._simulated_chances(day, coming))

    def _simulated_chances(self, day: date, coming: NDArray[np.int64]) -> Values:
        """The simulator's chances for some invoices of the book."""
        if self.simulator is None or not len(coming):
            return np.full(len(coming), np.nan)
        fresh = picked(self.ledger, self.book.row[coming], np.datetime64(day, "D"))
        return self.simulator.late_chances(ledger_at(self.ledger, day), day, fresh)

    def _known(self, day: date) -> Known:
        return self.book.known_at(_number(day), self.weeks)


def _with_new(own: Forecast, found: Simulated) -> tuple[Values, Values]:
    """The simulator's draws and average with invoices to come."""
    draws = own.weekly_cents + found.new_weekly_cents
    return draws, draws.mean(axis=0)


def _first_week(day: date, own: Forecast, happened: Outcome) -> WeekAhead:
    """The first week of a forecast beside what came."""
    low, high = np.quantile(own.weekly_cents[:, 0], [LOW, HIGH])
    cents = (own.expected_weekly_cents[0], low, high, happened.weekly_cents[0])
    return WeekAhead(day, *(float(one) / 100 for one in cents))


def _number(day: date) -> int:
    """A day as a number."""
    return int(day_numbers(np.asarray([day], dtype="datetime64[D]"))[0])
