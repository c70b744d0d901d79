"""The parts of the page that are text: sums by segment and code, ages, concentration, the risk list, pay curves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from html import escape

from simulator.app.kit.words import unbroken
from simulator.experiment.front_end import MEASURES
from simulator.ledger.cells.formulas import plain_text
from simulator.metrics.catalogue import CATALOGUE
from simulator.results.comparison import Comparison
from simulator.results.exposure import AGES, PAID_WITHIN, Account, Exposure, PayCurve
from simulator.results.origin import Wording
from simulator.results.words import plain_money, segment_label

_MOST = 40
_CODE_NAMES = {"A": "A good", "B": "B average", "C": "C bad", "N": "N new", "P": "P prepays"}


def headline(book: Exposure) -> str:
    """What is open, how much of it is overdue, and how much hangs on ten."""
    share = 100 * book.overdue / book.total if book.total else 0.0
    top = 100 * (book.top10_fraction or 0.0)
    total = plain_money(book.total, book.currency)
    return f"{total} are open, {share:.0f} % of it overdue; the ten largest owe {top:.0f} %"


def facts_html(book: Exposure) -> str:
    """Whose book, on which day, concentration and cover."""
    whose = "The open book of the ledger" if book.is_own else f"One simulated book under {book.strategy}"
    equal = book.effective_customers or 0.0
    return (
        f'<p class="context">{escape(whose)}, {book.day:%-d %B %Y}: {len(book.accounts):,} accounts. '
        f"As concentrated as {equal:.0f} equal accounts (Herfindahl {book.herfindahl or 0:.3f}). "
        f"Insured: {100 * book.insured_fraction:.0f} %.</p>"
    )


def groups_html(book: Exposure) -> str:
    """What is open by segment and by risk code, with ages."""
    by_segment = _groups("Segment", book, lambda one: segment_label(one.segment))
    return by_segment + _groups("Risk code", book, lambda one: _CODE_NAMES.get(one.code, one.code))


def _groups(title: str, book: Exposure, what: Callable[[Account], str]) -> str:
    heads = "".join(f'<th scope="col" class="num">{name}</th>' for name in AGES)
    rows = [_group(name, members, book) for name, members in book.by(what).items()]
    rows.append(_group("All", book.accounts, book))
    return (
        f'<div class="exposure-scroll" tabindex="0" role="group" aria-label="Open by {title.lower()}">'
        f'<table class="plain exposure"><thead><tr><th scope="col">{title}</th>'
        '<th scope="col" class="num">Accounts</th>'
        f'<th scope="col" class="num">Open</th><th scope="col" class="num">Share</th>{heads}'
        f'<th scope="col" class="num">Insured</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _group(name: str, members: Sequence[Account], book: Exposure) -> str:
    open_ = sum(one.open for one in members)
    ages = "".join(
        f'<td class="num">{_percent(sum(one.open_by_age[place] for one in members), open_)}</td>'
        for place in range(len(AGES))
    )
    insured = sum(one.insured for one in members)
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="num">{len(members):,}</td>'
        f'<td class="num">{plain_money(open_, book.currency)}</td>'
        f'<td class="num">{_percent(open_, book.total)}</td>{ages}'
        f'<td class="num">{_percent(insured, open_)}</td></tr>'
    )


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def risks_html(book: Exposure) -> str:
    """Accounts at risk, with their reasons."""
    risky = book.at_risk
    if not risky:
        return '<p class="note">No account is at risk by these rules.</p>'
    rows = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td>{escape(segment_label(one.segment))}</td>'
        f"<td>{escape(one.code)}</td>"
        f'<td class="num">{plain_money(one.open, book.currency)}</td>'
        f'<td class="num">{plain_money(one.insured, book.currency) if one.insured else "–"}</td>'
        f"<td>{unbroken('; '.join(why))}</td></tr>"
        for one, why in risky[:_MOST]
    )
    owed = sum(one.open for one, _ in risky)
    told = (
        f"{len(risky)} of {len(book.accounts)} accounts with {plain_money(owed, book.currency)} are at risk"
    )
    more = f" The first {_MOST} are shown; the file has all." if len(risky) > _MOST else ""
    return (
        f'<p><b>{told}.</b>{more}</p><div class="exposure-scroll is-high" tabindex="0" role="group" '
        'aria-label="Accounts at risk"><table class="plain risks"><thead><tr><th scope="col">Customer</th>'
        '<th scope="col">Segment</th><th scope="col">Code</th><th scope="col" class="num">Open</th>'
        f'<th scope="col" class="num">Insured</th><th scope="col">Why</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def risks_csv(book: Exposure) -> bytes:
    """The risk list as a file that a spreadsheet opens; what looks like a formula is text there."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ["customer", "segment", "risk code", "open", "overdue", "oldest days", "limit", "insured", "why"]
    )
    for one, why in book.at_risk:
        limit = "" if one.limit is None else f"{one.limit:.2f}"
        writer.writerow(
            [plain_text(one.name), segment_label(one.segment), one.code, f"{one.open:.2f}", f"{one.overdue:.2f}",
             one.oldest_days, limit, f"{one.insured:.2f}", "; ".join(why)]
        )  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def curves_html(curves: Sequence[PayCurve]) -> str:
    """Every cohort at 30, 60, 90 and 120 days."""
    heads = "".join(f'<th scope="col" class="num">within {days} days</th>' for days in PAID_WITHIN)
    rows = "".join(
        f'<tr><th scope="row">{escape(segment_label(one.name))}</th><td class="num">{one.invoices:,}</td>'
        + "".join(f'<td class="num">{100 * one.paid[days]:.1f} %</td>' for days in PAID_WITHIN)
        + "</tr>"
        for one in curves
    )
    return (
        '<div class="exposure-scroll" tabindex="0" role="group" aria-label="Paid by cohort"><table class="plain">'
        f'<thead><tr><th scope="col">Cohort</th><th scope="col" class="num">Invoices</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def front_end_html(found: Comparison) -> str:
    """Each cut-off beside today: the average, and its difference with the 95 % interval."""
    years = found.years
    heads = "".join(f'<th scope="col" class="num">{escape(one.name)}</th>' for one in found.results)
    rows = []
    for name in MEASURES:
        wording = Wording(name, found.currency, years)
        cells = [f'<td class="num"><b>{wording.shown(found.first.mean(name))}</b></td>']
        for one in found.others:
            difference = found.difference(one, name)
            if difference is None or difference.low is None or difference.high is None:
                cells.append('<td class="num">–</td>')
                continue
            step = (difference.high - difference.low) / 2
            middle, low, high = (
                wording.shown(value, signed=True, step=step)
                for value in (difference.mean, difference.low, difference.high)
            )
            cells.append(f'<td class="num"><b>{middle}</b><small>{low} to {high}</small></td>')
        label = escape(CATALOGUE[name].label)
        rows.append(
            f'<tr><th scope="row">{label}<small>{escape(wording.unit)}</small></th>{"".join(cells)}</tr>'
        )
    return (
        '<div class="exposure-scroll" tabindex="0" role="group" aria-label="Cut-offs beside today">'
        f'<table class="plain front-end"><thead><tr><th scope="col">Measure</th>{heads}</tr></thead>'
        f'<tbody>{"".join(rows)}</tbody></table></div><p class="note">Today: the average. The others: difference to '
        "today, "
        f"with the 95 % interval of the average difference; {found.replications} replications, same luck. A bureau's "
        "score of each applicant; those with the worst scores are refused.</p>"
    )
