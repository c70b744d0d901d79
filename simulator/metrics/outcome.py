"""The outcome of one run: every named measure over the horizon and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.journal import Event
from simulator.metrics import (
    ageing,
    cash,
    collections,
    concentration,
    details,
    disputes,
    dso,
    losses,
    profit,
)
from simulator.metrics.months import FULL_MONTH_DAYS
from simulator.metrics.paths import Paths, paths_of
from simulator.metrics.tally import Closed, Tally
from simulator.metrics.windows import MonthEnd, Window, Windows
from simulator.units import CENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.strategy import Levers

Value = float | None

_LOST_TO_POLICY = (Event.LOST_TO_HOLD, Event.LOST_TO_LIMIT, Event.LOST_AT_END)
_LOST = (*_LOST_TO_POLICY, Event.LOST_TO_CHURN)
_MONTH_END_MEANS = (
    "dso_days",
    "dso_countback_days",
    "best_possible_dso_days",
    "average_days_delinquent_days",
    "dso_open_items_days",
    "average_days_delinquent_countback_days",
    "collection_effectiveness_fraction",
    "overdue_fraction",
    "ageing_current_fraction",
    "ageing_1_30_fraction",
    "ageing_31_60_fraction",
    "ageing_61_90_fraction",
    "over_90_fraction",
)
_NEEDS_HISTORY = frozenset(_MONTH_END_MEANS[:6])
_HORIZON_ONLY = (
    "largest_loss_fraction",
    "top10_fraction",
    "herfindahl",
    "run_off_profit",
    "profit_to_the_end",
    "run_off_cash",
    "write_offs_net_of_claims",
    *details.HORIZON_ONLY,
)


@dataclass(frozen=True)
class Outcome:
    """One run, measured (currency, days, fractions; None where a measure is undefined).

    Attributes:
        horizon: Each measure over the horizon, by name.
        monthly: Each measure month by month; None where it has no monthly meaning.
        months: The months as "2026-01"; the first and the last may be partial.
        profit_lines: The lines of M31 over the horizon, all positive.
        run_off_lines: The same lines after the horizon.
        paths: Week by week, and what is open at the end.
    """

    horizon: dict[str, Value]
    monthly: dict[str, list[Value]]
    months: tuple[str, ...]
    profit_lines: dict[str, float]
    run_off_lines: dict[str, float]
    paths: Paths


def outcome(
    tally: Tally, scenario: Scenario, levers: Levers, limits: NDArray[np.int64] | None = None
) -> Outcome:
    """Measure one run; limits are the credit limits by place, gross (cents), where they are known.

    Measures of a month-end (DSO and its family, collection effectiveness, ageing) are, over the horizon, the mean
    over its month-ends; all others are computed from the horizon's own amounts.
    """
    windows = Windows(tally)
    whole = windows.horizon()
    months = [windows.month(number) for number in range(len(windows.periods))]
    ends = windows.month_ends()
    rows = [
        _of_window(window, scenario, levers) | _of_month_end(window, end)
        for window, end in zip(months, ends, strict=True)
    ]
    for row in rows:
        row["cash_conversion_cycle_days"] = _cash_cycle(row["dso_days"], scenario)
    horizon = _of_window(whole, scenario, levers)
    horizon |= {name: _mean_over_month_ends(name, rows, ends) for name in _MONTH_END_MEANS}
    horizon["cash_conversion_cycle_days"] = _cash_cycle(horizon["dso_days"], scenario)
    horizon |= _of_customers(windows, whole) | _to_the_end(windows, whole)
    horizon |= details.of_horizon(windows, whole, scenario, levers, limits)
    monthly: dict[str, list[Value]] = {
        name: [None if name in _HORIZON_ONLY else row[name] for row in rows] for name in horizon
    }
    return Outcome(
        horizon=horizon,
        monthly=monthly,
        months=tuple(period.label for period in windows.periods),
        profit_lines=whole.profit_lines,
        run_off_lines=windows.run_off_lines(),
        paths=paths_of(windows, levers.collections.minutes_per_call),
    )


def _of_window(window: Window, scenario: Scenario, levers: Levers) -> dict[str, Value]:
    """Measures that follow from the amounts of a span of days."""
    return (
        _of_cash(window)
        | _of_payments(window)
        | _of_receivables(window, scenario)
        | _of_losses(window)
        | _of_work(window, scenario, levers)
        | _of_disputes(window)
        | {"profit": window.profit}
        | details.of_window(window, scenario, levers)
    )


def _of_cash(window: Window) -> dict[str, Value]:
    return {
        "credit_sales": window.net(Event.INVOICED),
        "cash_collected": window.gross(Event.PAID, Event.PAID_IN_PART),
        "closing_cash": window.closing_cash / CENTS,
        "lowest_cash": window.lowest_cash / CENTS,
        "overdraft_days": float(window.overdraft_days),
        "overdraft_interest": window.profit_lines["overdraft_interest"],
    }


def _of_payments(window: Window) -> dict[str, Value]:
    """Measures of the invoices paid in the window."""
    paid = window.paid
    count, value = paid(Closed.COUNT), paid(Closed.VALUE)
    return {
        "dso_paid_days": dso.dso_paid_days(paid(Closed.VALUE_DAYS), value),
        "days_late_mean": collections.days_late_mean(paid(Closed.LATE_DAYS), count),
        "days_late_value_weighted": collections.days_late_value_weighted(paid(Closed.VALUE_LATE_DAYS), value),
        "late_count_fraction": collections.late_fraction(paid(Closed.LATE_COUNT), count),
        "late_value_fraction": collections.late_fraction(paid(Closed.LATE_VALUE), value),
    }


def _of_receivables(window: Window, scenario: Scenario) -> dict[str, Value]:
    """Turnover and what receivables tie up; yearly figures are scaled from the days of the window."""
    company = scenario.company
    per_year = window.gross(Event.INVOICED) * 365 / window.days
    turnover = dso.receivables_turnover(per_year, window.average_receivables)
    credit_part = company.credit_sales_fraction
    cash_sales = (
        company.annual_credit_sales * window.days / 365 * (1 - credit_part) / credit_part
        if credit_part
        else 0.0
    )
    return {
        "receivables_turnover": turnover,
        "collection_period_days": dso.collection_period_days(turnover),
        "working_capital_cost": cash.working_capital_cost(
            window.average_receivables, company.cost_of_funds_per_year
        ),
        "credit_sales_fraction": cash.credit_sales_fraction(window.net(Event.INVOICED), cash_sales),
    }


def _of_losses(window: Window) -> dict[str, Value]:
    sales = window.net(Event.INVOICED)
    lines = window.profit_lines
    lost, back, claims = window.written_off, lines["recoveries"], lines["claims"]
    return {
        "write_offs": lost,
        "recoveries": back,
        "claims": claims,
        "bad_debt_gross_fraction": losses.bad_debt_gross_fraction(lost, sales),
        "bad_debt_net_fraction": losses.bad_debt_net_fraction(lost, back, sales),
        "bad_debt_after_insurance_fraction": losses.bad_debt_after_insurance_fraction(
            lost, back, claims, sales
        ),
        "credit_risk_cost_fraction": losses.credit_risk_cost_fraction(
            lost - back - claims, lines["premium"], lines["information_cost"], sales
        ),
        "discounts": lines["discounts"],
        "premium": lines["premium"],
    }


def _of_work(window: Window, scenario: Scenario, levers: Levers) -> dict[str, Value]:
    """Collection cost, the collectors' desk, and what strictness cost in customers and orders."""
    years = collections.collector_years(
        window.net(Event.STAFF_PAID),
        scenario.company.collector_cost_per_year,
        levers.collections.collectors,
        window.days,
    )
    shifts, backlog = window.events[Event.SHIFT], window.events[Event.BACKLOG]
    return {
        "collection_cost": window.profit_lines["collection_cost"],
        "overdue_collected_per_collector": collections.overdue_collected_per_collector(
            window.paid(Closed.OVERDUE_CASH) / CENTS, years
        ),
        "lost_margin": profit.lost_margin(scenario.company.gross_margin_fraction, window.net(*_LOST)),
        "orders_lost_to_holds": window.net(*_LOST_TO_POLICY),
        "customers_won": float(window.count(Event.JOINED)),
        "customers_lost": float(window.count(Event.CHURNED)),
        "desk_load_fraction": collections.desk_load_fraction(int(shifts[0]), int(shifts[1])),
        "backlog_cases": collections.average_backlog_cases(int(backlog[0]), int(backlog[2])),
    }


