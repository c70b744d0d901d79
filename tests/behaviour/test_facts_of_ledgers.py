"""Facts of a fitted ledger in the engine: chasing is not counted twice, open items, invoices that are never paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from simulator.backtest.origins import Rolling
from simulator.backtest.report import backtest
from simulator.backtest.simulated import Engine, _played
from simulator.calibration.fitted import without_chasing
from simulator.calibration.observing import PaymentsRead
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.ledger import Ledger
from simulator.luck import Stream, luck
from simulator.portfolio.fitted import FittedPortfolio, fit_portfolio, ledger_scenario
from simulator.portfolio.laws import SegmentLaw
from simulator.portfolio.portfolio import OPEN_ITEM, Portfolio
from simulator.scenario import Scenario
from simulator.units import STRIDE
from tests.ledgers_by_engine import START, made_ledger, portfolio_with, quiet
from tests.synthetic_ledger import Row, ledger

PUNCTUAL = SegmentLaw(0.70, 5.0, 1.0, 0.3, 5.0)
SLOW = SegmentLaw(0.15, 25.0, 0.9, 0.2, 5.0)
EACH = 25


class Seen(NamedTuple):
    """What a year's payments look like."""

    on_time: float
    average_late: float
    beyond_30: float


@cache
def chased_ledger() -> tuple[FittedPortfolio, Portfolio]:
    """A ledger that the engine made under the standard ladder: as fitted, and with latent laws."""
    portfolio = portfolio_with([PUNCTUAL, SLOW], EACH, 12.0)
    scenario = quiet()
    fitted = fit_portfolio(made_ledger(scenario, portfolio), scenario, START + timedelta(days=330))
    return fitted, without_chasing(scenario_of(fitted), fitted)


def scenario_of(fitted: FittedPortfolio, ladder: bool = True) -> Scenario:
    """The quiet year after a ledger, under the standard ladder or none."""
    return quiet(fitted.start, ladder)


def seen(scenario: Scenario, portfolio: Portfolio) -> dict[str, Seen]:
    """A simulated year: of all, of the punctual, of the slow."""
    bare = replace(portfolio, open_items=np.zeros(0, dtype=OPEN_ITEM), dependence=())
    reader = PaymentsRead()
    for replication in range(3):
        Run(World.build(scenario, bare, [scenario.today]), 99, replication, reader).finish()
    rows = reader.payments()
    late, is_slow = rows["day"] - rows["due"], rows["customer"] % STRIDE >= EACH
    groups = {"all": late >= late.min(), "punctual": ~is_slow, "slow": is_slow}
    return {
        name: Seen(
            float((late[rows] <= 0).mean()),
            float(np.maximum(late[rows], 0).mean()),
            float((late[rows] > 30).mean()),
        )
        for name, rows in groups.items()
    }


def test_a_chased_ledger_comes_back_under_the_ladder_that_chased_it() -> None:
    fitted, latent = chased_ledger()
    observed = seen(scenario_of(fitted, ladder=False), fitted)
    again = seen(scenario_of(fitted), latent)
    twice = seen(scenario_of(fitted), fitted)
    assert twice["all"].average_late < 0.9 * observed["all"].average_late  # or there were nothing to take out
    assert again["all"].on_time == pytest.approx(observed["all"].on_time, abs=0.01)
    assert again["all"].average_late == pytest.approx(observed["all"].average_late, rel=0.03)
    assert again["all"].beyond_30 == pytest.approx(observed["all"].beyond_30, abs=0.01)


@pytest.mark.parametrize("group", ["punctual", "slow"])
def test_customers_who_pay_differently_each_get_their_own_law_back(group: str) -> None:
    fitted, latent = chased_ledger()
    observed = seen(scenario_of(fitted, ladder=False), fitted)[group]
    again = seen(scenario_of(fitted), latent)[group]
    assert again.on_time == pytest.approx(observed.on_time, abs=0.015)
    assert again.average_late == pytest.approx(observed.average_late, rel=0.05)
    assert again.beyond_30 == pytest.approx(observed.beyond_30, abs=0.015)


def paid_in_four_weeks(scenario: Scenario, portfolio: Portfolio) -> dict[str, float]:
    """Share of overdue open items that are paid within 28 days, by days after due."""
    world = World.build(scenario, portfolio, [scenario.today])
    late = -portfolio.open_items["due"]
    classes = {"1 to 10": (1, 10), "11 to 30": (11, 30), "31 to 60": (31, 60)}
    shares = dict.fromkeys(classes, 0.0)
    runs = 60
    for replication in range(runs):
        paid = _played(world, 5, replication, 4).paid
        for name, (first, last) in classes.items():
            shares[name] += float((paid[(late >= first) & (late <= last)] < 28).mean()) / runs
    return shares


def test_open_items_are_paid_under_the_ladder_as_the_ledger_pays_without_it() -> None:
    fitted, latent = chased_ledger()
    plain = paid_in_four_weeks(scenario_of(fitted, ladder=False), replace(fitted, dependence=()))
    chased = paid_in_four_weeks(scenario_of(fitted), replace(latent, dependence=()))
    assert chased == pytest.approx(plain, abs=0.03)


@cache
def half_never_paid() -> Ledger:
    """Forty customers, one invoice a week each, half of them never paid and the others 4 days early to 26 late."""
    made = []
    for customer in range(40):
        for week in range(36):
            issued = date(2024, 1, 1) + timedelta(days=7 * week + customer % 5)
            due = issued + timedelta(days=14 if customer % 3 else 30)
            draws = [luck(7, 0, Stream.LATENESS, customer + 1000 * number, week) for number in range(3)]
            day = due + timedelta(days=int(30 * draws[0] ** 2) - 4)
            day += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
            made.append(
                Row(
                    f"{customer:03d}",
                    f"{customer}-{week}",
                    issued,
                    due,
                    None if draws[1] < 0.5 else day,
                    10_000 + int(1e5 * draws[2]),
                )
            )
    return ledger(made, "EUR")


def test_what_is_never_paid_is_foretold_as_well_as_the_best_simple_method_does() -> None:
    """Promises cannot bring in what nobody pays, and nobody pays merely because time has passed.

    Cash is compared, not days: where half is never paid, the middle day of payment is a toss-up.
    """
    rolling = Rolling(date(2024, 7, 1), date(2024, 8, 5), every_days=35)
    found = backtest(half_never_paid(), rolling, workers=1, simulator=Engine(replications=200)).methods
    best = found["customer_shrunk"]
    assert found["simulator"]["weekly_wape"] < 1.15 * best["weekly_wape"]
    assert found["simulator"]["crps"] < 1.15 * best["crps"]
    assert found["simulator"]["total_ape"] < best["total_ape"] + 0.05
    assert found["simulator"]["dso_error_days"] < best["dso_error_days"] + 1.0


def test_who_never_pays_hardly_promises_either() -> None:
    scenario = quiet(date(2024, 1, 1)).but(company={"calendar": "real"})
    fitted = fit_portfolio(half_never_paid(), scenario, date(2024, 8, 5))
    today = ledger_scenario(scenario, fitted)
    latent = without_chasing(today, fitted)
    assert latent.promise_share < 0.5
    old = latent.open_items["due"] < -60
    assert (latent.open_items["uncovered"][old] > 0.9).all()
    assert chased_ledger()[1].promise_share == 1.0  # a ledger that was chased keeps all promises
