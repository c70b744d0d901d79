"""The file's own totals against the rows above them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.ledger.cells.amounts import parse_amount
from simulator.ledger.meaning.money import mark_of
from simulator.ledger.meaning.parts import Parts
from simulator.ledger.quality.report import MOST_LINES, Finding, Severity
from simulator.ledger.rows.tables import Table

_LARGEST_DIFFERENCE_CENTS = 1


def about_totals(table: Table, parts: Parts) -> list[Finding]:
    """Whether the file's totals are those of its rows.

    A total is right if it is the sum since the total before it, of a currency, or of everything above.
    """
    totals = list(_stated(table, parts))
    if not totals:
        return []
    wrong = [(line, stated, sums) for line, stated, sums in totals if not _agrees(stated, sums)]
    if not wrong:
        return [
            Finding(
                "totals_agree", Severity.KNOW, f"The file's own totals ({len(totals):,}) agree with its rows."
            )
        ]
    line, stated, sums = wrong[0]
    sentence = (
        f"{len(wrong):,} of the file's own {len(totals):,} totals are not the sum of the rows above; the first, "
        f"on line {line}, is {stated / 100:,.2f} where the rows add up to {sums[0] / 100:,.2f}."
    )
    remedy = (
        "Compare with the balance in your system. Some systems leave items out of their totals, such as what is not "
        "due yet; a cut export loses rows."
    )
    lines = tuple(line for line, _, _ in wrong[:MOST_LINES])
    return [Finding("totals_differ", Severity.LOOK, sentence, len(wrong), lines, remedy)]


def _agrees(stated: int, sums: list[int]) -> bool:
    return any(abs(stated - one) <= _LARGEST_DIFFERENCE_CENTS for one in sums)


def _stated(table: Table, parts: Parts) -> Iterator[tuple[int, int, list[int]]]:
    """Line, amount, and the sums that it may be, of every total that can be read."""
    field = parts.money.field
    if not table.totals or field not in table.columns:
        return
    mark, cents = mark_of(table, field), parts.money.signed
    running = np.concatenate([[0], np.cumsum(cents)])
    codes = parts.currencies.codes
    by_currency = [
        np.concatenate([[0], np.cumsum(np.where(codes == code, cents, 0))])
        for code, _ in parts.currencies.counts
    ]
    before = 0
    for total in table.totals:
        amount = parse_amount(total.texts.get(field, ""), mark)
        if amount is None:
            continue
        above = total.rows_above
        sums = [int(running[above] - running[before]), int(running[above])]
        sums += [int(column[above]) for column in by_currency]
        if above > before:
            before = above
        else:
            sums = sums[1:]
        yield total.line, round(amount * 100), sums