def _of_disputes(window: Window) -> dict[str, Value]:
    """Credit notes, and the disputes behind them."""
    settled = window.events[Event.DISPUTE_SETTLED]
    return {
        "dilution_fraction": disputes.dilution_fraction(
            window.net(Event.CREDITED), window.net(Event.INVOICED)
        ),
        "dispute_resolution_days": disputes.dispute_resolution_days(int(settled[1]), int(settled[2])),
        "open_disputes": float(window.open_disputes),
    }


def _of_month_end(window: Window, end: MonthEnd) -> dict[str, Value]:
    """Measures of the receivables at a month-end, gross of VAT."""
    past_due = [int(amount) / CENTS for amount in window.past_due]
    open_items = end.receivables
    simple = dso.dso_days(open_items, end.trailing_sales, end.trailing_days)
    best = dso.best_possible_dso_days(end.current, end.trailing_sales, end.trailing_days)
    countback = dso.dso_countback_days(open_items, end.sales_backwards)
    return details.of_month_end(end, countback) | {
        "dso_days": simple,
        "dso_countback_days": countback,
        "best_possible_dso_days": best,
        "average_days_delinquent_days": dso.average_days_delinquent_days(simple, best),
        "collection_effectiveness_fraction": collections.collection_effectiveness_fraction(
            window.opening_receivables / CENTS, window.gross(Event.INVOICED), open_items, end.current
        ),
        "overdue_fraction": ageing.overdue_fraction(past_due[0], open_items),
        "ageing_current_fraction": ageing.bucket_fraction(end.current, open_items),
        "ageing_1_30_fraction": ageing.bucket_fraction(past_due[0] - past_due[1], open_items),
        "ageing_31_60_fraction": ageing.bucket_fraction(past_due[1] - past_due[2], open_items),
        "ageing_61_90_fraction": ageing.bucket_fraction(past_due[2] - past_due[3], open_items),
        "over_90_fraction": ageing.bucket_fraction(past_due[3], open_items),
    }


