"""One replication followed down: what each customer, and each invoice, made of the difference (cents)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from simulator.results.histories import Moment
from simulator.units import currency


class CustomerPart(NamedTuple):
    """A customer and what it made of the difference (cents)."""

    number: int
    name: str
    segment: str
    cents: int


class OwnPart(NamedTuple):
    """Something that belongs to no customer, and what it made of the difference (cents)."""

    name: str
    cents: int


class Day(NamedTuple):
    """A day of an invoice: what happened under the one strategy, and under the other."""

    day: int
    date: date
    one: str
    other: str


class InvoicePart(NamedTuple):
    """An invoice, what it made of the difference (in its customer's cents), and its two histories.

    Also what it amounts to (cents), and both histories in a few words.
    """

    customer: CustomerPart
    number: int
    one: tuple[Moment, ...]
    other: tuple[Moment, ...]
    gross: int = 0
    briefly: tuple[str, str] = ("", "")

    @property
    def cents(self) -> int:
        """What it made of the difference."""
        return self.customer.cents

    @property
    def days(self) -> tuple[Day, ...]:
        """Both histories side by side, a row for each day on which something happened."""
        both = sorted({moment[:2] for moment in (*self.one, *self.other)})
        return tuple(Day(day, when, _on(self.one, day), _on(self.other, day)) for day, when in both)


@dataclass(frozen=True)
class Trace:
    """The difference of two strategies in one replication.

    Attributes:
        replication: Its number.
        what: What is summed, in words.
        customers: Those that made most of it, the largest first.
        others: How many other customers had a part in it, and what they made of it together (cents).
        own: What belongs to no customer.
        invoices: Those that made most of it, the largest first.
        all_invoices: How many invoices had a part in it.
        of_invoices: What all of these made of it together (cents).
    """

    replication: int
    what: str
    customers: tuple[CustomerPart, ...]
    others: tuple[int, int]
    own: tuple[OwnPart, ...]
    invoices: tuple[InvoicePart, ...]
    all_invoices: int
    of_invoices: int = 0

    @property
    def beside_invoices(self) -> tuple[OwnPart, ...]:
        """What stands on no invoice: calls and letters to customers, and what belongs to no customer; largest first."""
        of_customers = sum(part.cents for part in self.customers) + self.others[1]
        rest = OwnPart("Calls and other work on customers", of_customers - self.of_invoices)
        parts = [part for part in (rest, *self.own) if part.cents]
        return tuple(sorted(parts, key=lambda part: (-abs(part.cents), part.name)))

    @property
    def cents(self) -> int:
        """The whole difference: all parts together."""
        of_customers = sum(part.cents for part in self.customers)
        return of_customers + self.others[1] + sum(part.cents for part in self.own)

    def as_document(self) -> dict[str, Any]:
        """As plain values (currency)."""
        return {
            "replication": self.replication,
            "what": self.what,
            "unit": "currency",
            "difference": currency(self.cents),
            "customers": [_plain(part) for part in self.customers],
            "other_customers": {"count": self.others[0], "difference": currency(self.others[1])},
            "of_no_customer": [{"name": part.name, "difference": currency(part.cents)} for part in self.own],
            "invoices": [
                {
                    **_plain(part.customer),
                    "invoice": part.number,
                    "histories": [_story(part.one), _story(part.other)],
                }
                for part in self.invoices
            ],
            "invoices_with_a_part": self.all_invoices,
        }


def _on(story: tuple[Moment, ...], day: int) -> str:
    return "; ".join(moment.text for moment in story if moment.day == day)


def _plain(part: CustomerPart) -> dict[str, Any]:
    return {
        "customer": part.name,
        "customer_number": part.number,
        "segment": part.segment,
        "difference": currency(part.cents),
    }


def _story(moments: tuple[Moment, ...]) -> list[dict[str, Any]]:
    return [{"day": one.day, "date": one.date.isoformat(), "what": one.text} for one in moments]
