"""Pausing, forking, and changing the strategy while a run is under way."""

from __future__ import annotations

import pytest

from simulator.engine.plan import make_plan
from simulator.journal import Event
from tests.behaviour.trials import journal_of, of, small_wholesaler, started, world_of
from tests.reference.comparing import KeepingReader

CHANGES = {
    "terms": {"terms": {"net_days": 7}},
    "discount": {"discount": {"rate_fraction": 0.03}},
    "credit": {"credit_policy": {"limit_months_of_sales": 0.5, "stop_supply_days": 5}},
    "collections": {"collections": {"ladder": [], "collectors": 3, "write_off_days": 60}},
    "lag": {"terms": {"invoice_lag_days": 20}},
}


@pytest.fixture(scope="module")
def world():
    return world_of(small_wholesaler(25, 240, company={"warm_up_days": 120}))


@pytest.fixture(scope="module")
def in_one_piece(world):
    run = started(world)
    run.finish()
    return journal_of(run)


@pytest.mark.parametrize("pauses", [(100,), (-60, 0, 1, 239), (240, 300), tuple(range(-119, 239, 7))])
def test_a_run_in_pieces_is_the_run_in_one_piece(world, in_one_piece, pauses):
    run = started(world)
    for day in pauses:
        run.run(day)
    run.finish()
    assert journal_of(run).tobytes() == in_one_piece.tobytes()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_strategy_takes_effect_from_its_day_only(world, in_one_piece, name):
    day = 130
    run = started(world)
    run.run(day)
    run.change(make_plan(world.scenario, world.portfolio, world.scenario.today.but(**CHANGES[name])))
    run.finish()
    changed = journal_of(run)
    assert changed[changed["day"] < day].tobytes() == in_one_piece[in_one_piece["day"] < day].tobytes()
    assert changed[changed["day"] >= day].tobytes() != in_one_piece[in_one_piece["day"] >= day].tobytes()


def test_new_terms_hold_for_new_invoices_only(world):
    run = started(world)
    run.run(130)
    run.change(make_plan(world.scenario, world.portfolio, world.scenario.today.but(terms={"net_days": 7})))
    run.finish()
    invoices = of(journal_of(run), Event.INVOICED)
    terms, issued_since = invoices["due"] - invoices["issued"], invoices["day"] >= 130
    assert (terms[~issued_since] == 30).all()
    assert (terms[issued_since] == 7).all()


def test_changing_to_the_same_strategy_changes_nothing(world, in_one_piece):
    run = started(world)
    for day in (0, 50, 130, 240):
        run.run(day)
        run.change(world.today)
    run.finish()
    assert journal_of(run).tobytes() == in_one_piece.tobytes()


def test_a_fork_and_its_original_go_their_own_ways(world, in_one_piece):
    original = started(world)
    original.run(90)
    until_then = journal_of(original)
    twin = original.fork(KeepingReader())
    twin.change(make_plan(world.scenario, world.portfolio, world.scenario.today.but(**CHANGES["credit"])))
    twin.finish()
    assert original.day == 90
    assert journal_of(original).tobytes() == until_then.tobytes()
    same = original.fork(KeepingReader([until_then]))
    original.finish()
    assert journal_of(original).tobytes() == in_one_piece.tobytes()
    same.finish()
    assert journal_of(same).tobytes() == in_one_piece.tobytes()
    assert journal_of(twin).tobytes() != in_one_piece[in_one_piece["day"] >= 90].tobytes()
