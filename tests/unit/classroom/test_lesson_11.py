"""Lesson 11: what customers owe, the week's error by hand, the audit, the law; over several learners."""

import numpy as np
import pytest

from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.handouts.audit import ANALYST, BROKEN, MANAGER, STOP_DAYS, files_of
from simulator.classroom.handouts.books import books_of, entered_twice
from simulator.classroom.handouts.invoices import late_invoice_of
from simulator.classroom.learners import Learner
from simulator.classroom.tasks import tasks_of

NAME = "11_ledger_to_policy"
TASKS = tasks_of(NAME)


def case_of(name):
    return Case(outline(NAME), Learner(name))


def right_of(task, case):
    return TASKS[task].right(case)


@pytest.mark.parametrize("name", ["a1", "a2", "a3"])
def test_what_is_owed_is_the_control_account(name):
    case = case_of(name)
    books = books_of(case)
    answer = right_of("really_owed", case)
    is_open = np.isnat(books.really.paid)
    assert answer.value == pytest.approx(int(books.really.amount_cents[is_open].sum()) / 100)
    assert answer.judge(f"{answer.value:,.2f}").is_right
    assert {answer.judge(slip.value).slip for slip in answer.slips} == {
        "as read",
        "credit notes left in",
        "doubles left in",
        "credit notes added",
        "both of each pair out",
    }


def test_every_kind_of_damage_is_in_the_file_and_told():
    books = books_of(case_of("a4"))
    report = books.export.report
    assert report.found("repeated").rows == 12
    assert 3 <= len(entered_twice(books.export)) <= 6
    assert len(entered_twice(books.repaired)) == 0
    assert books.paid_only.report.found("hides_late_payers") is not None
    assert len(books.repaired) == len(books.really)


def test_two_learners_have_other_books():
    first, second = (books_of(case_of(name)) for name in ("a1", "a2"))
    assert first.export.report.open_cents != second.export.report.open_cents


@pytest.mark.parametrize("seed", range(1, 4_000_000, 400_001))
def test_the_audit_follows_from_the_four_rules(seed):
    files = files_of(seed)
    assert len({one.kind for one in files}) == len(files) == 6
    for one in files:
        authority = {"analyst": ANALYST, "manager": MANAGER, "nobody": 10**9}[one.released_by]
        is_delivered = one.released_by != "nobody"
        too_old = is_delivered and one.oldest_days > STOP_DAYS and "signed" not in one.note
        sued = "court" in one.note and "signed" not in one.note
        assert (one.order > authority or too_old or sued) == (one.kind in BROKEN), one
    assert 2 <= sum(one.kind in BROKEN for one in files) <= 3


@pytest.mark.parametrize("name", ["a1", "a2", "a3", "a4", "a5"])
def test_interest_is_that_of_the_half_year_in_which_it_fell_due(name):
    case = case_of(name)
    one = late_invoice_of(case.seed)
    answer = right_of("late_interest", case)
    by_hand = 1.2 * one.net * 0.1040 * one.days_late / 365 + 40
    assert answer.value == pytest.approx(by_hand, abs=0.006)
    first_half = 1.2 * one.net * 0.1015 * one.days_late / 365 + 40
    assert answer.judge(first_half).slip == "rate of the invoice date"
    assert answer.judge(by_hand - 40).slip == "without compensation"
    assert answer.judge(one.net * 0.1040 * one.days_late / 365 + 40).slip == "net of VAT"


def test_the_weeks_error_is_reckoned_without_signs():
    case = case_of("a1")
    weeks = books_of(case).backtest.weeks
    answer = right_of("weekly_error", case)
    missed = came = 0.0
    for week in weeks:
        missed += max(week.expected, week.came) - min(week.expected, week.came)
        came += week.came
    assert len(weeks) == 4
    assert answer.judge(round(missed / came, 3)).is_right
    assert all(answer.judge(slip.value).slip == slip.name for slip in answer.slips)
    assert books_of(case).backtest.light == "amber"


@pytest.mark.parametrize("name", ["a1", "a10"])
def test_a_policy_reaches_the_goal_and_the_first_ideas_do_not(name):
    goal = right_of("your_policy", case_of(name))
    charges = {"policy": "charge", "jurisdiction": "eu"}
    small = {"rate_fraction": 0.005, "window_days": 10}
    assert goal.judge({"discount": small, "late_charges": charges}).is_right
    assert goal.judge({"discount": {"rate_fraction": 0.02, "window_days": 10}}).slip == "costs profit"
    assert goal.judge({"late_charges": charges}).slip == "too few days"
    assert goal.judge({"late_charges": {"policy": "charge"}}).slip == "other law"
    assert not goal.judge({}).is_right
