"""Disputes: a process each, from the day on which somebody may tell of it to the day on which it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simpy

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.banking import moment
from simulator.rules.contact import call_minutes
from simulator.rules.disputes import (
    answer_days,
    days_left_out,
    dispute_cause,
    dispute_days,
    is_prevented,
    speaks_up_on,
)
from simulator.rules.money import share_cents
from simulator.rules.paying import rested
from simulator.units import NEVER, half_even
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.invoices import Invoice

BEFORE_NEWS = Desk.DISPUTES - 0.25
AFTER_NEWS = Desk.DISPUTES + 0.5


class Dispute:
    """A disputed invoice's dispute: hidden until it comes up, then open until it is settled."""

    def __init__(self, invoice: Invoice, cause: int) -> None:
        self.invoice, self.company, self.cause = invoice, invoice.company, cause
        self.known, self.over = NEVER, False
        company, assume = self.company, self.company.assume
        hidden = self.luck(Stream.DISPUTE_DISCLOSURE) < assume.hidden_disputes
        day = speaks_up_on(invoice.due, hidden, assume.silent_dispute_days)
        self.day = company.banking_day(max(int(day), company.today + 1))
        self.process = company.env.process(self.life())

    def luck(self, stream: Stream) -> float:
        return self.company.luck(stream, self.invoice.customer.number, self.invoice.number)

    @property
    def is_hidden(self) -> bool:
        return self.known == NEVER

    @property
    def plain_days(self) -> int:
        return int(dispute_days(self.luck(Stream.DISPUTE_DAYS), self.company.assume.dispute_days))

    def life(self) -> Life:
        """It sleeps until it comes up by itself, and then until it is settled."""
        while not self.over:
            try:
                yield self.company.at(self.day, Desk.DISPUTES)
            except simpy.Interrupt:
                continue
            self.come_up(Desk.DISPUTES) if self.is_hidden else self.settle()

    def move(self, day: int) -> None:
        """Another day on which something happens to it."""
        self.day = day
        self.company.wake(self.process)

    def come_up(self, desk: Desk) -> None:
        """We hear of it: nobody is chased for the invoice, and somebody works on it, or time does."""
        company, invoice = self.company, self.invoice
        invoice.tell(desk, Event.DISPUTED, invoice.gross, self.cause, sequence=5)
        self.known = company.today
        invoice.plan_step(company.today + 1)
        if company.levers.dispute_clerks > 0:
            company.disputes.append(self)
            self.move(NEVER)
        else:
            self.move(company.banking_day(company.today + self.plain_days))

    def settle(self) -> None:
        """Settled: perhaps with a credit note; the payer's clock and our ladder go on."""
        company, invoice, assume = self.company, self.invoice, self.company.assume
        self.over, invoice.dispute = True, None
        invoice.tell(
            Desk.DISPUTES, Event.DISPUTE_SETTLED, invoice.gross, company.today - self.known, sequence=6
        )
        if self.luck(Stream.DISPUTE_OUTCOME) < assume.credited_disputes:
            share = assume.credited_share
            net, vat = share_cents(invoice.net, share), share_cents(invoice.vat, share)
            invoice.tell(Desk.DISPUTES, Event.CREDITED, net, vat, sequence=7)
            invoice.net, invoice.vat = invoice.net - net, invoice.vat - vat
        invoice.held_days = int(days_left_out(invoice.due, self.known, company.today))
        axis = invoice.customer.axis
        due, now = (moment(company.calendar, axis, day) for day in (invoice.due, company.today))
        invoice.clock = rested(invoice.customer.law(invoice.due), invoice.clock, due, now)
        invoice.plan_payment(company.today + 1)
        invoice.plan_step(company.today + 1)

    def end(self) -> None:
        """It will never be settled."""
        self.over, self.invoice.dispute = True, None
        if self in self.company.disputes:
            self.company.disputes.remove(self)
        self.move(NEVER)

    def lapse(self, desk: Desk) -> None:
        """Its customer has failed."""
        if not self.is_hidden:
            days = self.company.today - self.known
            self.invoice.tell(desk, Event.DISPUTE_LAPSED, self.invoice.gross, days, sequence=6)
        self.end()


def dispute_of(invoice: Invoice) -> Dispute | None:
    """The dispute that a new invoice brings with it, unless a check before sending has found the mistake."""
    company, customer, assume = invoice.company, invoice.customer, invoice.company.assume
    uniform = company.luck(Stream.DISPUTE, customer.number, invoice.number)
    if customer.has_vanished or uniform >= assume.dispute_rate:
        return None
    shares = (assume.pricing_cause, assume.admin_cause, assume.scope_cause)
    cause = int(dispute_cause(uniform / assume.dispute_rate, *shares))
    error = company.luck(Stream.BILLING_ERROR, customer.number, invoice.number)
    if is_prevented(cause, error, company.levers.invoice_check_fraction):
        return None
    return Dispute(invoice, cause)


def dispute_clerks(company: Company) -> Life:
    """On banking days the clerks work on what is known to be disputed; without clerks it takes its plain time."""
    if company.assume.dispute_rate <= 0.0:
        return
    for day in company.banking_days():
        yield company.at(day, BEFORE_NEWS)
        if company.levers.dispute_clerks == 0:
            for dispute in company.disputes:
                end = max(dispute.known + dispute.plain_days, company.today + 1)
                dispute.move(company.banking_day(end))
            company.disputes.clear()
        yield company.at(day, AFTER_NEWS)
        if company.levers.dispute_clerks > 0 and (day < company.horizon or company.disputes):
            work_shift(company)


def work_shift(company: Company) -> None:
    """A shift in minutes: first come, first served."""
    levers, env, worked = company.levers, simpy.Environment(), []
    cases = simpy.PriorityStore(env)
    for dispute in company.disputes:
        rank = (dispute.known, dispute.invoice.customer.number, dispute.invoice.number)
        minutes = call_minutes(dispute.luck(Stream.DISPUTE_MINUTES), company.assume.minutes_per_dispute)
        cases.put(simpy.PriorityItem(rank, (dispute, minutes)))

    def clerk() -> Life:
        while True:
            item: Any = yield cases.get()
            dispute, minutes = item.item
            worked.append(minutes)
            company.disputes.remove(dispute)
            days = answer_days(dispute.plain_days, company.assume.customer_share)
            dispute.move(company.banking_day(company.today + int(days)))
            yield env.timeout(minutes)

    for _ in range(levers.dispute_clerks):
        env.process(clerk())
    if levers.shift_minutes > 0:
        env.run(until=levers.shift_minutes)
    total = 0.0
    for minutes in worked:
        total += minutes
    available = levers.dispute_clerks * levers.shift_minutes
    company.write(Desk.DISPUTES, Event.CLERKS_SHIFT, half_even(100.0 * total), half_even(100.0 * available))
    ages = sum(company.today - dispute.known for dispute in company.disputes)
    company.write(Desk.DISPUTES, Event.CLERKS_BACKLOG, len(company.disputes), ages, sequence=1)
