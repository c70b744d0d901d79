"""Lesson 10: squares, weather and percentiles by hand; the line that is enough; a plan ordinary years can pay."""

import numpy as np
import pytest

from simulator.classroom.bench import Bench
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.exercises.lesson_10_bad_times import BAD_YEAR, TASKS
from simulator.classroom.learners import Learner

NUMBERS = ("equal_customers", "together", "cash_at_risk", "line_needed")
REACHED = {"terms": {"net_days": 25}, "discount": {"rate_fraction": 0.01}}
MISSED = (
    ({"terms": {"net_days": 28}}, "too little"),
    ({"insurance": {"insured_fraction": 0.9}}, "too little"),
    ({"financing": {"facility": "factoring"}}, "too dear"),
    ({"terms": {"net_days": 14}}, "too dear"),
)


@pytest.fixture(scope="module")
def example():
    return Case(outline("10"), Learner("example"))


def test_customers_of_equal_size_by_the_share_of_each(example):
    customers = example.portfolio.customers
    sales = [float(rate) * float(value) for rate, value in customers[["orders_per_month", "order_value"]]]
    squares = sum((one / sum(sales)) ** 2 for one in sales)
    assert TASKS["equal_customers"].right(example).value == pytest.approx(1 / squares)


def test_two_failures_in_one_year_by_a_count_of_ten_thousand_years(example):
    # 9,000 good years with 0.324 pairs in 9,000, 1,000 bad ones with 2.116: 2.44 where chance alone gives 1
    pairs = 9_000 * 36e-6 + 1_000 * 2_116e-6
    assert TASKS["together"].right(example).value == pytest.approx(pairs / (10_000 * 1e-4))


def test_cash_at_risk_is_measured_from_between_the_two_worst_years(example):
    years = sorted(example.compare(replications=20).first.values("closing_cash"))
    found = sum(years) / 20 - (0.05 * years[0] + 0.95 * years[1])
    assert TASKS["cash_at_risk"].right(example).value == pytest.approx(found)


def test_the_line_leaves_two_years_of_forty_uncovered(example):
    line = TASKS["line_needed"].right(example).value
    lows = example.under(*BAD_YEAR).compare().first.values("lowest_cash")
    assert (len(lows), int((lows < -line - 0.01).sum())) == (40, 2)
    assert lows.mean() < example.compare().first.mean("lowest_cash")


@pytest.mark.parametrize("name", NUMBERS)
def test_each_common_mistake_is_known_by_its_name(name, example):
    right = TASKS[name].right(example)
    for slip in right.slips:
        verdict = right.judge(slip.value)
        assert (verdict.is_right, verdict.slip) == (False, slip.name)
        assert slip.hint in verdict.sentence


def test_a_plan_brings_cash_at_a_price_and_the_first_ideas_do_not(example):
    goal = TASKS["your_reserve"].right(example)
    assert goal.judge(REACHED).is_right
    assert [goal.judge(one).slip for one, _ in MISSED] == [slip for _, slip in MISSED]


def test_a_case_under_shocks_has_the_same_customers_and_worse_years(example):
    struck = example.under("largest_customer_fails")
    assert struck.seed == example.seed
    assert np.array_equal(
        struck.portfolio.customers["order_value"], example.portfolio.customers["order_value"]
    )
    bench = Bench(struck, ["terms.net_days"], ["write_offs"])
    bench.play()
    shown = struck.level("write_offs").value
    assert shown > 2 * example.level("write_offs").value
    assert f"{shown / 1_000:,.0f}k" in bench.table.value
