"""Findings about rows: left out, repeated, credit notes, payments that fit nowhere, dates that cannot be."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pandas as pd

from simulator.ledger.ledger import Ledger
from simulator.ledger.meaning.cleaning import (
    ENDED_UNPAID,
    NO_FAULTS,
    NOT_INVOICES,
    SETTLED_UNKNOWN,
    TOO_WIDE,
    Choice,
)
from simulator.ledger.meaning.days import ASSUMED_TERMS_DAYS
from simulator.ledger.meaning.parts import Parts
from simulator.ledger.meaning.roles import Mask
from simulator.ledger.quality.report import MOST_LINES, Finding, Severity
from simulator.ledger.rows.tables import Table

_MANY_FRACTION = 0.05
_REMEDIES = {
    SETTLED_UNKNOWN: "Export a list with payment dates if customers' habits are to be learnt.",
    ENDED_UNPAID: "Think of them as losses when you judge the results: lateness is learnt from the others alone.",
    "closed without a payment date": "Export the payment date with them: they may be the late ones.",
    "with an unreadable date": "Correct the dates on these lines.",
    "without a due date": "Say your terms in a mapping (terms_days) to have the due date estimated.",
    "without an invoice date": "Say your terms in a mapping (terms_days) to have the invoice date estimated.",
    TOO_WIDE: "Put texts with the delimiter in them into quotes.",
}


REPEATED = Finding(
    "repeated",
    Severity.LOOK,
    "Left out {} rows that repeat another row in everything that is read.",
    remedy="If they are different invoices, export their numbers too.",
)
DUE_BEFORE_ISSUE = Finding(
    "due_before_issue",
    Severity.LOOK,
    "{} invoices fall due before their invoice date; they are taken as issued when due.",
    remedy="Look whether the columns are the right ones.",
)
OPEN_BUT_DATED = Finding(
    "open_but_dated",
    Severity.LOOK,
    "{} invoices are marked open and carry a payment date; they are taken as open.",
    remedy="Look whether the date is that of a part payment.",
)
ROUNDED = Finding(
    "rounded", Severity.KNOW, "{} amounts have more than two decimals; they are rounded to cents."
)
PART_PAID = Finding(
    "part_paid", Severity.KNOW, "{} open invoices are paid in part; what is left of them counts."
)
DUE_ASSUMED = Finding(
    "due_assumed",
    Severity.ACT,
    f"The file has no due dates: {{}} are assumed to be {ASSUMED_TERMS_DAYS} days after the invoice date (an "
    "assumption of ours).",
    remedy="Say your terms in a mapping (terms_days), or export the due date.",
)
DUE_ESTIMATED = Finding(
    "due_estimated",
    Severity.LOOK,
    "{} due dates are not in the file; they are estimated from the invoice date and the terms.",
)
ISSUED_ESTIMATED = Finding(
    "issued_estimated",
    Severity.LOOK,
    "{} invoice dates are not in the file; they are estimated from the due date and the terms.",
)


def examples(table: Table, rows: Mask) -> tuple[int, ...]:
    """The first lines of rows."""
    return tuple(table.lines[number] for number in islice(np.flatnonzero(rows), MOST_LINES))


def about_left_out(table: Table, choice: Choice) -> list[Finding]:
    """A finding for every reason for which rows are not used."""
    findings = []
    for reason, count in choice.counts.items():
        rows = choice.left_out.get(reason)
        lines = tuple(table.broken[:MOST_LINES]) if rows is None else examples(table, rows)
        severity = Severity.KNOW if reason in (NOT_INVOICES, SETTLED_UNKNOWN) else Severity.LOOK
        if reason not in NO_FAULTS and count > _MANY_FRACTION * max(1, len(table)):
            severity = Severity.ACT
        noun = "row is" if count == 1 else "rows are"
        words = reason.replace("that are", "that is") if count == 1 else reason
        sentence = (
            f"{count:,} {noun} left out {words}."
            if reason in NO_FAULTS
            else f"{count:,} {noun} left out: {words}."
        )
        usual = "" if reason in NO_FAULTS else "Correct these lines or export them again."
        remedy = _REMEDIES.get(reason, usual)
        findings.append(Finding("left_out", severity, sentence, count, lines, remedy, reason=reason))
    return findings


def about_kept(table: Table, parts: Parts, choice: Choice) -> list[Finding]:
    """Findings about rows that are used, and those that repeat them."""
    keep, dates = choice.keep, parts.dates
    is_open_but_dated = keep & parts.roles.is_open & ~np.isnat(dates.paid)
    rows = {
        REPEATED: choice.repeated,
        DUE_BEFORE_ISSUE: keep & (dates.issued > dates.due),
        OPEN_BUT_DATED: is_open_but_dated,
        ROUNDED: keep & parts.money.whole.rounded,
        PART_PAID: keep & parts.part_paid,
        DUE_ASSUMED if dates.assumed_terms else DUE_ESTIMATED: keep & dates.due_estimated,
        ISSUED_ESTIMATED: keep & dates.issued_estimated,
    }
    return [_about(finding, its, table) for finding, its in rows.items() if its.any()]


def _about(finding: Finding, rows: Mask, table: Table) -> Finding:
    """A finding with its number of rows and their first lines."""
    count = int(rows.sum())
    sentence = finding.sentence.replace("{}", f"{count:,}")
    return replace(finding, sentence=sentence, rows=count, lines=examples(table, rows))


def about_unapplied(table: Table, parts: Parts) -> list[Finding]:
    """Money of customers that is not set against an invoice."""
    rows = (parts.left_cents > 0) & parts.currencies.of_chosen
    if not rows.any():
        return []
    amount = int(parts.left_cents[rows].sum()) / 100
    sentence = (
        f"{int(rows.sum()):,} payments are not set against an invoice, {amount:,.2f} {parts.currencies.chosen}".rstrip()
        + " together; they are left out, so that receivables look larger by that much."
    )
    remedy = "Apply the cash in your system and export again, or bear it in mind."
    return [
        Finding("unapplied_cash", Severity.LOOK, sentence, int(rows.sum()), examples(table, rows), remedy)
    ]


def about_payments(table: Table, parts: Parts, choice: Choice, ledger: Ledger) -> list[Finding]:
    """Credit notes, open items, payments before issue, ids that occur more than once."""
    keep = choice.keep
    findings = []
    credit = keep & (parts.cents < 0)
    if credit.any():
        count = int(credit.sum())
        amount = -int(parts.cents[credit].sum()) / 100
        sentence = (
            f"{count:,} rows are credit notes (negative amounts), {amount:,.2f} {ledger.currency}".rstrip()
            + "."
        )
        findings.append(Finding("credit_notes", Severity.KNOW, sentence, count, examples(table, credit)))
    findings.append(_about_open(table, ledger, keep & np.isnat(parts.dates.paid)))
    early = keep & ~parts.roles.is_open & (parts.dates.paid < np.minimum(parts.dates.issued, parts.dates.due))
    if early.any():
        count = int(early.sum())
        sentence = f"{count:,} invoices were paid before their invoice date; they count as paid on that date."
        remedy = "Prepayments are normal; else look whether the invoice date is the right column."
        findings.append(
            Finding(
                "paid_before_issue", Severity.LOOK, sentence, int(early.sum()), examples(table, early), remedy
            )
        )
    shared = _about_shared_numbers(table, parts, keep)
    return findings + shared + ([] if shared else about_lookalikes(table, parts, keep))


def _about_open(table: Table, ledger: Ledger, rows: Mask) -> Finding:
    """How much of the ledger is open."""
    still_open = int(np.isnat(ledger.paid).sum())
    if still_open == len(ledger):
        sentence = "No invoice carries a payment date: this is a list of open items."
        if ledger.as_of is not None:
            sentence = sentence.removesuffix(".") + f" as of {ledger.as_of}."
        remedy = (
            "It serves as an opening book and for ageing. To learn how customers pay, export paid invoices with their "
            "payment dates too."
        )
        return Finding("open_items_only", Severity.LOOK, sentence, still_open, (), remedy)
    if still_open:
        sentence = f"{still_open:,} rows have no payment date and are open."
        return Finding("open_items", Severity.KNOW, sentence, still_open, examples(table, rows))
    return Finding("all_paid", Severity.KNOW, "Every invoice in the file is paid.")


def about_lookalikes(table: Table, parts: Parts, keep: Mask) -> list[Finding]:
    """Invoices of one customer with the same day and amount, but different numbers."""
    invoices = keep & (parts.cents > 0)
    days = parts.dates.issued.astype(np.int64)
    frame = pd.DataFrame({"customer": parts.customer, "day": days, "cents": parts.cents})[invoices]
    alike = np.zeros(len(keep), dtype=np.bool_)
    alike[invoices] = frame.duplicated().to_numpy()
    if not alike.any():
        return []
    count = int(alike.sum())
    sentence = (
        f"{count:,} invoices have customer, invoice date and amount in common with another and a number of their own; "
        "each counts by itself."
    )
    remedy = "Look at some of them, whether they were entered twice."
    return [Finding("lookalikes", Severity.LOOK, sentence, count, examples(table, alike), remedy)]


def _about_shared_numbers(table: Table, parts: Parts, keep: Mask) -> list[Finding]:
    """Rows of one customer with one number, but different contents."""
    frame = pd.DataFrame({"customer": parts.customer, "invoice": parts.invoice})[keep]
    shared = np.zeros(len(keep), dtype=np.bool_)
    shared[keep] = frame.duplicated().to_numpy()
    if not shared.any():
        return []
    count = int(shared.sum())
    sentence = f"{count:,} rows share their customer and invoice number with another; each counts by itself."
    remedy = "They may be instalments, which is fine, or corrections, of which only the last should stay."
    return [Finding("shared_numbers", Severity.LOOK, sentence, count, examples(table, shared), remedy)]
