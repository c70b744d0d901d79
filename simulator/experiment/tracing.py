"""Down to the invoice: one replication of two strategies, its difference by customer, and what happened to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

import numpy as np
from numpy.typing import NDArray

from simulator.journal import NO_CUSTOMER, NO_INVOICE, ROW, Event, in_order
from simulator.metrics.contributions import Additive
from simulator.metrics.shapley import to_the_unit
from simulator.portfolio.portfolio import SEGMENTS
from simulator.results.brief import brief, gross_of
from simulator.results.histories import Moment, line_of, moments
from simulator.results.trace import CustomerPart, InvoicePart, OwnPart, Trace
from simulator.units import STRIDE

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.portfolio.portfolio import Portfolio

CUSTOMERS, INVOICES = 10, 10
"""How many of each are told one by one."""

_CALLS = (Event.CALLED, Event.REACHED)
_GONE = (Event.CHURNED, Event.INSOLVENT, Event.VANISHED)
_OF_THE_CUSTOMER = (
    *_CALLS,
    *_GONE,
    *(Event.STRESSED, Event.RECOVERED_HEALTH, Event.WARNED, Event.RECODED),
    *(Event.COVER_WITHDRAWN, Event.REFUSED, Event.CLAIM_PAID),
)
"""Events of a customer that belong to the history of its invoices."""

Mask = Callable[[NDArray[Any]], NDArray[np.bool_]]


class Keeper:
    """A reader that keeps the rows it is asked for."""

    def __init__(self, wanted: Mask, blocks: Iterable[NDArray[Any]] = ()) -> None:
        self.wanted, self.blocks = wanted, list(blocks)

    def take(self, rows: NDArray[Any]) -> None:
        """Keep what is wanted of a block."""
        self.blocks.append(np.array(rows[self.wanted(rows)], dtype=ROW))

    def close_month(self, day: int) -> None:
        """Part of the reader's protocol; nothing to do."""

    def copy(self) -> Self:
        """A reader that has kept the same and reads on by itself."""
        return type(self)(self.wanted, self.blocks)

    def rows(self) -> NDArray[Any]:
        """All rows kept, in canonical order."""
        return in_order(np.concatenate([np.zeros(0, dtype=ROW), *self.blocks]))


class Place(NamedTuple):
    """Which run: the world of two strategies, the seed, the replication."""

    world: World
    seed: int
    replication: int

    def rows(self, wanted: Mask) -> tuple[NDArray[Any], NDArray[Any]]:
        """What is wanted of the journals of both strategies."""
        from simulator.engine.replication import simulate

        keepers = simulate(self.world, self.seed, self.replication, Keeper(wanted))
        one, other = cast("list[Keeper]", keepers)
        return one.rows(), other.rows()


@dataclass(frozen=True)
class _Parts:
    """What each row of both journals adds to the difference (cents, or cents x days)."""

    customer: NDArray[np.int64]
    invoice: NDArray[np.int64]
    event: NDArray[np.int64]
    amount: NDArray[np.int64]

    @classmethod
    def of(cls, one: NDArray[Any], other: NDArray[Any], measure: Additive, horizon_days: int) -> _Parts:
        rows = np.concatenate([one, other])
        signs = np.repeat([-1, 1], [len(one), len(other)])
        amounts = signs * measure.amounts(rows, horizon_days)
        customer, invoice, event = (rows[name].astype(np.int64) for name in ("customer", "invoice", "event"))
        return cls(customer, invoice, event, amounts)

    def by(self, mask: NDArray[np.bool_], *keys: NDArray[np.int64]) -> dict[tuple[int, ...], int]:
        """Sums by keys; what adds up to nothing is left out."""
        if not mask.any():
            return {}
        found, places = np.unique(np.stack([key[mask] for key in keys], axis=1), axis=0, return_inverse=True)
        sums = np.zeros(len(found), dtype=np.int64)
        np.add.at(sums, places.ravel(), self.amount[mask])
        pairs = zip(found.tolist(), sums.tolist(), strict=True)
        return {tuple(key): int(total) for key, total in pairs if total}


