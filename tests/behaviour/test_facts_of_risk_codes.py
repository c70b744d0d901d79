"""Facts of risk codes, deposits and warnings: who is asked for what, what it saves and what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Account, Event, balances
from simulator.rules.files import CODE_A, CODE_B, CODE_C, CODE_N
from simulator.scenario import Scenario
from tests.behaviour.trials import EQUAL_FIRMS, journals, of, samples, small_wholesaler, t_value, world_of

YEAR = 365


def many_fail(times: float = 15.0, **groups: Any) -> Scenario:
    """Customers of one kind, of whom many fail."""
    scenario = small_wholesaler(100, YEAR, portfolio=EQUAL_FIRMS)
    rates = {name: times * rate for name, rate in scenario.health.failures_per_year.items()}
    health = {"failures_per_year": rates, "asset_correlation_fraction": 0.0}
    return scenario.but(health=health).but(**groups)


def test_codes_follow_the_bands_of_the_score():
    """At a review the best half are A, the next 40 % B, the worst tenth C; who is new is N."""
    scenario = small_wholesaler(400, 200, portfolio={**EQUAL_FIRMS, "churn_per_year": 0.0})
    levers = scenario.today.but(credit_policy={"information": "bureau", "review_months": 12})
    rows = journals(world_of(scenario, levers))[0]
    reviewed = of(rows, Event.SCORED)
    first = reviewed["day"] == reviewed["day"].min()
    assert first.sum() == pytest.approx(400, rel=0.02)
    changed = of(rows, Event.RECODED)
    codes = changed["net"][changed["day"] == reviewed["day"].min()]
    share = {code: float((codes == code).sum()) / first.sum() for code in (CODE_A, CODE_C)}
    assert share[CODE_A] == pytest.approx(0.5, abs=0.1)
    assert share[CODE_C] == pytest.approx(0.1, abs=0.06)
    assert CODE_N not in codes
    assert CODE_B not in codes  # which they had before


def test_a_customer_is_new_for_half_a_year():
    scenario = small_wholesaler(100, YEAR, portfolio={"churn_per_year": 0.5})
    levers = scenario.today.but(credit_policy={"deposit_fraction": {"N": 0.5}})
    rows = journals(world_of(scenario, levers))[0]
    joined = {int(row["customer"]): int(row["day"]) for row in of(rows, Event.JOINED)}
    older = of(rows, Event.RECODED)
    ages = [int(row["day"]) - joined[int(row["customer"])] for row in older if int(row["customer"]) in joined]
    assert ages
    assert min(ages) >= 183
    paid = of(rows, Event.DEPOSIT_PAID)
    assert len(paid) > 20
    assert {int(number) >= 1_000_000 for number in paid["customer"]} == {True}


def test_what_is_paid_before_delivery_is_never_lost():
    """Prepayment: no receivable, no write-off, the cash with the order; but most do not order on these terms."""
    scenario = many_fail()
    today, before = scenario.today, scenario.today.but(credit_policy={"deposit_fraction": 1.0})
    usual, prepaid = (rows[rows["day"] >= 0] for rows in journals(world_of(scenario, today, before)))
    shipped = of(prepaid, Event.INVOICED)
    deposits = of(prepaid, Event.DEPOSIT_APPLIED)
    assert len(shipped) > 100
    assert set(deposits["invoice"].tolist()) >= set(shipped["invoice"][shipped["day"] > 10].tolist())
    late = of(prepaid, Event.WRITTEN_OFF)
    assert len(late[late["issued"] > 10]) == 0
    assert len(of(usual, Event.WRITTEN_OFF)) > 0
    ordered, lost = len(of(prepaid, Event.ORDERED)), len(of(prepaid, Event.LOST_TO_DEPOSIT))
    assert lost / ordered == pytest.approx(1.0 - scenario.applicants.accepts_prepayment_fraction, abs=0.1)
    assert balances(prepaid)[Account.DEPOSITS] == 0


def test_a_deposit_is_a_part_of_every_invoice():
    scenario = small_wholesaler(30, 120)
    levers = scenario.today.but(credit_policy={"deposit_fraction": 0.5})
    rows = journals(world_of(scenario, levers))[0]
    invoices = {(row["customer"], row["invoice"]): row["net"] for row in of(rows, Event.INVOICED)}
    for row in of(rows, Event.DEPOSIT_APPLIED):
        assert abs(2 * int(row["net"]) - int(invoices[row["customer"], row["invoice"]])) <= 1


def test_refused_applicants_on_prepayment_bring_margin_and_no_losses():
    scenario = small_wholesaler(200, YEAR, portfolio={**EQUAL_FIRMS, "churn_per_year": 0.5})
    refuse = {"credit_policy": {"refused_fraction": 0.5}}
    offer = {"credit_policy": {"refused_fraction": 0.5, "refused_offer": "prepayment"}}
    lost, kept = samples(scenario, [scenario.today.but(**refuse), scenario.today.but(**offer)], 8)
    assert t_value(lost.values("lost_margin") - kept.values("lost_margin")) > 3.0
    assert kept.values("customers_refused").mean() > 0.0


def test_warnings_cut_credit_to_those_who_get_into_trouble():
    """Six of ten are seen; what they lose in orders is little, what they owe when they fail is less."""
    scenario = many_fail(applicants={"alert_fraction": 1.0})
    today = scenario.today
    warned = today.but(credit_policy={"monitoring": "alerts", "alert_limit_fraction": 0.0})
    usual, watched = samples(scenario, [today, warned], 12)
    assert t_value(usual.values("write_offs") - watched.values("write_offs")) > 3.0
    assert t_value(watched.values("lost_margin") - usual.values("lost_margin")) > 3.0
    rows = journals(world_of(scenario, warned))[0]
    warnings, failures = of(rows, Event.WARNED), of(rows, Event.INSOLVENT, Event.VANISHED)
    share = len(set(warnings["customer"].tolist()) & set(failures["customer"].tolist())) / len(warnings)
    assert 0.1 < share < 0.4  # most warnings are false alarms


def test_goods_taken_back_come_soon_and_are_a_tenth():
    scenario = many_fail(15.0, health={"no_dividend_fraction": 1.0, "title_success_fraction": 1.0})
    levers = scenario.today.but(credit_policy={"retention_of_title": "yes"})
    rows = journals(world_of(scenario, levers))[0]
    goods = of(rows, Event.RECOVERED)
    goods = goods[(goods["invoice"] == -1) & (goods["sequence"] == 4)]
    failures = {int(row["customer"]): row for row in of(rows, Event.INSOLVENT)}
    assert len(goods) > 5
    for row in goods:
        failure = failures[int(row["customer"])]
        assert 30 <= row["day"] - failure["day"] <= 35
        assert row["net"] + row["vat"] == pytest.approx(0.1 * failure["net"], abs=2)


def test_fraud_is_one_large_order_that_nobody_pays():
    scenario = small_wholesaler(100, YEAR, portfolio={"churn_per_year": 0.5}).but(
        applicants={"fraud_fraction": 0.2}
    )
    rows = journals(world_of(scenario, scenario.today.but(credit_policy={"limit_rule": "none"})))[0]
    vanished = of(rows, Event.VANISHED)
    frauds = vanished[vanished["desk"] == 5]
    assert len(frauds) > 3
    for number in frauds["customer"]:
        mine = rows[rows["customer"] == number]
        assert len(of(mine, Event.INVOICED)) == 1
        assert len(of(mine, Event.PAID)) == 0
    new = np.unique(of(rows, Event.JOINED)["customer"])
    assert len(frauds) / len(new) == pytest.approx(0.2, abs=0.12)


def test_sales_overrides_let_through_what_credit_would_hold():
    scenario = small_wholesaler(60, YEAR)
    tight = {"limit_months_of_sales": 0.7, "limit_minimum_orders": 1.0}
    held, talked = samples(
        scenario,
        [
            scenario.today.but(credit_policy=tight),
            scenario.today.but(credit_policy={**tight, "override_fraction": 0.5}),
        ],
        6,
    )
    assert t_value(held.values("orders_lost_to_holds") - talked.values("orders_lost_to_holds")) > 4.0


def test_the_committee_makes_large_applicants_wait():
    scenario = small_wholesaler(100, YEAR, portfolio={"churn_per_year": 0.5}).but(
        applicants={"lost_per_day_fraction": 0.1}
    )
    levers = scenario.today.but(credit_policy={"authority": 50_000.0})
    rows = journals(world_of(scenario, levers))[0]
    gone = len(of(rows, Event.WITHDREW))
    assert 0 < gone < 0.5 * (len(of(rows, Event.JOINED)) + gone)
    places = {int(number) % 1_000_000 for number in of(rows, Event.WITHDREW)["customer"]}
    world = world_of(scenario, levers)
    assert (world.plans[0].limit_cents[sorted(places)] > 5_000_000).all()


def test_who_was_looked_at_as_an_applicant_is_not_looked_at_again_the_month_after():
    """Reports cost money, and who prepays because we refused it may not try its luck again after a month."""
    scenario = small_wholesaler(100, 600, portfolio={"churn_per_year": 0.4}, health={"failure_spread": 1.8})
    policy = {
        "information": "bureau",
        "review_months": 12,
        "refused_fraction": 0.3,
        "refused_offer": "prepayment",
    }
    seen = []
    for analysts in (0, 1):
        levers = scenario.today.but(credit_policy={**policy, "analysts": analysts})
        rows = journals(world_of(scenario, levers))[0]
        refused = set(of(rows, Event.REFUSED)["customer"].tolist())
        looks = of(rows, Event.SCORED)
        for customer in np.unique(looks["customer"][looks["customer"] >= 1_000_000]).tolist():
            days = np.sort(looks["day"][looks["customer"] == customer])
            if len(days) > 1:
                assert days[1] - days[0] >= 75, "the shortest time between two reviews is a quarter"
                seen.append(customer in refused)
    assert sum(seen) > 5
    assert len(seen) - sum(seen) > 20
