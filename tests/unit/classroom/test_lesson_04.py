"""Lesson 4: the textbook's sums by hand, the margin that came by the books, and terms that reach the goal."""

import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_04_longer_terms import LONGER, TASKS
from simulator.classroom.learners import Learner

REACHED = (
    {"terms": {"net_days": 45}, "credit_policy": {"limit_months_of_sales": 7.0}},
    {"terms": {"net_days": 43}, "credit_policy": {"limit_months_of_sales": 8.0}},
)
MISSED = (
    ({"terms": {"net_days": 60}}, "too little"),
    ({"terms": {"net_days": 45}}, "too little"),
    ({"credit_policy": {"limit_months_of_sales": 24.0}}, "too little"),
    ({"terms": {"net_days": 60}, "credit_policy": {"limit_months_of_sales": 8.0}}, "too dear in cash"),
    ({"terms": {"net_days": 45}, "credit_policy": {"stop_supply_days": 90}}, "other levers"),
)


def case_of(name):
    return Case(outline("04"), Learner(name))


@pytest.fixture(scope="module")
def example():
    return case_of("example")


def test_the_paper_is_what_a_calculator_gives(example):
    company = example.scenario.company
    assert (company.annual_credit_sales, company.gross_margin_fraction) == (16_000_000.0, 0.18)
    found = {name: TASKS[name].right(example).value for name in ("tied_up", "paper_profit", "value_per_day")}
    assert found["tied_up"] == pytest.approx(1_315_068.49 + 215_671.23, abs=0.02)
    assert found["paper_profit"] == pytest.approx(288_000 - 122_459.18 - (35_200 - 16_000), abs=0.02)
    # 48,219.18 x (0.998 / 1.0131507 - 0.82) - 43,835.62 x (0.999 / 1.0065753 - 0.82)
    assert found["value_per_day"] == pytest.approx(7_958.38 - 7_560.51, abs=0.05)
    assert found["value_per_day"] * 365 == pytest.approx(found["paper_profit"], rel=0.01)


def test_the_prediction_does_not_tell_what_the_exercise_asks(example):
    told = TASKS["half_of_paper"].right(example).judge(0.5).sentence
    assert f"{TASKS['paper_profit'].right(example).value:,.0f}" not in told


def test_the_missing_margin_is_what_the_books_lack(example):
    compared = example.compare(LONGER)
    bridge = compared.bridge(compared.others[0])
    came = bridge["sales"] + bridge["cost_of_sales"]
    assert TASKS["missing_margin"].right(example).value == pytest.approx(288_000 - came, rel=0.02)


@pytest.mark.parametrize("name", ["tied_up", "paper_profit", "value_per_day", "missing_margin"])
@pytest.mark.parametrize("learner", ["example", "a1"])
def test_each_common_mistake_is_known_by_its_name(name, learner):
    right = TASKS[name].right(case_of(learner))
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)
        assert slip.hint in verdict.sentence


def test_reasons_that_do_not_hold_are_answered_and_one_alone_is_not_enough(example):
    why = TASKS["why_fewer"].right(example)
    assert why.judge(["limits", "answer"]).is_right
    assert why.judge(["limits"]).slip == "incomplete"
    assert why.judge(["limits", "answer", "price"]).slip == "price"


@pytest.mark.parametrize("learner", ["example", "b2"])
def test_the_goal_is_reached_by_thinking_and_not_by_the_first_idea(learner):
    goal = TASKS["your_terms"].right(case_of(learner))
    assert [goal.judge(one).is_right for one in REACHED] == [True, True]
    assert [goal.judge(one).slip for one, _ in MISSED] == [slip for _, slip in MISSED]
