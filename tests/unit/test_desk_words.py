"""A desk's answer worked out by hand: effects of steps, shares of ladder and staff, and what is said of them."""

import json
from dataclasses import replace

import pytest

from simulator.figures import backlog, open_by_day, staffing
from simulator.figures.open_by_day import Mark
from simulator.results.desk.answer import NOBODY, STOP_SUPPLY, THIS, staff, without
from simulator.results.desk.calls import Known, reason
from simulator.results.desk.wording import (
    by_themselves,
    headline,
    profit_sentence,
    staffing_heading,
    weak_steps,
    weak_steps_sentence,
)
from tests.unit.invented_desk import answer, figures


def test_a_step_brings_what_it_gains_before_its_costs():
    found = answer().effect(0)
    # with the step 20,000 more profit; 2,000 minutes more at 0.40; 400 more postage; 300 of margin more lost
    assert found.costs.mean == pytest.approx(800 + 400 + 300)
    assert found.net.mean == pytest.approx(20_000 - 800)
    assert found.brings.mean == pytest.approx(found.net.mean + found.costs.mean)
    assert found.dso.mean == pytest.approx(-2.0)
    assert found.invoices == 900


def test_orders_that_a_step_saves_are_among_what_it_brings():
    variants = dict(answer().variants)
    variants["without 0"] = replace(
        variants["without 0"],
        scalars=dict(variants["without 0"].scalars) | {"lost_margin": NOISELESS + 1_300},
    )
    found = answer(variants=variants).effect(0)
    assert found.costs.mean == pytest.approx(800 + 400)
    assert found.net.mean == pytest.approx(20_000 - 800)


NOISELESS = answer().variants[THIS]["lost_margin"] * 0


def test_a_step_of_three_years_is_told_by_the_year():
    assert answer(horizon_days=1_095).effect(0).net.mean == pytest.approx((20_000 - 800) / 3)
    assert answer(horizon_days=1_095).effect(0).dso.mean == pytest.approx(-2.0)


def test_a_step_that_cannot_be_left_out_has_no_effect_but_a_reason():
    made = answer()
    variants = {name: one for name, one in made.variants.items() if name != "without 1"}
    made = answer(variants=variants, refused={"without 1": "An agency needs a contact before."})
    assert made.effect(1) is None
    assert json.loads(made.to_json())["steps"][1]["why_not"] == "An agency needs a contact before."


def test_ladder_and_staff_share_the_whole():
    ladder, staff = answer().shares
    # alone 20,000 and 5,000, together 30,000: half of what only both bring goes to each
    assert ladder.mean == pytest.approx(22_500)
    assert staff.mean == pytest.approx(7_500)
    whole = answer().difference("profit")
    assert ladder.mean + staff.mean == pytest.approx(whole.mean)


def test_a_rule_is_worth_what_it_brings_over_oldest_first():
    assert answer().rule_worth("expected_gain").mean == pytest.approx(14_000)
    assert answer().rule_worth("largest").mean == 0


def test_the_headline_tells_headroom_and_profit():
    assert headline(answer()) == "This plan brings €200k more headroom and €30k more profit a year"
    one_more = answer(parts=("staff",))
    assert headline(one_more).startswith("The second collector brings")


def test_what_costs_is_told_as_a_cost():
    variants = dict(answer().variants)
    variants[THIS] = replace(
        variants[THIS], scalars=dict(variants[THIS].scalars) | {"profit": variants["today"]["profit"] - 9_000}
    )
    made = answer(variants=variants)
    assert headline(made) == "This plan brings €200k more headroom, and costs €9k profit a year"


def test_few_runs_only_lead():
    assert headline(answer(replications=8)) == "So far this plan leads, by about €30k a year"
    assert weak_steps_sentence(answer(replications=8), (1, 2)) == ""


def test_today_is_judged_against_nobody():
    made = answer(parts=())
    assert headline(made) == "Chasing as today brings €60k a year over not chasing"
    assert profit_sentence(made) == ""


