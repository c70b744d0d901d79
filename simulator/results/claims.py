"""Where lost debts go under an insurance: part by part, policy year by policy year, in every simulated run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.results.statistics import Interval, interval


class Part(NamedTuple):
    """One part of a lost debt.

    Attributes:
        name: What the code calls it.
        label: What a page calls it.
        meaning: Why the insurer does not pay it, or that it does.
        stage: Before the insurer (uncovered), in the contract (borne), or paid.
    """

    name: str
    label: str
    meaning: str
    stage: str


PARTS = (
    Part("before", "Shipped before the policy", "Cover attaches at shipment; older invoices have none.", "uncovered"),
    Part("outside", "Not in the contract", "Public bodies, terms that are too long, customers left out.", "uncovered"),
    Part("refused", "Limit refused or withdrawn", "The insurer gave no limit, or took it back before.", "uncovered"),
    Part("overdue", "Shipped while overdue", "An older invoice was overdue for too long.", "uncovered"),
    Part("disputed", "Disputed", "Nobody insures a debt that the customer disputes.", "uncovered"),
    Part("guaranteed", "Paid by a guarantor", "Who stands in for a debt pays before the insurer does.", "uncovered"),
    Part("over_limit", "Over the limit", "What the customer owed above the insurer's limit.", "uncovered"),
    Part("told_late", "Told too late", "The insurer was not told in time and refused to pay.", "uncovered"),
    Part("first_loss", "First loss of the year", "Insured losses that are ours before the insurer pays.", "borne"),
    Part("too_small", "Smaller than the least loss", "Insured losses too small to be paid at all.", "borne"),
    Part("own_share", "Own share", "The share of an insured loss that the insurer leaves to us.", "borne"),
    Part("excess", "Excess", "What we bear of every claim.", "borne"),
    Part("maximum", "Beyond the year's maximum", "What the most that the insurer pays a year cut off.", "borne"),
    Part("claims", "Claims paid", "What the insurer pays.", "paid"),
)  # fmt: skip
NAMES = tuple(part.name for part in PARTS)
PLACE = {name: number for number, name in enumerate(NAMES)}
UNCOVERED = tuple(part.name for part in PARTS if part.stage == "uncovered")
BORNE = tuple(part.name for part in PARTS if part.stage == "borne")


class Counts(NamedTuple):
    """How often, in one run."""

    claimed: int
    paid: int
    rejected: int


@dataclass(frozen=True)
class ClaimsAccount:
    """Debts claimed, refused or written off, split into parts.

    A debt counts once, net of VAT, at what it was when it was claimed, refused or given up. The parts of a run add up
    to its debts to the cent. What a claimed debt brings afterwards is in the salvage.

    Attributes:
        strategy: The contract's name.
        cents: [replication, policy year of shipment, part of PARTS].
        salvage: [replication, policy year]: what later money gives back to the insurer (cents).
        premium: [replication, (premium, fees for limits and top-up)], to the end (cents).
        counts: [replication, (debts claimed, claims paid, debts refused as told too late)].
        currency: The currency.
        seed: The seed of all luck.
    """

    strategy: str
    cents: NDArray[np.int64]
    salvage: NDArray[np.int64]
    premium: NDArray[np.int64]
    counts: NDArray[np.int64]
    currency: str
    seed: int

    @property
    def replications(self) -> int:
        """How many runs."""
        return len(self.cents)

    @property
    def years(self) -> int:
        """How many policy years."""
        return int(self.cents.shape[1])

    def total(self, *names: str, year: int | None = None) -> NDArray[np.float64]:
        """Parts, summed, in each run (currency); all of them where none is named; of one policy year or of all."""
        chosen = [PLACE[name] for name in names] or list(range(len(PARTS)))
        cells = self.cents[:, :, chosen] if year is None else self.cents[:, [year]][:, :, chosen]
        found: NDArray[np.float64] = cells.sum(axis=(1, 2)) / 100.0
        return found

    def given_back(self, year: int | None = None) -> NDArray[np.float64]:
        """Salvage in each run (currency)."""
        cells = self.salvage if year is None else self.salvage[:, [year]]
        found: NDArray[np.float64] = cells.sum(axis=1) / 100.0
        return found

    def averages(self, year: int | None = None) -> dict[str, float]:
        """Every part, averaged over runs (currency)."""
        return {name: float(self.total(name, year=year).mean()) for name in NAMES}

    def of_run(self, replication: int, year: int | None = None) -> dict[str, float]:
        """Every part in one run (currency)."""
        return {name: float(self.total(name, year=year)[replication]) for name in NAMES}

    def average(self, *names: str) -> Interval | None:
        """An average with its interval (currency)."""
        return interval(self.total(*names))

    @property
    def usual_run(self) -> int:
        """The run whose lost debts are nearest to the average."""
        return _nearest(self.total(), float(self.total().mean()))

    @property
    def bad_run(self) -> int:
        """The run whose lost debts are nearest to what only one in twenty exceeds."""
        return _nearest(self.total(), float(np.percentile(self.total(), 95)))

    def as_document(self) -> dict[str, Any]:
        """As plain values, from which `from_document` makes the same again."""
        arrays = {name: getattr(self, name).tolist() for name in ("cents", "salvage", "premium", "counts")}
        return {
            "strategy": self.strategy,
            "currency": self.currency,
            "seed": self.seed,
            "parts": NAMES,
            **arrays,
        }


def from_document(document: dict[str, Any]) -> ClaimsAccount:
    """The account that plain values tell."""
    arrays = {
        name: np.array(document[name], dtype=np.int64) for name in ("cents", "salvage", "premium", "counts")
    }
    return ClaimsAccount(
        strategy=document["strategy"], currency=document["currency"], seed=document["seed"], **arrays
    )


def _nearest(values: NDArray[np.float64], wanted: float) -> int:
    return int(np.abs(values - wanted).argmin())
