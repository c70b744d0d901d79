"""A ledger as portfolio: its customers, its open items, and what we do today, on the day after the cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.ledger import Ledger
from simulator.portfolio.fitting.calendar import BankCalendar, fitted_calendar, ledger_country
from simulator.portfolio.fitting.customers import fit_traits
from simulator.portfolio.fitting.habits import DEPENDENCE, Habits, expected_lateness, fit_habits
from simulator.portfolio.fitting.hazards import CUSTOMER_SHRINKAGE
from simulator.portfolio.fitting.history import History, known_history
from simulator.portfolio.fitting.laws import law_from_hazard
from simulator.portfolio.fitting.orders import LEAST_ORDERS_PER_MONTH, split_vat
from simulator.portfolio.fitting.supply import USUAL_STOP_DAYS, fit_supply
from simulator.portfolio.fitting.window import Window, choose_window
from simulator.portfolio.portfolio import OPEN_ITEM, Portfolio
from simulator.scenario import Scenario
from simulator.strategy import Levers

__all__ = [
    "FittedPortfolio",
    "fit_portfolio",
    "law_from_hazard",
    "ledger_country",
    "ledger_scenario",
    "today_for_ledger",
]

ACCOUNTS_PER_COLLECTOR = 500
"""Customers one collector looks after: survey of UK credit managers, CICM Credit Management, March 2019 (140-800)."""

FEW_PAYMENTS = 100
NO_CAP_DAYS = 3650
"""A law that was fitted tells by itself when the last pay; what is never paid is written off by the ladder."""


@dataclass(frozen=True)
class FittedPortfolio(Portfolio):
    """A portfolio fitted to a ledger.

    Attributes:
        currency: of the ledger, "" if it names none.
        country: whose bank holidays its axis leaves out, "none" for no holidays.
        bank_days: "real", or "every_day" where payments come on weekends too.
        stop_supply_days: days after due from which today's supply is stopped.
    """

    currency: str = ""
    country: str = "none"
    bank_days: str = "real"
    stop_supply_days: int = USUAL_STOP_DAYS

    @property
    def annual_sales(self) -> float:
        """Expected sales of a year, net of VAT, currency units."""
        return float((self.customers["orders_per_month"] * self.customers["order_value"]).sum() * 12.0)

    @property
    def receivables_cents(self) -> int:
        """Open items on day 0 including VAT, cents."""
        return int(self.open_items["net"].sum() + self.open_items["vat"].sum())


def fit_portfolio(ledger: Ledger, scenario: Scenario, cut_off: date | None = None) -> FittedPortfolio:
    """The portfolio of a ledger on the day after its cut-off; only what was known then is used.

    Args:
        ledger: invoices and payments.
        scenario: gives VAT, the segments' shares of customers, and the spread of invoices where there is none.
        cut_off: last day known; by default the end of complete invoicing.

    Raises:
        UserError: nothing can be learnt from the ledger at this cut-off.
    """
    window = choose_window(ledger, cut_off)
    history = known_history(ledger, window)
    paid = history.paid[~history.is_open]
    if len(paid) == 0:
        raise UserError(
            f"{ledger.name} has no payment by {window.cut_off}, so there is no history to learn lateness from. "
            "Give a ledger with payment dates, or a later cut-off."
        )
    calendar, axis_note = fitted_calendar(ledger, window.cut_off)
    habits = fit_habits(history, calendar)
    supply = fit_supply(history, (window.last - window.first).days + 1)
    traits = fit_traits(history, habits, window, calendar.axis, scenario)
    start = window.cut_off + timedelta(days=1)
    return FittedPortfolio(
        name=ledger.name,
        origin="ledger",
        customers=traits.view(np.recarray),
        newcomers=traits.copy().view(np.recarray),
        laws=habits.laws,
        open_items=_open_items(history, start, scenario.company.vat_fraction).view(np.recarray),
        start=start,
        identities=history.identities,
        notes=(
            *ledger.notes,
            *window.notes,
            _opening_note(ledger, history),
            axis_note,
            *_habit_notes(habits, traits, calendar, len(paid)),
            *_order_notes(ledger, traits, window),
            supply.note,
            *_assumption_notes(scenario),
        ),
        weekday_laws=habits.weekday_laws,
        dependence=DEPENDENCE,
        own_runs=habits.runs,
        currency=ledger.currency,
        country=calendar.country,
        bank_days="every_day" if calendar.pays_on_weekends else "real",
        stop_supply_days=supply.stop_days,
    )


def _open_items(history: History, start: date, vat_fraction: float) -> NDArray[Any]:
    """Invoices open at the cut-off, net and VAT adding up to the ledger's cents."""
    rows = np.flatnonzero(history.is_open)
    items = np.zeros(len(rows), dtype=OPEN_ITEM)
    day_0 = np.datetime64(start, "D")
    items["slot"] = history.slot[rows]
    items["issued"] = (history.issued[rows] - day_0).astype(np.int64)
    items["due"] = (history.due[rows] - day_0).astype(np.int64)
    items["net"], items["vat"] = split_vat(history.cents[rows], vat_fraction)
    return items


def today_for_ledger(portfolio: FittedPortfolio, scenario: Scenario) -> Levers:
    """What we are taken to do today: the customers' own terms, the standard ladder, collectors by their number.

    A ledger does not tell how its customers were chased, so ladder and staff are assumptions: the ladder of the
    dictionary, one collector for 500 customers and at least one. The scenario's own levers of other groups
    (late charges, insurance, financing) stay.
    """
    collectors = max(1, round(len(portfolio) / ACCOUNTS_PER_COLLECTOR))
    standard = Levers().collections
    return scenario.today.but(
        credit_policy={"limit_rule": "none", "stop_supply_days": portfolio.stop_supply_days},
        terms={"net_days": None, "net_days_shift": 0, "invoice_lag_days": 0},
        discount={"rate_fraction": 0.0},
        collections={**dict(standard), "collectors": collectors},
    )


