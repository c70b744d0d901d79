"""The report on a ledger, from what reading it has found."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.ledger.ledger import Ledger
from simulator.ledger.meaning.cleaning import Choice
from simulator.ledger.meaning.parts import Parts
from simulator.ledger.quality.about_rows import (
    about_kept,
    about_left_out,
    about_payments,
    about_unapplied,
    examples,
)
from simulator.ledger.quality.censoring import about_censoring
from simulator.ledger.quality.report import Finding, QualityReport, Severity
from simulator.ledger.quality.totals import about_totals
from simulator.ledger.rows.tables import Table

FEW_PAYMENTS = 100
_FAR_DAYS = 3653  # ten years


def judge(table: Table, parts: Parts, choice: Choice, ledger: Ledger) -> QualityReport:
    """What a person should know about a ledger."""
    invoices = ledger.amount_cents > 0
    is_open = invoices & np.isnat(ledger.paid)
    findings = (
        *about_file(table),
        *(Finding("date_order", Severity.KNOW, note) for note in parts.dates.notes),
        *about_left_out(table, choice),
        *about_currencies(table, parts),
        *about_kept(table, parts, choice),
        *about_gaps(table),
        *about_payments(table, parts, choice, ledger),
        *about_unapplied(table, parts),
        *about_flags(ledger),
        *about_totals(table, parts),
        *about_far_dates(table, parts, choice),
        *about_size(ledger),
        *about_censoring(ledger),
    )
    return QualityReport(
        file=table.file,
        layout=ledger.layout,
        summary=_summary(ledger),
        columns={one: table.header.named(one).strip() for one in table.header.found},
        rows=len(table) + len(table.broken),
        invoices=int(invoices.sum()),
        credit_notes=int((ledger.amount_cents < 0).sum()),
        customers=ledger.customers,
        currency=ledger.currency,
        first_issue=_day(ledger.issued[0]),
        last_issue=_day(ledger.issued[-1]),
        open_items=int(is_open.sum()),
        open_cents=int(ledger.amount_cents[is_open].sum()),
        is_open_items=ledger.is_open_items,
        findings=findings,
    )


def _summary(ledger: Ledger) -> str:
    """What was read."""
    currency = f"in {ledger.currency}" if ledger.currency else "in a currency the file does not name"
    return (
        f"Read {_counted(len(ledger), 'invoice')} of {_counted(ledger.customers, 'customer')} {currency}, "
        f"issued {ledger.issued[0]} to {ledger.issued[-1]}, as {ledger.layout}."
    )


def _counted(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def about_file(table: Table) -> list[Finding]:
    """Macros, formulas and encodings; how the columns were found; rows that are no invoices by their form."""
    header = table.header
    findings = [Finding("file", Severity.LOOK, remark) for remark in table.remarks]
    if header.is_kept:
        sentence = "Columns are read as the mapping says that was kept on this machine for this header."
        findings.append(Finding("kept_mapping", Severity.KNOW, sentence))
    if header.is_guess:
        listed = ", ".join(f"{one} from {header.named(one).strip()!r}" for one in header.found)
        sentence = f"The layout is not known; columns were found by their names: {listed}."
        remedy = "If one is wrong, correct it in a mapping: creditlab ledger mapping."
        findings.append(Finding("guessed_columns", Severity.LOOK, sentence, remedy=remedy))
    if table.skipped:
        listed = ", ".join(f"{count:,} {words}" for words, count in table.skipped.items())
        findings.append(Finding("skipped", Severity.KNOW, f"Not counted as rows: {listed}."))
    return findings


def about_currencies(table: Table, parts: Parts) -> list[Finding]:
    """Rows in other currencies than the one that is read."""
    other = ~parts.currencies.of_chosen
    if not other.any():
        return []
    chosen, count = parts.currencies.chosen, int(other.sum())
    listed = ", ".join(f"{code} {rows:,}" for code, rows in parts.currencies.counts[:6])
    sentence = f"Left out {count:,} rows in another currency than {chosen}."
    remedy = (
        f"Rows by currency: {listed}. Read each currency by itself (--currency, or currency in a mapping)."
    )
    return [Finding("other_currency", Severity.ACT, sentence, count, examples(table, other), remedy)]


def about_gaps(table: Table) -> list[Finding]:
    """Empty cells in columns that are not read."""
    if not table.gaps:
        return []
    listed = ", ".join(f"{column} {count:,}" for column, count in table.gaps.items())
    return [Finding("gaps", Severity.KNOW, f"Empty cells in columns that are not needed: {listed}.")]


def about_flags(ledger: Ledger) -> list[Finding]:
    """Disputes and blocks, where the file tells them."""
    findings = []
    if ledger.disputed is not None and ledger.disputed.any():
        count = int(ledger.disputed.sum())
        findings.append(Finding("disputed", Severity.KNOW, f"{count:,} rows are or were disputed.", count))
    if ledger.on_hold is not None and ledger.on_hold.any():
        count = int(ledger.on_hold.sum())
        findings.append(
            Finding("on_hold", Severity.KNOW, f"{count:,} rows are blocked for reminders.", count)
        )
    return findings


def about_far_dates(table: Table, parts: Parts, choice: Choice) -> list[Finding]:
    """Dates more than ten years from most of the others are likely to be typing mistakes."""
    middle = np.median(parts.dates.issued[choice.keep].astype("datetime64[D]").astype(np.int64))
    far = np.zeros(len(table), dtype=np.bool_)
    for days in (parts.dates.issued, parts.dates.due, parts.dates.paid):
        is_far = np.abs(days.astype("datetime64[D]").astype(np.int64) - middle) > _FAR_DAYS
        far |= choice.keep & ~np.isnat(days) & is_far
    if not far.any():
        return []
    count = int(far.sum())
    sentence = (
        f"{count:,} rows have a date more than ten years away from most others; they are read as they stand."
    )
    remedy = "Correct them if they are typing mistakes."
    return [Finding("far_dates", Severity.ACT, sentence, count, examples(table, far), remedy)]


def about_size(ledger: Ledger) -> list[Finding]:
    """Too little to learn much from."""
    paid = int((~np.isnat(ledger.paid)).sum())
    if not 0 < paid < FEW_PAYMENTS:
        return []
    customers, payments = _counted(ledger.customers, "customer"), _counted(paid, "payment")
    verb = "is" if paid == 1 else "are"
    sentence = f"There {verb} only {payments} of {customers}: what is learnt from them is uncertain."
    return [Finding("few_payments", Severity.LOOK, sentence, paid, remedy="Export a longer period.")]


def _day(value: np.datetime64) -> date:
    day = value.astype("datetime64[D]").astype(object)
    assert isinstance(day, date)
    return day
