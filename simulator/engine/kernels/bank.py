"""The bank: what is meant for today, or for a closed day before it, is on the account."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import close_account, forget, free_slot, schedule_payment, schedule_step
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.units import NEVER

BANK = int(Desk.BANK)
PAID, DISCOUNTED, RECOVERED = int(Event.PAID), int(Event.DISCOUNTED), int(Event.RECOVERED)


@compiled
def _keeps_discount(state: State, slot: int, day: int) -> bool:
    """Whether the payer keeps the discount: in time (with grace), or unearned and not stopped."""
    invoice = state.invoices[slot]
    if invoice.discount == c.TAKEN:
        return day <= invoice.discount_until
    return invoice.discount == c.UNEARNED


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
    close_account(state, slot)
    schedule_step(state, slot, NEVER)
    free_slot(state, slot)


@compiled
def receive_late(state: State, slot: int, day: int) -> None:
    """A written-off invoice is paid after all, unless its customer has failed since."""
    customer = state.customers[state.invoices[slot].customer]
    if customer.status not in (c.VANISHED, c.FAILED):
        post(state, day, about_invoice(state, slot, BANK, RECOVERED, 0))
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
            post(
                state, day, Entry(BANK, RECOVERED, dividend.customer, -1, 0, 0, 0, dividend.net, dividend.vat)
            )


@compiled
def settle(state: State, day: int) -> int:
    """The bank's day."""
    index = day - state.calendar.first_day
    slot = state.pay_head[index]
    while slot != c.NOBODY:
        following = state.links[slot, c.PAY_NEXT]
        condition = state.invoices[slot].state
        if condition == c.OPEN or condition == c.WRITTEN_OFF:
            if lacks_rows(state, 2):
                return c.NEEDS_ROWS
            schedule_payment(state, slot, NEVER)
            if condition == c.OPEN:
                receive(state, slot, day)
            else:
                receive_late(state, slot, day)
        slot = following
    if state.counters[c.N_UNPAID_DIVIDENDS] > 0:
        if lacks_rows(state, state.counters[c.N_UNPAID_DIVIDENDS]):
            return c.NEEDS_ROWS
        pay_dividends(state, day)
    return c.DONE
