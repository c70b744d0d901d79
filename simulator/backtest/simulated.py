"""The simulator's forecast at an origin: the ledger's portfolio, played from the open book on by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.books import DAYS_PER_WEEK, NEVER, day_numbers
from simulator.backtest.forecast import Values
from simulator.backtest.lateness_at_issue import chances_of_lateness
from simulator.calibration.fitted import without_chasing
from simulator.engine.columns import OPEN
from simulator.engine.kernels.opening import FIRST_OPENING_ITEM
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.experiment.cash_forecast import PAYMENTS
from simulator.journal import Event
from simulator.ledger.ledger import Ledger
from simulator.portfolio.fitted import FittedPortfolio, fit_portfolio, ledger_country, ledger_scenario
from simulator.portfolio.fitting.window import latest_cut_off
from simulator.scenario import Scenario, load_scenario

REPLICATIONS = 400
FORETOLD_DAYS = 365
"""A payment that would come later than this is not foretold: nobody knows of an invoice that nobody pays when."""


@dataclass(frozen=True)
class Simulated:
    """What the simulator foretells.

    Attributes:
        paid_day: (draws, open invoices) day number of payment, NEVER where it did not come; the invoices in the
            ledger's order.
        new_weekly_cents: (draws, weeks) payments on invoices that are issued after the day.
    """

    paid_day: NDArray[np.integer]
    new_weekly_cents: Values


class Simulator(Protocol):
    """A way to foretell; it is handed a ledger that holds nothing later than the day, so it cannot peep."""

    def forecast(self, ledger: Ledger, day: date, weeks: int, seed: int) -> Simulated:
        """Payments on the open book of the end of a day, and on what is issued after it."""
        ...

    def late_chances(self, ledger: Ledger, day: date, coming: Ledger) -> Values:
        """The chance that each invoice issued soon after the day is paid after its due day; all are unpaid there."""
        ...


def ledger_at(ledger: Ledger, day: date) -> Ledger:
    """The ledger as it stood at the end of a day: invoices issued by then, payments made by then."""
    return picked(ledger, ledger.known_at(day), np.datetime64(day, "D"))


def picked(ledger: Ledger, rows: NDArray[Any], day: np.datetime64) -> Ledger:
    """Some invoices of a ledger, with the payments made by a day; notes and disputes of later days are unknown."""
    paid = ledger.paid[rows]
    return Ledger(
        name=ledger.name,
        layout=ledger.layout,
        customer=ledger.customer[rows],
        invoice=ledger.invoice[rows],
        issued=ledger.issued[rows],
        due=ledger.due[rows],
        paid=np.where(paid <= day, paid, np.datetime64("NaT", "D")),
        amount_cents=ledger.amount_cents[rows],
        currency=ledger.currency,
    )


class Engine:
    """The engine that plays the what-ifs, on the portfolio fitted to what was known."""

    def __init__(self, scenario: str = "wholesale", replications: int = REPLICATIONS) -> None:
        self.scenario, self.replications = scenario, replications

    def forecast(self, ledger: Ledger, day: date, weeks: int, seed: int) -> Simulated:
        """Play the portfolio from the day after on, as often as there are draws."""
        portfolio, scenario = self._portfolio(ledger, day)
        chased = without_chasing(scenario, portfolio)
        world = World.build(scenario, chased, [scenario.today])
        draws = [_played(world, seed, replication, weeks) for replication in range(self.replications)]
        start = int(day_numbers(np.asarray([portfolio.start], dtype="datetime64[D]"))[0])
        days = np.stack([reader.paid for reader in draws])
        return Simulated(
            np.where(days < FORETOLD_DAYS, np.maximum(days, 0) + start, NEVER),
            np.stack([reader.new_cents for reader in draws]),
        )

    def late_chances(self, ledger: Ledger, day: date, coming: Ledger) -> Values:
        """By the law of each one's customer; the average of all laws for customers unseen."""
        portfolio, _ = self._portfolio(ledger, day)
        return chances_of_lateness(portfolio, coming)

    def _portfolio(self, ledger: Ledger, day: date) -> tuple[FittedPortfolio, Scenario]:
        """The fitted portfolio and the scenario on its scale."""
        scenario = load_scenario(self.scenario)
        if ledger_country(ledger) == "US":
            scenario = scenario.but(company={"vat_fraction": 0.0})
        portfolio = fit_portfolio(ledger, scenario, min(day, latest_cut_off(ledger)))
        return portfolio, ledger_scenario(scenario, portfolio)


def _played(world: World, seed: int, replication: int, weeks: int) -> PaymentsOfOpenBook:
    """One replication of the horizon; what is still open then has its day as things stand."""
    reader = PaymentsOfOpenBook(len(world.portfolio.open_items), weeks)
    run = Run(world, seed, replication, reader)
    run.run(min(DAYS_PER_WEEK * weeks, world.horizon_days))
    invoices = run.state.invoices
    waiting = invoices[(invoices["state"] == OPEN) & (invoices["number"] <= FIRST_OPENING_ITEM)]
    reader.paid[FIRST_OPENING_ITEM - waiting["number"]] = waiting["pay_day"]
    return reader


class PaymentsOfOpenBook:
    """A journal reader that keeps on which day each open item was paid, and the cash of new invoices."""

    def __init__(self, items: int, weeks: int) -> None:
        self.paid = np.full(items, NEVER, dtype=np.int64)
        self.new_cents = np.zeros(weeks)
        self.weeks = weeks

    def take(self, rows: NDArray[Any]) -> None:
        """Read the payments of a block."""
        payments = rows[np.isin(rows["event"], PAYMENTS)]
        old = payments["invoice"] <= FIRST_OPENING_ITEM
        whole = payments[old & (payments["event"] != Event.PAID_IN_PART)]
        self.paid[FIRST_OPENING_ITEM - whole["invoice"]] = whole["day"]
        new = payments[~old & (payments["day"] < DAYS_PER_WEEK * self.weeks)]
        cents = (new["net"] + new["vat"]).astype(np.float64)
        self.new_cents += np.bincount(new["day"] // DAYS_PER_WEEK, cents, minlength=self.weeks)

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> Self:
        """A reader of its own."""
        twin = type(self)(len(self.paid), self.weeks)
        twin.paid, twin.new_cents = self.paid.copy(), self.new_cents.copy()
        return twin
