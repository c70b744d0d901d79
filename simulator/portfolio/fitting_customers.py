"""The customers of a ledger as columns: orders, terms, segment, payment runs, and each one's law of lateness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting_calendar import BankCalendar
from simulator.portfolio.fitting_history import History, exposure_in_days, exposure_in_runs
from simulator.portfolio.fitting_lateness import (
    day_probabilities,
    grid_days,
    law_from_hazard,
    mean_days,
    pooled_hazard,
    shrunk_hazard,
)
from simulator.portfolio.fitting_orders import (
    Invoices,
    modal_terms,
    order_cvs,
    order_values,
    orders_per_month,
    segments_by_rank,
    split_vat,
)
from simulator.portfolio.fitting_runs import MOST_EARLY_FRACTION, Runs, find_runs, runs_late
from simulator.portfolio.portfolio import NO_RUNS, TRAITS
from simulator.scenario import Scenario


@dataclass(frozen=True)
class Habits:
    """How the customers of a ledger pay.

    Attributes:
        laws: (places, 2, 33), one law each.
        run_calendar: by place.
        pooled: hazard of all customers together by whole day.
        days: those days.
    """

    laws: NDArray[np.float64]
    run_calendar: NDArray[np.int64]
    pooled: NDArray[np.float64]
    days: NDArray[np.int64]


def fit_habits(history: History, calendar: BankCalendar) -> Habits:
    """Each customer's law, shrunk to the pooled one. There must be a payment."""
    days = grid_days(calendar.axis)
    exposure = exposure_in_days(history, calendar)
    pooled = pooled_hazard(exposure.seen(), days)
    laws, calendars = [], []
    for rows in history.rows_by_place():
        runs = _shown_runs(history, rows, calendar)
        calendars.append(runs.number)
        if runs.number == NO_RUNS:
            hazard = shrunk_hazard(exposure.of(rows).seen(), days, pooled)
        else:
            own = exposure_in_runs(history, rows, runs, calendar)
            hazard = shrunk_hazard(own, days, hazard_in_runs(pooled, days, runs.period_days(calendar.axis)))
        laws.append(law_from_hazard(days, hazard))
    return Habits(np.stack(laws), np.asarray(calendars, dtype=np.int64), pooled, days)


def _shown_runs(history: History, rows: NDArray[np.int64], calendar: BankCalendar) -> Runs:
    """Runs that the payments show, unless the customer often pays a run or more before the due day.

    The bank of the simulation settles an on-time payer at the last run before the due day, not at an earlier one.
    """
    paid = rows[~history.is_open[rows]]
    runs = find_runs(history.paid[paid], calendar)
    if runs.number == NO_RUNS:
        return runs
    early = runs_late(runs, history.due[paid], history.paid[paid], calendar) < 0
    return Runs(NO_RUNS) if early.mean() > MOST_EARLY_FRACTION else runs


def hazard_in_runs(hazard: NDArray[np.float64], days: NDArray[np.int64], period: int) -> NDArray[np.float64]:
    """A hazard by day gathered into runs: all up to the due day on day 0, then each period on its first day."""
    levels = np.cumsum(-np.log1p(-np.minimum(hazard, 1.0 - 1e-12)))
    zero = int(np.searchsorted(days, 0))
    ends = np.arange(zero, len(days), period)
    gathered = np.diff(levels[ends], prepend=0.0)
    runs = np.zeros(len(days))
    runs[zero] = gathered[0]
    runs[ends[1:] - period + 1] = gathered[1:]
    return -np.expm1(-runs)


def fit_traits(
    history: History, habits: Habits, months: float, axis: int, scenario: Scenario
) -> NDArray[Any]:
    """The customers as TRAITS, one row per place."""
    places = len(history.identities)
    net, _ = split_vat(history.cents, scenario.company.vat_fraction)
    value = net / 100.0
    owned = history.slot >= 0
    window = owned & history.in_window
    invoices = Invoices(history.slot[window], value[window])
    everything = order_values(Invoices(history.slot[owned], value[owned]), places, np.zeros(places))
    terms = (history.due - history.issued).astype(np.int64)
    traits = np.zeros(places, dtype=TRAITS)
    traits["law"] = np.arange(places)
    traits["axis"] = axis
    traits["terms_days"] = modal_terms(history.slot[owned], terms[owned], places)
    traits["run_calendar"] = habits.run_calendar
    traits["orders_per_month"] = orders_per_month(invoices, places, months)
    traits["order_value"] = order_values(invoices, places, everything)
    traits["order_cv"] = order_cvs(invoices, places, scenario.portfolio.invoice_cv)
    sales = traits["orders_per_month"] * traits["order_value"]
    traits["segment"] = segments_by_rank(sales, scenario.portfolio.segment_count_fraction)
    return traits


def expected_lateness(habits: Habits, weights: NDArray[np.float64]) -> tuple[float, float]:
    """Mean days late and share on time of an order, customers weighted by their orders.

    A payer in runs counts at the first day of the period in which its run falls.
    """
    probabilities = np.stack([day_probabilities(law, habits.days) for law in habits.laws])
    mixed = weights @ probabilities / weights.sum()
    return mean_days(mixed, habits.days), float(mixed[habits.days <= 0].sum())
