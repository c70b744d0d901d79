"""Whether the ledger's customers were still supplied when they were long overdue: what today's stop of supply is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.portfolio.fitting.history import History

USUAL_STOP_DAYS = 30
"""Supply is usually stopped this long after due; assumption, where a ledger does not tell."""

NEVER_STOPPED_DAYS = 100_000
_SUPPLIED_FRACTION = 0.5
_FEWEST_EXPECTED = 5.0


@dataclass(frozen=True)
class Supply:
    """Invoices issued to customers while one of theirs was overdue by more than 30 days.

    Attributes:
        expected: as many as these customers get in so many days otherwise.
        issued: as many as they got.
    """

    expected: float
    issued: int

    @property
    def stop_days(self) -> int:
        """Days after due from which supply is stopped today.

        >>> Supply(expected=100.0, issued=80).stop_days, Supply(expected=2.0, issued=2).stop_days
        (100000, 30)
        """
        is_told = self.expected >= _FEWEST_EXPECTED
        goes_on = self.issued >= _SUPPLIED_FRACTION * self.expected
        return NEVER_STOPPED_DAYS if is_told and goes_on else USUAL_STOP_DAYS

    @property
    def note(self) -> str:
        """In a sentence."""
        if self.expected < _FEWEST_EXPECTED:
            return f"Assumed: supply is stopped {USUAL_STOP_DAYS} days after due; the ledger does not tell."
        seen = (
            f"customers more than {USUAL_STOP_DAYS} days overdue got {self.issued:,} invoices, where "
            f"{self.expected:,.0f} would be usual"
        )
        if self.stop_days == NEVER_STOPPED_DAYS:
            return f"Today's supply is not stopped for late payment: {seen}."
        return f"Today's supply is stopped {USUAL_STOP_DAYS} days after due: {seen}."


def fit_supply(history: History, days: int) -> Supply:
    """Compare issues in times of long overdue with the customer's own usual rate.

    Args:
        history: known invoices.
        days: length of complete invoicing.
    """
    expected, issued = 0.0, 0
    end = np.datetime64(history.cut_off, "D")
    until = np.where(history.is_open, end, history.paid)
    since = history.due + np.timedelta64(USUAL_STOP_DAYS + 1, "D")
    late = since <= until
    for rows in history.rows_by_place():
        if not late[rows].any():
            continue
        begin, stop = since[rows][late[rows]], until[rows][late[rows]]
        first = history.issued[rows].min()
        span = np.arange(first, end + np.timedelta64(1, "D"))
        change = np.zeros(len(span) + 1, dtype=np.int64)
        np.add.at(change, (begin - first).astype(np.int64), 1)
        np.add.at(change, (stop - first).astype(np.int64) + 1, -1)
        overdue = np.cumsum(change)[:-1] > 0
        rate = history.in_window[rows].sum() / max(days, 1)
        expected += float(rate * overdue.sum())
        issued += int(overdue[(history.issued[rows] - first).astype(np.int64)].sum())
    return Supply(expected, issued)
