"""Payments on rows of their own: which invoice above them they pay, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Matched:
    """What payments have paid.

    Attributes:
        paid: the day on which an invoice's last cent was paid, NaT where something is open.
        open_cents: what is open of each invoice, cents.
        left_cents: of payments what pays no invoice, cents, positive.
    """

    paid: Days
    open_cents: NDArray[np.int64]
    left_cents: NDArray[np.int64]


def match_payments(
    customer: NDArray[Any], cents: NDArray[np.int64], is_payment: NDArray[np.bool_], day: Days
) -> Matched:
    """Match payments and credits with the customer's invoices above them.

    A payment pays the nearest invoice above it of exactly its amount; else a part of the nearest one, if that is
    larger; else the oldest ones as far as it goes.

    Args:
        customer: ids by row, in the order of the file.
        cents: of invoices positive; of payments either sign.
        is_payment: rows that are payments or credits.
        day: the day of each row.
    """
    paid = np.full(len(cents), np.datetime64("NaT"), dtype="datetime64[D]")
    still_open = np.where(is_payment, 0, cents).tolist()
    left = [0] * len(cents)
    waiting: dict[str, list[int]] = {}
    for row, (name, is_paying) in enumerate(zip(customer.tolist(), is_payment.tolist(), strict=True)):
        invoices = waiting.setdefault(name, [])
        if not is_paying:
            if still_open[row] > 0:
                invoices.append(row)
            continue
        rest = abs(int(cents[row]))
        for invoice in _order(invoices, still_open, rest):
            part = min(rest, still_open[invoice])
            still_open[invoice] -= part
            rest -= part
            if still_open[invoice] == 0:
                paid[invoice] = day[row]
            if rest == 0:
                break
        waiting[name] = [one for one in invoices if still_open[one] > 0]
        left[row] = rest
    return Matched(paid, np.asarray(still_open, dtype=np.int64), np.asarray(left, dtype=np.int64))


def _order(invoices: Sequence[int], still_open: Sequence[int], amount: int) -> list[int]:
    """The invoices in the order in which a payment pays them."""
    for row in reversed(invoices):
        if still_open[row] == amount:
            return [row]
    if invoices and still_open[invoices[-1]] > amount:
        return [invoices[-1]]
    return list(invoices)
