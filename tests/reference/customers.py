"""Customers: a process each, which places orders; what happens to their health; who follows them."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING, Any

from simulator.engine.calendar import month_number
from simulator.engine.plan import Plan
from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.banking import weekday
from simulator.rules.contact import is_chased
from simulator.rules.credit import insured_limit
from simulator.rules.economy import is_felt
from simulator.rules.files import CODE_B, CODE_N, NO_REVIEW, NO_SCORE, limit_of_code
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
from simulator.rules.insurance import may_be_insured
from simulator.rules.money import share_cents
from simulator.rules.ordering import order_gap_days, recurring_gap_days
from simulator.rules.paying import normal
from simulator.units import NEVER, STRIDE
from tests.reference import analysts, applicants, files, guarantees, plans
from tests.reference.lives import Life
from tests.reference.orders import Order, cancel_orders, place_order
from tests.reference.policies import Cover
from tests.reference.promises import Promise

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.invoices import Invoice

DAYS_PER_MONTH = 365.0 / 12.0
AFTER_RELEASES = Desk.SALES + 0.5
LONG_KNOWN_DAYS = 3650


class Status(Enum):
    """Where a customer stands with us."""

    ACTIVE = "orders"
    LEAVING = "has left; its orders are lost until somebody takes its place"
    APPLYING = "applied, and its file waits for an analyst"
    REFUSED = "applied, and was not accepted; its orders are lost until the next applicant comes"
    GONE = "has left, and its place is taken"
    VANISHED = "failed without notice"
    FAILED = "insolvent"


class Customer:
    """A customer: the place it has with us (size, terms), its own habits, and its accounts."""

    def __init__(self, company: Company, number: int, habits: Any) -> None:
        self.company, self.number, self.habits = company, number, habits
        self.place = company.world.portfolio.customers[number % STRIDE]
        self.segment = int(self.place["segment"])
        self.axis, self.run_calendar = int(habits["axis"]), int(habits["run_calendar"])
        self.habit = normal(company.luck(Stream.HABIT, number, 0))
        self.status, self.health = Status.ACTIVE, HEALTHY
        self.quality, self.failure_risk = 0.0, 1.0
        self.since, self.delay = company.today, 0
        self.decided = company.env.event()
        self.scored, self.has_paid_us = NEVER, False
        self.code, self.score, self.reviewed, self.warned = CODE_N, NO_SCORE, NO_REVIEW, False
        self.open: list[Invoice] = []  # receivables, the oldest first
        self.written_off: list[Invoice] = []  # given up, but perhaps paid one day
        self.undelivered: list[Order] = []
        self.waiting: list[Order] = []
        self.months_held = [False, False, False]  # this month, the last, the one before
        self.months_charged = [False, False, False]  # for paying late
        self.months_claimed = [False, False, False]  # a discount that was not earned
        self.hard_contacts = [0, 0, 0]
        self.months_given_away = [False, False, False]  # a debt of it went to an agency or a court
        self.replaced = False
        self.promise: Promise | None = None
        self.cover = Cover()
        self.agree(company.plan)
        company.env.process(self.place_orders())

    def law(self, due: int) -> Any:
        """Its law of lateness, for what is due on a weekday."""
        portfolio, day = self.company.world.portfolio, weekday(self.company.calendar, due)
        return portfolio.laws[portfolio.law_by_weekday[self.habits["law"], day]]

    def agree(self, plan: Plan) -> None:
        """Terms and limit under a plan, and how the value of orders answers to the terms."""
        number = self.number % STRIDE
        agreed, code = plan.agreed, self.code
        self.terms_days = int(agreed.terms_days[code, number])
        self.value_factor = float(agreed.value_factor[code, number])
        self.limit = int(agreed.limit_cents[code, number])
        if self.warned:
            self.limit = limit_of_code(self.limit, float(plan.levers[0]["alert_limit_fraction"]))

    @property
    def credit_limit(self) -> int:
        """The limit in force: its own, where the insurer sets limits at most what it covers."""
        levers, assume = self.company.levers, self.company.assume
        insurable = may_be_insured(self.segment, self.terms_days, levers.maximum_terms_days)
        if not levers.insurer_limits or not insurable:
            return self.limit
        return int(insured_limit(self.limit, self.cover.limit, assume.vat_fraction))

    def place_orders(self) -> Life:
        """The customer's process: possible orders at random gaps, for as long as there is somebody to order."""
        company = self.company
        rate = float(self.place["orders_per_month"]) * company.assume.demand_ceiling / DAYS_PER_MONTH
        if self.is_applying:
            yield self.decided
        number, moment = 0, float(company.today + self.delay)
        while True:
            uniform = company.luck(Stream.ORDER_GAP, self.number, number)
            recurs = company.assume.recurring
            moment += (
                recurring_gap_days(uniform, rate, number == 0) if recurs else order_gap_days(uniform, rate)
            )
            yield company.at(math.floor(min(moment, NEVER)), AFTER_RELEASES)
            if not self.may_order or moment >= company.horizon:
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
    def is_applying(self) -> bool:
        return self.status is Status.APPLYING

    def begin(self, delay: int) -> None:
        """We have decided on it: so many days from now it orders."""
        self.delay = delay
        self.agree(self.company.plan)
        self.cover.asks = self.is_active and self.company.levers.insured_fraction > 0.0
        if not self.decided.triggered:
            self.decided.succeed()

    @property
    def is_refused(self) -> bool:
        return self.status is Status.REFUSED

    @property
    def may_order(self) -> bool:
        """Whether anybody expects orders of it: it is a customer, or its place is still empty."""
        return self.is_active or (not self.replaced and self.status in (Status.LEAVING, Status.REFUSED))

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
        gap = self.company.assume.applicant_gap_days if self.is_refused else 0.0
        is_taken = self.is_active or self.is_applying or self.replaced
        return not is_taken and self.company.today >= self.since + gap

    # -- the first of a month

    def step_month(self, month: int, trading: bool) -> None:
        """A month on the chain of health; and perhaps the customer leaves."""
        if self.is_refused:
            if trading and self.since < self.company.today:
                applicants.follow_refused(self, month)
            return
        has_left = self.status in (Status.LEAVING, Status.GONE)
        if self.is_active or (has_left and (self.open or self.undelivered)):
            self.step_health(month)
        if trading and self.is_active:
            self.step_churn(month)
        if trading and self.is_active:
            files.keep_file(self, month)

    def next_health(self, month: int) -> int:
        """Its health after this month on the chain; how good it is decides how often it gets into trouble."""
        company, assume = self.company, self.company.assume
        numbers = company.segments[self.segment]
        times = company.times.failure
        if self.feels_a_failure(month):
            times *= assume.contagion_multiplier
        trouble, failure = times * self.failure_risk, times * assume.stress_failure
        sudden = trouble * numbers.sudden
        chances = Chances(trouble * numbers.to_stress, assume.stress_recovery, failure, sudden)
        uniform = company.luck(Stream.HEALTH, self.number, month)
        rank = health_probability(assume.asset_correlation, company.economy, uniform)
        return next_health(self.health, rank, chances)

    def step_health(self, month: int) -> None:
        """Healthier, worse, or failed: with notice or without."""
        company, assume = self.company, self.company.assume
        health = self.next_health(month)
        if health == INSOLVENT:
            informal = company.luck(Stream.INFORMAL, self.number, 0) < assume.informal_fraction
            self.vanish() if informal else self.fail()
        elif health != self.health:
            self.change_pace(health)
            files.watch(self, month)
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
        self.disappear()
        self.health = INSOLVENT
        self.is_missed()

    def disappear(self) -> None:
        """It orders and pays no more."""
        cancel_orders(self.waiting, Desk.HEALTH)
        self.status = Status.VANISHED
        for invoice in self.open:
            invoice.move_payment(NEVER)
            if invoice.dispute and invoice.dispute.is_hidden:
                invoice.dispute.end()

    def fail(self) -> None:
        """Insolvency notice: no more deliveries, everything open is written off, perhaps a dividend later."""
        company, assume = self.company, self.company.assume
        company.write(Desk.HEALTH, Event.INSOLVENT, self.open_cents, customer=self.number)
        cancel_orders(self.waiting, Desk.HEALTH)
        for order in self.undelivered:
            order.return_deposit()
        cancel_orders(self.undelivered, Desk.HEALTH)
        for invoice in self.open:
            company.factor.bears(invoice, Desk.HEALTH)
        exposure, exposed_vat = self.open_cents, sum(invoice.vat for invoice in self.open)
        stood_for = guarantees.share_paid(self)
        paid = guarantees.call(self, stood_for)
        self.expect(paid, assume.guarantee_days, None, sequence=8)
        claim = company.insurer.hears_of_insolvency(self, stood_for)
        for invoice in list(self.open):
            invoice.move_payment(NEVER)
            invoice.write_off(Desk.HEALTH)
        self.status, self.health = Status.FAILED, INSOLVENT
        self.is_missed()
        company.worklist.pop(self, None)
        bounds = (assume.dividend_loss_minimum, assume.dividend_loss_maximum)
        uniform = company.luck(Stream.LOSS_GIVEN_DEFAULT, self.number, 0)
        lost = loss_fraction(uniform, assume.no_dividend_fraction, *bounds)
        exposed = (exposure - exposed_vat - paid[0], exposed_vat - paid[1])
        if (
            company.levers.title_retained
            and company.luck(Stream.TITLE, self.number, 0) < assume.title_success
        ):
            goods = tuple(share_cents(part, assume.title_share) for part in exposed)
            exposed = (exposed[0] - goods[0], exposed[1] - goods[1])
            self.expect(goods, assume.title_days, claim, sequence=4)
        self.expect(
            tuple(share_cents(part, 1.0 - lost) for part in exposed), assume.dividend_delay_days, claim
        )

    def expect(self, amounts: tuple[int, ...], days: int, claim: Any, sequence: int = 0) -> None:
        """Money will come out of its insolvency."""
        if sum(amounts) > 0:
            net, vat = amounts
            self.company.env.process(self.company.books.dividend(self, (net, vat), days, claim, sequence))

    def leave(self) -> None:
        """Most who leave pay what they owe, some never do."""
        company = self.company
        if company.luck(Stream.LEAVES_UNPAID, self.number, 0) < company.segments[self.segment].leaves_unpaid:
            self.disappear()
            return
        self.status = Status.LEAVING
        cancel_orders(self.waiting, Desk.HEALTH)

    def step_churn(self, month: int) -> None:
        """Orders held and hard contacts of the last three months make it likelier that the customer leaves."""
        company, assume = self.company, self.company.assume
        multiplier = math.pow(assume.hold_churn_multiplier, float(sum(self.months_held)))
        multiplier *= math.pow(assume.hard_contact_churn_multiplier, float(sum(self.hard_contacts)))
        multiplier *= math.pow(assume.late_charge_churn, float(sum(self.months_charged)))
        multiplier *= math.pow(assume.charge_back_churn, float(sum(self.months_claimed)))
        multiplier *= math.pow(assume.agency_churn_multiplier, float(sum(self.months_given_away)))
        if company.luck(Stream.CHURN, self.number, month) < churn_chance(assume.churn_per_year, multiplier):
            company.write(Desk.HEALTH, Event.CHURNED, customer=self.number, sequence=1)
            self.leave()
        self.months_held = [False, *self.months_held[:2]]
        self.months_charged = [False, *self.months_charged[:2]]
        self.months_claimed = [False, *self.months_claimed[:2]]
        self.hard_contacts = [0, *self.hard_contacts[:2]]
        self.months_given_away = [False, *self.months_given_away[:2]]


def first_customers(company: Company) -> list[Customer]:
    """Who sits in each place on the first day; some are in trouble already, as in the long run."""
    portfolio = company.world.portfolio
    customers = [Customer(company, number, row) for number, row in enumerate(portfolio.customers)]
    month = month_number(portfolio.start, company.today) - 1
    for customer in customers:
        customer.code, customer.since = CODE_B, company.today - LONG_KNOWN_DAYS
        customer.agree(company.plan)
        stressed_share = applicants.first_quality(customer)
        uniform = company.luck(Stream.HEALTH, customer.number, month)
        if portfolio.origin != "ledger" and uniform < stressed_share:
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
    newcomer = Customer(company, number, habits)
    applicants.meet(newcomer)
    if company.levers.analysts:
        newcomer.status = Status.APPLYING
        company.pile.append(analysts.File(newcomer, company.today))
        return newcomer
    days = applicants.days_to_decide(newcomer)
    applicants.decide(newcomer, days)
    newcomer.begin(days)
    if newcomer.is_active:
        company.write(Desk.HEALTH, Event.JOINED, customer=number)
    return newcomer
