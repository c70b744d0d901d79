"""Playing a hand-made world: orders on the days that the case says, and readers that keep what it asks for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.engine.kernels.buckets import schedule_order
from simulator.engine.model import Reader, Run
from simulator.engine.state import State
from simulator.engine.world import World
from simulator.journal import POSTINGS, Account, Event

Orders = Mapping[int, NDArray[np.int64]]
"""Who orders on which day: places by day."""

_NOON = 0.5


@compiled
def _expect_orders(state: State, rows: NDArray[Any], day: int) -> None:
    """Let these customers' next order come on a day; what follows it is up to their own rate."""
    for number in range(rows.shape[0]):
        state.customers[rows[number]].next_order_time = day + _NOON
        schedule_order(state, rows[number])


def play(world: World, seed: int, reader: Reader, orders: Orders | None = None) -> Run:
    """Play a world to the end of its horizon under its own strategy.

    With ``orders`` the run pauses on the eve of each of their days and the customers' next order is put on the
    coming one: sales desk, billing, clock, bank and books are the engine's, only the luck of the order's date is
    not. Customers of a hand-made world have none of their own.
    """
    run = Run(world, seed, 0, reader)
    for day in sorted(orders or {}):
        go_on(run, day)
        place_orders(run, (orders or {})[day], day)
    go_on(run, world.horizon_days)
    return run


def go_on(run: Run, until: int) -> None:
    """Play on to a day, if it is still ahead."""
    if run.day < until:
        run.run(until)


def place_orders(run: Run, rows: NDArray[np.int64], day: int) -> None:
    """Place the orders of a day on its eve."""
    _expect_orders(run.state, rows, day)


def move_to(run: Run, world: World) -> None:
    """From the coming day on other assumptions hold: a run whose world changes on a date."""
    run.world = world
    run.state = replace(run.state, assumptions=world.assumptions, segments=world.segments)


def every_day(rows: NDArray[np.int64], first: int, last: int) -> dict[int, NDArray[np.int64]]:
    """These places order on every day from the first to the last."""
    return dict.fromkeys(range(first, last + 1), rows)


class Rows:
    """A reader that keeps the rows of some events."""

    def __init__(self, *events: Event) -> None:
        self.events = np.array(events, dtype=np.int64)
        self.blocks: list[NDArray[Any]] = []

    def take(self, rows: NDArray[Any]) -> None:
        """Keep what is asked for."""
        self.blocks.append(np.array(rows[np.isin(rows["event"], self.events)]))

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def all(self) -> NDArray[Any]:
        """All rows kept."""
        return np.concatenate(self.blocks)

    def of(self, event: Event) -> NDArray[Any]:
        """The rows of one event."""
        rows = self.all()
        chosen: NDArray[Any] = rows[rows["event"] == event]
        return chosen


class PlaceBooks:
    """A reader that keeps receivables and open invoices of every place, day by day from day 0 on."""

    def __init__(self, places: int, days: int) -> None:
        self.cents = np.zeros((days, places), dtype=np.int64)
        self.invoices = np.zeros((days, places), dtype=np.int64)

    def take(self, rows: NDArray[Any]) -> None:
        """Add the movements of a block."""
        posting = POSTINGS[rows["event"], Account.RECEIVABLES]
        moves = (posting[:, 0] != 0) & (rows["day"] >= 0) & (rows["day"] < len(self.cents))
        rows, posting = rows[moves], posting[moves]
        where = (rows["day"], rows["customer"])
        amounts = posting[:, 0] * rows["net"] + posting[:, 1] * rows["vat"]
        np.add.at(self.cents, where, amounts)
        np.add.at(self.invoices, where, posting[:, 0] * (rows["event"] != Event.DISCOUNTED))

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def receivables(self) -> NDArray[np.float64]:
        """Closing receivables, [day, place], in currency."""
        closing: NDArray[np.float64] = np.cumsum(self.cents, axis=0) / 100.0
        return closing

    def open_invoices(self) -> NDArray[np.int64]:
        """Open invoices at the close, [day, place]."""
        return np.cumsum(self.invoices, axis=0)


class Readers:
    """Several readers of one journal."""

    def __init__(self, *readers: Reader) -> None:
        self.readers = readers

    def take(self, rows: NDArray[Any]) -> None:
        """Hand the block to each."""
        for reader in self.readers:
            reader.take(rows)

    def close_month(self, day: int) -> None:
        """Tell each."""
        for reader in self.readers:
            reader.close_month(day)
