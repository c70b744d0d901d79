"""Facts of selling that a toy misses: who takes a discount, what demand answers, what holds and hardness cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.discount import implied_rate_per_year
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    STRIDE,
    journals,
    many_journals,
    of,
    paid_days,
    portfolio_of,
    quiet_wholesaler,
    small_wholesaler,
    world_of,
)

OFFER = {"discount": {"rate_fraction": 0.02, "window_days": 10, "grace_days": 3}}
EARNED = {"unearned_fraction": dict.fromkeys(SEGMENTS, 0.0)}


def ready(fraction: float) -> dict[str, Any]:
    """Accounts payable of every customer are ready in the window in this share of cases."""
    return {**EARNED, "accounts_payable_ready_fraction": dict.fromkeys(SEGMENTS, fraction)}


def offered(scenario: Scenario):
    """Rows without and with the offer of a discount."""
    return journals(world_of(scenario, scenario.today, scenario.today.but(**OFFER)))


def keys_of(rows) -> set[tuple[int, int]]:
    return set(zip(rows["customer"].tolist(), rows["invoice"].tolist(), strict=True))


def test_who_pays_early_anyway_keeps_the_discount_too():
    """Leakage: with nobody ready for it, exactly those take it who pay within the window without it."""
    usual, discounted = offered(quiet_wholesaler(80, 365, behaviour=ready(0.0)))
    assert of(usual, Event.PAID)["day"].tolist() == of(discounted, Event.PAID)["day"].tolist()
    paid = of(usual, Event.PAID)
    early = paid[paid["day"] - paid["issued"] <= 10]
    assert len(early) > 30
    assert keys_of(of(discounted, Event.DISCOUNTED)) == keys_of(early)


def test_accounts_payable_must_be_ready():
    shares = []
    for fraction in (0.0, 0.5, 1.0):
        _, rows = offered(quiet_wholesaler(80, 365, behaviour=ready(fraction)))
        shares.append(len(of(rows, Event.DISCOUNTED)) / len(of(rows, Event.PAID)))
    leaked, half, most = shares
    assert half == pytest.approx((leaked + most) / 2, abs=0.03)
    assert most > leaked + 0.4  # 2 % for twenty days is 37 % a year; it beats what money costs most customers


def test_large_customers_are_readier_than_small_ones():
    scenario = small_wholesaler(200, 365)
    segments = portfolio_of(scenario).customers["segment"]
    _, rows = offered(scenario)
    share = {}
    for name in ("large", "sme", "micro"):
        members = np.flatnonzero(segments == SEGMENTS.index(name))
        taken, paid = (
            np.isin(of(rows, event)["customer"] % STRIDE, members).sum()
            for event in (Event.DISCOUNTED, Event.PAID)
        )
        share[name] = taken / paid
    assert share["large"] > share["sme"] + 0.1
    assert share["large"] > share["micro"] + 0.15


def test_it_is_compared_with_the_day_on_which_they_would_really_have_paid():
    """A customer who pays on day 90 gains 80 days' rent, 9 % a year, for the same 2 %: too little for 16 % money."""
    assert implied_rate_per_year(0.02, 80.0) < 0.16 < implied_rate_per_year(0.02, 20.0)
    usual, discounted = offered(quiet_wholesaler(80, 365, behaviour=ready(1.0), portfolio=EQUAL_FIRMS))
    paid = of(usual, Event.PAID)
    took = keys_of(of(discounted, Event.DISCOUNTED))
    waited = paid["day"] - paid["issued"]
    prompt, slow = paid[(waited > 14) & (waited <= 34)], paid[waited > 80]
    assert np.mean([key in took for key in keys_of(prompt)]) > 0.75
    assert np.mean([key in took for key in keys_of(slow)]) < 0.1


def test_whose_money_is_dear_takes_no_discount():
    shares = []
    for cost in (0.05, 0.60):
        money = {"buyer_cost_of_funds_per_year": dict.fromkeys(SEGMENTS, cost)}
        _, rows = offered(quiet_wholesaler(60, 240, behaviour={**ready(1.0), **money}))
        shares.append(len(of(rows, Event.DISCOUNTED)) / len(of(rows, Event.PAID)))
    assert shares[0] > shares[1] + 0.4


