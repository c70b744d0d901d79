"""A synthetic portfolio: customers by segment, rank and payment run, from a scenario. No luck in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.laws import SegmentLaw, segment_law
from simulator.portfolio.portfolio import (
    FORTNIGHTLY,
    MONTH_END,
    NO_RUNS,
    OPEN_ITEM,
    SEGMENTS,
    TRAITS,
    WEEKLY,
    Portfolio,
)
from simulator.scenario import Scenario

_NEWCOMERS_PER_SEGMENT = 60
_FIRST_OF = {"daily": NO_RUNS, "weekly": WEEKLY, "fortnightly": FORTNIGHTLY, "month_end": MONTH_END}
_KINDS_OF = {"daily": 1, "weekly": 5, "fortnightly": 10, "month_end": 1}


def shared_out(total: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that sum to ``total`` and follow the shares (largest remainder).

    >>> shared_out(10, [0.05, 0.15, 0.4, 0.35, 0.05])
    [1, 2, 4, 3, 0]
    """
    exact = np.asarray(shares, dtype=float) / sum(shares) * total
    counts = np.floor(exact + 1e-9).astype(int)
    order = np.lexsort((np.arange(len(counts)), -np.round(exact - counts, 9)))
    counts[order[: total - counts.sum()]] += 1
    return [int(count) for count in counts]


def spread_out(count: int, shares: Mapping[str, float]) -> list[str]:
    """``count`` names in a row, mixed evenly by their shares (each next is the one most behind)."""
    behind = dict.fromkeys(shares, 0.0)
    row = []
    for _ in range(count):
        for name, share in shares.items():
            behind[name] += share
        chosen = max(behind, key=lambda name: behind[name])
        behind[chosen] -= 1.0
        row.append(chosen)
    return row


def run_calendars(count: int, shares: Mapping[str, float]) -> NDArray[np.int32]:
    """Payment-run calendars of ``count`` customers: shares kept, weekdays in turn."""
    turns = {name: cycle(range(_KINDS_OF[name])) for name in shares}
    return np.array(
        [_FIRST_OF[name] + next(turns[name]) for name in spread_out(count, shares)], dtype=np.int32
    )


def rank_size_weights(count: int, exponent: float) -> NDArray[np.float64]:
    """Shares by rank, proportional to rank ^ -exponent; CF21b: 200 customers at 1.0, the first has 17.01 %.

    >>> round(float(rank_size_weights(200, 1.0)[0]), 4)
    0.1701
    """
    weights = np.arange(1, count + 1, dtype=float) ** -exponent
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def capped(shares: NDArray[np.float64], cap: float) -> NDArray[np.float64]:
    """Shares with none above the cap; what is cut goes to the others in proportion."""
    cap = max(cap, 1.0 / len(shares))
    result: NDArray[np.float64] = shares / shares.sum()
    for _ in range(len(shares)):
        over = result > cap + 1e-12
        if not over.any():
            break
        held = result >= cap - 1e-12
        result[held] = cap
        result[~held] *= (1.0 - cap * held.sum()) / max(result[~held].sum(), 1e-300)
    return result


def _customers(scenario: Scenario) -> NDArray[np.void]:
    """The places of the portfolio, largest first within each segment."""
    plan = scenario.portfolio
    counts = shared_out(plan.customers, [plan.segment_count_fraction[name] for name in SEGMENTS])
    rows = np.zeros(plan.customers, dtype=TRAITS)
    sales = np.zeros(plan.customers)
    place = 0
    for number, (segment, count) in enumerate(zip(SEGMENTS, counts, strict=True)):
        if count == 0:
            continue
        here = slice(place, place + count)
        rows["segment"][here] = number
        rows["law"][here] = number
        rows["terms_days"][here] = plan.terms_days[segment]
        rows["run_calendar"][here] = run_calendars(count, plan.payment_runs[segment])
        rows["orders_per_month"][here] = plan.orders_per_month[segment]
        sales[here] = rank_size_weights(count, plan.rank_size_exponent) * plan.segment_value_fraction[segment]
        place += count
    sales = capped(sales, plan.largest_customer_fraction) * scenario.company.annual_credit_sales
    rows["order_value"] = sales / (12.0 * np.maximum(rows["orders_per_month"], 1e-12))
    rows["order_cv"] = plan.invoice_cv
    rows["habit_share"] = scenario.behaviour.habit_share_fraction
    return rows


def _newcomers(scenario: Scenario) -> NDArray[np.void]:
    """Payment habits of those who may join: a fixed row per segment, whatever the portfolio's size."""
    rows = np.zeros(_NEWCOMERS_PER_SEGMENT * len(SEGMENTS), dtype=TRAITS)
    for number, segment in enumerate(SEGMENTS):
        here = slice(number * _NEWCOMERS_PER_SEGMENT, (number + 1) * _NEWCOMERS_PER_SEGMENT)
        rows["segment"][here] = number
        rows["law"][here] = number
        rows["run_calendar"][here] = run_calendars(
            _NEWCOMERS_PER_SEGMENT, scenario.portfolio.payment_runs[segment]
        )
    rows["habit_share"] = scenario.behaviour.habit_share_fraction
    return rows


def observed_laws(scenario: Scenario) -> dict[str, SegmentLaw]:
    """The laws of lateness that the scenario says are observed, by segment."""
    behaviour = scenario.behaviour
    return {
        segment: SegmentLaw(
            behaviour.on_time_fraction[segment],
            behaviour.late_median_days[segment],
            behaviour.late_sigma[segment],
            behaviour.early_fraction,
            behaviour.early_mean_days,
        )
        for segment in SEGMENTS
    }


def synthetic_portfolio(scenario: Scenario, laws: Mapping[str, SegmentLaw]) -> Portfolio:
    """The portfolio of a scenario, with these (latent) laws of lateness by segment."""
    return Portfolio(
        name=scenario.name,
        origin="synthetic",
        customers=_customers(scenario),
        newcomers=_newcomers(scenario),
        laws=np.array([segment_law(laws[segment]) for segment in SEGMENTS]),
        open_items=np.zeros(0, dtype=OPEN_ITEM),
        start=scenario.company.start_date,
        notes=("The customers are invented: a portfolio of this sector, not your own ledger.",),
    )
