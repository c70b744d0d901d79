"""The first day of a run: who is there, what is open, what is owed."""

from __future__ import annotations

from simulator.compiling import as_records
from simulator.engine import columns as c
from simulator.engine.calendar import month_number
from simulator.engine.kernels.opening import start_customers, take_over
from simulator.engine.plan import DAYS_PER_MONTH
from simulator.engine.state import State, with_more_slots
from simulator.engine.times import first_times
from simulator.engine.world import World
from simulator.portfolio.quality import qualities_of
from simulator.rules.banking import next_run
from simulator.units import date_of, half_even


def open_first_day(state: State, world: World, seed: int, replication: int) -> State:
    """Customers, economy and, for a ledger, the open items and what is owed for recent sales.

    A synthetic portfolio begins as healthy as it is in the long run; of a ledger's customers earlier stress,
    promises and contacts are unknown, and none are assumed.
    """
    first_day = world.first_day
    month = month_number(world.scenario.company.start_date, first_day)
    from_ledger = world.portfolio.origin == "ledger"
    start_customers(state, first_day, month, not from_ledger, qualities_of(world.scenario))
    first_times(state, world, seed, replication)
    if not from_ledger:
        return state
    items = world.portfolio.open_items
    while len(state.invoices) < 2 * len(items):
        state = with_more_slots(state)
    take_over(state, as_records(items), first_day)
    owe_for_recent_sales(state, world)
    return state


def owe_for_recent_sales(state: State, world: World) -> None:
    """Suppliers are owed the cost of the last ``supplier_days`` of sales, the tax office the VAT of the month.

    Both from the expected daily sales: an export of receivables does not hold them.
    """
    company = world.scenario.company
    customers = world.portfolio.customers
    daily = 100.0 * float((customers["orders_per_month"] * customers["order_value"]).sum()) / DAYS_PER_MONTH
    cost = half_even(daily * (1.0 + company.vat_fraction) * (1.0 - company.gross_margin_fraction))
    for ago in range(1, company.supplier_days + 1):
        paid_on = next_run(world.calendar, 0, world.first_day - ago + company.supplier_days)
        state.payables[paid_on - world.calendar.first_day] += cost
    days_of_month = date_of(company.start_date, world.first_day).day - 1
    vat = daily * company.vat_fraction * company.gross_margin_fraction
    state.counters[c.VAT_OWED] = half_even(vat * days_of_month)
