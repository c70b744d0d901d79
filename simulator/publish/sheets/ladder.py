"""The dunning ladder as a table: when, how, with whom, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.levers import Levers, Step
from simulator.publish.sheets.words import SEGMENT_NAMES, amount
from simulator.results.words import units_of

_HOW = {
    "email": ("Reminder by e-mail", "credit desk"),
    "call": ("Call", "collector"),
    "manager": ("Call by the manager", "credit manager"),
    "final_demand": ("Final demand by letter", "credit manager"),
    "agency": ("Handed to a collection agency", "agency"),
    "debt_sale": ("Debt sold", "buyer of debts"),
    "legal": ("Claim in court", "solicitor"),
}
"""What each channel of the ladder is, and who does it; who is an assumption that a company changes by hand."""
_OUTSIDE = "outside team"


@dataclass(frozen=True)
class LadderRow:
    """One step, told.

    Attributes:
        when: Days from the due date.
        how: Through which channel.
        whom: Which customers and amounts.
        who: Who does it.
        is_changed: Whether today's ladder has no such step.
        is_dropped: Whether it is a step of today's ladder that is taken no longer.
    """

    when: str
    how: str
    whom: str
    who: str
    is_changed: bool = False
    is_dropped: bool = False


def ladder_rows(levers: Levers, today: Levers, currency: str) -> tuple[LadderRow, ...]:
    """The steps in their order; those that are taken no longer stand at their day."""
    now, before = levers.collections.ladder, today.collections.ladder
    told = [(step, False) for step in now] + [(step, True) for step in before if step not in now]
    told.sort(key=lambda pair: (pair[0].day, pair[1]))
    by_others = levers.collections.outsourcing_fee_per_account > 0
    return tuple(
        LadderRow(
            _when(step.day),
            _HOW[step.channel][0],
            _whom(step, currency),
            _OUTSIDE if by_others and step.channel == "call" else _HOW[step.channel][1],
            is_changed=not gone and step not in before,
            is_dropped=gone,
        )
        for step, gone in told
    )


def _when(day: int) -> str:
    """A day of the ladder.

    >>> _when(-5), _when(0), _when(1)
    ('5 days before due', 'on the due date', '1 day after due')
    """
    if day == 0:
        return "on the due date"
    size = f"{abs(day)} {units_of(day, 'days')}"
    return f"{size} before due" if day < 0 else f"{size} after due"


def _whom(step: Step, currency: str) -> str:
    """Whom a step is for.

    >>> _whom(Step(day=10, channel="call", segments=("large", "mid"), above=5000), "EUR")
    'large customers, mid-sized customers, invoices from €5,000'
    """
    whom = ", ".join(SEGMENT_NAMES[name] for name in step.segments) or "all customers"
    if step.above is not None:
        whom += f", invoices from {amount(step.above, currency)}"
    if step.below is not None:
        whom += f"{' and' if step.above is not None else ', invoices'} below {amount(step.below, currency)}"
    return whom
