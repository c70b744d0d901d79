"""Failures: what a constant hazard costs, and the chain of health, both by the engine's health desk.

The desk moves customers on the first of every month. A hazard of so much a day is the same chance every month,
and years begin in the middle of a month, so that a month's failures fall half before and half after their time.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.calendar import month_number
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.portfolio.chain import ChainInputs, long_run
from simulator.rules.health import STRESSED, Chances
from simulator.units import STRIDE
from simulator.verification.cases import Case, Estimate, mean_of, printed, share_of, statistical
from simulator.verification.playing import Readers, Rows, go_on, play
from simulator.verification.textbook import (
    customers,
    point_law,
    tally_of,
    textbook_scenario,
    with_chances,
    world_of,
)

_YEAR_DAYS = 365
_MID_MONTH = date(2027, 1, 16)
_FAILURE_CHANCE = 0.02  # a year
_MONTHLY_CHANCE = 1.0 - (1.0 - _FAILURE_CHANCE) ** (1.0 / 12.0)
_LOSS = 0.95
_RECESSION = 2.0
_SALES_PER_YEAR = 10_000_000.0
_ORDERS_PER_MONTH = 0.25


def cost_of_failures(seed: int, effort: float = 1.0) -> list[Case]:
    """CF7: 2 % of the customers fail in a year, 95 % of what they owe is lost; all others pay on day 45."""
    rate, sales_per_year, hazard = _lost(seed, effort, 1.0)
    table = 0.05
    return [
        statistical("CF7", "lost share of sales", 0.0023633, rate, table * 0.0023633),
        statistical("CF7", "loss a year", 23_632.6, rate.times(sales_per_year), table * 23_632.6),
        statistical("CF7", "failures per customer and day", 5.53499e-5, hazard, table * 5.53499e-5),
    ]


def doubled_hazard(seed: int, effort: float = 1.0) -> list[Case]:
    """CF30: the same customers in a recession that doubles the hazard; the loss not quite doubles."""
    rate, _, hazard = _lost(seed, effort, _RECESSION)
    table = 0.05
    return [
        statistical("CF30", "lost share of sales", 0.004721, rate, table * 0.004721),
        statistical("CF30", "times the loss of CF7", 1.9975, rate.times(1 / 0.0023633), table * 1.9975),
        statistical("CF30", "failures per customer and day", 1.106998e-4, hazard, table * 1.106998e-4),
    ]


def _lost(seed: int, effort: float, failure_multiplier: float) -> tuple[Estimate, float, Estimate]:
    """Lost share of sales, sales a year, and failures per customer and day."""
    places, years = max(round(40_000 * effort), 2_000), 20
    days = years * _YEAR_DAYS
    scenario = textbook_scenario(
        economy={"failure_multiplier": failure_multiplier},
        company={"start_date": _MID_MONTH, "warm_up_days": 90, "horizon_days": days},
        health={
            "no_dividend_fraction": 0.0,
            "dividend_loss_minimum_fraction": _LOSS,
            "dividend_loss_maximum_fraction": _LOSS,
            "dividend_delay_days": 0,
        },
    )
    value = _SALES_PER_YEAR / (12.0 * _ORDERS_PER_MONTH * places)
    book = customers(places, orders_per_month=_ORDERS_PER_MONTH, order_value=value)
    world = with_chances(world_of(scenario, book, [point_law(15.0)]), to_stress=0.0, sudden=_MONTHLY_CHANCE)
    tally, rows = tally_of(world), Rows(Event.INSOLVENT, Event.JOINED)
    play(world, seed, Readers(tally, rows))
    year = outcome(tally, scenario, scenario.today).horizon
    failed = _of_horizon(rows.of(Event.INSOLVENT))
    joined = _of_horizon(rows.of(Event.JOINED))
    losses = failed["net"] / 100.0 * _LOSS
    sales = year["credit_sales"] or math.nan
    noise = math.sqrt(float((losses**2).sum())) / sales
    rate = Estimate(year["bad_debt_net_fraction"] or math.nan, noise)
    live_days = places * days - _vacant_days(failed["day"], joined["day"], days)
    hazard = Estimate(len(failed) / live_days, math.sqrt(len(failed)) / live_days)
    return rate, sales / years, hazard


def _of_horizon(rows: NDArray[Any]) -> NDArray[Any]:
    """The rows from day 0 on."""
    chosen: NDArray[Any] = rows[rows["day"] >= 0]
    return chosen


def _vacant_days(failed: NDArray[np.int32], joined: NDArray[np.int32], days: int) -> int:
    """Days on which places stood empty: from a failure to the day on which somebody joins, or the end."""
    still_empty = len(failed) - len(joined)
    return int(joined.sum()) + still_empty * days - int(failed.sum())


def sales_without_replacement(seed: int, effort: float = 1.0) -> list[Case]:
    """CF7b: the same customers for a year; nobody follows those who fail.

    Each customer orders once, on its own day of the year, if it is still there: who joins later has no order.
    """
    each_day = max(round(200 * effort), 40)
    places = each_day * _YEAR_DAYS
    scenario = textbook_scenario(
        company={"start_date": _MID_MONTH, "warm_up_days": 0, "horizon_days": _YEAR_DAYS}
    )
    book = customers(places, order_value=_SALES_PER_YEAR / places)
    world = with_chances(world_of(scenario, book, [point_law(15.0)]), to_stress=0.0, sudden=_MONTHLY_CHANCE)
    orders = {day: np.arange(day, places, _YEAR_DAYS) for day in range(_YEAR_DAYS)}
    rows = Rows(Event.INVOICED)
    play(world, seed, rows, orders)
    kept = np.arange(places) < len(rows.all())
    sales = share_of(kept).times(_SALES_PER_YEAR)
    return [statistical("CF7b", "sales of the year", 9_899_663.0, sales, 0.001 * 9_899_663.0)]


_CHANCES = Chances(to_stress=0.01, recovery=0.12, failure=0.03, sudden=0.0002)


def _chain_world(places: int, months: int, stressed_share: float) -> World:
    """Customers who only move on the chain."""
    scenario = textbook_scenario(
        company={"start_date": _MID_MONTH, "warm_up_days": 0, "horizon_days": months * 31},
        health={
            "stressed_to_healthy_per_month": _CHANCES.recovery,
            "stressed_to_insolvent_per_month": _CHANCES.failure,
        },
    )
    world = world_of(scenario, customers(places), [point_law(0.0)])
    return with_chances(world, _CHANCES.to_stress, _CHANCES.sudden, stressed_share)


def _first_events(seed: int, places: int, months: int, stressed: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Month of failure and month of leaving the first stress (0: neither) of the first customer of every place."""
    world = _chain_world(places, months, float(stressed))
    rows = Rows(Event.INSOLVENT, Event.RECOVERED_HEALTH)
    play(world, seed, rows)
    failed, left = np.zeros(places, dtype=int), np.zeros(places, dtype=int)
    for row in rows.all():
        if row["customer"] < STRIDE:
            month = month_number(_MID_MONTH, int(row["day"]))
            place = row["customer"]
            left[place] = left[place] or month
            if row["event"] == Event.INSOLVENT:
                failed[place] = month
    return failed, left


