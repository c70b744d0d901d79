"""Facts of the collectors' work: whom they call first, who gets which step, and what promises are worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.worklist import WORKLIST_RULES
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    PLENTY,
    journals,
    of,
    portfolio_of,
    quiet_wholesaler,
    samples,
    small_wholesaler,
    t_value,
    world_of,
)

SCARCE = {"shift_minutes": 60.0, "minutes_per_call": 20.0}
"""One person with an hour a day: three calls where some ten are asked for."""


def rows_of(scenario: Scenario, **levers: Any) -> Any:
    return journals(world_of(scenario, scenario.today.but(**levers)))[0]


def segments_of(scenario: Scenario, rows: Any) -> Any:
    """The segment of the customer of each row, by name."""
    places = portfolio_of(scenario).customers["segment"]
    return np.array(SEGMENTS)[places[rows["customer"] % 1_000_000]]


def test_with_scarce_staff_the_rules_differ_and_expected_gain_beats_the_oldest_first():
    """Money at stake counts: by expected gain less is overdue than where the oldest debt is called first."""
    scenario = small_wholesaler(120, 365)
    rules = [scenario.today.but(collections={**SCARCE, "worklist_rule": rule}) for rule in WORKLIST_RULES]
    found = dict(zip(WORKLIST_RULES, samples(scenario, rules, 12), strict=True))
    overdue = {rule: sample.values("days_late_value_weighted") for rule, sample in found.items()}
    assert len({round(float(values.mean()), 6) for values in overdue.values()}) == len(WORKLIST_RULES)
    assert t_value(overdue["oldest"] - overdue["expected_gain"]) > 2.0
    assert t_value(overdue["oldest"] - overdue["largest"]) > 2.0, "size counts for most"
    ages = {rule: sample.values("backlog_age_days") for rule, sample in found.items()}
    assert t_value(ages["largest"] - ages["oldest"]) > 2.0, "but the small ones wait for ever"


def test_where_nobody_waits_the_order_of_the_calls_does_not_matter():
    scenario = small_wholesaler(60, 240)
    staff = {"collectors": PLENTY, "minutes_per_call": 1.0}
    rules = [scenario.today.but(collections={**staff, "worklist_rule": rule}) for rule in WORKLIST_RULES]
    first, *others = samples(scenario, rules, 1)
    assert all(np.array_equal(first.horizon, found.horizon, equal_nan=True) for found in others)


@pytest.mark.parametrize("rule", ["largest", "oldest"])
def test_whom_a_rule_names_is_called_first(rule):
    """One customer a day is called, of some that owe more and some that owe for longer."""
    scenario = quiet_wholesaler(40, 200, behaviour={"contact_rate_fraction": 0.0, "on_time_fraction": 0.0})
    rows = rows_of(
        scenario,
        collections={
            "ladder": [{"day": 30, "channel": "call"}],
            "collectors": 1,
            "shift_minutes": 0.5,
            "minutes_per_call": 1_440.0,
            "call_attempts": 1000,
            "worklist_rule": rule,
        },
    )
    called = of(rows, Event.CALLED)
    backlog = of(rows, Event.BACKLOG)
    busy = called[np.isin(called["day"], backlog["day"][backlog["net"] > 10])]
    assert len(busy) > 20
    place = {"largest": _owed, "oldest": _age}[rule]
    for row in busy[:20]:
        others = [
            place(rows, row["day"], customer) for customer in np.unique(of(rows, Event.INVOICED)["customer"])
        ]
        assert place(rows, row["day"], row["customer"]) >= max(others, default=0) * 0.999


def _open(rows: Any, day: int, customer: int) -> Any:
    """What the customer owes for longer than the day it was due, as invoices."""
    own = rows[rows["customer"] == customer]
    paid = set(of(own, Event.PAID)[of(own, Event.PAID)["day"] <= day]["invoice"].tolist())
    billed = of(own, Event.INVOICED)
    billed = billed[(billed["due"] < day) & (billed["day"] <= day)]
    return billed[[int(number) not in paid for number in billed["invoice"]]]


def _owed(rows: Any, day: int, customer: int) -> int:
    late = _open(rows, day, customer)
    return int((late["net"] + late["vat"]).sum()) if _waits(late, day) else 0


def _age(rows: Any, day: int, customer: int) -> int:
    late = _open(rows, day, customer)
    return int(day - late["due"].min()) if _waits(late, day) else 0


def _waits(late: Any, day: int) -> bool:
    """Whether the ladder has asked for a call, on day 30 after due."""
    return len(late) > 0 and bool((day - late["due"] >= 30).any())


def test_a_step_is_taken_only_with_whom_it_is_for():
    scenario = small_wholesaler(60, 365, disputes={"rate_fraction": 0.2})
    ladder = [
        {"day": 5, "channel": "email", "segments": ["sme", "micro"]},
        {"day": 5, "channel": "final_demand", "segments": ["large", "mid", "public"], "above": 5_000.0},
        {"day": 12, "channel": "final_demand", "below": 2_000.0},
    ]
    rows = rows_of(scenario, collections={"ladder": ladder})
    new = rows[rows["day"] >= 0]
    mailed, demanded = of(new, Event.EMAILED), of(new, Event.DEMANDED)
    assert set(segments_of(scenario, mailed)) == {"sme", "micro"}
    later = demanded["day"] - demanded["due"]
    first, second = demanded[later < 12], demanded[later >= 12]
    assert len(first) > 20
    assert len(second) > 20
    assert set(segments_of(scenario, first)) <= {"large", "mid", "public"}
    billed = {
        (int(row["customer"]), int(row["invoice"])): int(row["net"] + row["vat"])
        for row in of(rows, Event.INVOICED)
    }
    amounts = [billed[int(row["customer"]), int(row["invoice"])] for row in first]
    assert min(amounts) >= 500_000, "with VAT"
    assert {int(row["customer"]) for row in second} & {int(row["customer"]) for row in mailed}


def test_calls_for_the_large_and_letters_for_the_small_cost_less_than_calls_for_all():
    scenario = small_wholesaler(120, 365)
    apart = [
        {"day": 10, "channel": "call", "segments": ["large", "mid"]},
        {"day": 10, "channel": "email", "segments": ["sme", "micro", "public"]},
    ]
    levers = [
        scenario.today.but(collections={"ladder": steps, "collectors": PLENTY, "cost_per_call": 8.0})
        for steps in ([{"day": 10, "channel": "call"}], apart)
    ]
    scenario = scenario.but(company={"collector_cost_per_year": 0.0})
    all_called, some_called = samples(scenario, levers, 4)
    cheaper = all_called.values("collection_cost") - some_called.values("collection_cost")
    assert (cheaper > 0.0).all()


def test_promises_are_kept_as_often_as_the_measure_says():
    scenario = small_wholesaler(60, 365)
    (found,) = samples(scenario, [scenario.today], 1)
    rows = rows_of(scenario)
    year = rows[(rows["day"] >= 0) & (rows["day"] < 365)]
    kept, broken = of(year, Event.PROMISE_KEPT), of(year, Event.PROMISE_BROKEN)
    assert len(kept) > 30
    assert len(broken) > 30
    assert (broken["vat"] < broken["net"]).all()
    share = len(kept) / (len(kept) + len(broken))
    assert found.values("promise_kept_fraction")[0] == pytest.approx(share)
    paid = kept["net"].sum() + broken["vat"].sum()
    value = paid / (kept["net"].sum() + broken["net"].sum())
    assert found.values("promise_kept_value_fraction")[0] == pytest.approx(value)
    assert value > share, "a part counts by value"


@pytest.mark.parametrize(("keeps", "least", "most"), [(1.0, 1.0, 1.0), (0.0, 0.0, 0.5)])
def test_who_keeps_his_word_pays_in_full_by_the_day_and_who_does_not_pays_when_he_pays(keeps, least, most):
    """Nobody is short of money here, so that a kept promise covers all that it was given for."""
    scenario = quiet_wholesaler(
        60,
        240,
        behaviour={
            "contact_rate_fraction": 1.0,
            "promise_fraction": 1.0,
            "promise_kept_healthy_fraction": keeps,
            "liquidity_cause_fraction": 0.0,
            "contact_multiplier": 1.0,
        },
    )
    calls = {"ladder": [{"day": 15, "channel": "call"}], "collectors": PLENTY}
    rows = rows_of(scenario, collections=calls)
    made, kept = of(rows, Event.PROMISED), of(rows, Event.PROMISE_KEPT)
    ended = len(kept) + len(of(rows, Event.PROMISE_BROKEN))
    assert len(made) > 100
    assert least <= len(kept) / ended <= most
    assert 0.5 * len(made) < ended < len(made), "the others were replaced by a new one"
