"""The desk's experiment against the commands it must agree with: compare, the journal, the shelf."""

import numpy as np
import pytest

import simulator as cs
from simulator.engine.replication import play_on, warmed_up
from simulator.engine.world import World
from simulator.experiment.desk.effects import desk, kept_replications
from simulator.experiment.desk.since_due import SinceDue
from simulator.experiment.desk.variants import (
    as_it_comes_out,
    counts_around,
    mixed,
    parts_of,
    variants,
)
from simulator.experiment.desk.worklist import Day, call_list
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.keeping import Keeping
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.tracing import Keeper
from simulator.journal import ROW, Event
from simulator.results.desk.answer import STOP_SUPPLY, THIS, TODAY, mixture, staff, without

RUNS = 3


@pytest.fixture(scope="module")
def scenario():
    return cs.load_scenario("wholesale").but(
        portfolio={"customers": 30}, company={"horizon_days": 200, "warm_up_days": 150}
    )


@pytest.fixture(scope="module")
def portfolio(scenario):
    return portfolio_for(scenario)


@pytest.fixture(scope="module")
def earlier():
    return cs.load_strategy("intensive_collections")


@pytest.fixture(scope="module")
def found(scenario, portfolio, earlier):
    return desk(scenario, earlier, replications=RUNS, portfolio=portfolio, workers=1)


def profit(scenario, portfolio, *strategies):
    made = cs.compare(
        scenario,
        [cs.load_strategy("status_quo"), *strategies],
        replications=RUNS,
        portfolio=portfolio,
        workers=1,
    )
    return [result.values("profit_to_the_end") for result in made.results]


def test_it_agrees_with_compare_to_the_cent(scenario, portfolio, earlier, found):
    today, this = profit(scenario, portfolio, earlier)
    assert found.variants[TODAY]["profit"].tolist() == today.tolist()
    # an intensity told by the days and the people that it makes is the same plan
    assert found.variants[THIS]["profit"].tolist() == this.tolist()
    assert found.difference("profit").mean == pytest.approx(float((this - today).mean()) / found.years)


def test_a_step_left_out_is_the_ladder_without_it(scenario, portfolio, earlier, found):
    plan = as_it_comes_out(earlier.levers(scenario.today)).collections
    ladder = [step.model_dump() for step in plan.ladder[1:]]
    changes = {"ladder": ladder, "collectors": plan.collectors}
    other = cs.Strategy(name="Without", why="Test", changes={"collections": changes})
    _, without_first = profit(scenario, portfolio, other)
    assert found.variants[without(0)]["profit"].tolist() == without_first.tolist()
    step = found.effect(0)
    assert step.brings.mean - step.costs.mean == pytest.approx(step.net.mean)


def test_every_variant_is_there(found):
    assert found.counts == (1, 2, 3, 4)
    assert found.parts == ("ladder", "staff")
    assert len(found.ladder) == 7
    assert {without(place) for place in range(7)} | {without(STOP_SUPPLY)} <= set(found.variants)
    assert found.variants[staff(2)] is found.variants[THIS]
    whole = found.difference("profit").mean
    assert sum(share.mean for share in found.shares) == pytest.approx(whole, abs=0.02)


def test_mixtures_take_each_part_from_its_plan(scenario, earlier):
    today, this = as_it_comes_out(scenario.today), as_it_comes_out(earlier.levers(scenario.today))
    ladder = mixed(today, this, ("ladder", "staff"), 0b01)
    assert ladder.collections.ladder == this.collections.ladder
    assert ladder.collections.collectors == today.collections.collectors
    assert mixed(today, this, ("ladder", "staff"), 0b11) == this
    assert parts_of(today, today) == ()
    discount = today.but(discount={"rate_fraction": 0.02})
    assert parts_of(today, discount) == ("everything else",)
    three = this.but(discount={"rate_fraction": 0.02})
    assert parts_of(today, three) == ("ladder", "staff", "everything else")
    assert {mixture(number) for number in range(1, 7)} <= set(variants(today, three))


def test_counts_hold_today_and_this_plan():
    assert counts_around(0, 0) == (1, 2, 3, 4)
    assert counts_around(5, 6) == (4, 5, 6, 7)


