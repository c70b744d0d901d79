"""Claims in court: all that a customer owes overdue, once its ladder says so and it is worth it."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.billing import next_step, plan_step
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import chase_anew
from simulator.engine.kernels.clocks import plan_payment
from simulator.engine.kernels.dispute_cases import disclose
from simulator.engine.kernels.factoring import take_back
from simulator.engine.kernels.worklist import is_in_plan
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.agency import is_placed
from simulator.rules.banking import next_run
from simulator.rules.courts import court_fee, days_to_judgment, judgment_pays_on, lawyers_fee
from simulator.units import NEVER

DESK = int(Desk.AGENCY)
SUED, LEGAL_CHARGED = int(Event.SUED), int(Event.LEGAL_CHARGED)
DEFENCE, OUTCOME = int(Stream.LEGAL_DEFENCE), int(Stream.LEGAL_OUTCOME)
SEQUENCE_OF_COST = 1


@compiled
def _may_be_claimed(state: State, slot: int, day: int) -> bool:
    """Whether an invoice belongs to a claim: overdue, not disputed, with nobody else, not being paid in instalments.

    Of what a court has decided there is a judgment already.
    """
    invoice = state.invoices[slot]
    if invoice.due >= day or invoice.dispute != c.NO_DISPUTE or invoice.in_court_until != -NEVER:
        return False
    if is_in_plan(state, slot):
        return False
    return not is_placed(invoice.placed, state.assumptions[0].agency_mandate_days, day)


@compiled
def _claim_of(state: State, row: int, day: int) -> tuple[int, int]:
    """What a customer can be sued for, gross, and the invoice with the lowest number in it."""
    total = 0
    first = c.NOBODY
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        if _may_be_claimed(state, slot, day):
            total += invoice.net + invoice.vat
            if first == c.NOBODY or invoice.number < state.invoices[first].number:
                first = slot
        slot = state.links[slot, c.OPEN_NEXT]
    return total, first


@compiled
def _sue(state: State, row: int, day: int, offset: int) -> None:
    """A claim: fees at once; judgment after weeks or a year; perhaps it is paid. Meanwhile our own steps wait."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    levers = state.levers[0]
    claim, first = _claim_of(state, row, day)
    number = state.invoices[first].number
    defended = drawn(state.key[0], DEFENCE, customer.number, number) >= assumptions.default_judgment_fraction
    cost = court_fee(claim)
    cost += lawyers_fee(claim, levers.undefended_claim_cents, assumptions.defended_cost_fraction, defended)
    entry = about_invoice(state, first, DESK, LEGAL_CHARGED, SEQUENCE_OF_COST)
    post(state, day, part_of(entry, LEGAL_CHARGED, SEQUENCE_OF_COST, cost, 0))
    judgment = day + days_to_judgment(
        claim,
        defended,
        assumptions.default_judgment_days,
        assumptions.small_claim_days,
        assumptions.large_claim_days,
    )
    paid_on = judgment_pays_on(
        drawn(state.key[0], OUTCOME, customer.number, number),
        judgment,
        assumptions.judgment_paid_fraction,
        assumptions.judgment_paid_later_fraction,
        assumptions.judgment_paid_days,
    )
    customer.holds |= c.GIVEN_AWAY_NOW
    slot = customer.first_open
    while slot != c.NOBODY:
        if _may_be_claimed(state, slot, day):
            _hear_judgment(state, slot, day, judgment, paid_on)
            invoice = state.invoices[slot]
            invoice.step_offset = max(invoice.step_offset, offset)
            plan_step(state, slot, day + 1)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def _hear_judgment(state: State, slot: int, day: int, judgment: int, paid_on: int) -> None:
    """One invoice of a claim, and what the judgment will bring."""
    invoice = state.invoices[slot]
    take_back(state, slot, day, DESK)
    post(state, day, about_invoice(state, slot, DESK, SUED, 0))
    chase_anew(state, slot)
    invoice.in_court_until = judgment + state.assumptions[0].judgment_paid_days
    invoice.paused_until = max(invoice.paused_until, invoice.in_court_until + 1)
    if paid_on != NEVER:
        invoice.promise_day = min(invoice.promise_day, next_run(state.calendar, 0, paid_on))
        plan_payment(state, slot, day)


@compiled
def go_to_court(state: State, day: int) -> int:
    """What is left in the dunning run's bucket of today after placements and sales: claims."""
    index = day - state.calendar.first_day
    while state.heads[c.STEP_LIST, index] != c.NOBODY:
        slot = state.heads[c.STEP_LIST, index]
        invoice = state.invoices[slot]
        row = invoice.customer
        if lacks_rows(state, 2 * state.customers[row].open_count + 1):
            return c.NEEDS_ROWS
        if invoice.dispute == c.HIDDEN:
            disclose(state, slot, day, DESK)  # a defence that one can see coming
            continue
        offset = state.ladder[next_step(state, slot), 0]
        claim, _ = _claim_of(state, row, day)
        if claim > 0 and claim >= state.levers[0].minimum_legal_cents:
            _sue(state, row, day, offset)
        else:
            invoice.step_offset = offset
            plan_step(state, slot, day + 1)
    return c.DONE
