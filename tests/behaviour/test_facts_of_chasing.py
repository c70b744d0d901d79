"""Facts of chasing that a toy misses: contacts speed up hazard, promises bind some, people are scarce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.levers import Levers
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    PLENTY,
    STRIDE,
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

STRONG = {"contact_multiplier": dict.fromkeys(("email", "call", "manager", "final_demand"), 5.0)}
RESPONSIVE = {**STRONG, "liquidity_cause_fraction": 0.0}
EMAIL_ON_DAY_10 = [{"day": 10, "channel": "email"}]
CALL_ON_DAY_5 = [{"day": 5, "channel": "call"}]


def responsive(customers: int = 80, **behaviour: Any) -> Scenario:
    return quiet_wholesaler(customers, 365, behaviour={**RESPONSIVE, **behaviour})


def chased(scenario: Scenario, ladder: Sequence[Mapping[str, Any]], **levers: Any) -> Levers:
    return scenario.today.but(collections={"ladder": list(ladder), "collectors": PLENTY, **levers})


def saved_days(scenario: Scenario, ladder: Sequence[Mapping[str, Any]]):
    """Of every invoice: days late when nobody writes, and days that the ladder saved."""
    quiet, written = journals(world_of(scenario, scenario.today, chased(scenario, ladder)))
    before, after = paid_days(quiet), paid_days(written)
    due = {(row["customer"], row["invoice"]): row["due"] for row in of(quiet, Event.INVOICED)}
    keys = sorted(before)
    late = np.array([before[key] - due[key] for key in keys])
    return late, np.array([before[key] - after[key] for key in keys])


def test_a_contact_speeds_up_hazard_and_does_not_subtract_days():
    late, saved = saved_days(responsive(), EMAIL_ON_DAY_10)
    assert not saved[late <= 10].any()  # who pays before the contact does not know of it
    touched = late > 11
    assert (saved >= 0).all()
    assert (late - saved)[touched].min() >= 10  # nobody pays before having been contacted
    assert saved[touched].mean() > 1.5
    short, long = saved[(late > 11) & (late <= 20)], saved[(late > 30) & (late <= 90)]
    assert long.mean() > 1.5 * short.mean()  # whoever is far from paying gains more days
    assert long.std() > 1.0  # and not all gain the same


def test_a_reminder_before_due_makes_more_pay_on_time():
    scenario = responsive()
    quiet, reminded = journals(
        world_of(scenario, scenario.today, chased(scenario, [{"day": -3, "channel": "email"}]))
    )
    gained = (late_days(reminded) <= 0).mean() - (late_days(quiet) <= 0).mean()
    assert gained > 0.05
    assert (late_days(reminded) < -3).sum() == (late_days(quiet) < -3).sum()


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ({"email_half_life_days": 1.0}, {"email_half_life_days": 20.0}),
        ({"contact_multiplier": {"email": 1.5}}, {"contact_multiplier": {"email": 5.0}}),
        ({"fatigue_fraction": 0.0}, {"fatigue_fraction": 1.0}),
        ({"liquidity_cause_fraction": 1.0}, {"liquidity_cause_fraction": 0.0}),
        (
            {"liquidity_cause_fraction": 1.0, "liquidity_response_fraction": 0.2},
            {"liquidity_cause_fraction": 1.0, "liquidity_response_fraction": 0.8},
        ),
    ],
    ids=["half-life", "multiplier", "fatigue", "cause", "response"],
)
def test_what_a_contact_is_worth(weaker, stronger):
    """The same letters to the same customers: how long they are remembered, how strongly, how often, and by whom."""
    twice = [{"day": 5, "channel": "email"}, {"day": 7, "channel": "email"}]
    means = []
    for behaviour in (weaker, stronger):
        scenario = responsive(60, **behaviour)
        (rows,) = journals(world_of(scenario, chased(scenario, twice)))
        means.append(np.maximum(late_days(rows), 0).mean())
    assert means[1] < means[0] - 0.1


def test_who_has_no_money_and_no_answer_is_not_moved():
    scenario = responsive(liquidity_cause_fraction=1.0, liquidity_response_fraction=0.0)
    _, saved = saved_days(scenario, EMAIL_ON_DAY_10)
    assert not saved.any()


def test_calls_reach_only_sometimes_and_letters_always():
    scenario = quiet_wholesaler(60, 365)
    ladder = [*CALL_ON_DAY_5, {"day": 15, "channel": "final_demand"}]
    (rows,) = journals(world_of(scenario, chased(scenario, ladder)))
    share = len(of(rows, Event.REACHED)) / len(of(rows, Event.CALLED))
    assert share == pytest.approx(scenario.behaviour.contact_rate_fraction, abs=0.05)
    assert len(of(rows, Event.DEMANDED)) > 0


def with_promises(kept: float, **behaviour: Any):
    """Everybody called promises for a week later; rows under these shares kept."""
    scenario = quiet_wholesaler(
        60,
        365,
        behaviour={
            "contact_rate_fraction": 1.0,
            "promise_fraction": 1.0,
            "promise_minimum_days": 7,
            "promise_maximum_days": 7,
            "promise_kept_healthy_fraction": kept,
            "promise_kept_stressed_fraction": kept,
            "liquidity_cause_fraction": 0.0,
            **behaviour,
        },
    )
    (rows,) = journals(world_of(scenario, chased(scenario, CALL_ON_DAY_5)))
    return rows


def shares_kept(rows) -> list[float]:
    """Of each promise, the share of what was promised that was there on the day."""
    paid, found = of(rows, Event.PAID), []
    for promise in of(rows, Event.PROMISED):
        meant = paid[(paid["customer"] == promise["customer"]) & (paid["due"] < promise["day"])]
        meant = meant[meant["day"] > promise["day"]]
        kept = meant[meant["day"] <= promise["due"]]
        found.append((kept["net"].sum() + kept["vat"].sum()) / promise["net"])
    return found


def test_a_promise_kept_is_paid_on_its_day():
    found = shares_kept(with_promises(1.0))
    assert len(found) > 100
    assert min(found) == 1.0


def test_a_promise_broken_is_worth_nothing():
    """The payments are those of a world in which nobody promises."""
    broken, silent = with_promises(0.0), with_promises(0.0, promise_fraction=0.0)
    assert len(of(broken, Event.PROMISED)) > 100
    assert of(broken, Event.PAID).tobytes() == of(silent, Event.PAID).tobytes()


def test_most_promises_are_kept_and_many_are_not():
    always, usual, never = (
        np.mean(np.array(shares_kept(with_promises(kept))) >= 1.0) for kept in (1.0, 0.75, 0.0)
    )
    assert always == 1.0
    assert never < 0.6  # some would have paid by then anyway
    assert usual == pytest.approx(never + 0.75 * (1 - never), abs=0.06)


def test_stressed_customers_break_more_promises():
    """Who breaks all promises under stress brings less on the day than who does not."""
    shares = {}
    for kept in (0.0, 1.0):
        scenario = quiet_wholesaler(
            60,
            365,
            portfolio=EQUAL_FIRMS,
            health={"failures_per_year": dict.fromkeys(("large", "mid", "sme", "micro", "public"), 0.1)},
            behaviour={
                "contact_rate_fraction": 1.0,
                "promise_fraction": 1.0,
                "promise_kept_healthy_fraction": 1.0,
                "promise_kept_stressed_fraction": kept,
                "liquidity_cause_fraction": 0.0,
            },
        )
        (rows,) = journals(world_of(scenario, chased(scenario, CALL_ON_DAY_5)))
        shares[kept] = np.mean(np.minimum(shares_kept(rows), 1.0))
    assert shares[1.0] > shares[0.0] + 0.05


def test_a_promise_can_pause_the_ladder():
    scenario = small_wholesaler(
        60,
        240,
        company={"warm_up_days": 0},
        behaviour={"promise_fraction": 1.0, "contact_rate_fraction": 1.0},
    )
    go_on = chased(scenario, [step.model_dump() for step in scenario.today.collections.ladder])
    paused = go_on.but(collections={"promise_pauses_chasing_days": 14})
    chatty, patient = journals(world_of(scenario, go_on, paused))
    for rows, pause in ((chatty, 0), (patient, 14)):
        letters, gaps = of(rows, Event.DEMANDED, Event.EMAILED), []
        for promise in of(rows, Event.PROMISED):
            mine = letters[(letters["customer"] == promise["customer"]) & (letters["day"] > promise["day"])]
            mine = mine[mine["due"] < promise["day"]]
            gaps += (mine["day"][:1] - promise["day"]).tolist()
        assert (min(gaps) >= pause) if pause else (min(gaps) < 5)


def test_people_are_scarce_and_half_a_collector_leaves_a_backlog():
    """Enough people leave nothing; half of one who would just do leaves a queue, and money comes later."""
    scenario = small_wholesaler(200, 240, company={"warm_up_days": 120, "run_off_days": 0})
    (enough,) = samples(scenario, [scenario.today.but(collections={"collectors": 4})], 3)
    minutes = 450.0 * 4 * float(enough.values("desk_load_fraction").mean())
    just, half = (scenario.today.but(collections={"shift_minutes": part * minutes}) for part in (1.6, 0.5))
    one, other = samples(scenario, [just, half], 3)
    assert (enough.values("backlog_cases") == 0).all()
    assert (other.values("backlog_cases") > 5 * one.values("backlog_cases")).all()
    assert (other.values("backlog_cases") > 5).all()
    assert (other.values("desk_load_fraction") > 0.95).all()
    assert (one.values("desk_load_fraction") < 0.9).all()
    assert other.values("days_late_mean").mean() > enough.values("days_late_mean").mean() + 0.2


def test_the_largest_overdue_is_called_first():
    """Where a shift has time for few, the larger debtors get it."""
    scenario = small_wholesaler(120, 120, company={"warm_up_days": 0})
    customers = portfolio_of(scenario).customers
    sizes = customers["orders_per_month"] * customers["order_value"]
    few, enough = (scenario.today.but(collections={"shift_minutes": minutes}) for minutes in (20.0, 450.0))
    scarce, plenty = (
        sizes[of(rows, Event.CALLED)["customer"] % STRIDE].mean()
        for rows in journals(world_of(scenario, few, enough))
    )
    assert scarce > 1.5 * plenty
