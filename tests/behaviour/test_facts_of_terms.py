"""Facts of terms: parts of an invoice, ends of months, terms by segment, direct debit, terms that are clear."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from simulator.journal import Account, Event, balances
from simulator.luck import Stream, luck
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.terms import PART, RETAINED, is_reminded
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    STRIDE,
    gross,
    journals,
    late_days,
    of,
    paid_days,
    portfolio_of,
    quiet_wholesaler,
    small_wholesaler,
    world_of,
)

INELASTIC = {"terms_elasticity": 0.0}


def rows_of(scenario: Scenario, **levers: Any) -> Any:
    return journals(world_of(scenario, scenario.today.but(**levers)))[0]


def by_order(rows: Any) -> dict[tuple[int, int], list[Any]]:
    """The invoices of each order, in the order of their parts."""
    found = defaultdict(list)
    for row in np.sort(of(rows, Event.INVOICED), order=["customer", "invoice"]):
        found[int(row["customer"]), int(row["invoice"]) % PART].append(row)
    return found


def test_instalments_are_the_order_in_equal_parts_some_days_apart():
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    whole = by_order(rows_of(scenario))
    parts = by_order(rows_of(scenario, terms={"instalments": 3, "instalment_days": 20}))
    assert whole.keys() == parts.keys()
    for key, (one,) in whole.items():
        three = parts[key]
        assert sum(int(part["net"]) for part in three) == one["net"]
        assert sum(int(part["vat"]) for part in three) == one["vat"]
        assert max(part["net"] for part in three) - min(part["net"] for part in three) <= 1
        assert [int(part["due"] - one["due"]) for part in three] == [0, 20, 40]
        assert {int(part["issued"]) for part in three} == {int(one["issued"])}


def test_the_first_part_has_the_luck_of_the_whole_and_the_others_their_own():
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    whole = paid_days(rows_of(scenario))
    parts = paid_days(rows_of(scenario, terms={"instalments": 2, "instalment_days": 0}))
    assert all(parts[key] == day for key, day in whole.items())
    others = [
        day == whole[customer, number - PART] for (customer, number), day in parts.items() if number >= PART
    ]
    assert 0.05 < np.mean(others) < 0.6


def test_milestones_are_billed_one_after_another_and_are_the_order_in_the_end():
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    whole = by_order(rows_of(scenario))
    parts = by_order(rows_of(scenario, terms={"milestones": 4, "milestone_days": 15}))
    assert whole.keys() == parts.keys()
    for key, (one,) in whole.items():
        four = parts[key]
        assert sum(int(part["net"]) for part in four) == one["net"]
        assert [int(part["issued"] - one["issued"]) for part in four] == [0, 15, 30, 45]
        assert {int(part["due"] - part["issued"]) for part in four} == {30}
        assert max(part["net"] for part in four) - min(part["net"] for part in four) <= 1


def test_an_order_counts_against_the_limit_until_its_last_milestone_is_billed():
    """Half a month of sales as limit: work that is still to be billed holds the next orders back."""
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    tight = {"limit_rule": "monthly_sales", "limit_months_of_sales": 2.0, "limit_minimum_orders": 0.0}
    held = [
        len(of(rows_of(scenario, credit_policy=tight, terms=terms), Event.HELD, Event.LOST_TO_HOLD))
        for terms in ({}, {"milestones": 3, "milestone_days": 60})
    ]
    assert held[1] > 1.2 * held[0]


def test_subscriptions_come_at_equal_gaps_and_of_equal_size():
    scenario = quiet_wholesaler(60, 365, behaviour=INELASTIC, portfolio={"order_process": "recurring"})
    orders = of(rows_of(scenario), Event.ORDERED)
    rates = portfolio_of(scenario).customers["orders_per_month"]
    for customer in range(60):
        theirs = np.sort(orders[orders["customer"] == customer], order="invoice")
        gaps = np.diff(theirs["day"])
        assert len(set(theirs["net"].tolist())) == 1
        assert gaps.max() - gaps.min() <= 1
        assert len(theirs) == pytest.approx(12 * rates[customer], abs=1)


def test_subscriptions_grow_in_value_not_in_number():
    still, growing = (
        of(
            rows_of(
                quiet_wholesaler(
                    60, 365, economy={"growth_per_year": rate}, portfolio={"order_process": "recurring"}
                )
            ),
            Event.ORDERED,
        )
        for rate in (0.0, 0.3)
    )
    assert len(still) == len(growing)
    assert 1.1 < growing["net"].sum() / still["net"].sum() < 1.2


def test_some_invoices_are_paid_in_halves_a_month_apart():
    scenario = quiet_wholesaler(120, 365, behaviour={**INELASTIC, "partial_payment_fraction": 0.1})
    rows = rows_of(scenario)
    halves, paid = of(rows, Event.PAID_IN_PART), paid_days(rows)
    assert len(halves) / len(paid) == pytest.approx(0.1, abs=0.015)
    assert gross(of(rows, Event.INVOICED)) == gross(of(rows, Event.PAID)) + gross(halves)
    usual = paid_days(rows_of(quiet_wholesaler(120, 365, behaviour=INELASTIC)))
    for row in halves:
        key = int(row["customer"]), int(row["invoice"])
        assert usual[key] == row["day"]
        assert paid[key] == row["day"] + 30


def test_the_rest_of_an_invoice_is_not_given_up_because_a_step_is_for_larger_ones():
    """The letter was planned for the whole amount; the half that is left is below it, and waits for the end."""
    halves = {"partial_payment_fraction": 1.0, "partial_payment_days": 60}
    scenario = quiet_wholesaler(60, 365, behaviour={**INELASTIC, **halves})
    ladder = [{"day": 10, "channel": "call"}, {"day": 60, "channel": "final_demand", "above": 3000}]
    rows = rows_of(scenario, collections={"ladder": ladder})
    parts = of(rows, Event.PAID_IN_PART)
    assert len(parts) > 500
    assert ((parts["day"] < parts["due"] + 60) & (parts["day"] > parts["due"])).sum() > 50
    given_up = of(rows, Event.WRITTEN_OFF)
    assert (given_up["day"] - given_up["due"] >= 365).all()


def test_where_the_tax_office_gives_nothing_back_a_loss_includes_its_vat():
    lost = {}
    for relief in ("granted", "refused"):
        scenario = small_wholesaler(60, 365, company={"vat_relief": relief})
        rates = {name: 20 * rate for name, rate in scenario.health.failures_per_year.items()}
        (rows,) = journals(world_of(scenario.but(health={"failures_per_year": rates})))
        lost[relief] = rows[rows["day"] >= 0]
    vat = of(lost["refused"], Event.RELIEF_REFUSED)["vat"].sum()
    assert vat == of(lost["granted"], Event.RELIEF_GRANTED)["vat"].sum() > 0
    bad_debt = [balances(rows)[Account.BAD_DEBT] for rows in lost.values()]
    assert bad_debt[1] - bad_debt[0] == vat


def test_retention_is_due_in_halves_at_completion_and_after_the_defects_period():
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    terms = {"retention_fraction": 0.05, "retention_release_days": 90, "retention_defects_days": 100}
    rows = rows_of(scenario, terms=terms, discount={"rate_fraction": 0.02})
    for main, first, second in by_order(rows).values():
        order = int(main["net"]) + int(first["net"]) + int(second["net"])
        assert int(first["net"]) + int(second["net"]) == pytest.approx(0.05 * order, abs=0.51)
        assert 0 <= second["net"] - first["net"] <= 1
        assert (first["due"] - first["issued"], second["due"] - second["issued"]) == (90, 190)
        assert first["invoice"] // PART == RETAINED
    kept = of(rows, Event.DISCOUNTED)
    assert len(kept) > 100
    assert (kept["invoice"] < PART).all(), "no discount on what is retained"
    settled = of(rows, Event.PAID, Event.DISCOUNTED)
    assert gross(of(rows, Event.INVOICED)) == gross(settled)


@pytest.mark.parametrize("convention", ["end_of_month", "end_of_month_plus"])
def test_ends_of_months_add_half_a_month(convention):
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    invoiced = of(rows_of(scenario, terms={"due_convention": convention}), Event.INVOICED)
    assert ((invoiced["due"] + 1) % 30 == 0).all(), "the plain calendar's months have 30 days"
    assert (invoiced["due"] - invoiced["issued"] - 30).mean() == pytest.approx(14.5, abs=0.6)


def test_each_segment_has_the_terms_that_are_named_for_it():
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    segments = portfolio_of(scenario).customers["segment"]
    terms = {"net_days": 40, "net_days_large": 75, "net_days_micro": 14, "net_days_public": 0}
    invoiced = of(rows_of(scenario, terms=terms), Event.INVOICED)
    agreed = {"large": 75, "mid": 40, "sme": 40, "micro": 14, "public": 0}
    days = np.array([agreed[SEGMENTS[segments[number % STRIDE]]] for number in invoiced["customer"]])
    assert (invoiced["due"] - invoiced["issued"] == days).all()


def test_orders_answer_to_the_average_day_on_which_money_is_due():
    scenario = quiet_wholesaler()
    sales = [
        of(rows_of(scenario, terms=terms), Event.ORDERED)["net"].sum()
        for terms in ({}, {"instalments": 3, "instalment_days": 30}, {"net_days": 60})
    ]
    assert sales[1] == pytest.approx(sales[2], rel=1e-6)
    assert sales[1] / sales[0] == pytest.approx(2**0.1, rel=1e-3)


def test_a_debit_comes_on_its_day_neither_before_nor_after():
    scenario = quiet_wholesaler(behaviour={**INELASTIC, "debit_failure_fraction": 0.0})
    rows = rows_of(scenario, terms={"direct_debit_fraction": 1.0, "direct_debit_fee_fraction": 0.01})
    assert (late_days(rows) == 0).all()
    fees, paid = of(rows, Event.DEBIT_FEE_PAID), of(rows, Event.PAID)
    assert len(fees) == len(paid)
    assert fees["net"].sum() == pytest.approx(0.01 * gross(paid), rel=1e-4)


def test_some_customers_allow_debits_and_a_fiftieth_of_those_fails():
    scenario = quiet_wholesaler(200, 365, behaviour=INELASTIC)
    own = paid_days(rows_of(scenario))
    rows = rows_of(scenario, terms={"direct_debit_fraction": 0.4})
    drawn = {(int(row["customer"]), int(row["invoice"])) for row in of(rows, Event.DEBIT_FEE_PAID)}
    customers = {customer for customer, _ in drawn}
    assert len(customers) / 200 == pytest.approx(0.4, abs=0.09)
    theirs = [key for key in own if key[0] in customers]
    failed = [key for key in theirs if key not in drawn]
    assert len(failed) / len(theirs) == pytest.approx(0.02, abs=0.005)
    after = paid_days(rows)
    assert all(after[key] == own[key] for key in own if key not in drawn)


def test_clear_terms_bring_the_forgetful_to_the_due_date_and_nobody_else():
    """The draw that says why somebody is late also says whether clear terms would have reminded him."""
    scenario = quiet_wholesaler(behaviour=INELASTIC)
    usual, clear = rows_of(scenario), rows_of(scenario, terms={"clarity_fraction": 0.4})
    before, after = paid_days(usual), paid_days(clear)
    paid = of(usual, Event.PAID)
    keys = zip(paid["customer"].tolist(), paid["invoice"].tolist(), strict=True)
    due = dict(zip(keys, paid["due"].tolist(), strict=True))
    short_of_money = scenario.behaviour.liquidity_cause_fraction
    reminded = {key for key in due if is_reminded(luck(2026, 0, Stream.CAUSE, *key), short_of_money, 0.4)}
    moved = {key for key in before if after[key] != before[key]}
    assert moved == {key for key in reminded if before[key] > due[key]}
    assert all(after[key] == due[key] for key in moved)
    assert len(moved) > 50
