"""A layout: how one system names the columns of a ledger, and what is peculiar about its rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

FEWEST_KNOWN_NAMES = 3
"""A row with this many known names is the header; title rows above it are skipped."""

FIELD_WORDS: Mapping[str, str] = {
    "customer": "the customer",
    "invoice": "the invoice number",
    "issued": "the invoice date",
    "due": "the due date",
    "paid": "the payment date",
    "amount": "the amount",
    "open_amount": "the amount still open",
    "local_amount": "the amount in local currency",
    "currency": "the currency",
    "local_currency": "the local currency",
    "is_open": "whether it is open",
    "status": "the payment status",
    "kind": "the type of document",
    "side": "debit or credit",
    "terms": "the payment terms",
    "disputed": "whether it is disputed",
    "case": "the dispute case",
    "on_hold": "the block on dunning",
    "reversed": "what reversed it",
    "closure": "how it was closed",
    "baseline": "the day from which terms count",
    "days_1": "days of the terms",
    "days_2": "days of the terms",
    "days_3": "days of the terms",
    "days_to_settle": "the days until payment",
    "issued_estimated": "whether the invoice date is estimated",
    "due_estimated": "whether the due date is estimated",
}
"""What a field is called in a message."""

STEPS = (
    "customer_rows",
    "second_header",
    "line_items",
    "continuations",
    "payments_below",
    "as_of_title",
)
_ALL = ("customer", "invoice", "issued", "due", "amount")
_TELLS_OPEN = ("paid", "is_open", "open_amount", "status")


@dataclass(frozen=True)
class Layout:
    """How one system writes a ledger.

    Attributes:
        name: what the user reads.
        columns: our field to their names, the preferred one first.
        others: further names by which the layout is known, not read.
        signature: names of which each must be there.
        required: fields without which nothing can be done.
        kinds: document types by what they are: "credit", "payment", "ignored"; all others are invoices.
        statuses: words of the status column: "ignored" (no invoice at all), "closed".
        settled_by: first signs of a closure code that stands for a payment; empty where no code is needed.
        steps: what is peculiar about the rows, of ``STEPS``.
        holds_open_items: everything in the file is open.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    required: tuple[str, ...] = _ALL
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settled_by: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    holds_open_items: bool = False

    @cached_property
    def known(self) -> frozenset[str]:
        """The plain names of all columns that it knows."""
        names = [name for names in self.columns.values() for name in names]
        return frozenset(plain(name) for name in (*names, *self.others))

    @cached_property
    def signs(self) -> frozenset[str]:
        """The plain names of which each must be there."""
        return frozenset(plain(name) for name in self.signature)

    def missing(self, found: Collection[str], *, terms_known: bool = False) -> list[str]:
        """Fields that are needed and were not found."""
        instead = {
            "customer": "customer_rows" in self.steps,
            "amount": bool({"open_amount", "local_amount"} & set(found)),
            "due": terms_known or "baseline" in found,
            "issued": terms_known and "due" in found,
        }
        lacking = [one for one in self.required if one not in found and not instead.get(one)]
        tells = self.holds_open_items or "payments_below" in self.steps
        if not tells and not any(one in found for one in _TELLS_OPEN):
            lacking.append("paid")
        return lacking

    def located(self, header: Sequence[str]) -> dict[str, int]:
        """Field to column number, each field by the first of its names that the header has and no other field took.

        >>> Layout("mine", {"customer": ("Client",), "due": ("Due date",)}).located(["due_date", "*Client"])
        {'customer': 1, 'due': 0}
        """
        places: dict[str, int] = {}
        for number, cell in enumerate(header):
            if name := plain(cell):
                places.setdefault(name, number)
        found: dict[str, int] = {}
        for one, names in self.columns.items():
            for name in names:
                place = places.get(plain(name))
                if place is not None and place not in found.values():
                    found[one] = place
                    break
        return found


def plain(name: str) -> str:
    """A column's name without case, accents, spaces, asterisks and punctuation.

    >>> plain("*Échéance nette "), plain("< 1 Month"), plain("1 Month")
    ('echeancenette', 'lt1month', '1month')
    """
    letters = unicodedata.normalize("NFKD", name.replace("<", "lt ").replace("ß", "ss")).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
