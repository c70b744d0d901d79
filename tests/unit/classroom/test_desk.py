"""A lesson on the learner's own desk: forms without code, answers kept beside the notebook, nothing told too early."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import ipywidgets as widgets
import numpy as np
import pandas as pd
import pytest

from simulator.classroom import open_lesson
from simulator.classroom.desk import RECORDING, WRITTEN_DOWN, Recorder
from simulator.errors import UserError

LESSON = "03_early_payment_discount"


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return open_lesson(LESSON, learner="anna")


def fields(box, kind):
    """The widgets of a kind inside a box, at any depth."""
    inside = [box] if isinstance(box, kind) else []
    return inside + [found for child in getattr(box, "children", ()) for found in fields(child, kind)]


def press(box, name):
    next(one for one in fields(box, widgets.Button) if one.description == name).click()


def said(box):
    return fields(box, widgets.HTML)[-1].value


def test_a_form_checks_keeps_and_shows_again(lesson, tmp_path):
    box = lesson.ask("offered_rate")
    fields(box, widgets.Text)[0].value = "37.24"
    press(box, "Check")
    assert "Rates are fractions here" in said(box)
    fields(box, widgets.Text)[0].value = "37.24 %"
    press(box, "Check")
    assert "Right." in said(box)
    assert json.loads((tmp_path / f"{LESSON}.answers.json").read_text())["answers"] == {
        "offered_rate": "37.24 %"
    }
    again = open_lesson(LESSON, learner="anna")
    box = again.ask("offered_rate")
    assert fields(box, widgets.Text)[0].value == "37.24 %"
    assert "Right." in said(box)
    assert "1 of 9 done" in again.progress().value


def test_an_answer_from_code_goes_before_the_form(lesson):
    assert "Right." in said(lesson.ask("offered_rate", 0.3724))
    assert "Not yet" in said(lesson.ask("offered_rate", 0.44))
    assert said(lesson.ask("offered_rate", ...)) == ""


def test_a_prediction_tells_nothing_before_the_end(lesson):
    box = lesson.predict("days_sooner")
    ends = fields(box, widgets.Text)
    ends[0].value, ends[1].value = "5", "12"
    press(box, "Keep")
    assert WRITTEN_DOWN in said(box)
    assert "days." not in said(box)
    assert "your prediction scores" in lesson.progress().value


def test_the_small_lab_hands_in_a_strategy(lesson):
    bench = lesson.lab(
        "discount.rate_fraction", "discount.window_days", show=("discounts",), hand_in="your_discount"
    )
    form = lesson.ask("your_discount")
    rate, window = fields(bench, (widgets.FloatSlider, widgets.IntSlider))
    rate.value, window.value = 1.0, 10
    press(bench, "Play")
    assert "Discounts" in fields(bench, widgets.HTML)[-1].value
    press(bench, "Hand in this strategy")
    assert "It brings enough cash" in said(form)
    assert "rate fraction 0.01" in fields(form, widgets.HTML)[1].value


def test_a_form_that_breaks_says_so_and_shows_no_traceback(lesson, monkeypatch):
    box = lesson.ask("given_for_nothing")
    monkeypatch.setattr("simulator.classroom.case.Case.compare", lambda *_, **__: 1 / 0)
    fields(box, widgets.Text)[0].value = "100"
    press(box, "Check")
    assert "could not be checked" in said(box)
    assert "ZeroDivision" not in said(box)


def test_damaged_answers_are_told_and_not_overwritten(lesson, tmp_path):
    path = tmp_path / f"{LESSON}.answers.json"
    path.write_text('{"answers": ', encoding="utf-8")
    with pytest.raises(UserError, match="damaged"):
        open_lesson(LESSON, learner="anna")
    assert path.read_text(encoding="utf-8") == '{"answers": '


def test_while_a_lesson_is_marked_answers_are_written_down_and_nothing_is_judged(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv(RECORDING, str(tmp_path / "answers.jsonl"))
    monkeypatch.setenv("CREDITLAB_LEARNER", "bo")
    lesson = open_lesson(LESSON, learner="anna")
    assert lesson.case.learner.name == "bo"
    lesson.ask("offered_rate", 0.37)
    lesson.check("why_it_costs", "funds")
    lesson.ask("your_discount", lesson.today.but("Mine", why="mine", discount={"rate_fraction": 0.01}))
    lines = [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text().splitlines()]
    assert lines[:2] == [["offered_rate", 0.37], ["why_it_costs", "funds"]]
    assert lines[2] == ["your_discount", {"discount": {"rate_fraction": 0.01}}]
    assert capsys.readouterr().out == ""


def test_an_unknown_task_proposes_the_nearest(lesson):
    with pytest.raises(UserError, match="Did you mean 'offered_rate'"):
        lesson.ask("offerd_rate")


def test_a_strategy_is_told_in_the_words_of_the_field(lesson):
    compared = lesson.compare({"discount": {"rate_fraction": 0.01, "window_days": 12}}, replications=2)
    assert compared.others[0].name == "Discount for paying early 1 %; Discount window 12 d"


@pytest.mark.parametrize(
    "wanted", [{"terms": 45}, {"terms": {"nett_days": 45}}, {"condition": {}}, 45, "discounts"]
)
def test_a_strategy_that_is_none_gets_a_sentence(lesson, wanted):
    with pytest.raises(UserError):
        lesson.compare(wanted)


@pytest.mark.parametrize(
    ("task", "given"),
    [
        ("offered_rate", Fraction(2, 98) * Fraction(365, 20)),
        ("offered_rate", Decimal("0.3724")),
        ("taken_late", np.array(["sales_first", "same_day", "trade"])),
        ("taken_late", {"sales_first": 1, "same_day": 1, "trade": 1}.keys()),
        ("taken_late", pd.Index(["sales_first", "same_day", "trade"])),
    ],
)
def test_an_answer_is_judged_on_the_own_desk_as_it_is_marked(task, given, lesson, capsys, tmp_path):
    Recorder(tmp_path / "answers.jsonl").ask(task, given)
    recorded = json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))[1]
    lesson.check(task, given)
    lesson.check(task, recorded)
    own, marked = capsys.readouterr().out.splitlines()
    assert own == marked == f"{task}: Right."
