"""A dispute's life until it is settled: it begins with the invoice, we hear of it, or its customer fails."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, part_of, post
from simulator.engine.kernels.buckets import chase_anew, schedule_payment, schedule_step
from simulator.engine.kernels.clocks import touch
from simulator.engine.state import State
from simulator.journal import Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import next_run
from simulator.rules.disputes import brings_it_up, dispute_cause, dispute_days, is_prevented, speaks_up_on
from simulator.units import NEVER

DISPUTED, LAPSED = int(Event.DISPUTED), int(Event.DISPUTE_LAPSED)
DISPUTE, DISPUTE_DAYS = int(Stream.DISPUTE), int(Stream.DISPUTE_DAYS)
DISCLOSURE, BILLING_ERROR = int(Stream.DISPUTE_DISCLOSURE), int(Stream.BILLING_ERROR)
SEQUENCE_OF_NEWS, SEQUENCE_OF_END = 5, 6


@compiled
def cause_of(state: State, slot: int) -> int:
    """Why an invoice is disputed: the lowest draws are pricing errors, the next clerical ones."""
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    number = state.customers[invoice.customer].number
    place = drawn(state.key[0], DISPUTE, number, invoice.number) / assumptions.dispute_rate
    return dispute_cause(place, assumptions.pricing_cause, assumptions.admin_cause, assumptions.scope_cause)


@compiled
def days_of(state: State, slot: int) -> int:
    """How long the dispute lasts where no clerk works on it."""
    invoice = state.invoices[slot]
    uniform = drawn(state.key[0], DISPUTE_DAYS, state.customers[invoice.customer].number, invoice.number)
    return dispute_days(uniform, state.assumptions[0].dispute_days)


@compiled
def begin_dispute(state: State, slot: int, day: int) -> bool:
    """Whether a new invoice is disputed; then its bucket is that of the day on which the customer tells unasked."""
    assumptions = state.assumptions[0]
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if assumptions.dispute_rate <= 0.0 or customer.status == c.VANISHED:
        return False
    if drawn(state.key[0], DISPUTE, customer.number, invoice.number) >= assumptions.dispute_rate:
        return False
    error = drawn(state.key[0], BILLING_ERROR, customer.number, invoice.number)
    if is_prevented(cause_of(state, slot), error, state.levers[0].invoice_check_fraction):
        return False
    hidden = drawn(state.key[0], DISCLOSURE, customer.number, invoice.number) < assumptions.hidden_disputes
    tells = speaks_up_on(invoice.due, hidden, assumptions.silent_dispute_days)
    invoice.dispute = c.HIDDEN
    state.counters[c.N_HIDDEN] += 1
    schedule_payment(state, slot, next_run(state.calendar, 0, max(tells, day + 1)))
    return True


@compiled
def disclose(state: State, slot: int, day: int, desk: int) -> None:
    """We hear of a dispute: our ladder rests, and it takes its time, or waits for a clerk."""
    invoice = state.invoices[slot]
    entry = about_invoice(state, slot, desk, DISPUTED, SEQUENCE_OF_NEWS)
    cause = cause_of(state, slot)
    post(state, day, part_of(entry, DISPUTED, SEQUENCE_OF_NEWS, invoice.net + invoice.vat, cause))
    invoice.dispute = c.KNOWN
    chase_anew(state, slot)
    invoice.known_after = day - invoice.due
    state.counters[c.N_HIDDEN] -= 1
    state.counters[c.N_KNOWN] += 1
    schedule_step(state, slot, NEVER)
    if state.levers[0].dispute_clerks > 0:
        schedule_payment(state, slot, NEVER)
        state.disputes[state.counters[c.N_QUEUE]] = slot
        state.counters[c.N_QUEUE] += 1
    else:
        schedule_payment(state, slot, next_run(state.calendar, 0, day + days_of(state, slot)))


@compiled
def contact(state: State, slot: int, day: int, channel: int, desk: int) -> None:
    """A reached contact about an invoice: it presses, or, where there is a dispute, at most brings it up."""
    dispute = state.invoices[slot].dispute
    if dispute == c.NO_DISPUTE:
        touch(state, slot, day, channel)
    elif dispute == c.HIDDEN and brings_it_up(channel):
        disclose(state, slot, day, desk)


@compiled
def forget_hidden(state: State, slot: int) -> None:
    """Nobody will ever tell: the customer has vanished."""
    state.invoices[slot].dispute = c.NO_DISPUTE
    state.counters[c.N_HIDDEN] -= 1


@compiled
def leave_queue(state: State, slot: int) -> None:
    """A dispute waits no longer for a clerk, if it did."""
    for place in range(state.counters[c.N_QUEUE]):
        if state.disputes[place] == slot:
            state.counters[c.N_QUEUE] -= 1
            state.disputes[place] = state.disputes[state.counters[c.N_QUEUE]]
            return


@compiled
def lapse(state: State, slot: int, day: int, desk: int) -> None:
    """The customer has failed: its disputes end with it."""
    invoice = state.invoices[slot]
    if invoice.dispute == c.HIDDEN:
        forget_hidden(state, slot)
        return
    entry = about_invoice(state, slot, desk, LAPSED, SEQUENCE_OF_END)
    days = day - invoice.due - invoice.known_after
    post(state, day, part_of(entry, LAPSED, SEQUENCE_OF_END, invoice.net + invoice.vat, days))
    leave_queue(state, slot)
    invoice.dispute = c.NO_DISPUTE
    chase_anew(state, slot)
    state.counters[c.N_KNOWN] -= 1