def test_some_take_it_and_pay_late():
    unearned = {"unearned_fraction": dict.fromkeys(SEGMENTS, 0.3)}
    usual, rows = offered(quiet_wholesaler(80, 365, behaviour={**ready(1.0), **unearned}))
    taken = of(rows, Event.DISCOUNTED)
    late = taken[taken["day"] - taken["issued"] > 13]
    share = len(late) / len(taken)
    assert 0.15 < share < 0.3  # of the 30 % some would have been in time anyway
    before, after = paid_days(usual), paid_days(rows)
    assert all(after[key] == before[key] for key in keys_of(late))  # the money comes as late as ever


def test_demand_answers_to_terms():
    """The same orders, each worth (60 / 30) ^ 0.10 = 1.0718 times as much; 14 days: 0.9266 times."""
    scenario = quiet_wholesaler(40, 240)
    days = (30, 60, 14)
    found = [
        of(rows, Event.ORDERED)
        for rows in journals(
            world_of(scenario, *(scenario.today.but(terms={"net_days": one}) for one in days))
        )
    ]
    assert keys_of(found[0]) == keys_of(found[1]) == keys_of(found[2])
    for orders, ratio in zip(found[1:], (1.0718, 0.9266), strict=True):
        assert orders["net"].sum() / found[0]["net"].sum() == pytest.approx(ratio, abs=2e-4)
        assert np.abs(orders["net"] / found[0]["net"] - ratio).max() < 1e-2


def test_demand_answers_to_the_terms_of_competitors():
    totals = []
    for ratio in (1.0, 2.0):
        scenario = quiet_wholesaler(40, 240, economy={"competitor_terms_ratio": ratio})
        totals.append(of(journals(world_of(scenario))[0], Event.ORDERED)["net"].sum())
    assert totals[1] / totals[0] == pytest.approx(2**-0.10, abs=1e-4)


def test_terms_that_nobody_changes_leave_every_order_as_it_is():
    scenario = quiet_wholesaler(40, 240)
    same = scenario.today.but(terms={"net_days": 30})
    first, other = journals(world_of(scenario, scenario.today, same))
    assert first.tobytes() == other.tobytes()


@pytest.mark.parametrize("lost", [0.0, 0.4, 1.0])
def test_a_held_order_is_lost_or_waits(lost):
    scenario = small_wholesaler(80, 365, behaviour={"hold_lost_fraction": lost})
    strict = scenario.today.but(credit_policy={"stop_supply_days": 5, "limit_months_of_sales": 1.0})
    (rows,) = journals(world_of(scenario, strict))
    rows = rows[rows["day"] >= 0]
    gone, held = len(of(rows, Event.LOST_TO_HOLD)), len(of(rows, Event.HELD))
    assert gone + held > 100
    assert gone / (gone + held) == pytest.approx(lost, abs=0.06)


def test_held_orders_come_later_and_in_their_order():
    scenario = small_wholesaler(80, 365, behaviour={"hold_lost_fraction": 0.0})
    strict = scenario.today.but(credit_policy={"stop_supply_days": 5, "limit_months_of_sales": 1.0})
    (rows,) = journals(world_of(scenario, strict))
    ordered = {(row["customer"], row["invoice"]): row["day"] for row in of(rows, Event.ORDERED)}
    released = of(rows, Event.RELEASED)
    waits = np.array([row["day"] - ordered[row["customer"], row["invoice"]] for row in released])
    assert len(waits) > 50
    assert waits.min() >= 1
    assert waits.mean() > 3
    for customer in np.unique(released["customer"]):
        numbers = released["invoice"][released["customer"] == customer]
        assert (np.diff(numbers) > 0).all()


def leaving(scenario: Scenario, **changes: Any) -> float:
    """Customers who leave, over four replications of two years."""
    world = world_of(scenario, scenario.today.but(**changes))
    return sum(len(of(rows[rows["day"] < 730], Event.CHURNED)) for rows in many_journals(world, 4))