def _cash_cycle(days: Value, scenario: Scenario) -> Value:
    return cash.cash_conversion_cycle_days(
        scenario.company.inventory_days, days, scenario.company.supplier_days
    )


def _mean_over_month_ends(name: str, rows: Sequence[dict[str, Value]], ends: Sequence[MonthEnd]) -> Value:
    """Mean over the month-ends that count, or over all of them where none does.

    A month of which only a part was simulated does not count, nor, for DSO, one without three months of sales
    before it: the same month-ends count for every strategy.
    """
    counts = [
        end.period.days >= FULL_MONTH_DAYS and (end.has_history or name not in _NEEDS_HISTORY) for end in ends
    ]
    chosen = [row[name] for row, yes in zip(rows, counts, strict=True) if yes or not any(counts)]
    values = [value for value in chosen if value is not None]
    return sum(values) / len(values) if values else None


def _of_customers(windows: Windows, whole: Window) -> dict[str, Value]:
    """Concentration of sales and of losses over the horizon."""
    parts = concentration.shares(windows.slot_sales())
    index = concentration.herfindahl(parts)
    largest = max(windows.tally.losses.values(), default=0) / CENTS
    return {
        "largest_loss_fraction": losses.largest_loss_fraction(largest, whole.written_off),
        "top10_fraction": concentration.top10_fraction(parts),
        "herfindahl": index,
        "effective_customers": concentration.effective_customers(index),
    }


def _to_the_end(windows: Windows, whole: Window) -> dict[str, Value]:
    """Profit, cash and losses with the run-off, in which the last invoices are paid or lost, and claims accepted."""
    later = windows.run_off_profit()
    lost = whole.written_off + windows.run_off_written_off()
    claims = whole.profit_lines["claims"] + windows.run_off_lines()["claims"]
    salvage = whole.net(Event.SALVAGE_SHARED) + windows.run_off_net(Event.SALVAGE_SHARED)
    return {
        "write_offs_net_of_claims": losses.write_offs_net_of_claims(lost, claims, salvage),
        "run_off_profit": later,
        "profit_to_the_end": round(whole.profit + later, 2),
        "run_off_cash": windows.run_off_cash(),
    }
