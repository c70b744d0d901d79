"""Measures that explain others: variants of DSO and collection effectiveness, cohorts, limits, forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Event
from simulator.metrics import (
    charges,
    collections,
    conditions,
    dso,
    exposure,
    factoring,
    forecasts,
    provisions,
    scores,
)
from simulator.metrics.paths import week_starts
from simulator.metrics.tally import COUNT, LOST, NET, SETTLED, VAT, Closed
from simulator.units import CENTS

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.metrics.windows import MonthEnd, Window, Windows
    from simulator.scenario import Scenario

Value = float | None

PAID_WITHIN_DAYS = (30, 60, 90, 120)
_ROLLS = (
    "roll_to_overdue_fraction",
    "roll_1_30_to_31_60_fraction",
    "roll_31_60_to_61_90_fraction",
    "roll_61_90_to_over_90_fraction",
)
HORIZON_ONLY = (
    "collection_effectiveness_whole_fraction",
    "collection_effectiveness_by_months_fraction",
    *(f"paid_within_{days}_fraction" for days in PAID_WITHIN_DAYS),
    *_ROLLS,
    *conditions.HORIZON_ONLY,
    "effective_customers",
    "limit_utilisation_fraction",
    "over_limit_customers",
    "goodwill_index",
    "receipts_forecast_error_fraction",
    "score_gini_fraction",
)
"""Measures of the whole horizon, without a monthly meaning."""


def of_window(window: Window, scenario: Scenario, levers: Levers) -> dict[str, Value]:
    """Measures that follow from the amounts of a span of days."""
    paid, limit = window.paid, scenario.company.overdraft_limit
    backlog = window.events[Event.BACKLOG]
    kept, broken = window.events[Event.PROMISE_KEPT], window.events[Event.PROMISE_BROKEN]
    return (
        {
            "terms_days_value_weighted": dso.dso_paid_days(paid(Closed.VALUE_TERMS_DAYS), paid(Closed.VALUE)),
            "days_late_of_late_mean": collections.days_late_mean(
                paid(Closed.LATE_DAYS), paid(Closed.LATE_COUNT)
            ),
            "days_late_of_late_value_weighted": collections.days_late_value_weighted(
                paid(Closed.VALUE_LATE_DAYS), paid(Closed.LATE_VALUE)
            ),
            "day_of_sales": window.gross(Event.INVOICED) / window.days,
            "beyond_limit_days": float((window.cash < -limit * CENTS).sum()),
            "overdraft_shortfall": forecasts.overdraft_shortfall(window.lowest_cash / CENTS, limit),
            "insurance_break_even_losses": charges.insurance_break_even_losses(
                window.profit_lines["premium"], levers.insurance.insured_fraction
            ),
            "cost_of_collecting_fraction": collections.cost_per_unit_collected_fraction(
                window.profit_lines["collection_cost"], paid(Closed.OVERDUE_CASH) / CENTS
            ),
            "claims_rejected": window.net(Event.CLAIM_REJECTED),
            "calls_per_collector_day": collections.calls_per_collector_day(
                window.count(Event.CALLED), levers.collections.collectors, window.count(Event.SHIFT)
            ),
            "court_claims": float(window.count(Event.LEGAL_CHARGED)),
            "agency_and_legal_cost": window.profit_lines["agency_cost"],
            "promise_kept_fraction": collections.promise_kept_fraction(
                int(kept[COUNT]), int(kept[COUNT] + broken[COUNT])
            ),
            "promise_kept_value_fraction": collections.promise_kept_fraction(
                int(kept[NET] + broken[VAT]), int(kept[NET] + broken[NET])
            ),
            "information_cost": window.profit_lines["information_cost"],
            **_of_the_credit_desk(window),
            "customers_refused": float(window.count(Event.REFUSED)),
            "refused_failed": float(window.count(Event.REFUSED_FAILED)),
            "backlog_age_days": collections.backlog_age_days(int(backlog[VAT]), int(backlog[NET])),
        }
        | conditions.of_window(window)
        | _of_factoring(window)
    )


def _of_the_credit_desk(window: Window) -> dict[str, Value]:
    """The analysts' work and their pile, and what guarantors pay."""
    shifts, pile = window.events[Event.ANALYSTS_SHIFT], window.events[Event.ANALYSTS_BACKLOG]
    worked = window.events[Event.FILE_WORKED]
    return {
        "analyst_load_fraction": collections.desk_load_fraction(int(shifts[NET]), int(shifts[VAT])),
        "analyst_backlog_files": collections.average_backlog_cases(int(pile[NET]), int(pile[COUNT])),
        "analyst_backlog_age_days": collections.backlog_age_days(int(pile[VAT]), int(pile[NET])),
        "decision_wait_days": scores.decision_wait_days(int(worked[NET]), int(worked[COUNT])),
        "guarantees_called": window.net(Event.GUARANTEE_CALLED),
    }


