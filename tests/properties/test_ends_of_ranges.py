"""Every lever and every assumption runs at both ends of its range, and nobody gets a number that is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator.engine.replication import simulate
from simulator.errors import UserError
from simulator.journal import Event
from simulator.levers import Levers
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Tally
from simulator.parameters import CHANNELS, Parameter, dictionary, shipped_folder
from simulator.portfolio.portfolio import Portfolio
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.scenario import Scenario, load_scenario
from simulator.shocks import load_shock
from simulator.strategy import load_strategy
from tests.behaviour.trials import journals, of, portfolio_of, small_wholesaler, started, world_of

MONTH = {"horizon_days": 30, "warm_up_days": 60}
LEVERS = {key: entry for key, entry in dictionary().items() if entry.kind == "lever"}
ASSUMPTIONS = {key: entry for key, entry in dictionary().items() if entry.kind == "assumption"}
DAILY_LADDER = [
    {"day": day, "channel": CHANNELS[place % len(CHANNELS)]} for place, day in enumerate(range(-365, 3651, 5))
]


SWITCHED_ON: dict[str, dict[str, Any]] = {
    "credit_policy": {
        "credit_policy": {
            "information": "bureau",
            "refused_fraction": 0.3,
            "refused_offer": "prepayment",
            "review_months": 1,
            "monitoring": "alerts",
        }
    },
    "discount": {"discount": {"rate_fraction": 0.02}},
    "insurance": {"insurance": {"insured_fraction": 0.9}},
    "late_charges": {"late_charges": {"policy": "charge"}},
    "terms": {
        "terms": {
            "invoice_check_fraction": 0.5,
            "milestones": 2,
            "instalments": 2,
            "retention_fraction": 0.1,
            "direct_debit_fraction": 0.3,
        }
    },
    "financing": {"financing": {"facility": "factoring"}},
}
"""What a group needs to act at all."""


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
    wrong = {
        name: value
        for name, value in measured.horizon.items()
        if value is not None and not math.isfinite(value)
    }
    assert wrong == {}
    assert not found.balances_by_day().sum(axis=1).any()
    run = started(world)
    run.run(world.horizon_days)
    for records in (run.state.customers, run.state.invoices):
        for field in records.dtype.names or ():
            assert not np.isnan(records[field]).any(), field


@pytest.mark.parametrize("key", LEVERS)
def test_a_lever_runs_at_both_ends_of_what_is_allowed(key):
    entry, scenario = LEVERS[key], month()
    offered = scenario.today.but(**SWITCHED_ON.get(entry.group, {}))
    for value in ends_of(entry, entry.allowed):
        run_and_measure(scenario, offered.but(**{entry.group: {entry.name: value}}), portfolio_of(scenario))


@pytest.mark.parametrize("axis", [0, 1])
def test_terms_beyond_the_end_of_the_calendar_are_paid_after_it(axis):
    """Ten years net, counted in days or (as for a ledger that skips weekends) in banking days."""
    scenario = month()
    portfolio = portfolio_of(scenario)
    customers = portfolio.customers.copy()
    customers["axis"] = axis
    (rows,) = journals(
        world_of(
            scenario,
            scenario.today.but(terms={"net_days": 3650}),
            portfolio=replace(portfolio, customers=customers),
        )
    )
    assert len(of(rows[rows["day"] >= 0], Event.INVOICED)) > 10
    paid = of(rows, Event.PAID)
    assert len(paid[paid["issued"] > 0]) == 0


TOO_LARGE = {"company.horizon_days", "portfolio.customers"}
NUMBERS = [
    key
    for key, entry in ASSUMPTIONS.items()
    if entry.type in ("number", "whole") and not entry.adds_up_to_one and key not in TOO_LARGE
]


def try_assumption(entry: Parameter, value: Any) -> None:
    """Run a month with an assumption at a value (for every segment or channel)."""
    whole = dict.fromkeys(entry.default, value) if entry.by else value
    change: dict[str, Any] = {entry.group: {entry.name: whole}}
    switched_on: dict[str, Any] = {"disputes": {"rate_fraction": 0.5}} if entry.group == "disputes" else {}
    if entry.group == "applicants":
        switched_on = {"today": SWITCHED_ON["credit_policy"], "portfolio": {"churn_per_year": 0.9}}
    scenario = month().but(**switched_on).but(**change)
    run_and_measure(scenario, scenario.today, synthetic_portfolio(scenario, observed_laws(scenario)))


@pytest.mark.parametrize("key", [*NUMBERS, *sorted(TOO_LARGE)])
def test_an_assumption_runs_at_both_ends_of_what_is_plausible(key):
    for value in ASSUMPTIONS[key].plausible:
        try_assumption(ASSUMPTIONS[key], value)


@pytest.mark.parametrize("key", NUMBERS)
def test_an_assumption_runs_at_both_ends_of_what_is_allowed_or_is_refused_in_a_sentence(key):
    """Refused where it contradicts another assumption: a promise for day 365 at the earliest and 14 at the latest."""
    refusals = []
    for value in ASSUMPTIONS[key].allowed:
        try:
            try_assumption(ASSUMPTIONS[key], value)
        except UserError as refusal:
            refusals.append(refusal.message)
    assert all(sentence.endswith(".") for sentence in refusals)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("economy.season_sales", [2.0, 0.0] * 6),
        ("company.start_date", date(2000, 2, 29)),
        ("company.start_date", date(2060, 12, 31)),
        ("company.currency", "USD"),
        ("company.calendar", "plain"),
        *(("company.country", country) for country in ASSUMPTIONS["company.country"].plausible),
    ],
)
def test_an_assumption_that_is_no_number_runs(key, value):
    try_assumption(ASSUMPTIONS[key], value)


SECTORS = sorted(path.stem for path in (shipped_folder() / "sectors").glob("*.yaml"))
STRATEGIES = sorted(path.stem for path in (shipped_folder() / "strategies").glob("*.yaml"))
SHOCKS = sorted(path.stem for path in (shipped_folder() / "shocks").glob("*.yaml"))


def test_every_shipped_file_is_tried():
    """A new kind of file in scenarios/ needs a line here."""
    kinds = {path.name for path in shipped_folder().iterdir() if path.is_dir()}
    assert kinds == {"sectors", "strategies", "shocks", "solved", "ledgers"}  # a ledger runs in its own tests


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("name", STRATEGIES)
def test_every_shipped_file_runs_for_a_month(sector, name):
    scenario = load_scenario(sector).but(company=MONTH)
    run_and_measure(scenario, load_strategy(name).levers(scenario.today), portfolio_of(scenario))


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("name", SHOCKS)
def test_every_shipped_shock_strikes_every_sector(sector, name):
    scenario = load_scenario(sector).but(company=MONTH)
    shock = load_shock(name).model_copy(update={"start_day": 1})
    struck = scenario.with_shocks([shock])
    run_and_measure(struck, load_strategy(shock.under).levers(struck.today), portfolio_of(struck))
