"""A new invoice: what it is born with, its place on the ladder, its cover, its clock."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.binding import bind_to_due
from simulator.engine.kernels.books import about_invoice, part_of, post
from simulator.engine.kernels.buckets import free_slot, open_account, schedule_claim, schedule_step
from simulator.engine.kernels.clocks import law_of, plan_payment, set_clock
from simulator.engine.kernels.discounts import offer_discount
from simulator.engine.kernels.dispute_cases import begin_dispute
from simulator.engine.kernels.late_charges import hasten
from simulator.engine.kernels.sales import owes_too_long
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import moment, month_address, next_run, week
from simulator.rules.contact import DEBT_SALE, WRITE_OFF, is_covered_by_promises, is_step_for
from simulator.rules.insurance import claim_day, may_be_insured
from simulator.rules.money import cost_cents
from simulator.rules.paying import Common, dependent, lateness_uniform, needed_hazard, normal, started
from simulator.rules.terms import is_first_part
from simulator.units import CENTS, NEVER

BILLING = int(Desk.BILLING)
INVOICED, SUPPLIED = int(Event.INVOICED), int(Event.SUPPLIED)
DEPOSIT_APPLIED = int(Event.DEPOSIT_APPLIED)
LATENESS, CAUSE = int(Stream.LATENESS), int(Stream.CAUSE)
BOOK_FACTOR, CUSTOMER_FACTOR = int(Stream.BOOK_FACTOR), int(Stream.CUSTOMER_FACTOR)
DUE_WEEK_FACTOR, DUE_DAY_FACTOR = int(Stream.DUE_WEEK_FACTOR), int(Stream.DUE_DAY_FACTOR)
NO_STEP = -1_000_000


@compiled
def _own_draw(state: State, slot: int) -> float:
    """The invoice's normal; in a ledger's portfolio it has something in common with others."""
    invoice = state.invoices[slot]
    number = state.customers[invoice.customer].number
    own = normal(drawn(state.key[0], LATENESS, number, invoice.number))
    if state.dependence.shape[0] == 0:
        return own
    due_week = week(state.calendar, invoice.due)
    month = month_address(state.calendar, invoice.issued)
    common = Common(
        normal(drawn(state.key[0], BOOK_FACTOR, 0, due_week)),
        normal(drawn(state.key[0], CUSTOMER_FACTOR, number, month)),
        normal(drawn(state.key[0], DUE_WEEK_FACTOR, number, due_week)),
        normal(drawn(state.key[0], DUE_DAY_FACTOR, number, invoice.due)),
    )
    return dependent(state.dependence, common, own)


@compiled
def set_cause(state: State, slot: int, cause: float) -> None:
    """How an invoice answers to contacts and promises, by its cause draw."""
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    liquidity = cause < assumptions.liquidity_cause_fraction
    response = assumptions.liquidity_response_fraction
    invoice.response = response if liquidity else 1.0
    invoice.covered = is_covered_by_promises(cause, assumptions.liquidity_cause_fraction, response)


@compiled
def fresh_nature(state: State, slot: int) -> None:
    """What an invoice is born with: its lateness, its cause, no contacts yet."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    own = _own_draw(state, slot)
    invoice.hazard_left = needed_hazard(lateness_uniform(customer.habit_share, customer.habit, own))
    set_cause(state, slot, drawn(state.key[0], CAUSE, customer.number, invoice.number))
    invoice.called = 0
    invoice.cap_days = assumptions.late_cap_days
    invoice.soft = 0.0
    invoice.firm = 0.0
    invoice.tired_email = 0.0
    invoice.tired_call = 0.0
    invoice.tired_manager = 0.0
    invoice.tired_demand = 0.0
    invoice.promise_day = NEVER
    invoice.paused_until = -NEVER
    invoice.step_offset = NO_STEP
    invoice.step_day = NEVER
    invoice.discount = c.NOTHING_TAKEN
    invoice.discount_net = 0
    invoice.discount_vat = 0
    invoice.promised = 0
    invoice.instalments = 0
    invoice.dispute = c.NO_DISPUTE
    invoice.held_days = 0
    invoice.known_after = 0
    invoice.placed = NEVER
    invoice.in_court_until = -NEVER
    invoice.claim_day = NEVER
    invoice.claim = c.NOBODY
    invoice.insured = 0
    invoice.assigned = c.OURS