def _of_factoring(window: Window) -> dict[str, Value]:
    """What a factor has lent on our invoices, and for how much."""
    cost, drawn = window.profit_lines["factoring_cost"], window.drawn_days / CENTS
    return {
        "factoring_cost": cost,
        "factor_funding": factoring.factor_funding(drawn, window.days),
        "factoring_yearly_rate_fraction": factoring.factoring_yearly_rate(cost, drawn),
        "assigned_sales_fraction": factoring.assigned_sales_fraction(
            window.gross(Event.FACTOR_ASSIGNED), window.gross(Event.INVOICED)
        ),
    }


def of_month_end(end: MonthEnd, countback: Value) -> dict[str, Value]:
    """Variants of DSO and of days delinquent at a month-end."""
    best = dso.dso_countback_days(end.current, end.sales_backwards)
    return {
        "dso_open_items_days": end.open_items_days,
        "average_days_delinquent_countback_days": dso.average_days_delinquent_days(countback, best),
    }


def of_horizon(
    windows: Windows, whole: Window, scenario: Scenario, levers: Levers, limits: NDArray[np.int64] | None
) -> dict[str, Value]:
    """Measures of the whole horizon.

    Args:
        windows: What the tally says.
        whole: The horizon.
        scenario: For the churn that nobody causes.
        levers: For the discount's rate and window.
        limits: Credit limit of every place, gross (cents); None where it is not known.
    """
    customers = windows.tally.columns.slot_open
    return (
        _of_effectiveness(whole)
        | _of_cohorts(windows, whole)
        | conditions.of_horizon(windows, whole, scenario, levers)
        | {
            "limit_utilisation_fraction": None
            if limits is None
            else exposure.limit_utilisation_fraction(customers, limits),
            "over_limit_customers": None
            if limits is None
            else float(exposure.over_limit_customers(customers, limits)),
            "goodwill_index": exposure.goodwill_index(
                whole.count(Event.CHURNED),
                len(customers),
                whole.days / 365,
                scenario.portfolio.churn_per_year,
            ),
            "receipts_forecast_error_fraction": _receipts_error(windows),
            "score_gini_fraction": _gini(windows),
        }
    )


def _gini(windows: Windows) -> Value:
    """How well first scores told who fails."""
    tally = windows.tally
    return scores.score_gini_fraction(
        {number: score for number, (_, score) in tally.first_scores.items()}, tally.failed
    )


def _of_effectiveness(whole: Window) -> dict[str, Value]:
    """Collection effectiveness in the two forms that count the horizon as one period."""
    opening, sales = whole.opening_receivables / CENTS, whole.gross(Event.INVOICED)
    closing = whole.closing_receivables / CENTS
    current = closing - int(whole.past_due[0]) / CENTS
    months = whole.days * 12 / 365
    return {
        "collection_effectiveness_whole_fraction": collections.collection_effectiveness_fraction(
            opening, sales, closing, current
        ),
        "collection_effectiveness_by_months_fraction": collections.collection_effectiveness_by_months_fraction(
            months, opening, sales, closing, current
        ),
    }


def _of_cohorts(windows: Windows, whole: Window) -> dict[str, Value]:
    """How fast the horizon's invoices are paid, and how they roll from one bucket to the next, followed to the end."""
    columns, sold = windows.tally.columns, whole.gross(Event.INVOICED)
    paid = np.cumsum(columns.paid_ages[:, 0]) / CENTS
    followed = windows.tally.last_day - windows.tally.horizon_days + 1
    rates = provisions.roll_rates(columns.rolled[:, SETTLED].tolist(), columns.rolled[:, LOST].tolist())
    return {
        f"paid_within_{days}_fraction": float(paid[days]) / sold if sold > 0 and followed >= days else None
        for days in PAID_WITHIN_DAYS
    } | dict(zip(_ROLLS, rates, strict=True))


def _receipts_error(windows: Windows) -> Value:
    """How wrong it is to expect of the next 13 weeks what the last 13 brought."""
    tally = windows.tally
    sums = tally.columns.sums[-tally.first_day : tally.horizon_days - tally.first_day]
    paid = sums[:, Event.PAID] + sums[:, Event.PAID_IN_PART] + sums[:, Event.PAID_TO_FACTOR]
    weekly = np.add.reduceat(paid[:, NET] + paid[:, VAT], week_starts(tally.horizon_days)) / CENTS
    return forecasts.run_rate_forecast_error_fraction(weekly.tolist())
