"""The sales desk: orders come, credit decides, held orders are released."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch
from simulator.engine.kernels.applicants import is_overridden, means_fraud, perhaps_disappear
from simulator.engine.kernels.books import about_order, lacks_rows, post
from simulator.engine.kernels.buckets import free_slot, new_slot, schedule_order, schedule_payment
from simulator.engine.kernels.files import credit_limit, shuns_deposit, take_deposit, uncovered_cents
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.credit import fits, is_stopped
from simulator.rules.health import STRESSED
from simulator.rules.money import vat_cents
from simulator.rules.ordering import (
    demand_trend,
    order_gap_days,
    order_net_cents,
    recurring_gap_days,
)
from simulator.units import NEVER

SALES = int(Desk.SALES)
ORDERED, HELD, RELEASED = int(Event.ORDERED), int(Event.HELD), int(Event.RELEASED)
LOST_TO_HOLD, LOST_TO_LIMIT = int(Event.LOST_TO_HOLD), int(Event.LOST_TO_LIMIT)
LOST_TO_CHURN, LOST_AT_END = int(Event.LOST_TO_CHURN), int(Event.LOST_AT_END)
LOST_TO_REFUSAL = int(Event.LOST_TO_REFUSAL)
ORDER_GAP, ORDER_KEEP, ORDER_SIZE = int(Stream.ORDER_GAP), int(Stream.ORDER_KEEP), int(Stream.ORDER_SIZE)
HOLD_LOST = int(Stream.HOLD_LOST)
LOST_TO_DEPOSIT, OVERRIDDEN = int(Event.LOST_TO_DEPOSIT), int(Event.OVERRIDDEN)


@compiled
def _is_too_late(state: State, slot: int, days: int, day: int) -> bool:
    """Whether an invoice is more than some days overdue; not while we know it to be disputed, nor by those days."""
    invoice = state.invoices[slot]
    return invoice.dispute != c.KNOWN and is_stopped(invoice.due + invoice.held_days, days, day)


@compiled
def _has_open_too_late(state: State, row: int, days: int, day: int) -> bool:
    """Whether an open invoice of the customer is too late; where none can be, its invoices are not looked at."""
    customer = state.customers[row]
    if not is_stopped(customer.oldest_due, days, day):
        return False
    oldest = NEVER
    slot = customer.first_open
    while slot != c.NOBODY:
        if _is_too_late(state, slot, days, day):
            return True
        oldest = min(oldest, state.invoices[slot].due)
        slot = state.links[slot, c.OPEN_NEXT]
    customer.oldest_due = oldest
    return False


@compiled
def owes_too_long(state: State, row: int, days: int, day: int) -> bool:
    """Whether a customer owes something for too long, written off or not: writing off does not set it free."""
    if _has_open_too_late(state, row, days, day):
        return True
    slot = state.customers[row].first_given_up
    while slot != c.NOBODY:
        if _is_too_late(state, slot, days, day):
            return True
        slot = state.links[slot, c.OPEN_NEXT]
    return False


@compiled
def may_deliver(state: State, row: int, gross: int, day: int) -> bool:
    """The credit decision: neither over the limit nor stopped for overdue, given up or not."""
    customer = state.customers[row]
    if not fits(customer.open_cents + customer.committed_cents, gross, credit_limit(state, row)):
        return False
    stop = state.levers[0].stop_supply_days
    return stop >= NEVER or not owes_too_long(state, row, stop, day)


@compiled
def _accept(state: State, slot: int, day: int) -> None:
    """An order is accepted: it will be billed after the invoice lag."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    invoice.state = c.ACCEPTED
    take_deposit(state, slot, day)
    customer.committed_cents += invoice.net + invoice.vat - invoice.discount_net - invoice.discount_vat
    customer.undelivered_count += 1
    state.counters[c.N_UNDELIVERED] += 1
    schedule_payment(state, slot, day + state.levers[0].invoice_lag_days)


@compiled
def _new_order(state: State, row: int, net: int) -> int:
    """A slot for an order of this net value."""
    slot = new_slot(state)
    invoice = state.invoices[slot]
    invoice.customer = row
    invoice.number = state.customers[row].next_order
    invoice.net = net
    invoice.vat = vat_cents(net, state.assumptions[0].vat_fraction)
    invoice.pay_day = NEVER
    invoice.step_day = NEVER
    return slot


