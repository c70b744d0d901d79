"""The two live forms that take a whole small world: failures, and open invoices."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.verification.cases import Estimate
from simulator.verification.playing import PlaceBooks, Readers, Rows, play
from simulator.verification.textbook import (
    customers,
    gamma_law,
    mean_days_of,
    point_law,
    tally_of,
    textbook_scenario,
    with_chances,
    world_of,
)

_PLACES, _YEARS, _YEAR_DAYS = 10_000, 10, 365
_ORDERS_PER_MONTH = 0.5
_MID_MONTH = date(2027, 1, 16)
"""Years begin in the middle of a month, so that a month's failures fall half before and half after their time."""
_COMPANIES, _DAYS, _WARM_UP, _SHAPE = 40, 730, 400, 3.0
_DAYS_PER_MONTH = 365.0 / 12.0
_CENTRING = 0.5
"""The bank settles on whole days, half a day later on average, so the law begins half a day before due."""


def days_of_business() -> str:
    """What is played for the losses, in words."""
    return f"{_PLACES:,} customers for {_YEARS} years"


def lost_share(failures_per_year: float, days_until_paid: int, lost: float, seed: int) -> Estimate:
    """The share of sales that is lost to failures, where everybody else pays on one day.

    Args:
        failures_per_year: Of the customers, in a year (fraction).
        days_until_paid: After the invoice.
        lost: Share of what a failed customer owes.
        seed: The seed of all luck.
    """
    scenario = textbook_scenario(
        company={
            "start_date": _MID_MONTH,
            "warm_up_days": 2 * days_until_paid + 30,
            "horizon_days": _YEARS * _YEAR_DAYS,
        },
        health={
            "no_dividend_fraction": 0.0,
            "dividend_loss_minimum_fraction": lost,
            "dividend_loss_maximum_fraction": lost,
            "dividend_delay_days": 0,
        },
    )
    book = customers(
        _PLACES, orders_per_month=_ORDERS_PER_MONTH, order_value=1_000.0, terms_days=days_until_paid
    )
    monthly = 1.0 - (1.0 - failures_per_year) ** (1.0 / 12.0)
    world = with_chances(world_of(scenario, book, [point_law(0.0)]), to_stress=0.0, sudden=monthly)
    tally, rows = tally_of(world), Rows(Event.INSOLVENT)
    play(world, seed, Readers(tally, rows))
    year = outcome(tally, scenario, scenario.today).horizon
    failed: Any = rows.of(Event.INSOLVENT) if rows.blocks else []
    losses = failed[failed["day"] >= 0]["net"] / 100.0 * lost
    noise = math.sqrt(float((losses**2).sum())) / (year["credit_sales"] or math.nan)
    return Estimate(year["bad_debt_net_fraction"] or 0.0, noise)


def open_invoices(orders_per_day: float, mean_days: float, seed: int) -> Estimate:
    """The average number of open invoices of a company; its error follows from the design (M/G/infinity).

    Args:
        orders_per_day: Of each company, at random.
        mean_days: Until an invoice is paid, on average.
        seed: The seed of all luck.
    """
    law = gamma_law(_SHAPE, mean_days)
    law[0] = law[0] * mean_days / mean_days_of(law) - _CENTRING
    places = customers(_COMPANIES, terms_days=0, orders_per_month=orders_per_day * _DAYS_PER_MONTH)
    scenario = textbook_scenario(company={"warm_up_days": _WARM_UP, "horizon_days": _DAYS})
    books = PlaceBooks(_COMPANIES, _DAYS)
    play(world_of(scenario, places, [law]), seed, books)
    square_days = mean_days**2 * (1.0 + 1.0 / _SHAPE)
    error = math.sqrt(orders_per_day * square_days / (_DAYS * _COMPANIES))
    return Estimate(float(books.open_invoices().mean()), error)