def test_holds_drive_customers_away():
    strict = {"credit_policy": {"stop_supply_days": 5, "limit_months_of_sales": 1.0}}
    patient, touchy = (
        small_wholesaler(120, 730, behaviour={"hold_churn_multiplier": multiplier})
        for multiplier in (1.0, 3.0)
    )
    assert leaving(touchy, **strict) > 1.3 * leaving(patient, **strict)


def test_hard_letters_drive_customers_away():
    hard = {
        "collections": {
            "ladder": [{"day": 5, "channel": "final_demand"}, {"day": 15, "channel": "final_demand"}]
        }
    }
    patient, touchy = (
        small_wholesaler(120, 730, behaviour={"hard_contact_churn_multiplier": multiplier})
        for multiplier in (1.0, 2.0)
    )
    assert leaving(touchy, **hard) > 1.5 * leaving(patient, **hard)


def test_customers_leave_of_their_own_accord_and_are_replaced():
    scenario = small_wholesaler(
        200, 730, behaviour={"hold_churn_multiplier": 1.0, "hard_contact_churn_multiplier": 1.0}
    )
    rows = np.concatenate(many_journals(world_of(scenario), 2))
    left = of(rows[rows["day"] < 730], Event.CHURNED)
    assert len(left) / (200 * 2 * 2) == pytest.approx(0.08, abs=0.02)
    joined = of(rows, Event.JOINED)
    assert len(joined) > 0.8 * len(left)
    assert (joined["customer"] >= STRIDE).all()


def test_nobody_owes_more_than_the_limit():
    """One month of sales here, five orders at least; without a limit some do."""
    months, orders = 1.0, 5.0
    scenario = small_wholesaler(60, 365, portfolio={"churn_per_year": 0.0})
    limited = scenario.today.but(
        credit_policy={"limit_months_of_sales": months, "limit_minimum_orders": orders}
    )
    unlimited = scenario.today.but(credit_policy={"limit_rule": "none"})
    customers = portfolio_of(scenario).customers
    base = np.maximum(months * customers["orders_per_month"], orders) * customers["order_value"]
    limits = np.round(100 * base * (1 + scenario.company.vat_fraction))
    above = []
    world = world_of(scenario.but(today=limited), limited, unlimited)
    for rows in journals(world):
        owed, most = np.zeros(60, dtype=np.int64), np.zeros(60, dtype=np.int64)
        for row in of(rows[rows["customer"] < STRIDE], Event.INVOICED, Event.PAID, Event.WRITTEN_OFF):
            change = int(row["net"] + row["vat"])
            owed[row["customer"]] += change if row["event"] == Event.INVOICED else -change
            most[row["customer"]] = max(most[row["customer"]], owed[row["customer"]])
        above.append(int((most > limits + 1).sum()))
    assert above[0] == 0
    assert above[1] > 10


def test_an_order_beyond_the_whole_limit_is_lost_at_once():
    scenario = small_wholesaler(60, 365)
    tight = scenario.today.but(credit_policy={"limit_months_of_sales": 0.5, "limit_minimum_orders": 1.0})
    usual, strict = journals(world_of(scenario, scenario.today, tight))
    assert len(of(strict, Event.LOST_TO_LIMIT)) > 10 * max(len(of(usual, Event.LOST_TO_LIMIT)), 1)


def test_sales_grow_and_have_their_season():
    index = [0.5, 1.5] * 6
    scenario = quiet_wholesaler(200, 730, economy={"growth_per_year": 0.2, "season_sales": index}).but(
        company={"calendar": "real"}
    )
    orders = of(journals(world_of(scenario))[0], Event.ORDERED)["day"]
    first, second = (orders < 365).sum(), (orders >= 365).sum()
    assert second / first == pytest.approx(1.2, abs=0.06)
    january, february = (orders < 31).sum() / 31, ((orders >= 31) & (orders < 59)).sum() / 28
    assert february / january == pytest.approx(3.0, rel=0.2)
