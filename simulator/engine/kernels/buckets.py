"""Day buckets and customer lists: who is next, without sorting anything."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch
from simulator.engine.state import State
from simulator.units import NEVER


@compiled
def put(state: State, bucket: int, index: int, slot: int) -> None:
    """Put an invoice in front of a day's bucket of a list."""
    kind = 2 * bucket
    first = state.heads[bucket, index]
    state.links[slot, kind] = first
    state.links[slot, kind + 1] = c.NOBODY
    if first != c.NOBODY:
        state.links[first, kind + 1] = slot
    state.heads[bucket, index] = slot


@compiled
def take_out(state: State, bucket: int, index: int, slot: int) -> None:
    """Take an invoice out of its bucket, wherever it stands in it."""
    kind = 2 * bucket
    following = state.links[slot, kind]
    before = state.links[slot, kind + 1]
    if before == c.NOBODY:
        state.heads[bucket, index] = following
    else:
        state.links[before, kind] = following
    if following != c.NOBODY:
        state.links[following, kind + 1] = before


@compiled
def schedule_payment(state: State, slot: int, day: int) -> None:
    """Put an invoice into the bank's (or the billing desk's) bucket of a day; NEVER: into none."""
    invoice = state.invoices[slot]
    first = state.calendar.first_day
    if invoice.pay_day == day:
        return
    if invoice.pay_day != NEVER:
        take_out(state, c.PAY_LIST, invoice.pay_day - first, slot)
    invoice.pay_day = day
    if day != NEVER:
        put(state, c.PAY_LIST, day - first, slot)


@compiled
def schedule_step(state: State, slot: int, day: int) -> None:
    """Put an invoice into the dunning run's bucket of a day; NEVER: into none."""
    invoice = state.invoices[slot]
    first = state.calendar.first_day
    if invoice.step_day == day:
        return
    if invoice.step_day != NEVER:
        take_out(state, c.STEP_LIST, invoice.step_day - first, slot)
    invoice.step_day = day
    if day != NEVER:
        put(state, c.STEP_LIST, day - first, slot)


@compiled
def schedule_claim(state: State, slot: int, day: int) -> None:
    """Put an invoice into the insurer's bucket of a day; NEVER: into none. Days after the last one have no bucket."""
    invoice = state.invoices[slot]
    first = state.calendar.first_day
    days = state.heads.shape[1]
    if invoice.claim_day - first < days:
        take_out(state, c.CLAIM_LIST, invoice.claim_day - first, slot)
    invoice.claim_day = day
    if day - first < days:
        put(state, c.CLAIM_LIST, day - first, slot)


@compiled
def schedule_order(state: State, row: int) -> None:
    """Put a customer into the sales desk's bucket of its next possible order."""
    customer = state.customers[row]
    if customer.next_order_time >= NEVER:
        return
    index = int(customer.next_order_time // 1.0) - state.calendar.first_day
    if index < 0 or index >= state.heads.shape[1]:
        return
    customer.next_in_day = state.heads[c.ORDER_LIST, index]
    state.heads[c.ORDER_LIST, index] = row


@compiled
def new_slot(state: State) -> int:
    """A free invoice slot (the caller has made sure that there is one)."""
    slot = state.counters[c.FREE_SLOT]
    following = state.links[slot, c.PAY_NEXT]
    state.counters[c.FREE_SLOT] = following
    if following != c.NOBODY:
        fetch(state.invoices, following)
        fetch(state.links, following)
    return slot


@compiled
def free_slot(state: State, slot: int) -> None:
    """Give an invoice slot back; it must be in no bucket and in no list."""
    state.invoices[slot].state = c.FREE
    state.links[slot, c.PAY_NEXT] = state.counters[c.FREE_SLOT]
    state.counters[c.FREE_SLOT] = slot


@compiled
def _is_before(state: State, slot: int, other: int) -> bool:
    """Whether an invoice of the same day has the lower number."""
    invoice = state.invoices[slot]
    than = state.invoices[other]
    return invoice.issued == than.issued and invoice.number < than.number


@compiled
def open_account(state: State, slot: int) -> None:
    """Append an invoice to its customer's open items; where an insurer asks, those of one day by their number."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    before = customer.last_open
    following = c.NOBODY
    while before != c.NOBODY and state.counters[c.N_YEARS] > 0 and _is_before(state, slot, before):
        following = before
        before = state.links[before, c.OPEN_PREVIOUS]
    state.links[slot, c.OPEN_NEXT] = following
    state.links[slot, c.OPEN_PREVIOUS] = before
    if before == c.NOBODY:
        customer.first_open = slot
    else:
        state.links[before, c.OPEN_NEXT] = slot
    if following == c.NOBODY:
        customer.last_open = slot
    else:
        state.links[following, c.OPEN_PREVIOUS] = slot
    customer.open_count += 1
    customer.open_cents += invoice.net + invoice.vat
    customer.oldest_due = min(customer.oldest_due, invoice.due)
    customer.chased_until = min(customer.chased_until, invoice.due)
    state.counters[c.N_OPEN] += 1


@compiled
def chase_anew(state: State, slot: int) -> None:
    """Something has happened to an invoice that may change what its customer is chased for."""
    state.customers[state.invoices[slot].customer].chased_until = -NEVER


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
    if customer.open_count == 0:
        customer.oldest_due = NEVER
    customer.chased_until = -NEVER
    state.counters[c.N_OPEN] -= 1
    if invoice.claim_day != NEVER:
        schedule_claim(state, slot, NEVER)
