"""Lesson 1: two companies that share a DSO and nothing else, and what is right and wrong to say of them."""

from __future__ import annotations

import pytest

from simulator.classroom.answers import Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.handouts.companies import COLLECTIONS, CREDIT, NAMES, Companies
from simulator.classroom.learners import Learner
from simulator.classroom.tasks import tasks_of

TASKS = tasks_of("01_credit_or_collections")
LEARNERS = ("a1", "a2", "a4")


@pytest.fixture(scope="module", params=LEARNERS)
def case(request: pytest.FixtureRequest) -> Case:
    return Case(outline("1"), Learner(request.param))


def test_the_dso_is_the_same_and_the_losses_are_not(case: Case) -> None:
    weak, strong = (Companies(case).prescriptions(cause).first for cause in (CREDIT, COLLECTIONS))
    dso, loss, old = (
        [result.mean(name) or 0.0 for result in (weak, strong)]
        for name in ("dso_countback_days", "bad_debt_net_fraction", "over_90_fraction")
    )
    assert abs(dso[0] - dso[1]) < 2
    assert loss[0] > 2 * loss[1]
    assert old[0] > old[1]


def test_the_facts_of_the_evidence_are_true(case: Case) -> None:
    weak, strong = (Companies(case).prescriptions(cause).first for cause in (CREDIT, COLLECTIONS))
    for name in ("late_count_fraction", "calls_per_collector_day"):
        assert (weak.mean(name) or 0.0) > (strong.mean(name) or 0.0)
    assert (weak.mean("days_late_of_late_mean") or 0.0) < (strong.mean("days_late_of_late_mean") or 0.0)


def test_the_tenth_euro_by_hand(case: Case) -> None:
    """Nine on day 30 and one on the right day average to Amber's DSO."""
    right = TASKS["tenth_customer"].right(case)
    assert isinstance(right, Number)
    amber = Companies(case).beside()[NAMES[0]]
    assert sum([30.0] * 9 + [right.value]) / 10 == pytest.approx(amber.mean("dso_countback_days"))


def test_a_day_of_dso_is_a_day_of_sales_with_vat(case: Case) -> None:
    right = TASKS["cash_of_the_telephone"].right(case)
    assert isinstance(right, Number)
    compared = Companies(case).prescriptions(COLLECTIONS)
    now, then = (
        result.mean("dso_countback_days") or 0.0 for result in (compared.first, compared.result("Telephone"))
    )
    with_vat = (compared.first.mean("credit_sales") or 0.0) * 1.2
    assert right.value == pytest.approx((now - then) * with_vat / 365)


@pytest.mark.parametrize("name", ["tenth_customer", "cash_of_the_telephone", "work_of_the_door"])
def test_each_slip_gets_its_own_hint(case: Case, name: str) -> None:
    right = TASKS[name].right(case)
    assert isinstance(right, Number)
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert not verdict.is_right
        assert verdict.slip == slip.name


def test_the_verdict_depends_on_the_learner() -> None:
    causes = {tuple(Companies(Case(outline("1"), Learner(f"b{i}"))).causes.values()) for i in range(12)}
    assert len(causes) == 2
