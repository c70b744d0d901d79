"""What every credit manager knows before asking a computer."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.journal import Event
from simulator.units import half_even
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    gross,
    journals,
    of,
    samples,
    small_wholesaler,
    t_value,
    world_of,
)

SHORT = {"warm_up_days": 120, "run_off_days": 0}
RATE, WINDOW, GRACE = 0.02, 10, 3


def test_longer_terms_raise_dso_in_every_replication():
    scenario = small_wholesaler(60, 240, company=SHORT)
    terms = (7, 14, 30, 45, 60, 90)
    found = samples(scenario, [scenario.today.but(terms={"net_days": days}) for days in terms], 6)
    for metric in ("dso_countback_days", "dso_paid_days", "best_possible_dso_days"):
        values = np.array([one.values(metric) for one in found])
        assert (np.diff(values, axis=0) > 0).all(), metric


def test_more_collectors_never_raise_the_backlog():
    scenario = small_wholesaler(120, 180, company=SHORT)
    scarce = scenario.today.but(collections={"shift_minutes": 40.0})
    heads = (0, 1, 2, 3, 5, 8)
    found = samples(scenario, [scarce.but(collections={"collectors": number}) for number in heads], 6)
    backlog = np.array([one.values("backlog_cases") for one in found])
    assert (np.diff(backlog, axis=0) <= 0).all()
    assert (backlog[0] > backlog[1]).all()
    assert (backlog[1] > backlog[-1]).all()
    days_late = np.array([one.values("days_late_mean").mean() for one in found])
    assert days_late[0] > days_late[1] > days_late[-1]


@pytest.fixture(scope="module")
def discounted():
    """The journal under 2/10, the books only, with what each discounted invoice was."""
    scenario = small_wholesaler(60, 365)
    levers = scenario.today.but(discount={"rate_fraction": RATE, "window_days": WINDOW, "grace_days": GRACE})
    (rows,) = journals(world_of(scenario, levers))
    return scenario, rows


def test_a_discount_costs_what_it_says(discounted):
    _, rows = discounted
    invoices = {(row["customer"], row["invoice"]): row for row in of(rows, Event.INVOICED)}
    taken = of(rows, Event.DISCOUNTED)
    assert len(taken) > 100
    for row in taken:
        invoice = invoices[row["customer"], row["invoice"]]
        assert row["net"] == half_even(RATE * invoice["net"])
        assert row["vat"] == half_even(RATE * invoice["vat"])
    payments = {(row["customer"], row["invoice"]): row for row in of(rows, Event.PAID)}
    for row in taken:
        key = row["customer"], row["invoice"]
        assert gross(np.array([payments[key], row])) == gross(np.array([invoices[key]]))


def test_a_discount_is_kept_in_time_or_taken_unearned(discounted):
    """Of those who take it and pay too late only the unearned share keeps it: a minority of all takers."""
    scenario, rows = discounted
    taken = of(rows, Event.DISCOUNTED)
    late = taken["day"] - taken["issued"] > WINDOW + GRACE
    share = scenario.behaviour.unearned_fraction["sme"]
    assert 0 < late.mean() < 2 * share


def test_the_discount_line_is_the_sum_of_the_discounts(discounted):
    scenario, rows = discounted
    (found,) = samples(scenario, [scenario.today.but(discount={"rate_fraction": RATE})], 1)
    horizon = rows[(rows["day"] >= 0) & (rows["day"] < 365)]
    assert found.values("discounts")[0] == of(horizon, Event.DISCOUNTED)["net"].sum() / 100


def test_a_larger_discount_is_taken_more_often_and_brings_money_sooner():
    scenario = small_wholesaler(60, 240, company=SHORT)
    rates = (0.0, 0.005, 0.01, 0.02, 0.04)
    found = samples(scenario, [scenario.today.but(discount={"rate_fraction": rate}) for rate in rates], 6)
    assert (np.diff([one.values("discounts").mean() for one in found]) > 0).all()
    assert (np.diff([one.values("dso_paid_days").mean() for one in found]) < 0).all()


def test_stopping_supply_lowers_what_is_open_at_a_failure():
    """The same customers fail on the same days; what they owe then is less, never more on average."""
    rates = {name: 20 * rate for name, rate in small_wholesaler().health.failures_per_year.items()}
    scenario = small_wholesaler(120, 365, portfolio=EQUAL_FIRMS, health={"failures_per_year": rates}).but(
        today={"credit_policy": {"limit_rule": "none"}}
    )
    world = world_of(
        scenario, *(scenario.today.but(credit_policy={"stop_supply_days": days}) for days in (0, 30, 100_000))
    )
    exposures = []
    for replication in range(8):
        owed = [
            {int(row["customer"]): int(row["net"]) for row in of(rows, Event.INSOLVENT, Event.VANISHED)}
            for rows in (one[(one["day"] >= 0) & (one["day"] < 365)] for one in journals(world, replication))
        ]
        everywhere = set(owed[0]) & set(owed[1]) & set(owed[2])
        exposures += [[one[customer] for one in owed] for customer in sorted(everywhere)]
    changes = np.diff(np.array(exposures, dtype=float), axis=1)
    assert len(changes) > 50
    assert t_value(changes[:, 0]) > 2  # a stop after 30 days leaves more open than one at once
    assert t_value(changes[:, 1]) > 2  # and no stop still more
