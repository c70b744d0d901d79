"""The cash forecast: bars that are arithmetic where everybody pays on the due day, and bytes that stay the same."""

from datetime import date, timedelta

import numpy as np
import pytest

import simulator as cs
from simulator.errors import UserError
from simulator.experiment.cash_forecast import Receipts, cash_forecast
from simulator.experiment.inputs import from_ledger
from simulator.figures import cash_forecast as figure
from simulator.journal import ROW, Event
from simulator.results.cash_forecast import CashForecast
from tests.synthetic_ledger import Row, ledger

FIRST, WEEKS, TERMS = date(2024, 1, 1), 40, 28
AMOUNTS = {"000001": 100_000, "000002": 250_000, "000003": 40_000}


def punctual_rows() -> list[Row]:
    """Three customers, an invoice each on every Tuesday, due on a Tuesday four weeks later and paid on that day."""
    last = FIRST + timedelta(days=7 * WEEKS - 1)
    made = []
    for week in range(WEEKS):
        issued = FIRST + timedelta(days=7 * week + 1)
        due = issued + timedelta(days=TERMS)
        made += [
            Row(name, f"F{name}{week:03d}", issued, due, due if due <= last else None, cents)
            for name, cents in AMOUNTS.items()
        ]
    return made


@pytest.fixture(scope="module")
def found() -> CashForecast:
    portfolio, scenario = from_ledger(ledger(punctual_rows()), cs.load_scenario("wholesale"), says_vat=False)
    return cash_forecast(scenario, portfolio, weeks=8, runs=40, workers=1)


def test_who_pays_on_the_due_day_makes_the_bars_arithmetic(found):
    """Four Tuesdays of invoices are open: 3,900.00 falls due in each of the next four weeks, and nothing after them."""
    assert found.start == date(2024, 10, 2)  # the day after the last invoices, a Wednesday
    weekly = sum(AMOUNTS.values()) / 100
    assert found.fan("open_book")[2].tolist() == [weekly] * 4 + [0.0] * 4
    assert found.open_book == 4 * weekly
    assert not found.part("sales_to_come")[
        :, :4
    ].any()  # what is invoiced from today on is due in the fifth week
    assert found.averages("sales_to_come")[4:].mean() == pytest.approx(weekly, rel=0.15)


def test_parts_add_up_and_the_fan_is_in_order(found):
    both = found.averages("open_book") + found.averages("sales_to_come")
    assert np.allclose(both, found.averages())
    assert (np.diff(found.fan(), axis=0) >= 0).all()
    document = found.document()
    assert [week["from"] for week in document["weeks"]][:2] == ["2024-10-02", "2024-10-09"]
    assert document["weeks"][0]["to"] == "2024-10-08"
    assert document["backtest"] is None


def test_the_same_question_has_the_same_bytes(found):
    portfolio, scenario = from_ledger(ledger(punctual_rows()), cs.load_scenario("wholesale"), says_vat=False)
    again = cash_forecast(scenario, portfolio, weeks=8, runs=40, workers="threads:2")
    assert again.to_json() == found.to_json()


def test_a_payment_counts_in_its_week_and_part():
    rows = np.zeros(5, dtype=ROW)
    rows["event"] = [Event.PAID, Event.PAID_IN_PART, Event.PAID, Event.INVOICED, Event.PAID]
    rows["day"], rows["issued"] = [0, 6, 7, 7, 14], [-3, 1, -9, 7, 2]
    rows["net"], rows["vat"] = [1000, 100, 10, 5, 1], [200, 20, 2, 1, 0]
    reader = Receipts(weeks=2)
    reader.take(rows)
    assert reader.cents.tolist() == [[1200.0, 120.0], [12.0, 0.0]]


def invented(total: float = 400_000.0) -> CashForecast:
    """Two futures of two weeks: a quarter more and a quarter less than the total."""
    draws = np.array([[[0.75, 0.0], [0.0, 0.75]], [[1.25, 0.0], [0.0, 1.25]]]) * total / 2
    return CashForecast("Ours", "EUR", date(2026, 1, 1), draws, None, 1, "0", "0" * 64)


def test_the_finding_says_how_much_and_how_sure():
    assert figure.heading(invented()) == "€400k comes in over 2 weeks, eight times in ten €320k to €480k"
    assert invented().verdict == (
        "In the next 2 weeks customers pay €400k on average, €320k to €480k in eight of ten simulated futures: "
        "€200k from invoices that are open now, €200k from sales to come."
    )
    drawing = figure.draw(invented())
    assert drawing.figure["data"][4]["y"] == [200_000.0, 0.0]
    assert "week from 8 Jan: €200k" in drawing.text


@pytest.mark.parametrize(
    ("weeks", "runs", "word"), [(0, 20, "0 weeks"), (53, 20, "53 weeks"), (13, 3, "3 simulated")]
)
def test_what_cannot_be_foretold_gets_a_sentence(weeks, runs, word):
    with pytest.raises(UserError, match=word):
        cash_forecast(cs.load_scenario("wholesale"), weeks=weeks, runs=runs)
