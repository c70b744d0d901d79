"""A check says what is wrong: the type, then the value, then a hint that teaches, and never the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulator.classroom.answers import Choice, Goal, Number, Order, Several, Slip, number_of
from simulator.classroom.verdicts import Verdict, right
from simulator.strategy import load_strategy

DSO = Number(
    45.0,
    "days",
    0.05,
    "Divide what is owed by a day's sales.",
    error=0.2,
    slips=(Slip("VAT in", 54.0, "Take the VAT off."),),
)


@pytest.mark.parametrize(
    "given", [45, 45.0, "45", " 45.0 days", "45,0", np.float64(45.4), np.array([44.6]), pd.Series([45.0])]
)
def test_a_right_number_passes_in_whatever_form(given):
    assert DSO.judge(given).is_right


@pytest.mark.parametrize(
    ("given", "slip"),
    [
        (1.4795, "month for day"),
        (-45.0, "sign"),
        (54.0, "VAT in"),
        (45.41, ""),
        (True, "not a number"),
        ("forty-five", "not a number"),
        ("45 %", "not a number"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        ([45.0], "not a number"),
        (pd.DataFrame({"dso": [45.0, 46.0]}), "not a number"),
        ("<DataFrame>", "not a number"),
        ("=1+44", "not a number"),
    ],
)
def test_a_wrong_number_is_told_what_went_wrong(given, slip):
    verdict = DSO.judge(given)
    assert not verdict.is_right
    assert verdict.is_answered
    assert verdict.slip == slip
    assert "45" not in verdict.sentence.replace("45.2", ""), "the hint tells the answer"


@pytest.mark.parametrize("given", [None, "", "  "])
def test_nothing_is_not_a_wrong_answer(given):
    verdict = DSO.judge(given)
    assert not verdict.is_right
    assert not verdict.is_answered


def test_the_tolerance_is_the_simulations_own_error_where_that_is_larger_than_rounding():
    assert DSO.tolerance == pytest.approx(0.4)
    assert DSO.judge(45.399).is_right
    assert not DSO.judge(45.402).is_right
    assert Number(45.0, "days", 0.5, "").tolerance == 0.5


def test_a_slip_within_the_tolerance_is_not_held_against_anybody():
    answer = Number(10.0, "days", 0.5, "Look again.", slips=(Slip("near", 10.3, "Not this."),))
    assert answer.judge(10.3).is_right


@pytest.mark.parametrize(
    ("unit", "value", "given", "slip"),
    [
        ("fraction", 0.37, 37.0, "percent for fraction"),
        ("fraction per year", 0.37, 0.0037, "fraction of a percent"),
        ("EUR", 120_000.0, 120.0, "thousands"),
        ("EUR", 120_000.0, 12_000_000.0, "cents"),
        ("days", 30.0, 912.5, "day for month"),
        ("invoices", 12.0, -12.0, "sign"),
    ],
)
def test_each_unit_brings_its_own_slips(unit, value, given, slip):
    assert Number(value, unit, 0.001, "Look again.").judge(given).slip == slip


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,250.5", "EUR", 1250.5),
        ("€ 1,250", "EUR", 1250.0),
        ("-12 000", "EUR", -12000.0),
        ("−12000", "EUR", -12000.0),
        ("2 %", "fraction", 0.02),
        ("0,02", "fraction", 0.02),
        ("0,372", "fraction per year", 0.372),
        ("1,372", "fraction", 1.372),
        ("33,333 days", "days", 33.333),
        ("1,062", "profit per euro of cash", 1.062),
        ("0,372", "EUR", 0.372),
        ("20\u202f735", "EUR", 20735.0),
        ("20'735.50", "EUR", 20735.5),
        ("1,250,000", "EUR", 1250000.0),
        (".5", "fraction", 0.5),
        ("1e3", "EUR", None),
        ("1.250,5", "EUR", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, unit, value):
    found = number_of(text, unit)
    assert isinstance(found, str) if value is None else found == pytest.approx(value)


def test_a_choice_knows_its_options():
    answer = Choice("funds", {"late": "Who takes it?"})
    assert answer.judge("funds").is_right
    assert answer.judge("late") == Verdict(is_right=False, sentence="Not yet. Who takes it?", slip="late")
    assert answer.judge("anything").slip == answer.judge(3).slip == "not an option"
    assert not answer.judge(None).is_answered


def test_several_wants_all_that_apply_and_no_more():
    answer = Several(frozenset({"a", "b"}), {"c": "c never does."}, "One is missing.")
    assert answer.judge(["b", "a"]).is_right
    assert answer.judge({"a", "b"}).is_right
    assert answer.judge(["a"]).slip == "incomplete"
    assert answer.judge(["a", "b", "c"]).sentence == "Not yet. c never does."
    assert answer.judge("a").slip == "not a list"
    assert answer.judge([["a"]]).slip == "not an option"


def test_an_order_wants_each_once():
    answer = Order(("first", "second"), "What comes before the call?")
    assert answer.judge(["first", "second"]).is_right
    assert answer.judge(["second", "first"]).slip == "other order"
    assert answer.judge(["first", "first"]).slip == "not all of them"
    assert answer.judge(["first", None]).slip == "not all of them"


def test_a_goal_takes_a_strategy_or_its_changes_and_tells_what_is_not_allowed():
    def judged(changes):
        return right(
            str(
                load_strategy("status_quo")
                .but("Yours", why="an exercise", **changes)
                .changes["terms"]["net_days"]
            )
        )

    answer = Goal(judged)
    assert answer.judge({"terms": {"net_days": 45}}).sentence == "45"
    assert answer.judge(load_strategy("growth")).is_right
    assert answer.judge({"terms": {"nett_days": 45}}).slip == "not allowed"
    assert answer.judge("growth").slip == answer.judge({"terms": 45}).slip == "no strategy"
    assert not answer.judge({}).is_answered
