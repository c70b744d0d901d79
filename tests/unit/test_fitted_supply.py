"""Whether the ledger's customers were supplied while long overdue: today's stop of supply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from simulator.portfolio.fitting.history import History, known_history
from simulator.portfolio.fitting.supply import NEVER_STOPPED_DAYS, USUAL_STOP_DAYS, Supply, fit_supply
from simulator.portfolio.fitting.window import Window
from tests.synthetic_ledger import Row, ledger

MONDAY = date(2024, 1, 1)
CUT_OFF = MONDAY + timedelta(days=279)


def history(late: int, held_weeks: int) -> History:
    """Weekly invoices on 14 days; the first is so late, and supply was held back so many weeks from 31 days overdue."""
    made = []
    for week in range(40):
        issued = MONDAY + timedelta(days=7 * week)
        if 7 <= week < 7 + held_weeks:  # 14 + 31 days after the first, and later
            continue
        due = issued + timedelta(days=14)
        paid = due + timedelta(days=late if week == 0 else 0)
        made.append(Row("A", str(week), issued, due, paid if paid <= CUT_OFF else None, 10_000))
    return known_history(ledger(made), Window(CUT_OFF, MONDAY, CUT_OFF, ()))


def test_invoices_in_times_of_long_overdue_are_counted_against_the_usual_rate() -> None:
    """Due on day 14 and 100 days late: long overdue from day 45 to 114, 70 days; 40 invoices in 280 days make 10."""
    found = fit_supply(history(100, 0), 280)
    assert found.expected == pytest.approx(10.0)
    assert found.issued == 10  # days 49, 56 ... 112
    assert found.stop_days == NEVER_STOPPED_DAYS
    assert "got 10 invoices, where 10 would be usual" in found.note


def test_who_got_nothing_then_shows_that_supply_is_stopped() -> None:
    found = fit_supply(history(100, 10), 280)
    assert found.issued == 0
    assert found.expected == pytest.approx(70 * 30 / 280)
    assert found.stop_days == USUAL_STOP_DAYS
    assert "Today's supply is stopped 30 days after due" in found.note


def test_an_invoice_never_paid_is_overdue_until_the_cut_off() -> None:
    found = fit_supply(history(10_000, 0), 280)
    assert found.expected == pytest.approx((279 - 44) * 40 / 280)
    assert found.issued == 33


def test_where_nobody_was_long_overdue_the_usual_stop_is_assumed() -> None:
    found = fit_supply(history(29, 0), 280)
    assert found == Supply(0.0, 0)
    assert found.stop_days == USUAL_STOP_DAYS
    assert "the ledger does not tell" in found.note
