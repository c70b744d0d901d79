"""Facts of payment plans: who gets one, what is paid when, and what rests meanwhile."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.scenario import Scenario
from tests.behaviour.trials import PLENTY, gross, journals, of, samples, small_wholesaler, world_of

PLAN = {"payment_plan_instalments": 3, "payment_plan_days": 30, "collectors": PLENTY}
ASKED = {"contact_rate_fraction": 1.0, "promise_fraction": 1.0}
"""Whoever is called is reached and agrees."""


def in_trouble(keeps: float = 1.0, customers: int = 60, **groups: Any) -> Scenario:
    """Many get into trouble, few of them fail."""
    scenario = small_wholesaler(customers, 365, behaviour={**ASKED, "payment_plan_kept_fraction": keeps})
    rates = dict.fromkeys(SEGMENTS, 0.15)
    return scenario.but(health={"failures_per_year": rates, "sudden_fraction": 0.0}).but(**groups)


def rows_of(scenario: Scenario, **collections: Any) -> Any:
    rows = journals(world_of(scenario, scenario.today.but(collections={**PLAN, **collections})))[0]
    return rows[rows["day"] >= 0]


def keys_of(rows: Any) -> set[tuple[int, int]]:
    return set(zip(rows["customer"].tolist(), rows["invoice"].tolist(), strict=True))


def test_only_who_is_in_trouble_gets_a_plan_and_is_not_asked_for_a_promise():
    rows = rows_of(in_trouble())
    told = (Event.STRESSED, Event.RECOVERED_HEALTH, Event.VANISHED, Event.PLAN_AGREED, Event.PROMISED)
    health = of(rows, *told)
    agreed = of(rows, Event.PLAN_AGREED)
    assert len(agreed) > 30
    for customer in np.unique(agreed["customer"]):
        own = health[health["customer"] == customer]
        known = False
        for row in own:  # in canonical order; who was in trouble on day 0 shows it by a plan
            if row["event"] == Event.STRESSED:
                known = True
            elif row["event"] in (Event.RECOVERED_HEALTH, Event.VANISHED):
                known = False
            elif row["event"] == Event.PROMISED:
                assert not known


def test_a_plan_is_paid_in_equal_parts_a_month_apart():
    rows = rows_of(in_trouble())
    parts, billed = of(rows, Event.PAID_IN_PART), of(rows, Event.INVOICED)
    size = {(int(row["customer"]), int(row["invoice"])): int(row["net"] + row["vat"]) for row in billed}
    assert len(parts) > 60
    found = [row for row in parts if (int(row["customer"]), int(row["invoice"])) in size]
    assert len(found) > 40
    seen: dict[tuple[int, int], list[Any]] = {}
    for row in found:
        seen.setdefault((int(row["customer"]), int(row["invoice"])), []).append(row)
    for key, own in seen.items():
        first = int(own[0]["net"] + own[0]["vat"])
        assert first == pytest.approx(size[key] / 3, abs=2)
        if len(own) > 1:
            wait = int(own[1]["day"] - own[0]["day"])
            assert 30 <= wait <= 34, "the next banking day"
    paid_off = keys_of(of(rows, Event.PAID)) & seen.keys()
    assert len(paid_off) > 15
    closed = {
        (int(row["customer"]), int(row["invoice"])): int(row["net"] + row["vat"])
        for row in of(rows, Event.PAID)
    }
    for key in paid_off:
        assert closed[key] + sum(int(row["net"] + row["vat"]) for row in seen[key]) == size[key]


def test_a_plan_that_is_not_kept_brings_nothing_and_costs_a_month_of_chasing():
    kept, broken = (rows_of(in_trouble(keeps=keeps)) for keeps in (1.0, 0.0))
    assert gross(of(kept, Event.PAID_IN_PART)) > 0
    assert len(of(broken, Event.PAID_IN_PART)) == 0
    agreed = of(broken, Event.PLAN_AGREED)
    contacts = of(broken, Event.CALLED)
    assert len(agreed) > 30
    again = 0
    for row in agreed:
        later = contacts[(contacts["customer"] == row["customer"]) & (contacts["day"] > row["day"])]
        again += bool((later["day"] >= row["due"]).any())
    assert again > 5, "then it is chased again"


def test_nobody_chases_while_instalments_come_in():
    """Each instalment waits for a banking day, so that the last may come long after so many days as the plan has."""
    ladder = [
        {"day": 5, "channel": "call"},
        {"day": 8, "channel": "final_demand"},
        {"day": 9, "channel": "agency"},
    ]
    rows = rows_of(in_trouble(), ladder=ladder, payment_plan_instalments=30, payment_plan_days=1)
    last: dict[tuple[int, int], int] = {}
    first: dict[tuple[int, int], int] = {}
    for row in of(rows, Event.PAID_IN_PART):
        key = int(row["customer"]), int(row["invoice"])
        last[key] = int(row["day"])
        first.setdefault(key, int(row["day"]))
    assert len(last) > 20
    for row in of(rows, Event.DEMANDED, Event.PLACED):
        key = int(row["customer"]), int(row["invoice"])
        assert not first.get(key, 10_000) <= row["day"] < last.get(key, 0)


def test_kept_plans_save_money_from_failures():
    """Instalments come in before the failure; of a debt nobody had paid a part of, all is lost."""
    scenario = in_trouble(customers=120)
    levers = [scenario.today.but(collections=PLAN)]
    kept, broken = (
        samples(scenario.but(behaviour={"payment_plan_kept_fraction": keeps}), levers, 8)[0].values(
            "write_offs"
        )
        for keeps in (1.0, 0.0)
    )
    assert kept.mean() < broken.mean()


def test_of_the_suppliers_of_a_customer_in_trouble_the_one_who_chases_gets_paid():
    """Where pressure decides, those who chase have the money sooner, and those who do not have nothing of it."""
    saved = {}
    for name, ladder in (("chasing", None), ("silent", [])):
        sooner = []
        for first in (0.0, 1.0):
            scenario = in_trouble(customers=100, behaviour={"chased_first_fraction": first})
            steps = {} if ladder is None else {"ladder": ladder}
            today = scenario.today.but(collections={"collectors": PLENTY, **steps})
            scenario = scenario.but(today={"collections": {"collectors": PLENTY, **steps}})
            sooner.append(samples(scenario, [today], 4)[0].values("days_late_value_weighted"))
        saved[name] = sooner[0] - sooner[1]
    assert (saved["chasing"] > 0.0).all()
    assert (saved["silent"] == 0.0).all()
