"""On the eve of a loss: a run is played up to a day on which something is given up, and looked at.

Why an invoice was not insured stands in the state of the run, and nowhere once the invoice is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.journal import Event

if TYPE_CHECKING:
    from simulator.engine.model import Run

LOST = (Event.WRITTEN_OFF, Event.DEBT_SOLD)
"""Events in which an invoice is given up."""

_STEP_DAYS = 31
"""In the run-off a run looks so often whether anything is still to come."""

Key = tuple[int, int]
"""The numbers of a customer and of its invoice."""


class Debt(NamedTuple):
    """An open invoice on the eve of a day on which it is given up."""

    issued: int
    due: int
    claim: int
    claim_day: int
    dispute: int
    segment: int
    rank: int


class Eve(NamedTuple):
    """The state on the eve of a day: how many claims there are, and the invoices that are given up on it."""

    claims: int
    debts: Mapping[Key, Debt]


def given_up(rows: NDArray[Any]) -> dict[int, list[Key]]:
    """By day, the invoices that are written off or sold."""
    found: dict[int, list[Key]] = {}
    for row in rows[np.isin(rows["event"], LOST)]:
        found.setdefault(int(row["day"]), []).append((int(row["customer"]), int(row["invoice"])))
    return found


def play_to(run: Run, day: int) -> None:
    """Play on to the eve of a day, in the run-off as the run itself does."""
    horizon = run.world.horizon_days
    if run.day < min(day, horizon):
        run.run(min(day, horizon))
    while run.day < day:
        due = run.next_due_day(run.day)
        if due is None or due >= day:
            return
        run.day = max(run.day, due)
        run.run(min(run.day + _STEP_DAYS, day))


def eve_of(run: Run, keys: Iterable[Key]) -> Eve:
    """What the run holds of some invoices."""
    state = run.state
    invoices, customers = state.invoices, state.customers
    looked_for = set(keys)
    found: dict[Key, Debt] = {}
    for slot in np.flatnonzero(np.isin(invoices["number"], [number for _, number in looked_for])):
        invoice = invoices[slot]
        customer = customers[invoice["customer"]]
        key = (int(customer["number"]), int(invoice["number"]))
        if key in looked_for and invoice["state"] == c.OPEN:
            found[key] = Debt(
                issued=int(invoice["issued"]),
                due=int(invoice["due"]),
                claim=int(invoice["claim"]),
                claim_day=int(invoice["claim_day"]),
                dispute=int(invoice["dispute"]),
                segment=int(customer["segment"]),
                rank=int(state.size_ranks[customer["place"]]),
            )
    return Eve(int(state.counters[c.N_CLAIMS]), found)