@compiled
def _wait(state: State, slot: int) -> None:
    """An order joins the end of its customer's queue."""
    row = state.invoices[slot].customer
    customer = state.customers[row]
    state.invoices[slot].state = c.WAITING
    state.links[slot, c.WAIT_NEXT] = c.NOBODY
    if customer.first_waiting == c.NOBODY:
        customer.first_waiting = slot
        state.waiting[state.counters[c.N_WAITING]] = row
        state.counters[c.N_WAITING] += 1
    else:
        state.links[customer.last_waiting, c.WAIT_NEXT] = slot
    customer.last_waiting = slot


@compiled
def cancel_waiting(state: State, row: int, desk: int, day: int) -> None:
    """Orders that still wait are lost: the customer failed, or the horizon ended."""
    customer = state.customers[row]
    slot = customer.first_waiting
    while slot != c.NOBODY:
        following = state.links[slot, c.WAIT_NEXT]
        invoice = state.invoices[slot]
        post(
            state,
            day,
            Entry(desk, LOST_AT_END, customer.number, int(invoice.number), 1, 0, 0, invoice.net, 0),
        )
        free_slot(state, slot)
        slot = following
    customer.first_waiting = c.NOBODY
    customer.last_waiting = c.NOBODY


@compiled
def waiting_count(state: State, row: int) -> int:
    """Number of the customer's waiting orders."""
    count = 0
    slot = state.customers[row].first_waiting
    while slot != c.NOBODY:
        count += 1
        slot = state.links[slot, c.WAIT_NEXT]
    return count


@compiled
def _release(state: State, row: int, day: int) -> bool:
    """Release a customer's waiting orders in order of arrival, as long as they fit; False: the journal is full."""
    customer = state.customers[row]
    slot = customer.first_waiting
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if not may_deliver(state, row, uncovered_cents(state, row, invoice.net, invoice.vat), day):
            return True
        if lacks_rows(state, 2):
            return False
        post(state, day, about_order(customer.number, invoice.number, RELEASED, 1, invoice.net))
        slot_next = state.links[slot, c.WAIT_NEXT]
        customer.first_waiting = slot_next
        if slot_next == c.NOBODY:
            customer.last_waiting = c.NOBODY
        _accept(state, slot, day)
        slot = slot_next
    return True


@compiled
def _fetch_waiting(state: State, place: int) -> None:
    """While a customer's orders are looked at: the first order of the one who comes next, and who comes after."""
    last = state.counters[c.N_WAITING] - 1
    if place + 4 <= last:
        fetch(state.customers, state.waiting[place + 4])
    if place + 2 <= last:
        fetch(state.invoices, state.customers[state.waiting[place + 2]].first_waiting)


@compiled
def release_orders(state: State, day: int) -> int:
    """Release what fits now; customers without waiting orders leave the list."""
    place = 0
    while place < state.counters[c.N_WAITING]:
        _fetch_waiting(state, place)
        row = state.waiting[place]
        if not _release(state, row, day):
            return c.NEEDS_ROWS
        if state.customers[row].first_waiting == c.NOBODY:
            state.counters[c.N_WAITING] -= 1
            state.waiting[place] = state.waiting[state.counters[c.N_WAITING]]
        else:
            place += 1
    return c.DONE


