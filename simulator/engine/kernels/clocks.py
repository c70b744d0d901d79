"""The payment clock of an invoice in the columns: run it on, let a contact act, plan the bank day."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.buckets import schedule_payment
from simulator.engine.state import State
from simulator.rules.banking import day_after, moment, next_run, settlement_day, weekday
from simulator.rules.contact import (
    CALL,
    EMAIL,
    FINAL_DEMAND,
    MANAGER,
    added_pressure,
    faded,
    response_in_trouble,
)
from simulator.rules.health import STRESSED
from simulator.rules.paying import Clock, Pace, Pressure, eased, intended_day, walked
from simulator.units import NEVER


@compiled
def law_of(state: State, slot: int) -> int:
    """Number of the law of lateness of an invoice: its customer's, for the weekday on which it is due."""
    invoice = state.invoices[slot]
    row = state.customers[invoice.customer].law
    return state.weekday_laws[row, weekday(state.calendar, invoice.due)]


@compiled
def pace_of(state: State, slot: int) -> Pace:
    """How fast the invoice's clock runs now."""
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    if state.customers[invoice.customer].health != STRESSED:
        return Pace(state.economy[c.LATENESS], invoice.response, invoice.cap_days)
    slowdown = assumptions.stress_lateness_multiplier * state.economy[c.LATENESS]
    response = response_in_trouble(invoice.response, assumptions.chased_first)
    return Pace(slowdown, response, invoice.cap_days)


@compiled
def pressure_of(state: State, slot: int) -> Pressure:
    """What earlier contacts still add; half-lives on the customer's axis."""
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    scale = assumptions.banking_share if state.customers[invoice.customer].axis == 1 else 1.0
    return Pressure(
        invoice.soft,
        invoice.firm,
        assumptions.email_half_life_days * scale,
        assumptions.personal_half_life_days * scale,
    )


@compiled
def clock_of(state: State, slot: int) -> Clock:
    """The invoice's clock."""
    invoice = state.invoices[slot]
    return Clock(invoice.clock_day, invoice.clock_position, invoice.hazard_left)


@compiled
def set_clock(state: State, slot: int, clock: Clock) -> None:
    """Store the invoice's clock."""
    invoice = state.invoices[slot]
    invoice.clock_day = clock.day
    invoice.clock_position = clock.position
    invoice.hazard_left = clock.hazard_left


@compiled
def run_on(state: State, slot: int, day: int) -> bool:
    """Run the clock on to a day; whether the invoice is still not meant to be paid."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    now = moment(state.calendar, customer.axis, day)
    elapsed = now - invoice.clock_day
    if elapsed > 0.0 and invoice.hazard_left > 0.0 and invoice.dispute == c.NO_DISPUTE:
        pressure = pressure_of(state, slot)
        law = state.laws[law_of(state, slot)]
        set_clock(state, slot, walked(law, clock_of(state, slot), now, pace_of(state, slot), pressure))
        left = eased(pressure, elapsed)
        invoice.soft = left.soft
        invoice.firm = left.firm
        soft, firm = pressure.soft_half_life, pressure.firm_half_life
        invoice.tired_email = faded(invoice.tired_email, soft, elapsed)
        invoice.tired_call = faded(invoice.tired_call, firm, elapsed)
        invoice.tired_manager = faded(invoice.tired_manager, firm, elapsed)
        invoice.tired_demand = faded(invoice.tired_demand, firm, elapsed)
    return invoice.hazard_left > 0.0


@compiled
def plan_payment(state: State, slot: int, day: int) -> None:
    """Plan the bank day from the clock as it stands; who vanished never pays, and nobody pays what he disputes."""
    invoice = state.invoices[slot]
    if invoice.dispute != c.NO_DISPUTE:
        return
    customer = state.customers[invoice.customer]
    if customer.status == c.VANISHED:
        schedule_payment(state, slot, NEVER)
        return
    law = state.laws[law_of(state, slot)]
    when = intended_day(law, clock_of(state, slot), pace_of(state, slot), pressure_of(state, slot))
    meant = day_after(state.calendar, customer.axis, when)
    due = day_after(state.calendar, customer.axis, moment(state.calendar, customer.axis, invoice.due))
    bank = settlement_day(state.calendar, customer.run_calendar, meant, due, day + 1)
    if invoice.promise_day != NEVER:  # it may have passed while there was a dispute
        bank = min(bank, next_run(state.calendar, 0, max(invoice.promise_day, day + 1)))
    schedule_payment(state, slot, bank)


@compiled
def touch(state: State, slot: int, day: int, channel: int) -> None:
    """A reached contact on a day: it multiplies the hazard, tires, and moves the planned bank day."""
    if not run_on(state, slot, day):
        return
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    fatigue = assumptions.fatigue_fraction
    if channel == EMAIL:
        invoice.soft += added_pressure(assumptions.email_multiplier, fatigue, invoice.tired_email)
        invoice.tired_email += 1.0
    elif channel == CALL:
        invoice.firm += added_pressure(assumptions.call_multiplier, fatigue, invoice.tired_call)
        invoice.tired_call += 1.0
    elif channel == MANAGER:
        invoice.firm += added_pressure(assumptions.manager_multiplier, fatigue, invoice.tired_manager)
        invoice.tired_manager += 1.0
    elif channel == FINAL_DEMAND:
        invoice.firm += added_pressure(assumptions.final_demand_multiplier, fatigue, invoice.tired_demand)
        invoice.tired_demand += 1.0
    plan_payment(state, slot, day)
