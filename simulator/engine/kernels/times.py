"""What a change of the times does at once: clocks run on at another pace, a customer fails."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.clocks import plan_payment, run_on
from simulator.engine.kernels.health import note_failure
from simulator.engine.kernels.losses import fail, lacks_room_to_fail
from simulator.engine.state import State
from simulator.rules.health import INSOLVENT


@compiled
def run_clocks_on(state: State, day: int) -> None:
    """The clocks of all open invoices run on until today, at the pace that is about to end."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        slot = state.customers[row].first_open
        while slot != c.NOBODY:
            run_on(state, slot, day)
            slot = state.links[slot, c.OPEN_NEXT]


@compiled
def plan_payments_anew(state: State, day: int) -> None:
    """All open invoices are paid at the new pace; who was about to pay today still may."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        slot = state.customers[row].first_open
        while slot != c.NOBODY:
            if state.invoices[slot].hazard_left > 0.0:
                plan_payment(state, slot, day - 1)
            slot = state.links[slot, c.OPEN_NEXT]


@compiled
def fail_holder(state: State, place: int, day: int, month: int) -> int:
    """Whoever holds a place becomes insolvent, with notice; nothing happens if it has failed already."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        if customer.place == place and (customer.status == c.ACTIVE or customer.status == c.LEAVING):
            if lacks_room_to_fail(state, row):
                return c.NEEDS_ROWS
            fail(state, row, day)
            customer.health = INSOLVENT
            note_failure(state, row, month)
    return c.DONE
