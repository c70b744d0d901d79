"""Laws of 33 knots that give the hazard of lateness back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.portfolio.fitting.hazards import grid_days
from simulator.portfolio.fitting.laws import (
    LAST_HAZARD,
    day_probabilities,
    hazard_until,
    law_from_hazard,
    mean_days,
)
from simulator.portfolio.portfolio import KNOTS

DAYS = grid_days(0)
LAST_DAY = int(DAYS[-1])
ZERO = int(np.searchsorted(DAYS, 0))


def ledger_like(seed: int = 0) -> np.ndarray:
    """A hazard with an early tail, a peak at due, weekly ripples and a long tail."""
    hazard = np.where(DAYS < -25, 0.0, np.where(DAYS < 0, 0.012 + 0.004 * ((DAYS + seed) % 5), 0.0))
    hazard = hazard + np.where(DAYS == 0, 0.35, 0.0)
    late = 0.04 + 0.25 * np.exp(-DAYS / 6.0) + 0.05 * ((DAYS + seed) % 7 == 1)
    return np.where(DAYS > 0, np.minimum(late, 0.9), hazard)


def at(day: int, values: np.ndarray) -> float:
    """The value of a day."""
    return float(values[ZERO + day])


def shares_of(hazard: np.ndarray) -> np.ndarray:
    """Share paid on each day under a hazard."""
    return np.asarray(hazard * np.concatenate([[1.0], np.cumprod(1.0 - hazard)[:-1]]))


@pytest.mark.parametrize("seed", range(5))
def test_the_law_gives_the_hazard_back(seed: int) -> None:
    hazard = ledger_like(seed)
    law = law_from_hazard(DAYS, hazard)
    expected = shares_of(hazard)
    found = day_probabilities(law, DAYS)
    assert np.abs(np.cumsum(found) - np.cumsum(expected)).max() < 0.01
    assert mean_days(found, DAYS) == pytest.approx(mean_days(expected, DAYS), abs=0.1)
    levels = np.concatenate([[0.0], np.cumsum(-np.log1p(-hazard))])
    for day, level in law.T[2:]:
        jump_foot = day == 0 and level < -math.log1p(-at(0, hazard)) + levels[ZERO] - 1e-12
        index = int(day) - int(DAYS[0])
        assert level == pytest.approx(levels[index if jump_foot else index + 1])


def test_the_mass_at_due_is_a_jump() -> None:
    law = law_from_hazard(DAYS, ledger_like())
    zeros = law[1, law[0] == 0.0]
    assert len(zeros) == 2
    assert zeros[1] - zeros[0] == pytest.approx(-math.log1p(-0.35))
    before = law[1, law[0] == -1.0]
    assert before[-1] == zeros[0]  # nothing between the day before and due
    probabilities = day_probabilities(law, DAYS)
    assert at(0, probabilities) == pytest.approx(at(0, shares_of(ledger_like())))


def check_shape(law: np.ndarray) -> None:
    """33 knots, finite, both rows nondecreasing, from 0, with a rising end."""
    assert law.shape == (2, KNOTS)
    assert np.isfinite(law).all()
    assert (np.diff(law[0]) >= 0).all()
    assert (np.diff(law[1]) >= 0).all()
    assert law[1, 0] == 0.0
    assert law[0, -1] > law[0, -2]
    assert law[1, -1] > law[1, -2]
    assert law[0, -1] <= LAST_DAY + 1


@given(
    st.lists(st.tuples(st.integers(-60, 250), st.floats(0.001, 1.0)), min_size=1, max_size=60),
    st.floats(0.0, 0.3),
)
def test_any_hazard_makes_a_sound_law(spikes: list[tuple[int, float]], tail: float) -> None:
    hazard = np.where(DAYS > 20, tail, 0.0)
    for day, share in spikes:
        hazard[ZERO + day] = share
    law = law_from_hazard(DAYS, hazard)
    check_shape(law)
    assert law[1, -1] <= 2 * LAST_HAZARD + 1.0


@pytest.mark.parametrize(("day", "first"), [(0, -1.0), (-5, -6.0), (7, 6.0)])
def test_one_day_for_all_is_that_day(day: int, first: float) -> None:
    hazard = np.equal(DAYS, day).astype(np.float64)
    law = law_from_hazard(DAYS, hazard)
    check_shape(law)
    assert law[0, 0] == first
    assert at(day, day_probabilities(law, DAYS)) == pytest.approx(1.0, abs=2e-5)


def test_the_last_knot_is_where_all_but_one_in_100000_have_paid() -> None:
    law = law_from_hazard(DAYS, np.where(DAYS >= 0, 0.1, 0.0))
    assert law[1, -1] == pytest.approx(LAST_HAZARD, abs=0.11)
    slow = law_from_hazard(DAYS, np.where(DAYS >= 0, 0.001, 0.0))
    assert slow[0, -1] == LAST_DAY


def test_beyond_its_last_knot_a_law_goes_on_with_its_last_slope() -> None:
    law = law_from_hazard(DAYS, np.where(DAYS >= 0, 0.001, 0.0))
    a_day = -math.log(0.999)
    far = hazard_until(law, np.array([365.0, 1365.0]))
    assert far[1] - far[0] == pytest.approx(1000 * a_day, rel=1e-6)