def _within(failed: NDArray[Any], months: int) -> Estimate:
    """Share that failed in the first months."""
    return share_of((failed > 0) & (failed <= months))


def chain_of_health(seed: int, effort: float = 1.0) -> list[Case]:
    """CF9: healthy to stressed 1 % a month, back 12 %, stressed to insolvent 3 %, healthy to insolvent 0.02 %."""
    healthy, _ = _first_events(seed, max(round(100_000 * effort), 10_000), 37, stressed=False)
    failed, left = _first_events(seed, max(round(40_000 * effort), 8_000), 120, stressed=True)
    out_of_stress = left > 0
    cases = [
        statistical("CF9", "failed in 12 months, from healthy", 0.014498, _within(healthy, 12)),
        statistical("CF9", "failed in 24 months, from healthy", 0.037598, _within(healthy, 24)),
        statistical("CF9", "failed in 36 months, from healthy", 0.061262, _within(healthy, 36)),
        statistical("CF9", "failed in 12 months, from stressed", 0.17655, _within(failed, 12)),
        statistical("CF9", "a stress ends in failure", 0.20, share_of((failed == left)[out_of_stress])),
        statistical("CF9", "months in stress, mean", 6.667, mean_of(left[out_of_stress]), 0.0005),
    ]
    return [*cases, *_in_the_long_run(seed, effort)]


def _in_the_long_run(seed: int, effort: float) -> list[Case]:
    """Shares of healthy, stressed and insolvent places, and failures, where a failed customer is followed."""
    places, years = max(round(30_000 * effort), 2_000), 20
    world = _chain_world(places, 12 * years, stressed_share=0.0625)
    rows = Rows(Event.INSOLVENT)
    run = Run(world, seed, 0, rows)
    shares = []
    for year in range(3, years):
        go_on(run, year * _YEAR_DAYS)
        shares.append(_shares(run, places))
    healthy, stressed, vacant = (mean_over_places(part) for part in zip(*shares, strict=True))
    failures = rows.of(Event.INSOLVENT)
    since = (failures["day"] >= 3 * _YEAR_DAYS) & (failures["day"] < (years - 1) * _YEAR_DAYS)
    each = np.bincount(failures["customer"][since] % STRIDE, minlength=places) / (years - 4)
    inputs = ChainInputs(0.0, _CHANCES.recovery, _CHANCES.failure, 0.0, 0.0, 0.9, 0.0)
    slow, quick, _ = long_run(_CHANCES, inputs)
    solved = (slow + quick) / (1.0 + (slow + quick) / 12.0)
    return [
        statistical("CF9", "healthy in the long run", 0.93557, healthy),
        statistical("CF9", "stressed in the long run", 0.06237, stressed),
        statistical("CF9", "insolvent in the long run", 0.00206, vacant),
        statistical("CF9", "failures per place and year", 0.02470, mean_of(each)),
        printed("CF9", "failures per place and year, as the chain is solved", 0.02470, solved, 5),
    ]


def _shares(run: Run, places: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each place is healthy, stressed or vacant now."""
    known = run.state.customers[: int(run.state.counters[c.N_CUSTOMERS])]
    live = known[known["status"] == c.ACTIVE]
    stressed = np.zeros(places, dtype=bool)
    stressed[live["number"][live["health"] == STRESSED] % STRIDE] = True
    vacant = np.ones(places, dtype=bool)
    vacant[live["number"] % STRIDE] = False
    return ~stressed & ~vacant, stressed, vacant


def mean_over_places(looks: tuple[NDArray[np.bool_], ...]) -> Estimate:
    """The share over places and looks; places are independent, looks at one place are not."""
    return mean_of(np.mean(np.array(looks, dtype=float), axis=0))
