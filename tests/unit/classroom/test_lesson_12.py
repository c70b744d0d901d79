"""Lesson 12: the price of cash by hand, the proposal, the trip-wire; over several learners."""

import pytest

from simulator.classroom import open_lesson
from simulator.classroom.bench import Bench
from simulator.classroom.case import Case
from simulator.classroom.catalogue import outline
from simulator.classroom.learners import Learner
from simulator.classroom.tasks import tasks_of

NAME = "12_board_case"
TASKS = tasks_of(NAME)
PROPOSAL = {
    "credit_policy": {"limit_months_of_sales": 8.0},
    "discount": {"rate_fraction": 0.01, "window_days": 10},
    "late_charges": {"policy": "charge", "jurisdiction": "eu"},
}


def case_of(name):
    return Case(outline(NAME), Learner(name))


@pytest.mark.parametrize("name", ["a1", "a2"])
def test_the_price_of_cash_is_the_recessions(name):
    case = case_of(name)
    answer = TASKS["price_of_cash"].right(case)
    table = case.under("recession").side_by_side("status_quo", "discount").results
    profits = [sum(one.values("profit_to_the_end")) / 40 for one in table]
    lows = [sum(one.values("lowest_cash")) / 40 for one in table]
    assert answer.judge(
        round((profits[0] - profits[1]) / (lows[1] - lows[0]), 2 if answer.value > 0.3 else 3)
    ).is_right
    assert all(answer.judge(slip.value).slip == slip.name for slip in answer.slips)
    assert {"the other way round", "the strict motion"} <= {slip.name for slip in answer.slips}


def test_the_recession_strikes_the_same_customers():
    case = case_of("a1")
    storm = case.under("recession")
    assert storm.portfolio is not None
    assert (storm.portfolio.customers == case.portfolio.customers).all()
    assert storm.level("write_offs").value > case.level("write_offs").value
    assert case.scenario.shocks == ()


@pytest.mark.parametrize("name", ["a1", "a2"])
def test_a_proposal_meets_the_conditions_and_the_motions_do_not(name):
    goal = TASKS["your_proposal"].right(case_of(name))
    assert goal.judge(PROPOSAL).is_right
    assert goal.judge({"discount": {"rate_fraction": 0.02, "window_days": 10}}).slip == "costs profit"
    assert goal.judge({"late_charges": PROPOSAL["late_charges"]}).slip == "too little cash"
    assert goal.judge({"terms": {"net_days": 14}}).slip == "costs profit"
    assert not goal.judge({}).is_right


@pytest.mark.parametrize("name", ["a1", "a2"])
def test_two_of_forty_years_lie_above_the_wire(name):
    case = case_of(name)
    answer = TASKS["trip_wire"].right(case)
    years = case.compare("discount").others[0].values("dso_countback_days")
    assert sum(year > answer.value for year in years) == 2
    assert answer.judge(f"{answer.value:.1f} days").is_right
    assert answer.judge(sum(years) / 40).slip == "the average"
    assert all(answer.judge(slip.value).slip == slip.name for slip in answer.slips)


def test_what_is_handed_in_by_hand_is_at_hand(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lesson = open_lesson(NAME, learner="a1")
    assert lesson.handed_in("memo") is None
    lesson._desk.keep("memo", "word " * 100)
    assert lesson.handed_in("memo").startswith("word")
    assert lesson.handed_in("memo", "mine") == "mine"


def test_the_levers_of_the_lab_make_the_proposal():
    levers = [f"{group}.{lever}" for group, levers in PROPOSAL.items() for lever in levers]
    bench = Bench(case_of("a1"), levers, ("profit_to_the_end",))
    assert bench.changes == {}
    for group, changes in PROPOSAL.items():
        for lever, value in changes.items():
            bench.set(f"{group}.{lever}", value)
    assert bench.changes == {
        **PROPOSAL,
        "discount": {"rate_fraction": 0.01},
    }  # ten days are the window of today
