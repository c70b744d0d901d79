"""The dunning run: ladder steps that are due; at the ladder's end, the write-off."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.fetching import fetch_ahead
from simulator.engine.kernels.billing import next_step, plan_step
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import chase_anew
from simulator.engine.kernels.dispute_cases import contact, disclose
from simulator.engine.kernels.losses import write_off
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.rules.contact import AGENCY, CALL, DEBT_SALE, EMAIL, FINAL_DEMAND, LEGAL, MANAGER, WRITE_OFF

DUNNING = int(Desk.DUNNING)
EMAILED, DEMANDED = int(Event.EMAILED), int(Event.DEMANDED)


@compiled
def put_on_worklist(state: State, row: int, day: int, channel: int) -> None:
    """A customer becomes a case of the collectors, or its case moves up to the manager."""
    customer = state.customers[row]
    if customer.case_channel < 0:
        customer.case_since = day
        customer.case_attempts = 0
        if customer.listed == 0:
            customer.listed = 1
            state.worklist[state.counters[c.N_WORKLIST]] = row
            state.counters[c.N_WORKLIST] += 1
    customer.case_channel = max(customer.case_channel, channel)


@compiled
def _write(state: State, slot: int, day: int, channel: int) -> None:
    """An e-mail or a formal letter about one invoice; it always reaches."""
    levers = state.levers[0]
    event = EMAILED if channel == EMAIL else DEMANDED
    cost = levers.email_cost_cents if channel == EMAIL else levers.letter_cost_cents
    entry = about_invoice(state, slot, DUNNING, event, 0)
    post(state, day, part_of(entry, event, 0, cost, 0))
    if channel == FINAL_DEMAND:
        state.customers[state.invoices[slot].customer].hard_now += 1
    contact(state, slot, day, channel, DUNNING)


@compiled
def _take_step(state: State, slot: int, day: int, step: int) -> None:
    """One invoice's step of today."""
    channel = state.ladder[step, 1]
    invoice = state.invoices[slot]
    if channel == WRITE_OFF and invoice.dispute == c.HIDDEN:
        disclose(state, slot, day, DUNNING)  # nobody gives a debt up unasked
        return
    if channel == WRITE_OFF:
        write_off(state, slot, day, DUNNING)
        return
    invoice.step_offset = state.ladder[step, 0]
    if channel in (CALL, MANAGER):
        invoice.called = 1
        chase_anew(state, slot)
        put_on_worklist(state, invoice.customer, day, channel)
    else:
        _write(state, slot, day, channel)
    plan_step(state, slot, day + 1)


@compiled
def dun(state: State, day: int) -> int:
    """The dunning run of a day; what goes to an agency, a buyer or a court stays for the agency desk."""
    slot = state.heads[c.STEP_LIST, day - state.calendar.first_day]
    while slot != c.NOBODY:
        following = state.links[slot, c.STEP_NEXT]
        fetch_ahead(state, following, c.STEP_NEXT)
        step = next_step(state, slot)
        if state.ladder[step, 1] not in (AGENCY, DEBT_SALE, LEGAL):
            if lacks_rows(state, 6):
                return c.NEEDS_ROWS
            _take_step(state, slot, day, step)
        slot = following
    return c.DONE
