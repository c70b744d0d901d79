"""People: collectors who take cases from a priority store, call by call, until the shift ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import simpy

from simulator.journal import Desk, Event
from simulator.luck import Stream, contact_index
from simulator.rules.banking import last_instalment, next_run, runs_of_promises
from simulator.rules.contact import PROMISE_GRACE_DAYS, call_minutes, promised_days
from simulator.units import half_even
from tests.reference import plans, promises, worklist
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer

ROWS_PER_CALL = 4


@dataclass(eq=False)
class Case:
    """A customer with all its overdue invoices, for somebody to call."""

    customer: Customer
    since: int
    channel: int
    attempts: int = 0


class Shift:
    """A day's work: its clock in minutes, the cases by priority, and what has been begun."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.cases = simpy.PriorityStore(self.env)
        self.calls, self.worked = 0, 0.0


def put_on_worklist(customer: Customer, channel: int) -> None:
    """A customer becomes a case, or its case moves up to the manager."""
    company = customer.company
    case = company.worklist.setdefault(customer, Case(customer, company.today, channel))
    case.channel = max(case.channel, channel)


def collectors(company: Company) -> Life:
    """A shift on every banking day; after the horizon only while there is somebody to call."""
    for day in company.banking_days():
        yield company.at(day, Desk.COLLECTORS)
        promises.judge(company)
        company.worklist = {
            customer: case
            for customer, case in company.worklist.items()
            if any(
                invoice.gross for invoice in customer.chased()
            )  # nobody calls about a deposit that paid all
        }
        if company.worklist or day < company.horizon:
            work_shift(company)


def work_shift(company: Company) -> None:
    """A shift is a small simulation of its own, in minutes: the most urgent customer is called first."""
    levers, shift = company.levers, Shift()
    for case in company.worklist.values():
        customer = case.customer
        uniform = company.luck(Stream.CALL_MINUTES, customer.number, address(case))
        minutes = call_minutes(uniform, levers.minutes_per_call)
        rank = (-worklist.urgency(case), customer.number)
        shift.cases.put(simpy.PriorityItem(rank, (case, minutes)))
    for _ in range(levers.servers):
        shift.env.process(collector(shift))
    if levers.shift_minutes > 0:
        shift.env.run(until=levers.shift_minutes)
    available = 0.0 if levers.is_outsourced else levers.servers * levers.shift_minutes
    hundredths = half_even(100.0 * shift.worked), half_even(100.0 * available)
    company.write(Desk.COLLECTORS, Event.SHIFT, *hundredths)
    ages = sum(company.today - case.since for case in company.worklist.values())
    company.write(Desk.COLLECTORS, Event.BACKLOG, len(company.worklist), ages, sequence=1)


def collector(shift: Shift) -> Life:
    """One collector: the next case, its minutes, and the next; whatever has begun is finished."""
    while True:
        item: Any = yield shift.cases.get()
        case, minutes = item.item
        call(case, ROWS_PER_CALL * shift.calls)
        shift.calls += 1
        shift.worked += minutes
        yield shift.env.timeout(minutes)


def address(case: Case) -> int:
    """Where the luck of today's call is found."""
    return int(contact_index(case.customer.company.today, case.channel))


def call(case: Case, sequence: int) -> None:
    """One attempt, and what comes of it."""
    customer, company = case.customer, case.customer.company
    cost = company.levers.call_cost_cents
    company.write(Desk.COLLECTORS, Event.CALLED, cost, customer=customer.number, sequence=sequence)
    case.attempts += 1
    uniform = company.luck(Stream.CONTACT_REACHED, customer.number, address(case))
    if uniform >= company.assume.contact_rate_fraction:
        if case.attempts >= company.levers.call_attempts:
            del company.worklist[customer]
        return
    company.write(Desk.COLLECTORS, Event.REACHED, customer=customer.number, sequence=sequence + 1)
    for invoice in customer.chased():
        invoice.hear(case.channel, Desk.COLLECTORS)
    if company.levers.plan_instalments > 0 and customer.is_stressed:
        offer_plan(case, sequence + 2)
    else:
        ask_for_promise(case, sequence + 2)
    del company.worklist[customer]


def offer_plan(case: Case, sequence: int) -> None:
    """A customer in trouble may pay in instalments; it pays them all, or none. Until we see which, nobody chases."""
    customer, company = case.customer, case.customer.company
    levers, assume, chased = company.levers, company.assume, customer.chased()
    amount = sum(invoice.gross for invoice in chased)
    if (
        not amount
        or company.luck(Stream.PROMISE_MADE, customer.number, address(case)) >= assume.promise_fraction
    ):
        return
    first = company.banking_day(company.today + levers.plan_days)
    about = {"customer": customer.number, "sequence": sequence, "due": first}
    company.write(Desk.COLLECTORS, Event.PLAN_AGREED, amount, levers.plan_instalments, **about)
    customer.promise = None
    keeps = company.luck(Stream.PAYMENT_PLAN, customer.number, address(case)) < assume.plan_kept
    rests = first + PROMISE_GRACE_DAYS
    if keeps and not customer.has_vanished:
        last = last_instalment(company.calendar, first, levers.plan_days, levers.plan_instalments)
        rests = last + PROMISE_GRACE_DAYS
        for invoice in chased:
            plans.begin(invoice, levers.plan_instalments, first)
    for invoice in chased:
        invoice.pause(rests)


def ask_for_promise(case: Case, sequence: int) -> None:
    """A promise to pay: made or not, kept or not; none where all turned out to be disputed."""
    customer, company, assume = case.customer, case.customer.company, case.customer.company.assume
    if not any(invoice.gross for invoice in customer.chased()):
        return
    if company.luck(Stream.PROMISE_MADE, customer.number, address(case)) >= assume.promise_fraction:
        return
    uniform = company.luck(Stream.PROMISE_DAYS, customer.number, address(case))
    ahead = promised_days(uniform, assume.promise_minimum_days, assume.promise_maximum_days)
    runs = runs_of_promises(customer.run_calendar)
    promised = int(next_run(company.calendar, runs, company.today + max(ahead, 1)))
    amount = sum(invoice.gross for invoice in customer.chased())
    about = {"customer": customer.number, "sequence": sequence, "due": promised}
    company.write(Desk.COLLECTORS, Event.PROMISED, amount, **about)
    promises.give(customer, amount, promised)
    kept = assume.promise_kept_stressed if customer.is_stressed else assume.promise_kept_healthy
    keeps = company.luck(Stream.PROMISE_KEPT, customer.number, address(case)) < kept
    keeps = keeps and not customer.has_vanished
    for invoice in customer.chased():
        if keeps and invoice.covered and promised < invoice.promise_day:
            invoice.promise_day = promised
            invoice.plan_payment(company.today + 1)
        if company.levers.promise_pause_days > 0:
            invoice.pause(company.today + company.levers.promise_pause_days)
