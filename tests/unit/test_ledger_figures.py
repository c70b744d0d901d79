"""The pictures of My ledger: findings from the numbers, bars by hand, no colour but the tokens'."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from simulator.backtest.looking import WeekAhead
from simulator.backtest.origins import Rolling
from simulator.backtest.report import BackTest, backtest
from simulator.figures import backtest_methods, backtest_weeks, lateness
from simulator.figures.tokens import dark_of, light
from tests.due_day import DueDay
from tests.synthetic_ledger import Row, ledger, rows


@pytest.fixture(scope="module")
def found() -> BackTest:
    return backtest(
        ledger(rows(customers=12, weeks=40)), Rolling(every_days=30), workers=1, simulator=DueDay()
    )


def bill(customer: str, due: int, paid: int, cents: int) -> Row:
    days = [date(2024, 3, 1), date(2024, 3, due), date(2024, 3, paid)]
    return Row(customer, f"F{customer}{due}{paid}", days[0], days[1], days[2], cents)


BOOK = [bill("A", 5, 4, 60_000), bill("A", 6, 7, 20_000), bill("B", 5, 25, 15_000), bill("C", 5, 8, 5_000)]


def test_customers_are_grouped_by_how_late_they_pay_on_average():
    """A pays -1 and 1 days late: 0 on average, of 800; B 20 days, of 150; C 3 days, of 50."""
    counts, shares = lateness.groups(ledger(BOOK))
    assert counts.tolist() == [1, 1, 0, 1, 0]
    assert shares.tolist() == [0.8, 0.05, 0.0, 0.15, 0.0]
    assert (
        lateness.heading(ledger(BOOK))
        == "1 customer pays more than 15 days late on average: 15 % of the value"
    )
    assert lateness.heading(ledger(BOOK[:2])) == "No customer pays more than 15 days late on average"


def test_the_weeks_that_came_inside_the_range_are_counted(found):
    weeks = (
        WeekAhead(date(2024, 1, 1), 100.0, 80.0, 120.0, 120.0),
        WeekAhead(date(2024, 1, 8), 100.0, 80.0, 120.0, 79.0),
    )
    drawing = backtest_weeks.draw(replace(found, weeks=weeks), "EUR")
    assert drawing.heading == "What came lay inside the range in 1 of 2 next weeks; 8 in 10 are promised"
    assert drawing.figure["data"][3]["y"] == [120.0, 79.0]


def test_the_first_weeks_are_what_the_ledger_says_came(found):
    book = ledger(rows(customers=12, weeks=40))
    week = found.weeks[0]
    day = book.issued.dtype.type(week.day)
    was_open = (book.issued <= day) & ~(book.paid <= day)
    came = was_open & (book.paid > day) & (book.paid <= day + 7)
    assert week.came == pytest.approx(book.amount_cents[came].sum() / 100)


def test_a_difference_within_its_error_is_asked_not_told(found):
    against = found.against_best_naive["weekly_wape"]
    told = replace(
        found, against_best_naive={"weekly_wape": replace(against, difference=-0.09, standard_error=0.01)}
    )
    asked = replace(
        told, against_best_naive={"weekly_wape": replace(against, difference=0.01, standard_error=0.01)}
    )
    assert backtest_methods.heading(asked).startswith("Is it better than the best rule of thumb?")
    assert "the best rule of thumb with" in backtest_methods.heading(told)
    bars = backtest_methods.draw(found).figure["data"][0]
    assert bars["y"][0] == "Simulator"
    assert bars["x"][0] == pytest.approx(100 * found.methods["simulator"]["weekly_wape"])


def test_no_colour_but_the_tokens(found):
    drawings = [backtest_weeks.draw(found, "EUR"), backtest_methods.draw(found), lateness.draw(ledger(BOOK))]
    for drawing in drawings:
        text = json.dumps([drawing.figure, drawing.phone])
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= set(dark_of()) | {light("surface")}
        assert drawing.text
