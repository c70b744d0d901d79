"""The cash of the coming weeks: today's strategy played from day 0 on, as often as it takes to see the range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from simulator import __version__
from simulator.checks import check_seed
from simulator.engine.preparing import is_prepared, prepare_kernels
from simulator.errors import UserError
from simulator.experiment.inputs import as_inputs, portfolio_for
from simulator.experiment.places import Workers, place_of
from simulator.experiment.workers import replicate
from simulator.journal import Event
from simulator.results.cash_forecast import PARTS, CashForecast
from simulator.results.documents import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.engine.world import World
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario

WEEKS, MOST_WEEKS = 13, 52
RUNS = 400
_DAYS = 7

PAYMENTS = (Event.PAID, Event.PAID_IN_PART, Event.PAID_TO_FACTOR)
"""Events in which a customer pays an invoice."""


class Receipts:
    """A journal reader that adds up what customers pay, by week and by whether the invoice was issued before day 0.

    Attributes:
        cents: [week, part] payments.
    """

    def __init__(self, weeks: int) -> None:
        self.cents = np.zeros((weeks, len(PARTS)))

    def take(self, rows: NDArray[Any]) -> None:
        """Read the payments of a block."""
        weeks, parts = self.cents.shape
        paid = rows[np.isin(rows["event"], PAYMENTS) & (rows["day"] >= 0) & (rows["day"] < _DAYS * weeks)]
        place = paid["day"] // _DAYS * parts + (paid["issued"] >= 0)
        cents = (paid["net"] + paid["vat"]).astype(np.float64)
        self.cents += np.bincount(place, cents, minlength=weeks * parts).reshape(weeks, parts)

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> Self:
        """A reader of its own."""
        twin = type(self)(len(self.cents))
        twin.cents = self.cents.copy()
        return twin


@dataclass(frozen=True)
class _Future:
    """One simulated future; can be sent to another process."""

    world: World
    seed: int
    weeks: int

    def __call__(self, replication: int) -> NDArray[np.float64]:
        """[week, part] payments (cents)."""
        from simulator.engine.replication import warmed_up

        reader = Receipts(self.weeks)
        run = warmed_up(self.world, self.seed, replication, reader)
        run.run(min(_DAYS * self.weeks, self.world.horizon_days))
        return reader.cents


def cash_forecast(
    scenario: Scenario,
    portfolio: Portfolio | None = None,
    *,
    weeks: int = WEEKS,
    runs: int = RUNS,
    seed: int = 2026,
    workers: Workers = None,
    progress: Callable[[int, int], None] | None = None,
) -> CashForecast:
    """What customers will pay in the coming weeks if we go on as today.

    Args:
        scenario: What is not ours to decide, and what we do today.
        portfolio: Customers fitted to a ledger; None makes the scenario's own.
        weeks: How many weeks, the first from day 0 on.
        runs: How many simulated futures.
        seed: The seed of all luck.
        workers: As for ``compare``; the numbers do not depend on it.
        progress: Told how many futures are done and how many are wanted.
    """
    check_seed(seed)
    place_of(workers)
    _check(weeks, runs)
    if not is_prepared():
        prepare_kernels()
    from simulator.engine.world import World

    long_enough = scenario.but(company={"horizon_days": max(scenario.company.horizon_days, _DAYS * weeks)})
    customers = portfolio or portfolio_for(long_enough)
    world = World.build(long_enough, customers, [long_enough.today])
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, runs)

    found = replicate(_Future(world, seed, weeks), range(runs), workers, tell)
    company = long_enough.company
    inputs = as_inputs(long_enough, [("today", long_enough.today)], customers, __version__)
    return CashForecast(
        name=customers.name if customers.origin == "ledger" else long_enough.title,
        currency=company.currency,
        start=company.start_date,
        draws=np.stack(found) / 100,
        open_book=_owed(customers),
        seed=seed,
        version=__version__,
        inputs_hash=hash_of({**inputs, "weeks": weeks}),
        notes=customers.notes,
        light=customers.light,
    )


def _owed(portfolio: Portfolio) -> float | None:
    """What a ledger's customers owe on day 0."""
    items = portfolio.open_items
    return float(items["net"].sum() + items["vat"].sum()) / 100 if portfolio.origin == "ledger" else None


def _check(weeks: int, runs: int) -> None:
    """Refuse what cannot be foretold."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise UserError(f"{weeks} weeks cannot be foretold. Give 1 to {MOST_WEEKS}, usually {WEEKS}.")
    if runs < 10:
        raise UserError(
            f"{runs} simulated futures say nothing of a range. Ask for 10 or more, usually {RUNS}."
        )
