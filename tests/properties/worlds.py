"""Random but valid worlds: a small scenario and a strategy, drawn by Hypothesis from the dictionary's ranges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.world import World
from simulator.metrics.tally import Tally
from simulator.parameters import CHANNELS, LADDER_CHANNELS, LEVER_GROUPS, Parameter, dictionary
from simulator.portfolio.portfolio import SEGMENTS
from simulator.scenario import Scenario
from tests.behaviour.trials import journal_of, small_wholesaler, started, world_of


@st.composite
def ladders(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to six steps, each day once, in order."""
    days = sorted(draw(st.sets(st.integers(-20, 120), max_size=6)))
    return [
        {"day": day, "channel": draw(st.sampled_from(LADDER_CHANNELS if day > 0 else CHANNELS))}
        for day in days
    ]


def values_of(entry: Parameter) -> st.SearchStrategy[Any]:
    """Values of one lever: its plausible range, and the lowest value allowed."""
    if entry.type == "choice":
        return st.sampled_from(entry.plausible)
    if entry.type == "ladder":
        return ladders()
    low, high = entry.plausible
    if entry.type == "whole":
        return st.one_of(st.integers(low, high), st.just(max(entry.allowed[0], -high)))
    return st.one_of(st.floats(low, high, allow_nan=False), st.just(entry.allowed[0]))


@st.composite
def lever_changes(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Changes of some levers."""
    levers = [entry for entry in dictionary().values() if entry.kind == "lever"]
    changes: dict[str, dict[str, Any]] = {group: {} for group in LEVER_GROUPS}
    for entry in draw(st.lists(st.sampled_from(levers), unique_by=lambda entry: entry.key, max_size=10)):
        changes[entry.group][entry.name] = draw(values_of(entry))
    if draw(st.booleans()):
        changes["insurance"]["insured_fraction"] = draw(st.sampled_from([0.9, 1.0]))
    if draw(st.booleans()):
        changes["financing"]["facility"] = draw(st.sampled_from(["factoring", "invoice_discounting"]))
    return changes


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A small company at any time, with customers who fail, leave, and are late in all degrees."""
    share, hard = st.floats(0.0, 1.0), draw(st.sampled_from([25.0, 1.0]))
    promise = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
    company = {
        "start_date": draw(st.dates(date(2020, 1, 1), date(2032, 12, 31))),
        "warm_up_days": draw(st.sampled_from([120, 0, 1, 45])),
        "run_off_days": draw(st.sampled_from([1095, 0, 40])),
        "calendar": draw(st.sampled_from(["real", "real", "plain"])),
        "country": draw(st.sampled_from(["GB", "none", "DE", "US"])),
        "vat_fraction": draw(st.sampled_from([0.2, 0.07, 0.0])),
        "vat_relief": draw(st.sampled_from(["granted", "granted", "refused"])),
        "vat_relief_days": draw(st.integers(0, 365)),
        "gross_margin_fraction": draw(st.floats(0.0, 0.9)),
        "supplier_days": draw(st.integers(0, 90)),
    }
    health = {
        "stressed_to_insolvent_per_month": 0.2,
        "informal_fraction": draw(share),
        "no_dividend_fraction": draw(share),
        "dividend_delay_days": draw(st.integers(0, 900)),
        "asset_correlation_fraction": draw(st.sampled_from([0.0, 0.12, 0.5])),
        "failure_spread": draw(st.sampled_from([0.0, 1.2])),
    }
    behaviour = {
        "hold_lost_fraction": draw(share),
        "leaves_unpaid_fraction": dict.fromkeys(SEGMENTS, draw(st.sampled_from([0.0, 0.4]))),
        "partial_payment_fraction": draw(st.sampled_from([0.0, 0.0, 0.3])),
        "contact_rate_fraction": draw(share),
        "promise_minimum_days": promise[0],
        "promise_maximum_days": promise[1],
        "habit_share_fraction": draw(share),
    }
    scenario = small_wholesaler(
        draw(st.integers(10, 30)),
        draw(st.integers(60, 400)),
        company=company,
        health=health,
        behaviour=behaviour,
    )
    rates = {name: rate * hard for name, rate in scenario.health.failures_per_year.items()}
    return scenario.but(
        health={"failures_per_year": rates},
        portfolio={
            "churn_per_year": draw(st.sampled_from([0.5, 0.08, 0.0])),
            "invoice_cv": draw(st.floats(0.0, 2.0)),
        },
        economy={"growth_per_year": draw(st.floats(-0.3, 0.4))},
        disputes={
            "rate_fraction": draw(st.sampled_from([0.3, 0.04, 0.0])),
            "hidden_fraction": draw(share),
            "mean_days": draw(st.floats(0.0, 90.0)),
            "credited_fraction": draw(share),
            "credit_share_fraction": draw(st.floats(0.0, 0.99)),
        },
    )


@dataclass(frozen=True)
class Played:
    """A run to its end: what it wrote, and what stood in its columns when the horizon ended."""

    world: World
    rows: NDArray[Any]
    open_at_horizon: NDArray[Any]  # invoices that are receivables
    customers: NDArray[Any]
    last_day: int

    @property
    def books(self) -> NDArray[Any]:
        """The rows from day 0 on, when the books begin."""
        return self.rows[self.rows["day"] >= 0]

    def tally(self) -> Tally:
        """The rows, folded."""
        tally = Tally(
            start=self.world.scenario.company.start_date,
            horizon_days=self.world.horizon_days,
            slots=len(self.world.portfolio),
            first_day=self.world.first_day,
            last_day=self.world.last_day,
        )
        tally.take(self.rows)
        return tally


def play(scenario: Scenario, changes: dict[str, dict[str, Any]], seed: int) -> Played:
    """Warm up under today, change on day 0, go to the end of the horizon, look, and go on to the end."""
    world = world_of(scenario, scenario.today.but(**changes))
    run = started(world, seed=seed)
    if run.day < 0:
        run.run(0)
    run.change(world.plans[0])
    run.run(world.horizon_days)
    invoices, customers = run.state.invoices.copy(), run.state.customers.copy()
    run.finish()
    known = customers[: int(run.state.counters[c.N_CUSTOMERS])]
    return Played(world, journal_of(run), invoices[invoices["state"] == c.OPEN], known, run.day)


def played() -> st.SearchStrategy[Played]:
    """Random runs, played."""
    return st.builds(play, scenarios(), lever_changes(), st.integers(0, 2**40))
