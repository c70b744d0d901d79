"""Insurance and agency: claims of the textbook, settled by the engine's insurer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from simulator.engine.kernels.cover import withdraw
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Event
from simulator.luck import Stream
from simulator.rules.agency import collectable_fraction
from simulator.rules.insurance import ClaimTerms, claim_amount, insured_loss
from simulator.units import CENTS, cents
from simulator.verification.cases import Case, exact, mean_of, printed, statistical
from simulator.verification.draws import uniforms
from simulator.verification.playing import Rows, go_on, move_to, place_orders
from simulator.verification.textbook import (
    customers,
    never_law,
    point_law,
    textbook_scenario,
    with_chances,
    world_of,
)

_START = date(2027, 1, 1)
_FAILS = 31  # 1 February
_DIVIDEND = 0.05
_DIVIDEND_DAYS = 90
_PREMIUM = 2_500.0
_NOBODY_ORDERS = np.zeros(0, dtype=np.int64)
_POLICY = {
    "insured_fraction": 0.9,
    "each_claim_excess": 0.0,
    "minimum_loss": 0.0,
    "discretionary_limit": 1e9,
    "maximum_liability_multiple": 1_000.0,
}
_OPEN_LIMITS = {"limit_rule": "monthly_sales", "limit_minimum_orders": 1000.0}
_EVENTS = (Event.CLAIM_ACCEPTED, Event.CLAIM_PAID, Event.SALVAGE_SHARED, Event.WRITTEN_OFF, Event.RECOVERED)


def _world(values: Sequence[float], law: NDArray[np.float64], **insurance: Any) -> World:
    """Insured customers, one for each order value, whose estates pay a dividend of 5 % if they fail."""
    scenario = textbook_scenario(
        company={"start_date": _START, "warm_up_days": 0, "horizon_days": 300, "run_off_days": 700},
        health={
            "no_dividend_fraction": 0.0,
            "dividend_loss_minimum_fraction": 1.0 - _DIVIDEND,
            "dividend_loss_maximum_fraction": 1.0 - _DIVIDEND,
            "dividend_delay_days": _DIVIDEND_DAYS,
        },
        today={
            "credit_policy": _OPEN_LIMITS,
            "insurance": {**_POLICY, **insurance},
        },
    )
    return world_of(scenario, customers(len(values), order_value=np.array(values)), [law])


def _begin(world: World, seed: int, rows: Rows, orders: NDArray[np.int64]) -> Run:
    """The first day: the policy begins, these customers order; the premium is given, for orders by hand have none."""
    run = Run(world, seed, 0, rows)
    place_orders(run, orders, 0)
    go_on(run, 1)
    run.state.years["premium"][0] = cents(_PREMIUM)
    return run


def _all_fail(run: Run, day: int) -> None:
    """Everybody fails on a first of the month, and nobody afterwards."""
    sound = run.world
    go_on(run, day)
    move_to(run, with_chances(sound, to_stress=0.0, sudden=1.0))
    go_on(run, day + 1)
    move_to(run, sound)


def _one_loss(seed: int, basis: str, salvage: str = "pro_rata") -> Rows:
    """A debt of 120,000 under a limit of 100,000; the customer fails, and 5 % come back."""
    rows = Rows(*_EVENTS)
    world = _world(
        [120_000.0], never_law(), each_claim_excess=5_000.0, excess_basis=basis, salvage_basis=salvage
    )
    run = _begin(world, seed, rows, _NOBODY_ORDERS)
    run.state.customers["insurer_limit"][0] = 100_000
    place_orders(run, np.array([0]), 1)
    _all_fail(run, _FAILS)
    run.finish()
    return rows


def _sum(rows: Rows, event: Event) -> float:
    """Net amount of an event (currency)."""
    return float(rows.of(event)["net"].sum()) / CENTS


def one_claim(seed: int, effort: float = 1.0) -> list[Case]:
    """CF12: 120,000 owed, limit 100,000, 90 %, excess 5,000 off the insurer's share (A) or off the loss (B)."""
    del effort
    clauses = (("A", "after_share", 85_000.0), ("B", "before_share", 85_500.0))
    return [
        exact("CF12", f"claim, clause {name}", expected, _sum(_one_loss(seed, basis), Event.CLAIM_ACCEPTED))
        for name, basis, expected in clauses
    ]


def salvage_shared(seed: int, effort: float = 1.0) -> list[Case]:
    """CF12b: 6,000 come back on the same debt; 100/120 of it was insured, at 90 %; or the insured part comes first."""
    del effort
    rows = _one_loss(seed, "after_share")
    first = _one_loss(seed, "after_share", "first_in_first_out")
    insurer, back = _sum(rows, Event.SALVAGE_SHARED), _sum(rows, Event.RECOVERED)
    loss = _sum(rows, Event.WRITTEN_OFF) - _sum(rows, Event.CLAIM_PAID) - back + insurer
    return [
        exact("CF12b", "the insurer's part of the dividend", 4_500.0, insurer),
        exact("CF12b", "the seller's part", 1_500.0, back - insurer),
        exact("CF12b", "the seller's loss in the end", 33_500.0, loss),
        exact("CF12b", "the insurer's part, insured debt first", 5_400.0, _sum(first, Event.SALVAGE_SHARED)),
    ]


