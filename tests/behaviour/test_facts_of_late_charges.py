"""Facts of late charges and of a discount's fine print: who pays sooner, what is charged, what comes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.discount import sliding_discount
from simulator.scenario import Scenario
from simulator.units import half_even
from tests.behaviour.trials import (
    STRIDE,
    gross,
    journals,
    late_days,
    of,
    paid_days,
    portfolio_of,
    quiet_wholesaler,
    samples,
    small_wholesaler,
    world_of,
)

UK = {"late_charges": {"policy": "charge"}}
EARNED = {"unearned_fraction": dict.fromkeys(SEGMENTS, 0.0)}
UNEARNED = {"unearned_fraction": dict.fromkeys(SEGMENTS, 1.0)}
NOBODY_READY = {"accounts_payable_ready_fraction": dict.fromkeys(SEGMENTS, 0.0)}


def rows_of(scenario: Scenario, **levers: Any) -> Any:
    return journals(world_of(scenario, scenario.today.but(**levers)))[0]


def amounts(rows: Any, event: Event) -> dict[tuple[int, int], int]:
    """Net of an event by customer and order number (cents)."""
    chosen = of(rows, event)
    keys = zip(chosen["customer"].tolist(), chosen["invoice"].tolist(), strict=True)
    return dict(zip(keys, chosen["net"].tolist(), strict=True))


def test_every_late_payment_is_charged_interest_and_compensation_by_its_size():
    rows = rows_of(quiet_wholesaler(), **UK)
    paid, charged = of(rows, Event.PAID), amounts(rows, Event.LATE_CHARGED)
    assert len(charged) > 300
    for row in paid:
        late, debt = int(row["day"] - row["due"]), int(row["net"] + row["vat"])
        fixed = 40 if debt < 100_000 else 70 if debt < 1_000_000 else 100
        expected = half_even(debt * 0.1175 * late / 365) + 100 * fixed if late > 0 else None
        assert charged.get((int(row["customer"]), int(row["invoice"]))) == expected


def test_a_fifth_of_what_is_charged_is_paid_and_is_income_when_received():
    scenario = quiet_wholesaler(120, 365)
    rows = rows_of(scenario, **UK)
    made, received = amounts(rows, Event.LATE_CHARGED), amounts(rows, Event.LATE_CHARGE_PAID)
    assert len(received) / len(made) == pytest.approx(0.2, abs=0.02)
    assert all(made[key] == cents for key, cents in received.items())
    (found,) = samples(scenario, [scenario.today.but(**UK)], 1)
    income = float(found.values("late_charges_received")[0])
    horizon = of(rows[rows["day"] < 365], Event.LATE_CHARGE_PAID)
    assert income == pytest.approx(horizon["net"].sum() / 100)
    assert float(found.values("late_charges_collected_fraction")[0]) == pytest.approx(0.2, abs=0.03)


def test_who_pays_late_pays_sooner_for_a_charge_than_for_a_threat_and_nobody_else_moves():
    scenario = quiet_wholesaler(behaviour={"late_charge_hazard_multiplier": 1.4})
    none, threatened, charged = (
        paid_days(rows_of(scenario, late_charges={"policy": policy}))
        for policy in ("none", "threaten", "charge")
    )
    rows = of(rows_of(scenario), Event.PAID)
    keys = zip(rows["customer"].tolist(), rows["invoice"].tolist(), strict=True)
    late = dict(zip(keys, (rows["day"] > rows["due"]).tolist(), strict=True))
    assert all(none[key] >= threatened[key] >= charged[key] for key in none)
    assert all(none[key] == charged[key] for key, is_late in late.items() if not is_late)
    gains = [np.mean([none[key] - found[key] for key in none]) for found in (threatened, charged)]
    assert 0.2 < gains[0] < 0.65 * gains[1]


def test_threats_bring_no_money():
    rows = rows_of(quiet_wholesaler(), late_charges={"policy": "threaten"})
    assert len(of(rows, Event.LATE_CHARGED, Event.LATE_CHARGE_PAID)) == 0


def test_the_law_in_force_when_an_invoice_falls_due_sets_the_rate():
    """The European reference rate rose in July 2026; who is 100 days late pays the rate of the due date."""
    rows = rows_of(quiet_wholesaler(60, 365), late_charges={"policy": "charge", "jurisdiction": "eu"})
    paid, charged = of(rows, Event.PAID), amounts(rows, Event.LATE_CHARGED)
    rates = {}
    for row in paid[paid["day"] - paid["due"] > 20]:
        debt, late = int(row["net"] + row["vat"]), int(row["day"] - row["due"])
        if debt > 1_000_000:
            interest = charged[int(row["customer"]), int(row["invoice"])] - 4_000
            rates.setdefault(bool(row["due"] >= 181), []).append(interest * 365 / debt / late)
    assert rates[False] == pytest.approx([0.1015] * len(rates[False]), rel=1e-3)
    assert rates[True] == pytest.approx([0.1040] * len(rates[True]), rel=1e-3)


def test_large_customers_may_be_left_alone():
    scenario = quiet_wholesaler(120, 365)
    segments = portfolio_of(scenario).customers["segment"]
    rows = rows_of(scenario, late_charges={"policy": "charge", "customers": "all_but_large"})
    charged = {SEGMENTS[segments[number % STRIDE]] for number in of(rows, Event.LATE_CHARGED)["customer"]}
    assert charged == set(SEGMENTS) - {"large"}


def test_charges_drive_customers_away():
    scenario = small_wholesaler(120, 365, behaviour={"late_charge_churn_multiplier": 1.3})
    before, after = samples(scenario, [scenario.today, scenario.today.but(**UK)], 12)
    assert (after.values("customers_lost") - before.values("customers_lost")).mean() > 1.0


def test_a_sliding_discount_pays_for_the_days_it_buys():
    """12 % a year for every day before due, to the cent; nobody who pays late deducts anything."""
    scenario = quiet_wholesaler(behaviour=EARNED)
    rows = rows_of(scenario, discount={"dynamic_rate_per_year": 0.12})
    paid, kept = of(rows, Event.PAID), of(rows, Event.DISCOUNTED)
    discounts = {
        (int(row["customer"]), int(row["invoice"])): (int(row["net"]), int(row["vat"])) for row in kept
    }
    assert len(kept) > 200
    for row in paid:
        net, vat = discounts.get((int(row["customer"]), int(row["invoice"])), (0, 0))
        earned = sliding_discount(0.12, float(row["due"] - row["day"]))
        whole = (int(row["net"]) + net, int(row["vat"]) + vat)
        assert (net, vat) == tuple(half_even(part * earned) for part in whole)


def test_a_sliding_discount_leaks_to_exactly_those_who_pay_before_due_anyway():
    scenario = quiet_wholesaler(behaviour={**EARNED, **NOBODY_READY})
    usual = of(rows_of(scenario), Event.PAID)
    rows = rows_of(scenario, discount={"dynamic_rate_per_year": 0.12})
    assert usual["day"].tolist() == of(rows, Event.PAID)["day"].tolist()
    early = usual[usual["day"] < usual["due"]]
    kept = of(rows, Event.DISCOUNTED)
    assert sorted(zip(kept["customer"], kept["invoice"], strict=True)) == sorted(
        zip(early["customer"], early["invoice"], strict=True)
    )
    takers = of(rows, Event.DISCOUNT_ACCEPTED)
    assert takers["net"].sum() == takers["vat"].sum()


def test_a_better_sliding_rate_is_taken_by_more_and_buys_more_days():
    scenario = quiet_wholesaler(behaviour=EARNED)
    days = [
        late_days(rows_of(scenario, discount={"dynamic_rate_per_year": rate})).mean()
        for rate in (0.0, 0.12, 0.20)
    ]
    assert days[0] > days[1] + 0.5
    assert days[1] > days[2] + 0.5


def test_leakage_is_the_part_of_takers_who_pay_in_the_window_anyway():
    scenario = quiet_wholesaler(behaviour=EARNED)
    usual = paid_days(rows_of(scenario))
    rows = rows_of(scenario, discount={"rate_fraction": 0.02})
    takers = of(rows, Event.DISCOUNT_ACCEPTED)
    early = np.array(
        [usual[int(row["customer"]), int(row["invoice"])] - int(row["issued"]) <= 10 for row in takers]
    )
    assert takers["vat"][early].tolist() == takers["net"][early].tolist()
    assert not takers["vat"][~early].any()
    assert 0.02 < takers["vat"].sum() / takers["net"].sum() < 0.6


def test_unearned_deductions_that_are_claimed_back_are_half_paid():
    scenario = quiet_wholesaler(120, 365, behaviour=UNEARNED)
    offer = {"rate_fraction": 0.02, "window_days": 10, "grace_days": 3}
    tolerated = rows_of(scenario, discount=offer)
    enforced = rows_of(scenario, discount={**offer, "unearned_policy": "enforce"})
    claimed = of(enforced, Event.DISCOUNT_CHARGED_BACK)
    assert claimed["vat"].sum() / claimed["net"].sum() == pytest.approx(0.5, abs=0.05)
    kept, before = of(enforced, Event.DISCOUNTED), of(tolerated, Event.DISCOUNTED)
    assert gross(before) - gross(kept) == claimed["vat"].sum()
    assert gross(of(enforced, Event.PAID)) - gross(of(tolerated, Event.PAID)) == claimed["vat"].sum()
    in_time = before[before["day"] - before["issued"] <= 13]
    assert len(before) - len(in_time) == len(claimed)
