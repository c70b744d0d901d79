"""A stand-in for the engine: ten invoices, paid when luck and a strategy's extra days say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.journal import Event
from simulator.luck import Stream, luck
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Tally
from simulator.results.samples import Packed, pack
from tests.cases.building import LEVERS, SCENARIO, row


@dataclass(frozen=True)
class StubEngine:
    """One replication of each strategy; can be sent to another process.

    Attributes:
        extra_days: By strategy, days added to every payment.
        cost: By strategy, what its collectors are paid (currency).
        seed: The seed of the luck.
        noise: Largest number of days that luck adds.
        interrupt_at: A replication that behaves as if the user pressed Ctrl-C.
    """

    extra_days: tuple[int, ...]
    cost: tuple[float, ...]
    seed: int = 1
    noise: int = 40
    interrupt_at: int | None = None

    def __call__(self, replication: int) -> list[Packed]:
        if replication == self.interrupt_at:
            raise KeyboardInterrupt
        pairs = zip(self.extra_days, self.cost, strict=True)
        return [self._measured(replication, days, cost) for days, cost in pairs]

    def _measured(self, replication: int, extra_days: int, cost: float) -> Packed:
        tally = Tally(start=date(2026, 1, 1), horizon_days=90, slots=5, first_day=0, last_day=200)
        rows = [row(0, Event.OPENING_CASH, net=-100_000)]
        for number in range(10):
            issued, draw = 2 * number, luck(self.seed, replication, Stream.LATENESS, 0, number)
            paid = issued + 20 + int(draw * self.noise) + extra_days
            sold = 1_000_000 + int(200_000 * draw)
            about = {"issued": issued, "due": issued + 30, "net": sold, "customer": number % 5}
            rows += [row(issued, Event.INVOICED, **about), row(paid, Event.PAID, **about)]
        rows.append(row(89, Event.STAFF_PAID, net=int(cost * 100)))
        tally.take(np.concatenate(rows))
        return pack(outcome(tally, SCENARIO, LEVERS))
