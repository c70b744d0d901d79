"""Lesson 9: claims, duties, rate and provision by other arithmetic; the bad year; a facility that can be found."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_09_insurance_and_factoring import DISCOUNTING, RUNS, TASKS
from simulator.classroom.handouts.insurance import RATES, Quote, balances, events, policy, quote
from simulator.classroom.learners import Learner

MANY = [f"l{number}" for number in range(60)]


@cache
def case_of(learner: str) -> Case:
    return Case(outline("9"), Learner(learner))


def answer(name: str, learner: str):
    return TASKS[name].right(case_of(learner))


def slips_are_told_apart(right) -> None:
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name), slip


@pytest.mark.parametrize("learner", MANY)
def test_claims_down_the_five_steps(learner):
    one = policy(case_of(learner))
    assert one.quince > one.quince_limit
    assert one.rowan * 1.2 < one.rowan_limit
    paid = one.share * (one.quince_limit + one.rowan) - 2 * one.excess
    right = answer("claims_paid", learner)
    assert right.judge(paid).is_right
    slips_are_told_apart(right)


@pytest.mark.parametrize("learner", MANY)
def test_some_events_break_a_duty_and_some_do_not(learner):
    told = events(case_of(learner))
    breaks = [str(number + 1) for number, (_, is_breach) in enumerate(told) if is_breach]
    assert 0 < len(breaks) < len(told)
    for words, is_breach in told:  # the sentence says so too
        numbers = [int(word) for word in words.split() if word.isdigit()]
        if words.startswith(("Sold", "Delivered", "The overdue")):
            assert is_breach == (numbers[0] > (120 if words.startswith("Sold") else 60))
    assert answer("broken", learner).judge(breaks).is_right
    assert not answer("broken", learner).judge(["1", "2", "3", "4", "5", "6"]).is_right


@pytest.mark.parametrize("learner", MANY)
def test_rate_of_the_quote_and_provision_by_hand(learner):
    one = quote(case_of(learner))
    rate = (one.fee / one.advance) * 365 / one.days + one.rate
    right = answer("factor_rate", learner)
    assert right.judge(round(rate, 4)).is_right
    slips_are_told_apart(right)
    net = [amount / 6 * 5 for amount in balances(case_of(learner))]
    right = answer("provision", learner)
    assert right.judge(round(float(np.dot(net, RATES)))).is_right
    slips_are_told_apart(right)


def test_rate_of_the_textbook_is_the_sum_of_the_lesson():
    """85 %, 1.2 %, 7 %, 45 days are 18.451 % a year (M29)."""
    rate = Quote(advance=0.85, fee=0.012, rate=0.07, days=45)
    assert rate.cost / 85_000 * 365 / 45 == pytest.approx(0.18451, abs=5e-6)


def test_bad_year_is_the_difference_of_two_percentiles():
    compared = case_of("example").compare("insured", replications=RUNS)
    without, insured = (np.percentile(one.values("write_offs_net_of_claims"), 95) for one in compared.results)
    right = answer("off_the_bad_year", "example")
    assert right.judge(float(without - insured)).is_right
    assert right.judge(round((without - insured) / 1000) * 1000).is_right
    slips_are_told_apart(right)


@pytest.mark.parametrize("learner", ["example", "a1", "a2"])
def test_facility_can_be_found_but_not_by_the_first_idea(learner):
    goal = answer("your_facility", learner)
    assert goal.judge({"financing": {"facility": "invoice_discounting", "advance_fraction": 0.7}}).is_right
    assert goal.judge(DISCOUNTING).slip == "too dear"
    assert goal.judge({"financing": {"facility": "factoring"}}).slip == "too dear"
    assert goal.judge({"financing": {"facility": "invoice_discounting", "advance_fraction": 0.01}}).slip
    assert goal.judge({"financing": {"margin_per_year": 0.0}}).slip == "other levers"
