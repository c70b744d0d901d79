"""One run, wired: the state, the SimPy clock, and the desks that wake on it.

A run can pause (``run(until)``), take a new strategy (``change``), and be forked at a pause; the clock holds
nothing that is not in the state, so a fork starts new desks from the same day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import simpy
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.calendar import month_ends, month_starts
from simulator.engine.desks import start_desks
from simulator.engine.kernels.files import agree
from simulator.engine.kernels.opening import adopt, open_books, open_receivables
from simulator.engine.opening import open_first_day
from simulator.engine.own_runs import with_own_runs
from simulator.engine.passing import call
from simulator.engine.plan import Plan, in_phase, monthly_orders_to_daily
from simulator.engine.sizes import shares_of_segment, size_ranks
from simulator.engine.state import (
    State,
    copied,
    empty_columns,
    with_more_customers,
    with_more_rows,
    with_more_slots,
    with_room_for_insurance,
)
from simulator.engine.world import World
from simulator.luck import run_key
from simulator.rules.banking import next_run
from simulator.units import STRIDE, cents


class Reader(Protocol):
    """Who reads the journal: gets blocks in day order, and is told when a month is complete."""

    def take(self, rows: NDArray[Any]) -> None:
        """Read a block; it is overwritten afterwards."""

    def close_month(self, day: int) -> None:
        """All rows of the month that ends with this day have been read."""


class Run:
    """A run of one world under one plan at a time, from its first day on."""

    def __init__(self, world: World, seed: int, replication: int, reader: Reader) -> None:
        self.world = world
        self.seed, self.replication = seed, replication
        self.reader = reader
        self.day = world.first_day
        self.state = _fresh_state(world, seed, replication)
        self.books_open = False
        self.course = world.today
        self.take_phase(0)
        company = world.scenario.company
        months = (company.start_date, world.first_day, world.last_day)
        self.month_starts = month_starts(*months)
        closing = {*month_ends(*months), world.horizon_days - 1}
        self.closing_day_set = frozenset(closing | {-1} if self.day < 0 else closing)
        self.closing_days = sorted(self.closing_day_set)
        self.state = open_first_day(self.state, world, seed, replication)

    def fork(self, reader: Reader) -> Run:
        """A run that goes on from here on its own, read by its own reader."""
        twin = object.__new__(Run)
        twin.__dict__.update(self.__dict__)
        twin.state, twin.reader = copied(self.state), reader
        return twin

    def change(self, plan: Plan) -> None:
        """Take a new strategy, in force from the coming day on; an insurance on the same terms goes on."""
        if plan.policy != self.plan.policy:
            self._give_up_policy()
        if int(plan.levers["has_factor"][0]) == 0:
            assigned = self.state.invoices["assigned"]
            assigned[np.flatnonzero(assigned)] = c.OURS  # unused slots stay untouched, so they cost no memory
        self.course = plan
        self.take_phase(self.phase)
        adopt(self.state, self.day)

    def run(self, until: int) -> None:
        """Play every desk up to (not including) day ``until``; the desks start anew from the state."""
        if self.day < 0 < until:
            self.run(0)
        env = simpy.Environment(initial_time=self.day)
        if self.day == 0 and not self.books_open:
            self.act(open_receivables, 0)
            self.act(open_books, 0, cents(self.world.scenario.company.opening_cash))
            self.books_open = True
        start_desks(self, env, until)
        env.run(until=until)
        self.day = until
        self.flush()

    def act(self, kernel: Callable[..., int], *arguments: Any) -> None:
        """Call a kernel until it is done, giving it what it lacks."""
        while True:
            answer = call(kernel, self.state, *arguments)
            if answer == c.DONE:
                return
            if answer == c.NEEDS_SLOTS:
                self.state = with_more_slots(self.state)
            elif self.state.counters[c.N_ROWS] > 0:
                self.flush()
            else:
                self.state = with_more_rows(self.state)

    def flush(self) -> None:
        """Hand the journal block to the reader."""
        count = int(self.state.counters[c.N_ROWS])
        if count:
            self.reader.take(self.state.rows[:count])
            self.state.counters[c.N_ROWS] = 0

    def make_room_for_customers(self) -> None:
        """Room for as many newcomers as this month can bring: one for every place that is empty."""
        known = self.state.customers[: int(self.state.counters[c.N_CUSTOMERS])]
        empty = (known["place"] >= 0) & (known["status"] != c.ACTIVE)
        self.state = with_more_customers(self.state, int(np.count_nonzero(empty)))

    def make_room_for_insurance(self) -> None:
        """Room for one more policy year, and for a claim of every customer."""
        self.state = with_room_for_insurance(self.state)

    def take_phase(self, number: int) -> None:
        """The strategy in force is what it is in this phase; the kernels see it."""
        self.phase = number
        self._use(in_phase(self.course, number))

    def finish(self) -> None:
        """Play the run to its end: the horizon, then month by month until nothing is open."""
        last = self.world.last_day
        if self.day < self.world.horizon_days:
            self.run(min(self.world.horizon_days, last + 1))
        while self.day <= last:
            due = self.next_due_day(self.day)
            if due is None or due > last:
                return
            self.day = max(self.day, due)
            self.run(min(self._next_closing(self.day), last) + 1)

    def _next_closing(self, day: int) -> int:
        """The first closing day on or after a day."""
        return next((closing for closing in self.closing_days if closing >= day), self.world.last_day)

    def next_due_day(self, day: int) -> int | None:
        """From when on, seen from a day, something can happen; None: nothing is open any more."""
        counters = self.state.counters
        if any(counters[name] != 0 for name in (c.N_OPEN, c.N_UNDELIVERED, c.N_PENDING, c.N_WAITING)):
            return day
        dates = []
        if any(counters[name] != 0 for name in (c.VAT_OWED, c.CHECKS_OWED, c.REPORTS_OWED)):
            dates.append(self._next_closing(day))
        if counters[c.FACTOR_BALANCE] != 0:
            dates.append(int(next_run(self.state.calendar, 0, day)))
        index = day - self.state.calendar.first_day
        for amounts in (self.state.payables, self.state.relief):
            ahead = np.flatnonzero(amounts[index:])
            if len(ahead):
                dates.append(day + int(ahead[0]))
        dividends = self.state.dividends[: counters[c.N_DIVIDENDS]]
        dates += [int(day) for day in dividends["day"][dividends["paid"] == 0]]
        claims = self.state.claims[: counters[c.N_CLAIMS]]
        dates += [int(day) for day in claims["pay_day"][claims["status"] == c.CLAIM_ACCEPTED]]
        return min(dates) if dates else None

    def _give_up_policy(self) -> None:
        """The insurance ends with yesterday's shipments; what they lose is still claimed."""
        years = int(self.state.counters[c.N_YEARS])
        if years:
            last = self.state.years[years - 1]
            last["end"] = min(last["end"], self.day)
        self.state.customers["insurer_limit"] = 0
        self.state.customers["insurer_case"] = c.NOTHING_TO_DECIDE
        self.state.counters[c.N_INSURER_CASES] = 0

    def _use(self, plan: Plan) -> None:
        self.plan = plan
        self.state = replace(self.state, levers=plan.levers, ladder=plan.ladder, agreed=plan.agreed)
        customers = self.state.customers
        count = int(self.state.counters[c.N_CUSTOMERS])
        places = customers["number"][:count] % STRIDE
        codes = customers["code"][:count]
        for field in ("terms_days", "value_factor", "limit_cents"):
            customers[field][:count] = getattr(plan.agreed, field)[codes, places]
        for row in np.flatnonzero(customers["warned"][:count]).tolist():
            agree(self.state, row)


