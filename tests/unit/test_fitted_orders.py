"""Orders of a ledger's customers: rates, values, spread, terms, segments; VAT split to the cent."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.portfolio.fitting.orders import (
    LEAST_ORDERS_PER_MONTH,
    Invoices,
    level_today,
    modal_terms,
    order_cvs,
    order_values,
    orders_per_month,
    segments_by_rank,
    split_vat,
)

INVOICES = Invoices(np.array([0, 0, 0, 0, 2]), np.array([50.0, 150.0, 50.0, 150.0, 70.0]))
SHARES = {"large": 0.05, "mid": 0.15, "sme": 0.40, "micro": 0.35, "public": 0.05}


@given(
    st.lists(st.integers(1, 10**12), min_size=1, max_size=50),
    st.sampled_from([0.0, 0.05, 0.07, 0.19, 0.2, 0.25]),
)
def test_net_and_vat_are_the_gross_to_the_cent(gross: list[int], vat: float) -> None:
    cents = np.array(gross)
    net, tax = split_vat(cents, vat)
    assert (net + tax == cents).all()
    assert (np.abs(net * vat - tax) <= 0.5 * (1 + vat) + 1e-3).all()


def test_rates_and_values() -> None:
    assert orders_per_month(INVOICES, 3, 2.0).tolist() == [2.0, LEAST_ORDERS_PER_MONTH, 0.5]
    assert order_values(INVOICES, 3, np.array([0.0, 33.0, 0.0])).tolist() == [100.0, 33.0, 70.0]


def test_spread_is_shrunk_to_the_pooled_one() -> None:
    pooled = 4 * 0.25 / 3  # four invoices half off their mean, three degrees of freedom
    expected = [np.sqrt((4 * 0.25 + 10 * pooled) / 13), np.sqrt(pooled), np.sqrt(pooled)]
    assert order_cvs(INVOICES, 3, 0.8).tolist() == pytest.approx(expected)
    alone = Invoices(np.array([0, 1]), np.array([5.0, 9.0]))
    assert order_cvs(alone, 2, 0.8).tolist() == pytest.approx([0.8, 0.8])


def test_a_long_history_keeps_its_own_spread() -> None:
    steady = Invoices(np.array([0] * 500 + [1] * 500), np.array([100.0] * 500 + [50.0, 150.0] * 250))
    low, high = order_cvs(steady, 2, 0.8)
    assert low < 0.06
    assert high == pytest.approx(0.5, abs=0.01)


def test_terms_are_the_most_frequent_and_the_shorter_of_equals() -> None:
    slot = np.array([0, 0, 0, 1, 1, 2])
    terms = np.array([30, 14, 30, 45, 14, 0])
    assert modal_terms(slot, terms, 3).tolist() == [30, 14, 0]


def test_segments_follow_the_rank_of_sales() -> None:
    sales = np.arange(100.0, 0.0, -1.0)
    found = segments_by_rank(sales, SHARES)
    assert np.bincount(found, minlength=5).tolist() == [5, 16, 42, 37, 0]
    assert (np.diff(found) >= 0).all()
    assert segments_by_rank(sales[::-1], SHARES).tolist() == found[::-1].tolist()


def test_one_customer_has_a_segment() -> None:
    assert segments_by_rank(np.array([5.0]), SHARES).tolist() == [2]


FIRST = date(2024, 1, 1)


def issues(*weekly: int) -> tuple[np.ndarray, date, date]:
    """So many invoices in each week, with the first and the last day of the weeks."""
    days = [FIRST + timedelta(days=7 * week) for week, count in enumerate(weekly) for _ in range(count)]
    return np.array(days, dtype="datetime64[D]"), FIRST, FIRST + timedelta(days=7 * len(weekly) - 1)


def test_the_level_of_today_is_that_of_the_last_eight_weeks_less_what_chance_would_make_of_it() -> None:
    """26 weeks of 100 and then 8 of 150: 1,200 of 3,800, where 8 / 34 would be usual."""
    assert level_today(*issues(*[100] * 34)) == 1.0
    grown = math.log(1200 / (3800 * 8 / 34))
    expected = math.exp(grown * (1 - 1 / 1200 / grown**2))
    assert level_today(*issues(*[100] * 26, *[150] * 8)) == pytest.approx(expected)
    assert level_today(*issues(*[100] * 26, *[50] * 8)) < 0.6


def test_a_few_invoices_more_or_a_short_ledger_are_no_new_level() -> None:
    assert level_today(*issues(*[1] * 26, *[1] * 7, 2)) == 1.0
    assert level_today(*issues(*[10] * 4, *[90] * 4)) == 1.0
    assert level_today(*issues(*[10] * 20, *[0] * 8)) == 1.0  # nothing at all is told by the window
