"""Every lever and every assumption runs at both ends of its range, and nobody gets a number that is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator.engine.replication import simulate
from simulator.levers import Levers
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Tally
from simulator.parameters import CHANNELS, Parameter, dictionary, shipped_folder
from simulator.portfolio.portfolio import Portfolio
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.scenario import Scenario, load_scenario
from simulator.strategy import load_strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler, started, world_of

MONTH = {"horizon_days": 30, "warm_up_days": 60}
LEVERS = {key: entry for key, entry in dictionary().items() if entry.kind == "lever"}
ASSUMPTIONS = {key: entry for key, entry in dictionary().items() if entry.kind == "assumption"}
DAILY_LADDER = [
    {"day": day, "channel": CHANNELS[place % len(CHANNELS)]} for place, day in enumerate(range(-365, 3651, 5))
]


def month() -> Scenario:
    return small_wholesaler(20, 30, company=MONTH)


def ends_of(entry: Parameter, limits: Any) -> Iterator[Any]:
    """Both ends of a range; every word of a choice; no ladder and a ladder without end."""
    if entry.type in ("choice", "code"):
        yield from [word for word in limits if isinstance(limits, tuple)]
    elif entry.type == "ladder":
        yield from ([], DAILY_LADDER)
    else:
        yield from limits
        if entry.optional:
            yield None


def run_and_measure(scenario: Scenario, levers: Levers, portfolio: Portfolio) -> None:
    """Run a month and its run-off; every measure and every number in the columns is a number."""
    world = world_of(scenario, levers, portfolio=portfolio)
    tally = Tally(
        start=scenario.company.start_date,
        horizon_days=world.horizon_days,
        slots=len(portfolio),
        first_day=world.first_day,
        last_day=world.last_day,
    )
    (found,) = simulate(world, 1, 0, tally)
    assert isinstance(found, Tally)
    measured = outcome(found, scenario, levers)
    wrong = {name: value for name, value in measured.horizon.items() if value is not None and not math.isfinite(value)}
    assert wrong == {}
    assert not found.balances_by_day().sum(axis=1).any()
    run = started(world)
    run.run(world.horizon_days)
    for records in (run.state.customers, run.state.invoices):
        for field in records.dtype.names or ():
            assert np.isfinite(records[field]).all(), field


@pytest.mark.parametrize("key", LEVERS)
def test_a_lever_runs_at_both_ends_of_what_is_allowed(key):
    entry, scenario = LEVERS[key], month()
    offered = scenario.today.but(discount={"rate_fraction": 0.02}) if entry.group == "discount" else scenario.today
    for value in ends_of(entry, entry.allowed):
        run_and_measure(scenario, offered.but(**{entry.group: {entry.name: value}}), portfolio_of(scenario))


def whole_mapping(entry: Parameter, value: Any) -> Any:
    """The value for every segment or channel."""
    return dict.fromkeys(entry.default, value) if entry.by else value


@pytest.mark.parametrize("key", [key for key, entry in ASSUMPTIONS.items() if not entry.adds_up_to_one])
def test_an_assumption_runs_at_both_ends_of_what_is_plausible(key):
    entry = ASSUMPTIONS[key]
    if entry.type == "months":
        values: list[Any] = [[0.5, 1.5] * 6, [2.0, 0.0] * 6]
    elif entry.type == "date":
        values = [date(2000, 2, 29), date(2060, 12, 31)]
    elif entry.type == "code":
        values = ["USD"]
    elif key == "company.country":
        values = ["none", "DE", "US"]
    else:
        values = [whole_mapping(entry, value) for value in entry.plausible]
    for value in values:
        scenario = month().but(**{entry.group: {entry.name: value}})
        if key not in ("company.horizon_days", "portfolio.customers"):
            assert scenario.company.horizon_days == 30
        run_and_measure(scenario, scenario.today, synthetic_portfolio(scenario, observed_laws(scenario)))


SECTORS = sorted(path.stem for path in (shipped_folder() / "sectors").glob("*.yaml"))
STRATEGIES = sorted(path.stem for path in (shipped_folder() / "strategies").glob("*.yaml"))


def test_every_shipped_file_is_tried():
    """A new kind of file in scenarios/ needs a line here."""
    kinds = {path.name for path in shipped_folder().iterdir() if path.is_dir()}
    assert kinds == {"sectors", "strategies", "solved"}


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("name", STRATEGIES)
def test_every_shipped_file_runs_for_a_month(sector, name):
    scenario = load_scenario(sector).but(company=MONTH)
    run_and_measure(scenario, load_strategy(name).levers(scenario.today), portfolio_of(scenario))
