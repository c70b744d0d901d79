"""Lesson 5: files that can be reckoned by hand, and a policy that both sign and that no first idea reaches."""

from __future__ import annotations

from itertools import product

import pytest

from simulator.classroom.answers import Goal, Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.handouts.applications import COUNT, FAILED, applications, gini_of, kept_out
from simulator.classroom.learners import Learner
from simulator.classroom.tasks import tasks_of

TASKS = tasks_of("05_whom_to_sell_to")
DOOR = {"information": "bureau", "refused_fraction": 0.1}
SIGNED = {**DOOR, "refused_offer": "prepayment", "limit_months_of_sales": 12.0, "stop_supply_days": 90}


@pytest.fixture(scope="module", params=["a1", "a4", "a9"])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(outline("5"), Learner(request.param))


def number(case: Case, name: str) -> Number:
    right = TASKS[name].right(case)
    assert isinstance(right, Number)
    return right


@pytest.mark.parametrize("learner", [f"c{place}" for place in range(12)])
def test_the_files_can_be_reckoned_by_hand(learner: str) -> None:
    case = Case(outline("5"), Learner(learner))
    files = applications(case)
    failed, paid = ([one for one in files if one.has_failed is fate] for fate in (True, False))
    assert (len(files), len(failed)) == (COUNT, FAILED)
    pairs = [bad.score > good.score for bad, good in product(failed, paid)]
    assert number(case, "gini_by_hand").value == pytest.approx(2 * sum(pairs) / len(pairs) - 1)
    assert 0 < gini_of(files) < 1
    assert kept_out(files, by_score=True) > kept_out(files, by_score=False) > 0


def test_break_even_by_hand(case: Case) -> None:
    """100 if paid, goods of C paid for 60 days earlier: (1 - p) 100 = C (1 + 0.08 x 60 / 365)."""
    chance = number(case, "break_even").value
    goods = 100 * (1 - case.scenario.company.gross_margin_fraction)
    assert (1 - chance) * 100 == pytest.approx(goods * (1 + 0.08 * 60 / 365))


@pytest.mark.parametrize("name", ["gini_by_hand", "swap_set", "break_even"])
def test_each_slip_gets_a_hint_of_its_own(case: Case, name: str) -> None:
    right = number(case, name)
    names = {slip.name for slip in right.slips}
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert not verdict.is_right
        assert verdict.slip in names


def test_both_sign_what_was_thought_of_and_no_first_idea(case: Case) -> None:
    goal = TASKS["both_sign"].right(case)
    assert isinstance(goal, Goal)
    assert goal.judge({"credit_policy": SIGNED}).is_right
    first_ideas = (
        DOOR,
        {**DOOR, "refused_offer": "prepayment"},
        {"limit_months_of_sales": 12.0, "stop_supply_days": 90},
        {**SIGNED, "information": "trade_reference"},
        {**SIGNED, "refused_fraction": 0.05},
    )
    for levers in first_ideas:
        assert not goal.judge({"credit_policy": levers}).is_right
    assert goal.judge({"credit_policy": {**SIGNED, "override_fraction": 1.0}}).slip == "other levers"


def test_the_learner_s_market_is_hard() -> None:
    """What the outline assumes reaches the case, and the learner's own size stays."""
    case = Case(outline("5"), Learner("a1"))
    assert case.scenario.portfolio.churn_per_year == 0.4
    assert 60 <= case.scenario.portfolio.customers <= 75
