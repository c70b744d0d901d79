"""Real ledgers as portfolios: the opening book to the cent, and the lateness that later happened."""

from __future__ import annotations

import csv
import gzip
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from simulator.ledger import Ledger, read_ledger
from simulator.portfolio.fitted import FittedPortfolio, fit_portfolio, ledger_scenario
from simulator.portfolio.fitting.hazards import grid_days
from simulator.portfolio.fitting.laws import day_probabilities, mean_days
from simulator.scenario import Scenario, load_scenario

Read = Callable[[str], Ledger]
DISTRIBUTOR = "distributor_usd_2019h1.csv.gz"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("wholesale")


@pytest.fixture(scope="module")
def distributor(read: Read, scenario: Scenario) -> FittedPortfolio:
    return fit_portfolio(read(DISTRIBUTOR), scenario)


def open_cents(folder: Path, cut_off: str) -> tuple[int, int]:
    """Open items and their cents at the end of a day, by the csv module alone."""
    with gzip.open(folder / DISTRIBUTOR, "rt", encoding="utf-8", newline="") as file:
        found = [
            int(Decimal(row["total_open_amount"]) * 100)
            for row in csv.DictReader(file)
            if row["baseline_create_date"][:8] <= cut_off < row["clear_date"][:10].replace("-", "")
        ]
    return len(found), sum(found)


def test_the_default_cut_off_is_the_end_of_complete_invoicing(distributor: FittedPortfolio) -> None:
    assert distributor.start == date(2019, 7, 15)
    assert len(distributor) == 696
    assert (distributor.currency, distributor.country) == ("USD", "US")
    assert (distributor.customers["axis"] == 1).all()


def test_the_opening_book_is_the_ledgers_to_the_cent(folder: Path, distributor: FittedPortfolio) -> None:
    assert (len(distributor.open_items), distributor.receivables_cents) == open_cents(folder, "20190714")
    assert distributor.receivables_cents == 4_159_976_908


@pytest.mark.parametrize(
    "cut_off", [date(2019, 4, 1), date(2019, 5, 31), date(2019, 7, 31), date(2019, 9, 30)]
)
def test_the_opening_book_of_any_day_is_the_ledgers(
    folder: Path, read: Read, scenario: Scenario, cut_off: date
) -> None:
    ledger = read(DISTRIBUTOR)
    fitted = fit_portfolio(ledger, scenario, cut_off)
    assert (len(fitted.open_items), fitted.receivables_cents) == open_cents(folder, f"{cut_off:%Y%m%d}")
    assert fitted.receivables_cents == ledger.receivables_cents(cut_off)


def test_lateness_known_at_the_cut_off_is_near_what_happened(
    read: Read, distributor: FittedPortfolio
) -> None:
    """Average banking days late of all invoices of customers without runs: by the laws of the cut-off, as it came."""
    days, ledger = grid_days(1), read(DISTRIBUTOR)
    late = np.array([mean_days(day_probabilities(law, days), days) for law in distributor.laws])
    places = {name: place for place, name in enumerate(distributor.identities)}
    place = np.array([places.get(name, -1) for name in ledger.customer.tolist()])
    told = (place >= 0) & (distributor.customers["run_calendar"][place] == 0)
    weekday = (ledger.due.astype("datetime64[D]").astype(np.int64) + 3) % 7
    expected = late[distributor.law_by_weekday[place[told], weekday[told]]].mean()
    paid = np.maximum(ledger.paid, ledger.issued)[told]
    assert expected == pytest.approx(np.busday_count(ledger.due[told], paid).mean(), abs=0.4)


def test_the_scenario_is_on_the_ledgers_scale(distributor: FittedPortfolio, scenario: Scenario) -> None:
    company = ledger_scenario(scenario, distributor).company
    assert company.annual_credit_sales == pytest.approx(789_568_354, rel=1e-6)
    assert company.country == "US"
    assert company.currency == "USD"


def test_the_demo_ledger_counts_calendar_days(read: Read, scenario: Scenario) -> None:
    fitted = fit_portfolio(read("demo_mdy.csv"), scenario)
    assert fitted.start == date(2013, 12, 2)
    assert (fitted.customers["axis"] == 0).all()
    assert (fitted.customers["terms_days"] == 30).all()
    assert (len(fitted), len(fitted.open_items), fitted.receivables_cents) == (100, 79, 479_237)


def test_both_orders_of_day_and_month_give_the_same_portfolio(read: Read, scenario: Scenario) -> None:
    one, other = (fit_portfolio(read(name), scenario) for name in ("demo_mdy.csv", "demo_dmy.csv"))
    assert (one.laws == other.laws).all()
    assert (one.customers == other.customers).all()
    assert (one.open_items == other.open_items).all()


def test_reading_and_fitting_take_less_than_three_seconds(folder: Path, scenario: Scenario) -> None:
    began = time.perf_counter()
    fit_portfolio(read_ledger(folder / DISTRIBUTOR), scenario)
    assert time.perf_counter() - began < 3.0
