"""The reference simulator: the same company as the engine's, simulated once more in the simplest way we know.

SimPy as the textbook teaches it: a process for every customer, for every delivery and every invoice, a process for
each desk, collectors who take cases from a priority store, plain objects, dictionaries and lists. It shares the
numbers of the plan and the rules with the engine and nothing else: no columns, no kernels, no buckets of days. It is
slow and short. Both must write the same journal, row by row, and so each is the proof of the other.

Read the files in this order: company, customers, orders, billing, invoices, discounts, binding, late charges,
disputes, people, worklist, promises, plans, agency, courts, policies, insurer, financier, money, applicants, analysts.
"""

from __future__ import annotations

import math
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from simulator.engine.calendar import month_ends, month_number, month_starts
from simulator.engine.own_runs import with_own_runs
from simulator.engine.phases import Phase
from simulator.engine.plan import Plan, in_phase
from simulator.engine.sizes import shares_of_segment, size_ranks
from simulator.engine.world import World
from simulator.journal import ROW, Desk, in_order
from simulator.luck import Stream, luck
from simulator.rules.banking import next_run
from simulator.rules.economy import in_these_times, next_regime, recession_share
from simulator.rules.health import next_economy
from simulator.rules.paying import normal
from simulator.units import NEVER, STRIDE, date_of
from tests.reference.analysts import File, credit_desk
from tests.reference.billing import take_over
from tests.reference.customers import Customer, first_customers, join
from tests.reference.disputes import Dispute, dispute_clerks
from tests.reference.financier import Factor
from tests.reference.insurer import Insurer
from tests.reference.invoices import Rung
from tests.reference.lives import Life
from tests.reference.money import Books, owe_for_recent_sales, treasury
from tests.reference.orders import sales_desk
from tests.reference.people import Case, collectors

MOMENTS_PER_DAY = 64
ANY_BANKING_DAY = 0
BEFORE_THE_ECONOMY = Desk.OPENING + 0.75


def simulate_reference(
    world: World, plan: Plan, seed: int, replication: int, change_at: int = 0
) -> NDArray[np.void]:
    """The journal of one run in canonical order, warm-up included; the plan is in force from ``change_at`` on."""
    company = Company(world, seed, replication)
    company.env.process(change_of_strategy(company, plan, change_at))
    company.env.run(until=world.last_day + 1)
    return in_order(np.array(company.books.rows, dtype=ROW))


