"""Layouts as data: which system calls a column what.

A new layout is one more entry of ``LAYOUTS``; nothing else has to be written for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST_KNOWN_NAMES = 3
"""A row with this many known names is the header; title rows above it are skipped."""


@dataclass(frozen=True)
class Layout:
    """How one system names the columns of a ledger.

    Attributes:
        name: what the user reads.
        columns: our field to their names, the preferred one first.
        others: further names by which the layout is known, not read.
        required: fields without which nothing can be done.
        payment: fields of which one must be there, to tell open from paid.
        not_invoices: document types that are not invoices (payments, clearings).
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...] = ()
    required: tuple[str, ...] = ("customer", "invoice", "issued", "due", "amount")
    payment: tuple[str, ...] = ("paid", "is_open")
    not_invoices: tuple[str, ...] = ()

    def names(self) -> dict[str, str]:
        """Plain name of every column it knows, with the field it fills ("" for none)."""
        known = {plain(other): "" for other in self.others}
        for field, names in self.columns.items():
            known.update({plain(name): field for name in names})
        return known

    def missing(self, found: Mapping[str, int]) -> list[str]:
        """Fields that are needed and were not found."""
        lacking = [field for field in self.required if field not in found]
        if not any(field in found for field in self.payment):
            lacking.append(self.payment[0])
        return lacking

    def located(self, header: Sequence[str]) -> dict[str, int]:
        """Field to column number, each field by the first of its names that the header has.

        >>> LAYOUTS[1].located(["customer_ID", "*Invoice Number"])
        {'customer': 0, 'invoice': 1}
        """
        places: dict[str, int] = {}
        for number, cell in enumerate(header):
            places.setdefault(plain(cell), number)
        found: dict[str, int] = {}
        for field, names in self.columns.items():
            for name in names:
                if plain(name) in places:
                    found[field] = places[plain(name)]
                    break
        return found


def plain(name: str) -> str:
    """A column's name without case, accents, spaces, asterisks and punctuation.

    >>> plain("*Échéance nette ")
    'echeancenette'
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


SAP_EXTRACT = Layout(
    name="SAP-derived extract",
    columns={
        "customer": ("cust_number",),
        "invoice": ("invoice_id", "doc_id"),
        "issued": ("baseline_create_date", "document_create_date.1", "posting_date", "document_create_date"),
        "due": ("due_in_date",),
        "paid": ("clear_date",),
        "amount": ("total_open_amount",),
        "currency": ("invoice_currency",),
        "is_open": ("isOpen",),
        "kind": ("document type",),
        "terms": ("cust_payment_terms",),
    },
    others=(
        "business_code",
        "name_customer",
        "buisness_year",  # the export's own spelling
        "business_year",
        "posting_id",
        "area_business",
    ),
    not_invoices=("DZ", "ZP", "ZV", "DA", "AB"),
)

DEMO = Layout(
    name="demo ledger",
    columns={
        "customer": ("customerID",),
        "invoice": ("invoiceNumber",),
        "issued": ("InvoiceDate",),
        "due": ("DueDate",),
        "paid": ("SettledDate",),
        "amount": ("InvoiceAmount",),
        "disputed": ("Disputed",),
        "days_to_settle": ("DaysToSettle",),
    },
    others=("countryCode", "PaperlessDate", "PaperlessBill", "DaysLate"),
    payment=("paid",),
)

LAYOUTS: tuple[Layout, ...] = (SAP_EXTRACT, DEMO)

FIELD_WORDS: Mapping[str, str] = {
    "customer": "the customer's number",
    "invoice": "the invoice number",
    "issued": "the invoice date",
    "due": "the due date",
    "paid": "the payment date",
    "amount": "the amount",
}
"""What a field is called in a message."""
