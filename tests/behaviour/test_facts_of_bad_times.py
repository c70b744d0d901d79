"""What a credit manager knows of bad times: when they come, whom they hit, and what is safe by then."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.sizes import by_size
from simulator.journal import Event
from simulator.shocks import Shock, load_shock
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    NOBODY_FAILS,
    STRIDE,
    journals,
    many_journals,
    of,
    small_wholesaler,
    world_of,
)

DAY = 90


def one_event(**events) -> Shock:
    return Shock(name="Event", why="One day", start_day=DAY, events=events)


@pytest.mark.parametrize("rank", [1, 4])
def test_the_named_customer_fails_on_the_day_and_nothing_was_different_before(rank):
    scenario = small_wholesaler(
        40, 240, health={"failures_per_year": NOBODY_FAILS}, portfolio={"churn_per_year": 0.0}
    )
    struck = scenario.with_shocks([one_event(customers_fail=[rank])])
    (calm,), (rows,) = journals(world_of(scenario)), journals(world := world_of(struck))
    assert calm[calm["day"] < DAY].tobytes() == rows[rows["day"] < DAY].tobytes()
    failed = of(rows, Event.INSOLVENT, Event.VANISHED)
    assert failed["day"].tolist() == [DAY]
    assert failed["customer"].tolist() == [by_size(world.portfolio)[rank - 1]]
    lost = of(rows[rows["day"] == DAY], Event.WRITTEN_OFF)
    assert set(lost["customer"]) == set(failed["customer"])
    assert lost["net"].sum() + lost["vat"].sum() == failed["net"][0] > 0
    others = calm["customer"] != failed["customer"][0]
    theirs = rows["customer"] % STRIDE != failed["customer"][0]
    about = Event.INVOICED
    assert of(calm[others], about).tobytes() == of(rows[theirs], about).tobytes()


def test_a_cut_of_cover_hits_a_share_of_the_limits_and_only_what_is_shipped_later():
    scenario = small_wholesaler(120, 240)
    levers = scenario.today.but(insurance={"insured_fraction": 0.9})
    struck = scenario.with_shocks([one_event(insurer_cuts_cover_fraction=0.4)])
    kept = withdrawn = 0
    for replication in range(3):
        (rows,) = journals(world_of(struck, levers), replication)
        granted = of(rows[rows["day"] < DAY], Event.COVER_GRANTED)
        gone = of(rows, Event.COVER_WITHDRAWN)
        today = gone[gone["day"] == DAY]
        withdrawn, kept = withdrawn + len(today), kept + len(granted) - len(today)
        assert (today["net"] > 100 * 10_000).all(), "up to the discretionary limit the insurer knows nobody"
        claims = of(rows, Event.CLAIM_ACCEPTED)
        hit = claims[np.isin(claims["customer"], today["customer"])]
        assert (hit["issued"] < DAY).all()
    assert 0.25 < withdrawn / (withdrawn + kept) < 0.55


def test_lateness_rises_for_what_is_open_and_falls_back_afterwards():
    scenario = small_wholesaler(60, 365, health={"failures_per_year": NOBODY_FAILS})
    later = Shock(
        name="Later", why="x", start_day=DAY, days=90, times={"economy": {"lateness_multiplier": 3.0}}
    )
    (calm,), (rows,) = journals(world_of(scenario)), journals(world_of(scenario.with_shocks([later])))
    assert calm[calm["day"] < DAY].tobytes() == rows[rows["day"] < DAY].tobytes()
    sooner = {(row["customer"], row["invoice"]): row["day"] for row in of(calm, Event.PAID)}
    moved = [
        (row["issued"], row["day"] - sooner[row["customer"], row["invoice"]])
        for row in of(rows, Event.PAID)
        if (row["customer"], row["invoice"]) in sooner
    ]
    issued, days = np.array(moved).T
    open_then = (issued < DAY) & (days != 0)
    assert open_then.sum() > 10, "invoices that were open when it began are paid later"
    assert days[(issued >= DAY) & (issued < DAY + 30)].mean() > 2.0
    assert np.median(days[issued >= DAY + 150]) == 0.0


def test_a_shock_ends():
    drop = Shock(name="Drop", why="x", start_day=60, days=60, times={"economy": {"order_multiplier": 0.5}})
    scenario = small_wholesaler(60, 240, health={"failures_per_year": NOBODY_FAILS})
    (calm,), (rows,) = journals(world_of(scenario)), journals(world_of(scenario.with_shocks([drop])))

    def orders(found, first, end):
        chosen = of(found, Event.ORDERED)
        return int(((chosen["day"] >= first) & (chosen["day"] < end)).sum())

    assert orders(rows, -365, 60) == orders(calm, -365, 60)
    assert 0.4 < orders(rows, 60, 120) / orders(calm, 60, 120) < 0.6
    assert orders(rows, 130, 240) == pytest.approx(orders(calm, 130, 240), rel=0.05)


def test_recessions_at_random_come_as_often_and_last_as_long_as_said():
    """Seen in the orders: in this recession there are none."""
    economy = {"recessions_per_year": 0.15, "recession_months": 18.0, "recession_failure_multiplier": 1.0}
    scenario = small_wholesaler(
        12, 3650, economy={**economy, "recession_order_multiplier": 0.0}, company={"warm_up_days": 30}
    )
    months = []
    for rows in many_journals(world_of(scenario), 12):
        ordered = of(rows, Event.ORDERED)["day"]
        months.append(np.histogram(ordered[ordered < 3650], bins=120, range=(0, 3650))[0] == 0)
    share = np.mean(months)
    begins = 1 - (1 - 0.15) ** (1 / 12)
    assert share == pytest.approx(begins / (begins + 1 / 18), abs=0.1)


def test_a_large_failure_is_felt_in_its_segment_only():
    """Customers of equal size in two segments; one of them fails, and those of its segment follow more often."""
    two = {"large": 0.0, "mid": 0.0, "sme": 0.5, "micro": 0.5, "public": 0.0}
    sizes = {
        **EQUAL_FIRMS,
        "segment_count_fraction": two,
        "segment_value_fraction": two,
        "churn_per_year": 0.0,
    }
    rates = {**NOBODY_FAILS, "sme": 0.05, "micro": 0.05}
    catching = {"contagion_multiplier": 8.0, "contagion_months": 12, "contagion_size_fraction": 0.02}
    scenario = small_wholesaler(
        80, 365, portfolio=sizes, health={"failures_per_year": rates, "sudden_fraction": 1.0}
    )
    struck = scenario.but(health={**catching, "contagion_size_fraction": 0.0})
    calm, caught = (
        [len(of(rows, Event.INSOLVENT, Event.VANISHED)) for rows in many_journals(world_of(one), 6)]
        for one in (scenario, struck)
    )
    assert sum(caught) > 2 * sum(calm) > 0


def test_what_is_expected_of_a_shock_is_written_in_its_file():
    shock = load_shock("insurer_cuts_cover")
    assert shock.under == "insured"
    assert shock.expected
