"""Opening: a customer's first day, a ledger's open items, the books of day 0, a change of strategy."""

from typing import Any

from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.applicants import first_quality
from simulator.engine.kernels.billing import fresh_nature, plan_step, set_cause
from simulator.engine.kernels.books import about_company, about_invoice, lacks_rows, post
from simulator.engine.kernels.buckets import new_slot, open_account
from simulator.engine.kernels.claims import unpaid_claims
from simulator.engine.kernels.clocks import law_of, plan_payment, set_clock
from simulator.engine.kernels.files import agree, open_file
from simulator.engine.kernels.health import start_customer
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import OWN_RUNS, last_run, moment
from simulator.rules.contact import Causes, cause_among_open
from simulator.rules.files import CODE_B
from simulator.rules.health import STRESSED
from simulator.rules.paying import Clock, cap_of_open_item, started
from simulator.rules.scoring import Qualities
from simulator.units import NEVER

OPENING = int(Desk.OPENING)
OPENING_CASH, OPENING_RECEIVABLE = int(Event.OPENING_CASH), int(Event.OPENING_RECEIVABLE)
OPENING_PAYABLES, OPENING_VAT = int(Event.OPENING_PAYABLES), int(Event.OPENING_VAT)
OPENING_RELIEF, OPENING_CLAIMS = int(Event.OPENING_RELIEF), int(Event.OPENING_CLAIMS)
OPENING_FACTOR = int(Event.OPENING_FACTOR)
CAUSE = int(Stream.CAUSE)
HEALTH_DRAW = int(Stream.HEALTH)
JUST_AFTER = 1e-9
FIRST_OPENING_ITEM = -2
LONG_KNOWN_DAYS = 3650


@compiled
def start_customers(state: State, day: int, month: int, steady: bool, qualities: Qualities) -> None:
    """All places on the first day; ``steady``: some are stressed already, as in the long run."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        start_customer(state, row, day)
        open_file(state, row, day - LONG_KNOWN_DAYS, CODE_B)
        agree(state, row)
        stressed_share = first_quality(state, row, qualities)
        if steady:
            uniform = drawn(state.key[0], HEALTH_DRAW, customer.number, month - 1)
            if uniform < stressed_share:
                customer.health = STRESSED


@compiled
def _chased_before(state: State, slot: int, item: Any) -> None:
    """What earlier contacts have left of an open item, as on average of such items."""
    invoice = state.invoices[slot]
    assumptions = state.assumptions[0]
    invoice.soft = item.soft
    invoice.firm = item.firm
    invoice.tired_email = item.tired_email
    invoice.tired_call = item.tired_call
    invoice.tired_manager = item.tired_manager
    invoice.tired_demand = item.tired_demand
    liquidity = assumptions.liquidity_cause_fraction
    usual = Causes(liquidity * (1.0 - assumptions.liquidity_response_fraction), liquidity)
    cause = drawn(state.key[0], CAUSE, state.customers[invoice.customer].number, invoice.number)
    set_cause(state, slot, cause_among_open(cause, Causes(item.uncovered, item.liquidity), usual))


@compiled
def _set_opening_clock(state: State, slot: int, eve: int) -> None:
    """The clock of an open item: not meant to be paid at its age.

    Whoever pays in runs of its own may mean to since its last run; what came after that run is new.
    """
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    due = moment(state.calendar, customer.axis, invoice.due)
    now = moment(state.calendar, customer.axis, eve + 1) - 1.0
    invoice.cap_days = cap_of_open_item(invoice.cap_days, now - due)
    if customer.run_calendar >= OWN_RUNS:
        last = last_run(state.calendar, customer.run_calendar, eve)
        if last < invoice.issued:
            now = moment(state.calendar, customer.axis, invoice.issued)
            set_clock(
                state, slot, started(state.laws[law_of(state, slot)], now, now - due, invoice.hazard_left)
            )
            return
        now = moment(state.calendar, customer.axis, last)
    set_clock(state, slot, Clock(now + JUST_AFTER, now - due + JUST_AFTER, invoice.hazard_left))


@compiled
def take_over(state: State, items: NDArray[Any], day: int) -> None:
    """A ledger's open items on the eve of ``day``: not paid at their age, earlier contacts unknown."""
    eve = day - 1
    for number in range(items.shape[0]):
        item = items[number]
        slot = new_slot(state)
        invoice = state.invoices[slot]
        invoice.customer = item.slot
        invoice.number = FIRST_OPENING_ITEM - number
        invoice.net = item.net
        invoice.vat = item.vat
        invoice.issued = item.issued
        invoice.due = item.due
        invoice.state = c.OPEN
        invoice.pay_day = NEVER
        invoice.step_day = NEVER
        open_account(state, slot)
        fresh_nature(state, slot)
        _chased_before(state, slot, item)
        _set_opening_clock(state, slot, eve)
        plan_payment(state, slot, eve)
        invoice.step_offset = eve - item.due
        plan_step(state, slot, day)


@compiled
def open_receivables(state: State, day: int) -> int:
    """One opening row for each open invoice; the sum is not needed, equity takes the difference."""
    counters = state.counters
    while counters[c.CURSOR] < counters[c.N_CUSTOMERS]:
        customer = state.customers[counters[c.CURSOR]]
        if lacks_rows(state, customer.open_count):
            return c.NEEDS_ROWS
        slot = customer.first_open
        while slot != c.NOBODY:
            post(state, day, about_invoice(state, slot, OPENING, OPENING_RECEIVABLE, 0))
            slot = state.links[slot, c.OPEN_NEXT]
        counters[c.CURSOR] += 1
    counters[c.CURSOR] = 0
    return c.DONE


@compiled
def open_books(state: State, day: int, cash: int) -> int:
    """The books of day 0: cash given; claims, payables, VAT, relief as they stand; equity takes the rest."""
    if lacks_rows(state, 6):
        return c.NEEDS_ROWS
    owed = state.counters[c.VAT_OWED]
    state.counters[c.CASH] = 0
    state.counters[c.VAT_OWED] = 0
    post(state, day, about_company(OPENING, OPENING_CASH, 0, cash, 0))
    payables = 0
    relief = 0
    for index in range(day - state.calendar.first_day, state.payables.shape[0]):
        payables += state.payables[index]
        relief += state.relief[index]
    post(state, day, about_company(OPENING, OPENING_PAYABLES, 1, payables, 0))
    post(state, day, about_company(OPENING, OPENING_VAT, 2, owed, 0))
    post(state, day, about_company(OPENING, OPENING_RELIEF, 3, 0, relief))
    claims = unpaid_claims(state)
    if claims != 0:
        post(state, day, about_company(OPENING, OPENING_CLAIMS, 4, claims, 0))
    balance = state.counters[c.FACTOR_BALANCE]
    if balance != 0:
        post(state, day, about_company(OPENING, OPENING_FACTOR, 5, balance, 0))
    state.counters[c.CLOSED_DAY] = day - 1
    state.counters[c.CLOSED_CASH] = cash
    state.counters[c.OVERDRAWN_CENT_DAYS] = 0
    return c.DONE


@compiled
def adopt(state: State, day: int) -> None:
    """A change of strategy: the ladder of every open invoice is planned anew from where it stands."""
    for row in range(state.counters[c.N_CUSTOMERS]):
        slot = state.customers[row].first_open
        while slot != c.NOBODY:
            plan_step(state, slot, day)
            slot = state.links[slot, c.OPEN_NEXT]
