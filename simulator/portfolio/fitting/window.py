"""Which days of a ledger can be trusted: the cut-off, and the weeks in which invoicing is complete.

Extracts are often selected by due date, so that the first and the last weeks of issue hold few invoices. A week
is complete when it has at least 60 % of the median week's invoices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.ledger import Ledger

COMPLETE_WEEK_FRACTION = 0.60
DAYS_PER_MONTH = 365.25 / 12.0
QUIET_DAYS = 31
"""A cut-off may lie this long after the last invoice or payment: a weekend, holidays, a quiet month."""

_FEWEST_DAYS = 7
_MONDAY_SHIFT = 3  # 1 January 1970 was a Thursday


@dataclass(frozen=True)
class Window:
    """The days that are used.

    Attributes:
        cut_off: the last day of which anything is known; day 0 is the next day.
        first: first day of complete invoicing.
        last: last day of complete invoicing, at most the cut-off.
        notes: why, in sentences.
    """

    cut_off: date
    first: date
    last: date
    notes: tuple[str, ...]

    @property
    def months(self) -> float:
        """Length of complete invoicing in months; never less than a week."""
        return max(_FEWEST_DAYS, (self.last - self.first).days + 1) / DAYS_PER_MONTH


def choose_window(ledger: Ledger, cut_off: date | None = None) -> Window:
    """The cut-off (the end of complete invoicing, unless one is given) and the window of complete invoicing.

    Raises:
        UserError: the given cut-off lies before the first invoice, or more than a month after all in the ledger.
    """
    issued = ledger.issued[ledger.amount_cents > 0]
    if len(issued) == 0:
        raise UserError(f"{ledger.name} has credit notes only. Give a ledger with invoices.")
    if cut_off is None:
        first, last = complete_weeks(issued)
        words = (
            f"The ledger is cut off at {last}, the end of the last week with at least "
            f"{COMPLETE_WEEK_FRACTION:.0%} of the usual number of invoices; day 0 is the day after."
        )
        return Window(last, first, last, (words, _span(first, last)))
    _check(ledger, issued, cut_off)
    first, last = complete_weeks(issued[issued <= np.datetime64(cut_off, "D")])
    end = min(cut_off, complete_weeks(issued)[1])
    last = end if end >= first else last
    words = f"The ledger is cut off at {cut_off}, as asked; nothing that happened later is used."
    return Window(cut_off, first, last, (words, _span(first, last)))


def complete_weeks(issued: NDArray[np.datetime64]) -> tuple[date, date]:
    """First and last day of complete invoicing (weeks from Monday), inside the days of issue.

    Weekly counts of 1, 20, 22, 20 and 3 make the second Monday the first day and the fourth Sunday the last.
    """
    weeks = (issued.astype("datetime64[D]").astype(np.int64) + _MONDAY_SHIFT) // 7
    counts = np.bincount(weeks - weeks.min())
    usual = float(np.median(counts[counts > 0]))
    complete = np.flatnonzero(counts >= COMPLETE_WEEK_FRACTION * usual) + weeks.min()
    first = max(_monday(int(complete[0])), issued.min().astype(date))
    last = min(_monday(int(complete[-1])) + timedelta(days=6), issued.max().astype(date))
    return first, last


def _monday(week: int) -> date:
    """First day of a week."""
    return date(1970, 1, 1) + timedelta(days=7 * week - _MONDAY_SHIFT)


def _span(first: date, last: date) -> str:
    """Where rates come from."""
    return f"Order rates and invoice sizes come from the complete weeks, {first} to {last}."


def latest_cut_off(ledger: Ledger) -> date:
    """The last day that can be a cut-off: a month after the last invoice or payment."""
    return _last_day(ledger) + timedelta(days=QUIET_DAYS)


def _last_day(ledger: Ledger) -> date:
    """The last day on which anything happened."""
    rows = ledger.amount_cents > 0
    days = np.concatenate([ledger.issued[rows], ledger.paid[~np.isnat(ledger.paid)]])
    last: date = days.max().astype(date)
    return last


def _check(ledger: Ledger, issued: NDArray[np.datetime64], cut_off: date) -> None:
    """A cut-off must lie inside the ledger, or so little after it that nothing may have happened since."""
    begin = issued.min().astype(date)
    if begin <= cut_off <= latest_cut_off(ledger):
        return
    raise UserError(
        f"The cut-off {cut_off} lies outside {ledger.name}, which runs from {begin} to {_last_day(ledger)}. "
        f"Choose a day in between, or at most {QUIET_DAYS} days later."
    )
