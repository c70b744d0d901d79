"""Hazards of a ledger: counted right-censored, shrunk from all customers to like terms, to one, to its weekdays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.portfolio.fitted import fit_portfolio
from simulator.portfolio.fitting.hazards import (
    Exposure,
    count_hazard,
    grid_days,
    hazards_by_weekday,
    pooled_hazard,
    shrunk_hazard,
)
from simulator.portfolio.fitting.laws import day_probabilities
from simulator.scenario import load_scenario
from tests.synthetic_ledger import Row, ledger

DAYS = grid_days(0)
ZERO = int(np.searchsorted(DAYS, 0))
MONDAY = date(2023, 1, 2)


def exposure(*invoices: tuple[int, int, bool]) -> Exposure:
    """Invoices as (entry, exit, paid)."""
    entry, leave, paid = zip(*invoices, strict=True)
    return Exposure(np.array(entry), np.array(leave), np.array(paid))


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
    own = count_hazard(exposure(*[(-30, 3, True)] * 4, *[(-30, 9, False)] * 6), DAYS)
    pooled = np.full(len(DAYS), 0.2)
    hazard = shrunk_hazard(own, pooled, 10.0)
    assert at(3, hazard) == pytest.approx((4 + 10 * 0.2) / (10 + 10))
    assert at(2, hazard) == pytest.approx((0 + 10 * 0.2) / (10 + 10))
    assert at(7, hazard) == pytest.approx((0 + 10 * 0.2) / (6 + 10))
    assert at(200, hazard) == pytest.approx(0.2)
    assert at(3, shrunk_hazard(own, pooled, 0.0001)) == pytest.approx(0.4, abs=1e-4)


def test_nothing_is_paid_before_the_customers_own_terms_allow() -> None:
    own, by_weekday = hazards_by_weekday(
        exposure((-14, 0, True)), np.array([2]), DAYS, np.full(len(DAYS), 0.1)
    )
    assert list(by_weekday) == [2]
    for hazard in (own, by_weekday[2]):
        assert at(-15, hazard) == 0.0
    assert at(-14, own) == pytest.approx(5 * 0.1 / (1 + 5))
    assert at(-14, by_weekday[2]) == pytest.approx(16 * at(-14, own) / (1 + 16))


def test_a_customer_without_history_has_the_hazard_of_like_customers() -> None:
    nobody = Exposure(np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([], dtype=bool))
    like = np.linspace(0.0, 0.4, len(DAYS))
    own, by_weekday = hazards_by_weekday(nobody, np.array([], dtype=np.int64), DAYS, like)
    assert own == pytest.approx(like)
    assert by_weekday == {}


def invoices(customer: str, terms: int, count: int, weeks_later: int, cents: int = 10_000) -> list[Row]:
    """Due on Mondays and Fridays in turn, paid on the due day or so many weeks later."""
    made = []
    for number in range(count):
        due = MONDAY + timedelta(days=7 * number + (4 if number % 2 else 0))
        name, paid = f"{customer}{terms}{cents}{number}", due + timedelta(days=7 * weeks_later)
        made.append(Row(customer, name, due - timedelta(days=terms), due, paid, cents))
    return made


def share_on_due(made: list[Row], customer: str, weekday: int) -> float:
    """Share of a customer's invoices due on a weekday that its law says are paid on the due day."""
    fitted = fit_portfolio(ledger(made, "EUR"), load_scenario("wholesale"), date(2023, 4, 1))
    row = fitted.customers["law"][fitted.identities.index(customer)]
    law = fitted.laws[fitted.law_by_weekday[row, weekday]]
    return float(day_probabilities(law, DAYS)[ZERO])


def test_all_customers_stand_behind_like_terms_these_behind_one_customer_that_behind_its_weekday() -> None:
    """28 invoices: A pays its 8 of 14 days on the day, B its 10 of 14 days a week later, C its 10 of 28 on the day."""
    made = [*invoices("A", 14, 8, 0), *invoices("B", 14, 10, 1), *invoices("C", 28, 10, 0)]
    everybody = 18 / 28
    like_terms = (8 + 30 * everybody) / (18 + 30)
    a, b = (8 + 5 * like_terms) / (8 + 5), (0 + 5 * like_terms) / (10 + 5)
    assert share_on_due(made, "A", 2) == pytest.approx(a)  # nothing was ever due on a Wednesday
    assert share_on_due(made, "A", 0) == pytest.approx((4 + 16 * a) / (4 + 16))
    assert share_on_due(made, "B", 4) == pytest.approx((0 + 16 * b) / (5 + 16))


def test_a_sixteen_times_larger_invoice_counts_twice() -> None:
    made = [*invoices("A", 14, 10, 0, 10_000), *invoices("A", 14, 10, 1, 160_000)]
    assert share_on_due(made, "A", 0) == pytest.approx(1 / 3)
