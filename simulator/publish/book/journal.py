"""The journal of one replication: what happened, who did it, and what was posted to which account.

Customers are numbers, never names. Every row's postings sum to nothing, so the books can be checked in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.compare import replicator
from simulator.experiment.tracing import Keeper
from simulator.experiment.why import nearest_to_average
from simulator.journal import NO_CUSTOMER, NO_INVOICE, POSTINGS, Account, Desk, Event
from simulator.ledger.cells.formulas import plain_text
from simulator.units import CENTS, STRIDE, date_of

if TYPE_CHECKING:
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

_HEAD = (
    "Strategy",
    "Day",
    "Date",
    "Desk",
    "Event",
    "Customer",
    "Follower",
    "Invoice",
    "Issued",
    "Due",
    "Net",
    "VAT",
)


@dataclass(frozen=True)
class Journal:
    """One replication of some strategies, from day 0 to the end.

    Attributes:
        strategies: Their names.
        blocks: Each strategy's rows in canonical order.
        start: The date of day 0.
        seed: The seed of the luck.
        replication: Which one.
    """

    strategies: tuple[str, ...]
    blocks: tuple[NDArray[Any], ...]
    start: date
    seed: int
    replication: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(block) for block in self.blocks)


def play_journal(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    portfolio: Portfolio,
    comparison: Comparison,
) -> Journal:
    """Play again the replication whose profit under the first strategy is nearest to the average, and keep its rows.

    Args:
        scenario: What was compared, as `compare` was given it.
        strategies: The same strategies, in the same order.
        portfolio: The same customers.
        comparison: What came out.
    """
    levers = [one.levers(scenario.today) for one in strategies]
    number = nearest_to_average(comparison.first.values("profit_to_the_end"))
    world = replicator(scenario, portfolio, levers, comparison.seed).world
    from simulator.engine.replication import simulate

    keepers = simulate(world, comparison.seed, number, Keeper(lambda rows: rows["day"] >= 0))
    blocks = tuple(keeper.rows() for keeper in cast("list[Keeper]", keepers))
    names = tuple(one.name for one in strategies)
    return Journal(names, blocks, scenario.company.start_date, comparison.seed, number)


def journal_head() -> list[str]:
    """The headings: what happened, then a column for each account."""
    return [*_HEAD, *(account.name.capitalize().replace("_", " ") for account in Account)]


def journal_rows(journal: Journal, most: int | None = None) -> Iterator[list[Any]]:
    """The rows as cells, amounts in currency, debit positive.

    Args:
        journal: What was played.
        most: How many of each strategy at most; None for all.
    """
    for name, block in zip(journal.strategies, journal.blocks, strict=True):
        for row in block[:most]:
            yield [name, *_cells(row, journal.start), *_posted(row)]


def journal_csv(journal: Journal) -> bytes:
    """All rows as CSV in UTF-8, the same columns as in the workbook."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(journal_head())
    for cells in journal_rows(journal):
        writer.writerow([plain_text(one) if isinstance(one, str) else one for one in cells])
    return text.getvalue().encode("utf-8-sig")


def _cells(row: np.void, start: date) -> list[Any]:
    event = Event(int(row["event"]))
    customer, invoice = int(row["customer"]), int(row["invoice"])
    has_invoice = invoice != NO_INVOICE
    return [
        int(row["day"]),
        date_of(start, row["day"]).isoformat(),
        Desk(int(row["desk"])).name.capitalize(),
        event.name.capitalize().replace("_", " "),
        None if customer == NO_CUSTOMER else customer % STRIDE + 1,
        None if customer == NO_CUSTOMER else customer // STRIDE,
        invoice if has_invoice else None,
        date_of(start, row["issued"]).isoformat() if has_invoice else None,
        date_of(start, row["due"]).isoformat() if has_invoice else None,
        int(row["net"]) / CENTS,
        int(row["vat"]) / CENTS,
    ]


def _posted(row: np.void) -> list[float | None]:
    """What the row posts to each account; nothing where it posts nothing."""
    net, vat = int(row["net"]), int(row["vat"])
    amounts = POSTINGS[int(row["event"])] @ np.array([net, vat], dtype=np.int64)
    return [int(one) / CENTS if one else None for one in amounts]
