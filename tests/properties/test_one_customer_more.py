"""A customer more changes no other customer's fate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.engine.world import World
from simulator.journal import Desk, Event
from simulator.levers import Levers
from simulator.portfolio.portfolio import Portfolio
from simulator.scenario import Scenario
from tests.behaviour.trials import PLENTY, STRIDE, journals, of, portfolio_of, small_wholesaler

CUSTOMERS = 30
UNCONTACTED = {"behaviour": {"promise_fraction": 0.0, "contact_multiplier": dict.fromkeys(
    ("email", "call", "manager", "final_demand"), 1.0)}}  # fmt: skip
LOYAL = {"behaviour": {"hold_churn_multiplier": 1.0, "hard_contact_churn_multiplier": 1.0}}
HEALTH = (
    Event.STRESSED,
    Event.RECOVERED_HEALTH,
    Event.INSOLVENT,
    Event.VANISHED,
    Event.CHURNED,
    Event.JOINED,
)


def lengthened(portfolio: Portfolio) -> Portfolio:
    """The portfolio and one customer more: large, late, ordering often."""
    newcomer = portfolio.customers[-1:].copy()
    newcomer["segment"], newcomer["law"], newcomer["orders_per_month"], newcomer["order_value"] = (
        3,
        3,
        30.0,
        20_000.0,
    )
    return replace(portfolio, customers=np.concatenate([portfolio.customers, newcomer]))


def pair(scenario: Scenario, levers: Levers, replication: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The journals without and with the customer more; of the second, the rows of the others and the shared ones."""
    portfolio = portfolio_of(scenario)
    found = [
        journals(World.build(scenario, customers, [levers]), replication)[0]
        for customers in (portfolio, lengthened(portfolio))
    ]
    with_more = found[1][found[1]["customer"] % STRIDE != CUSTOMERS]
    assert len(with_more) < len(found[1]), "the customer more did something"
    return found[0], with_more


def own_rows(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows about a customer; the sequence within a desk's day counts what is shared and is left out."""
    kept = rows[rows["customer"] >= 0].copy()
    kept["sequence"] = 0
    return kept


@pytest.mark.parametrize("replication", range(3))
@pytest.mark.parametrize("kind", ["today", "mixed"])
def test_with_unbounded_staff_nobody_else_notices(replication, kind):
    scenario = small_wholesaler(CUSTOMERS, 365)
    levers = scenario.today.but(collections={"collectors": PLENTY})
    if kind == "mixed":
        levers = levers.but(
            credit_policy={"stop_supply_days": 10, "limit_months_of_sales": 1.0},
            discount={"rate_fraction": 0.02},
            collections={"promise_pauses_chasing_days": 10, "call_attempts": 3},
        )
    alone, with_more = pair(scenario, levers, replication)
    assert own_rows(alone).tobytes() == own_rows(with_more).tobytes()


@pytest.mark.parametrize("replication", range(3))
def test_orders_and_health_are_the_same_however_scarce_the_staff(replication):
    """Where holds drive nobody away: every order, its size, and every step on the chain of health."""
    scenario = small_wholesaler(CUSTOMERS, 365, **LOYAL)
    scarce = scenario.today.but(collections={"shift_minutes": 15.0})
    alone, with_more = pair(scenario, scarce, replication)
    for events in ((Event.ORDERED,), HEALTH):
        before, after = of(alone, *events), of(with_more, *events)
        if events != (Event.ORDERED,):
            before["net"], after["net"] = 0, 0  # the exposure at a failure is what collections decide
        assert before.tobytes() == after.tobytes()
    assert own_rows(of(alone, Event.CALLED)).tobytes() != own_rows(of(with_more, Event.CALLED)).tobytes()


@pytest.mark.parametrize("replication", range(3))
def test_the_days_on_which_the_others_mean_to_pay_are_the_same_however_scarce_the_staff(replication):
    """Where contacts move nobody, everything but the collectors' own rows stays."""
    scenario = small_wholesaler(CUSTOMERS, 365, **UNCONTACTED)
    scarce = scenario.today.but(collections={"shift_minutes": 15.0})
    alone, with_more = (
        own_rows(rows[rows["desk"] != Desk.COLLECTORS]) for rows in pair(scenario, scarce, replication)
    )
    assert alone.tobytes() == with_more.tobytes()
