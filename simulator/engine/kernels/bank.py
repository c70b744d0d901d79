"""The bank: what is meant for today, or for a closed day before it, is on the account."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch_ahead
from simulator.engine.kernels.billing import plan_step
from simulator.engine.kernels.binding import NEVER_BY_ITSELF, pay_debit_fee
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import (
    chase_anew,
    close_account,
    forget,
    free_slot,
    schedule_payment,
    schedule_step,
)
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.discounts import deduction
from simulator.engine.kernels.factoring import PAID_TO_FACTOR, payment_of, take_back
from simulator.engine.kernels.late_charges import charge_late
from simulator.engine.kernels.promises import leave_promise
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.agency import commission, is_placed
from simulator.rules.banking import next_run
from simulator.rules.cover import insured_share
from simulator.rules.insurance import part_of_claim, salvage
from simulator.rules.terms import part_cents
from simulator.units import NEVER

BANK = int(Desk.BANK)
DISCOUNTED, RECOVERED = int(Event.DISCOUNTED), int(Event.RECOVERED)
PAID_IN_PART, RECOVERED_WHOLE = int(Event.PAID_IN_PART), int(Event.RECOVERED_WHOLE)
HALVES = int(Stream.PARTIAL_PAYMENT)
AGENCY_CHARGED, SALVAGE_SHARED = int(Event.AGENCY_CHARGED), int(Event.SALVAGE_SHARED)
ROWS_PER_PAYMENT = 8
ROWS_PER_DIVIDEND = 2


@compiled
def paid_back(state: State, slot: int) -> int:
    """The most that the insurer can get back from this invoice: what it paid for it."""
    invoice = state.invoices[slot]
    claim = state.claims[invoice.claim]
    return part_of_claim(claim.amount, invoice.insured, claim.loss)


@compiled
def share_salvage(state: State, slot: int, day: int, entry: Entry) -> None:
    """The insurer's share of money that came in on a claimed invoice."""
    invoice = state.invoices[slot]
    if invoice.claim == c.NOBODY or invoice.net == 0:
        return
    year = state.years[state.claims[invoice.claim].year]
    part = insured_share(invoice.insured, invoice.net, year.insured_part_first == 1)
    share = salvage(entry.net, part, year.insured_fraction, paid_back(state, slot))
    if share > 0:
        post(state, day, part_of(entry, SALVAGE_SHARED, 2, share, 0))


@compiled
def _share_dividend(state: State, day: int, entry: Entry, number: int) -> None:
    """The insurer's share of a dividend."""
    claim = state.claims[number]
    if claim.debt == 0:
        return
    year = state.years[claim.year]
    part = insured_share(claim.insured, claim.debt, year.insured_part_first == 1)
    share = salvage(entry.net, part, year.insured_fraction, claim.owed_back)
    if share > 0:
        post(state, day, part_of(entry, SALVAGE_SHARED, entry.sequence + 2, share, 0))
        claim.owed_back -= share


@compiled
def pay_helpers(state: State, slot: int, day: int, entry: Entry) -> None:
    """Who takes a part of a payment: the insurer that has paid before, and the agency that has collected it."""
    invoice = state.invoices[slot]
    share_salvage(state, slot, day, entry)
    if is_placed(invoice.placed, state.assumptions[0].agency_mandate_days, day):
        cost = commission(entry.net + entry.vat, invoice.placed, invoice.due)
        if cost > 0:
            post(state, day, part_of(entry, AGENCY_CHARGED, 3, cost, 0))


@compiled
def _recovery(state: State) -> int:
    """The event of money on a debt that was given up: its VAT is owed again where relief was granted."""
    return RECOVERED if state.assumptions[0].relief_granted == 1 else RECOVERED_WHOLE


@compiled
def _comes_in_halves(state: State, slot: int) -> bool:
    """Whether the customer pays only half of the invoice now."""
    invoice = state.invoices[slot]
    share = state.assumptions[0].partial_payment
    if share <= 0.0 or invoice.covered >= c.DEBITED or invoice.claim != c.NOBODY:
        return False
    if invoice.assigned == c.ASSIGNED or invoice.instalments > 0:
        return False
    return drawn(state.key[0], HALVES, state.customers[invoice.customer].number, invoice.number) < share


@compiled
def _receive_part(state: State, slot: int, day: int, count: int) -> int:
    """The first of equal parts of an invoice is paid, which is smaller by it; answers the part, gross.

    A step that was planned for the larger amount may not be for what is left.
    """
    invoice = state.invoices[slot]
    net, vat = part_cents(invoice.net, 0, count), part_cents(invoice.vat, 0, count)
    entry = part_of(about_invoice(state, slot, BANK, PAID_IN_PART, 0), PAID_IN_PART, 0, net, vat)
    post(state, day, entry)
    pay_helpers(state, slot, day, entry)
    if invoice.claim != c.NOBODY and invoice.net > 0:
        invoice.insured -= invoice.insured * net // invoice.net
    invoice.net -= net
    invoice.vat -= vat
    state.customers[invoice.customer].open_cents -= net + vat
    chase_anew(state, slot)
    plan_step(state, slot, day)
    return int(net + vat)


