"""Invented comparisons: any figures for any strategies, without a run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.luck import Stream, luck
from simulator.metrics.catalogue import MEASURED
from simulator.metrics.paths import Paths, week_starts
from simulator.metrics.profit import LINES
from simulator.results import Comparison, Result, Samples

Figures = dict[str, Any]
"""What a strategy is given: measures by name, lines of profit by name, and paths; numbers or arrays."""

LEVELS = {
    "profit_to_the_end": 3_400_000.0,
    "lowest_cash": -1_340_000.0,
    "dso_countback_days": 45.0,
    "dso_days": 45.0,
    "dso_paid_days": 46.0,
    "best_possible_dso_days": 31.0,
    "average_days_delinquent_days": 14.0,
    "write_offs_net_of_claims": 92_000.0,
    "write_offs": 92_000.0,
    "credit_sales": 20e6,
}


@lru_cache(maxsize=64)
def noise(count: int, number: int = 0) -> NDArray[np.float64]:
    """Normal luck, always the same; number tells apart."""
    draws = np.array([luck(11, 0, Stream.LATENESS, number, place) for place in range(2 * count)])
    one, other = draws[:count], draws[count:]
    return np.asarray(np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * other))


def samples(count: int, figures: Figures, days: int) -> Samples:
    """Samples with these figures, the usual ones elsewhere."""
    horizon = np.zeros((count, len(MEASURED)))
    for name, value in {**LEVELS, **{n: v for n, v in figures.items() if n in MEASURED}}.items():
        horizon[:, MEASURED.index(name)] = value
    lines = np.zeros((count, 2, len(LINES)))
    for place, name in enumerate(LINES):
        lines[:, 0, place] = figures.get(f"line_{name}", 0.0)
    weeks = len(week_starts(days))
    paths = Paths(
        weekly_cash=np.broadcast_to(figures.get("weekly_cash", -600_000.0), (count, weeks + 1)).astype(float),
        weekly_desk_load=np.broadcast_to(figures.get("load", 0.8), (count, weeks)).astype(float),
        ageing_end=np.broadcast_to(figures.get("ageing", [1.7e6, 4e5, 2e5, 5e4, 3e4]), (count, 5)).astype(
            float
        ),
        settled=np.broadcast_to(figures.get("settled", [50.0, 27.0, 15.0, 6.0, 0.0]), (count, 5)).astype(
            float
        ),
        lost=np.broadcast_to(figures.get("lost", [0.0, 0.0, 0.0, 0.0, 2.0]), (count, 5)).astype(float),
    )
    return Samples(horizon, np.zeros((count, len(MEASURED), 1)), lines, paths)


def invented(
    count: int, *strategies: Figures, names: tuple[str, ...] = (), days: int = 365, limit: float = 1_500_000.0
) -> Comparison:
    """A comparison of strategies with these figures, the first being today."""
    called = names or ("Today", "2/10 net 30", "One more collector", "Insured")
    company = {"start_date": "2027-01-01", "overdraft_limit": limit}
    return Comparison(
        scenario="Invented",
        results=tuple(
            Result(name, "why", samples(count, figures, days))
            for name, figures in zip(called, strategies, strict=False)
        ),
        seed=1,
        version="0",
        inputs={"scenario": {"company": company}},
        inputs_hash="0",
        months=("2027-01",),
        currency="EUR",
        horizon_days=days,
    )
