"""Day buckets and customer lists: who is next, without sorting anything."""

from typing import Any

from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.state import State
from simulator.units import NEVER


@compiled
def put(head: NDArray[Any], index: int, links: NDArray[Any], slot: int, kind: int) -> None:
    """Put an invoice in front of a bucket; ``kind`` names the pair of links."""
    first = head[index]
    links[slot, kind] = first
    links[slot, kind + 1] = c.NOBODY
    if first != c.NOBODY:
        links[first, kind + 1] = slot
    head[index] = slot


@compiled
def take_out(head: NDArray[Any], index: int, links: NDArray[Any], slot: int, kind: int) -> None:
    """Take an invoice out of its bucket, wherever it stands in it."""
    following = links[slot, kind]
    before = links[slot, kind + 1]
    if before == c.NOBODY:
        head[index] = following
    else:
        links[before, kind] = following
    if following != c.NOBODY:
        links[following, kind + 1] = before


@compiled
def schedule_payment(state: State, slot: int, day: int) -> None:
    """Put an invoice into the bank's (or the billing desk's) bucket of a day; NEVER: into none."""
    invoice = state.invoices[slot]
    first = state.calendar.first_day
    if invoice.pay_day == day:
        return
    if invoice.pay_day != NEVER:
        take_out(state.pay_head, invoice.pay_day - first, state.links, slot, c.PAY_NEXT)
    invoice.pay_day = day
    if day != NEVER:
        put(state.pay_head, day - first, state.links, slot, c.PAY_NEXT)


@compiled
def schedule_step(state: State, slot: int, day: int) -> None:
    """Put an invoice into the dunning run's bucket of a day; NEVER: into none."""
    invoice = state.invoices[slot]
    first = state.calendar.first_day
    if invoice.step_day == day:
        return
    if invoice.step_day != NEVER:
        take_out(state.step_head, invoice.step_day - first, state.links, slot, c.STEP_NEXT)
    invoice.step_day = day
    if day != NEVER:
        put(state.step_head, day - first, state.links, slot, c.STEP_NEXT)


@compiled
def schedule_order(state: State, row: int) -> None:
    """Put a customer into the sales desk's bucket of its next possible order."""
    customer = state.customers[row]
    if customer.next_order_time >= NEVER:
        return
    index = int(customer.next_order_time // 1.0) - state.calendar.first_day
    if index < 0 or index >= state.order_head.shape[0]:
        return
    customer.next_in_day = state.order_head[index]
    state.order_head[index] = row


@compiled
def new_slot(state: State) -> int:
    """A free invoice slot (the caller has made sure that there is one)."""
    slot = state.counters[c.FREE_SLOT]
    state.counters[c.FREE_SLOT] = state.links[slot, c.PAY_NEXT]
    return slot


@compiled
def free_slot(state: State, slot: int) -> None:
    """Give an invoice slot back; it must be in no bucket and in no list."""
    state.invoices[slot].state = c.FREE
    state.links[slot, c.PAY_NEXT] = state.counters[c.FREE_SLOT]
    state.counters[c.FREE_SLOT] = slot


@compiled
def open_account(state: State, slot: int) -> None:
    """Append an invoice to its customer's open items."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    last = customer.last_open
    state.links[slot, c.OPEN_NEXT] = c.NOBODY
    state.links[slot, c.OPEN_PREVIOUS] = last
    if last == c.NOBODY:
        customer.first_open = slot
    else:
        state.links[last, c.OPEN_NEXT] = slot
    customer.last_open = slot
    customer.open_count += 1
    customer.open_cents += invoice.net + invoice.vat
    state.counters[c.N_OPEN] += 1


@compiled
def give_up(state: State, slot: int) -> None:
    """Put a written-off invoice, which left the open items, among those its customer still owes."""
    customer = state.customers[state.invoices[slot].customer]
    following = customer.first_given_up
    state.links[slot, c.OPEN_NEXT] = following
    state.links[slot, c.OPEN_PREVIOUS] = c.NOBODY
    if following != c.NOBODY:
        state.links[following, c.OPEN_PREVIOUS] = slot
    customer.first_given_up = slot


@compiled
def forget(state: State, slot: int) -> None:
    """Take an invoice out of those given up."""
    following = state.links[slot, c.OPEN_NEXT]
    before = state.links[slot, c.OPEN_PREVIOUS]
    if before == c.NOBODY:
        state.customers[state.invoices[slot].customer].first_given_up = following
    else:
        state.links[before, c.OPEN_NEXT] = following
    if following != c.NOBODY:
        state.links[following, c.OPEN_PREVIOUS] = before


@compiled
def close_account(state: State, slot: int) -> None:
    """Take an invoice out of its customer's open items."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    following = state.links[slot, c.OPEN_NEXT]
    before = state.links[slot, c.OPEN_PREVIOUS]
    if before == c.NOBODY:
        customer.first_open = following
    else:
        state.links[before, c.OPEN_NEXT] = following
    if following == c.NOBODY:
        customer.last_open = before
    else:
        state.links[following, c.OPEN_PREVIOUS] = before
    customer.open_count -= 1
    customer.open_cents -= invoice.net + invoice.vat
    state.counters[c.N_OPEN] -= 1