def _fresh_state(world: World, seed: int, replication: int) -> State:
    """Columns of the first day: customers from the portfolio, nothing ordered yet."""
    days = world.calendar.next_run.shape[1]
    newcomers, ranges = world.newcomers
    fields = empty_columns(len(world.portfolio), days)
    _fill_customers(fields["customers"], world)
    fields["counters"][c.N_CUSTOMERS] = len(world.portfolio)
    calendar = with_own_runs(world.calendar, world.portfolio.own_runs, seed, replication)
    with np.errstate(over="ignore"):
        key = np.array([run_key(seed, replication)], dtype=np.uint64)
    return State(
        **fields,
        agreed=world.today.agreed,
        levers=world.today.levers,
        ladder=world.today.ladder,
        assumptions=world.assumptions,
        segments=world.segments,
        season=np.asarray(world.scenario.economy.season_sales, dtype=float),
        laws=np.ascontiguousarray(world.portfolio.laws),
        weekday_laws=world.portfolio.law_by_weekday,
        dependence=np.array(world.portfolio.dependence, dtype=float),
        newcomers=newcomers,
        newcomer_range=ranges,
        segment_shares=shares_of_segment(world.portfolio),
        size_ranks=size_ranks(world.portfolio),
        calendar=calendar,
        key=key,
    )


def _fill_customers(customers: NDArray[Any], world: World) -> None:
    """The first customer of every place."""
    rows = world.portfolio.customers
    count = len(rows)
    ceiling = float(world.assumptions["demand_ceiling"][0])
    for field in ("segment", "law", "axis", "run_calendar", "order_value", "habit_share"):
        customers[field][:count] = rows[field]
    customers["order_variance"][:count] = world.order_variances
    customers["number"][:count] = np.arange(count)
    customers["place"][:count] = np.arange(count)
    customers["today_terms_days"][:count] = world.today.terms_days
    customers["order_rate"][:count] = monthly_orders_to_daily(rows["orders_per_month"], ceiling)
