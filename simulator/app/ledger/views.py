"""The parts of the page that are text: the quality of a ledger, what was learnt, reasons of a light, benchmarks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from simulator.app.lights import WORDS
from simulator.figures.lateness import customer_lateness
from simulator.results.benchmarks import MEASURES, figure_of
from simulator.results.words import MINUS, plain_money

if TYPE_CHECKING:
    from simulator.app.ledger.steps import Fit, Read
    from simulator.ledger import Ledger
    from simulator.ledger.light import LedgerLight
    from simulator.ledger.quality.report import Finding
    from simulator.results.benchmarks import Benchmarks

_ASSUMED = "Assumed: "
_LARGEST = 10


def check_html(found: Read) -> str:
    """What was read, what it is good for, and every finding with what to do."""
    from simulator.ledger import Severity

    report = found.report
    amount = f"{report.open_cents / 100:,.2f} {report.currency}".rstrip()
    parts = [
        f"<p>{escape(report.summary)} <b>Good for {escape(report.usable_for)}.</b></p>",
        (
            f"<p>Open: {report.open_items:,} of {report.invoices:,} invoices, {amount}. "
            f"Left out: {report.left_out:,} of {report.rows:,} rows.</p>"
        ),
    ]
    for severity in Severity:
        findings = report.of(severity)
        if findings:
            items = "".join(_finding(one) for one in findings)
            parts.append(
                f'<h4>{severity.value}</h4><ul class="findings is-{severity.name.lower()}">{items}</ul>'
            )
    return "".join(parts)


def _finding(finding: Finding) -> str:
    lines = ", ".join(map(str, finding.lines))
    more = " ..." if finding.rows > len(finding.lines) else ""
    where = f" <small>(line {lines}{more})</small>" if lines else ""
    remedy = f'<br><span class="remedy">{escape(finding.remedy)}</span>' if finding.remedy else ""
    return f"<li>{escape(finding.sentence)}{where}{remedy}</li>"


def learnt_html(found: Fit, ledger: Ledger) -> str:
    """What was learnt from the ledger, and what it does not tell and was assumed."""
    told = set(ledger.notes)
    notes = [note for note in found.portfolio.notes if note not in told]
    assumed = [note.removeprefix(_ASSUMED) for note in notes if note.startswith(_ASSUMED)]
    learnt = [note for note in notes if not note.startswith(_ASSUMED)]
    return f"<h4>Learnt from your ledger</h4>{_list(learnt)}<h4>Assumed, because it does not tell</h4>{_list(assumed)}"


def _list(sentences: list[str]) -> str:
    items = "".join(f"<li>{escape(one[:1].upper() + one[1:])}</li>" for one in sentences)
    return f'<ul class="findings">{items}</ul>'


def customers_html(ledger: Ledger) -> str:
    """The customers with the most invoiced value: how much, and how late they pay on average."""
    rows = ledger.amount_cents > 0
    names, place = np.unique(ledger.customer[rows].astype(str), return_inverse=True)
    value = np.bincount(place, ledger.amount_cents[rows].astype(np.float64)) / 100
    count = np.bincount(place)
    paid = rows & ~np.isnat(ledger.paid)
    late = dict(zip(np.unique(ledger.customer[paid].astype(str)), customer_lateness(ledger)[0], strict=True))
    lines = []
    for one in np.argsort(-value, kind="stable")[:_LARGEST]:
        days = late.get(names[one])
        lateness = "–" if days is None else f"{MINUS if days < -0.05 else ''}{abs(days):.1f} days"
        lines.append(
            f'<tr><th scope="row">{escape(str(names[one]))}</th><td class="num">{count[one]:,}</td>'
            f'<td class="num">{escape(plain_money(float(value[one]), ledger.currency).strip())}</td>'
            f'<td class="num">{lateness}</td></tr>'
        )
    share = value[np.argsort(-value)[:_LARGEST]].sum() / max(value.sum(), 1.0)
    return (
        f'<h4>The largest customers: {100 * share:.0f} % of what was invoiced</h4><table class="plain"><thead><tr>'
        '<th scope="col">Customer</th><th scope="col">Invoices</th><th scope="col">Invoiced</th>'
        f'<th scope="col">Average days late</th></tr></thead><tbody>{"".join(lines)}</tbody></table>'
    )


def benchmarks_html(found: Benchmarks) -> str:
    """Our figures beside published ones, and what to bear in mind."""
    lines, before = [], ""
    for row in found.rows:
        label, unit = MEASURES[row.published.measure]
        is_new, before = row.published.measure != before, row.published.measure
        own = "–" if row.own is None else figure_of(row.own, unit)
        head = f"{escape(label)} <b>{own}</b>" if is_new else ""
        about = f"{row.published.source}, {row.published.date}. {row.published.caveat}"
        lines.append(
            f'<tr class="{"is-first" if is_new else ""}"><th scope="row">{head}</th>'
            f'<td class="num">{escape(row.published.shown)}</td><td><b>{row.standing}</b></td>'
            f"<td>{escape(row.published.population)}<small>{escape(about)}</small></td></tr>"
        )
    notes = " ".join(found.notes)
    return (
        f"<p>{escape(notes)} Where a figure counts something else, nothing is said of it.</p>"
        '<table class="plain benchmarks"><thead><tr><th scope="col">Yours</th><th scope="col">Published</th>'
        '<th scope="col">Yours is</th><th scope="col">Of whom, when, beware</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def headline(found: Read | None, light: LedgerLight | None) -> str:
    """What is known so far, in one line."""
    if found is None or found.ledger is None:
        return "How well would it have foretold your own last months?"
    report = found.report
    size = f"{report.invoices:,} invoices of {report.customers:,} customers"
    if not found.is_usable:
        return f"{size}: no payments to learn from"
    if light is None or light.light is None:
        return f"{size}: not back-tested yet"
    return f"{size}: {WORDS[light.light].lower()}"
