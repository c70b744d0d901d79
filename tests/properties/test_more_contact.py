"""More contact makes nobody pay later, but for what follows from a case being a customer.

Judged on the intended day: in a plain calendar, without runs, the bank day is the intended day rounded up. Staff are
unbounded and promises do not pause the ladder; nobody fails, nobody is held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.levers import Levers
from simulator.portfolio.portfolio import SEGMENTS
from simulator.scenario import Scenario, load_scenario
from tests.behaviour.trials import PLENTY, journals, paid_days, quiet_wholesaler, world_of

Ladder = Sequence[Mapping[str, Any]]


def steps(*pairs: tuple[int, str]) -> list[Mapping[str, Any]]:
    return [{"day": day, "channel": channel} for day, channel in pairs]


TODAY: Ladder = [step.model_dump() for step in load_scenario("wholesale").today.collections.ladder]
LETTERS: Ladder = steps((-5, "email"), (3, "email"), (10, "email"), (20, "email"), (30, "final_demand"))
MORE_LETTERS = {
    "before due": steps((-2, "email")),
    "just after due": steps((1, "email"), (2, "email")),
    "late": steps((25, "final_demand"), (35, "final_demand")),
    "all along": steps((-2, "email"), (6, "email"), (15, "email"), (60, "final_demand")),
}
MORE_CALLS = {
    "a call": steps((15, "call")),
    "the manager": steps((25, "manager")),
    "a letter": steps((35, "final_demand")),
    "all along": steps((-2, "email"), (6, "email"), (15, "call"), (60, "call")),
}


def chased(scenario: Scenario, ladder: Ladder) -> Levers:
    in_order = sorted(ladder, key=lambda step: step["day"])
    return scenario.today.but(collections={"ladder": in_order, "collectors": PLENTY})


def days_later(scenario: Scenario, ladder: Ladder, more: Ladder, replications: int = 1) -> NDArray[np.int64]:
    """Of every invoice, how many days later it is paid with more contact."""
    world = world_of(scenario, chased(scenario, ladder), chased(scenario, [*ladder, *more]))
    later = []
    for replication in range(replications):
        before, after = (paid_days(rows) for rows in journals(world, replication))
        assert before.keys() == after.keys()
        later += [after[key] - day for key, day in before.items()]
    return np.array(later)


@pytest.mark.parametrize("name", MORE_LETTERS)
def test_another_letter_makes_nobody_pay_later(name):
    later = days_later(quiet_wholesaler(100, 365), LETTERS, MORE_LETTERS[name])
    assert later.max() <= 0
    assert later.mean() < -0.1


@pytest.mark.parametrize("name", MORE_CALLS)
def test_another_call_makes_fewer_than_one_in_a_hundred_pay_later(name):
    """A call is about a customer: one invoice paid sooner can spare the customer the call that another one needed."""
    later = days_later(quiet_wholesaler(100, 365), TODAY, MORE_CALLS[name])
    assert (later > 0).mean() < 0.01
    assert later.mean() < -0.1


@pytest.mark.parametrize("name", MORE_CALLS)
def test_where_a_case_is_one_invoice_another_call_makes_nobody_pay_more_than_two_days_later(name):
    """Customers who order every ten months have one invoice open at a time."""
    rarely = {"orders_per_month": dict.fromkeys(SEGMENTS, 0.1)}
    later = days_later(quiet_wholesaler(400, 365, portfolio=rarely), TODAY, MORE_CALLS[name], 2)
    assert len(later) > 800
    assert later.max() <= 2
    assert (later > 0).mean() < 0.01
    assert later.mean() < -0.1
