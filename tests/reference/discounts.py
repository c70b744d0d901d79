"""The early-payment discount: offered with the invoice, taken, declined, or kept without being earned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.banking import last_run, next_run
from simulator.rules.discount import Buyer, gain_of_paying_earlier, sliding_discount, takes_discount
from simulator.rules.money import share_cents
from simulator.units import half_even

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice

MILLION = 1_000_000.0


def offer_discount(invoice: Invoice) -> None:
    """Kept by who pays early anyway, taken for its rate, sometimes kept though paid late."""
    customer, levers = invoice.customer, invoice.company.levers
    if levers.discount_segment not in (-1, customer.segment) or customer.has_vanished:
        return
    if levers.discount_rate > 0.0:
        offer_fixed(invoice)
    elif levers.sliding_rate > 0.0:
        offer_sliding(invoice)


def offer_fixed(invoice: Invoice) -> None:
    """A rate inside a window."""
    levers, day = invoice.company.levers, day_for_discount(invoice)
    last = invoice.issued + levers.discount_window_days
    if not is_worth_it(invoice, levers.discount_rate, float(invoice.pay_day - last)):
        return
    limit = last + levers.discount_grace_days
    if day > limit and invoice.pay_day > limit:
        return
    fix(invoice, levers.discount_rate, limit)
    invoice.discount = "unearned" if is_unearned(invoice) else "taken"
    if invoice.discount == "taken":
        bind(invoice, day)


def offer_sliding(invoice: Invoice) -> None:
    """A rate a year for every day before due; whoever pays early gets it, bound to it or not."""
    day, own = day_for_discount(invoice), invoice.pay_day
    rate = half_even(invoice.company.levers.sliding_rate * MILLION) / MILLION
    there, then = (
        sliding_discount(invoice.company.levers.sliding_rate, float(invoice.due - when))
        for when in (day, own)
    )
    if there <= 0.0:
        return
    invoice.discount, invoice.sliding_rate = "sliding", rate
    early = own <= day
    if early or is_worth_it(invoice, gain_of_paying_earlier(there, then), float(own - day)):
        day = own if early else day
        if is_unearned(invoice):
            invoice.discount = "unearned"
            limit = day + invoice.company.levers.discount_grace_days
            fix(invoice, sliding_discount(rate, float(invoice.due - day)), limit)
        else:
            bind(invoice, day)
    elif then > 0.0:
        note_taker(invoice, leakage=True)


def fix(invoice: Invoice, rate: float, limit: int) -> None:
    """What will be deducted, and until when that is in order."""
    invoice.discount_parts = (share_cents(invoice.net, rate), share_cents(invoice.vat, rate))
    invoice.discount_until = limit


def bind(invoice: Invoice, day: int) -> None:
    """It will be paid on this day for the discount, if not before."""
    note_taker(invoice, leakage=invoice.pay_day <= day)
    invoice.promise_day = min(invoice.promise_day, day)
    invoice.move_payment(min(invoice.pay_day, day))


def note_taker(invoice: Invoice, *, leakage: bool) -> None:
    """A memo of who takes the discount, and whether it would have paid as early anyway."""
    gross = invoice.gross
    invoice.tell(Desk.BILLING, Event.DISCOUNT_ACCEPTED, gross, gross if leakage else 0, sequence=2)


def is_unearned(invoice: Invoice) -> bool:
    """Whether this payer deducts whenever it pays."""
    uniform = invoice.company.luck(Stream.UNEARNED, invoice.customer.number, invoice.number)
    return bool(uniform < invoice.company.segments[invoice.customer.segment].unearned_fraction)


def day_for_discount(invoice: Invoice) -> int:
    """The payer's last run inside the window, or its first one after the invoice."""
    customer, company = invoice.customer, invoice.company
    runs = (company.calendar, customer.run_calendar)
    day = int(last_run(*runs, invoice.issued + company.levers.discount_window_days))
    return day if day > invoice.issued else int(next_run(*runs, invoice.issued + 1))


def is_worth_it(invoice: Invoice, rate_fraction: float, earlier: float) -> bool:
    """Whether it pays the customer to take the discount, given when it would really pay."""
    customer, company, assume = invoice.customer, invoice.company, invoice.company.assume
    numbers = company.segments[customer.segment]
    funds = assume.stressed_cost_of_funds if customer.is_stressed else numbers.cost_of_funds
    buyer = Buyer(funds, numbers.ready_fraction, assume.discount_hassle, assume.discount_slope)
    ready = company.luck(Stream.PAYABLE_READY, customer.number, invoice.number)
    uniform = company.luck(Stream.DISCOUNT, customer.number, invoice.number)
    return bool(takes_discount(rate_fraction, earlier, buyer, ready, uniform))


def deduction(invoice: Invoice) -> tuple[int, int]:
    """Net and VAT that the payer of today keeps."""
    company, today = invoice.company, invoice.company.today
    if invoice.discount == "sliding":
        earned = sliding_discount(invoice.sliding_rate, float(invoice.due - today))
        return share_cents(invoice.net, earned), share_cents(invoice.vat, earned)
    late = today > invoice.discount_until
    if invoice.discount == "none" or (invoice.discount == "taken" and late):
        return 0, 0
    if invoice.discount == "unearned" and late and company.levers.enforces_discount:
        invoice.customer.months_claimed[0] = True
        uniform = company.luck(Stream.UNEARNED_CHARGED_BACK, invoice.customer.number, invoice.number)
        claimed, paid = sum(invoice.discount_parts), uniform < company.assume.charge_back_paid
        about = (claimed, claimed if paid else 0)
        invoice.tell(Desk.BANK, Event.DISCOUNT_CHARGED_BACK, *about, sequence=10)
        if paid:
            return 0, 0
    return invoice.discount_parts
