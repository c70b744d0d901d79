"""The collectors' list of one day of one simulated year: who is called first, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.desks import start_desks
from simulator.engine.kernels.dunning import dun
from simulator.engine.kernels.promises import judge_promises
from simulator.engine.kernels.worklist import is_ours_to_chase, list_cases
from simulator.engine.passing import call
from simulator.engine.replication import warmed_up
from simulator.engine.world import World
from simulator.errors import UserError
from simulator.experiment.desk.variants import as_it_comes_out
from simulator.experiment.tracing import Keeper
from simulator.journal import N_EVENTS, Desk, Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.results.desk.calls import Caller, CallList, Known, reason
from simulator.rules.contact import MANAGER
from simulator.rules.worklist import EXPECTED_GAIN
from simulator.units import CENTS, STRIDE, date_of

if TYPE_CHECKING:
    from simulator.engine.model import Run
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario

_MOMENTS_PER_DAY = 64
_DAYS_PER_YEAR = 365.0

_TOLD = np.zeros(N_EVENTS, dtype=bool)
_TOLD[
    [
        *(Event.CALLED, Event.REACHED, Event.PROMISE_BROKEN, Event.PROMISE_KEPT, Event.DEMANDED),
        *(Event.HELD, Event.RELEASED, Event.LOST_TO_HOLD, Event.LOST_AT_END),
    ]
] = True


@dataclass(frozen=True)
class Day:
    """Which day of which simulated year."""

    day: int
    replication: int = 0
    seed: int = 2026


def call_list(
    scenario: Scenario, portfolio: Portfolio, levers: Levers, when: Day, most: int = 10
) -> CallList:
    """Whom the collectors call first on a day, under a plan in force since day 0.

    Args:
        scenario: What is not ours to decide.
        portfolio: The customers.
        levers: The plan.
        when: Which day; on a bank holiday the next banking day.
        most: How many customers.

    Raises:
        UserError: a day outside the horizon.
    """
    if not 0 <= when.day < scenario.company.horizon_days:
        raise UserError(
            f"There is no day {when.day}. Choose one from 0 to {scenario.company.horizon_days - 1}."
        )
    plan = as_it_comes_out(levers)
    world = World.build(scenario, portfolio, [plan])
    days = world.calendar.bank_days
    day = int(days[np.searchsorted(days, when.day)])
    keeper = Keeper(lambda rows: _TOLD[rows["event"]])
    run = _at_the_shift(world, when, day, keeper)
    order, gains = _order_and_gains(run, day)
    rows = keeper.rows()
    rate = world.scenario.company.cost_of_funds_per_year
    view = _View(run, day, rows, scenario.company.currency, portfolio)
    callers = [view.caller(row, gains[row] * rate / _DAYS_PER_YEAR) for row in order[:most]]
    levers_now = run.plan
    minutes = plan.collections.minutes_per_call
    reach = levers_now.servers * levers_now.shift_minutes / minutes if minutes > 0 else len(order)
    return CallList(
        when=date_of(scenario.company.start_date, day),
        replication=when.replication,
        rule=plan.collections.worklist_rule,
        callers=tuple(callers),
        within_reach=min(round(reach), len(order)),
        rate=rate,
    )


def _at_the_shift(world: World, when: Day, day: int, keeper: Keeper) -> Run:
    """A run at the moment at which a day's shift opens."""
    run = warmed_up(world, when.seed, when.replication, keeper)
    run.change(world.plans[0])
    run.run(day)
    env = simpy.Environment(initial_time=day)
    start_desks(run, env, day + 1)
    env.run(until=day + Desk.DUNNING / _MOMENTS_PER_DAY)
    run.act(dun, day)
    if run.state.counters[c.N_PROMISES] > 0:
        run.act(judge_promises, day)
    run.flush()
    return run


def _order_and_gains(run: Run, day: int) -> tuple[list[int], dict[int, float]]:
    """Rows of the customers in the order of the rule, and what a call to each may gain (currency x days)."""
    count = call(list_cases, run.state, day)
    cases = run.state.cases[:count]
    order = np.lexsort((cases["number"], -cases["urgency"]))
    rows: list[int] = cases["row"][order].tolist()
    levers = run.state.levers.copy()
    levers["worklist_rule"] = EXPECTED_GAIN
    levers.setflags(write=run.state.levers.flags.writeable)
    run.state = replace(run.state, levers=levers)
    again = run.state.cases[: call(list_cases, run.state, day)]
    return rows, dict(zip(again["row"].tolist(), (again["urgency"] / CENTS).tolist(), strict=True))


@dataclass(frozen=True)
class _View:
    """What the seller sees when the shift opens."""

    run: Run
    day: int
    rows: NDArray[Any]
    currency: str
    portfolio: Portfolio

    def caller(self, row: int, gain: float) -> Caller:
        """One customer of the list."""
        state = self.run.state
        customer = state.customers[row]
        slots = self._chased(row)
        due = min(int(state.invoices[slot]["due"]) for slot in slots)
        late = sum(int(state.invoices[slot]["net"] + state.invoices[slot]["vat"]) for slot in slots) / CENTS
        number = int(customer["number"])
        known = self._known(number, due, len(slots))
        known = replace(
            known, warned=bool(customer["warned"]), is_for_manager=int(customer["case_channel"]) == MANAGER
        )
        place = number % STRIDE
        names = self.portfolio.identities
        return Caller(
            customer=names[place] if names and number < STRIDE else f"Customer {place + 1}",
            segment=SEGMENTS[int(customer["segment"])],
            late=late,
            days=self.day - due,
            why=reason(known, self.currency),
            gain=gain,
        )

    def _chased(self, row: int) -> list[int]:
        state, slot, found = self.run.state, int(self.run.state.customers[row]["first_open"]), []
        while slot != c.NOBODY:
            if call(is_ours_to_chase, state, slot, self.day):
                found.append(slot)
            slot = int(state.links[slot, c.OPEN_NEXT])
        return found

    def _known(self, number: int, due: int, invoices: int) -> Known:
        own = self.rows[self.rows["customer"] == number]
        since = own[own["day"] >= due]

        def count(rows: NDArray[Any], event: Event) -> int:
            return int((rows["event"] == event).sum())

        waiting = {int(one["invoice"]): int(one["net"]) for one in own[own["event"] == Event.HELD]}
        over = np.isin(own["event"], [Event.RELEASED, Event.LOST_TO_HOLD, Event.LOST_AT_END])
        for order in own["invoice"][over].tolist():
            waiting.pop(order, None)
        return Known(
            promises_broken=count(own, Event.PROMISE_BROKEN),
            promises_kept=count(own, Event.PROMISE_KEPT),
            calls=count(since, Event.CALLED),
            reached=count(since, Event.REACHED),
            demanded=count(since, Event.DEMANDED) > 0,
            on_hold=sum(waiting.values()) / CENTS,
            invoices=invoices,
        )
