"""Payment terms as a table: each segment's days, by risk code where codes differ."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from simulator.checks import raise_all
from simulator.clashes import Terms, clashes, refused
from simulator.engine.conditions import terms_by_place
from simulator.engine.credit import agreed_by_code
from simulator.parameters import CODES, SEGMENTS, dictionary
from simulator.portfolio.portfolio import TRAITS
from simulator.publish.sheets.words import SEGMENT_NAMES

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class TermsRow:
    """One segment.

    Attributes:
        segment: What its customers are called.
        days: Its terms, one for each column.
        changed: Which of them differ from today.
    """

    segment: str
    days: tuple[str, ...]
    changed: tuple[bool, ...]


@dataclass(frozen=True)
class TermsTable:
    """Terms by segment and risk code (days)."""

    columns: tuple[str, ...]
    rows: tuple[TermsRow, ...]


def terms_table(
    levers: Levers, today: Levers, scenario: Scenario, portfolio: Portfolio | None = None
) -> TermsTable:
    """The terms of each segment that has customers.

    Args:
        levers: The strategy's levers.
        today: Today's.
        scenario: Whose customers they are.
        portfolio: Customers of a ledger, each with terms of its own; None takes the scenario's terms by segment.
    """
    book = portfolio or _typical(scenario)
    segments = book.customers["segment"]
    new, old = (_by_code(one, book) for one in (levers, today))
    by_code = bool((new != new[0]).any() or (old != old[0]).any())
    used = range(len(CODES)) if by_code else range(1)
    rows = []
    for number, name in enumerate(SEGMENTS):
        its = segments == number
        if not its.any():
            continue
        days, before = ([_days(grid[code, its]) for code in used] for grid in (new, old))
        changed = tuple(one != other for one, other in zip(days, before, strict=True))
        rows.append(
            TermsRow(SEGMENT_NAMES[name].capitalize() if name != "sme" else "SMEs", tuple(days), changed)
        )
    if len(rows) > 1 and len({row.days for row in rows}) == 1:
        rows = [
            TermsRow(
                "All customers", rows[0].days, tuple(map(any, zip(*(r.changed for r in rows), strict=True)))
            )
        ]
    return TermsTable(tuple(f"Code {CODES[code]}" for code in used) if by_code else ("Terms",), tuple(rows))


def check_stands(name: str, levers: Levers, scenario: Scenario, portfolio: Portfolio | None = None) -> None:
    """Refuse a strategy that contradicts itself, with the sentences that every run refuses it with.

    Raises:
        UserError: a sentence for each pair of levers that cannot stand together.
    """
    terms = terms_by_place(levers, portfolio or _typical(scenario))
    found = clashes(levers, Terms(int(terms.min()), int(terms.max())), scenario.behaviour.agency_mandate_days)
    raise_all(f"{name}: {clash.advice}" for clash in refused(found))


def code_legend() -> str:
    """What the risk codes mean, as the dictionary has it."""
    meaning = dictionary()["credit_policy.terms_shift_days"].meaning.partition("; ")[2]
    return f"Risk codes: {meaning}."


def _typical(scenario: Scenario) -> Portfolio:
    """One customer of each segment that the scenario has, with the segment's terms."""
    plan = scenario.portfolio
    there = [number for number, name in enumerate(SEGMENTS) if plan.segment_count_fraction[name] > 0]
    customers = np.zeros(len(there), dtype=TRAITS)
    customers["segment"] = there
    customers["terms_days"] = [plan.terms_days[SEGMENTS[number]] for number in there]
    return cast("Portfolio", SimpleNamespace(customers=customers))


def _by_code(levers: Levers, portfolio: Portfolio) -> NDArray[np.int32]:
    """Terms of each risk code and customer, by the engine's own rules (days)."""
    terms = terms_by_place(levers, portfolio)
    places = (terms, np.ones(len(terms)), np.zeros(len(terms), dtype=np.int64))
    agreed = agreed_by_code(levers.credit_policy, 0.0, places, dict.fromkeys(CODES, 1.0))
    return agreed.terms_days[: len(CODES)]


def _days(terms: NDArray[np.int32]) -> str:
    """The terms of some customers: one number, or from where to where."""
    low, high = int(terms.min()), int(terms.max())
    return f"{low} days" if low == high else f"{low} to {high} days"
