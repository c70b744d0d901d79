"""The ledger as columns: one row per invoice, whatever system it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulator.ledger.quality.report import QualityReport

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Ledger:
    """Invoices as columns, in order of issue.

    Attributes:
        name: the file's name without its endings.
        layout: the layout it was recognised as.
        customer: customer ids as text; leading zeros are kept.
        invoice: invoice ids as text.
        issued: day of issue, datetime64[D].
        due: due day, datetime64[D], never before the day of issue.
        paid: day of payment, datetime64[D]; NaT while the invoice is open.
        amount_cents: what the customer owes, VAT included; negative for a credit note.
        currency: three letters, or "" where the file names none.
        disputed: whether the invoice was disputed, or None where the file does not tell.
        terms: the terms agreed as the file writes them, a code or a number of days, "" where a row has none; None
            where the file does not tell.
        on_hold: whether reminders are blocked for it, or None where the file does not tell.
        issued_estimated: rows whose day of issue is the due day less the terms; None where there is none.
        due_estimated: rows whose due day is the day of issue and the terms; None where there is none.
        is_open_items: the file does not tell payments: good as an opening book and for ageing, not for fitting.
        as_of: the day of which a list of open items is, where the file names it.
        report: what a person should know about it; None for a ledger that was not read from a file.
        notes: the short form of the report: what was read, left out and guessed, in sentences without customer names.
    """

    name: str
    layout: str
    customer: NDArray[Any]
    invoice: NDArray[Any]
    issued: Days
    due: Days
    paid: Days
    amount_cents: NDArray[np.int64]
    currency: str = ""
    disputed: NDArray[np.bool_] | None = None
    terms: NDArray[Any] | None = None
    on_hold: NDArray[np.bool_] | None = None
    issued_estimated: NDArray[np.bool_] | None = None
    due_estimated: NDArray[np.bool_] | None = None
    is_open_items: bool = False
    as_of: date | None = None
    report: QualityReport | None = None
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        """Number of invoices and credit notes."""
        return len(self.invoice)

    @property
    def customers(self) -> int:
        """Number of different customers."""
        return len(set(self.customer.tolist()))

    def known_at(self, day: date) -> NDArray[np.bool_]:
        """Rows that had been issued by the end of a day."""
        return np.asarray(self.issued <= np.datetime64(day, "D"))

    def open_at(self, day: date) -> NDArray[np.bool_]:
        """Rows issued by the end of a day and not paid by then."""
        end = np.datetime64(day, "D")
        return np.asarray((self.issued <= end) & ~(self.paid <= end))

    def receivables_cents(self, day: date) -> int:
        """Open invoices at the end of a day, in cents; credit notes are not counted.

        Of invoices of 100.00 paid on 5 March and 40.00 never paid, 4,000 cents are open on 6 March.
        """
        return int(self.amount_cents[self.open_at(day) & (self.amount_cents > 0)].sum())
