"""An invented answer of a desk: two steps, every number chosen so that it can be worked out by hand."""

from datetime import date

import numpy as np

from simulator.levers import Step
from simulator.results.desk.answer import (
    NOBODY,
    STOP_SUPPLY,
    THIS,
    TODAY,
    DeskAnswer,
    first,
    mixture,
    staff,
    without,
)
from simulator.results.desk.figures import MOST_STEPS, SCALARS, Figures

RUNS, WEEKS, DAYS = 40, 52, 121
NOISE = np.tile([-1_000.0, 1_000.0], RUNS // 2)
"""What luck adds to both of a pair."""


def figures(unpaid: float = 0.5, weekly: float = 0.0, **scalars: float) -> Figures:
    """The same figures in every run, profit with the luck that all variants share."""
    numbers = {name: np.full(RUNS, float(scalars.get(name, 0.0))) for name in SCALARS}
    numbers["profit"] = numbers["profit"] + NOISE
    curve = 0.4 * unpaid ** (np.arange(DAYS) / 15)
    reached = np.zeros((RUNS, MOST_STEPS))
    reached[:, :2] = [[900.0, 300.0]]
    return Figures(numbers, np.full((RUNS, WEEKS), weekly), np.tile(curve, (RUNS, 1)), reached)


BASE = {"minutes": 6_000.0, "staff_cost": 45_000.0, "available_minutes": 112_500.0, "dso": 40.0}
"""A minute costs 45,000 / 112,500 = 0.40."""


def answer(**changes: object) -> DeskAnswer:
    """Two steps, one more collector than today; of step 2 no gain can be shown."""
    this = figures(0.3, 2.0, **BASE, profit=130_000, lowest_cash=-800_000, direct_cost=500, lost_margin=300)
    variants = {
        TODAY: figures(0.4, 30.0, **BASE, profit=100_000, lowest_cash=-1_000_000),
        THIS: this,
        NOBODY: figures(0.6, **BASE | {"dso": 47.0}, profit=40_000, lowest_cash=-1_300_000),
        without(0): figures(0.4, **BASE | {"minutes": 4_000.0, "dso": 42.0}, profit=110_000, direct_cost=100),
        without(1): figures(0.3, **BASE, profit=130_000, direct_cost=500, lost_margin=300),
        without(STOP_SUPPLY): figures(0.3, **BASE, profit=150_000, direct_cost=500, lost_margin=100),
        staff(1): figures(0.4, 30.0, profit=100_000, lowest_cash=-1_000_000, hours_needed=1.2, waiting=30),
        staff(2): this,
        staff(3): figures(0.3, 0.1, profit=80_000, lowest_cash=-790_000, hours_needed=0.4, waiting=0.1),
        mixture(1): figures(0.35, profit=120_000),
        mixture(2): figures(0.35, profit=105_000),
        **{first(rule): this for rule in ("largest", "risk_times_value", "oldest")},
        first("expected_gain"): figures(0.3, **BASE, profit=144_000),
    }
    values = {
        "name": "Two steps",
        "variants": variants,
        "refused": {},
        "ladder": (Step(day=10, channel="call"), Step(day=40, channel="email")),
        "stop_supply_days": 60,
        "parts": ("ladder", "staff"),
        "today_collectors": 1,
        "collectors": 2,
        "rule": "largest",
        "overdraft_limit": 1_500_000.0,
        "start": date(2026, 1, 1),
        "currency": "EUR",
        "horizon_days": 365,
        "replications": RUNS,
        "seed": 2026,
        "version": "0",
    }
    return DeskAnswer(**(values | changes))  # type: ignore[arg-type]
