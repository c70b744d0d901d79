"""Lesson 8: the account added up another way, the credit notes of the journal, and a repair that needs two levers."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_08_disputes import CHECKED, TASKS
from simulator.classroom.handouts.disputes import account
from simulator.classroom.learners import Learner

LEARNERS = ("example", "a1")


@cache
def case_of(learner: str) -> Case:
    return Case(outline("8"), Learner(learner))


def answer(name: str, learner: str):
    return TASKS[name].right(case_of(learner))


def test_lesson_has_disputes_that_its_sector_has_not():
    assert case_of("example").scenario.disputes.rate_fraction == 0.08


@pytest.mark.parametrize("learner", [f"l{number}" for number in range(60)])
def test_account_is_what_the_strips_of_paper_say(learner):
    """Everything overdue, less the four receipts but the double one, the deduction, the dispute, the credit note."""
    one = account(case_of(learner))
    paid = one.transfer + (one.amounts["103"] - one.deducted) + one.amounts["105"]
    owed = sum(one.amounts.values()) - one.amounts["106"] - paid - one.deducted - one.short - one.credit
    right = answer("really_owed", learner)
    assert right.judge(owed).is_right
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)


@pytest.mark.parametrize("learner", [f"l{number}" for number in range(60)])
def test_one_set_of_invoices_alone_makes_the_transfer(learner):
    one = account(case_of(learner))
    sets = [
        {*some}
        for size in range(1, 5)
        for some in combinations(one.amounts, size)
        if sum(one.amounts[number] for number in some) == one.transfer
    ]
    assert len(sets) == 1
    right = answer("transfer_pays", learner)
    assert right.judge(sorted(sets[0])).is_right
    assert not right.judge([*sets[0], "106"]).is_right
    assert not right.judge([min(sets[0])]).is_right


def test_days_on_paper_by_hand_and_its_slips():
    right = answer("days_on_paper", "example")
    assert right.judge(2.24).is_right
    for given, slip in ((1.76, "silence forgotten"), (2.56, "all silent"), (28, "each disputed one")):
        assert right.judge(given).slip == slip


@pytest.mark.parametrize("learner", LEARNERS)
def test_credit_notes_are_what_the_profit_lacks(learner):
    """Sales x dilution, averaged run by run, is the same sum as the table's two averages within its rounding."""
    today = case_of(learner).compare(CHECKED).first
    by_run = today.values("credit_sales") * today.values("dilution_fraction")
    right = answer("credit_notes", learner)
    assert right.judge(float(by_run.mean())).is_right
    assert right.judge(today.mean("write_offs")).slip == "bad debt"


@pytest.mark.parametrize("learner", LEARNERS)
def test_repair_needs_both_levers(learner):
    goal = answer("your_repair", learner)
    clerk = {"collections": {"dispute_clerks": 1}}
    assert goal.judge(CHECKED | clerk).is_right
    assert goal.judge(CHECKED).slip == "too slow"
    assert goal.judge(clerk).slip == "too dear"
    assert goal.judge({"disputes": {"rate_fraction": 0.0}}).slip == "other levers"
