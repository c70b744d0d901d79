"""What a law of lateness looks like to an observer: in theory, and after runs, weekends and the ladder."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.special import ndtr, ndtri

from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Event
from simulator.levers import Levers
from simulator.parameters import CHANNELS
from simulator.portfolio.laws import LEAST, SegmentLaw, segment_law
from simulator.portfolio.portfolio import OPEN_ITEM, SEGMENTS, TRAITS, Portfolio
from simulator.portfolio.synthetic import run_calendars
from simulator.scenario import Scenario

_CUSTOMERS = 1200
_YEAR_DAYS = 365
_PAYMENTS = (Event.PAID, Event.PAID_TO_FACTOR)
_GOLDEN = 0.6180339887498949
_SEED = 20260101
_START = date(2026, 1, 1)


class Lateness(NamedTuple):
    """Lateness as an observer counts it, by number of invoices."""

    on_time: float  # share
    mean_days: float  # days late, floored at 0
    beyond_30: float  # share
    beyond_90: float  # share


def lateness_of_law(law: SegmentLaw, cap_days: float) -> Lateness:
    """The lateness that a law says, in days that need not be whole.

    The SME law of the dictionary, 48 % on time, the late lognormal with median 9 and sigma 1.4:

    >>> [round(float(value), 3) for value in lateness_of_law(SegmentLaw(0.48, 9.0, 1.4, 0.4, 10.0), 365)]
    [0.48, 11.916, 0.101, 0.026]
    """
    late = 1.0 - law.on_time
    median, sigma = max(law.median_days, LEAST), max(law.sigma, LEAST)

    def still_unpaid(days: float) -> float:
        return float(ndtr(-np.log(days / median) / sigma)) if days > 0 else 1.0

    mean = quad(still_unpaid, 0.0, cap_days, limit=200)[0]
    return Lateness(law.on_time, late * mean, late * still_unpaid(30.0), late * still_unpaid(90.0))


class PaymentsRead:
    """A journal reader that keeps the payments of one year's invoices."""

    def __init__(self) -> None:
        self.blocks: list[NDArray[Any]] = []

    def take(self, rows: NDArray[Any]) -> None:
        """Keep the payments of the invoices issued within the year."""
        self.blocks.append(
            rows[
                np.isin(rows["event"], _PAYMENTS) & (rows["issued"] >= 0) & (rows["issued"] < _YEAR_DAYS)
            ].copy()
        )

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> Self:
        """A reader of its own."""
        twin = type(self)()
        twin.blocks = list(self.blocks)
        return twin

    def payments(self) -> NDArray[Any]:
        """The payments, one row each."""
        return np.concatenate(self.blocks)

    def lateness(self) -> Lateness:
        """What was observed, in days after due."""
        paid = self.payments()
        late = paid["day"] - paid["due"]
        on_time, beyond_30, beyond_90 = (late <= 0).mean(), (late > 30).mean(), (late > 90).mean()
        return Lateness(float(on_time), float(np.maximum(late, 0).mean()), float(beyond_30), float(beyond_90))


def healthy(scenario: Scenario, start: date) -> Scenario:
    """The scenario's behaviour without growth, seasons, shocks, disputes, failures, churn: a year and its run-off."""
    return scenario.without_shocks().but(
        company={
            "start_date": start,
            "warm_up_days": 0,
            "horizon_days": _YEAR_DAYS + 2,
            "run_off_days": 900,
            "collectors_at_work_fraction": 1.0,
        },
        portfolio={"churn_per_year": 0.0},
        health={"failures_per_year": dict.fromkeys(SEGMENTS, 0.0)},
        disputes={"rate_fraction": 0.0},
        economy={
            "growth_per_year": 0.0,
            "season_sales": [1.0] * 12,
            "lateness_multiplier": 1.0,
            "order_multiplier": 1.0,
            "recessions_per_year": 0.0,
        },
    )


def reference_scenario(scenario: Scenario) -> Scenario:
    """The quiet scenario of the reference population, under today's ladder without limits."""
    return healthy(scenario, _START).but(today=unhurried(scenario.today))


def unhurried(today: Levers) -> Levers:
    """Today's ladder and stop of supply with unbounded staff, no limits, no deposits, no discount, no write-off.

    Agencies and buyers of debt come after what is observed, and an insurance moves no payment. Published lateness is
    that of bills that customers pay themselves: not of the small halves that are retained, not of direct debits.
    """
    own = [step for step in today.collections.ladder if step.channel in CHANNELS]
    return today.but(
        credit_policy={
            "limit_rule": "none",
            "terms_shift_days": 0,
            "deposit_fraction": 0.0,
            "limit_multiplier": 1.0,
            "concentration_cap_fraction": 1.0,
            "monitoring": "none",
        },
        terms={
            "net_days": None,
            "net_days_shift": 0,
            "retention_fraction": 0.0,
            "direct_debit_fraction": 0.0,
        },
        discount={"rate_fraction": 0.0},
        collections={"ladder": own, "collectors": 100000, "write_off_days": 3650},
        insurance={"insured_fraction": 0.0},
    )


def reference_portfolio(scenario: Scenario, segment: str) -> Portfolio:
    """Customers of one segment with its payment runs, all ordering alike."""
    customers = np.zeros(_CUSTOMERS, dtype=TRAITS)
    customers["segment"] = SEGMENTS.index(segment)
    customers["terms_days"] = scenario.portfolio.terms_days[segment]
    customers["run_calendar"] = run_calendars(_CUSTOMERS, scenario.portfolio.payment_runs[segment])
    customers["habit_share"] = scenario.behaviour.habit_share_fraction
    customers["orders_per_month"] = scenario.portfolio.orders_per_month[segment]
    customers["order_value"] = 1000.0
    empty = np.zeros(0, dtype=OPEN_ITEM)
    laws = np.zeros((1, 2, 33))
    return Portfolio("reference", "synthetic", customers, customers[:0], laws, empty, _START)


def observe(world: World, law: NDArray[np.float64]) -> Lateness:
    """Simulate the reference population under a latent law and say what an observer sees.

    Habits are spread evenly over the customers, so that the population carries no luck of its own.
    """
    reader = PaymentsRead()
    run = Run(world, _SEED, 0, reader)
    run.state.laws[0] = law
    spread = (np.arange(_CUSTOMERS) * _GOLDEN + 0.5 / _CUSTOMERS) % 1.0
    run.state.customers["habit"][:_CUSTOMERS] = ndtri(np.clip(spread, 1e-4, 1.0 - 1e-4))
    run.finish()
    return reader.lateness()


__all__ = [
    "Lateness",
    "lateness_of_law",
    "observe",
    "reference_portfolio",
    "reference_scenario",
    "segment_law",
]