def test_what_is_kept_is_not_played_again(scenario, portfolio, earlier, found, tmp_path):
    shelf = Shelf(folder=tmp_path)
    first = desk(scenario, earlier, replications=RUNS, portfolio=portfolio, workers=1, keep=Keeping(shelf))
    assert kept_replications(scenario, earlier, portfolio, Keeping(shelf)) == RUNS
    again = Keeping(shelf)
    second = desk(scenario, earlier, replications=RUNS, portfolio=portfolio, workers=1, keep=again)
    assert again.played == 0
    assert first.to_json() == second.to_json() == found.to_json()


def test_a_contradiction_is_refused_and_a_step_that_others_need_is_told(scenario, portfolio):
    only = cs.Strategy(
        name="Agency after one call",
        why="Test",
        changes={
            "collections": {"ladder": [{"day": 10, "channel": "call"}, {"day": 60, "channel": "agency"}]}
        },
    )
    made = desk(scenario, only, replications=2, portfolio=portfolio, workers=1)
    refused = [name for name in (without(0), without(1)) if name not in made.variants]
    assert all(made.refused[name] for name in refused)
    assert made.effect(1) is not None
    too_long = cs.Strategy(
        name="Late discount", why="Test", changes={"discount": {"rate_fraction": 0.02, "window_days": 90}}
    )
    with pytest.raises(cs.UserError, match="discount window"):
        desk(scenario, too_long, replications=2, portfolio=portfolio, workers=1)


def test_who_is_on_the_list_is_who_is_called(scenario, portfolio):
    levers = scenario.today.but(collections={"collectors": 3})
    day = 60
    listed = call_list(scenario, portfolio, levers, Day(day, replication=1), most=50)
    world = World.build(scenario, portfolio, [levers])
    keeper = Keeper(lambda rows: rows["event"] == Event.CALLED)
    play_on(warmed_up(world, 2026, 1, keeper), world.plans[0])
    rows = keeper.rows()
    when = (listed.when - scenario.company.start_date).days
    called = rows["customer"][rows["day"] == when].tolist()
    assert called, "somebody is called on this day"
    names = {f"Customer {number % 1_000_000 + 1}" for number in called}
    assert names == {one.customer for one in listed.callers}
    late = [one.late for one in listed.callers]
    assert late == sorted(late, reverse=True), "the largest first"
    assert all(one.gain > 0 and one.why for one in listed.callers)


def test_the_rule_decides_the_order(scenario, portfolio):
    by_gain = call_list(
        scenario,
        portfolio,
        scenario.today.but(collections={"worklist_rule": "expected_gain"}),
        Day(60, 1),
        most=50,
    )
    gains = [one.gain for one in by_gain.callers]
    assert gains == sorted(gains, reverse=True)
    oldest = call_list(
        scenario, portfolio, scenario.today.but(collections={"worklist_rule": "oldest"}), Day(60, 1), most=50
    )
    days = [one.days for one in oldest.callers]
    assert days == sorted(days, reverse=True)


def test_a_day_that_is_not_there_is_refused(scenario, portfolio):
    with pytest.raises(cs.UserError, match=r"There is no day 200\. Choose one from 0 to 199\."):
        call_list(scenario, portfolio, scenario.today, Day(200))


def row(event, day, due, net, customer=0):
    made = np.zeros(1, dtype=ROW)
    made["event"], made["day"], made["due"], made["net"], made["customer"] = event, day, due, net, customer
    made["issued"] = 5
    return made


def test_what_is_unpaid_is_counted_from_due():
    ladder = np.array(
        [[3, 1, 0b11111, 0, 10**12], [3, 1, 0b00010, 0, 10**12], [3, 1, 0b11111, 2_000, 10**12]]
    )
    reader = SinceDue(ladder, np.array([0, 1]), 100)
    reader.take(
        np.concatenate([row(Event.INVOICED, 5, 35, 1_000), row(Event.INVOICED, 5, 35, 3_000, customer=1)])
    )
    reader.take(np.concatenate([row(Event.PAID, 36, 35, 1_000), row(Event.PAID, 45, 35, 3_000, customer=1)]))
    unpaid = reader.copy().unpaid()
    assert unpaid[[0, 1, 9, 10]].tolist() == [1.0, 0.75, 0.75, 0.0]
    # only the second invoice was open on day 3; it is of segment 1 and above 20.00
    assert reader.reached.tolist() == [1, 1, 1]
