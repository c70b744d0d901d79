"""The agency desk: invoices that the ladder gives to a collection agency, or sells."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.billing import next_step, plan_step
from simulator.engine.kernels.books import about_invoice, lacks_rows, post
from simulator.engine.kernels.buckets import chase_anew
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.dispute_cases import disclose
from simulator.engine.kernels.factoring import take_back
from simulator.engine.kernels.losses import sell
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.agency import agency_pays_on
from simulator.rules.banking import next_run
from simulator.rules.contact import DEBT_SALE, LEGAL
from simulator.units import NEVER

DESK = int(Desk.AGENCY)
PLACED = int(Event.PLACED)
AGENCY_OUTCOME = int(Stream.AGENCY_OUTCOME)
ROWS_PER_STEP = 3


@compiled
def _place(state: State, slot: int, day: int) -> None:
    """Give an invoice to the agency; our own contacts wait until it comes back."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    invoice.step_offset = state.ladder[next_step(state, slot), 0]
    invoice.placed = day
    chase_anew(state, slot)
    take_back(state, slot, day, DESK)
    customer.holds |= c.GIVEN_AWAY_NOW
    invoice.paused_until = max(invoice.paused_until, day + assumptions.agency_mandate_days + 1)
    post(state, day, about_invoice(state, slot, DESK, PLACED, 0))
    uniform = drawn(state.key[0], AGENCY_OUTCOME, customer.number, invoice.number)
    paid_on = agency_pays_on(
        uniform, day, invoice.due, assumptions.agency_success, assumptions.agency_mandate_days
    )
    if paid_on != NEVER and customer.status != c.VANISHED:
        invoice.promise_day = min(invoice.promise_day, next_run(state.calendar, 0, paid_on))
        plan_payment(state, slot, day)
    plan_step(state, slot, day + 1)


@compiled
def hand_over(state: State, day: int) -> int:
    """What is left in the dunning run's bucket of today: placements and sales; claims for the court stay."""
    slot = state.heads[c.STEP_LIST, day - state.calendar.first_day]
    while slot != c.NOBODY:
        following = state.links[slot, c.STEP_NEXT]
        channel = state.ladder[next_step(state, slot), 1]
        if channel != LEGAL:
            if lacks_rows(state, ROWS_PER_STEP):
                return c.NEEDS_ROWS
            if state.invoices[slot].dispute == c.HIDDEN:
                disclose(state, slot, day, DESK)  # nobody takes a debt that is disputed
            elif channel == DEBT_SALE:
                sell(state, slot, day)
            else:
                _place(state, slot, day)
        slot = following
    return c.DONE
