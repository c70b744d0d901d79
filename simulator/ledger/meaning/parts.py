"""Every column of a table, read: the step between texts and a ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.cells.ids import is_filled, parse_flags, parse_ids
from simulator.ledger.meaning.days import Dates, Days, read_dates, tells_payments
from simulator.ledger.meaning.money import Cents, Currencies, Money, read_currencies, read_money
from simulator.ledger.meaning.payments_below import match_payments
from simulator.ledger.meaning.roles import Mask, Roles, read_roles
from simulator.ledger.rows.tables import Table


@dataclass(frozen=True)
class Parts:
    """The columns of a table, read.

    Attributes:
        customer: ids, "" where missing.
        invoice: ids, "" where missing; the line's number in a file without invoice numbers.
        dates: issue, due, payment.
        money: amounts as they stand.
        currencies: of the rows.
        roles: what the rows are.
        cents: what each row counts for; negative for credit notes.
        left_cents: of payments what pays no invoice here, positive.
        part_paid: open invoices of which a part is paid, so that less counts than was invoiced.
        is_snapshot: whether the file does not tell on which day anything was paid.
        disputed: rows in dispute, None where the file does not tell.
        on_hold: rows with a block, None where the file does not tell.
        terms: as the file writes them, None where it does not.
    """

    customer: NDArray[Any]
    invoice: NDArray[Any]
    dates: Dates
    money: Money
    currencies: Currencies
    roles: Roles
    cents: Cents
    left_cents: Cents
    part_paid: Mask
    is_snapshot: bool
    disputed: Mask | None
    on_hold: Mask | None
    terms: NDArray[Any] | None


def read_parts(table: Table, currency: str, *, or_largest: bool = False) -> Parts:
    """Every column read.

    Args:
        table: the columns as text.
        currency: the one asked for, "" where the file has only one.
        or_largest: of several currencies take the most frequent instead of refusing.

    Raises:
        UserError: a column cannot be read, or currencies are mixed.
    """
    is_snapshot = not tells_payments(table)
    dates, money = read_dates(table), read_money(table, is_snapshot)
    roles = read_roles(table, money, dates.paid)
    currencies = read_currencies(table, money.field, currency, or_largest=or_largest)
    parts = Parts(
        customer=_ids(table, "customer"),
        invoice=_invoices(table, money.signed),
        dates=dates,
        money=money,
        currencies=currencies,
        roles=roles,
        cents=np.where(roles.credit, -np.abs(money.signed), money.signed),
        left_cents=np.where(roles.payment & _is_unapplied(roles, money, dates.paid), np.abs(money.signed), 0),
        part_paid=np.zeros(len(table), dtype=np.bool_),
        is_snapshot=is_snapshot,
        disputed=_flagged(table, "disputed", "case"),
        on_hold=_flagged(table, "on_hold"),
        terms=_ids(table, "terms") if any(table.texts("terms")) else None,
    )
    if "payments_below" in table.layout.steps:
        return _with_payments(parts)
    return parts if is_snapshot else _with_rest(parts)


def _ids(table: Table, field: str) -> NDArray[Any]:
    where = table.where(field) if field in table.header.found else table.file
    return parse_ids(table.columns[field], table.lines, where)


def _invoices(table: Table, cents: Cents) -> NDArray[Any]:
    """Invoice numbers; a credit note without one, and every row of a file without them, gets its line."""
    lines = np.asarray([f"line {line}" for line in table.lines], dtype=object)
    if "invoice" not in table.columns:
        return lines
    numbers = _ids(table, "invoice")
    return np.where((numbers == "") & (cents < 0), lines, numbers)


def _flagged(table: Table, *fields: str) -> Mask | None:
    """Rows with a yes in the first column, or anything filled in the others; None where there is nothing in them."""
    found = [one for one in fields if one in table.columns and any(table.columns[one])]
    if not found:
        return None
    flags = [
        parse_flags(table.columns[one])[0] if one == "disputed" else is_filled(table.columns[one])
        for one in found
    ]
    return np.asarray(np.logical_or.reduce(flags), dtype=np.bool_)


def _is_unapplied(roles: Roles, money: Money, paid: Days) -> Mask:
    """Payments that have not been used for any invoice."""
    return roles.is_open if money.is_settled is not None else np.isnat(paid)


def _with_rest(parts: Parts) -> Parts:
    """Of an open invoice of which a part is paid, only the rest counts."""
    still_open = parts.money.open
    if still_open is None or parts.money.field == "open_amount":
        return parts
    rest, whole = np.abs(still_open.cents), np.abs(parts.cents)
    part_paid = parts.roles.is_open & (rest > 0) & (rest < whole)
    return replace(
        parts, cents=np.where(part_paid, np.sign(parts.cents) * rest, parts.cents), part_paid=part_paid
    )


def _with_payments(parts: Parts) -> Parts:
    """Payments on rows of their own, and credits, matched with the invoices above them."""
    paying = parts.roles.payment | (parts.cents < 0)
    is_invoice = ~paying & ~parts.roles.ignored
    cents = np.where(is_invoice | paying, parts.cents, 0)
    matched = match_payments(parts.customer, cents, paying, parts.dates.issued)
    is_open = np.where(paying, matched.left_cents > 0, np.isnat(matched.paid))
    part_paid = is_invoice & is_open & (matched.open_cents < parts.cents)
    is_credit = paying & ~parts.roles.payment
    used_on = np.where(is_credit & ~is_open, parts.dates.issued, matched.paid)
    return replace(
        parts,
        dates=replace(parts.dates, paid=used_on),
        roles=replace(parts.roles, is_open=is_open),
        cents=np.where(part_paid, matched.open_cents, parts.cents),
        left_cents=np.where(parts.roles.payment, matched.left_cents, 0),
        part_paid=part_paid,
    )
