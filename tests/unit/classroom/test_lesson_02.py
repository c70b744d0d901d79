"""Lesson 2: an account that adds up, figures worked by hand, and lies that are lies in every learner's case."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.classroom.answers import Number
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_02_dso_family import month_gaps
from simulator.classroom.handouts.account import CLOSING, OPENING, Account, Bill, account_of
from simulator.classroom.handouts.lies import WRITE_OFF_SOON
from simulator.classroom.learners import Learner
from simulator.classroom.tasks import tasks_of

TASKS = tasks_of("02_dso_family")


@pytest.fixture(scope="module", params=["a2", "a5", "a8"])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(outline("2"), Learner(request.param))


def number(case: Case, name: str) -> Number:
    right = TASKS[name].right(case)
    assert isinstance(right, Number)
    return right


def test_an_invoice_due_today_is_not_overdue_and_one_paid_today_is_not_open() -> None:
    due_today = Bill(1, date(2026, 12, 1), CLOSING, 100, 20, None)
    paid_today = Bill(2, date(2026, 11, 1), date(2026, 12, 1), 100, 20, CLOSING)
    overdue = Bill(3, date(2026, 11, 30), date(2026, 12, 30), 50, 10, None)
    account = Account((due_today, paid_today, overdue))
    assert account.receivables(CLOSING) == 180
    assert account.receivables(CLOSING, current_only=True) == 120
    assert account.sales() == [0, 180, 120]


def test_the_account_rolls_forward(case: Case) -> None:
    """Opening + sales - paid in the quarter = closing: the rows that the learner sees are enough for every sum."""
    account = account_of(case)
    paid = sum(bill.gross for bill in account.bills if bill.paid and OPENING < bill.paid <= CLOSING)
    assert account.receivables(OPENING) + sum(account.sales()) - paid == account.receivables(CLOSING)


def test_dso_and_effectiveness_by_hand(case: Case) -> None:
    account = account_of(case)
    october, november, december = account.sales()
    opening, closing = account.receivables(OPENING), account.receivables(CLOSING)
    current = account.receivables(CLOSING, current_only=True)
    assert december < closing < december + november
    assert number(case, "simple_dso").value == pytest.approx(closing * 92 / (october + november + december))
    assert number(case, "countback").value == pytest.approx(31 + 30 * (closing - december) / november)
    collected = opening + october + november + december - closing
    assert number(case, "effectiveness").value == pytest.approx(collected / (collected + closing - current))


@pytest.mark.parametrize("name", ["simple_dso", "countback", "effectiveness"])
def test_each_slip_gets_its_own_hint(case: Case, name: str) -> None:
    right = number(case, name)
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert not verdict.is_right
        assert verdict.slip == slip.name


def test_the_pen_makes_figures_better_and_brings_no_money(case: Case) -> None:
    change = {
        name: case.change(name, WRITE_OFF_SOON).value
        for name in (
            "over_90_fraction",
            "dso_open_items_days",
            "collection_effectiveness_fraction",
            "cash_collected",
            "bad_debt_gross_fraction",
        )
    }
    assert change["over_90_fraction"] < 0
    assert change["dso_open_items_days"] < 0
    assert change["collection_effectiveness_fraction"] > 0
    assert change["cash_collected"] <= 0
    assert change["bad_debt_gross_fraction"] > 0


def test_one_month_lies_clearly_more_than_the_others(case: Case) -> None:
    second, worst = sorted(month_gaps(case))[-2:]
    assert worst - second > 0.2  # days, of which the table shows a tenth
