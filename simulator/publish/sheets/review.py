"""The annual review: last year's policy beside this year's, lever by lever in the policy's own words, and what to ask.

`policy_review(last, this, scenario)` gives the content as a frozen value; `review_html` and `review_text` write it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from simulator import __version__
from simulator.publish.sheets.expected import POLICY_KPIS, Kpi, check_matches, kpis_of, made_by
from simulator.publish.sheets.kpis import ACTIONS
from simulator.publish.sheets.ladder import ladder_rows
from simulator.publish.sheets.parts import Part, Statement, parts_of
from simulator.publish.sheets.terms import check_stands

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

NOTHING = "–"
_LADDER_KEY = "collections.ladder"
QUESTIONS = (
    "Was the policy followed? How many orders were released against it, limits given above authority, steps left out?",
    "Which customers were lost to bad debt, and what would have warned us?",
    "Which figure lay outside what was expected, and was it luck, the times, or the policy?",
    "Which of our assumptions do our own books now answer? Replace them.",
    "Have the law's rates, the insurer's conditions or the bank's limit changed?",
    "Do those who work by the policy know it? Who was told, and when?",
)
"""What a review asks every year."""
TEMPLATE = ACTIONS
"""The columns of what is agreed."""


@dataclass(frozen=True)
class ReviewRow:
    """One rule that differs.

    Attributes:
        part: The part of the policy that it stands in.
        last: How last year's policy told it.
        this: How this year's does.
    """

    part: str
    last: str
    this: str

    @property
    def kind(self) -> str:
        """Whether the rule is new, gone or changed.

        >>> ReviewRow("Terms", "–", "Limits are 4 months.").kind
        'new'
        """
        return "new" if self.last == NOTHING else "gone" if self.this == NOTHING else "changed"


@dataclass(frozen=True)
class PolicyReview:
    """What a yearly review has on the table.

    Attributes:
        last: The name of last year's policy.
        this: The name of this year's.
        scenario: Whose policies they are.
        day: The day of the review, a year after day 0.
        rows: What differs, in the order of the policy.
        same: How many rules stay as they are.
        kpis: What last year's policy was expected to bring; texts are empty where nothing was simulated.
        made_by: What made the figures.
    """

    last: str
    this: str
    scenario: str
    day: date
    rows: tuple[ReviewRow, ...]
    same: int
    kpis: tuple[Kpi, ...]
    made_by: str

    @property
    def head(self) -> str:
        """What is new, in a sentence."""
        if not self.rows:
            return f"{self.scenario}. Nothing changes: all {self.same} rules stay as they are."
        rules = "rule changes" if len(self.rows) == 1 else "rules change"
        return f"{self.scenario}. {len(self.rows)} {rules}, {self.same} stay as they are."

    @property
    def by_part(self) -> tuple[tuple[str, tuple[ReviewRow, ...]], ...]:
        """What differs, part by part."""
        return tuple((part, tuple(rows)) for part, rows in groupby(self.rows, key=lambda row: row.part))

    @property
    def is_simulated(self) -> bool:
        """Whether the KPIs have figures."""
        return any(kpi.expected for kpi in self.kpis)


def policy_review(
    last: Strategy,
    this: Strategy,
    scenario: Scenario,
    *,
    portfolio: Portfolio | None = None,
    comparison: Comparison | None = None,
) -> PolicyReview:
    """Last year's policy beside this year's.

    Args:
        last: The policy that was in force.
        this: The policy that shall be.
        scenario: Whose policies they are.
        portfolio: Customers of a ledger; None shows the scenario's.
        comparison: Runs of last year's policy, for what was expected of it; None leaves the figures out.

    Raises:
        UserError: a strategy contradicts itself, or the comparison is about something else.
    """
    before, after = last.levers(scenario.today), this.levers(scenario.today)
    for name, levers in ((last.name, before), (this.name, after)):
        check_stands(name, levers, scenario, portfolio)
    if comparison is not None:
        check_matches(comparison, scenario, last.name, before)
    currency, start = scenario.company.currency, scenario.company.start_date
    rows, same = _rows(before, after, currency)
    return PolicyReview(
        last=last.name,
        this=this.name,
        scenario=scenario.title,
        day=_a_year_later(start),
        rows=rows,
        same=same,
        kpis=kpis_of(POLICY_KPIS, currency, comparison, last.name),
        made_by=made_by(comparison)
        if comparison
        else f"Made by creditlab {__version__}; no figures were simulated.",
    )


def _a_year_later(start: date) -> date:
    from simulator.publish.sheets.policy import months_later

    return months_later(start, 12)


def _rows(before: Levers, after: Levers, currency: str) -> tuple[tuple[ReviewRow, ...], int]:
    """What differs, and how many rules do not."""
    new, old = parts_of(after, before, currency), _by_key(parts_of(before, after, currency))
    rows: list[ReviewRow] = []
    same = 0
    for part in new:
        for one in part.statements:
            if not one.is_changed:
                same += 1
            elif one.key != _LADDER_KEY:
                was = old.get(one.key)
                rows.append(ReviewRow(part.title, was.text if was else NOTHING, one.text))
        rows += [ReviewRow(part.title, one.text, NOTHING) for one in part.dropped if one.key != _LADDER_KEY]
        if part.name == "collections":
            rows += _steps(part, before, after, currency)
    return tuple(rows), same


def _by_key(parts: tuple[Part, ...]) -> dict[str, Statement]:
    return {one.key: one for part in parts for one in part.statements}


def _steps(part: Part, before: Levers, after: Levers, currency: str) -> Iterator[ReviewRow]:
    """Steps of the ladder that are new, and those that are taken no longer."""
    for step in ladder_rows(after, before, currency):
        told = f"{step.how}, {step.when}, {step.whom}"
        if step.is_changed:
            yield ReviewRow(part.title, NOTHING, told)
        elif step.is_dropped:
            yield ReviewRow(part.title, told, NOTHING)


def review_text(review: PolicyReview) -> str:
    """The review as plain text for a terminal."""
    title = f"Annual review: {review.last} to {review.this}"
    lines = [title, "=" * len(title), review.head, ""]
    for row in review.rows:
        lines += [f"{row.part} ({row.kind})", f"  last: {row.last}", f"  this: {row.this}"]
    lines += ["", "To ask", *(f"  - {question}" for question in QUESTIONS), "", review.made_by]
    return "\n".join(lines) + "\n"
