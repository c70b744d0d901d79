"""Small synthetic ledgers for tests: plain arithmetic, no randomness, nobody's data."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from simulator.ledger import Ledger

SAP_HEADER = (
    "business_code,cust_number,name_customer,clear_date,due_in_date,invoice_currency,document type,"
    "total_open_amount,baseline_create_date,cust_payment_terms,invoice_id,isOpen"
)
DEMO_HEADER = (
    "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,"
    "PaperlessBill,DaysToSettle,DaysLate"
)


@dataclass(frozen=True)
class Row:
    """One invoice."""

    customer: str
    invoice: str
    issued: date
    due: date
    paid: date | None
    cents: int

    @property
    def amount(self) -> str:
        """The amount with two decimals."""
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d}"


def rows(customers: int = 12, weeks: int = 30, start: date = date(2024, 1, 1)) -> list[Row]:
    """One invoice a customer and week, on its own weekday, terms 14 or 30, paid -3 to 12 days late on banking days.

    The first day is a Monday.
    """
    made = []
    for customer in range(customers):
        terms = 14 if customer % 3 else 30
        for week in range(weeks):
            issued = start + timedelta(days=7 * week + customer % 5)
            due = issued + timedelta(days=terms)
            paid = due + timedelta(days=(customer * 7 + week * 5) % 16 - 3)
            paid += timedelta(
                days=max(0, 7 - paid.isoweekday()) * (paid.isoweekday() > 5) + (paid.isoweekday() > 5)
            )
            cents = 10_000 + 137 * ((customer * 31 + week * 17) % 97) + 1_000 * customer
            made.append(Row(f"{customer + 1:06d}", f"F{customer:03d}{week:03d}", issued, due, paid, cents))
    return made


def sap_text(made: Sequence[Row], header: str = SAP_HEADER) -> str:
    """The rows in the layout of the SAP-derived extract."""
    lines = [header]
    for row in made:
        paid = f"{row.paid} 00:00:00" if row.paid else ""
        lines.append(
            f"C001,{row.customer},NAME co,{paid},{row.due:%Y%m%d}.0,USD,RV,{row.amount},{row.issued:%Y%m%d}.0,"
            f"T030,{row.invoice},{0 if row.paid else 1}"
        )
    return "\n".join(lines) + "\n"


def demo_text(made: Sequence[Row], day_first: bool = False) -> str:
    """The rows in the layout of the demo ledger."""

    def written(day: date | None) -> str:
        if day is None:
            return ""
        return f"{day:%d/%m/%Y}" if day_first else f"{day.month}/{day.day}/{day.year}"

    lines = [DEMO_HEADER]
    for row in made:
        taken = (row.paid - row.issued).days if row.paid else ""
        late = max(0, (row.paid - row.due).days) if row.paid else ""
        lines.append(
            f"391,{row.customer},,{row.invoice},{written(row.issued)},{written(row.due)},{row.amount},No,"
            f"{written(row.paid)},Paper,{taken},{late}"
        )
    return "\n".join(lines) + "\n"


def written(folder: Path, text: str, name: str = "ledger.csv") -> Path:
    """A file with a text."""
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def ledger(made: Sequence[Row], currency: str = "") -> Ledger:
    """The rows as a ledger, without a file."""
    ordered = sorted(made, key=lambda row: (row.issued, row.due, row.customer, row.invoice))

    def days(values: Sequence[date | None]) -> np.ndarray:
        return np.array(
            [np.datetime64("NaT") if day is None else day for day in values], dtype="datetime64[D]"
        )

    return Ledger(
        name="synthetic",
        layout="synthetic",
        customer=np.array([row.customer for row in ordered], dtype=object),
        invoice=np.array([row.invoice for row in ordered], dtype=object),
        issued=days([row.issued for row in ordered]),
        due=days([row.due for row in ordered]),
        paid=days([row.paid for row in ordered]),
        amount_cents=np.array([row.cents for row in ordered], dtype=np.int64),
        currency=currency,
    )


def cells(text: str) -> list[list[str]]:
    """A text as rows of cells."""
    return list(csv.reader(io.StringIO(text)))
