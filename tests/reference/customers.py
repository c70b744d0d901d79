"""Customers: a process each, which places orders; what happens to their health; who follows them."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING, Any

from simulator.engine.calendar import month_number
from simulator.engine.plan import Plan
from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.contact import is_chased
from simulator.rules.economy import is_felt
from simulator.rules.health import (
    HEALTHY,
    INSOLVENT,
    STRESSED,
    Chances,
    churn_chance,
    health_probability,
    loss_fraction,
    next_health,
)
from simulator.rules.money import share_cents
from simulator.rules.ordering import order_gap_days
from simulator.rules.paying import normal
from simulator.units import NEVER, STRIDE
from tests.reference import plans
from tests.reference.insurer import Cover
from tests.reference.lives import Life
from tests.reference.orders import Order, cancel_orders, place_order
from tests.reference.promises import Promise

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.invoices import Invoice

DAYS_PER_MONTH = 365.0 / 12.0
AFTER_RELEASES = Desk.SALES + 0.5


class Status(Enum):
    """Where a customer stands with us."""

    ACTIVE = "orders"
    LEAVING = "has left; its orders are lost until somebody takes its place"
    GONE = "has left, and its place is taken"
    VANISHED = "failed without notice"
    FAILED = "insolvent"


class Customer:
    """A customer: the place it has with us (size, terms), its own habits, and its accounts."""

    def __init__(self, company: Company, number: int, habits: Any) -> None:
        self.company, self.number, self.habits = company, number, habits
        self.place = company.world.portfolio.customers[number % STRIDE]
        self.segment = int(self.place["segment"])
        self.law = company.world.portfolio.laws[habits["law"]]
        self.axis, self.run_calendar = int(habits["axis"]), int(habits["run_calendar"])
        self.habit = normal(company.luck(Stream.HABIT, number, 0))
        self.status, self.health = Status.ACTIVE, HEALTHY
        self.open: list[Invoice] = []  # receivables, the oldest first
        self.written_off: list[Invoice] = []  # given up, but perhaps paid one day
        self.undelivered: list[Order] = []
        self.waiting: list[Order] = []
        self.months_held = [False, False, False]  # this month, the last, the one before
        self.hard_contacts = [0, 0, 0]
        self.months_given_away = [False, False, False]  # a debt of it went to an agency or a court
        self.replaced = False
        self.promise: Promise | None = None
        self.cover = Cover()
        self.agree(company.plan)
        company.env.process(self.place_orders())

    def agree(self, plan: Plan) -> None:
        """Terms and limit under a plan, and how the value of orders answers to the terms."""
        number = self.number % STRIDE
        self.terms_days = int(plan.terms_days[number])
        self.value_factor = float(plan.value_factor[number])
        self.limit = int(plan.limit_cents[number])

    def place_orders(self) -> Life:
        """The customer's process: possible orders at random gaps, for as long as there is somebody to order."""
        company = self.company
        rate = float(self.place["orders_per_month"]) * company.assume.demand_ceiling / DAYS_PER_MONTH
        number, moment = 0, float(company.today)
        while True:
            moment += order_gap_days(company.luck(Stream.ORDER_GAP, self.number, number), rate)
            yield company.at(math.floor(min(moment, NEVER)), AFTER_RELEASES)
            if self.status not in (Status.ACTIVE, Status.LEAVING) or moment >= company.horizon:
                return
            place_order(self, number)
            number += 1

    # -- what desks ask

    @property
    def open_cents(self) -> int:
        """What it owes."""
        return sum(invoice.gross for invoice in self.open)

    def chased(self) -> list[Invoice]:
        """What it is called about: its overdue invoices, and those whose own ladder has asked for a call."""
        today = self.company.today
        ours = [
            invoice
            for invoice in self.open
            if not (invoice.is_elsewhere or plans.has(invoice) or invoice.is_known_to_be_disputed)
        ]
        return [invoice for invoice in ours if is_chased(invoice.due, today, invoice.called)]

    @property
    def oldest_due(self) -> int:
        """The earliest due day of what it owes, given up or not; what it disputes, and for how long, does not count."""
        given_up = [invoice for invoice in self.written_off if invoice.pay_day != NEVER]
        owed = [invoice for invoice in self.open + given_up if not invoice.is_known_to_be_disputed]
        return min((invoice.due + invoice.held_days for invoice in owed), default=NEVER)

    @property
    def is_active(self) -> bool:
        return self.status is Status.ACTIVE

    @property
    def is_stressed(self) -> bool:
        return self.health == STRESSED

    @property
    def may_still_fail(self) -> bool:
        """It holds its place, and has neither failed nor vanished."""
        return self.status in (Status.ACTIVE, Status.LEAVING) and not self.replaced

    @property
    def has_vanished(self) -> bool:
        return self.status is Status.VANISHED

    @property
    def is_insolvent(self) -> bool:
        return self.status is Status.FAILED

    @property
    def keeps_us_busy(self) -> bool:
        """Whether anything of this customer is still open."""
        pending = any(invoice.pay_day != NEVER for invoice in self.written_off)
        return bool(self.open or self.undelivered or self.waiting or pending)

    @property
    def place_is_vacant(self) -> bool:
        return not self.is_active and not self.replaced

    # -- the first of a month

    def step_month(self, month: int, trading: bool) -> None:
        """A month on the chain of health; and perhaps the customer leaves."""
        has_left = self.status in (Status.LEAVING, Status.GONE)
        if self.is_active or (has_left and (self.open or self.undelivered)):
            self.step_health(month)
        if trading and self.is_active:
            self.step_churn(month)

    def step_health(self, month: int) -> None:
        """Healthier, worse, or failed: with notice or without."""
        company, assume = self.company, self.company.assume
        numbers = company.segments[self.segment]
        times = company.times.failure
        if self.feels_a_failure(month):
            times *= assume.contagion_multiplier
        failure = times * assume.stress_failure
        chances = Chances(times * numbers.to_stress, assume.stress_recovery, failure, times * numbers.sudden)
        uniform = company.luck(Stream.HEALTH, self.number, month)
        rank = health_probability(assume.asset_correlation, company.economy, uniform)
        health = next_health(self.health, rank, chances)
        if health == INSOLVENT:
            informal = company.luck(Stream.INFORMAL, self.number, 0) < assume.informal_fraction
            self.vanish() if informal else self.fail()
        elif health != self.health:
            self.change_pace(health)
            company.insurer.notices(self)
            event = Event.STRESSED if health == STRESSED else Event.RECOVERED_HEALTH
            company.write(Desk.HEALTH, event, customer=self.number)

    def feels_a_failure(self, month: int) -> bool:
        """Whether a large customer of the segment has failed not long ago."""
        months = self.company.assume.contagion_months
        hits = [hit for segment, hit in self.company.large_failures if segment == self.segment]
        return any(is_felt(float(month), float(hit), months) for hit in hits)

    def is_missed(self) -> None:
        """Its failure is felt in its segment, if it was large."""
        company = self.company
        if company.segment_shares[self.number % STRIDE] >= company.assume.contagion_size:
            month = month_number(company.world.portfolio.start, company.today)
            company.large_failures.append((self.segment, month))

    def change_pace(self, health: int) -> None:
        """The clocks of its invoices run at the old pace until today, and at the new one from now on."""
        for invoice in self.open:
            invoice.run_on()
        self.health = health
        for invoice in self.open:
            if invoice.clock.hazard_left > 0.0:
                invoice.plan_payment(self.company.today)

    def vanish(self) -> None:
        """It stops ordering and paying, and nobody is told."""
        self.company.write(Desk.HEALTH, Event.VANISHED, self.open_cents, customer=self.number)
        cancel_orders(self.waiting, Desk.HEALTH)
        self.status, self.health = Status.VANISHED, INSOLVENT
        self.is_missed()
        for invoice in self.open:
            invoice.move_payment(NEVER)
            if invoice.dispute and invoice.dispute.is_hidden:
                invoice.dispute.end()

    def fail(self) -> None:
        """Insolvency notice: no more deliveries, everything open is written off, perhaps a dividend later."""
        company, assume, exposure = self.company, self.company.assume, self.open_cents
        exposed_vat = sum(invoice.vat for invoice in self.open)
        company.write(Desk.HEALTH, Event.INSOLVENT, exposure, customer=self.number)
        cancel_orders(self.waiting, Desk.HEALTH)
        cancel_orders(self.undelivered, Desk.HEALTH)
        claim = company.insurer.hears_of_insolvency(self)
        for invoice in list(self.open):
            invoice.move_payment(NEVER)
            invoice.write_off(Desk.HEALTH)
        self.status, self.health = Status.FAILED, INSOLVENT
        self.is_missed()
        company.worklist.pop(self, None)
        bounds = (assume.dividend_loss_minimum, assume.dividend_loss_maximum)
        uniform = company.luck(Stream.LOSS_GIVEN_DEFAULT, self.number, 0)
        lost = loss_fraction(uniform, assume.no_dividend_fraction, *bounds)
        net, vat = share_cents(exposure - exposed_vat, 1.0 - lost), share_cents(exposed_vat, 1.0 - lost)
        if net + vat > 0:
            company.env.process(company.books.dividend(self.number, net, vat, claim))

    def step_churn(self, month: int) -> None:
        """Orders held and hard contacts of the last three months make it likelier that the customer leaves."""
        company, assume = self.company, self.company.assume
        multiplier = math.pow(assume.hold_churn_multiplier, float(sum(self.months_held)))
        multiplier *= math.pow(assume.hard_contact_churn_multiplier, float(sum(self.hard_contacts)))
        multiplier *= math.pow(assume.agency_churn_multiplier, float(sum(self.months_given_away)))
        if company.luck(Stream.CHURN, self.number, month) < churn_chance(assume.churn_per_year, multiplier):
            self.status = Status.LEAVING
            company.write(Desk.HEALTH, Event.CHURNED, customer=self.number, sequence=1)
            cancel_orders(self.waiting, Desk.HEALTH)
        self.months_held = [False, *self.months_held[:2]]
        self.hard_contacts = [0, *self.hard_contacts[:2]]
        self.months_given_away = [False, *self.months_given_away[:2]]


def first_customers(company: Company) -> list[Customer]:
    """Who sits in each place on the first day; some are in trouble already, as in the long run."""
    portfolio = company.world.portfolio
    customers = [Customer(company, number, row) for number, row in enumerate(portfolio.customers)]
    month = month_number(portfolio.start, company.today) - 1
    for customer in customers:
        uniform = company.luck(Stream.HEALTH, customer.number, month)
        if portfolio.origin != "ledger" and uniform < company.segments[customer.segment].stressed_share:
            customer.health = STRESSED
    return customers


def join(left: Customer) -> Customer:
    """Somebody new takes a vacant place: the same orders and terms, the habits of another of the segment."""
    company, number = left.company, left.number + STRIDE
    left.replaced = True
    if left.status is Status.LEAVING:
        left.status = Status.GONE
    rows = [row for row in company.world.portfolio.newcomers if row["segment"] == left.segment]
    pick = company.luck(Stream.APPLICANT, number, 0)
    habits = rows[int(pick * len(rows))] if rows else left.habits
    company.write(Desk.HEALTH, Event.JOINED, customer=number)
    newcomer = Customer(company, number, habits)
    newcomer.cover.asks = company.levers.insured_fraction > 0.0
    return newcomer
