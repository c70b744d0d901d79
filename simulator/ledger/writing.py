"""A ledger as a file in the layout of Credit Strategy Lab, which the importer knows."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np

from simulator.ledger.cells.formulas import plain_text
from simulator.ledger.ledger import Ledger

COLUMNS = (
    "customer", "invoice", "kind", "issued", "due", "paid", "amount", "currency", "disputed", "on_hold", "terms",
    "issued_estimated", "due_estimated",
)  # fmt: skip
INVOICE, CREDIT_NOTE = "invoice", "credit note"


def as_csv(ledger: Ledger, title: str = "") -> bytes:
    """The ledger as CSV (UTF-8): one row an invoice, ISO dates, amounts with a point and two decimals.

    Args:
        ledger: what is written.
        title: a line above the header.
    """
    stream = io.StringIO(newline="")
    if title:
        stream.write(f"{title}\n")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    flags = {name: _flags(getattr(ledger, name), len(ledger)) for name in COLUMNS[8:10] + COLUMNS[11:]}
    terms = (
        [""] * len(ledger) if ledger.terms is None else [plain_text(text) for text in ledger.terms.tolist()]
    )
    writer.writerows(
        zip(
            map(plain_text, ledger.customer.tolist()),
            map(plain_text, ledger.invoice.tolist()),
            [CREDIT_NOTE if cents < 0 else INVOICE for cents in ledger.amount_cents.tolist()],
            *(_days(column) for column in (ledger.issued, ledger.due, ledger.paid)),
            [_amount(cents) for cents in ledger.amount_cents.tolist()],
            [ledger.currency] * len(ledger),
            flags["disputed"],
            flags["on_hold"],
            terms,
            flags["issued_estimated"],
            flags["due_estimated"],
            strict=True,
        )
    )
    return stream.getvalue().encode()


def _days(column: Any) -> list[str]:
    return ["" if text == "NaT" else text for text in np.datetime_as_string(column, unit="D").tolist()]


def _flags(column: Any, length: int) -> list[str]:
    """Yes and no; nothing where it is not known."""
    return [""] * length if column is None else ["yes" if flag else "no" for flag in column.tolist()]


def _amount(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
