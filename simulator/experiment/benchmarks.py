"""The figures of a ledger, or of a scenario, that are set beside published ones.

Those of a ledger are counted in the ledger itself, without any model; those of a scenario are simulated.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.compare import compare
from simulator.experiment.places import Workers
from simulator.ledger.ledger import Ledger
from simulator.metrics.dso import dso_days
from simulator.results.benchmarks import Benchmarks, beside_published
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.scenario import Scenario

RUNS = 20
_SALES_DAYS, _NEXT_DAYS, _OLD_DAYS = 91, 30, 90
_SIMULATED = {
    "late_count_fraction": "late_count_fraction",
    "late_value_fraction": "late_value_fraction",
    "average_days_late": "days_late_mean",
    "days_to_pay": "dso_paid_days",
    "dso_days": "dso_days",
    "current_fraction": "ageing_current_fraction",
    "over_90_of_open_fraction": "over_90_fraction",
    "bad_debt_fraction": "bad_debt_gross_fraction",
}
"""Our figure to the measure of a run that counts the same."""

Mask = NDArray[np.bool_]


def ledger_benchmarks(ledger: Ledger, sector: str = "") -> Benchmarks:
    """A ledger beside published figures; a ledger does not tell bad debt."""
    own = figures_of_ledger(ledger)
    notes = [
        (
            "Our figures are counted in the ledger itself. An invoice counts once it is known whether it was late; "
            "open amounts and DSO are averages over month ends, VAT included."
        ),
        "A ledger does not tell bad debt.",
    ]
    if ledger.is_open_items:
        notes.append("This is a list of open items: it tells nothing of how customers pay.")
    return beside_published(ledger.name, own, sector, notes)


def scenario_benchmarks(scenario: Scenario, sector: str = "", workers: Workers = None) -> Benchmarks:
    """The invented customers of a scenario beside published figures, under today's strategy."""
    found = compare(scenario, [load_strategy("status_quo")], replications=RUNS, workers=workers)
    own = {name: found.first.mean(measure) for name, measure in _SIMULATED.items()}
    known = {name: value for name, value in own.items() if value is not None}
    note = f"Our figures are averages of {RUNS} simulated runs under today's strategy; the customers are invented."
    return beside_published(scenario.title, known, sector, [note])


def figures_of_ledger(ledger: Ledger) -> dict[str, float]:
    """What a ledger itself says of how its customers pay; nan where it does not tell."""
    invoices = ledger.amount_cents > 0
    columns = (ledger.issued, ledger.due, ledger.paid)
    issued, due, paid = (days[invoices].astype("datetime64[D]") for days in columns)
    cents = ledger.amount_cents[invoices].astype(np.float64)
    is_paid = ~np.isnat(paid)
    if not is_paid.any():
        return {}
    known_until = max(issued.max(), paid[is_paid].max())
    late = np.where(is_paid, (paid - due).astype(np.float64), np.inf)
    age = (known_until - due).astype(np.float64)
    return {
        "late_count_fraction": _share_late(late, age, 0),
        "late_value_fraction": _share_late(late, age, 0, cents),
        "late_over_30_fraction": _share_late(late, age, 30),
        "late_over_90_fraction": _share_late(late, age, _OLD_DAYS),
        "average_days_late": float(late[is_paid].mean()),
        "days_to_pay": float((paid - issued)[is_paid].astype(np.float64).mean()),
        **_at_month_ends((issued, due, paid), cents, known_until),
    }


def _share_late(
    late: NDArray[np.float64], age: NDArray[np.float64], days: int, weight: NDArray[np.float64] | None = None
) -> float:
    """Share of invoices more than so many days late, among those of which that is known."""
    told = np.isfinite(late) | (age > days)
    weights = np.ones(len(late)) if weight is None else weight
    whole = weights[told].sum()
    return float(weights[told & (late > days)].sum() / whole) if whole else float("nan")


def _at_month_ends(
    days: tuple[NDArray[np.datetime64], ...], cents: NDArray[np.float64], known_until: np.datetime64
) -> dict[str, float]:
    """Averages over month ends: what is open and how old, DSO, and what of the overdue is paid within 30 days."""
    issued, due, paid = days
    sums: dict[str, list[float]] = {
        "current_fraction": [],
        "over_90_of_open_fraction": [],
        "dso_days": [],
        "overdue_collected_fraction": [],
    }
    for end in _month_ends(issued):
        is_open = (issued <= end) & ~(paid <= end)
        owed = float(cents[is_open].sum())
        if not owed:
            continue
        overdue = is_open & (due < end)
        sums["current_fraction"].append(1.0 - float(cents[overdue].sum()) / owed)
        if end - issued.min() > np.timedelta64(_SALES_DAYS, "D"):
            sold = (issued <= end) & (issued > end - np.timedelta64(_SALES_DAYS, "D"))
            sums["dso_days"].append(dso_days(owed, float(cents[sold].sum()), _SALES_DAYS) or float("nan"))
            old = is_open & (due < end - np.timedelta64(_OLD_DAYS, "D"))
            sums["over_90_of_open_fraction"].append(float(cents[old].sum()) / owed)
        later = end + np.timedelta64(_NEXT_DAYS, "D")
        if later <= known_until and overdue.any():
            came = float(cents[overdue & (paid <= later)].sum())
            sums["overdue_collected_fraction"].append(came / float(cents[overdue].sum()))
    return {name: float(np.nanmean(found)) if found else float("nan") for name, found in sums.items()}


def _month_ends(issued: NDArray[np.datetime64]) -> list[np.datetime64]:
    """Month ends while invoices are issued, from a month after the first on."""
    first: Any = issued.min().astype(date)
    last: Any = issued.max().astype(date)
    ends, day = [], (first.replace(day=1) + timedelta(days=63)).replace(day=1)
    while day - timedelta(days=1) <= last:
        ends.append(np.datetime64(day - timedelta(days=1), "D"))
        day = (day + timedelta(days=32)).replace(day=1)
    return ends
