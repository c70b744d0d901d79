"""Billing: a delivery becomes an invoice or several; a ledger's open items are taken over."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from simulator.journal import Desk, Event
from simulator.rules.banking import OWN_RUNS, last_run, moment
from simulator.rules.money import cost_cents, share_cents
from simulator.rules.paying import Clock, cap_of_open_item, started
from simulator.rules.terms import PART, RETAINED, due_day, is_first_part, part_cents
from simulator.units import NEVER
from tests.reference.binding import bind_to_due
from tests.reference.discounts import offer_discount
from tests.reference.disputes import dispute_of
from tests.reference.invoices import Invoice
from tests.reference.late_charges import hasten

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.orders import Order

FIRST_OPENING_ITEM = -2
JUST_AFTER = 1e-9


def split_deposit(
    deposit: tuple[int, int], amounts: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """What the next part takes of a deposit, and what is left of it for the others."""
    taken = (min(deposit[0], amounts[0]), min(deposit[1], amounts[1]))
    return taken, (deposit[0] - taken[0], deposit[1] - taken[1])


def bill(order: Order) -> None:
    """A delivery is billed: an invoice, its cost, its clock, perhaps a discount, and the ladder."""
    customer, company, levers = order.customer, order.customer.company, order.customer.company.levers
    today = company.today
    company.books.checks_owed += levers.check_cost_cents
    due = int(due_day(company.calendar, levers.due_convention, today, customer.terms_days))
    deposit = order.deposit
    for number, net, vat, days in parts_of(order, levers, due - today):
        taken, deposit = split_deposit(deposit, (net, vat))
        book(order, Part(number, (net, vat), taken, today + days))


def parts_of(order: Order, levers: SimpleNamespace, days: int) -> list[tuple[int, int, int, int]]:
    """Number, net, VAT and days to the due date of each part in which an order is paid."""
    held = (
        share_cents(order.net, levers.retention_fraction),
        share_cents(order.vat, levers.retention_fraction),
    )
    count = max(levers.instalments, 1)
    parts = [
        (
            order.number + part * PART,
            part_cents(order.net - held[0], part, count),
            part_cents(order.vat - held[1], part, count),
            days + part * levers.instalment_days,
        )
        for part in range(count)
    ]
    if levers.retention_fraction > 0.0:
        parts += [
            (
                order.number + (RETAINED + half) * PART,
                part_cents(held[0], half, 2),
                part_cents(held[1], half, 2),
                levers.retention_release_days + half * levers.retention_defects_days,
            )
            for half in range(2)
        ]
    return parts


class Part(NamedTuple):
    """One of the invoices that an order becomes; amounts are net and VAT."""

    number: int
    amounts: tuple[int, int]
    deposit: tuple[int, int]
    due: int


def book(order: Order, part: Part) -> None:
    """A new invoice, its cost, its clock, perhaps a dispute or a discount, and the ladder."""
    customer, company, today = order.customer, order.customer.company, order.customer.company.today
    net, vat = part.amounts
    invoice = Invoice(customer, part.number, part.amounts, (today, part.due))
    invoice.tell(Desk.BILLING, Event.INVOICED, net, vat)
    margin = company.assume.margin_fraction
    cost, input_vat = cost_cents(net, margin), cost_cents(vat, margin)
    invoice.tell(Desk.BILLING, Event.SUPPLIED, cost, input_vat, sequence=1)
    company.books.payables[company.banking_day(today + company.assume.supplier_days)] += cost + input_vat
    if sum(part.deposit):
        invoice.tell(Desk.BILLING, Event.DEPOSIT_APPLIED, *part.deposit, sequence=12)
        invoice.net, invoice.vat = net - part.deposit[0], vat - part.deposit[1]
        if invoice.gross == 0:
            customer.open.remove(invoice)
            return
    hasten(invoice)
    bind_to_due(invoice)
    company.insurer.covers(invoice)
    now = moment(company.calendar, customer.axis, today)
    position = now - moment(company.calendar, customer.axis, invoice.due)
    invoice.clock = started(customer.law(invoice.due), now, position, invoice.needed)
    invoice.plan_payment(today + 1)
    invoice.dispute = dispute_of(invoice)
    if invoice.dispute:
        invoice.move_payment(NEVER)
    elif is_first_part(part.number) and not invoice.is_debited:
        offer_discount(invoice)
    invoice.plan_step(today + 1)
    invoice.begin()


def opening_clock(invoice: Invoice, eve: int) -> Clock:
    """Not meant to be paid at its age, or at its payer's last run; what came after that run is new."""
    customer, calendar = invoice.customer, invoice.company.calendar
    due = moment(calendar, customer.axis, invoice.due)
    now = moment(calendar, customer.axis, eve + 1) - 1.0
    invoice.cap_days = cap_of_open_item(invoice.cap_days, now - due)
    if customer.run_calendar >= OWN_RUNS:
        last = last_run(calendar, customer.run_calendar, eve)
        now = moment(calendar, customer.axis, max(last, invoice.issued))
        if last < invoice.issued:
            return started(customer.law(invoice.due), now, now - due, invoice.needed)
    return Clock(now + JUST_AFTER, now - due + JUST_AFTER, invoice.needed)


def take_over(company: Company) -> None:
    """A ledger's open items on the first day: not paid at their age, earlier contacts unknown."""
    eve = company.today - 1
    for number, item in enumerate(company.world.portfolio.open_items):
        customer = company.customers[item["slot"]]
        amounts = (int(item["net"]), int(item["vat"]))
        dates = (int(item["issued"]), int(item["due"]))
        invoice = Invoice(customer, FIRST_OPENING_ITEM - number, amounts, dates)
        invoice.was_chased_before(item)
        invoice.clock = opening_clock(invoice, eve)
        invoice.plan_payment(company.today)
        invoice.ladder_position = eve - invoice.due
        invoice.plan_step(company.today)
        invoice.begin()
