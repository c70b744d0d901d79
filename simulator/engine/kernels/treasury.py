"""The treasury's close: suppliers, VAT and its relief, salaries and fixed cost, interest on the overdraft."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_company, lacks_rows, post
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.rules.money import overdraft_interest_cents
from simulator.units import half_even

TREASURY = int(Desk.TREASURY)
SUPPLIERS_PAID, RELIEF_GRANTED = int(Event.SUPPLIERS_PAID), int(Event.RELIEF_GRANTED)
RELIEF_REFUSED = int(Event.RELIEF_REFUSED)
VAT_SETTLED, STAFF_PAID = int(Event.VAT_SETTLED), int(Event.STAFF_PAID)
CLERKS_PAID, CHECKS_PAID = int(Event.CLERKS_PAID), int(Event.CHECKS_PAID)
REPORTS_PAID, ANALYSTS_PAID = int(Event.REPORTS_PAID), int(Event.ANALYSTS_PAID)
FIXED_PAID, OVERDRAFT_CHARGED = int(Event.FIXED_PAID), int(Event.OVERDRAFT_CHARGED)


@compiled
def _carry_overdraft(state: State, day: int) -> None:
    """Add the overdrawn cents of every day since the last close; cash moves on closing days only."""
    counters = state.counters
    quiet_days = day - counters[c.CLOSED_DAY] - 1
    if quiet_days > 0:
        counters[c.OVERDRAWN_CENT_DAYS] += max(0, -counters[c.CLOSED_CASH]) * quiet_days
    counters[c.OVERDRAWN_CENT_DAYS] += max(0, -counters[c.CASH])
    counters[c.CLOSED_DAY] = day


@compiled
def _pay_what_is_due(state: State, day: int) -> None:
    """Suppliers, and VAT relief, that are due today."""
    index = day - state.calendar.first_day
    if state.payables[index] != 0:
        post(state, day, about_company(TREASURY, SUPPLIERS_PAID, 0, state.payables[index], 0))
        state.payables[index] = 0
    if state.relief[index] != 0:
        event = RELIEF_GRANTED if state.assumptions[0].relief_granted == 1 else RELIEF_REFUSED
        post(state, day, about_company(TREASURY, event, 1, 0, state.relief[index]))
        state.relief[index] = 0


@compiled
def _pay_the_month(state: State, day: int, month_share: float) -> None:
    """Salaries and fixed cost for the share of the month that is covered."""
    staff = half_even(state.levers[0].staff_cents_per_month * month_share)
    clerks = half_even(state.levers[0].clerk_cents_per_month * month_share)
    analysts = half_even(state.levers[0].analyst_cents_per_month * month_share)
    fixed = half_even(state.assumptions[0].fixed_cents_per_month * month_share)
    if staff != 0:
        post(state, day, about_company(TREASURY, STAFF_PAID, 2, staff, 0))
    if clerks != 0:
        post(state, day, about_company(TREASURY, CLERKS_PAID, 6, clerks, 0))
    if analysts != 0:
        post(state, day, about_company(TREASURY, ANALYSTS_PAID, 9, analysts, 0))
    if fixed != 0:
        post(state, day, about_company(TREASURY, FIXED_PAID, 3, fixed, 0))


@compiled
def close_books(state: State, day: int, month_share: float, trading: bool) -> int:
    """The treasury's close of a day; ``month_share`` > 0: the end of a month (or of the horizon), with its bills.

    After the horizon there are no salaries, no fixed cost and no overdraft interest; suppliers and VAT go on.
    """
    if lacks_rows(state, 10):
        return c.NEEDS_ROWS
    counters = state.counters
    _pay_what_is_due(state, day)
    if month_share > 0.0:
        if trading:
            _pay_the_month(state, day, month_share)
        if counters[c.CHECKS_OWED] != 0:
            post(state, day, about_company(TREASURY, CHECKS_PAID, 7, counters[c.CHECKS_OWED], 0))
            counters[c.CHECKS_OWED] = 0
        if counters[c.REPORTS_OWED] != 0:
            post(state, day, about_company(TREASURY, REPORTS_PAID, 8, counters[c.REPORTS_OWED], 0))
            counters[c.REPORTS_OWED] = 0
        owed = counters[c.VAT_OWED]
        if owed != 0:
            post(state, day, about_company(TREASURY, VAT_SETTLED, 4, owed, 0))
    if trading:
        _carry_overdraft(state, day)
        if month_share > 0.0:
            rate = state.assumptions[0].overdraft_rate_per_year
            interest = overdraft_interest_cents(counters[c.OVERDRAWN_CENT_DAYS], rate)
            counters[c.OVERDRAWN_CENT_DAYS] = 0
            if interest != 0:
                post(state, day, about_company(TREASURY, OVERDRAFT_CHARGED, 5, interest, 0))
    counters[c.CLOSED_CASH] = counters[c.CASH]
    return c.DONE
