"""The cut-off: invoicing that dies out at both ends is told from invoicing that is complete."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.portfolio.fitting.window import choose_window, complete_weeks, latest_cut_off
from tests.synthetic_ledger import Row, ledger, rows

MONDAY = date(2024, 1, 1)


def issued(counts: list[int]) -> np.ndarray:
    """So many invoices in each week, all on Wednesday and Thursday."""
    days = [
        MONDAY + timedelta(days=7 * week + 2 + number % 2)
        for week, count in enumerate(counts)
        for number in range(count)
    ]
    return np.array(days, dtype="datetime64[D]")


def test_thin_weeks_at_both_ends_are_left_out() -> None:
    first, last = complete_weeks(issued([1, 20, 22, 5, 21, 13, 3]))
    assert first == MONDAY + timedelta(days=7)
    assert last == MONDAY + timedelta(
        days=6 * 7 - 1
    )  # Sunday of the sixth week: 13 is at least 60 % of 13 to 20


def test_the_window_stays_inside_the_days_of_issue() -> None:
    first, last = complete_weeks(issued([10, 10, 10]))
    assert (first, last) == (MONDAY + timedelta(days=2), MONDAY + timedelta(days=17))


def test_monthly_invoicing_is_complete() -> None:
    first, last = complete_weeks(issued([30, 0, 0, 0, 30, 0, 0, 0, 30, 0, 0, 0, 30]))
    assert (first, last) == (MONDAY + timedelta(days=2), MONDAY + timedelta(days=12 * 7 + 3))


def test_one_invoice_is_a_window_of_a_day_that_counts_a_week() -> None:
    window = choose_window(ledger([Row("A", "1", MONDAY, MONDAY, MONDAY, 100)]))
    assert (window.first, window.last, window.cut_off) == (MONDAY, MONDAY, MONDAY)
    assert window.months == pytest.approx(7 / 30.4375)


def test_a_given_cut_off_uses_nothing_later() -> None:
    book = ledger(rows(weeks=30))
    cut_off = date(2024, 3, 27)
    window = choose_window(book, cut_off)
    assert window.cut_off == window.last == cut_off
    assert window.first == MONDAY
    assert any("as asked" in note for note in window.notes)


def test_a_cut_off_after_the_last_invoice_keeps_the_rates_of_complete_weeks() -> None:
    book = ledger(rows(weeks=30))
    end = book.paid.max().astype(date)
    window = choose_window(book, end)
    assert window.cut_off == end
    assert window.last == choose_window(book).last


@pytest.mark.parametrize("cut_off", [date(2023, 12, 31), date(2030, 1, 1)])
def test_a_cut_off_outside_the_ledger_is_refused(cut_off: date) -> None:
    with pytest.raises(
        UserError, match=rf"{cut_off} lies outside synthetic, which runs from 2024-01-01 to 2024-"
    ):
        choose_window(ledger(rows()), cut_off)


def test_credit_notes_alone_are_refused() -> None:
    with pytest.raises(UserError, match="credit notes only"):
        choose_window(ledger([Row("A", "1", MONDAY, MONDAY, None, -100)]))


def test_a_cut_off_after_a_quiet_weekend_or_month_is_the_day_asked_for() -> None:
    """The back-test cuts a ledger on days on which nothing happens; day 0 is the day after all the same."""
    book = ledger(rows())
    end = max(book.issued.max(), book.paid.max()).astype(date)
    for days in (1, 3, 31):
        window = choose_window(book, end + timedelta(days=days))
        assert window.cut_off == end + timedelta(days=days)
        assert window.last == choose_window(book).last
    assert latest_cut_off(book) == end + timedelta(days=31)
    with pytest.raises(UserError, match="or at most 31 days later"):
        choose_window(book, end + timedelta(days=32))
