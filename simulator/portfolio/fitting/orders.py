"""What customers of a ledger order: how often, how much, how unevenly, on what terms; and their segments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.drift import shrunk
from simulator.portfolio.portfolio import SEGMENTS

LEAST_ORDERS_PER_MONTH = 0.01
"""For a customer with open items that ordered nothing in the complete weeks: one order in eight years."""

SHRINKAGE = 10.0
LEVEL_DAYS = 56
_Values = NDArray[np.float64]


@dataclass(frozen=True)
class Invoices:
    """Invoices of the complete weeks.

    Attributes:
        slot: place of the customer.
        net: value net of VAT, currency units.
    """

    slot: NDArray[np.int64]
    net: _Values


def split_vat(
    gross_cents: NDArray[np.int64], vat_fraction: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Net and VAT of gross amounts, in cents; together they are the gross to the cent.

    >>> split_vat(np.array([12000, 9999]), 0.20)
    (array([10000,  8332]), array([2000, 1667]))
    """
    net = np.rint(gross_cents / (1.0 + vat_fraction)).astype(np.int64)
    return net, gross_cents - net


def level_today(issued: NDArray[np.datetime64], first: date, last: date) -> float:
    """Invoicing of the last eight weeks over that of the whole window, shrunk to 1 by the error of its count.

    With 1,000 invoices in 26 weeks, evenly, it is 1.
    """
    end = np.datetime64(last, "D")
    recent = int((issued > end - np.timedelta64(LEVEL_DAYS, "D")).sum())
    days = (last - first).days + 1
    if recent == 0 or days <= LEVEL_DAYS:
        return 1.0
    usual = len(issued) * LEVEL_DAYS / days
    return math.exp(shrunk(math.log(recent / usual), 1.0 / math.sqrt(recent)))


def orders_per_month(invoices: Invoices, places: int, months: float) -> _Values:
    """Mean number of invoices a month of each customer."""
    counts = np.bincount(invoices.slot, minlength=places)
    return np.maximum(counts / months, LEAST_ORDERS_PER_MONTH)


def order_values(invoices: Invoices, places: int, otherwise: _Values) -> _Values:
    """Mean value of an invoice of each customer, net; ``otherwise`` where there is none."""
    counts = np.bincount(invoices.slot, minlength=places)
    sums = np.bincount(invoices.slot, weights=invoices.net, minlength=places)
    return np.where(counts > 0, sums / np.maximum(counts, 1), otherwise)


def order_cvs(invoices: Invoices, places: int, otherwise: float) -> _Values:
    """Coefficient of variation of invoice values of each customer, shrunk to the pooled one by their number.

    Squared, the customer's own counts as many invoices as it has less one, the pooled one as ten. ``otherwise``
    where no customer has two invoices.
    """
    counts = np.bincount(invoices.slot, minlength=places)
    means = order_values(invoices, places, np.ones(places))
    relative = invoices.net / means[invoices.slot] - 1.0
    squares = np.bincount(invoices.slot, weights=relative * relative, minlength=places)
    freedom = np.maximum(counts - 1, 0)
    pooled = squares.sum() / freedom.sum() if freedom.sum() > 0 else otherwise**2
    return np.sqrt((squares + SHRINKAGE * pooled) / (freedom + SHRINKAGE))


def modal_terms(slot: NDArray[np.int64], terms: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    """Each customer's most frequent days from issue to due; the shorter ones of equals."""
    modal = np.zeros(places, dtype=np.int64)
    pairs, counts = np.unique(np.stack([slot, terms]), axis=1, return_counts=True)
    order = np.lexsort((-pairs[1], counts, pairs[0]))  # the last of a customer is its mode
    modal[pairs[0][order]] = pairs[1][order]
    return modal


def segments_by_rank(sales: _Values, shares: Mapping[str, float]) -> NDArray[np.int64]:
    """Segments by rank of sales: the largest customers are large, then mid, SME and micro; nobody is public.

    The shares of customers are the scenario's, without the public sector, which a ledger does not tell.
    """
    private = [segment for segment in SEGMENTS if segment != "public"]
    bounds = np.cumsum([shares[segment] for segment in private])
    rank = np.empty(len(sales))
    rank[np.argsort(-sales, kind="stable")] = (np.arange(len(sales)) + 0.5) / len(sales)
    found = np.searchsorted(bounds / bounds[-1], rank)
    return np.asarray([SEGMENTS.index(private[number]) for number in found], dtype=np.int64)
