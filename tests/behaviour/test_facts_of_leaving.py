"""Who leaves pays as usual, or never, as the scenario says; nothing else of the customer changes."""

from __future__ import annotations

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from tests.behaviour.trials import NOBODY_FAILS, journals, of, small_wholesaler, world_of

PAYMENTS = (Event.PAID, Event.DISCOUNTED, Event.PAID_IN_PART)


def left(share: float):
    """The journal of a year in which many leave, and the day on which each did."""
    scenario = small_wholesaler(
        60,
        365,
        company={"warm_up_days": 120},
        portfolio={"churn_per_year": 0.5},
        health={"failures_per_year": NOBODY_FAILS},
        behaviour={"leaves_unpaid_fraction": dict.fromkeys(SEGMENTS, share)},
    )
    rows = journals(world_of(scenario))[0]
    return rows, {int(row["customer"]): int(row["day"]) for row in of(rows, Event.CHURNED)}


def paid_after_leaving(rows, days):
    """Who paid anything after the day on which it left."""
    paid = of(rows, *PAYMENTS)
    return {int(row["customer"]) for row in paid if row["day"] > days.get(int(row["customer"]), 10**6)}


def lost_with(rows, days):
    """Cents written off with those who left."""
    return int(sum(row["net"] for row in of(rows, Event.WRITTEN_OFF) if int(row["customer"]) in days))


def test_who_leaves_unpaid_pays_nothing_more_and_is_written_off():
    rows, days = left(1.0)
    assert len(days) > 20
    assert not paid_after_leaving(rows, days)
    assert lost_with(rows, days) > 0


def test_who_leaves_in_peace_pays_what_it_owes():
    rows, days = left(0.0)
    assert len(paid_after_leaving(rows, days)) > 10
    assert lost_with(rows, days) < 0.2 * lost_with(*left(1.0))


def test_a_part_of_those_who_leave_pay():
    rows, days = left(0.4)
    some = len(paid_after_leaving(rows, days))
    assert 0 < some < len(paid_after_leaving(*left(0.0)))
