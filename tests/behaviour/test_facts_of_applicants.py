"""Facts of applicants that a toy misses: they differ, a score sees a part of it, and strictness has a price."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.journal import Account, Event, balances
from simulator.metrics.scores import score_gini_fraction
from simulator.portfolio.portfolio import SEGMENTS
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    journals,
    of,
    quiet_wholesaler,
    samples,
    small_wholesaler,
    world_of,
)

SPREAD = 1.8
YEAR = 365


def crowd(failures: float = 0.06, **groups: Any) -> Scenario:
    """Two thousand customers of one kind who order next to nothing; half of them leave in a year."""
    idle = {"orders_per_month": dict.fromkeys(SEGMENTS, 0.01), "churn_per_year": 0.5}
    health = {
        "failures_per_year": dict.fromkeys(SEGMENTS, failures),
        "failure_spread": SPREAD,
        "asset_correlation_fraction": 0.0,
        "sudden_fraction": 1.0,
    }
    return quiet_wholesaler(2000, YEAR, portfolio={**EQUAL_FIRMS, **idle}, health=health).but(**groups)


@cache
def journal_with(information: str, refused: float) -> NDArray[Any]:
    """What happens in the crowd with this information and this cut-off."""
    scenario = crowd()
    levers = scenario.today.but(credit_policy={"information": information, "refused_fraction": refused})
    return journals(world_of(scenario, levers))[0]


def in_the_year(rows: NDArray[Any]) -> NDArray[Any]:
    return rows[(rows["day"] >= 0) & (rows["day"] < YEAR)]


def failed(rows: NDArray[Any]) -> set[int]:
    return set(of(rows, Event.INSOLVENT, Event.VANISHED, Event.REFUSED_FAILED)["customer"].tolist())


def scores(rows: NDArray[Any]) -> dict[int, float]:
    scored = of(rows, Event.SCORED)
    return dict(zip(scored["customer"].tolist(), (scored["net"] / 1e6).tolist(), strict=True))


@pytest.mark.parametrize("segment", ["sme", "micro"])
def test_customers_who_differ_fail_as_often_as_those_who_are_alike(segment):
    """The published rate is that of all customers together, bad ones and good ones."""
    rate = 0.06
    failures = 0
    years = 0.0
    for replication in range(4):
        scenario = crowd(rate, portfolio={"churn_per_year": 0.08}, health={"sudden_fraction": 0.1})
        rows = journals(world_of(scenario), replication)[0]
        failures += len(of(in_the_year(rows), Event.INSOLVENT, Event.VANISHED))
        years += 2000.0
    assert failures / years == pytest.approx(rate, rel=0.1)


@pytest.mark.parametrize(
    ("information", "gini"), [("trade_reference", 0.05), ("bureau", 0.60), ("full_review", 0.70)]
)
def test_the_power_that_is_paid_for_comes_out(information, gini):
    rows = journal_with(information, 0.0)
    found = score_gini_fraction(scores(rows), failed(rows))
    assert found == pytest.approx(gini, abs=0.12)


def test_without_information_a_cut_off_hits_anybody():
    rows = journal_with("none", 0.3)
    found = score_gini_fraction(scores(rows), failed(rows))
    assert found == pytest.approx(0.0, abs=0.2)
    assert of(rows, Event.SCORED)["vat"].sum() == 0
    assert len(of(rows, Event.REFUSED)) / len(of(rows, Event.SCORED)) == pytest.approx(0.3, abs=0.03)


def test_those_refused_fail_more_often_than_those_accepted():
    rows = journal_with("bureau", 0.2)
    refused = set(of(rows, Event.REFUSED)["customer"].tolist())
    joined = set(of(rows, Event.JOINED)["customer"].tolist())
    lost = failed(rows)
    assert len(refused & lost) / len(refused) > 2.5 * len(joined & lost) / len(joined)


def test_who_passes_a_strict_door_passes_a_wide_one():
    """CF33 for the cut-off: the same applicant on the same day has the same score."""
    strict, wide = journal_with("bureau", 0.4), journal_with("bureau", 0.2)
    first = {number: score for number, score in scores(strict).items() if scores(wide).get(number) == score}
    assert len(first) > 300
    accepted = set(of(strict, Event.JOINED)["customer"].tolist()) & set(first)
    assert accepted
    assert accepted <= set(of(wide, Event.JOINED)["customer"].tolist())


def test_a_refused_place_stays_empty_for_a_while_and_its_orders_are_lost():
    scenario = small_wholesaler(60, YEAR, portfolio={"churn_per_year": 0.5})
    base = scenario.today
    levers = base.but(credit_policy={"refused_fraction": 0.5})
    rows = journals(world_of(scenario, levers))[0]
    turned_away = of(rows, Event.REFUSED)
    lost = of(rows, Event.LOST_TO_REFUSAL)
    assert len(lost) > 5
    assert set(lost["customer"].tolist()) <= set(turned_away["customer"].tolist())
    gap = scenario.applicants.gap_days
    came = {int(row["customer"]): int(row["day"]) for row in of(rows, Event.JOINED, Event.REFUSED)}
    waits = [
        came[number + 1_000_000] - day
        for number, day in came.items()
        if number + 1_000_000 in came and number in set(turned_away["customer"].tolist())
    ]
    assert waits
    assert min(waits) >= gap


def test_applicants_wait_for_our_decision_and_some_go_elsewhere():
    scenario = crowd(applicants={"lost_per_day_fraction": 0.05})
    levers = scenario.today.but(credit_policy={"information": "full_review"})
    rows = journals(world_of(scenario, levers))[0]
    share = len(of(rows, Event.WITHDREW)) / len(of(rows, Event.SCORED))
    assert share == pytest.approx(1.0 - 0.95**5, abs=0.04)


def test_longer_terms_and_a_wider_door_bring_worse_applicants():
    scenario = crowd(0.04, applicants={"adverse_selection_multiplier": 3.0}).but(
        behaviour={"terms_elasticity": 0.5}
    )
    today, longer = scenario.today, scenario.today.but(terms={"net_days": 90})
    first, second = (_failures_of_joined(rows) for rows in journals(world_of(scenario, today, longer)))
    assert second > 1.3 * first


def _failures_of_joined(rows: NDArray[Any]) -> float:
    joined = set(of(rows[rows["day"] >= 0], Event.JOINED)["customer"].tolist())
    return len(joined & failed(rows)) / len(joined)


def test_a_score_costs_what_it_costs_and_the_books_balance():
    scenario = small_wholesaler(60, YEAR, portfolio={"churn_per_year": 0.5})
    levers = scenario.today.but(credit_policy={"information": "bureau", "refused_fraction": 0.1})
    rows = journals(world_of(scenario, levers))[0]
    ours = rows[rows["day"] >= 0]
    cents = int(of(ours, Event.SCORED)["vat"].sum())
    assert cents == 3_000 * len(of(ours, Event.SCORED))
    found = balances(ours)
    assert found[Account.INFORMATION_COST] == cents
    assert found.sum() == 0


def test_a_cut_off_with_a_score_spares_losses_and_costs_sales():
    scenario = small_wholesaler(
        200, YEAR, portfolio={**EQUAL_FIRMS, "churn_per_year": 0.5}, health={"failure_spread": SPREAD}
    )
    rates = {name: 10 * rate for name, rate in scenario.health.failures_per_year.items()}
    scenario = scenario.but(health={"failures_per_year": rates, "asset_correlation_fraction": 0.0})
    today = scenario.today
    strict = today.but(credit_policy={"information": "full_review", "refused_fraction": 0.3})
    before, after = samples(scenario, [today, strict], 12)
    saved = before.values("write_offs") - after.values("write_offs")
    assert saved.mean() > 2.0 * saved.std(ddof=1) / np.sqrt(len(saved))
    assert (after.values("lost_margin") > before.values("lost_margin")).mean() > 0.8
    assert (after.values("customers_refused") > 0.0).all()
