"""What a credit manager knows of insurance: what is covered, what it costs on average, what it is good for."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.model import Run
from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.health import STRESSED
from simulator.strategy import load_strategy
from simulator.units import NEVER
from tests.behaviour.trials import (
    PLENTY,
    STRIDE,
    journal_of,
    journals,
    of,
    samples,
    small_wholesaler,
    started,
    world_of,
)

HARD = 12.0
HORIZON = 365


def hard_times(**insurance):
    """A wholesaler whose customers fail often, insured from day 0 on."""
    scenario = small_wholesaler(80, HORIZON)
    rates = {name: HARD * rate for name, rate in scenario.health.failures_per_year.items()}
    scenario = scenario.but(health={"failures_per_year": rates})
    return scenario, scenario.today.but(insurance={"insured_fraction": 0.9, **insurance})


@pytest.fixture(scope="module")
def hard_year():
    scenario, levers = hard_times()
    world = world_of(scenario, levers)
    (rows,) = journals(world)
    return world, rows


def test_the_seller_pays_a_premium_whatever_happens_and_fees_for_named_limits(hard_year):
    world, rows = hard_year
    premium = of(rows, Event.PREMIUM_PAID)
    in_advance = premium[premium["sequence"] < 4]
    assert len(in_advance) == 4
    assert (np.diff(in_advance["day"]) >= 85).all()
    covered = int(of(rows, Event.INVOICED)["net"][of(rows, Event.INVOICED)["day"] >= 0].sum())
    assert 0.0025 * 0.7 * covered < premium["net"].sum() < 0.0025 * covered
    granted = of(rows, Event.COVER_GRANTED)
    assert of(rows, Event.LIMIT_FEE_PAID)["net"].sum() == 3500 * len(granted)
    assert (granted["net"] <= granted["vat"]).all()
    assert (granted["vat"] > 100 * 10_000).all(), "up to the discretionary limit nobody is asked"
    del world


def test_shipments_before_the_policy_and_to_the_public_sector_are_never_claimed(hard_year):
    world, rows = hard_year
    claims = of(rows, Event.CLAIM_ACCEPTED)
    assert len(claims) > 5
    assert (claims["issued"] >= 0).all()
    segments = world.portfolio.customers["segment"][claims["customer"] % STRIDE]
    assert (segments != SEGMENTS.index("public")).all()


def test_a_claim_is_paid_after_the_insolvency_or_after_the_waiting_period(hard_year):
    _, rows = hard_year
    notices = {(row["customer"], row["day"]) for row in of(rows, Event.INSOLVENT)}
    accepted, paid = of(rows, Event.CLAIM_ACCEPTED), of(rows, Event.CLAIM_PAID)
    for claim in accepted:
        assert (claim["customer"], claim["day"]) in notices or claim["day"] - claim["due"] == 180
    days = {(row["customer"], row["invoice"]): row["day"] for row in accepted}
    waits = np.array([row["day"] - days[row["customer"], row["invoice"]] for row in paid])
    assert (waits >= 30).all()
    assert (waits <= 35).all()  # holidays and weekends


def open_invoices(run: Run, row: int):
    """The open invoices of a customer."""
    invoices = run.state.invoices
    return invoices[(invoices["state"] == 3) & (invoices["customer"] == row)]


def test_cover_that_is_withdrawn_stays_for_what_was_shipped_and_is_gone_for_the_rest():
    """The insurer sees a customer in trouble on the first of a month: from then on nothing more is covered."""
    scenario, levers = hard_times()
    scenario = scenario.but(
        insurer={"stress_seen_fraction": 1.0, "refusal_stressed_fraction": 1.0},
        health={"informal_fraction": 1.0},
    )
    run = started(world_of(scenario, levers))
    run.run(0)
    run.change(run.world.plans[0])
    seen_before = seen_after = 0
    for until in range(31, 360, 30):
        run.run(until)
        withdrawn = of(journal_of(run), Event.COVER_WITHDRAWN)
        cut = {int(row["customer"]): int(row["day"]) for row in withdrawn if row["vat"] == 0}
        numbers = run.state.customers["number"]
        for number, day in cut.items():
            row = int(np.flatnonzero(numbers == number)[0])
            mine = open_invoices(run, row)
            before, after = mine[(mine["issued"] >= 0) & (mine["issued"] <= day)], mine[mine["issued"] > day]
            seen_before += int((before["claim_day"] != NEVER).sum())
            seen_after += len(after)
            assert (after["claim_day"] == NEVER).all()
            assert (after["insured"] == 0).all()
    assert seen_before > 10
    assert seen_after > 10


def test_a_customer_that_is_too_late_gets_no_new_cover_until_it_has_paid():
    scenario, levers = hard_times(maximum_extension_days=10)
    run = started(world_of(scenario, levers.but(credit_policy={"stop_supply_days": PLENTY})))
    run.run(0)
    run.change(run.world.plans[0])
    refused = 0
    for day in range(1, 300):
        limits = run.state.customers["insurer_limit"].copy()
        oldest = {row: open_invoices(run, row)["due"].min(initial=NEVER) for row in np.flatnonzero(limits)}
        late = {row for row, due in oldest.items() if due + 10 < day}
        run.run(day + 1)
        invoices = run.state.invoices
        new = invoices[(invoices["state"] == 3) & (invoices["issued"] == day)]
        for invoice in new:
            row = int(invoice["customer"])
            still_late = open_invoices(run, row)["due"].min() + 10 < day
            if row in late and still_late:
                refused += 1
                assert invoice["claim_day"] == NEVER
            elif row in oldest and limits[row] and not still_late and row not in late:
                given_up = run.state.customers["first_given_up"][row]
                assert invoice["claim_day"] != NEVER or given_up != -1
    assert refused > 10


def test_the_insurer_refuses_those_whose_trouble_it_sees():
    scenario, levers = hard_times(discretionary_limit=0.0)
    shares = []
    for sight in (0.0, 1.0):
        world = world_of(scenario.but(insurer={"stress_seen_fraction": sight}), levers)
        found = [0, 0]
        for replication in range(4):
            run = started(world, replication)
            run.run(0)
            stressed = set(run.state.customers["number"][run.state.customers["health"] == STRESSED].tolist())
            run.change(world.plans[0])
            run.run(1)
            refused = of(journal_of(run), Event.COVER_REFUSED)["customer"].tolist()
            found[0] += len(stressed.intersection(refused))
            found[1] += len(stressed)
        shares.append(found[0] / found[1])
    assert shares[0] < 0.15  # 2.5 % of those who look healthy
    assert 0.25 < shares[1] < 0.6  # 42.5 % of those who do not


@pytest.fixture(scope="module")
def years_of_insurance():
    """The shipped strategy against today in many ordinary years."""
    scenario = small_wholesaler(120, 730)
    strategy = load_strategy("insured")
    return samples(scenario, [scenario.today, strategy.levers(scenario.today)], 60)


def test_at_a_fair_premium_insurance_does_not_pay_on_average(years_of_insurance):
    today, insured = years_of_insurance
    assert insured.values("claims").mean() < insured.values("premium").mean()
    assert insured.values("profit_to_the_end").mean() < today.values("profit_to_the_end").mean()


def test_the_claims_ratio_is_that_of_the_market():
    """A quarter to nine tenths of the premium come back as claims (published: 25 to 40 %, 38 % in 2024)."""
    scenario = small_wholesaler(120, 730)
    world = world_of(scenario, load_strategy("insured").levers(scenario.today))
    found = [rows for replication in range(140) for rows in journals(world, replication)]
    claims = np.array([of(rows, Event.CLAIM_ACCEPTED)["net"].sum() for rows in found], dtype=float)
    premium = np.array([of(rows, Event.PREMIUM_PAID)["net"].sum() for rows in found], dtype=float).mean()
    ratio, error = claims.mean() / premium, claims.std(ddof=1) / len(found) ** 0.5 / premium
    assert error < 0.06
    assert ratio + 2 * error > 0.25, f"claims ratio {ratio:.2f}"
    assert ratio - 2 * error < 0.90, f"claims ratio {ratio:.2f}"


def test_its_value_is_the_bad_year(years_of_insurance):
    today, insured = years_of_insurance
    metric = "write_offs_net_of_claims"
    bad_before, bad_after = (np.percentile(one.values(metric), 95) for one in (today, insured))
    assert bad_after < 0.8 * bad_before
    usual_before, usual_after = (np.percentile(one.values(metric), 50) for one in (today, insured))
    assert bad_before - bad_after > usual_before - usual_after
