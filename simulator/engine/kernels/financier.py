"""The financier's day: invoices are assigned or handed back, money is advanced on them, fees and interest charged.

The factor runs one account with us. At the close of a banking day it has advanced its share of what is eligible by
then; what customers have paid it beyond that it pays over, what it has advanced too much it gets back.
"""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_company, about_invoice, lacks_rows, post
from simulator.engine.kernels.factoring import take_back
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.rules.banking import next_run
from simulator.rules.factoring import (
    PUBLIC,
    advance,
    eligible_of_customer,
    is_handed_back,
    is_of_age,
    service_fee,
)
from simulator.rules.money import overdraft_interest_cents

FINANCIER = int(Desk.FINANCIER)
ASSIGNED, SETTLED = int(Event.FACTOR_ASSIGNED), int(Event.FACTOR_SETTLED)
FEE, INTEREST = int(Event.FACTOR_FEE_PAID), int(Event.FACTOR_INTEREST_PAID)
ROWS_OF_MONEY = 3


@compiled
def _count_nights(state: State, day: int) -> None:
    """What was drawn at the last look was drawn in every night since."""
    counters = state.counters
    counters[c.DRAWN_CENT_DAYS] += counters[c.DRAWN] * (day - counters[c.FINANCED_DAY])
    counters[c.FINANCED_DAY] = day


@compiled
def _is_eligible(state: State, slot: int, day: int) -> bool:
    """Whether the factor advances money on an invoice."""
    invoice = state.invoices[slot]
    return invoice.dispute != c.KNOWN and is_of_age(invoice.issued, day, state.levers[0].oldest_funded_days)


@compiled
def _look_at(state: State, slot: int, day: int, trading: bool) -> int:
    """Assign an invoice or hand it back, if it is time; what of it is eligible afterwards."""
    invoice = state.invoices[slot]
    levers = state.levers[0]
    eligible = _is_eligible(state, slot, day)
    too_late = is_handed_back(invoice.due, day, levers.recourse_days, levers.protected_fraction)
    if invoice.assigned == c.ASSIGNED:
        if too_late:
            take_back(state, slot, day, FINANCIER)
    elif invoice.assigned == c.OURS and trading and levers.has_factor == 1 and eligible and not too_late:
        invoice.assigned = c.ASSIGNED
        state.counters[c.ASSIGNED_CENTS] += invoice.net + invoice.vat
        post(state, day, about_invoice(state, slot, FINANCIER, ASSIGNED, 0))
    return int(invoice.net + invoice.vat) if eligible and invoice.assigned == c.ASSIGNED else 0


@compiled
def _eligible_sales(state: State, day: int, trading: bool) -> int:
    """Look at every open invoice; what of all of them is eligible, customer by customer."""
    ledger = 0
    for row in range(state.counters[c.N_CUSTOMERS]):
        ledger += state.customers[row].open_cents
    total = 0
    for row in range(state.counters[c.N_CUSTOMERS]):
        customer = state.customers[row]
        eligible = 0
        slot = customer.first_open
        while slot != c.NOBODY and customer.segment != PUBLIC:
            eligible += _look_at(state, slot, day, trading)
            slot = state.links[slot, c.OPEN_NEXT]
        total += eligible_of_customer(eligible, ledger, state.levers[0].concentration_fraction)
    return total


@compiled
def _settle(state: State, day: int, advanced: int) -> None:
    """The factor pays over, or gets back, what brings its account to the advance."""
    amount = state.counters[c.FACTOR_BALANCE] + advanced
    if amount != 0:
        post(state, day, about_company(FINANCIER, SETTLED, 0, amount, 0))
        state.counters[c.FACTOR_BALANCE] -= amount
    state.counters[c.DRAWN] = advanced


@compiled
def _charge(state: State, day: int, month_share: float) -> None:
    """The month's fee and interest."""
    counters = state.counters
    levers = state.levers[0]
    minimum = levers.minimum_factor_fee if levers.has_factor == 1 else 0.0
    fee = service_fee(counters[c.ASSIGNED_CENTS], levers.factor_fee, minimum, month_share)
    rate = state.assumptions[0].base_rate_per_year + levers.factor_margin
    interest = overdraft_interest_cents(counters[c.DRAWN_CENT_DAYS], rate)
    counters[c.ASSIGNED_CENTS] = 0
    counters[c.DRAWN_CENT_DAYS] = 0
    if fee != 0:
        post(state, day, about_company(FINANCIER, FEE, 1, fee, 0))
    if interest != 0:
        post(state, day, about_company(FINANCIER, INTEREST, 2, interest, 0))


@compiled
def finance(state: State, day: int, month_share: float, trading: bool) -> int:
    """The financier's day; ``month_share`` > 0: the end of a month (or of the horizon), with its charges.

    After the horizon nothing more is assigned and nothing charged; what was advanced is paid back as invoices are paid.
    """
    if lacks_rows(state, state.counters[c.N_OPEN] + ROWS_OF_MONEY):
        return c.NEEDS_ROWS
    if trading:
        _count_nights(state, day)
    if next_run(state.calendar, 0, day) == day:
        _settle(state, day, advance(_eligible_sales(state, day, trading), state.levers[0].advance_fraction))
    if trading and month_share > 0.0:
        _charge(state, day, month_share)
    return c.DONE
