"""Who pays late? Customers by how late they pay on average, and what share of the invoiced value is theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.figures.drawing import Drawing, Figure, label, layout
from simulator.figures.tokens import AGEING, light
from simulator.ledger.ledger import Ledger

HEIGHT = 262
GROUPS = ("not late", "1 to 7 days", "8 to 15 days", "16 to 30 days", "over 30 days")
_SHORT = ("not late", "1–7", "8–15", "16–30", "over 30")
_EDGES = (0.5, 7.5, 15.5, 30.5)
_MOSTLY = 15.5


def draw(ledger: Ledger) -> Drawing:
    """A bar for each group of customers: their share of the invoiced value, and how many they are."""
    counts, shares = groups(ledger)
    percent = (100 * shares).tolist()
    notes = [f"{count} customers" if count != 1 else "1 customer" for count in counts.tolist()]
    told = "; ".join(
        f"{name}: {share:.0f} % of value, {note}"
        for name, share, note in zip(GROUPS, percent, notes, strict=True)
    )
    phone = [f"{name}<br>{count}" for name, count in zip(_SHORT, counts.tolist(), strict=True)]
    desk = [f"{name}<br>{note}" for name, note in zip(GROUPS, notes, strict=True)]
    text = f"{heading(ledger)}. {told}."
    return Drawing(heading(ledger), _note(), _figure(percent, desk), _figure(percent, phone), text)


def _figure(percent: list[float], names: list[str]) -> Figure:
    """Bars with their shares on top."""
    ticks = {
        "type": "category",
        "tickmode": "array",
        "tickvals": list(GROUPS),
        "ticktext": names,
        "tickangle": 0,
    }
    return {
        "data": [_bars(percent)],
        "layout": layout(
            HEIGHT,
            margin={"l": 12, "t": 28, "b": 44},
            hovermode=False,
            bargap=0.35,
            xaxis=ticks,
            yaxis={"visible": False, "range": [0, 1.12 * max([*percent, 1.0])]},
            annotations=[
                label(f"<b>{share:.0f} %</b>", light("ink"), x=name, y=share, yanchor="bottom")
                for name, share in zip(GROUPS, percent, strict=True)
            ],
        ),
    }


def heading(ledger: Ledger) -> str:
    """What share of the value is with customers who pay more than two weeks late."""
    late, weights = customer_lateness(ledger)
    if not len(late):
        return "Nobody has paid yet"
    share = float(weights[late > _MOSTLY].sum() / weights.sum())
    count = int((late > _MOSTLY).sum())
    if not count:
        return "No customer pays more than 15 days late on average"
    who = "customer pays" if count == 1 else "customers pay"
    return f"{count} {who} more than 15 days late on average: {100 * share:.0f} % of the value"


def groups(ledger: Ledger) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many customers are in each group, and their share of the invoiced value."""
    late, weights = customer_lateness(ledger)
    group = np.searchsorted(np.asarray(_EDGES), late, side="left")
    counts = np.bincount(group, minlength=len(GROUPS))
    shares = np.bincount(group, weights, minlength=len(GROUPS))
    return counts, shares / max(float(weights.sum()), 1.0)


def customer_lateness(ledger: Ledger) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Average days late of each customer's paid invoices, and what they amount to (cents)."""
    rows = (ledger.amount_cents > 0) & ~np.isnat(ledger.paid)
    _, customer = np.unique(ledger.customer[rows].astype(str), return_inverse=True)
    days = (ledger.paid[rows] - ledger.due[rows]).astype("timedelta64[D]").astype(np.float64)
    count = np.bincount(customer)
    value = np.bincount(customer, ledger.amount_cents[rows].astype(np.float64)).astype(np.float64)
    return np.bincount(customer, days) / np.maximum(count, 1), value


def _note() -> str:
    return "Customers by the average lateness of their paid invoices; bars are shares of the invoiced value."


def _bars(percent: list[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(GROUPS),
        "y": percent,
        "marker": {"color": [light(name) for name in AGEING]},
        "hoverinfo": "skip",
    }
