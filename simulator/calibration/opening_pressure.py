"""What earlier contacts have left of the open items of a ledger: the average of their age under today's ladder.

They press still, the customer is tired of them, and whom they move has mostly paid.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.portfolio.portfolio import Portfolio
from simulator.scenario import Scenario

P = TypeVar("P", bound=Portfolio)

NAMES = (
    *("soft", "tired_email", "firm", "tired_call", "tired_manager", "tired_demand"),
    *("uncovered", "liquidity"),
)
OLDEST_DAYS = 120
"""Items that are overdue longer are taken as this old."""

_EARLIEST_DAYS = -30
_SEED = 20260102
_FIRST_LOOK, _LAST_LOOK, _EVERY = 150, 360, 7
_LN2 = float(np.log(2.0))
_Values = NDArray[np.float64]


class _Nobody:
    """A reader that keeps nothing."""

    def take(self, rows: NDArray[Any]) -> None:
        """Nothing to keep."""

    def close_month(self, day: int) -> None:
        """Nothing to do."""


def with_pressure(portfolio: P, scenario: Scenario, bare: Portfolio) -> P:
    """The portfolio whose open items have been chased as long as they are old.

    Args:
        portfolio: with its open items.
        scenario: a quiet year of it under today's ladder.
        bare: the portfolio without open items.
    """
    if len(portfolio.open_items) == 0:
        return portfolio
    left = average_state(scenario, bare)
    items = portfolio.open_items.copy()
    age = np.clip(-1 - items["due"], _EARLIEST_DAYS, OLDEST_DAYS) - _EARLIEST_DAYS
    for name, values in zip(NAMES, left, strict=True):
        items[name] = values[age]
    return replace(portfolio, open_items=items)


def average_state(scenario: Scenario, portfolio: Portfolio) -> _Values:
    """(names, ages): what contacts have left at the end of a day, by days after due from 30 before to 120 after.

    Looked at weekly in the later part of a year; ages that were not seen have what the age before them has.
    """
    world = World.build(scenario, portfolio, [scenario.today])
    run = Run(world, _SEED, 0, _Nobody())
    sums = np.zeros((len(NAMES), OLDEST_DAYS - _EARLIEST_DAYS + 1))
    counts = np.zeros(sums.shape[1])
    for day in range(_FIRST_LOOK, _LAST_LOOK, _EVERY):
        run.run(day)
        invoices = run.state.invoices
        waiting = invoices[invoices["state"] == c.OPEN]
        age = np.clip(day - 1 - waiting["due"], _EARLIEST_DAYS, OLDEST_DAYS) - _EARLIEST_DAYS
        for kind, values in enumerate(_left(world, run, waiting, day)):
            sums[kind] += np.bincount(age, weights=values, minlength=sums.shape[1])
        counts += np.bincount(age, minlength=sums.shape[1])
    seen = np.maximum.accumulate(np.where(counts > 0, np.arange(len(counts)), 0))
    return sums[:, seen] / np.maximum(counts[seen], 1.0)


def _left(world: World, run: Run, invoices: NDArray[Any], day: int) -> list[_Values]:
    """Of each invoice, in the order of ``NAMES``, at the end of the day before; half-lives on the customers' axis."""
    assumptions = world.assumptions[0]
    on_banking_days = run.state.customers["axis"][invoices["customer"]] == 1
    index = world.calendar.bank_index[day - world.calendar.first_day]
    now = np.where(on_banking_days, float(index), float(day)) - 1.0
    scale = np.where(on_banking_days, assumptions["banking_share"], 1.0)
    elapsed = np.maximum(now - invoices["clock_day"], 0.0)
    email = np.exp(-_LN2 * elapsed / (assumptions["email_half_life_days"] * scale))
    person = np.exp(-_LN2 * elapsed / (assumptions["personal_half_life_days"] * scale))
    by_email = [invoices[name] * email for name in ("soft", "tired_email")]
    by_person = [invoices[name] * person for name in ("firm", "tired_call", "tired_manager", "tired_demand")]
    return [*by_email, *by_person, 1.0 - invoices["covered"], (invoices["response"] < 1.0).astype(float)]
