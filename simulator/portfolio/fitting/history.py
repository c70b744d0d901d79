"""What a ledger knew at its cut-off: invoices issued by then, payments made by then, and nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.ledger import Ledger
from simulator.portfolio.fitting.calendar import BankCalendar
from simulator.portfolio.fitting.hazards import Exposure
from simulator.portfolio.fitting.window import Window

NO_PLACE = -1


@dataclass(frozen=True)
class History:
    """Invoices known at the cut-off; credit notes are left out.

    Attributes:
        identities: customer id by place, in order of id.
        slot: place of the invoice's customer; -1 for customers who get no place.
        issued: day of issue.
        due: due day.
        paid: day of payment, NaT if not by the cut-off; never before the day of issue.
        cents: amount including VAT.
        in_window: issued in the weeks of complete invoicing.
        cut_off: last day known.
    """

    identities: tuple[str, ...]
    slot: NDArray[np.int64]
    issued: NDArray[np.datetime64]
    due: NDArray[np.datetime64]
    paid: NDArray[np.datetime64]
    cents: NDArray[np.int64]
    in_window: NDArray[np.bool_]
    cut_off: date

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Invoices not paid by the cut-off."""
        return np.isnat(self.paid)

    def rows_by_place(self) -> list[NDArray[np.int64]]:
        """The invoices of each place."""
        order = np.argsort(self.slot, kind="stable")
        bounds = np.searchsorted(self.slot[order], np.arange(len(self.identities) + 1))
        return [order[bounds[place] : bounds[place + 1]] for place in range(len(self.identities))]


def known_history(ledger: Ledger, window: Window) -> History:
    """The history of a ledger up to its cut-off.

    Places go to customers who ordered in the complete weeks or owe something at the cut-off.
    """
    end = np.datetime64(window.cut_off, "D")
    rows = ledger.known_at(window.cut_off) & (ledger.amount_cents > 0)
    issued, due, paid = ledger.issued[rows], ledger.due[rows], ledger.paid[rows]
    paid = np.where(paid <= end, np.maximum(paid, issued), np.datetime64("NaT", "D"))
    in_window = (issued >= np.datetime64(window.first, "D")) & (issued <= np.datetime64(window.last, "D"))
    customers = ledger.customer[rows].astype(str)
    identities = np.unique(customers[in_window | np.isnat(paid)])
    place = np.searchsorted(identities, customers)
    found = identities[np.minimum(place, len(identities) - 1)] == customers
    return History(
        identities=tuple(identities.tolist()),
        slot=np.where(found, place, NO_PLACE).astype(np.int64),
        issued=issued,
        due=due,
        paid=paid,
        cents=ledger.amount_cents[rows],
        in_window=in_window,
        cut_off=window.cut_off,
    )


def exposure_in_days(
    history: History, calendar: BankCalendar, later: NDArray[np.int64] | None = None
) -> Exposure:
    """Days late of every invoice on the calendar's axis, seen from issue to payment or to the cut-off.

    Args:
        history: the invoices.
        calendar: gives the axis.
        later: whole days by which each invoice would be later at today's level.
    """
    due = calendar.moment(history.due)
    last = np.full(len(due), calendar.last_moment(history.cut_off))
    paid = ~history.is_open
    last[paid] = calendar.moment(history.paid[paid])
    shift = np.zeros(len(due), dtype=np.int64) if later is None else later
    return Exposure(entry=calendar.moment(history.issued) - due + shift, exit=last - due + shift, paid=paid)