@compiled
def _decide(state: State, row: int, net: int, day: int) -> None:
    """One order that is really placed: accepted, held, or lost."""
    customer = state.customers[row]
    number = customer.next_order
    post(state, day, about_order(customer.number, number, ORDERED, 0, net))
    if customer.status != c.ACTIVE:
        lost = LOST_TO_REFUSAL if customer.status == c.REFUSED else LOST_TO_CHURN
        post(state, day, about_order(customer.number, number, lost, 1, net))
        return
    if shuns_deposit(state, row):
        post(state, day, about_order(customer.number, number, LOST_TO_DEPOSIT, 1, net))
        return
    gross = uncovered_cents(state, row, net, vat_cents(net, state.assumptions[0].vat_fraction))
    fits_alone = gross <= credit_limit(state, row)
    if fits_alone and customer.first_waiting == c.NOBODY and may_deliver(state, row, gross, day):
        _accept(state, _new_order(state, row, net), day)
        perhaps_disappear(state, row, day)
    elif is_overridden(state, row):
        post(state, day, about_order(customer.number, number, OVERRIDDEN, 1, net))
        _accept(state, _new_order(state, row, net), day)
        perhaps_disappear(state, row, day)
    elif not fits_alone:
        customer.holds |= 1
        post(state, day, about_order(customer.number, number, LOST_TO_LIMIT, 1, net))
    else:
        customer.holds |= 1
        if drawn(state.key[0], HOLD_LOST, customer.number, number) < state.assumptions[0].hold_lost_fraction:
            post(state, day, about_order(customer.number, number, LOST_TO_HOLD, 1, net))
        else:
            post(state, day, about_order(customer.number, number, HELD, 1, net))
            _wait(state, _new_order(state, row, net))


@compiled
def _next_possible(state: State, row: int) -> None:
    """Move a customer on to its next possible order."""
    customer = state.customers[row]
    customer.next_order += 1
    if state.assumptions[0].recurring == 1:
        customer.next_order_time += recurring_gap_days(0.5, customer.order_rate, False)
        return
    uniform = drawn(state.key[0], ORDER_GAP, customer.number, customer.next_order)
    customer.next_order_time += order_gap_days(uniform, customer.order_rate)


@compiled
def _order_of_today(state: State, row: int, day: int, trend: float) -> None:
    """A possible order of today: thinned, sized, decided."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    health = assumptions.stress_order_multiplier if customer.health == STRESSED else 1.0
    demand = trend * (health * state.economy[c.ORDERS])
    if assumptions.recurring == 1:
        if demand > 0.0:
            factor = customer.value_factor * demand
            if means_fraud(state, row):
                factor *= assumptions.fraud_order_multiple
            _decide(state, row, order_net_cents(0.5, customer.order_value, 0.0, factor), day)
        return
    keep = drawn(state.key[0], ORDER_KEEP, customer.number, customer.next_order)
    if keep * assumptions.demand_ceiling < demand:
        uniform = drawn(state.key[0], ORDER_SIZE, customer.number, customer.next_order)
        size = assumptions.fraud_order_multiple if means_fraud(state, row) else 1.0
        _decide(
            state,
            row,
            order_net_cents(
                uniform, customer.order_value, customer.order_variance, customer.value_factor * size
            ),
            day,
        )


@compiled
def take_orders(state: State, day: int, month_of_year: int) -> int:
    """The sales desk's day: releases first, then today's orders, customer by customer."""
    answer = release_orders(state, day)
    if answer != c.DONE:
        return answer
    trend = demand_trend(state.season[month_of_year], state.assumptions[0].growth_per_year, float(day))
    index = day - state.calendar.first_day
    while state.heads[c.ORDER_LIST, index] != c.NOBODY:
        row = state.heads[c.ORDER_LIST, index]
        customer = state.customers[row]
        if customer.next_in_day != c.NOBODY:
            fetch(state.customers, customer.next_in_day)
        if customer.status in (c.ACTIVE, c.LEAVING, c.REFUSED):
            while customer.next_order_time < day + 1.0 and customer.status != c.VANISHED:
                if lacks_rows(state, 6):
                    return c.NEEDS_ROWS
                if state.counters[c.FREE_SLOT] == c.NOBODY:
                    return c.NEEDS_SLOTS
                _order_of_today(state, row, day, trend)
                _next_possible(state, row)
            state.heads[c.ORDER_LIST, index] = customer.next_in_day
            schedule_order(state, row)
        else:
            state.heads[c.ORDER_LIST, index] = customer.next_in_day
    return c.DONE


@compiled
def close_order_book(state: State, day: int) -> int:
    """The horizon has ended: orders that still wait are lost."""
    while state.counters[c.N_WAITING] > 0:
        row = state.waiting[state.counters[c.N_WAITING] - 1]
        if lacks_rows(state, waiting_count(state, row) + 1):
            return c.NEEDS_ROWS
        cancel_waiting(state, row, SALES, day)
        state.counters[c.N_WAITING] -= 1
    return c.DONE
