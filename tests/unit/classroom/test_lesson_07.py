"""Lesson 7: the queue by hand, self-cure from the table, and a desk that can be found but not by the first idea."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_07_chasing import NOBODY, TASKS
from simulator.classroom.handouts.chasing import Call, begins, by_gain, calls
from simulator.classroom.learners import Learner

LEARNERS = ("example", "a1", "a2")


@cache
def case_of(learner: str) -> Case:
    return Case(outline("7"), Learner(learner))


def answer(name: str, learner: str):
    return TASKS[name].right(case_of(learner))


def test_queue_of_two_collectors_as_drawn_on_paper():
    """12 and 6 begin at once; at 6 comes the 9, until 15; at 12 the 20; at 15 the 5."""
    queue = [Call(name, 1, 1, minutes) for name, minutes in zip("abcde", (12, 6, 9, 20, 5), strict=True)]
    assert begins(queue) == [0, 0, 6, 12, 15]


@pytest.mark.parametrize("learner", [f"l{number}" for number in range(40)])
def test_order_on_paper_is_never_a_near_tie_nor_the_order_by_amount(learner):
    gains = [call.overdue * call.days for call in by_gain(case_of(learner))]
    assert all(first > 1.3 * second for first, second in pairwise(gains))
    largest = [call.name for call in sorted(calls(case_of(learner)), key=lambda call: -call.overdue)]
    assert largest != [call.name for call in by_gain(case_of(learner))]
    right = answer("last_call_begins", learner)
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)


@pytest.mark.parametrize("learner", LEARNERS)
def test_self_cure_from_the_measures_and_its_slips(learner):
    nobody = case_of(learner).compare(NOBODY).others[0]
    on_time, month_later = (nobody.mean(f"paid_within_{days}_fraction") for days in (30, 60))
    unpaid = 1 - on_time
    came = unpaid - (1 - month_later)
    right = answer("self_cure", learner)
    assert "%" not in answer("half_by_itself", learner).told  # the prediction does not tell what this asks
    assert right.judge(round(came / unpaid, 3)).is_right
    assert right.judge(f"{100 * came / unpaid:.1f} %").is_right
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)
    assert right.judge(100 * came / unpaid).slip == "percent for fraction"


@pytest.mark.parametrize("learner", LEARNERS)
def test_desk_can_be_found_but_not_by_one_lever(learner):
    goal = answer("your_desk", learner)
    assert goal.judge({"collections": {"call_attempts": 3, "shift_minutes": 150.0}}).is_right
    assert goal.judge({"collections": {"shift_minutes": 120.0}}).slip == "too little"
    assert goal.judge({"collections": {"call_attempts": 3}}).slip == "too little"
    assert goal.judge({"collections": {"shift_minutes": 45.0}}).slip == "too busy"
    assert goal.judge({"terms": {"net_days": 14}}).slip == "other levers"
    assert not goal.judge({}).is_answered


@pytest.mark.parametrize("learner", LEARNERS)
def test_dialler_brings_nothing_because_nobody_waits(learner):
    """What the choice says is so in this company: at half the minutes a call nothing moves by 0.1 % of sales."""
    case = case_of(learner)
    gain = case.change("profit_to_the_end", {"collections": {"minutes_per_call": 6.0}}).value
    assert abs(gain) < 0.001 * case.scenario.company.annual_credit_sales
    assert case.level("desk_load_fraction").value < 0.5
