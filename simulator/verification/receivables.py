"""Receivables of constant sales: DSO in all its forms, discounts, invoices never paid, collection effectiveness.

Ten thousand are sold on every day of two years. The customers are the engine's, with laws of payment that leave
nothing to luck, so every figure is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.world import World
from simulator.journal import Account, Event
from simulator.metrics.collections import collection_effectiveness_fraction
from simulator.metrics.outcome import Outcome, outcome
from simulator.metrics.tally import NET, VAT, Tally
from simulator.units import CENTS
from simulator.verification.cases import Case, exact, farthest, printed
from simulator.verification.playing import every_day, play
from simulator.verification.textbook import (
    customers,
    never_law,
    point_law,
    tally_of,
    textbook_scenario,
    world_of,
)

Law = NDArray[np.float64]

_YEAR_DAYS = 365
_TWO_YEARS = {"warm_up_days": _YEAR_DAYS, "horizon_days": _YEAR_DAYS}
_DAILY_SALES = 10_000.0
_LARGE, _SME = 0, 2
_LAG_TO_45 = 15


@dataclass(frozen=True)
class Year:
    """A year of constant sales, measured."""

    outcome: Outcome
    tally: Tally

    @property
    def receivables(self) -> NDArray[np.float64]:
        """Receivables at the close of every day (currency)."""
        closing: NDArray[np.float64] = self.tally.account_by_day(Account.RECEIVABLES) / CENTS
        return closing[:_YEAR_DAYS]

    def of(self, name: str) -> float | None:
        """A measure of the year."""
        return self.outcome.horizon[name]


def _year(world: World, seed: int) -> Year:
    """All places order on every day of a warm-up year and of the year that is measured."""
    tally = tally_of(world)
    rows = np.arange(len(world.portfolio))
    play(world, seed, tally, every_day(rows, world.first_day, world.horizon_days - 1))
    return Year(outcome(tally, world.scenario, world.scenario.today), tally)


def _steady(seed: int, values: list[float], laws: list[Law], terms_days: int = 30, **today: Any) -> Year:
    """A year of constant sales: one customer for each order value, each with its law."""
    scenario = textbook_scenario(company=_TWO_YEARS, today=today)
    laws_of = np.arange(len(values))
    places = customers(len(values), order_value=values, law=laws_of, terms_days=terms_days, segment=_SME)
    return _year(world_of(scenario, places, laws), seed)


def paid_at_due(seed: int, effort: float = 1.0) -> list[Case]:
    """CF1: 10,000 a day at 30 days, paid on the due day; 31 days would be the classic mistake of one day."""
    del effort
    year = _steady(seed, [_DAILY_SALES], [point_law(0.0)])
    return [
        exact(
            "CF1",
            "receivables at the close, the day farthest off",
            300_000.0,
            farthest(year.receivables, 300_000.0),
        ),
        exact("CF1", "DSO, simple, days", 30.0, year.of("dso_days")),
        exact("CF1", "DSO, countback, days", 30.0, year.of("dso_countback_days")),
        exact("CF1", "days to pay, days", 30.0, year.of("dso_paid_days")),
        exact("CF1", "best possible DSO, days", 30.0, year.of("best_possible_dso_days")),
        exact("CF1", "average days delinquent, days", 0.0, year.of("average_days_delinquent_days")),
        exact("CF1", "overdue share", 0.0, year.of("overdue_fraction")),
        exact("CF1", "collection effectiveness", 1.0, year.of("collection_effectiveness_fraction")),
    ]


_DISCOUNT = {  # share that takes it: receivables, cash of the year
    0.0: (300_000.0, 3_650_000.0),
    0.3: (240_000.0, 3_628_100.0),
    0.5: (200_000.0, 3_613_500.0),
    1.0: (100_000.0, 3_577_000.0),
}
_BUYERS = 10


def _discount_year(seed: int, share: float) -> Year:
    """Ten buyers of 1,000 a day; the share is large customers who are sure to take 2 % on day 10."""
    scenario = textbook_scenario(
        company=_TWO_YEARS,
        behaviour={
            "accounts_payable_ready_fraction": {"large": 1.0},
            "unearned_fraction": {"large": 0.0},
            "discount_hassle_per_year": -10.0,
        },
        today={"discount": {"rate_fraction": 0.02, "window_days": 10, "customers": "large"}},
    )
    takers = np.arange(_BUYERS) < round(_BUYERS * share)
    places = customers(_BUYERS, order_value=_DAILY_SALES / _BUYERS, segment=np.where(takers, _LARGE, _SME))
    return _year(world_of(scenario, places, [point_law(0.0)]), seed)


def discount_taken(seed: int, effort: float = 1.0) -> list[Case]:
    """CF6: a share of the customers takes 2 % on day 10, the others pay on day 30."""
    del effort
    cases = []
    for share, (receivables, cash) in _DISCOUNT.items():
        year = _discount_year(seed, share)
        takers = f"{share:.0%} take it"
        open_items = farthest(year.receivables, receivables)
        cases.append(exact("CF6", f"receivables, the day farthest off, {takers}", receivables, open_items))
        cases.append(exact("CF6", f"cash of the year, {takers}", cash, year.of("cash_collected")))
    cases.append(exact("CF6", "discounts of the year, 100% take it", 73_000.0, year.of("discounts")))
    return cases


def never_paid(seed: int, effort: float = 1.0) -> list[Case]:
    """CF27: 0.3 % of sales is never paid and written off on day 180, the rest is paid on day 45."""
    del effort
    laws = [point_law(_LAG_TO_45), never_law()]
    year = _steady(
        seed, [0.997 * _DAILY_SALES, 0.003 * _DAILY_SALES], laws, collections={"write_off_days": 150}
    )
    return [
        exact(
            "CF27",
            "receivables at the close, the day farthest off",
            454_050.0,
            farthest(year.receivables, 454_050.0),
        ),
        exact("CF27", "DSO, simple, days", 45.405, year.of("dso_days")),
    ]


def collection_effectiveness(seed: int, effort: float = 1.0) -> list[Case]:
    """CF28: paid on day 45, 30 days of sales not yet due; the index depends on the length of the period.

    What is due today counts as current, so in whole days it takes terms of 29 to keep 30 days of sales current;
    terms of 30 keep 31: (450 + 300 - 450) / (450 + 300 - 310).
    """
    del effort
    textbook = _steady(seed, [_DAILY_SALES], [point_law(45 - 29)], terms_days=29)
    usual = _steady(seed, [_DAILY_SALES], [point_law(45 - 30)], terms_days=30)
    return [
        printed("CF28", "collection effectiveness of a month of 30 days", 0.66667, _of_april(textbook), 5),
        printed("CF28", "collection effectiveness of 90 days", 0.85714, _of_days(textbook, 100, 190), 5),
        printed("CF28", "the same month where due today is the 31st day", 0.68182, _of_april(usual), 5),
    ]


def _of_april(year: Year) -> float:
    """The index of a month of 30 days."""
    months = year.outcome.months
    return year.outcome.monthly["collection_effectiveness_fraction"][months.index("2027-04")] or 0.0


def _of_days(year: Year, first: int, end: int) -> float:
    """The index over the days from ``first`` to before ``end``."""
    sums = year.tally.columns.sums[first - year.tally.first_day : end - year.tally.first_day, Event.INVOICED]
    past_due = year.tally.past_due_by_day()[end - 1, 0] / CENTS
    opening, closing = year.receivables[first - 1], year.receivables[end - 1]
    sales = float(sums[:, NET].sum() + sums[:, VAT].sum()) / CENTS
    return float(collection_effectiveness_fraction(opening, sales, closing, closing - past_due) or 0.0)
