"""The billing desk: a delivered order becomes an invoice, or several where its payment comes in parts."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch_ahead
from simulator.engine.kernels.billing import book
from simulator.engine.kernels.books import lacks_rows
from simulator.engine.kernels.buckets import new_slot, schedule_payment
from simulator.engine.state import State
from simulator.rules.money import share_cents
from simulator.rules.terms import MILESTONE, PART, RETAINED, due_day, milestones_left, part_cents
from simulator.units import NEVER

ROWS_PER_INVOICE = 4


@compiled
def _parts(state: State) -> int:
    """How many invoices an order becomes."""
    levers = state.levers[0]
    return max(levers.instalments, 1) + (2 if levers.retention_fraction > 0.0 else 0)


@compiled
def _new_slots(state: State) -> int:
    """How many slots a delivery takes besides its own."""
    return _parts(state) - 1 + (1 if state.levers[0].milestones > 1 else 0)


@compiled
def _lacks_slots(state: State, needed: int) -> bool:
    """Whether there are fewer free slots than this."""
    slot = state.counters[c.FREE_SLOT]
    for _ in range(needed):
        if slot == c.NOBODY:
            return True
        slot = state.links[slot, c.PAY_NEXT]
    return False


@compiled
def _deliver(state: State, slot: int) -> None:
    """The order is no longer ahead of us."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    deposit = invoice.discount_net + invoice.discount_vat
    customer.committed_cents -= invoice.net + invoice.vat - deposit
    customer.undelivered_count -= 1
    state.counters[c.N_UNDELIVERED] -= 1
    state.counters[c.CHECKS_OWED] += state.levers[0].check_cost_cents


@compiled
def _part(state: State, row: int, number: int) -> int:
    """A slot for a further part of a customer's order."""
    slot = new_slot(state)
    invoice = state.invoices[slot]
    invoice.customer = row
    invoice.number = number
    invoice.pay_day = NEVER
    invoice.step_day = NEVER
    return slot


@compiled
def _take_amounts(
    state: State, slot: int, amounts: tuple[int, int], deposit: tuple[int, int]
) -> tuple[int, int]:
    """Give a part its amounts, and as much of the deposit as it can take; what is left is for the next part."""
    part = state.invoices[slot]
    part.net, part.vat = amounts
    part.discount_net, part.discount_vat = min(deposit[0], amounts[0]), min(deposit[1], amounts[1])
    return deposit[0] - part.discount_net, deposit[1] - part.discount_vat


@compiled
def _issue_parts(state: State, slot: int, day: int, due: int) -> None:
    """Equal instalments some days apart, and what the customer retains: half until completion, half until later."""
    levers = state.levers[0]
    whole = state.invoices[slot]
    row, number, net, vat = int(whole.customer), int(whole.number), int(whole.net), int(whole.vat)
    deposit = (int(whole.discount_net), int(whole.discount_vat))
    held_net, held_vat = (
        share_cents(net, levers.retention_fraction),
        share_cents(vat, levers.retention_fraction),
    )
    count = max(levers.instalments, 1)
    for part in range(count):
        here = slot if part == 0 else _part(state, row, number + part * PART)
        amounts = (part_cents(net - held_net, part, count), part_cents(vat - held_vat, part, count))
        deposit = _take_amounts(state, here, amounts, deposit)
        book(state, here, day, due + part * levers.instalment_days)
    if levers.retention_fraction > 0.0:
        for half in range(2):
            here = _part(state, row, number + (RETAINED + half) * PART)
            amounts = (part_cents(held_net, half, 2), part_cents(held_vat, half, 2))
            deposit = _take_amounts(state, here, amounts, deposit)
            book(state, here, day, day + levers.retention_release_days + half * levers.retention_defects_days)


@compiled
def _keep_rest(state: State, slot: int, day: int) -> None:
    """What is left of an order after this milestone: it stays accepted, and is billed some days later."""
    invoice = state.invoices[slot]
    left = milestones_left(invoice.number, state.levers[0].milestones)
    if left == 1:
        return
    customer = state.customers[invoice.customer]
    net, vat = part_cents(invoice.net, 0, left), part_cents(invoice.vat, 0, left)
    rest = _part(state, invoice.customer, invoice.number + MILESTONE * PART)
    remaining = (int(invoice.net) - net, int(invoice.vat) - vat)
    deposit = (int(invoice.discount_net), int(invoice.discount_vat))
    deposit = _take_amounts(state, slot, (net, vat), deposit)
    _take_amounts(state, rest, remaining, deposit)
    state.invoices[rest].state = c.ACCEPTED
    schedule_payment(state, rest, day + state.levers[0].milestone_days)
    customer.undelivered_count += 1
    state.counters[c.N_UNDELIVERED] += 1


@compiled
def issue(state: State, slot: int, day: int) -> None:
    """Issue what is to be paid for an accepted order, or for its next milestone."""
    customer = state.customers[state.invoices[slot].customer]
    if state.levers[0].milestones > 1:
        _keep_rest(state, slot, day)
    due = due_day(state.calendar, state.levers[0].due_convention, day, customer.terms_days)
    _deliver(state, slot)
    if _parts(state) == 1:
        book(state, slot, day, due)
    else:
        _issue_parts(state, slot, day, due)


@compiled
def bill_deliveries(state: State, day: int) -> int:
    """Bill what is due for billing today."""
    parts = _parts(state)
    index = day - state.calendar.first_day
    slot = state.heads[c.PAY_LIST, index]
    while slot != c.NOBODY:
        following = state.links[slot, c.PAY_NEXT]
        fetch_ahead(state, following, c.PAY_NEXT)
        if state.invoices[slot].state == c.ACCEPTED:
            if lacks_rows(state, ROWS_PER_INVOICE * parts):
                return c.NEEDS_ROWS
            if _lacks_slots(state, _new_slots(state)):
                return c.NEEDS_SLOTS
            schedule_payment(state, slot, NEVER)
            issue(state, slot, day)
        slot = following
    return c.DONE
