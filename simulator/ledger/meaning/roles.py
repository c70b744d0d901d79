"""What each row is: an invoice, a credit note, a payment, or nothing of ours; and whether it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.cells.ids import parse_flags
from simulator.ledger.meaning.money import Money
from simulator.ledger.rows.tables import Table

Mask = NDArray[np.bool_]
_NO_CODE = frozenset({"", "none", "nan", "null", "-"})


@dataclass(frozen=True)
class Roles:
    """What the rows are.

    Attributes:
        payment: payments on rows of their own.
        ignored: clearings, other documents, void and reversed invoices.
        credit: credit notes by their document type.
        ended_unpaid: closed by something that is no payment: cancelled, protested, expired.
        is_open: invoices that are open.
        unclear: rows whose word for open or closed is neither.
    """

    payment: Mask
    ignored: Mask
    credit: Mask
    ended_unpaid: Mask
    is_open: Mask
    unclear: Mask


def read_roles(table: Table, money: Money, paid: NDArray[np.datetime64]) -> Roles:
    """What the rows of a table are."""
    layout = table.layout
    kinds, statuses = _lower(table.texts("kind")), _lower(table.texts("status"))
    payment, credit = _among(kinds, layout.kinds, "payment"), _among(kinds, layout.kinds, "credit")
    ignored = _among(kinds, layout.kinds, "ignored") | _among(statuses, layout.statuses, "ignored")
    if "reversed" in table.columns:
        ignored |= parse_flags(table.columns["reversed"])[0] | _is_number(table.columns["reversed"])
    unclear = np.zeros(len(table), dtype=np.bool_)
    if layout.holds_open_items:
        is_open = ~unclear
    elif "is_open" in table.columns:
        words = table.header.mapping.words.get("open_words", ())
        is_open, unclear = parse_flags(table.columns["is_open"], words)
    elif money.is_settled is not None:
        is_open = ~money.is_settled
    elif "status" in table.columns:
        is_open = ~_among(statuses, layout.statuses, "closed")
    else:
        is_open = np.isnat(paid)
    return Roles(payment, ignored, credit, _ended_unpaid(table), is_open, unclear)


def _lower(texts: Sequence[str]) -> NDArray[np.object_]:
    return np.asarray([text.casefold() for text in texts], dtype=object)


def _among(texts: NDArray[np.object_], words: Mapping[str, tuple[str, ...]], one: str) -> Mask:
    """Texts that a layout lists under a word."""
    return np.isin(texts, [word.casefold() for word in words.get(one, ())])


def _is_number(texts: Sequence[str]) -> Mask:
    """Texts with a document number: anything but zeros."""
    return np.asarray(
        [text.isalnum() and bool(text.strip("0")) and text[-1].isdigit() for text in texts], dtype=np.bool_
    )


def _ended_unpaid(table: Table) -> Mask:
    """Rows with a closure code that does not stand for a payment."""
    begins = table.layout.settled_by
    if not begins or "closure" not in table.columns:
        return np.zeros(len(table), dtype=np.bool_)
    codes = table.columns["closure"]
    return np.asarray(
        [code.casefold() not in _NO_CODE and not code.startswith(begins) for code in codes], dtype=np.bool_
    )
