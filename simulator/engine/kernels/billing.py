"""The billing desk: a delivered order becomes an invoice with a clock, perhaps a discount, and a ladder."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import open_account, schedule_claim, schedule_payment, schedule_step
from simulator.engine.kernels.clocks import plan_payment, set_clock
from simulator.engine.kernels.dispute_cases import begin_dispute
from simulator.engine.kernels.sales import oldest_due
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import last_run, moment, next_run
from simulator.rules.contact import DEBT_SALE, WRITE_OFF, is_covered_by_promises, is_step_for
from simulator.rules.credit import is_stopped
from simulator.rules.discount import Buyer, takes_discount
from simulator.rules.health import STRESSED
from simulator.rules.insurance import claim_day, may_be_insured
from simulator.rules.money import cost_cents, share_cents
from simulator.rules.paying import lateness_uniform, needed_hazard, normal, started
from simulator.units import CENTS, NEVER

BILLING = int(Desk.BILLING)
INVOICED, SUPPLIED = int(Event.INVOICED), int(Event.SUPPLIED)
LATENESS, CAUSE = int(Stream.LATENESS), int(Stream.CAUSE)
PAYABLE_READY, DISCOUNT, UNEARNED = int(Stream.PAYABLE_READY), int(Stream.DISCOUNT), int(Stream.UNEARNED)
NO_STEP = -1_000_000


@compiled
def fresh_nature(state: State, slot: int) -> None:
    """What an invoice is born with: its lateness, its cause, no contacts yet."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    own = normal(drawn(state.key[0], LATENESS, customer.number, invoice.number))
    invoice.hazard_left = needed_hazard(lateness_uniform(customer.habit_share, customer.habit, own))
    cause = drawn(state.key[0], CAUSE, customer.number, invoice.number)
    liquidity = cause < assumptions.liquidity_cause_fraction
    response = assumptions.liquidity_response_fraction
    invoice.response = response if liquidity else 1.0
    invoice.covered = is_covered_by_promises(cause, assumptions.liquidity_cause_fraction, response)
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
def _wants_discount(state: State, slot: int) -> bool:
    """Whether the customer takes the discount on this invoice, given when it would really pay."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    levers = state.levers[0]
    assumptions = state.assumptions[0]
    segment = state.segments[customer.segment]
    stressed = customer.health == STRESSED
    funds = assumptions.stressed_cost_of_funds if stressed else segment.cost_of_funds
    buyer = Buyer(funds, segment.ready_fraction, assumptions.discount_hassle, assumptions.discount_slope)
    ready = drawn(state.key[0], PAYABLE_READY, customer.number, invoice.number)
    uniform = drawn(state.key[0], DISCOUNT, customer.number, invoice.number)
    earlier = float(invoice.pay_day - invoice.issued - levers.discount_window_days)
    return takes_discount(levers.discount_rate, earlier, buyer, ready, uniform)


@compiled
def _offer_discount(state: State, slot: int) -> None:
    """Offer the discount: kept by who pays early anyway, taken for its rate, sometimes kept though paid late."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    levers = state.levers[0]
    if levers.discount_rate <= 0.0 or (
        levers.discount_segment >= 0 and levers.discount_segment != customer.segment
    ):
        return
    if customer.status == c.VANISHED or not _wants_discount(state, slot):
        return
    target = last_run(state.calendar, customer.run_calendar, invoice.issued + levers.discount_window_days)
    if target <= invoice.issued:
        target = next_run(state.calendar, customer.run_calendar, invoice.issued + 1)
    limit = invoice.issued + levers.discount_window_days + levers.discount_grace_days
    if target > limit and invoice.pay_day > limit:
        return
    invoice.discount_net = share_cents(invoice.net, levers.discount_rate)
    invoice.discount_vat = share_cents(invoice.vat, levers.discount_rate)
    invoice.discount_until = limit
    unearned = drawn(state.key[0], UNEARNED, customer.number, invoice.number)
    if unearned < state.segments[customer.segment].unearned_fraction:
        invoice.discount = c.UNEARNED
        return
    invoice.discount = c.TAKEN
    invoice.promise_day = target
    schedule_payment(state, slot, min(invoice.pay_day, target))


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
    if not may_be_insured(customer.segment, customer.terms_days, levers.maximum_terms_days):
        return
    if is_stopped(oldest_due(state, invoice.customer), levers.maximum_extension_days, day):
        return
    invoice.insured = CENTS * customer.insurer_limit
    year.covered_sales += invoice.net
    schedule_claim(state, slot, claim_day(invoice.due, levers.waiting_period_days))


@compiled
def issue(state: State, slot: int, day: int) -> None:
    """Issue one invoice for an accepted order."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    invoice.state = c.OPEN
    invoice.issued = day
    invoice.due = day + customer.terms_days
    customer.committed_cents -= invoice.net + invoice.vat
    customer.undelivered_count -= 1
    state.counters[c.N_UNDELIVERED] -= 1
    open_account(state, slot)
    entry = about_invoice(state, slot, BILLING, INVOICED, 0)
    post(state, day, entry)
    cost = cost_cents(invoice.net, assumptions.margin_fraction)
    input_vat = cost_cents(invoice.vat, assumptions.margin_fraction)
    post(state, day, part_of(entry, SUPPLIED, 1, cost, input_vat))
    state.counters[c.CHECKS_OWED] += state.levers[0].check_cost_cents
    paid_on = next_run(state.calendar, 0, day + assumptions.supplier_days)
    state.payables[paid_on - state.calendar.first_day] += cost + input_vat
    fresh_nature(state, slot)
    _insure(state, slot, day)
    now = moment(state.calendar, customer.axis, day)
    due = moment(state.calendar, customer.axis, invoice.due)
    set_clock(state, slot, started(state.laws[customer.law], now, now - due, invoice.hazard_left))
    plan_payment(state, slot, day)
    if not begin_dispute(state, slot, day):
        _offer_discount(state, slot)
    plan_step(state, slot, day + 1)


@compiled
def bill_deliveries(state: State, day: int) -> int:
    """Bill what is due for billing today."""
    index = day - state.calendar.first_day
    slot = state.heads[c.PAY_LIST, index]
    while slot != c.NOBODY:
        following = state.links[slot, c.PAY_NEXT]
        if state.invoices[slot].state == c.ACCEPTED:
            if lacks_rows(state, 2):
                return c.NEEDS_ROWS
            schedule_payment(state, slot, NEVER)
            issue(state, slot, day)
        slot = following
    return c.DONE
