"""Intervals, paired differences, chances, and stopping without fooling oneself."""

import numpy as np
import pytest

from simulator.experiment.precision import LOOK_LEVEL, Target, looks, missed_targets, targets
from simulator.luck import Stream, luck, normal_quantile
from simulator.results.statistics import (
    Interval,
    interval,
    noise_removed,
    paired_differences,
    probability_better,
)


def test_an_interval_is_the_student_interval():
    found = interval([2.0, 4.0, 6.0, 8.0])
    assert found.mean == 5.0
    assert found.half_width == pytest.approx(3.182446 * np.sqrt(20 / 3) / 2, rel=1e-6)  # t table, 3 degrees


def test_one_replication_has_no_interval():
    assert interval([3.0]) == Interval(3.0, None, None)
    assert interval([3.0]).half_width is None
    assert not interval([3.0]).is_clear


def test_a_measure_that_is_never_defined_has_no_mean():
    assert interval([np.nan, np.nan]) is None


def test_undefined_replications_are_left_out():
    assert interval([1.0, np.nan, 3.0]) == interval([1.0, 3.0])
    assert paired_differences([5.0, np.nan, 1.0], [1.0, 1.0, np.nan]).tolist()[0] == 4.0


def test_equal_strategies_differ_by_exactly_nothing():
    same = [3.0, 1.0, 4.0, 1.0, 5.0]
    differences = paired_differences(same, same)
    assert interval(differences) == Interval(0.0, 0.0, 0.0)
    assert probability_better(differences, "higher") == 0.5
    assert noise_removed(same, same) is None


def test_an_interval_is_clear_when_it_leaves_out_zero():
    assert interval([1.0, 1.1, 0.9]).is_clear
    assert not interval([1.0, -1.1, 0.9]).is_clear


def test_better_follows_the_direction_of_the_measure():
    assert probability_better([1.0, 2.0, -3.0, 4.0], "higher") == 0.75
    assert probability_better([1.0, 2.0, -3.0, 4.0], "lower") == 0.25
    assert probability_better([1.0], None) is None
    assert probability_better([np.nan], "lower") is None


def test_shared_luck_cancels_in_differences():
    shared = np.array([10.0, 50.0, 30.0, 90.0])
    assert noise_removed(shared + np.array([1, 2, 1, 2]), shared) > 1_000


def test_looks_double_up_to_a_thousand():
    assert looks() == (20, 40, 80, 160, 320, 640, 1000)
    assert looks(40) == (20, 40)


def test_targets_follow_the_first_strategys_sales():
    widths = {target.metric: target.half_width for target in targets(0.001, 60e6)}
    assert widths == {
        "dso_countback_days": 0.2,
        "cash_collected": pytest.approx(60_000),
        "profit_to_the_end": pytest.approx(30_000),
        "write_offs": pytest.approx(6_000),
    }


def test_what_is_not_reached_is_named():
    narrow, wide = np.array([1.0, 1.1, 0.9]), np.array([1.0, 90.0, -50.0])
    missed = missed_targets("Growth", [(Target("profit", 1.0), narrow), (Target("write_offs", 5.0), wide)])
    assert [(one.strategy, one.metric, one.target) for one in missed] == [("Growth", "write_offs", 5.0)]
    assert missed[0].half_width > 5.0


@pytest.mark.parametrize("wanted", [0.45, 0.3, 0.2])
def test_intervals_still_cover_after_peeking(wanted):
    """Normal samples, stopped by their own width: at least 95 % of the intervals hold the truth."""
    samples, most = 1_500, 320
    draws = [
        [normal_quantile(luck(3, sample, Stream.HEALTH, 0, number)) for number in range(most)]
        for sample in range(samples)
    ]
    covered = 0
    for values in np.array(draws):
        for look in looks(most):
            found = interval(values[:look], LOOK_LEVEL)
            if found.half_width <= wanted or look == most:
                covered += found.low <= 0 <= found.high
                break
    assert covered / samples > 0.95 - 2 * np.sqrt(0.05 * 0.95 / samples)
