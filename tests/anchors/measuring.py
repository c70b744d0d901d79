"""What the anchors measure in one replication of the shipped wholesaler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from simulator.engine.replication import simulate
from simulator.engine.world import World
from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import Closed, Tally
from simulator.portfolio.portfolio import SEGMENTS
from simulator.units import STRIDE, date_of

FEWEST_KNOWN = 5
_LAST = 10**6
_EXITS = (Event.CHURNED, Event.INSOLVENT, Event.VANISHED)


class Measured(NamedTuple):
    """One replication (shares are fractions; live years and failures by segment)."""

    late: float
    beyond_90: float
    dso_paid_days: float
    bad_debt: float
    history_auc: float
    due_on_weekends: float
    paid_on_weekends: float
    live_years: NDArray[np.float64]
    failures: NDArray[np.float64]


class Both:
    """A reader that folds the rows and keeps them."""

    def __init__(self, tally: Tally, blocks: list[NDArray[Any]]) -> None:
        self.tally, self.blocks = tally, blocks

    def take(self, rows: NDArray[Any]) -> None:
        """Fold and keep a block."""
        self.tally.take(rows)
        self.blocks.append(rows.copy())

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> Self:
        """A reader that has read the same."""
        return type(self)(self.tally.copy(), list(self.blocks))


@dataclass(frozen=True)
class Replication:
    """Measures a replication of a world; can be sent to another process."""

    world: World
    seed: int

    def __call__(self, replication: int) -> Measured:
        """Run it with the luck of this replication."""
        scenario, places = self.world.scenario, len(self.world.portfolio)
        tally = Tally(
            start=scenario.company.start_date,
            horizon_days=self.world.horizon_days,
            slots=places,
            first_day=self.world.first_day,
            last_day=self.world.last_day,
        )
        (reader,) = simulate(self.world, self.seed, replication, Both(tally, []))
        assert isinstance(reader, Both)
        rows = np.concatenate(reader.blocks)
        closed = reader.tally.columns.closed[-self.world.first_day :][: self.world.horizon_days].sum(axis=0)
        found = outcome(reader.tally, scenario, scenario.today).horizon
        live_years, failures = self._lives(rows)
        return Measured(
            late=closed[Closed.LATE_COUNT] / closed[Closed.COUNT],
            beyond_90=closed[Closed.BEYOND_90] / closed[Closed.COUNT],
            dso_paid_days=float(found["dso_paid_days"] or 0.0),
            bad_debt=float(found["bad_debt_gross_fraction"] or 0.0),
            history_auc=history_auc(rows, self.world.horizon_days),
            due_on_weekends=self._on_weekends(delivered_at_once(rows), "due"),
            paid_on_weekends=self._on_weekends(of(rows, Event.PAID), "day"),
            live_years=live_years,
            failures=failures,
        )

    def _on_weekends(self, rows: NDArray[Any], field: str) -> float:
        """Share of the rows of the horizon whose day is a Saturday or a Sunday."""
        rows = rows[(rows["day"] >= 0) & (rows["day"] < self.world.horizon_days)]
        first = date_of(self.world.scenario.company.start_date, 0).weekday()
        return float(((rows[field] + first) % 7 >= 5).mean())

    def _lives(self, rows: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Years lived by customers, and failures, within the horizon, by segment."""
        days = self.world.horizon_days
        segments = self.world.portfolio.customers["segment"]
        places = np.bincount(segments, minlength=len(SEGMENTS))
        exits, joins = of(rows, *_EXITS), of(rows, Event.JOINED)
        since: dict[
            int, int
        ] = {}  # a customer that leaves may fail later, while it owes: its first exit empties the place
        for row in exits[np.argsort(exits["day"], kind="stable")]:
            since.setdefault(int(row["customer"]), int(row["day"]))
        until = {int(row["customer"]) - STRIDE: int(row["day"]) for row in joins}
        vacant = np.zeros(len(SEGMENTS))
        for customer, left in since.items():
            filled = until.get(customer, days)
            vacant[segments[customer % STRIDE]] += max(min(filled, days) - max(left, 0), 0)
        failed = of(rows, Event.INSOLVENT, Event.VANISHED)
        failed = failed[(failed["day"] >= 0) & (failed["day"] < days)]
        failures = np.bincount(segments[failed["customer"] % STRIDE], minlength=len(SEGMENTS))
        return places * days / 365.0 - vacant / 365.0, failures.astype(float)


def of(rows: NDArray[Any], *events: Event) -> NDArray[Any]:
    """The rows of these events."""
    found: NDArray[Any] = rows[np.isin(rows["event"], events)]
    return found


def delivered_at_once(rows: NDArray[Any]) -> NDArray[Any]:
    """Invoices of orders that were not held: held ones are released when money comes, so never on a weekend."""
    released = of(rows, Event.RELEASED)
    held = set(zip(released["customer"].tolist(), released["invoice"].tolist(), strict=True))
    invoices = of(rows, Event.INVOICED)
    keys = zip(invoices["customer"].tolist(), invoices["invoice"].tolist(), strict=True)
    found: NDArray[Any] = invoices[np.array([key not in held for key in keys])]
    return found


def known_history(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_], NDArray[np.int64]]:
    """Every invoice with a known end: its row, whether it was late, and since when that was known.

    Late is known from the day after due, on time from the payment; an invoice that was written off before it was
    due says neither and is left out.
    """
    invoices = np.sort(of(rows, Event.INVOICED), order=["customer", "invoice"])
    paid = of(rows, Event.PAID)
    days = dict(
        zip(zip(paid["customer"].tolist(), paid["invoice"].tolist(), strict=True), paid["day"], strict=True)
    )
    off = of(rows, Event.WRITTEN_OFF)
    early_loss = {(int(row["customer"]), int(row["invoice"])) for row in off[off["day"] <= off["due"]]}
    keys = list(zip(invoices["customer"].tolist(), invoices["invoice"].tolist(), strict=True))
    kept = np.array([key not in early_loss for key in keys])
    pay_day = np.array([days.get(key, _LAST) for key in keys], dtype=np.int64)[kept]
    invoices = invoices[kept]
    late = pay_day > invoices["due"]
    return invoices, late, np.where(late, invoices["due"] + 1, pay_day)


def history_auc(rows: NDArray[Any], horizon_days: int) -> float:
    """How well a customer's own past late share tells which of its invoices will be late: the area under the ROC.

    For each invoice of the horizon: the share of the customer's invoices that were late, among those known when
    it was issued, where at least five are known.
    """
    invoices, late, known = known_history(rows)
    place = np.unique(invoices["customer"], return_inverse=True)[1] * 10_000_000
    order = np.argsort(place + known, kind="stable")
    sorted_keys = (place + known)[order]
    late_before = np.concatenate([[0], np.cumsum(late[order])])
    first = np.searchsorted(sorted_keys, place - 5_000_000)
    end = np.searchsorted(sorted_keys, place + invoices["issued"], side="right")
    count = end - first
    judged = (count >= FEWEST_KNOWN) & (invoices["issued"] >= 0) & (invoices["issued"] < horizon_days)
    share = (late_before[end] - late_before[first])[judged] / count[judged]
    return area_under_curve(share, late[judged])


def area_under_curve(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Chance that a positive one scores higher than a negative one, ties half.

    >>> round(area_under_curve(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])), 3)
    0.75
    """
    ranks = rankdata(score)
    yes, no = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no))
