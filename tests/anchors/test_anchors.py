"""The anchors: the shipped wholesaler, three years under today's strategy, against what is published.

Two hundred customers, two hundred replications, one shipped calibration for all of it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import yaml

from simulator.calibration.latent import inputs_hash, portfolio_for
from simulator.calibration.observing import (
    lateness_of_law,
    observe,
    reference_portfolio,
    reference_scenario,
    segment_law,
)
from simulator.engine.world import World
from simulator.experiment.workers import replicate
from simulator.parameters import shipped_folder
from simulator.portfolio.laws import SegmentLaw
from simulator.portfolio.portfolio import SEGMENTS
from simulator.portfolio.synthetic import observed_laws
from simulator.scenario import load_scenario
from tests.anchors.measuring import Measured, Replication

REPLICATIONS = 200
SECTORS = sorted(path.stem for path in (shipped_folder() / "sectors").glob("*.yaml"))


@pytest.fixture(scope="module")
def anchors() -> Measured:
    """Every measure, stacked over the replications."""
    scenario = load_scenario("wholesale")
    assert scenario.portfolio.customers == 200
    assert scenario.company.horizon_days == 1095
    world = World.build(scenario, portfolio_for(scenario), [scenario.today])
    found = replicate(Replication(world, 2026), range(REPLICATIONS))
    stacked: Any = [np.array(values) for values in zip(*found, strict=True)]
    return Measured(*stacked)


def test_half_of_all_invoices_are_paid_late(anchors):
    assert 0.45 <= anchors.late.mean() <= 0.53


def test_few_but_not_none_are_more_than_ninety_days_late(anchors):
    assert 0.010 <= anchors.beyond_90.mean() <= 0.035


def test_an_invoice_at_thirty_days_takes_thirty_three_to_forty_two(anchors):
    assert 33.0 <= anchors.dso_paid_days.mean() <= 42.0


def test_bad_debt_is_small_and_its_tail_heavy(anchors):
    assert 0.0002 <= anchors.bad_debt.mean() <= 0.0020
    assert np.percentile(anchors.bad_debt, 95) >= 2 * anchors.bad_debt.mean()


def test_a_customers_own_past_tells_who_will_be_late(anchors):
    assert 0.80 <= anchors.history_auc.mean() <= 0.92


def test_due_dates_fall_on_weekends_as_often_as_days_do_and_payments_never(anchors):
    error = anchors.due_on_weekends.std(ddof=1) / REPLICATIONS**0.5
    assert abs(anchors.due_on_weekends.mean() - 2 / 7) < 4 * error
    assert anchors.paid_on_weekends.mean() < 0.01


def test_as_many_fail_as_the_scenario_says(anchors):
    """Failures per live customer and year, against the segments' own rates weighted by live customers.

    They come in waves: 200 replications know their number to 9 % (standard error), which the fixed seed hides.
    """
    rates = load_scenario("wholesale").health.failures_per_year
    live = anchors.live_years.sum(axis=0)
    wanted = (live * [rates[name] for name in SEGMENTS]).sum()
    assert anchors.failures.sum() / wanted == pytest.approx(1.0, abs=0.10)


@cache
def shipped_solution(sector: str) -> dict[str, SegmentLaw]:
    path = shipped_folder() / "solved" / f"{inputs_hash(load_scenario(sector))}.yaml"
    assert path.is_file(), f"the calibration of {sector} is out of step with the sector: solve it again"
    latent = yaml.safe_load(path.read_text(encoding="utf-8"))["latent"]
    return {name: SegmentLaw(**{**law, "pace": tuple(law["pace"])}) for name, law in latent.items()}


@pytest.mark.parametrize("sector", SECTORS)
def test_the_shipped_calibration_is_in_step_with_its_sector(sector):
    assert set(shipped_solution(sector)) == set(SEGMENTS)


def test_no_calibration_is_shipped_that_no_sector_uses():
    used = {f"{inputs_hash(load_scenario(sector))}.yaml" for sector in SECTORS}
    used.add("sectors.json")  # see test_solutions
    assert {path.name for path in (shipped_folder() / "solved").glob("*")} == used


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("sector", SECTORS)
def test_the_observed_lateness_comes_back(sector, segment):
    """What is latent, chased by today's ladder and paid on runs and banking days, looks as published."""
    scenario = load_scenario(sector)
    quiet = reference_scenario(scenario)
    world = World.build(quiet, reference_portfolio(quiet, segment), [quiet.today])
    seen = observe(world, segment_law(shipped_solution(sector)[segment]))
    wanted = lateness_of_law(observed_laws(scenario)[segment], scenario.behaviour.late_cap_days)
    assert seen.on_time == pytest.approx(wanted.on_time, abs=0.01)
    assert seen.mean_days == pytest.approx(wanted.mean_days, rel=0.03)
    assert seen.beyond_30 == pytest.approx(wanted.beyond_30, abs=0.01)
    assert seen.beyond_90 == pytest.approx(wanted.beyond_90, abs=0.005)
