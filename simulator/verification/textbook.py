"""A company made by hand for a closed form: plain calendar, chosen customers, chosen laws of payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv

from simulator.engine.world import World
from simulator.metrics.tally import Tally
from simulator.portfolio.portfolio import KNOTS, OPEN_ITEM, SEGMENTS, TRAITS, Portfolio
from simulator.scenario import Scenario

START = date(2027, 1, 1)
TERMS_DAYS = 30
SURE = 50.0
"""Cumulative hazard that no draw survives: the largest that an invoice can need is 34.6."""
NEVER_STOP_DAYS = 100_000
NEVER_WRITE_OFF_DAYS = 36_500
_ALMOST_NO_ORDERS = 1e-290
_LAST_HAZARD = 11.5129254649702  # -ln 0.00001


def textbook_scenario(**groups: Mapping[str, Any]) -> Scenario:
    """Every day a banking day; no VAT, lags, churn, growth, failures, limits, holds, ladder or costs.

    ``groups`` changes assumptions, and (as ``today``) levers.
    """
    base = Scenario(name="Textbook", why="A company so simple that a formula describes it").but(
        company={
            "start_date": START,
            "calendar": "plain",
            "country": "none",
            "vat_fraction": 0.0,
            "opening_cash": 0.0,
            "overdraft_rate_per_year": 0.0,
            "fixed_cost_per_month": 0.0,
            "collector_cost_per_year": 0.0,
            "run_off_days": 0,
        },
        portfolio={"churn_per_year": 0.0},
        behaviour={"late_cap_days": 3650, "terms_elasticity": 0.0},
        health={
            "failures_per_year": dict.fromkeys(SEGMENTS, 0.0),
            "asset_correlation_fraction": 0.0,
            "informal_fraction": 0.0,
            "stress_order_multiplier": 1.0,
        },
        economy={"growth_per_year": 0.0, "season_sales": [1.0] * 12},
        today={
            "credit_policy": {"limit_rule": "none", "stop_supply_days": NEVER_STOP_DAYS},
            "terms": {"invoice_lag_days": 0},
            "collections": {"ladder": [], "collectors": 0, "write_off_days": NEVER_WRITE_OFF_DAYS},
        },
    )
    # mypy cannot see that the groups of assumptions are never called name, why or today
    return base.but(**groups)  # type: ignore[arg-type]


def customers(count: int, **traits: ArrayLike) -> NDArray[Any]:
    """Places of a portfolio: terms 30, daily runs, and orders only when they are placed by hand."""
    rows = np.zeros(count, dtype=TRAITS)
    rows["terms_days"] = TERMS_DAYS
    rows["orders_per_month"] = _ALMOST_NO_ORDERS
    rows["order_value"] = 1000.0
    for name, values in traits.items():
        rows[name] = values
    return rows


def world_of(scenario: Scenario, places: NDArray[Any], laws: Sequence[NDArray[np.float64]]) -> World:
    """The world of these customers under the scenario's own strategy; whoever follows a customer is like it."""
    portfolio = Portfolio(
        name=scenario.name,
        origin="synthetic",
        customers=places,
        newcomers=places[:0],
        laws=np.array(laws),
        open_items=np.zeros(0, dtype=OPEN_ITEM),
        start=scenario.company.start_date,
    )
    return World.build(scenario, portfolio, [scenario.today])


def with_chances(world: World, to_stress: float, sudden: float, stressed_share: float = 0.0) -> World:
    """The world with these monthly chances of falling into stress and of failing out of health, for everybody."""
    segments = world.segments.copy()
    segments["to_stress"], segments["sudden"], segments["stressed_share"] = to_stress, sudden, stressed_share
    segments.setflags(write=False)  # as the world's own, for which the kernels are compiled
    return replace(world, segments=segments)


def tally_of(world: World) -> Tally:
    """A tally that fits a world."""
    return Tally(
        start=world.scenario.company.start_date,
        horizon_days=world.horizon_days,
        slots=len(world.portfolio),
        first_day=world.first_day,
        last_day=world.last_day,
    )


def law_through(days: ArrayLike, hazard: ArrayLike) -> NDArray[np.float64]:
    """A law of lateness through these points (days relative to due, cumulative hazard); flat before the first."""
    given = np.array([days, hazard], dtype=np.float64)
    padding = np.repeat(given[:, :1], KNOTS - given.shape[1], axis=1)
    return np.concatenate([padding, given], axis=1)


def point_law(day: float) -> NDArray[np.float64]:
    """Everybody means to pay exactly this many days after due."""
    return law_through([day, day], [0.0, SURE])


def constant_law(hazard_per_day: float) -> NDArray[np.float64]:
    """Nobody pays before due; from then on the hazard is constant."""
    return law_through([0.0, 100.0], [0.0, 100.0 * hazard_per_day])


def never_law() -> NDArray[np.float64]:
    """Nobody pays."""
    return law_through([0.0, 1.0], [0.0, 0.0])


def gamma_law(shape: float, mean_days: float, at_due: float = 0.0) -> NDArray[np.float64]:
    """A share ``at_due`` pays on the due day, the others after a Gamma number of days: knots on the true curve."""
    steps = KNOTS - 1
    hazard = _LAST_HAZARD * (np.arange(steps) / (steps - 1)) ** 2
    days = gammainccinv(shape, np.exp(-hazard)) * mean_days / shape
    jump = -np.log1p(-at_due)
    return law_through(np.concatenate([[0.0], days]), np.concatenate([[0.0], jump + hazard]))


def mean_days_of(law: NDArray[np.float64]) -> float:
    """The mean of a law that begins at due: the integral of exp(-hazard), piece by piece, and its last slope beyond.

    >>> round(mean_days_of(constant_law(0.05)), 9)
    20.0
    """
    days, hazard = law
    kept = np.diff(days) > 0.0
    lengths, rises = np.diff(days)[kept], np.diff(hazard)[kept]
    rates = rises / lengths
    met = np.exp(-hazard[:-1][kept]) * -np.expm1(-rises) / rates
    return float(met.sum() + np.exp(-hazard[-1]) / rates[-1])