def _three_losses(seed: int, multiple: float) -> list[float]:
    """Claims for losses of 40,000, 30,000 and 80,000, in this order, in a year with a premium of 2,500."""
    losses = (40_000.0, 30_000.0, 80_000.0)
    rows = Rows(*_EVENTS)
    terms = {"aggregate_first_loss": 50_000.0, "maximum_liability_multiple": multiple}
    run = _begin(_world(losses, never_law(), **terms), seed, rows, np.arange(len(losses)))
    _all_fail(run, _FAILS)
    accepted = rows.of(Event.CLAIM_ACCEPTED)
    return [
        float(accepted["net"][accepted["customer"] == place].sum()) / CENTS for place in range(len(losses))
    ]


def first_loss_and_maximum(seed: int, effort: float = 1.0) -> list[Case]:
    """CF13: the first 50,000 of a year are the seller's, 90 % of the rest the insurer's, up to 30 premiums."""
    del effort
    first, second, third = _three_losses(seed, 30.0)
    return [
        exact("CF13", "claim for 40,000", 0.0, first),
        exact("CF13", "claim for 30,000", 18_000.0, second),
        exact("CF13", "claim for 80,000", 57_000.0, third),
        exact("CF13", "all claims", 75_000.0, first + second + third),
        exact("CF13", "all claims without a maximum", 90_000.0, sum(_three_losses(seed, 1_000.0))),
    ]


_MEAN_LOSS, _EXCESS, _LIMIT = 40_000.0, 10_000.0, 100_000.0
_LOSSES_PER_YEAR = 2.0


def layer(seed: int, effort: float = 1.0) -> list[Case]:
    """CF14: two losses a year, exponential with mean 40,000; 90 % of what lies between 10,000 and 100,000."""
    years = max(round(20_000 * effort), 2_000)
    counts = poisson.ppf(uniforms(seed, Stream.INSURER_LIMIT, 0, years), _LOSSES_PER_YEAR).astype(np.int64)
    losses = -_MEAN_LOSS * np.log1p(-uniforms(seed, Stream.INSURER_LIMIT, 1, int(counts.sum())))
    terms = ClaimTerms(0.9, cents(_EXCESS), True, 0)
    limit = cents(_LIMIT)
    paid = np.array([claim_amount(insured_loss(cents(loss), limit, 0), terms) for loss in losses]) / CENTS
    yearly = np.bincount(np.repeat(np.arange(years), counts), weights=paid, minlength=years)
    return [
        statistical("CF14", "paid for a loss", 25_081.77, mean_of(paid), 0.02 * 25_081.77),
        statistical("CF14", "paid in a year", 50_163.54, mean_of(yearly), 0.02 * 50_163.54),
    ]


_CARRY = 0.08


def protracted_default(seed: int, effort: float = 1.0) -> list[Case]:
    """CF15: an invoice of day 0 at 30 days is never paid; the policy waits 180 days and pays 30 days later."""
    del effort
    rows = Rows(*_EVENTS)
    run = _begin(_world([1_000.0], never_law()), seed, rows, np.array([0]))
    go_on(run, run.world.horizon_days)
    accepted, paid = rows.of(Event.CLAIM_ACCEPTED)["day"], rows.of(Event.CLAIM_PAID)["day"]
    cost = _CARRY * float(paid.sum()) / 365
    owed = float(run.state.customers["open_cents"][0]) / CENTS
    return [
        exact("CF15", "day on which the claim is accepted", 210, float(accepted.sum())),
        exact("CF15", "day on which the claim is paid", 240, float(paid.sum())),
        exact("CF15", "claim for 1,000", 900.0, _sum(rows, Event.CLAIM_PAID)),
        exact("CF15", "still a receivable afterwards", 1_000.0, owed),
        printed("CF15", "cost of waiting at 8 % a year, share of the debt", 0.0526, cost, 4),
    ]


_CUT, _FAILURE = 100, 120
_START_OF_CUT = date(2026, 10, 31)  # the day after the failure is a first of a month
_LATE_FOR_45 = 15.0


def cover_withdrawn(seed: int, effort: float = 1.0) -> list[Case]:
    """CF16: 1,000 a day paid on day 45; cover is cut at the close of day 100, failure at the close of day 120."""
    del effort
    world = _world([1_000.0], point_law(_LATE_FOR_45))
    scenario = world.scenario.but(company={"start_date": _START_OF_CUT})
    world = world_of(scenario, customers(1, order_value=1_000.0), [point_law(_LATE_FOR_45)])
    rows = Rows(*_EVENTS)
    run = _begin(world, seed, rows, np.array([0]))
    for day in range(1, _FAILURE + 1):
        go_on(run, day)
        if day == _CUT + 1:
            withdraw(run.state, 0, _CUT, 0)
        place_orders(run, np.array([0]), day)
    _all_fail(run, _FAILURE + 1)
    claimed, lost = _sum(rows, Event.CLAIM_ACCEPTED), _sum(rows, Event.WRITTEN_OFF)
    return [
        exact("CF16", "owed at the failure", 45_000.0, lost),
        exact("CF16", "claim: 90 % of what was shipped before the cut", 22_500.0, claimed),
        exact("CF16", "covered", 25_000.0, claimed / 0.9),
        exact("CF16", "not covered", 20_000.0, lost - claimed / 0.9),
    ]


def agency_placement(seed: int, effort: float = 1.0) -> list[Case]:
    """CF20: 10,000 given to an agency after 3, 6 and 12 months at 25, 30 and 40 %: what comes in, net."""
    del seed, effort
    placements = ((3.0, 0.25, 5_220.0), (6.0, 0.30, 3_647.0), (12.0, 0.40, 1_368.0))
    return [
        exact(
            "CF20",
            f"expected after {months:.0f} months",
            net,
            10_000.0 * collectable_fraction(months) * (1.0 - share),
        )
        for months, share, net in placements
    ]