class Company:
    """Everything that is known in one run, and the desks that work with it."""

    def __init__(self, world: World, seed: int, replication: int) -> None:
        self.world = world
        self.seed, self.replication = seed, replication
        self.calendar = with_own_runs(world.calendar, world.portfolio.own_runs, seed, replication)
        self.horizon = world.horizon_days
        self.assume = plain(world.assumptions[0])
        self.segments = [plain(row) for row in world.segments]
        self.env = simpy.Environment(initial_time=world.first_day)
        self.books = Books(self)
        self.insurer = Insurer(self)
        self.factor = Factor(self)
        self.worklist: dict[Customer, Case] = {}
        self.disputes: list[Dispute] = []  # that wait for a clerk
        self.pile: list[File] = []  # that wait for an analyst
        self.customers: list[Customer] = []
        self.large_failures: list[tuple[int, int]] = []  # segment, month
        self.segment_shares = shares_of_segment(world.portfolio)
        self.size_ranks = size_ranks(world.portfolio)
        self.phase, self.in_recession = 0, False
        self.use(world.today)
        self.open_doors()

    def open_doors(self) -> None:
        """The first day: customers, the economy, a ledger's open items, and every desk's process."""
        start, first, last = self.world.portfolio.start, self.world.first_day, self.world.last_day
        closing = {*month_ends(start, first, last), self.horizon - 1, *([-1] if first < 0 else [])}
        self.closing_days = sorted(closing)
        month = month_number(start, first) - 1
        self.economy = normal(self.luck(Stream.ECONOMY, 0, month))
        begins, ends = self.assume.recession_begins, self.assume.recession_ends
        if begins > 0.0 and self.world.portfolio.origin != "ledger":
            self.in_recession = self.luck(Stream.REGIME, 0, month) < recession_share(begins, ends)
        self.customers += first_customers(self)
        if self.world.portfolio.origin == "ledger":
            take_over(self)
            owe_for_recent_sales(self)
        for desk in (shocks, health_desk, dispute_clerks, credit_desk, sales_desk, collectors, treasury):
            self.env.process(desk(self))
        self.env.process(self.insurer.days())
        self.env.process(self.factor.days())
        self.env.process(self.books.opening())

    # -- time and luck

    @property
    def today(self) -> int:
        """The whole day that it is now."""
        return math.floor(self.env.now)

    def at(self, day: int, desk: float) -> simpy.Timeout:
        """The moment of a desk on a day: desks act in the order of their numbers."""
        return self.env.timeout(day + desk / MOMENTS_PER_DAY - self.env.now)

    def banking_day(self, day: int) -> int:
        """The first banking day on or after a day."""
        return int(next_run(self.calendar, ANY_BANKING_DAY, day))

    def banking_days(self) -> list[int]:
        """Banking days of the run."""
        return [
            int(day) for day in self.calendar.bank_days if self.world.first_day <= day <= self.world.last_day
        ]

    def share_of_month(self, days: int) -> float:
        """What so many days are of today's calendar month."""
        when = date_of(self.world.portfolio.start, self.today)
        next_month = when.replace(day=28) + timedelta(days=4)
        return days / (next_month - timedelta(days=next_month.day)).day

    def luck(self, stream: Stream, customer: int, index: int) -> float:
        """The draw at an address."""
        return luck(self.seed, self.replication, stream, customer, index)

    def write(self, desk: Desk, event: int, net: int = 0, vat: int = 0, **about: int) -> None:
        """Write a row of today."""
        self.books.write(self.today, desk, event, net, vat, about)

    def wake(self, process: simpy.Process | None) -> None:
        """Tell a sleeping process that its date has changed (whoever is awake knows it already)."""
        if process is not None and process.is_alive and process is not self.env.active_process:
            process.interrupt()

    # -- strategy

    def use(self, plan: Plan) -> None:
        """Take a strategy: levers, ladder, and what is agreed with every customer."""
        self.course, self.plan = plan, in_phase(plan, self.phase)
        plan = self.plan
        self.levers = plain(plan.levers[0])
        self.ladder = [Rung(*(int(number) for number in row)) for row in plan.ladder]
        for customer in self.customers:
            customer.agree(plan)

    # -- the times

    @property
    def times(self) -> SimpleNamespace:
        """What the times do to failures, lateness and orders."""
        names, numbers = ("failure", "lateness", "order"), vars(self.assume)
        pairs = [(numbers[f"{name}_multiplier"], numbers[f"recession_{name}_multiplier"]) for name in names]
        return SimpleNamespace(
            **{
                name: in_these_times(usual, recession, self.in_recession)
                for name, (usual, recession) in zip(names, pairs, strict=True)
            }
        )

    def change_times(self, assume: SimpleNamespace, in_recession: bool) -> None:
        """Other assumptions, or a recession: where it changes the pace of all, clocks run on at the old one first."""
        old = self.assume, self.in_recession, self.pace_of_all
        self.assume, self.in_recession = assume, in_recession
        if self.pace_of_all == old[2]:
            return
        self.assume, self.in_recession = old[:2]
        invoices = [invoice for customer in self.customers for invoice in customer.open]
        for invoice in invoices:
            invoice.run_on()
        self.assume, self.in_recession = assume, in_recession
        for invoice in invoices:
            if invoice.clock.hazard_left > 0.0:
                invoice.plan_payment(self.today)

    @property
    def pace_of_all(self) -> tuple[float, float]:
        return self.times.lateness, self.assume.stress_lateness_multiplier

    def begin(self, phase: Phase) -> None:
        """A phase begins: other assumptions, the strategy under them, and what happens on the day."""
        self.phase += 1
        self.change_times(plain(phase.assumptions[0]), self.in_recession)
        self.segments = [plain(row) for row in phase.segments]
        self.use(self.course)
        self.insurer.cut_cover(phase.cover_cut)
        for place in phase.failing:
            holder = [customer for customer in self.customers if customer.number % STRIDE == place][-1]
            if holder.may_still_fail:
                holder.fail()

    # -- the run-off

    def next_due_day(self) -> int:
        """From when on anything can happen; NEVER once nothing is open."""
        if any(customer.keeps_us_busy for customer in self.customers):
            return self.today
        amounts = [*self.books.payables.items(), *self.books.relief.items()]
        days = [day for day, cents in amounts if cents] + self.books.dividend_days
        days += self.insurer.payment_days
        if self.factor.balance:
            days.append(self.banking_day(self.today))
        if self.books.vat_owed or self.books.checks_owed or self.books.reports_owed:
            days += [day for day in self.closing_days if day >= self.today][:1]
        return min(days, default=NEVER)


def shocks(company: Company) -> Life:
    """Shocks begin and end early in the morning, after a policy year has opened."""
    for phase in company.world.phases:
        yield company.at(phase.day, BEFORE_THE_ECONOMY)
        company.begin(phase)


def step_regime(company: Company, month: int, trading: bool) -> None:
    """Perhaps a recession begins, or ends; insurers withdraw when one begins."""
    assume, before = company.assume, company.in_recession
    if assume.recession_begins <= 0.0:
        return
    uniform = company.luck(Stream.REGIME, 0, month)
    now = next_regime(before, uniform, assume.recession_begins, assume.recession_ends)
    company.change_times(assume, now)
    if now and not before and trading:
        company.insurer.cut_cover(assume.recession_cut)


def plain(record: Any) -> SimpleNamespace:
    """A record as a plain object with Python numbers."""
    return SimpleNamespace(**{name: record[name].item() for name in record.dtype.names})


def change_of_strategy(company: Company, plan: Plan, day: int) -> Life:
    """Before the desks of the day open, a new strategy; open invoices go on along the new ladder."""
    yield company.at(day, Desk.OPENING)
    company.insurer.change(plan)
    company.use(plan)
    company.factor.change()
    for customer in company.customers:
        for invoice in customer.open:
            invoice.plan_step(company.today)


def health_desk(company: Company) -> Life:
    """On the first of a month the economy moves on, then every customer; in the run-off only while needed."""
    start = company.world.portfolio.start
    for day in month_starts(start, company.world.first_day, company.world.last_day):
        yield company.at(day, Desk.ECONOMY)
        trading = day < company.horizon
        if not trading and company.next_due_day() > day:
            continue
        month = month_number(start, day)
        shock = normal(company.luck(Stream.ECONOMY, 0, month))
        company.economy = next_economy(company.economy, company.assume.economy_persistence, shock)
        step_regime(company, month, trading)
        yield company.at(day, Desk.HEALTH)
        for customer in list(company.customers):
            if trading and customer.place_is_vacant:
                company.customers.append(join(customer))
            customer.step_month(month, trading)
