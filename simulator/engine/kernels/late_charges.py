"""Late charges: what their threat does to a new invoice, and what is charged with a late payment."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.conditions import CHARGED
from simulator.engine.kernels.books import part_of, post
from simulator.engine.kernels.clocks import law_of
from simulator.engine.state import State
from simulator.journal import Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.late_charges import charge_cents, compensation, hastened, speed_up
from simulator.rules.paying import hazard_before
from simulator.units import CENTS

LATE_CHARGED, LATE_CHARGE_PAID = int(Event.LATE_CHARGED), int(Event.LATE_CHARGE_PAID)
PAID_DRAW = int(Stream.LATE_CHARGE_PAID)


@compiled
def hasten(state: State, slot: int) -> None:
    """Whoever knows that lateness will cost pays sooner from the due date on."""
    levers = state.levers[0]
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if (levers.late_segments >> customer.segment) & 1 == 0:
        return
    faster = speed_up(state.assumptions[0].late_charge_speed_up, levers.late_credibility, invoice.response)
    met = hazard_before(state.laws[law_of(state, slot)], 0.0)
    invoice.hazard_left = hastened(invoice.hazard_left, met, faster)


@compiled
def charge_late(state: State, slot: int, day: int, entry: Entry) -> None:
    """Charge a late payment, and receive what of it is paid; days that our own counts leave out are free."""
    levers = state.levers[0]
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    if levers.late_policy != CHARGED or (levers.late_segments >> customer.segment) & 1 == 0:
        return
    rate = levers.late_rate if invoice.due < levers.late_rate_changes else levers.late_rate_then
    gross = invoice.net + invoice.vat
    fixed = compensation(
        gross / CENTS, levers.late_fixed_small, levers.late_fixed_medium, levers.late_fixed_large
    )
    charge = charge_cents(gross, rate, day - invoice.due - invoice.held_days, fixed)
    if charge <= 0:
        return
    customer.holds |= c.CHARGED_NOW
    post(state, day, part_of(entry, LATE_CHARGED, 8, charge, 0))
    if (
        drawn(state.key[0], PAID_DRAW, customer.number, invoice.number)
        < state.assumptions[0].late_charge_paid
    ):
        post(state, day, part_of(entry, LATE_CHARGE_PAID, 9, charge, 0))
