"""A learner's own ledger: what the company's first year leaves in its books, as two exports and as it really was.

The ledger is synthetic: the invoices of one run of the learner's own company. What is wrong with the exports is put in
on purpose, at places that the learner's seed decides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline
from simulator.classroom.learners import Learner
from simulator.ledger.ledger import Ledger
from simulator.ledger.quality.report import QualityReport, Severity
from simulator.ledger.reading import read_ledger
from simulator.ledger.writing import as_csv
from simulator.results.histories import amount
from simulator.units import CENTS

if TYPE_CHECKING:
    from simulator.backtest.report import BackTest

TITLE = "Synthetic ledger of a learner's own company; no customer in it exists"
DAYS = 365
_COLUMNS = ("customer", "invoice", "issued", "due", "paid", "amount_cents", "disputed", "terms")
_FEWEST_TWICE, _MORE_TWICE, _REPEATED = 3, 3, 12
_CREDITED = (0.15, 0.4)
FIRST_LOOK, LAST_LOOK, EVERY_DAYS, DRAWS = date(2026, 11, 4), date(2026, 11, 25), 7, 60
"""The short back-test of a lesson: from four Wednesdays, 60 draws each (the product's own: every 5 days, 400)."""


@dataclass
class Books:
    """The books of a learner's company at the end of its first year.

    Attributes:
        case: The learner's case.
    """

    case: Case

    @cached_property
    def really(self) -> Ledger:
        """What the company is really owed, two credit notes that nobody has set off included."""
        from simulator.experiment.example_ledger import ledger_of

        case = self.case
        whole = ledger_of(case.scenario, case.portfolio, case.seed, DAYS)
        rows = self._large_open(whole, 2, first=0)
        notes: dict[str, Sequence[Any]] = {
            "invoice": [f"C{number + 1:06d}" for number in range(len(rows))],
            "amount_cents": [
                -int(whole.amount_cents[row] * share) for row, share in zip(rows, _CREDITED, strict=False)
            ],
        }
        return _with_rows(whole, rows, notes)

    @cached_property
    def entered(self) -> Ledger:
        """What somebody entered: some open invoices twice, the second time with another number."""
        count = _FEWEST_TWICE + self.case.seed % (_MORE_TWICE + 1)
        rows = self._large_open(self.really, count, first=2)
        return _with_rows(self.really, rows, {"invoice": [f"S9{row:05d}" for row in rows]})

    @cached_property
    def paid_only(self) -> Ledger:
        """The first export: only what is paid."""
        return _read(_picked(self.entered, ~np.isnat(self.entered.paid)), "cleared_items")

    @cached_property
    def export(self) -> Ledger:
        """The second export: all items, and some rows of it again, where two pages of the list overlap."""
        start = 100 + self.case.seed // 13 % 200
        repeated = np.arange(start, start + _REPEATED)
        return _read(self.entered, "all_items", _csv_rows(self.entered, repeated))

    @cached_property
    def repaired(self) -> Ledger:
        """The export without what was entered twice."""
        return _read(self.really, "all_items_corrected")

    @cached_property
    def fitted(self) -> Case:
        """The learner's case on the customers of the repaired ledger."""
        from simulator.experiment.inputs import from_ledger

        portfolio, scenario = from_ledger(self.repaired, self.case.scenario, says_vat=True)
        return self.case.on(scenario, portfolio)

    @cached_property
    def backtest(self) -> BackTest:
        """A short back-test of the repaired ledger, from four days of its past."""
        from simulator.backtest.origins import Rolling
        from simulator.backtest.report import backtest
        from simulator.backtest.simulated import Engine

        rolling = Rolling(FIRST_LOOK, LAST_LOOK, EVERY_DAYS)
        engine = Engine(self.case.outline.sector, DRAWS)
        return backtest(self.repaired, rolling, seed=self.case.seed, workers=1, simulator=engine)

    @property
    def end(self) -> date:
        """The last day of the books."""
        start: date = self.case.scenario.company.start_date
        return date.fromordinal(start.toordinal() + DAYS - 1)

    def _large_open(self, ledger: Ledger, count: int, first: int) -> NDArray[np.int64]:
        """Open invoices of some size: every third from a rank on, so that no two kinds of damage meet."""
        is_open = np.flatnonzero(np.isnat(ledger.paid) & (ledger.amount_cents > 0))
        order = is_open[np.argsort(-ledger.amount_cents[is_open], kind="stable")]
        chosen: NDArray[np.int64] = np.sort(order[4 + first : 4 + first + 3 * count : 3])
        return chosen


def books_of(case: Case) -> Books:
    """The books of a learner's company; asked again, the same are at hand."""
    return _books(case.outline, case.learner)


@lru_cache(maxsize=2)
def _books(outline: Outline, learner: Learner) -> Books:
    return Books(Case(outline, learner))


def entered_twice(ledger: Ledger) -> NDArray[np.int64]:
    """Open invoices that share customer, day and amount with one before them, in order of size."""
    seen: set[tuple[Any, ...]] = set()
    rows = []
    for row in np.flatnonzero(np.isnat(ledger.paid) & (ledger.amount_cents > 0)):
        key = (ledger.customer[row], ledger.issued[row], ledger.due[row], ledger.amount_cents[row])
        rows += [row] if key in seen else []
        seen.add(key)
    return np.array(sorted(rows, key=lambda row: -ledger.amount_cents[row]), dtype=np.int64)


def open_credits(ledger: Ledger) -> NDArray[np.int64]:
    """Credit notes that are not set off."""
    return np.flatnonzero(np.isnat(ledger.paid) & (ledger.amount_cents < 0))


def amount_of(ledger: Ledger, rows: NDArray[np.int64]) -> float:
    """What rows add up to (currency units, VAT included)."""
    return int(ledger.amount_cents[rows].sum()) / CENTS


def rows_text(ledger: Ledger, rows: NDArray[np.int64]) -> str:
    """Rows of a ledger as text: customer, number, dates, amount."""
    lines = [f"{'customer':>10}{'number':>10}{'issued':>13}{'due':>13}{'amount':>14}"]
    lines += [
        f"{ledger.customer[row]!s:>10}{ledger.invoice[row]!s:>10}{ledger.issued[row]!s:>13}"
        f"{ledger.due[row]!s:>13}{amount(int(ledger.amount_cents[row])):>14}"
        for row in rows
    ]
    return "\n".join(lines)


def report_text(report: QualityReport) -> str:
    """A quality report as text, what is to be put right first."""
    lines = [report.summary, f"Good for: {report.usable_for}."]
    for severity in Severity:
        found = report.of(severity)
        lines += ["", f"{severity.value}:"] if found else []
        for finding in found:
            lines.append(f"- {finding.sentence}")
            lines += [f"  {finding.remedy}"] if finding.remedy and severity is not Severity.KNOW else []
    return "\n".join(lines)


def due_text(ledger: Ledger, day: date) -> str:
    """What was open at the end of a day, by when it falls or fell due (currency, VAT included)."""
    rows = ledger.open_at(day) & (ledger.amount_cents > 0)
    late = (np.datetime64(day, "D") - ledger.due[rows]).astype(np.int64)
    cents = ledger.amount_cents[rows]
    bands = (
        ("more than 60 days overdue", late > 60),
        ("31 to 60 days overdue", (late > 30) & (late <= 60)),
        ("1 to 30 days overdue", (late > 0) & (late <= 30)),
        ("due today or in 7 days", (late <= 0) & (late >= -7)),
        ("due later", late < -7),
    )
    lines = [f"{name:28}{int(cents[mask].sum()) / CENTS:>14,.0f}" for name, mask in bands]
    return "\n".join([f"Open on {day}", *lines, f"{'together':28}{int(cents.sum()) / CENTS:>14,.0f}"])


def late_share(ledger: Ledger, last_days: int, end: date) -> float:
    """Of the invoices that fell due in the last days, the share by number that was paid late or is unpaid."""
    last, first = np.datetime64(end, "D"), np.datetime64(end, "D") - last_days
    rows = (ledger.amount_cents > 0) & (ledger.due > first) & (ledger.due < last)
    on_time = ledger.paid[rows] <= ledger.due[rows]
    return 1.0 - float(on_time.mean())


def _picked(ledger: Ledger, rows: NDArray[np.bool_]) -> Ledger:
    """Some rows of a ledger."""
    picked: dict[str, Any] = {
        name: column[rows] for name in _COLUMNS if (column := getattr(ledger, name)) is not None
    }
    return replace(ledger, **picked)


def _with_rows(ledger: Ledger, rows: NDArray[np.int64], other: dict[str, Sequence[Any]]) -> Ledger:
    """A ledger with some of its rows once more, changed in some columns, in order of issue."""
    columns: dict[str, Any] = {}
    for name in _COLUMNS:
        column = getattr(ledger, name)
        if column is not None:
            more = np.asarray(other[name], dtype=column.dtype) if name in other else column[rows]
            columns[name] = np.concatenate([column, more])
    order = np.argsort(columns["issued"], kind="stable")
    return replace(ledger, **{name: column[order] for name, column in columns.items()})


def _csv_rows(ledger: Ledger, rows: NDArray[np.int64]) -> bytes:
    """Some rows of a ledger as lines of its CSV."""
    mask = np.zeros(len(ledger), dtype=np.bool_)
    mask[rows] = True
    return b"".join(as_csv(_picked(ledger, mask)).splitlines(keepends=True)[1:])


def _read(ledger: Ledger, name: str, more: bytes = b"") -> Ledger:
    """A ledger as the importer reads it from a file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_bytes(as_csv(ledger, TITLE) + more)
        return read_ledger(path)
