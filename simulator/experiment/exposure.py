"""The book on a day under a strategy, and how fast invoices are paid: one run, looked at from outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.engine.replication import warmed_up
from simulator.errors import UserError
from simulator.experiment.compare import replicator
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.tracing import Keeper
from simulator.journal import Event
from simulator.parameters import CODES, SEGMENTS
from simulator.results.exposure import AGES, PAID_WITHIN, Account, Exposure, PayCurve
from simulator.units import CENTS, STRIDE

if TYPE_CHECKING:
    from simulator.engine.model import Run
    from simulator.engine.world import World
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATION = 0
_AGE_ENDS = (0, 30, 60, 90)
_NO_LIMIT_CENTS = 1_000_000_000_000_000_000
_PREPAYS = "P"
_QUARTER_DAYS = 91


def exposure(
    scenario: Scenario,
    strategy: Strategy,
    *,
    portfolio: Portfolio | None = None,
    day: int = 0,
    seed: int = 2026,
) -> Exposure:
    """What is open on a day.

    Args:
        scenario: What is not ours to decide.
        strategy: From day 0 on; before, today's.
        portfolio: Customers of a ledger; on day 0 its own open book is shown.
        day: Days after day 0.
        seed: The seed of all luck.

    Raises:
        UserError: the day is not within the horizon.
    """
    if not 0 <= day <= scenario.company.horizon_days:
        raise UserError(
            f"Day {day} is not within the horizon of {scenario.company.horizon_days} days. Choose one that is."
        )
    world = _world(scenario, strategy, portfolio, seed)
    run = warmed_up(world, seed, REPLICATION, Keeper(lambda rows: rows["day"] < -1_000_000))
    if day:
        run.change(world.plans[0])
        run.run(day)
    own = portfolio is not None and portfolio.origin == "ledger"
    names = portfolio.identities if own and portfolio is not None else ()
    return Exposure(
        accounts=tuple(_accounts(run, day, names)),
        day=scenario.company.start_date + timedelta(days=day),
        currency=scenario.company.currency,
        stop_supply_days=strategy.levers(scenario.today).credit_policy.stop_supply_days,
        strategy=strategy.name,
        is_own=own and day == 0,
    )


def pay_curves(
    scenario: Scenario, strategy: Strategy, *, portfolio: Portfolio | None = None, seed: int = 2026
) -> tuple[PayCurve, ...]:
    """How fast what is billed under a strategy is paid: all of it, by segment, by quarter of issue.

    Only invoices that are followed for 120 days count; what is never paid stays below.
    """
    world = _world(scenario, strategy, portfolio, seed)
    keeper = Keeper(lambda rows: np.isin(rows["event"], (Event.INVOICED, Event.PAID, Event.DISCOUNTED)))
    run = warmed_up(world, seed, REPLICATION, keeper)
    run.change(world.plans[0])
    run.run(world.horizon_days)
    run.flush()
    billed, value, days = _paid(keeper.rows(), world.horizon_days)
    segment = world.portfolio.customers["segment"][billed["customer"] % STRIDE % len(world.portfolio)]
    quarter = billed["day"] // _QUARTER_DAYS
    curves = [_curve("All", np.ones(len(billed), dtype=bool), value, days)]
    curves += [_curve(name, segment == place, value, days) for place, name in enumerate(SEGMENTS)]
    curves += [
        _curve(f"Billed in quarter {one + 1}", quarter == one, value, days) for one in np.unique(quarter)
    ]
    return tuple(one for one in curves if one.invoices)


def _world(scenario: Scenario, strategy: Strategy, portfolio: Portfolio | None, seed: int) -> World:
    if not is_prepared():
        prepare_kernels()
    levers = strategy.levers(scenario.today)
    return replicator(scenario, portfolio or portfolio_for(scenario), [levers], seed).world


def _accounts(run: Run, day: int, names: tuple[str, ...]) -> Iterator[Account]:
    """Every customer that owes something."""
    count = int(run.state.counters[c.N_CUSTOMERS])
    customers = np.asarray(run.state.customers[:count])
    invoices = np.asarray(run.state.invoices)
    owed = invoices[invoices["state"] == c.OPEN]
    late = day - owed["due"].astype(np.int64)
    by_age = np.zeros((count, len(AGES)))
    np.add.at(
        by_age, (owed["customer"], np.searchsorted(_AGE_ENDS, late)), (owed["net"] + owed["vat"]) / CENTS
    )
    oldest = np.zeros(count, dtype=np.int64)
    np.maximum.at(oldest, owed["customer"], late)
    for row in np.flatnonzero(by_age.sum(axis=1) > 0.0):
        customer, amounts = customers[row], by_age[row]
        limit = int(customer["limit_cents"])
        yield Account(
            name=_name(int(customer["number"]), names),
            segment=SEGMENTS[int(customer["segment"])],
            code=CODES[int(customer["code"])] if int(customer["code"]) < len(CODES) else _PREPAYS,
            open_by_age=tuple(float(one) for one in amounts),
            oldest_days=int(oldest[row]),
            limit=None if limit >= _NO_LIMIT_CENTS else limit / CENTS,
            insured=min(float(amounts.sum()), float(max(int(customer["insurer_limit"]), 0))),
            is_warned=bool(customer["warned"]),
            has_failed=int(customer["status"]) == c.FAILED,
        )


def _name(number: int, names: tuple[str, ...]) -> str:
    """The ledger's own name, or a number for who is invented."""
    if number < len(names):
        return names[number]
    return f"Customer {number % STRIDE + 1}" + (f", {number // STRIDE + 1}" if number >= STRIDE else "")


def _paid(rows: NDArray[Any], horizon: int) -> tuple[NDArray[Any], NDArray[np.float64], NDArray[np.int64]]:
    """Invoices that are followed long enough, their value, and the days until the last of it was paid."""
    is_bill = (
        (rows["event"] == Event.INVOICED) & (rows["day"] >= 0) & (rows["day"] <= horizon - PAID_WITHIN[-1])
    )
    billed = rows[is_bill]
    paid = rows[rows["event"] == Event.PAID]
    when = {(int(one["customer"]), int(one["invoice"])): int(one["day"]) for one in paid}
    days = np.array(
        [
            when.get((int(one["customer"]), int(one["invoice"])), 10 * horizon) - int(one["day"])
            for one in billed
        ],
        dtype=np.int64,
    )
    value: NDArray[np.float64] = (billed["net"] + billed["vat"]) / CENTS
    return billed, value, days


def _curve(
    name: str, chosen: NDArray[np.bool_], value: NDArray[np.float64], days: NDArray[np.int64]
) -> PayCurve:
    """The share of the value that is paid by each day."""
    total = float(value[chosen].sum())
    if not total:
        return PayCurve(name, 0, ())
    on_day = np.bincount(np.clip(days[chosen], 0, PAID_WITHIN[-1] + 1), value[chosen], PAID_WITHIN[-1] + 2)
    share = np.cumsum(on_day)[: PAID_WITHIN[-1] + 1] / total
    return PayCurve(name, int(chosen.sum()), tuple(float(one) for one in share))