def test_the_step_without_a_gain_is_named_by_its_row():
    assert weak_steps(answer()) == (1,)
    said = weak_steps_sentence(answer(), (1, 4))
    assert said == "Step 4 shows no clear gain. Stopping supply costs €20k a year."


def test_self_cure_is_told():
    # unpaid without chasing falls to 0.6 of what it was within fifteen days
    assert by_themselves(answer()).startswith("40 % of the value")


def test_how_many_collectors_are_enough():
    assert staffing_heading(answer()) == (
        "Two collectors are enough: a third costs €50k a year more than it brings"
    )
    assert staffing_heading(answer(replications=8)) == "How many collectors do we need?"


def test_a_collector_is_judged_only_beside_one_more():
    nine = {**answer().variants, staff(9): answer().variants[staff(3)]}
    nine.pop(staff(3))
    # seven more at once say nothing of the third
    assert staffing_heading(answer(variants=nine)) == (
        "Two collectors bring most profit of the numbers that were played"
    )


def test_each_collector_pays_only_where_each_step_was_clear():
    variants = answer().variants
    rising = {**variants, staff(3): figures(profit=150_000)}
    assert staffing_heading(answer(variants=rising)) == (
        "Each collector up to three brings more than it costs"
    )
    a_dip = {**rising, staff(2): figures(profit=90_000)}
    assert staffing_heading(answer(variants=a_dip)) == (
        "Three collectors bring most profit of the numbers that were played"
    )


def test_every_step_pays_only_where_every_step_was_left_out():
    variants = dict(answer().variants)
    variants.pop(without(1))
    unknown = answer(variants=variants, refused={without(1): "A letter needs a call before it."})
    assert "Every step pays" not in weak_steps_sentence(unknown, (1, 2))
    variants[without(1)] = variants[without(0)]
    assert weak_steps_sentence(answer(variants=variants), (1, 2)).startswith("Every step pays for itself.")


def test_the_picture_of_what_is_unpaid():
    made = open_by_day.draw(answer(), [Mark(1, 10), Mark(2, 40, is_weak=True)])
    names = [trace["name"] for trace in made.figure["data"]]
    assert names == ["nobody chases", "today", "this ladder"]
    assert made.figure["data"][0]["y"][0] == pytest.approx(40.0)
    assert "between day" in made.heading
    assert "this ladder: day 0: 40.0 %, day 15: 12.0 %" in made.text
    same = {**answer().variants, NOBODY: answer().variants[THIS]}
    assert open_by_day.heading(answer(variants=same)) == "Does chasing bring the money in earlier?"


def test_the_picture_of_the_staff_has_all_counts():
    made = staffing.draw(answer())
    assert (
        "1 collector: hours needed 120 %, calls waiting 30, cash low point −1.00, profit a year 0"
        in made.text
    )
    assert "2 collectors: hours needed 0 %" in made.text
    assert made.text.endswith("Today 1, this plan 2.")
    assert made.phone["layout"]["height"] > made.figure["layout"]["height"]


def test_the_picture_of_the_backlog():
    made = backlog.draw(answer())
    assert made.heading == "Two collectors leave 2 calls waiting in an average week"
    assert "today: 30.0 on average" in made.text
    assert len(backlog.draw(answer(parts=())).figure["data"]) == 1


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Known(promises_broken=1, is_for_manager=True), "Promise broken once; time for the manager"),
        (Known(calls=2), "Called twice, not reached"),
        (Known(calls=7, reached=6, promises_kept=1), "Reached 6 times, still open; keeps its promises"),
        (Known(invoices=3), "No call yet; 3 invoices"),
        (Known(warned=True, demanded=True), "Monitoring warns of it; final demand sent"),
    ],
)
def test_a_reason_is_what_weighs_most(known, said):
    assert reason(known, "EUR") == said


def test_stop_of_supply_is_a_row_of_its_own():
    assert answer().effect(STOP_SUPPLY).net.mean == pytest.approx(-20_000)
    assert answer().effect(STOP_SUPPLY).invoices is None
