"""What an export cannot show: late payers that are missing at its end, weeks that are cut off, and why."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.ledger import Ledger
from simulator.ledger.quality.report import Finding, Severity

Days = NDArray[np.datetime64]

WEEK = 7
SHARP_FRACTION = 0.5
"""An end at which the last week holds at least this share of a usual week is sharp, else it is thin."""

FEWEST_WEEKS = 8
FEWEST_PAID = 50
LEAST_MISSING = 3.0
"""Fewer missing late payers than this (expected number) are not worth a word."""

_SETTLED_DAYS = 120
_LONG_QUANTILE = 0.95


def about_censoring(ledger: Ledger) -> list[Finding]:
    """The periods that cannot be relied upon, with the reason."""
    invoices = ledger.amount_cents > 0
    if not invoices.any():
        return []
    issued, due, paid = ledger.issued[invoices], ledger.due[invoices], ledger.paid[invoices]
    findings = [*_about_ends(issued, due, paid)]
    is_paid = ~np.isnat(paid)
    if is_paid.all() and len(paid) >= FEWEST_PAID:
        findings += _about_late_payers(due, paid)
    return findings


def _about_ends(issued: Days, due: Days, paid: Days) -> list[Finding]:
    """An export selected by due date or by payment date lacks invoices at its ends."""
    findings = []
    weeks = _weekly(issued)
    if len(weeks) < FEWEST_WEEKS:
        return []
    usual = float(np.median(weeks))
    if weeks[-1] < SHARP_FRACTION * usual and _is_sharp(due, at_end=True):
        full = int(np.flatnonzero(weeks >= SHARP_FRACTION * usual)[-1])
        last = _day(issued.min()) + timedelta(days=WEEK * (full + 1) - 1)
        findings.append(_cut_at_end(last, _day(issued.max()), _day(due.max())))
    if weeks[0] < SHARP_FRACTION * usual:
        full = int(np.flatnonzero(weeks >= SHARP_FRACTION * usual)[0])
        first = _day(issued.min()) + timedelta(days=WEEK * full)
        if _is_sharp(due, at_end=False):
            findings.append(_cut_at_start(_day(issued.min()), first, f"by due date (from {due.min()})"))
        elif _is_sharp(paid[~np.isnat(paid)], at_end=False):
            begin = paid[~np.isnat(paid)].min()
            findings.append(_cut_at_start(_day(issued.min()), first, f"by payment date (from {begin})"))
    return findings


def _weekly(days: Days) -> NDArray[np.int64]:
    """Counts of weeks from the first day on; the last week may be incomplete and is counted from the end."""
    weeks = ((days - days.min()).astype(np.int64)) // WEEK
    counts = np.bincount(weeks)
    last = days > days.max() - np.timedelta64(WEEK, "D")
    counts[-1] = int(last.sum())
    return counts


def _is_sharp(days: Days, *, at_end: bool) -> bool:
    """Whether the first or last week holds about as much as others."""
    if len(days) == 0:
        return False
    counts = _weekly(days)
    usual = float(np.median(counts[counts > 0]))
    edge = counts[-1] if at_end else counts[0]
    return bool(edge >= SHARP_FRACTION * usual)


def _cut_at_end(last: date, end: date, due: date) -> Finding:
    sentence = (
        f"The export seems to be cut by due date (up to {due}): of the invoices issued after {last} only those with "
        "short terms are in it."
    )
    remedy = (
        "Export by invoice date. Until then order rates and invoice sizes are learnt from the weeks before."
    )
    return Finding(
        "cut_by_due_date", Severity.LOOK, sentence, period=(last + timedelta(days=1), end), remedy=remedy
    )


def _cut_at_start(begin: date, first: date, how: str) -> Finding:
    sentence = f"The export seems to begin {how}: of the invoices issued before {first} only some are in it."
    if "payment" in how:
        sentence += " They are those that were paid late."
    remedy = "Export by invoice date. Until then order rates are learnt from the weeks after."
    return Finding(
        "begins_thinly", Severity.LOOK, sentence, period=(begin, first - timedelta(days=1)), remedy=remedy
    )


def _about_late_payers(due: Days, paid: Days) -> list[Finding]:
    """A file of paid invoices alone lacks those that are paid after its end.

    How many are missing: for every invoice due near the end, the share of earlier invoices that took longer than the
    days between its due day and the last payment.
    """
    end = paid.max()
    late = (paid - due).astype(np.int64)
    settled = due <= end - np.timedelta64(_SETTLED_DAYS, "D")
    usual = np.sort(late[settled] if settled.sum() >= FEWEST_PAID else late)
    room = (end - due).astype(np.int64)
    share = 1.0 - np.searchsorted(usual, room, side="right") / len(usual)
    missing = float((share / np.maximum(1.0 - share, 0.05)).sum())
    if missing < LEAST_MISSING:
        return []
    long = int(np.quantile(usual, _LONG_QUANTILE))
    first = _day(end) - timedelta(days=max(1, long) - 1)
    rows = int((due >= np.datetime64(first, "D")).sum())
    looks_cut = rows < _usual_count(due, first) - missing / 2
    count = f"about {missing:,.0f}" if missing <= len(due) else "most are"
    when = f"{long} days after due" if long >= 0 else f"{-long} days before due"
    sentence = (
        f"The file holds only paid invoices and ends with a payment on {end}. Usually one invoice in twenty is paid "
        f"{when} or later; of those due from {first} on, such late ones cannot be in it ({count} missing, if open "
        "invoices were left out)."
    )
    sentence += " There are fewer of them than usual." if looks_cut else " Their number is as usual, though."
    remedy = (
        f"Export open invoices too. Until then take a cut-off before {first}, or the last weeks look more punctual "
        "than they were."
    )
    return [
        Finding(
            "hides_late_payers",
            Severity.ACT if looks_cut else Severity.LOOK,
            sentence,
            rows,
            remedy=remedy,
            period=(first, _day(end)),
        )
    ]


def _usual_count(due: Days, first: date) -> float:
    """How many invoices usually fall due in as many days as there are from a day to the end."""
    days = (_day(due.max()) - first).days + 1
    return float(np.median(_weekly(due))) / WEEK * max(0, days)


def _day(value: np.datetime64) -> date:
    day = value.astype("datetime64[D]").astype(object)
    assert isinstance(day, date)
    return day
