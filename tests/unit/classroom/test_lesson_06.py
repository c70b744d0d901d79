"""Lesson 6: the chain of trouble, exposure and one more delivery by hand; rules that reach the goal."""

import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_06_early_warning import TASKS
from simulator.classroom.learners import Learner

STOP_NOBODY_ELSE = {
    "credit_policy": {"monitoring": "alerts", "alert_limit_fraction": 0.0, "stop_supply_days": 90}
}
MISSED = (
    ({"credit_policy": {"stop_supply_days": 999}}, "no alerts"),
    ({"credit_policy": {"monitoring": "alerts"}}, "too little"),
    ({"credit_policy": {"monitoring": "alerts", "stop_supply_days": 15}}, "too little"),
    ({"credit_policy": {"monitoring": "alerts", "limit_months_of_sales": 9.0}}, "other levers"),
)
NUMBERS = ("fail_of_stressed", "exposure_at_failure", "break_even_chance", "cost_of_alerts")


@pytest.fixture(scope="module")
def example():
    return Case(outline("06"), Learner("example"))


def test_who_gets_into_trouble_fails_one_time_in_five(example):
    # month by month: what the chain adds up to in ten years, 3 fail and 12 recover of 100 in trouble
    in_trouble, failed = 1.0, 0.0
    for _month in range(120):
        failed += 0.03 * in_trouble
        in_trouble *= 0.85
    assert TASKS["fail_of_stressed"].right(example).value == pytest.approx(failed, abs=1e-6)


def test_exposure_is_ninety_days_of_the_largest_customer_with_vat(example):
    company = example.scenario.company
    share = example.scenario.portfolio.largest_customer_fraction
    a_day = company.annual_credit_sales * share * 1.2 / 365
    assert TASKS["exposure_at_failure"].right(example).value == pytest.approx(90 * a_day, rel=1e-6)


def test_one_more_delivery_gains_nothing_at_the_break_even(example):
    margin = example.scenario.company.gross_margin_fraction
    lost = TASKS["break_even_chance"].right(example).value
    assert (1 - lost) * 100 == pytest.approx(100 * (1 - margin) + 100 * (1 - margin) * 0.08 * 75 / 365)


@pytest.mark.parametrize("name", NUMBERS)
def test_each_common_mistake_is_known_by_its_name(name, example):
    right = TASKS[name].right(example)
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)
        assert slip.hint in verdict.sentence


def test_the_two_who_changed_are_the_suspects(example):
    who = TASKS["who_changed"].right(example)
    assert who.judge(["elm", "birch"]).is_right
    assert {who.judge(["birch", "elm", one]).slip for one in who.wrong} == {"alder", "cedar", "fir"}
    assert who.judge(["birch"]).slip == "incomplete"


def test_the_goal_wants_the_alerts_and_few_stops_beside_them(example):
    goal = TASKS["your_watch"].right(example)
    assert goal.judge(STOP_NOBODY_ELSE).is_right
    assert [goal.judge(one).slip for one, _ in MISSED] == [slip for _, slip in MISSED]
