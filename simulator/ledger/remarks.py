"""What is said about a ledger that was read: sentences with counts, never a customer's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.ledger.ledger import Ledger


@dataclass(frozen=True)
class Counts:
    """What happened to how many rows while cleaning.

    Attributes:
        dropped: reason to number of rows left out.
        twice: rows that repeat another in everything that is read.
        other_currency: rows in a currency that was not asked for.
        backwards: rows due before they are issued.
        open_but_dated: rows marked open that carry a payment date.
        rounded: amounts with more than two decimals.
        gaps: columns that are not read, with their number of empty cells.
    """

    dropped: dict[str, int]
    twice: int = 0
    other_currency: int = 0
    backwards: int = 0
    open_but_dated: int = 0
    rounded: int = 0
    gaps: Mapping[str, int] = field(default_factory=dict)


def dropped_sentence(dropped: dict[str, int]) -> str:
    """How many rows were left out and why.

    >>> dropped_sentence({"without a due date": 8, "with an amount of zero": 1})
    'Left out 9 rows: 8 without a due date, 1 with an amount of zero.'
    """
    if not dropped:
        return ""
    listed = ", ".join(f"{count:,} {reason}" for reason, count in dropped.items())
    return f"Left out {sum(dropped.values()):,} rows: {listed}."


def remarked(ledger: Ledger, counts: Counts, more: Iterable[str]) -> Ledger:
    """The ledger with its notes."""
    notes = [_first(ledger), *more, dropped_sentence(counts.dropped)]
    if counts.other_currency:
        notes.append(f"Left out {counts.other_currency:,} rows in another currency than {ledger.currency}.")
    if counts.twice:
        notes.append(f"Left out {counts.twice:,} rows that repeat another row in everything that is read.")
    if counts.backwards:
        notes.append(
            f"{counts.backwards:,} invoices fall due before their invoice date; they are taken as issued when due."
        )
    if counts.open_but_dated:
        notes.append(
            f"{counts.open_but_dated:,} invoices are marked open and carry a payment date; they are taken as open."
        )
    if counts.rounded:
        notes.append(f"{counts.rounded:,} amounts have more than two decimals; they are rounded to cents.")
    if counts.gaps:
        listed = ", ".join(f"{column} {count:,}" for column, count in counts.gaps.items())
        notes.append(f"Empty cells in columns that are not needed: {listed}.")
    notes += _about_payments(ledger)
    return replace(ledger, notes=tuple(note for note in notes if note))


def _first(ledger: Ledger) -> str:
    """What was read."""
    currency = f"in {ledger.currency}" if ledger.currency else "in a currency the file does not name"
    customers = ledger.customers
    return (
        f"Read {_counted(len(ledger), 'invoice')} of {_counted(customers, 'customer')} {currency}, "
        f"issued {ledger.issued[0]} to {ledger.issued[-1]}, as {ledger.layout}."
    )


def _counted(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _about_payments(ledger: Ledger) -> list[str]:
    """Credit notes, open items, payments before issue, ids that occur more than once."""
    notes = []
    negative = int((ledger.amount_cents < 0).sum())
    if negative:
        notes.append(f"{negative:,} rows are credit notes (negative amounts).")
    still_open = int(np.isnat(ledger.paid).sum())
    if still_open == len(ledger):
        notes.append("No invoice carries a payment date: this is a list of open items.")
    elif still_open:
        notes.append(f"{still_open:,} rows have no payment date and are open.")
    else:
        notes.append("Every invoice in the file is paid.")
    early = int((ledger.paid < ledger.issued).sum())
    if early:
        notes.append(
            f"{early:,} invoices were paid before their invoice date; they count as paid on that date."
        )
    pairs = len(ledger) - len(set(zip(ledger.customer.tolist(), ledger.invoice.tolist(), strict=True)))
    if pairs:
        notes.append(
            f"{pairs:,} rows share their customer and invoice number with another; each counts by itself."
        )
    return notes
