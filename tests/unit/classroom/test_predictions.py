"""Predictions are scored by proper rules: on average nobody gains by saying what they do not believe."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.classroom.predictions import Chance, Range


@pytest.mark.parametrize("belief", [0.0, 0.2, 0.5, 0.85, 1.0])
def test_saying_what_one_believes_scores_best(belief):
    said = np.linspace(0, 1, 101)
    expected = [
        belief * Chance(True, "").judge(one).score + (1 - belief) * Chance(False, "").judge(one).score
        for one in said
    ]
    assert said[int(np.argmax(expected))] == pytest.approx(belief, abs=0.01)


def test_a_certain_mistake_scores_nothing():
    assert Chance(True, "").judge(0).score == 0
    assert Chance(True, "").judge(1).score == 1
    assert Chance(False, "").judge("50 %").score == 0.75


def test_a_range_is_scored_by_its_width_and_by_how_far_it_misses():
    truth = Range(10.0, "days", 4.0, "It was 10 days.")
    assert truth.judge((8, 12)).score == 0.5  # width 4: 1 / (1 + 4 / 4)
    assert truth.judge((12, 8)).score == 0.5
    assert truth.judge(("11", "13")).score == pytest.approx(
        1 / (1 + (2 + 10) / 4), abs=1e-4
    )  # 1 day out costs 10
    assert truth.judge((10, 10)).score == 1
    assert truth.judge((0, 100)).score == pytest.approx(1 / 26, abs=1e-4)


@pytest.mark.parametrize("given", [None, (None, None), []])
def test_no_prediction_is_no_answer(given):
    assert not Range(10.0, "days", 4.0, "").judge(given).is_answered


@pytest.mark.parametrize("given", ["8 to 12", 10, (1, 2, 3), ("a", "b"), (1, None)])
def test_a_range_has_two_ends(given):
    verdict = Range(10.0, "days", 4.0, "").judge(given)
    assert not verdict.is_right
    assert verdict.is_answered
    assert verdict.score is None


@pytest.mark.parametrize("given", [-0.1, 1.1, 80, "maybe", True])
def test_a_chance_lies_between_never_and_certainly(given):
    verdict = Chance(True, "").judge(given)
    assert not verdict.is_right
    assert verdict.score is None
