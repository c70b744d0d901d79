"""Small trials for tests: a small wholesaler, its journals, and differences paired by replication.

All of them keep the latent laws of the shipped wholesaler, so that nothing is solved in a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.latent import latent_laws
from simulator.engine.model import Run
from simulator.engine.replication import simulate
from simulator.engine.world import World
from simulator.experiment.compare import replicator
from simulator.journal import Event
from simulator.levers import Levers
from simulator.portfolio.laws import SegmentLaw
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.portfolio.synthetic import synthetic_portfolio
from simulator.results.samples import Samples
from simulator.scenario import Scenario, load_scenario
from tests.reference.comparing import KeepingReader

STRIDE = 1_000_000
NOBODY_FAILS = dict.fromkeys(SEGMENTS, 0.0)
ONE_SEGMENT = {name: {**NOBODY_FAILS, name: 1.0} for name in SEGMENTS}
EQUAL_FIRMS = {
    "segment_count_fraction": ONE_SEGMENT["sme"],
    "segment_value_fraction": ONE_SEGMENT["sme"],
    "rank_size_exponent": 0.0,
}
"""Customers of one segment and one size: no large one decides alone."""
PLENTY = 100_000
"""More collectors than anybody needs."""


@cache
def laws() -> dict[str, SegmentLaw]:
    """The latent laws of the shipped wholesaler."""
    return latent_laws(load_scenario("wholesale"))


def all_alike(scenario: Scenario) -> Scenario:
    """The scenario with customers who do not differ in how likely they are to fail."""
    return scenario.but(health={"failure_spread": 0.0}, applicants={"adverse_selection_multiplier": 1.0})


def small_wholesaler(customers: int = 60, days: int = 365, **groups: Any) -> Scenario:
    """The shipped wholesaler with fewer customers (and as much less to sell and to pay) for a shorter time.

    Its customers are alike in how likely they are to fail, so that tests may set any rate.
    """
    scenario = all_alike(load_scenario("wholesale"))
    share = customers / scenario.portfolio.customers
    company = {
        "horizon_days": days,
        "annual_credit_sales": scenario.company.annual_credit_sales * share,
        "fixed_cost_per_month": scenario.company.fixed_cost_per_month * share,
        "opening_cash": scenario.company.opening_cash * share,
    }
    return scenario.but(company=company, portfolio={"customers": customers}).but(**groups)


def portfolio_of(scenario: Scenario) -> Portfolio:
    """The scenario's customers, with the laws of the shipped wholesaler whatever the scenario says of behaviour."""
    return synthetic_portfolio(scenario, laws())


def world_of(scenario: Scenario, *levers: Levers, portfolio: Portfolio | None = None) -> World:
    """The world of a scenario under these levers (none: today's)."""
    customers = portfolio_of(scenario) if portfolio is None else portfolio
    return World.build(scenario, customers, list(levers) or [scenario.today])


def journals(world: World, replication: int = 0, seed: int = 2026) -> list[NDArray[Any]]:
    """The journal of each strategy of a world, in canonical order, the warm-up included."""
    readers = simulate(world, seed, replication, KeepingReader())
    return [reader.journal() for reader in readers]  # type: ignore[attr-defined]


def many_journals(world: World, replications: int) -> list[NDArray[Any]]:
    """The journals of the first strategy in several replications, rows from day 0 on."""
    found = [journals(world, replication)[0] for replication in range(replications)]
    return [rows[rows["day"] >= 0] for rows in found]


def started(world: World, replication: int = 0, seed: int = 2026) -> Run:
    """A run that has not begun, read by a reader that keeps everything."""
    return Run(world, seed, replication, KeepingReader())


def journal_of(run: Run) -> NDArray[Any]:
    """What a run has written so far."""
    journal: NDArray[Any] = run.reader.journal()  # type: ignore[attr-defined]
    return journal


def samples(
    scenario: Scenario, levers: Sequence[Levers], replications: int, seed: int = 2026
) -> list[Samples]:
    """Every measure of each strategy in each replication, with the same luck."""
    task = replicator(scenario, portfolio_of(scenario), levers, seed)
    packed = [task(replication) for replication in range(replications)]
    return [Samples.of([one[number] for one in packed]) for number in range(len(levers))]


def of(rows: NDArray[Any], *events: Event) -> NDArray[Any]:
    """The rows of these events."""
    return rows[np.isin(rows["event"], events)]


def gross(rows: NDArray[Any]) -> int:
    """Sum of the rows with VAT, in cents."""
    return int(rows["net"].sum() + rows["vat"].sum())


def t_value(differences: NDArray[np.float64]) -> float:
    """Mean difference over its standard error; infinite where all differences are the same and not zero."""
    known = differences[~np.isnan(differences)]
    mean, error = float(known.mean()), float(known.std(ddof=1)) / len(known) ** 0.5
    if error < 1e-12 * max(abs(mean), 1.0):
        return 0.0 if mean == 0.0 else float(np.copysign(np.inf, mean))
    return float(mean / error)


def quiet_wholesaler(customers: int = 60, days: int = 240, **groups: Any) -> Scenario:
    """A wholesaler whose customers neither fail, leave, grow nor are held, who pay on any day, and whom nobody chases.

    The calendar is plain, so that a day is a day. What a test is about is put back by the test.
    """
    daily = {"daily": 1.0, "weekly": 0.0, "fortnightly": 0.0, "month_end": 0.0}
    scenario = small_wholesaler(
        customers,
        days,
        company={"calendar": "plain", "warm_up_days": 0},
        portfolio={"churn_per_year": 0.0, "payment_runs": dict.fromkeys(SEGMENTS, daily)},
        health={"failures_per_year": NOBODY_FAILS},
        economy={"growth_per_year": 0.0},
    )
    today = scenario.today.but(
        credit_policy={"limit_rule": "none", "stop_supply_days": PLENTY},
        terms={"invoice_lag_days": 0},
        collections={"ladder": [], "collectors": 0, "write_off_days": 3000},
    )
    return scenario.but(today=today).but(**groups)


def paid_days(rows: NDArray[Any]) -> dict[tuple[int, int], int]:
    """The day on which each invoice was paid, by customer and order number."""
    paid = of(rows, Event.PAID)
    keys = zip(paid["customer"].tolist(), paid["invoice"].tolist(), strict=True)
    return dict(zip(keys, paid["day"].tolist(), strict=True))


def late_days(rows: NDArray[Any]) -> NDArray[np.int64]:
    """Days late of every payment, negative when early."""
    paid = of(rows, Event.PAID)
    late: NDArray[np.int64] = paid["day"].astype(np.int64) - paid["due"]
    return late
