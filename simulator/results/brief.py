"""The history of an invoice in about eight words: what we did, and how it ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Event
from simulator.results.words import units_of
from simulator.units import date_of

_LOST = {
    Event.LOST_TO_HOLD: "Order held for arrears and lost",
    Event.LOST_TO_LIMIT: "Order above the credit limit, lost",
    Event.LOST_TO_CHURN: "Customer had left, order lost",
    Event.LOST_TO_REFUSAL: "Customer refused, order lost",
    Event.LOST_TO_DEPOSIT: "No deposit paid, order lost",
    Event.LOST_AT_END: "Order never delivered",
}
_GONE = {Event.CHURNED: "Customer left", Event.INSOLVENT: "Failed", Event.VANISHED: "Vanished"}
_PAID = (Event.PAID, Event.PAID_TO_FACTOR)
_STEPS = (
    (Event.PROMISE_KEPT, "Promise kept"),
    (Event.PLAN_AGREED, "Instalments agreed"),
    (Event.SUED, "Taken to court"),
    (Event.PLACED, "Given to an agency"),
    (Event.DISCOUNTED, "Discount taken"),
    (Event.CLAIM_PAID, "Insurer paid"),
)
"""What is told of the way there, the most telling first."""


def brief(rows: NDArray[Any], start: date) -> str:
    """What happened to an invoice, in about eight words.

    Args:
        rows: Its history in canonical order, with what happened to its customer meanwhile.
        start: The date of day 0.

    >>> from simulator.journal import ROW
    >>> row = np.zeros(2, dtype=ROW)
    >>> row["event"], row["day"], row["due"] = [Event.INVOICED, Event.PAID], [0, 44], [30, 30]
    >>> brief(row, date(2026, 1, 1)), brief(row[:0], date(2026, 1, 1))
    ('Not called, paid 14 days late', 'No such invoice')
    """
    by_event = {Event(int(row["event"])): row for row in rows[::-1]}  # the first of each kind
    for event, words in _LOST.items():
        if event in by_event:
            return words
    if Event.INVOICED not in by_event and Event.OPENING_RECEIVABLE not in by_event:
        return _without_invoice(by_event, start)
    end = _ending(rows, by_event, start)
    lead = _lead(by_event, rows)
    if not lead:
        return end
    return f"{lead}, {end[0].lower()}{end[1:]}"


def gross_of(rows: NDArray[Any]) -> int:
    """What an invoice, or an order that came to nothing, amounts to (cents, with VAT where there is any)."""
    for events in (
        (Event.INVOICED, Event.OPENING_RECEIVABLE),
        tuple(_LOST),
        (Event.ORDERED,),
    ):
        found = rows[np.isin(rows["event"], events)]
        if len(found):
            return int(found["net"][0] + found["vat"][0])
    return 0


def _without_invoice(by_event: dict[Event, Any], start: date) -> str:
    """Why there is none: the customer is gone, as far as is known."""
    for event, words in _GONE.items():
        if event in by_event:
            return f"{words} {_day(by_event[event]['day'], start)}, no order"
    if Event.HELD in by_event:
        return "Order held, not delivered"
    return "No such invoice"


def _ending(rows: NDArray[Any], by_event: dict[Event, Any], start: date) -> str:
    for event in (Event.WRITTEN_OFF, Event.DEBT_SOLD):
        if event in by_event:
            return _lost_money(event, by_event, start)
    paid = rows[np.isin(rows["event"], _PAID)]
    if len(paid):
        return _paid(int(paid["day"][-1]) - int(paid["due"][-1]))
    if Event.CREDITED in by_event:
        return "Credit note"
    return "Open to the end"


def _lost_money(event: Event, by_event: dict[Event, Any], start: date) -> str:
    end = "written off" if event is Event.WRITTEN_OFF else "debt sold"
    for gone in (Event.INSOLVENT, Event.VANISHED):
        if gone in by_event:
            return f"{_GONE[gone]} {_day(by_event[gone]['day'], start)}, {end}"
    return f"Never paid, {end} {_day(by_event[event]['day'], start)}"


def _paid(late: int) -> str:
    """How late a payment was.

    >>> _paid(0), _paid(1), _paid(-12)
    ('Paid on the due date', 'Paid 1 day late', 'Paid 12 days early')
    """
    if late == 0:
        return "Paid on the due date"
    return f"Paid {abs(late)} {units_of(late, 'days')} {'late' if late > 0 else 'early'}"


def _lead(by_event: dict[Event, Any], rows: NDArray[Any]) -> str:
    """The most telling thing on the way; nothing where it simply was paid in time."""
    for event, words in _STEPS:
        if event in by_event:
            return words
    if Event.HELD in by_event and Event.RELEASED in by_event:
        days = int(by_event[Event.RELEASED]["day"]) - int(by_event[Event.HELD]["day"])
        if days > 0:
            return f"Order held {days} days"
    about = rows[np.isin(rows["event"], (Event.INVOICED, Event.OPENING_RECEIVABLE))]
    due = int(about["due"][0])
    if Event.CALLED in by_event:
        return f"Called on day {max(int(by_event[Event.CALLED]['day']) - due, 0)}"
    ends = rows[np.isin(rows["event"], (*_PAID, Event.WRITTEN_OFF, Event.DEBT_SOLD))]
    return "Not called" if len(ends) and int(ends["day"][-1]) > due else ""


def _day(day: Any, start: date) -> str:
    return f"{date_of(start, int(day)):%-d %b}"
