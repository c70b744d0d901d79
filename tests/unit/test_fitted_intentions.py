"""When payers in runs mean to pay: between two runs is all that is seen; Turnbull's estimate by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.portfolio.fitting.calendar import BankCalendar, bank_holidays
from simulator.portfolio.fitting.history import History, known_history
from simulator.portfolio.fitting.intentions import (
    Intervals,
    hazard_of_shares,
    intention_probabilities,
    intervals_between_runs,
)
from simulator.portfolio.fitting.window import Window
from tests.synthetic_ledger import Row, ledger

CALENDAR = BankCalendar("none", 0, bank_holidays("none", date(2024, 1, 1), date(2024, 12, 31)))
RUNS = np.array(["2024-02-02", "2024-03-01"], dtype="datetime64[D]")
CUT_OFF = date(2024, 3, 20)


def history(*invoices: tuple[date, date, date | None]) -> History:
    """Invoices of one customer as (issued, due, paid)."""
    made = [Row("A", str(number), *days, 100) for number, days in enumerate(invoices)]
    return known_history(ledger(made), Window(CUT_OFF, date(2024, 1, 1), CUT_OFF, ()))


def test_an_invoice_was_meant_after_the_run_that_left_it_and_by_the_run_that_took_it() -> None:
    january, due = date(2024, 1, 10), date(2024, 2, 10)
    known = history((january, due, date(2024, 3, 1)))
    seen = intervals_between_runs(known, np.array([0]), RUNS, CALENDAR)
    assert (seen.after[0], seen.until[0]) == (-8, 20)  # 2 February to 1 March


def test_no_run_had_left_an_invoice_that_came_after_the_last_one() -> None:
    known = history((date(2024, 2, 5), date(2024, 2, 20), date(2024, 3, 1)))
    seen = intervals_between_runs(known, np.array([0]), RUNS, CALENDAR)
    assert seen.after[0] < -1_000_000
    assert seen.until[0] == 10


def test_an_open_invoice_is_meant_after_the_last_run_that_could_have_taken_it() -> None:
    known = history((date(2024, 2, 5), date(2024, 2, 20), None), (date(2024, 3, 5), date(2024, 3, 30), None))
    seen = intervals_between_runs(known, np.array([0, 1]), RUNS, CALENDAR)
    assert seen.after[0] == 10
    assert seen.after[1] < -1_000_000  # no run since it was issued
    assert (seen.until > 1_000_000).all()


def test_one_invoice_moves_the_prior_by_hand() -> None:
    """Seen: day 1 or 2. With one pseudo-invoice of the prior s = (found + prior) / 2, day 3 keeps a half of its third;
    days 1 and 2 share the rest alike."""
    found = intention_probabilities(
        Intervals(np.array([0]), np.array([2])), np.arange(1, 4), np.full(3, 1 / 3)
    )
    assert found == pytest.approx([5 / 12, 5 / 12, 1 / 6], abs=1e-6)


def test_what_all_intervals_have_in_common_is_the_intention() -> None:
    """60 invoices meant for day 2, seen in runs on different days: the estimate finds day 2."""
    after, until = np.array([0, 1, -3] * 20), np.array([2, 4, 3] * 20)
    found = intention_probabilities(Intervals(after, until), np.arange(-5, 11), np.full(16, 1 / 16))
    assert found[7] > 0.97
    assert found.sum() == pytest.approx(1.0)


def test_invoices_never_paid_yet_move_the_law_to_later_days() -> None:
    prior = np.full(20, 0.05)
    far = 10**9
    paid = Intervals(np.array([-far] * 5), np.array([5] * 5))
    waiting = Intervals(np.array([-far] * 5 + [5] * 5), np.array([5] * 5 + [far] * 5))
    days = np.arange(1, 21)
    only, with_open = (intention_probabilities(seen, days, prior) for seen in (paid, waiting))
    assert only[:5].sum() == pytest.approx((5 + 0.25) / 6)
    assert with_open[:5].sum() == pytest.approx((5 + 0.25) / 11)


def test_hazards_of_shares_give_the_shares_back() -> None:
    shares = np.array([0.1, 0.0, 0.4, 0.5])
    hazard = hazard_of_shares(shares)
    assert hazard.tolist() == pytest.approx([0.1, 0.0, 4 / 9, 1.0])
    assert hazard * np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]]) == pytest.approx(shares)
