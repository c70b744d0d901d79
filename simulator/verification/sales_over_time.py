"""Sales that grow, sales with a season, and invoices paid in parts: what each does to the measures of days.

One customer stands for each day and orders once on it, so that every day has the sales that the case says.
"""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Account, Event
from simulator.metrics.dso import dso_days
from simulator.metrics.outcome import Outcome, outcome
from simulator.metrics.tally import NET, Tally
from simulator.rules.ordering import terms_factor
from simulator.units import CENTS
from simulator.verification.cases import Case, Estimate, exact, printed, statistical
from simulator.verification.playing import every_day, play
from simulator.verification.textbook import START, customers, point_law, tally_of, textbook_scenario, world_of

_YEAR_DAYS = 365
_PAID_AFTER, _TERMS = 45, 30


def _played(seed: int, sales: NDArray[np.float64]) -> tuple[Outcome, Tally]:
    """Sales of each day from a year before day 0 to a year after it, all paid after 45 days."""
    scenario = textbook_scenario(company={"warm_up_days": _YEAR_DAYS, "horizon_days": _YEAR_DAYS})
    places = customers(len(sales), order_value=sales, terms_days=_TERMS)
    world = world_of(scenario, places, [point_law(float(_PAID_AFTER - _TERMS))])
    tally = tally_of(world)
    orders = {place - _YEAR_DAYS: np.array([place]) for place in range(len(sales))}
    play(world, seed, tally, orders)
    return outcome(tally, scenario, scenario.today), tally


def _simple_dso(tally: Tally, day: int, days: int) -> float:
    """Receivables at the close of a day / sales of so many days up to it x days."""
    end = day + 1 - tally.first_day
    sold = int(tally.columns.sums[end - days : end, Event.INVOICED, NET].sum()) / CENTS
    return dso_days(_receivables(tally, day), sold, days) or math.nan


def _receivables(tally: Tally, day: int) -> float:
    return int(tally.account_by_day(Account.RECEIVABLES)[day]) / CENTS


_GROWTH = {1: (44.78, 45.67, 49.89), -1: (45.22, 44.33, 40.39)}  # 2 % in a month of 30 days, and its reverse
_DAILY_GROWTH = math.log1p(0.02) / 30
_WINDOWS = (30, 90, 365)


def growth_bias(seed: int, effort: float = 1.0) -> list[Case]:
    """CF23: everybody pays on day 45 while sales grow or fall by 2 % a month: simple DSO shows another figure."""
    del effort
    cases = []
    for direction, expected in _GROWTH.items():
        daily = direction * _DAILY_GROWTH
        _, tally = _played(seed, 10_000.0 * np.exp(daily * np.arange(-_YEAR_DAYS, _YEAR_DAYS)))
        for days, figure in zip(_WINDOWS, expected, strict=True):
            found = Estimate(_simple_dso(tally, _YEAR_DAYS - 1, days), 0.0)
            title = f"simple DSO over {days} days, sales {'grow' if direction > 0 else 'fall'}"
            cases.append(statistical("CF23", title, figure, found, 0.05))
    return cases


_SEASON = (80, 80, 100, 100, 110, 110, 90, 70, 100, 120, 150, 190)


def _seasonal_sales() -> NDArray[np.float64]:
    """The sales of every month of two years, spread evenly over its days."""
    days = [START + timedelta(days=day) for day in range(-_YEAR_DAYS, _YEAR_DAYS)]
    return np.array([1_000.0 * _SEASON[day.month - 1] / monthrange(day.year, day.month)[1] for day in days])


def countback_in_season(seed: int, effort: float = 1.0) -> list[Case]:
    """CF24: sales from 70,000 to 190,000 a month, all paid on day 45: countback finds 45, simple DSO does not."""
    del effort
    measured, tally = _played(seed, _seasonal_sales())
    february, december = (date(2027, 2, 28) - START).days, _YEAR_DAYS - 1
    simple = measured.monthly["dso_days"][-1] or math.nan
    countback = measured.monthly["dso_countback_days"][-1] or math.nan
    return [
        printed("CF24", "receivables on 31 December", 260_000.0, _receivables(tally, december), 0),
        printed("CF24", "simple DSO over 365 days", 73.0, _simple_dso(tally, december, 365), 1),
        printed("CF24", "simple DSO of the last quarter", 52.0, simple, 1),
        printed("CF24", "simple DSO of December", 42.42, _simple_dso(tally, december, 31), 2),
        printed("CF24", "DSO, countback, in December", 45.0, countback, 3),
        printed("CF24", "receivables at the end of February", 123_871.0, _receivables(tally, february), 0),
        printed("CF24", "simple DSO over 90 days in February", 31.85, _simple_dso(tally, february, 90), 2),
        printed("CF24", "simple DSO over 365 days in February", 34.78, _simple_dso(tally, february, 365), 2),
    ]


_PARTS = ((0.95, 45), (0.025, 120), (0.025, 485))


def retention(seed: int, effort: float = 1.0) -> list[Case]:
    """CF25: 95 % of every invoice is paid on day 45, half of the retention on day 120, half on day 485."""
    del effort
    scenario = textbook_scenario(company={"warm_up_days": 600, "horizon_days": _YEAR_DAYS})
    laws = [point_law(float(day - _TERMS)) for _, day in _PARTS]
    values = [share * 10_000.0 for share, _ in _PARTS]
    places = customers(len(_PARTS), order_value=values, law=np.arange(len(_PARTS)), terms_days=_TERMS)
    world = world_of(scenario, places, laws)
    tally = tally_of(world)
    play(world, seed, tally, every_day(np.arange(len(_PARTS)), -600, _YEAR_DAYS - 1))
    found = outcome(tally, scenario, scenario.today).horizon["dso_paid_days"]
    agreed = _retained(seed)
    return [
        exact("CF25", "days to pay, by value, days", 57.875, found),
        exact("CF25", "days that retention adds", 12.875, (found or math.nan) - 45.0),
        exact("CF25", "days to pay, by value, the lever's parts, days", 57.875, agreed),
    ]


def _retained(seed: int) -> float | None:
    """Days to pay where one customer pays on day 45 and retains 5 %, all on its due dates."""
    scenario = textbook_scenario(
        company={"warm_up_days": 600, "horizon_days": _YEAR_DAYS},
        today={
            "terms": {
                "retention_fraction": 0.05,
                "retention_release_days": 120,
                "retention_defects_days": 365,
            }
        },
    )
    world = world_of(scenario, customers(1, order_value=10_000.0, terms_days=45), [point_law(0.0)])
    tally = tally_of(world)
    play(world, seed, tally, every_day(np.array([0]), -600, _YEAR_DAYS - 1))
    return outcome(tally, scenario, scenario.today).horizon["dso_paid_days"]


_ELASTICITY = 0.10607
_TERMS_CHANGES = ((30, 45, 1.0439), (30, 60, 1.0763), (60, 30, 0.9291), (30, 14, 0.9223))


def terms_elasticity(seed: int, effort: float = 1.0) -> list[Case]:
    """CF26: forcing terms from 90 to 30 days cut trade by 11 %; the same elasticity elsewhere."""
    del seed, effort
    elasticity = math.log(0.89) / math.log(1 / 3)
    cases = [printed("CF26", "elasticity of orders to terms", _ELASTICITY, elasticity, 5)]
    return cases + [
        printed(
            "CF26",
            f"orders when {before} days become {after}",
            factor,
            terms_factor(float(after), float(before), elasticity),
            4,
        )
        for before, after, factor in _TERMS_CHANGES
    ]
