"""Real ledgers are read whole: rows, customers and cents as counted by the csv module alone."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.ledger import Ledger, read_ledger

Read = Callable[[str], Ledger]
DISTRIBUTOR = "distributor_usd_2019h1.csv.gz"
OPEN_ITEMS = "distributor_open_items.csv"


def lines(place: Path) -> list[dict[str, str]]:
    """The rows as the csv module sees them."""
    opened = gzip.open if place.suffix == ".gz" else open
    with opened(place, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "amount", "customer", "expected"),
    [
        (DISTRIBUTOR, "total_open_amount", "cust_number", (17_525, 703, 51_473_214_417)),
        ("demo_mdy.csv", "InvoiceAmount", "customerID", (2_466, 100, 14_770_318)),
        ("demo_dmy.csv", "InvoiceAmount", "customerID", (2_466, 100, 14_770_318)),
        ("demo_missing_values.csv", "InvoiceAmount", "customerID", (2_586, 100, 15_565_878)),
    ],
)
def test_nothing_is_lost(
    folder: Path, read: Read, name: str, amount: str, customer: str, expected: tuple[int, int, int]
) -> None:
    ledger, counted = read(name), lines(folder / name)
    assert (len(ledger), ledger.customers, int(ledger.amount_cents.sum())) == expected
    assert len(counted) == len(ledger)
    assert {row[customer] for row in counted} == set(ledger.customer.tolist())
    assert sum(Decimal(row[amount]) * 100 for row in counted) == int(ledger.amount_cents.sum())
    assert not np.isnat(ledger.paid).any()


def test_both_orders_of_day_and_month_give_the_same_ledger(read: Read) -> None:
    month_first, day_first = read("demo_mdy.csv"), read("demo_dmy.csv")
    for field in ("customer", "invoice", "issued", "due", "paid", "amount_cents", "disputed"):
        assert np.array_equal(getattr(month_first, field), getattr(day_first, field)), field
    assert "Dates are read month first." in month_first.notes
    assert "Dates are read day first." in day_first.notes
    assert "The dates agree with 'DaysToSettle' in all 2,466 paid rows." in day_first.notes


def test_dates_are_those_of_the_file(folder: Path, read: Read) -> None:
    ledger = read(DISTRIBUTOR)
    counted = {row["invoice_id"]: row for row in lines(folder / DISTRIBUTOR)}
    for place in range(0, len(ledger), 97):
        row = counted[ledger.invoice[place]]
        assert str(ledger.paid[place]) == row["clear_date"][:10]
        assert str(ledger.due[place]).replace("-", "") == row["due_in_date"][:8]
        assert str(ledger.issued[place]).replace("-", "") == row["baseline_create_date"][:8]
    assert (ledger.paid < ledger.issued).sum() == 170


def test_missing_values_are_told(read: Read) -> None:
    notes = read("demo_missing_values.csv").notes
    assert "Empty cells in columns that are not needed: PaperlessDate 120, PaperlessBill 120." in notes


def test_open_items_of_two_currencies_are_read_one_at_a_time(folder: Path) -> None:
    with pytest.raises(UserError, match=r"2 currencies \(USD 1,383 rows, CAD 117 rows\)"):
        read_ledger(folder / OPEN_ITEMS)
    for currency, rows in (("USD", 1_383), ("CAD", 117)):
        ledger = read_ledger(folder / OPEN_ITEMS, currency=currency)
        counted = [row for row in lines(folder / OPEN_ITEMS) if row["invoice_currency"] == currency]
        assert len(ledger) == rows
        assert int(ledger.amount_cents.sum()) == sum(
            Decimal(row["total_open_amount"]) * 100 for row in counted
        )
        assert np.isnat(ledger.paid).all()
        assert set(ledger.customer.tolist()) == {row["cust_number"] for row in counted}


def test_leading_zeros_of_customer_numbers_are_kept(folder: Path) -> None:
    customers = read_ledger(folder / OPEN_ITEMS, currency="USD").customer.tolist()
    assert sum(number.startswith("0") for number in customers) > 1_000


def test_no_customers_name_is_told(folder: Path, read: Read) -> None:
    counted = lines(folder / DISTRIBUTOR)
    told = " ".join(read(DISTRIBUTOR).notes)
    assert not any(row["cust_number"] in told for row in counted)
    assert not any(row["name_customer"] in told for row in counted if len(row["name_customer"]) > 6)