def ledger_scenario(scenario: Scenario, portfolio: FittedPortfolio) -> Scenario:
    """The scenario on the scale of a ledger: the company's money grows with the sales, day 0 is the ledger's.

    Opening cash, overdraft limit and fixed cost keep their ratio to annual credit sales; currency and bank
    holidays are the ledger's; there is no warm-up, since the open items are the opening book. Nobody pays
    merely because he has not paid for a year.
    """
    company = scenario.company
    scale = portfolio.annual_sales / company.annual_credit_sales if company.annual_credit_sales > 0 else 1.0
    changes: dict[str, Any] = {
        "start_date": portfolio.start,
        "warm_up_days": 0,
        "annual_credit_sales": round(portfolio.annual_sales, 2),
        "opening_cash": round(company.opening_cash * scale, 2),
        "overdraft_limit": round(company.overdraft_limit * scale, 2),
        "fixed_cost_per_month": round(company.fixed_cost_per_month * scale, 2),
        "country": portfolio.country,
        "calendar": portfolio.bank_days,
    }
    if portfolio.currency:
        changes["currency"] = portfolio.currency
    return scenario.but(
        company=changes,
        behaviour={"late_cap_days": NO_CAP_DAYS},
        portfolio={"customers": len(portfolio)},
        today=today_for_ledger(portfolio, scenario),
    )


def _opening_note(ledger: Ledger, history: History) -> str:
    """What is open on day 0, and the credit notes that are not in it."""
    rows = history.is_open
    amount = int(history.cents[rows].sum()) / 100
    owing = len(np.unique(history.slot[rows]))
    note = (
        f"At the cut-off {int(rows.sum()):,} invoices of {owing:,} customers are open, "
        f"{amount:,.2f} {ledger.currency}".rstrip()
        + "; they are the receivables of day 0."
    )
    notes_open = ledger.open_at(history.cut_off) & (ledger.amount_cents < 0)
    if (ledger.amount_cents < 0).any():
        open_credits = int(ledger.amount_cents[notes_open].sum()) / 100
        note += f" Credit notes are left out everywhere ({open_credits:,.2f} of them open)."
    return note


def _habit_notes(habits: Habits, traits: NDArray[Any], calendar: BankCalendar, payments: int) -> list[str]:
    """What was learnt about lateness and payment runs."""
    late, on_time = expected_lateness(habits, traits["orders_per_month"])
    unit = "banking days" if calendar.axis else "days"
    learnt = (
        "Each customer's lateness is its own history by weekday of due, shrunk to that of customers on the same terms "
        f"by {CUSTOMER_SHRINKAGE:.0f} invoices; over all orders {late:.1f} {unit} late on average, {on_time:.0%} on "
        "time. Invoices still open at the cut-off count as not paid until then."
    )
    notes = [learnt]
    if payments < FEW_PAYMENTS:
        notes.append(f"There are only {payments:,} payments: what is learnt from them is uncertain.")
    if habits.drift.slope != 0.0:
        way = "later" if habits.drift.slope > 0 else "sooner"
        notes.append(
            f"Customers have come to pay {way}, by {abs(habits.drift.days_per_month):.1f} {unit} a month; "
            "older payments count as if made at today's level."
        )
    with_runs = int((habits.run_calendar != 0).sum())
    if with_runs:
        rhythms = len(habits.runs)
        notes.append(
            f"{with_runs:,} customers pay in runs some weeks apart, in {rhythms:,} rhythms; they keep them."
        )
    else:
        notes.append("No customer's history shows payment runs some weeks apart.")
    book, customer, due_week, due_day = DEPENDENCE
    notes.append(
        f"Assumed: invoices of one customer move together ({customer:.0%} of their luck by month of issue, "
        f"{due_week:.0%} by due week, {due_day:.0%} by due day), and all that is due in one week by {book:.0%}."
    )
    return notes


def _order_notes(ledger: Ledger, traits: NDArray[Any], window: Window) -> list[str]:
    """What was learnt about orders."""
    sales = float((traits["orders_per_month"] * traits["order_value"]).sum() * 12.0)
    notes = [
        f"{len(traits):,} customers order {traits['orders_per_month'].sum():,.0f} times a month, "
        f"{sales:,.0f} {ledger.currency}".rstrip()
        + " a year net of VAT, at the level of the last eight weeks."
    ]
    idle = int((traits["orders_per_month"] <= LEAST_ORDERS_PER_MONTH).sum())
    if idle:
        notes.append(f"{idle:,} customers owe something but ordered nothing in the complete weeks.")
    if window.months < 2.0:
        notes.append(f"Only {window.months:.1f} months of complete invoicing: order rates are uncertain.")
    return notes


def _assumption_notes(scenario: Scenario) -> tuple[str, ...]:
    """What the ledger does not tell."""
    vat = f"Assumed: amounts include VAT of {scenario.company.vat_fraction:.0%}, as the scenario says."
    segments = (
        "Assumed: segments by rank of sales in the scenario's shares of customers, without the public sector; the "
        "risk of failure follows the segment, since the ledger has no failures to learn from."
    )
    today = (
        f"Assumed: the standard dunning ladder, one collector for {ACCOUNTS_PER_COLLECTOR} customers, "
        "no credit limits, invoices sent on the day of delivery; each customer keeps its most frequent terms."
    )
    return vat, segments, today, "Assumed: cash, overdraft and fixed cost in the scenario's ratio to sales."
