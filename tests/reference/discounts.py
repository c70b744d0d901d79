"""The early-payment discount: offered with the invoice, taken, declined, or kept without being earned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.luck import Stream
from simulator.rules.banking import last_run, next_run
from simulator.rules.discount import Buyer, takes_discount
from simulator.rules.money import share_cents

if TYPE_CHECKING:
    from tests.reference.invoices import Invoice


def offer_discount(invoice: Invoice) -> None:
    """Kept by who pays early anyway, taken for its rate, sometimes kept though paid late."""
    customer, company, levers = invoice.customer, invoice.company, invoice.company.levers
    named = levers.discount_segment in (-1, customer.segment)
    if levers.discount_rate <= 0.0 or not named or customer.has_vanished or not wants_discount(invoice):
        return
    limit = invoice.issued + levers.discount_window_days + levers.discount_grace_days
    runs = (company.calendar, customer.run_calendar)
    day = int(last_run(*runs, invoice.issued + levers.discount_window_days))
    if day <= invoice.issued:
        day = int(next_run(*runs, invoice.issued + 1))
    if day > limit and invoice.pay_day > limit:
        return
    rate = levers.discount_rate
    invoice.discount_parts = (share_cents(invoice.net, rate), share_cents(invoice.vat, rate))
    invoice.discount_until = limit
    uniform = company.luck(Stream.UNEARNED, customer.number, invoice.number)
    if uniform < company.segments[customer.segment].unearned_fraction:
        invoice.discount = "unearned"
    else:
        invoice.discount = "taken"
        invoice.promise_day = day
        invoice.move_payment(min(invoice.pay_day, day))


def wants_discount(invoice: Invoice) -> bool:
    """Whether it pays the customer to take the discount, given when it would really pay."""
    customer, company, assume = invoice.customer, invoice.company, invoice.company.assume
    numbers = company.segments[customer.segment]
    funds = assume.stressed_cost_of_funds if customer.is_stressed else numbers.cost_of_funds
    buyer = Buyer(funds, numbers.ready_fraction, assume.discount_hassle, assume.discount_slope)
    earlier = float(invoice.pay_day - invoice.issued - company.levers.discount_window_days)
    ready = company.luck(Stream.PAYABLE_READY, customer.number, invoice.number)
    uniform = company.luck(Stream.DISCOUNT, customer.number, invoice.number)
    return bool(takes_discount(company.levers.discount_rate, earlier, buyer, ready, uniform))
