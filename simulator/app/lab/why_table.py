"""The why table as HTML: the invoices that made most of the difference, then and now, with a bar each."""

from __future__ import annotations

from html import escape

from simulator.app.kit.badges import STYLE_OF, badge
from simulator.app.kit.words import unbroken
from simulator.metrics.catalogue import CATALOGUE
from simulator.results.followed import FOLLOWED, LABELS, TOLD, Followed, signed_cents
from simulator.results.trace import InvoicePart
from simulator.results.words import money
from simulator.units import currency


def why_head(found: Followed) -> str:
    """The finding, and the line below it."""
    return f"<h3>{unbroken(found.heading)}</h3><p class='note'>{unbroken(found.note)}</p>"


def why_html(found: Followed, place: int, *, is_whole: bool) -> str:
    """The table.

    Args:
        found: What was followed.
        place: The place of the judged strategy, which has its letter and colour.
        is_whole: All that are known one by one, not only the first.
    """
    invoices = found.trace.invoices if is_whole else found.trace.invoices[:TOLD]
    if not invoices:
        return (
            '<p class="note">What differs in this year is on no invoice: the line above tells what it is.</p>'
        )
    largest = max(abs(part.cents) for part in invoices)
    rows = "".join(_row(found, part, largest) for part in invoices)
    return (
        f'<div class="why-scroll" tabindex="0" role="region" aria-label="Invoices that made most of the difference">'
        f'<table class="why {STYLE_OF[place]}"><thead><tr><th scope="col">Customer</th>'
        f'<th scope="col" class="amount">Amount</th>'
        f'<th scope="col"><span class="th-line s-t">{badge(0)}<span>{escape(found.one)}</span></span></th>'
        f'<th scope="col"><span class="th-line">{badge(place)}<span>{escape(found.other)}</span></span></th>'
        f'<th scope="col" class="amount">{LABELS[found.what]}</th><th scope="col" class="bar-head">'
        f'<span class="for-readers">Size</span></th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(found: Followed, part: InvoicePart, largest: int) -> str:
    small = found.is_small or abs(part.gross) < 1_000_000
    amount = money(currency(part.gross), found.currency, is_small=small) if part.gross else "–"
    then, now = (escape(words) for words in part.briefly)
    number = f"no. {part.number}"
    return (
        f'<tr><th scope="row">{escape(part.customer.name)} <small>{number}</small></th>'
        f'<td class="num amount">{amount}</td><td>{then}</td><td>{now}</td>'
        f'<td class="num amount"><b>{signed_cents(part.cents, found.currency, is_small=found.is_small)}</b></td>'
        f"<td>{_bar(found, part.cents, largest)}</td></tr>"
    )


def _bar(found: Followed, cents: int, largest: int) -> str:
    """A bar from the middle: right is better, left is worse and hatched."""
    better = CATALOGUE[FOLLOWED[found.what]].better
    is_better = (cents > 0) == (better != "lower")
    width = max(50 * abs(cents) / largest, 1.0)
    side = "left:50%" if is_better else f"left:{50 - width:.1f}%"
    return (
        f'<span class="why-bar" aria-hidden="true"><i class="{"" if is_better else "is-worse"}" '
        f'style="{side};width:{width:.1f}%"></i></span>'
    )
