"""Why two strategies differ, against cases of which the answer is known."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.experiment.why import why
from simulator.journal import Account, Event
from simulator.strategy import Strategy, load_strategy
from tests.behaviour.trials import journals, of, portfolio_of, small_wholesaler, world_of
from tests.properties.worlds import Played

TODAY = load_strategy("status_quo")
MEASURES = ("profit_to_the_end", "cash_collected", "dso", "write_offs")


def strategy(**changes: Any) -> Strategy:
    return Strategy(name="Other", why="x", changes=changes)


def small(customers: int = 20, days: int = 181, **groups: Any):
    """A small wholesaler whose overdraft costs nothing, so that only what is changed costs something."""
    return small_wholesaler(customers, days, company={"overdraft_rate_per_year": 0.0}, **groups)


def asked(scenario, one: Strategy, other: Strategy, **more: Any):
    return why(
        scenario, one, other, **{"replications": 3, "workers": 1, "portfolio": portfolio_of(scenario), **more}
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_one_group_alone_makes_all_of_the_difference(measure):
    found = asked(small(), TODAY, strategy(terms={"net_days": 60}), measure=measure)
    (share,) = found.shares
    assert share.groups == ("terms",)
    assert share.values.tolist() == found.differences.tolist()
    assert "terms.net_days: 60 instead of not set" in share.changes


def test_two_costs_that_add_up_are_told_apart_by_hand():
    """An e-mail costs 1.00 more; a check of an invoice, which all have, 2.00 more: nothing else can change."""
    scenario = small()
    scenario = scenario.but(today={"terms": {"invoice_check_fraction": 1.0}})
    levers = scenario.today
    other = strategy(
        collections={"cost_per_email": levers.collections.cost_per_email + 1.0},
        terms={"cost_per_invoice_check": levers.terms.cost_per_invoice_check + 2.0},
    )
    found = asked(scenario, TODAY, other)
    shares = {share.name: share.values for share in found.shares}
    for replication in range(3):
        rows = journals(world_of(scenario), replication)[0]
        rows = rows[rows["day"] >= 0]
        emails, invoices = len(of(rows, Event.EMAILED)), len(of(rows, Event.INVOICED))
        assert emails > 20
        assert invoices > 50
        assert shares["collections"][replication] == pytest.approx(-1.0 * emails)
        assert shares["terms"][replication] == pytest.approx(
            -2.0 * invoices, abs=8.0
        )  # some left before day 0
    assert [name for name, _ in found.bridge] == ["collection_cost"]


@pytest.mark.parametrize("measure", MEASURES)
def test_customers_and_what_is_nobodys_sum_to_the_difference_to_the_cent(measure):
    scenario = small(30, 365, health={"stressed_to_insolvent_per_month": 0.5})
    other = load_strategy("growth").but("Mixed", why="x", insurance={"insured_fraction": 0.9})
    found = asked(scenario, TODAY, other, measure=measure, replication=1)
    assert found.trace is not None
    assert found.trace.replication == 1
    total = sum(share.values for share in found.shares)
    if measure == "dso":
        receivables = [
            np.mean(open_by_day(scenario, levers, 1))
            for levers in (scenario.today, other.levers(scenario.today))
        ]
        assert found.trace.cents / 100 == pytest.approx(receivables[1] - receivables[0], abs=0.01)
        np.testing.assert_allclose(total, found.differences)
    else:
        assert found.trace.cents == round(found.differences[1] * 100)
        assert np.rint(total * 100).tolist() == np.rint(found.differences * 100).tolist()


def open_by_day(scenario, levers, replication: int) -> np.ndarray:
    """Receivables at the close of every day of the horizon (currency)."""
    world = world_of(scenario, levers)
    rows = journals(world, replication)[0]
    played = Played(world, rows, rows[:0], rows[:0], 0)
    return played.tally().account_by_day(Account.RECEIVABLES)[: world.horizon_days] / 100


def test_of_a_single_customer_each_invoice_is_known():
    """A discount that everybody takes: what each invoice makes of the difference is the discount on it, net of VAT."""
    free = {"cost_per_email": 0.0, "cost_per_letter": 0.0, "cost_per_call": 0.0}  # who pays early needs fewer
    scenario = small(1, 120).but(today={"collections": free})
    other = strategy(discount={"rate_fraction": 0.1, "window_days": 20})
    found = asked(scenario, TODAY, other, replications=1)
    rows = journals(world_of(scenario, other.levers(scenario.today)))[0]
    given = of(rows[rows["day"] >= 0], Event.DISCOUNTED)
    by_hand = {int(row["invoice"]): -int(row["net"]) for row in given}
    assert found.trace is not None
    assert by_hand
    assert {part.number: part.cents for part in found.trace.invoices} == dict(
        sorted(by_hand.items(), key=lambda pair: (pair[1], pair[0]))[:10]
    )
    assert [part.cents for part in found.trace.customers] == [sum(by_hand.values())]
    first = found.trace.invoices[0]
    assert any("discount taken" in moment.text for moment in first.other)
    assert not any("discount" in moment.text for moment in first.one)
    assert any(moment.text.startswith("paid") for moment in first.one)


def test_a_clash_is_said_and_its_groups_are_judged_as_one():
    one = strategy(discount={"rate_fraction": 0.02, "window_days": 10}).but(
        "One", why="x", terms={"net_days": 30}
    )
    other = one.but(
        "Late", why="x", terms={"net_days": 60}, discount={"window_days": 40}, collections={"collectors": 2}
    )
    found = asked(small(), one, other, replications=2)
    assert {share.groups for share in found.shares} == {("terms", "discount"), ("collections",)}
    assert "Terms and discount cannot be told apart" in found.notes[0]
    assert "longer than the payment terms" in found.notes[1]


def test_of_seven_groups_the_smallest_are_taken_as_one():
    other = strategy(
        credit_policy={"limit_months_of_sales": 2.0},
        terms={"net_days": 45},
        discount={"rate_fraction": 0.02, "window_days": 10},
        late_charges={"policy": "charge", "jurisdiction": "eu"},
        collections={"collectors": 2},
        insurance={"insured_fraction": 0.9},
        financing={"facility": "factoring"},
    )
    found = asked(small(8, 60), TODAY, other, replications=2)
    assert len(found.shares) == 6
    assert sorted(name for share in found.shares for name in share.groups) == sorted(other.changes)
    assert any("the smallest" in note for note in found.notes)
    total = sum(share.values for share in found.shares)
    assert np.rint(total * 100).tolist() == np.rint(found.differences * 100).tolist()


def test_the_same_levers_differ_in_nothing():
    found = asked(small(), TODAY, TODAY.but("Twin", why="x"))
    assert found.shares == ()
    assert found.trace is None
    assert not found.differences.any()
    assert "same levers" in found.notes[0]
    assert json.loads(found.to_json())["one_replication"] is None


def test_the_replication_nearest_to_the_average_is_followed():
    found = asked(small(), TODAY, strategy(terms={"net_days": 60}), replications=5)
    assert found.trace is not None
    apart = np.abs(found.differences - found.differences.mean())
    assert apart[found.trace.replication] == apart.min()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"measure": "lowest_cash"}, "cannot be followed"),
        ({"replication": -1}, "counted from 0"),
        ({"replications": 0}, "too few"),
    ],
)
def test_a_mistake_is_a_sentence(more, sentence):
    with pytest.raises(UserError, match=sentence):
        asked(small(), TODAY, load_strategy("growth"), **more)
