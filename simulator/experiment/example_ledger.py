"""The synthetic ledger that ships: invoices of one run of the wholesaler, as an accounting system would export them.

``python -m simulator.experiment.example_ledger`` writes it anew after a change of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Event
from simulator.ledger.ledger import Ledger
from simulator.ledger.writing import as_csv
from simulator.parameters import shipped_folder
from simulator.scenario import Scenario, load_scenario
from simulator.units import STRIDE

if TYPE_CHECKING:
    from simulator.portfolio.portfolio import Portfolio

NAME = "synthetic_wholesale"
TITLE = "Synthetic ledger made by Credit Strategy Lab from a simulated wholesaler; no customer in it exists"
CUSTOMERS, DAYS, SEED = 150, 365, 2026
ANNUAL_SALES = 3_000_000.0
DISPUTED_FRACTION = 0.03
"""Assumption: high enough for some credit notes to be seen."""

_PAYS = (Event.PAID, Event.PAID_IN_PART)
_WANTED = (Event.INVOICED, Event.CREDITED, Event.DISPUTED, *_PAYS)


def example_file() -> Path:
    """Where the ledger that ships is."""
    return shipped_folder() / "ledgers" / f"{NAME}.csv"


def make_example(days: int = DAYS) -> bytes:
    """The ledger as CSV: what was known at the end of so many days."""
    from simulator.calibration.latent import latent_laws
    from simulator.portfolio.synthetic import synthetic_portfolio

    scenario = _scenario()
    portfolio = synthetic_portfolio(scenario, latent_laws(load_scenario("wholesale")))
    return as_csv(ledger_of(scenario, portfolio, SEED, days), TITLE)


def ledger_of(scenario: Scenario, portfolio: Portfolio, seed: int, days: int) -> Ledger:
    """The invoices of one replication of today, as they were known at the end of so many days."""
    return _ledger(_journal(scenario, portfolio, seed), scenario.company.start_date, days)


def _scenario() -> Scenario:
    return load_scenario("wholesale").but(
        company={"annual_credit_sales": ANNUAL_SALES, "horizon_days": DAYS, "currency": "EUR"},
        portfolio={"customers": CUSTOMERS},
        disputes={"rate_fraction": DISPUTED_FRACTION},
    )


def _journal(scenario: Scenario, portfolio: Portfolio, seed: int) -> NDArray[Any]:
    """What happened to the invoices of one replication, in canonical order."""
    from simulator.engine.replication import simulate
    from simulator.engine.world import World
    from simulator.experiment.tracing import Keeper

    world = World.build(scenario, portfolio, [scenario.today])
    wanted = [int(event) for event in _WANTED]
    readers = simulate(
        world, seed, 0, Keeper(lambda rows: np.isin(rows["event"], wanted) & (rows["day"] >= 0))
    )
    (reader,) = readers
    assert isinstance(reader, Keeper)
    return reader.rows()


@dataclass
class _Entry:
    """An invoice or credit note while it is put together; days count from the first."""

    customer: str
    issued: int
    due: int
    cents: int
    rest: int
    paid: int | None = None
    is_disputed: bool = False


def _ledger(rows: NDArray[Any], start: date, days: int) -> Ledger:
    """Invoices issued in the first days, with the payments and credit notes of those days."""
    invoices: dict[tuple[int, int], _Entry] = {}
    credit_notes: list[_Entry] = []
    for row in rows[rows["day"] < days]:
        key, event, day = (int(row["customer"]), int(row["invoice"])), int(row["event"]), int(row["day"])
        cents = int(row["net"] + row["vat"])
        if event == Event.INVOICED:
            invoices[key] = _Entry(_name(key[0]), day, int(row["due"]), cents, cents)
        elif key in invoices:
            _note(invoices[key], credit_notes, event, day, cents)
    return _as_ledger([*invoices.values(), *credit_notes], start)


def _note(invoice: _Entry, credit_notes: list[_Entry], event: int, day: int, cents: int) -> None:
    """What an event does to an invoice."""
    if event == Event.DISPUTED:
        invoice.is_disputed = True
        return
    invoice.rest -= cents
    if event == Event.CREDITED:
        credit_notes.append(_Entry(invoice.customer, day, day, -cents, 0, day, is_disputed=True))
    if invoice.rest <= 0:
        invoice.paid = day


def _name(number: int) -> str:
    """A customer as an account number; who followed at the same place has its own."""
    return f"{10_001 + number % STRIDE + 1_000 * (number // STRIDE)}"


def _as_ledger(entries: list[_Entry], start: date) -> Ledger:
    entries.sort(key=lambda entry: (entry.issued, entry.cents < 0, entry.customer, entry.due, entry.cents))
    day_0 = np.datetime64(start, "D")

    def days(values: list[int | None]) -> NDArray[np.datetime64]:
        dates = [np.datetime64("NaT", "D") if value is None else day_0 + value for value in values]
        return np.array(dates, dtype="datetime64[D]")

    return Ledger(
        name=NAME,
        layout="",
        customer=np.array([entry.customer for entry in entries], dtype=object),
        invoice=np.array([f"S{number:06d}" for number in range(1, len(entries) + 1)], dtype=object),
        issued=days([entry.issued for entry in entries]),
        due=days([entry.due for entry in entries]),
        paid=days([entry.paid for entry in entries]),
        amount_cents=np.array([entry.cents for entry in entries], dtype=np.int64),
        currency="EUR",
        disputed=np.array([entry.is_disputed for entry in entries], dtype=np.bool_),
        terms=np.array([str(entry.due - entry.issued) for entry in entries], dtype=object),
    )


if __name__ == "__main__":
    example_file().parent.mkdir(exist_ok=True)
    example_file().write_bytes(make_example())
