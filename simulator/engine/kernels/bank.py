"""The bank: what is meant for today, or for a closed day before it, is on the account."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import close_account, forget, free_slot, schedule_payment, schedule_step
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.promises import leave_promise
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.rules.agency import commission, is_placed
from simulator.rules.banking import next_run
from simulator.rules.contact import instalment_cents
from simulator.rules.insurance import part_of_claim, salvage
from simulator.units import NEVER

BANK = int(Desk.BANK)
PAID, DISCOUNTED, RECOVERED = int(Event.PAID), int(Event.DISCOUNTED), int(Event.RECOVERED)
PAID_IN_PART = int(Event.PAID_IN_PART)
AGENCY_CHARGED, SALVAGE_SHARED = int(Event.AGENCY_CHARGED), int(Event.SALVAGE_SHARED)
ROWS_PER_PAYMENT = 5
ROWS_PER_DIVIDEND = 2


@compiled
def _keeps_discount(state: State, slot: int, day: int) -> bool:
    """Whether the payer keeps the discount: in time (with grace), or unearned and not stopped."""
    invoice = state.invoices[slot]
    if invoice.discount == c.TAKEN:
        return day <= invoice.discount_until
    return invoice.discount == c.UNEARNED


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
    fraction = state.years[state.claims[invoice.claim].year].insured_fraction
    share = salvage(entry.net, invoice.insured / invoice.net, fraction, paid_back(state, slot))
    if share > 0:
        post(state, day, part_of(entry, SALVAGE_SHARED, 2, share, 0))


@compiled
def _share_dividend(state: State, day: int, entry: Entry, number: int) -> None:
    """The insurer's share of a dividend."""
    claim = state.claims[number]
    if claim.debt == 0:
        return
    fraction = state.years[claim.year].insured_fraction
    share = salvage(entry.net, claim.insured / claim.debt, fraction, claim.owed_back)
    if share > 0:
        post(state, day, part_of(entry, SALVAGE_SHARED, 2, share, 0))


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
def receive(state: State, slot: int, day: int) -> None:
    """An open invoice is paid, less a discount."""
    invoice = state.invoices[slot]
    entry = about_invoice(state, slot, BANK, PAID, 0)
    if _keeps_discount(state, slot, day):
        net, vat = invoice.discount_net, invoice.discount_vat
        post(state, day, part_of(entry, DISCOUNTED, 1, net, vat))
        entry = part_of(entry, PAID, 0, entry.net - net, entry.vat - vat)
    post(state, day, entry)
    pay_helpers(state, slot, day, entry)
    leave_promise(state, slot, day, BANK, True)
    close_account(state, slot)
    schedule_step(state, slot, NEVER)
    free_slot(state, slot)


@compiled
def receive_instalment(state: State, slot: int, day: int) -> None:
    """An instalment of a payment plan: the invoice is smaller by it, and waits for the next."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    net = instalment_cents(invoice.net, invoice.instalments)
    vat = instalment_cents(invoice.vat, invoice.instalments)
    entry = part_of(about_invoice(state, slot, BANK, PAID_IN_PART, 0), PAID_IN_PART, 0, net, vat)
    post(state, day, entry)
    pay_helpers(state, slot, day, entry)
    if invoice.claim != c.NOBODY and invoice.net > 0:
        invoice.insured -= invoice.insured * net // invoice.net
    invoice.net -= net
    invoice.vat -= vat
    customer.open_cents -= net + vat
    invoice.instalments -= 1
    invoice.promise_day = next_run(state.calendar, 0, day + state.levers[0].plan_days)
    plan_payment(state, slot, day)


@compiled
def receive_late(state: State, slot: int, day: int) -> None:
    """A written-off invoice is paid after all, unless its customer has failed or the debt was sold."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if invoice.state == c.WRITTEN_OFF and customer.status not in (c.VANISHED, c.FAILED):
        entry = about_invoice(state, slot, BANK, RECOVERED, 0)
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
            entry = Entry(BANK, RECOVERED, dividend.customer, -1, 0, 0, 0, dividend.net, dividend.vat)
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
