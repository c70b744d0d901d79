"""Factoring: the textbook's invoice assigned to the engine's factor; and a debt that fails under its protection."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Account
from simulator.metrics.factoring import factoring_yearly_rate
from simulator.metrics.tally import Tally
from simulator.metrics.windows import Windows
from simulator.units import CENTS
from simulator.verification.cases import Case, exact, printed
from simulator.verification.playing import go_on, move_to, place_orders
from simulator.verification.textbook import (
    customers,
    never_law,
    point_law,
    tally_of,
    textbook_scenario,
    with_chances,
    world_of,
)

_INVOICE = 100_000.0
_LATE_FOR_45 = 15.0
_PAID, _FAILS = 45, 31
_OFFER = {
    "facility": "factoring",
    "advance_fraction": 0.85,
    "factoring_fee_fraction": 0.012,
    "protection_fee_fraction": 0.0,
    "margin_per_year": 0.07,
    "concentration_fraction": 1.0,
    "minimum_fee_per_year": 0.0,
}


def _world(law: NDArray[np.float64], **financing: Any) -> World:
    """One customer, whose invoice of 100,000 is factored; the base rate is in the margin."""
    scenario = textbook_scenario(
        company={"warm_up_days": 0, "horizon_days": 120, "run_off_days": 400, "base_rate_per_year": 0.0},
        health={"no_dividend_fraction": 1.0},
        today={"financing": {**_OFFER, **financing}},
    )
    return world_of(scenario, customers(1, order_value=_INVOICE), [law])


def _begin(world: World, seed: int) -> tuple[Run, Tally]:
    """The customer orders on day 0."""
    tally = tally_of(world)
    run = Run(world, seed, 0, tally)
    place_orders(run, np.array([0]), 0)
    return run, tally


def _paid_on_day_45(seed: int) -> list[Case]:
    """Fee and interest of an invoice that is paid on day 45, and the money that moves."""
    run, tally = _begin(_world(point_law(_LATE_FOR_45)), seed)
    run.finish()
    whole = Windows(tally).horizon()
    cost, drawn = whole.profit_lines["factoring_cost"], whole.drawn_days / CENTS
    cash = tally.account_by_day(Account.CASH) / CENTS
    rate = factoring_yearly_rate(cost, drawn)
    return [
        printed("M29", "fee and interest of an invoice paid on day 45", 1_933.56, cost, 2),
        printed("M29", "the same as a yearly rate on the cash advanced", 0.18451, rate or 0.0, 5),
        exact("M29", "advanced on the day of the invoice", 85_000.0, float(cash[0])),
        exact("M29", "remitted when the customer pays", 15_000.0, float(cash[_PAID] - cash[_PAID - 1])),
    ]


def _gone(seed: int, world: World) -> tuple[float, float]:
    """Bad debt, and what the factor leaves us in the end, where the customer fails on day 31."""
    run, tally = _begin(world, seed)
    go_on(run, _FAILS)
    move_to(run, with_chances(world, to_stress=0.0, sudden=1.0))
    go_on(run, _FAILS + 1)
    move_to(run, world)
    run.finish()
    lines = Windows(tally).horizon().profit_lines
    cash = float(tally.account_by_day(Account.CASH)[-1]) / CENTS
    return lines["bad_debt"], cash + lines["factoring_cost"] + lines["cost_of_sales"]


def factored_invoice(seed: int, effort: float = 1.0) -> list[Case]:
    """M29: 100,000 at 85 %, fee 1.2 %, 7 % a year; then the customer fails, with recourse and without."""
    del effort
    recourse = _gone(seed, _world(never_law()))
    protected = _gone(seed, _world(never_law(), protected_fraction=0.9))
    return [
        *_paid_on_day_45(seed),
        exact("M29", "lost with recourse", 100_000.0, recourse[0]),
        exact("M29", "kept of the advance with recourse", 0.0, recourse[1]),
        exact("M29", "lost with 90 % protection", 10_000.0, protected[0]),
        exact("M29", "kept with 90 % protection", 90_000.0, protected[1]),
    ]
