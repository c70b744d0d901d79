"""Lateness: censored hazards, shrinkage, and laws of 33 knots that give the hazard back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.portfolio.fitting_lateness import (
    LAST_DAY,
    LAST_HAZARD,
    Exposure,
    count_hazard,
    day_probabilities,
    grid_days,
    hazard_probabilities,
    law_from_hazard,
    mean_days,
    pooled_hazard,
    shrunk_hazard,
)
from simulator.portfolio.portfolio import KNOTS

DAYS = grid_days(0)
ZERO = int(np.searchsorted(DAYS, 0))


def exposure(*invoices: tuple[int, int, bool]) -> Exposure:
    """Invoices as (entry, exit, paid)."""
    entry, leave, paid = zip(*invoices, strict=True)
    return Exposure(np.array(entry), np.array(leave), np.array(paid))


def ledger_like(seed: int = 0) -> np.ndarray:
    """A hazard with an early tail, a peak at due, weekly ripples and a long tail."""
    hazard = np.where(DAYS < -25, 0.0, np.where(DAYS < 0, 0.012 + 0.004 * ((DAYS + seed) % 5), 0.0))
    hazard = hazard + np.where(DAYS == 0, 0.35, 0.0)
    late = 0.04 + 0.25 * np.exp(-DAYS / 6.0) + 0.05 * ((DAYS + seed) % 7 == 1)
    return np.where(DAYS > 0, np.minimum(late, 0.9), hazard)


def at(day: int, values: np.ndarray) -> float:
    """The value of a day."""
    return float(values[ZERO + day])


def test_counts_are_those_of_a_life_table() -> None:
    events, at_risk = count_hazard(
        exposure((-3, -1, True), (-2, 2, True), (-2, 0, False), (1, 2, True)), DAYS
    )
    assert [at(day, events) for day in range(-3, 4)] == [0, 0, 1, 0, 0, 2, 0]
    assert [at(day, at_risk) for day in range(-3, 4)] == [1, 3, 3, 2, 2, 2, 0]


def test_an_open_invoice_stays_at_risk_until_the_cut_off_and_is_not_dropped() -> None:
    paid = [(-10, 0, True)] * 50
    dropped = pooled_hazard(exposure(*paid), DAYS)
    censored = pooled_hazard(exposure(*paid, *[(-10, 5, False)] * 50), DAYS)
    assert at(0, dropped) == 1.0
    assert at(0, censored) == 0.5
    assert at(-5, censored) == 0.0


def test_the_far_tail_of_the_pooled_hazard_is_one_level_and_never_zero() -> None:
    invoices = [(-10, 0, True)] * 900 + [(-10, 40 + 7 * number, True) for number in range(29)]
    hazard = pooled_hazard(exposure(*invoices), DAYS)
    waited = sum(40 + 7 * number for number in range(29))  # days 1 to payment
    assert hazard[ZERO + 1 :] == pytest.approx((29 + 0.5) / (waited + 10))
    assert at(0, hazard) == pytest.approx(900 / 929)
    all_paid = pooled_hazard(exposure(*[(-10, 0, True)] * 20), DAYS)
    assert at(1, all_paid) == pytest.approx(0.05)


def test_shrinkage_is_the_stated_formula() -> None:
    own = exposure(*[(-30, 3, True)] * 4, *[(-30, 9, False)] * 6)
    pooled = np.full(len(DAYS), 0.2)
    hazard = shrunk_hazard(own, DAYS, pooled)
    assert at(3, hazard) == pytest.approx((4 + 10 * 0.2) / (10 + 10))
    assert at(2, hazard) == pytest.approx((0 + 10 * 0.2) / (10 + 10))
    assert at(7, hazard) == pytest.approx((0 + 10 * 0.2) / (6 + 10))
    assert at(200, hazard) == pytest.approx(0.2)
    assert at(3, shrunk_hazard(own, DAYS, pooled, weight=0.0001)) == pytest.approx(0.4, abs=1e-4)


def test_nothing_is_paid_before_the_customers_own_terms_allow() -> None:
    hazard = shrunk_hazard(exposure((-14, 0, True)), DAYS, np.full(len(DAYS), 0.1))
    assert at(-15, hazard) == 0.0
    assert at(-14, hazard) == pytest.approx(1.0 / 11.0)


def test_a_customer_without_history_has_the_pooled_law() -> None:
    nobody = Exposure(np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([], dtype=bool))
    pooled = ledger_like()
    assert shrunk_hazard(nobody, DAYS, pooled) == pytest.approx(pooled)


@pytest.mark.parametrize("seed", range(5))
def test_the_law_gives_the_hazard_back(seed: int) -> None:
    hazard = ledger_like(seed)
    law = law_from_hazard(DAYS, hazard)
    expected = hazard_probabilities(hazard)
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
    assert at(0, probabilities) == pytest.approx(at(0, hazard_probabilities(ledger_like())))


def check_shape(law: np.ndarray) -> None:
    """33 knots, finite, both rows nondecreasing, from 0, with a rising end."""
    assert law.shape == (2, KNOTS)
    assert np.isfinite(law).all()
    assert (np.diff(law[0]) >= 0).all()
    assert (np.diff(law[1]) >= 0).all()
    assert law[1, 0] == 0.0
    assert law[0, -1] > law[0, -2]
    assert law[1, -1] > law[1, -2]
    assert law[0, -1] <= LAST_DAY[0] + 1


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
    assert slow[0, -1] == LAST_DAY[0]