@compiled
def receive_half(state: State, slot: int, day: int) -> None:
    """Half of an invoice is paid; the rest is promised for later, without discount."""
    invoice = state.invoices[slot]
    half = _receive_part(state, slot, day, 2)
    if invoice.promised:
        state.customers[invoice.customer].promise_paid += half
    invoice.covered = c.HALF_PAID
    invoice.discount = c.NOTHING_TAKEN
    invoice.hazard_left = NEVER_BY_ITSELF
    invoice.promise_day = next_run(state.calendar, 0, day + state.assumptions[0].partial_payment_days)
    schedule_payment(state, slot, invoice.promise_day)


@compiled
def receive(state: State, slot: int, day: int) -> None:
    """An open invoice is paid, less a discount."""
    invoice = state.invoices[slot]
    paid = payment_of(state, slot)
    entry = about_invoice(state, slot, BANK, paid, 0)
    if invoice.discount != c.NOTHING_TAKEN:
        net, vat = deduction(state, slot, day, entry)
        if net + vat > 0:
            post(state, day, part_of(entry, DISCOUNTED, 1, net, vat))
            entry = part_of(entry, paid, 0, entry.net - net, entry.vat - vat)
    post(state, day, entry)
    if paid == PAID_TO_FACTOR:
        state.counters[c.FACTOR_BALANCE] += entry.net + entry.vat
    pay_helpers(state, slot, day, entry)
    if day > invoice.due:
        charge_late(state, slot, day, entry)
    leave_promise(state, slot, day, BANK, True)
    if invoice.covered == c.DEBITED:
        pay_debit_fee(state, slot, day, entry)
    close_account(state, slot)
    schedule_step(state, slot, NEVER)
    free_slot(state, slot)


@compiled
def receive_instalment(state: State, slot: int, day: int) -> None:
    """An instalment of a payment plan: the invoice is smaller by it, and waits for the next."""
    invoice = state.invoices[slot]
    take_back(state, slot, day, BANK)  # who is in trouble pays by agreement with us
    _receive_part(state, slot, day, invoice.instalments)
    invoice.instalments -= 1
    invoice.promise_day = next_run(state.calendar, 0, day + state.levers[0].plan_days)
    plan_payment(state, slot, day)


@compiled
def receive_late(state: State, slot: int, day: int) -> None:
    """A written-off invoice is paid after all, unless its customer has failed or the debt was sold."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if invoice.state == c.WRITTEN_OFF and customer.status not in (c.VANISHED, c.FAILED):
        entry = about_invoice(state, slot, BANK, _recovery(state), 0)
        post(state, day, entry)
        pay_helpers(state, slot, day, entry)
    forget(state, slot)
    state.counters[c.N_PENDING] -= 1
    free_slot(state, slot)


@compiled
def pay_dividends(state: State, day: int) -> None:
    """Dividends of insolvent estates that are due."""
    for number in range(state.counters[c.N_DIVIDENDS]):
        dividend = state.dividends[number]
        if dividend.paid == 0 and dividend.day <= day:
            dividend.paid = 1
            state.counters[c.N_UNPAID_DIVIDENDS] -= 1
            place = int(dividend.sequence)
            entry = Entry(
                BANK, _recovery(state), dividend.customer, -1, place, 0, 0, dividend.net, dividend.vat
            )
            post(state, day, entry)
            if dividend.claim != c.NOBODY:
                _share_dividend(state, day, entry, dividend.claim)


@compiled
def settle(state: State, day: int) -> int:
    """The bank's day."""
    index = day - state.calendar.first_day
    slot = state.heads[c.PAY_LIST, index]
    while slot != c.NOBODY:
        following = state.links[slot, c.PAY_NEXT]
        fetch_ahead(state, following, c.PAY_NEXT)
        condition = state.invoices[slot].state
        if state.invoices[slot].dispute != c.NO_DISPUTE:
            condition = c.FREE  # the bucket is that of the dispute desk
        if condition == c.OPEN or condition == c.WRITTEN_OFF or condition == c.SOLD:
            if lacks_rows(state, ROWS_PER_PAYMENT):
                return c.NEEDS_ROWS
            schedule_payment(state, slot, NEVER)
            invoice = state.invoices[slot]
            if condition == c.OPEN and invoice.instalments > 1 and invoice.promise_day <= day:
                receive_instalment(state, slot, day)
            elif condition == c.OPEN and _comes_in_halves(state, slot):
                receive_half(state, slot, day)
            elif condition == c.OPEN:
                receive(state, slot, day)
            else:
                receive_late(state, slot, day)
        slot = following
    if state.counters[c.N_UNPAID_DIVIDENDS] > 0:
        if lacks_rows(state, ROWS_PER_DIVIDEND * state.counters[c.N_UNPAID_DIVIDENDS]):
            return c.NEEDS_ROWS
        pay_dividends(state, day)
    return c.DONE