def trace(place: Place, measure: Additive, most_invoices: int = INVOICES) -> Trace:
    """What made the difference of two strategies in one replication, by customer and by invoice."""
    world = place.world
    horizon = world.horizon_days
    events = measure.events
    one, other = place.rows(lambda rows: events[rows["event"]] & (rows["day"] >= 0))
    parts = _Parts.of(one, other, measure, horizon)
    of_customer = parts.customer != NO_CUSTOMER
    sums = {key[0]: total for key, total in parts.by(of_customer, parts.customer).items()}
    own = {Event(key[0]): total for key, total in parts.by(~of_customer, parts.event).items()}
    cents = _in_cents([*sums.values(), *own.values()], measure.divisor(horizon))
    by_customer = dict(zip(sums, cents, strict=False))
    owned = [OwnPart(line_of(event), total) for event, total in zip(own, cents[len(sums) :], strict=True)]
    by_invoice = _about_invoices(parts)
    invoices = _largest_invoices(by_invoice, measure.divisor(horizon), most_invoices)
    stories = _stories(place, [customer for customer, _, _ in invoices])
    ranked = sorted(by_customer, key=lambda customer: (-abs(by_customer[customer]), customer))
    return Trace(
        replication=place.replication,
        what=measure.name,
        customers=tuple(
            _customer(world.portfolio, number, by_customer[number]) for number in ranked[:CUSTOMERS]
        ),
        others=(len(ranked[CUSTOMERS:]), sum(by_customer[number] for number in ranked[CUSTOMERS:])),
        own=tuple(sorted(owned, key=lambda part: (-abs(part.cents), part.name))),
        invoices=tuple(
            InvoicePart(_customer(world.portfolio, customer, total), invoice, *stories(customer, invoice))
            for customer, invoice, total in invoices
        ),
        all_invoices=len(by_invoice),
        of_invoices=round(sum(by_invoice.values()) / measure.divisor(horizon)),
    )


def _in_cents(amounts: list[int], divisor: int) -> list[int]:
    return (
        [int(value) for value in to_the_unit(np.array(amounts, dtype=np.int64), divisor)] if amounts else []
    )


def _about_invoices(parts: _Parts) -> dict[tuple[int, ...], int]:
    about = (parts.customer != NO_CUSTOMER) & (parts.invoice != NO_INVOICE)
    return parts.by(about, parts.customer, parts.invoice)


def _largest_invoices(
    sums: dict[tuple[int, ...], int], divisor: int, most: int
) -> list[tuple[int, int, int]]:
    """Customer, invoice and cents of those that made most of the difference, in either direction."""
    ranked = sorted(sums, key=lambda key: (-abs(sums[key]), key))[:most]
    return [(key[0], key[1], round(sums[key] / divisor)) for key in ranked]


def _customer(portfolio: Portfolio, number: int, cents: int) -> CustomerPart:
    """A customer by its name in the ledger, or by its number."""
    place, generation = number % STRIDE, number // STRIDE
    name = portfolio.identities[place] if portfolio.identities else f"Customer {place + 1}"
    followed = "" if generation == 0 else f", follower {generation}"
    return CustomerPart(number, f"{name}{followed}", SEGMENTS[portfolio.customers["segment"][place]], cents)


Story = tuple[tuple[Moment, ...], tuple[Moment, ...], int, tuple[str, str]]
"""Both histories of an invoice, what it amounts to (cents), and both in a few words."""


def _stories(place: Place, customers: list[int]) -> Callable[[int, int], Story]:
    """Tells the history of an invoice under both strategies."""
    chosen = np.array(sorted(set(customers)), dtype=np.int64)
    both = (
        place.rows(lambda rows: np.isin(rows["customer"], chosen)) if customers else (np.zeros(0, ROW),) * 2
    )
    start = place.world.scenario.company.start_date
    of_customer = [_by_customer(rows, chosen) for rows in both]

    def told(customer: int, invoice: int) -> Story:
        histories = [_history(rows[customer], invoice) for rows in of_customer]
        one, other = (moments(rows, start) for rows in histories)
        then, now = (brief(rows, start) for rows in histories)
        return one, other, max(gross_of(rows) for rows in histories), (then, now)

    return told


def _by_customer(rows: NDArray[Any], customers: NDArray[np.int64]) -> dict[int, NDArray[Any]]:
    return {int(one): rows[rows["customer"] == one] for one in customers}


def _history(its: NDArray[Any], invoice: int) -> NDArray[Any]:
    """All about an invoice, and what happened to its customer meanwhile; calls count once it is due."""
    about = its["invoice"] == invoice
    if not about.any():
        gone: NDArray[Any] = its[np.isin(its["event"], _GONE)]
        return gone
    first, last = int(its["day"][about].min()), int(its["day"][about].max())
    due = int(its["due"][about].max())
    since = np.where(np.isin(its["event"], _CALLS), due, first)
    meanwhile = (its["invoice"] == NO_INVOICE) & np.isin(its["event"], _OF_THE_CUSTOMER)
    told: NDArray[Any] = its[about | (meanwhile & (its["day"] >= since) & (its["day"] <= last))]
    return told
