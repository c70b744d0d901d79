"""Facts of going to court: what is claimed, what it costs, how long it takes, what it brings, and whom it annoys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.rules.courts import court_fee
from simulator.scenario import Scenario
from tests.behaviour.trials import PLENTY, journals, of, quiet_wholesaler, samples, small_wholesaler, world_of

NOBODY_PAYS = {"late_cap_days": 3650}
COURT = [{"day": 60, "channel": "legal"}]


def sued(scenario: Scenario, nobody_pays: bool = True, **collections: Any) -> Any:
    """The journal where the ladder goes to court on day 60; unless told otherwise nobody pays of himself."""
    levers = scenario.today.but(collections={"ladder": COURT, **collections})
    world = world_of(scenario, levers)
    if nobody_pays:
        world.portfolio.laws[:, 1, :] = 0.0
    return journals(world)[0]


def debtors(**groups: Any) -> Scenario:
    return quiet_wholesaler(60, 120, behaviour=NOBODY_PAYS, company={"run_off_days": 1000}, **groups)


def test_of_judgments_45_in_100_are_paid_within_90_days_15_later_and_40_never():
    scenario = debtors(courts={"default_judgment_fraction": 1.0}, portfolio={"customers": 500})
    rows = sued(scenario, minimum_legal_balance=0.0)
    claims, paid = of(rows, Event.LEGAL_CHARGED), of(rows, Event.PAID)
    assert len(claims) > 500
    day_of = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in of(rows, Event.SUED)}
    waits = np.array([row["day"] - day_of[int(row["customer"]), int(row["invoice"])] for row in paid])
    assert waits.min() > 42, "six weeks to a judgment by default"
    led = {(int(row["customer"]), int(row["invoice"])) for row in claims}
    of_claims = np.array([(int(row["customer"]), int(row["invoice"])) in led for row in paid])
    for chance, share in ((0.45, waits[of_claims] <= 42 + 90), (0.15, waits[of_claims] > 42 + 90)):
        error = (chance * (1.0 - chance) / len(claims)) ** 0.5
        assert abs(share.sum() / len(claims) - chance) < 4.0 * error


def test_a_claim_is_for_all_that_is_overdue_costs_by_its_size_and_comes_once():
    rows = sued(debtors(courts={"default_judgment_fraction": 1.0}), cost_per_undefended_claim=700.0)
    members, charged = of(rows, Event.SUED), of(rows, Event.LEGAL_CHARGED)
    assert len(members) > len(charged) > 50
    keys = list(zip(members["customer"].tolist(), members["invoice"].tolist(), strict=True))
    assert len(set(keys)) == len(keys)
    assert (members["day"] > members["due"]).all()
    for row in charged:
        own = members[(members["customer"] == row["customer"]) & (members["day"] == row["day"])]
        claim = int((own["net"] + own["vat"]).sum())
        assert claim >= 250_000, "below 2,500 it is not worth it"
        assert row["net"] == court_fee(claim) + 70_000


def test_a_defended_claim_waits_for_its_trial_and_costs_a_share():
    courts = {"default_judgment_fraction": 0.0, "paid_fraction": 1.0, "paid_later_fraction": 0.0}
    rows = sued(debtors(courts=courts), cost_per_undefended_claim=0.0)
    members, paid = of(rows, Event.SUED), of(rows, Event.PAID)
    amounts: dict[tuple[int, int], int] = {}
    for row in members:
        key = int(row["customer"]), int(row["day"])
        amounts[key] = amounts.get(key, 0) + int(row["net"] + row["vat"])
    for row in of(rows, Event.LEGAL_CHARGED):
        claim = amounts[int(row["customer"]), int(row["day"])]
        assert row["net"] == pytest.approx(court_fee(claim) + 0.115 * claim, abs=1)
    began = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in members}
    sizes = {key: amounts[key[0], day] for key, day in began.items()}
    known = [row for row in paid if (int(row["customer"]), int(row["invoice"])) in began]
    assert len(known) > 200
    for row in known:
        key = int(row["customer"]), int(row["invoice"])
        trial = 349 if sizes[key] <= 1_000_000 else 523
        assert trial < row["day"] - began[key] <= trial + 90


def test_what_a_court_has_decided_is_not_claimed_again():
    """A second step of the ladder sues for what has come since, not for the debt of which there is a judgment."""
    scenario = debtors(courts={"default_judgment_fraction": 1.0})
    again = [{"day": 60, "channel": "legal"}, {"day": 250, "channel": "legal"}]
    rows = sued(scenario, ladder=again, minimum_legal_balance=0.0)
    members = of(rows, Event.SUED)
    keys = list(zip(members["customer"].tolist(), members["invoice"].tolist(), strict=True))
    assert len(keys) > 200
    assert len(set(keys)) == len(keys)


def test_while_a_court_has_it_nobody_of_ours_does_anything_about_it():
    scenario = small_wholesaler(80, 365, disputes={"rate_fraction": 0.1})
    ladder = [
        {"day": 3, "channel": "email"},
        {"day": 10, "channel": "call"},
        {"day": 20, "channel": "legal"},
        {"day": 25, "channel": "email"},
        {"day": 50, "channel": "final_demand"},
    ]
    rows = sued(scenario, nobody_pays=False, ladder=ladder, write_off_days=70, collectors=PLENTY)
    began = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in of(rows, Event.SUED)}
    assert len(began) > 50
    seen = 0
    for row in of(rows, Event.EMAILED, Event.DEMANDED, Event.WRITTEN_OFF):
        key = int(row["customer"]), int(row["invoice"])
        if key in began and row["day"] > began[key] and row["desk"] != 2:
            assert row["day"] > began[key] + 42 + 90
            seen += 1
    assert seen > 0, "afterwards the ladder goes on"


def test_nobody_goes_to_court_over_what_is_disputed():
    told = {"rate_fraction": 0.4, "hidden_fraction": 1.0, "silent_days": 3000, "mean_days": 30.0}
    rows = sued(debtors(disputes=told), minimum_legal_balance=0.0)
    news = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in of(rows, Event.DISPUTED)}
    settled = of(rows, Event.DISPUTE_SETTLED)
    over = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in settled}
    assert len(news) > 100
    for row in of(rows, Event.SUED):
        key = int(row["customer"]), int(row["invoice"])
        assert key not in news or row["day"] >= over[key]


def test_agencies_and_courts_drive_customers_away():
    scenario = small_wholesaler(120, 365, portfolio={"churn_per_year": 0.05})
    for channel in ("agency", "legal"):
        ladder = [{"day": 5, "channel": "call"}, {"day": 15, "channel": channel}]
        levers = scenario.today.but(collections={"ladder": ladder, "minimum_legal_balance": 0.0})
        lost = [
            samples(scenario.but(behaviour={"agency_churn_multiplier": times}), [levers], 3)[0]
            .values("customers_lost")
            .mean()
            for times in (1.0, 3.0)
        ]
        assert lost[1] > 1.2 * lost[0], channel


def test_an_outside_team_makes_every_call_at_once_for_its_fee():
    scenario = small_wholesaler(60, 365)
    busy = {"shift_minutes": 20.0, "minutes_per_call": 20.0}
    own = scenario.today.but(collections=busy)
    outside = own.but(collections={"outsourcing_fee_per_account": 90.0})
    ours, theirs = journals(world_of(scenario, own, outside))
    after = theirs[theirs["day"] >= 0]
    assert of(ours, Event.BACKLOG)["net"].max() > 3
    assert of(after, Event.BACKLOG)["net"].max() == 0
    assert (of(after, Event.SHIFT)["vat"] == 0).all(), "none of our people's minutes"
    year = of(after, Event.STAFF_PAID)["net"].sum()
    assert year == pytest.approx(100 * 90 * 60, rel=0.01)
