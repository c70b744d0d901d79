"""The data quality report: what was read, left out and guessed, and what a person should do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

HISTORY_DAYS = 84
"""Complete invoicing before the first day of a back-test: twelve weeks, so that a fit four weeks earlier has eight."""

FEWEST_PAYMENTS = 50
"""Payments four weeks before that day."""

MOST_LINES = 5
"""How many lines are named as examples."""


class Severity(Enum):
    """How much a finding matters; the value is the heading under which it stands."""

    ACT = "To put right before you rely on it"
    LOOK = "To look at"
    KNOW = "Good to know"


@dataclass(frozen=True)
class Finding:
    """Something that a person should know about a ledger. It never holds a customer's name or an invoice number.

    Attributes:
        key: what it is, for programs.
        severity: how much it matters.
        sentence: what it is, in words.
        rows: how many rows it concerns, 0 where it concerns the file as a whole.
        lines: lines of the file with examples.
        remedy: what to do, "" where nothing needs to be done.
        period: first and last day that should not be relied upon, where it concerns a time.
        reason: of rows left out, why; "" else.
    """

    key: str
    severity: Severity
    sentence: str
    rows: int = 0
    lines: tuple[int, ...] = ()
    remedy: str = ""
    period: tuple[date, date] | None = None
    reason: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            "key": self.key,
            "severity": self.severity.name.lower(),
            "sentence": self.sentence,
            "rows": self.rows,
            "lines": list(self.lines),
            "remedy": self.remedy,
            "period": None if self.period is None else [day.isoformat() for day in self.period],
        }


@dataclass(frozen=True)
class QualityReport:
    """What a person should know about a ledger.

    Attributes:
        file: the file's name.
        layout: as what it was read.
        summary: what was read, in a sentence.
        columns: our field to the column's name in the file.
        rows: rows of data in the file.
        invoices: invoices read, without credit notes.
        credit_notes: credit notes read.
        customers: how many different ones.
        currency: three letters, "" where the file names none.
        first_issue: earliest day of issue.
        last_issue: latest day of issue.
        open_items: invoices without a payment.
        open_cents: what is open of them.
        is_open_items: whether the file does not tell payments.
        findings: in the order in which they are told.
    """

    file: str
    layout: str
    summary: str
    columns: Mapping[str, str]
    rows: int
    invoices: int
    credit_notes: int
    customers: int
    currency: str
    first_issue: date
    last_issue: date
    open_items: int
    open_cents: int
    is_open_items: bool
    findings: tuple[Finding, ...] = ()

    @property
    def left_out(self) -> int:
        """Rows that are not used because of what they are or lack."""
        return sum(finding.rows for finding in self.findings if finding.reason)

    @property
    def usable_for(self) -> str:
        """What the ledger is good for, in words."""
        if self.is_open_items:
            return "an opening book and ageing; not for fitting, because it has no payment dates"
        if self.open_items == self.invoices:
            return "an opening book and ageing; not for fitting, because nothing in it is paid"
        days, payments = (self.last_issue - self.first_issue).days, self.invoices - self.open_items
        if days < HISTORY_DAYS or payments < FEWEST_PAYMENTS:
            return "fitting and an opening book; too short for the usual back-test"
        return "fitting, the back-test and an opening book"

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def found(self, key: str) -> Finding | None:
        """The finding with a key, if there is one."""
        return next((finding for finding in self.findings if finding.key == key), None)

    @property
    def notes(self) -> tuple[str, ...]:
        """The short form: one sentence for all rows that were left out, and one for each other finding."""
        notes, told = [self.summary], False
        for finding in self.findings:
            if not finding.reason:
                notes.append(finding.sentence)
            elif not told:
                notes.append(self._left_out_sentence())
                told = True
        return tuple(notes)

    def _left_out_sentence(self) -> str:
        from simulator.ledger.meaning.cleaning import dropped_sentence

        return dropped_sentence({one.reason: one.rows for one in self.findings if one.reason})

    @property
    def document(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "file": self.file,
            "layout": self.layout,
            "summary": self.summary,
            "usable_for": self.usable_for,
            "columns": dict(self.columns),
            "rows": self.rows,
            "left_out": self.left_out,
            "invoices": self.invoices,
            "credit_notes": self.credit_notes,
            "customers": self.customers,
            "currency": self.currency,
            "first_issue": self.first_issue.isoformat(),
            "last_issue": self.last_issue.isoformat(),
            "open_items": self.open_items,
            "open_amount": self.open_cents / 100,
            "findings": [finding.document for finding in self.findings],
        }