@compiled
def next_step(state: State, slot: int) -> int:
    """The ladder step (its row) that follows the invoice's position; beyond the ladder the write-off, its last."""
    invoice = state.invoices[slot]
    ladder = state.ladder
    position = invoice.step_offset
    last = ladder.shape[0] - 1
    for step in range(last):
        if ladder[step, 0] > position:
            segment = state.customers[invoice.customer].segment
            amount = invoice.net + invoice.vat
            if is_step_for(segment, amount, ladder[step, 2], ladder[step, 3], ladder[step, 4]):
                return step
    return last


@compiled
def plan_step(state: State, slot: int, earliest: int) -> None:
    """Schedule the ladder step that follows the invoice's position, on a banking day from ``earliest`` on.

    Where we know of a dispute, the ladder rests; its days are left out afterwards.
    """
    invoice = state.invoices[slot]
    if invoice.dispute == c.KNOWN:
        schedule_step(state, slot, NEVER)
        return
    step = next_step(state, slot)
    day = max(invoice.due + invoice.held_days + state.ladder[step, 0], earliest, invoice.paused_until)
    if invoice.claim_day != NEVER and state.ladder[step, 1] in (WRITE_OFF, DEBT_SALE):
        day = max(day, invoice.claim_day + 1)  # an insured debt is not given up before it is claimed
    schedule_step(state, slot, next_run(state.calendar, 0, day))


@compiled
def _insure(state: State, slot: int, day: int) -> None:
    """Cover attaches at shipment: the limit in force, unless the customer is too late with older invoices."""
    if state.counters[c.N_YEARS] == 0:
        return
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    levers = state.levers[0]
    year = state.years[state.counters[c.N_YEARS] - 1]
    if day >= year.end or customer.insurer_limit == 0:
        return
    terms = customer.terms_days if is_first_part(invoice.number) else invoice.due - day
    if not may_be_insured(customer.segment, terms, levers.maximum_terms_days):
        return
    if owes_too_long(state, invoice.customer, levers.maximum_extension_days, day):
        return
    invoice.insured = CENTS * customer.insurer_limit
    year.covered_sales += invoice.net
    schedule_claim(state, slot, claim_day(invoice.due, levers.waiting_period_days))


@compiled
def _apply_deposit(state: State, slot: int, day: int) -> None:
    """What was paid with the order is taken off the invoice."""
    invoice = state.invoices[slot]
    net, vat = invoice.discount_net, invoice.discount_vat
    if net + vat == 0:
        return
    entry = about_invoice(state, slot, BILLING, DEPOSIT_APPLIED, 0)
    post(state, day, part_of(entry, DEPOSIT_APPLIED, 12, net, vat))
    invoice.net -= net
    invoice.vat -= vat
    invoice.discount_net = 0
    invoice.discount_vat = 0


@compiled
def book(state: State, slot: int, day: int, due: int) -> None:
    """A new invoice: its rows, its cover, its clock, perhaps a dispute or a discount, and the ladder."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    invoice.state = c.OPEN
    invoice.issued = day
    invoice.due = due
    entry = about_invoice(state, slot, BILLING, INVOICED, 0)
    post(state, day, entry)
    cost = cost_cents(entry.net, assumptions.margin_fraction)
    input_vat = cost_cents(entry.vat, assumptions.margin_fraction)
    post(state, day, part_of(entry, SUPPLIED, 1, cost, input_vat))
    paid_on = next_run(state.calendar, 0, day + assumptions.supplier_days)
    state.payables[paid_on - state.calendar.first_day] += cost + input_vat
    _apply_deposit(state, slot, day)
    if invoice.net + invoice.vat == 0 and entry.net + entry.vat > 0:
        free_slot(state, slot)
        return
    open_account(state, slot)
    fresh_nature(state, slot)
    hasten(state, slot)
    bind_to_due(state, slot, day)
    _insure(state, slot, day)
    now = moment(state.calendar, customer.axis, day)
    position = now - moment(state.calendar, customer.axis, invoice.due)
    set_clock(state, slot, started(state.laws[law_of(state, slot)], now, position, invoice.hazard_left))
    plan_payment(state, slot, day)
    if not begin_dispute(state, slot, day) and is_first_part(invoice.number) and invoice.covered != c.DEBITED:
        offer_discount(state, slot)
    plan_step(state, slot, day + 1)
