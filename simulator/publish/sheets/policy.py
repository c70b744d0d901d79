"""A strategy as the written credit policy that a company adopts: first what it says, then how it looks.

`policy_sheet(strategy, scenario)` gives the content as a frozen value; `policy_html` and `policy_text` write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from simulator import __version__
from simulator.metrics.catalogue import CATALOGUE
from simulator.publish.sheets.expected import POLICY_KPIS, Kpi, check_matches, kpis_of, made_by
from simulator.publish.sheets.ladder import LadderRow, ladder_rows
from simulator.publish.sheets.law import day_text, legal_lines
from simulator.publish.sheets.parts import Part, parts_of
from simulator.publish.sheets.terms import TermsTable, check_stands, code_legend, terms_table

if TYPE_CHECKING:
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

_BY_CODE = (
    "credit_policy.terms_shift_days",
    "credit_policy.limit_multiplier",
    "credit_policy.deposit_fraction",
    "credit_policy.guarantee_fraction",
    "credit_policy.risky_review_months",
)
_HALF_A_YEAR = 6
_NOT_SIMULATED = f"Made by creditlab {__version__}; no figures were simulated."
_TOLD_ANYWAY = ("dso_", "write_offs")
"""Of these one variant is among the KPIs; the others say the same."""


@dataclass(frozen=True)
class PolicySheet:
    """What a written credit policy says.

    Attributes:
        name: The strategy's name.
        objective: Why the strategy exists.
        expects: What it is expected to raise, and to lower.
        scenario: Whose policy it is.
        in_force_from: The date of day 0.
        parts: Every lever in force, part by part.
        terms: Payment terms by segment and risk code.
        legal: What law or contract grants for late payment.
        ladder: The dunning ladder.
        code_legend: What the risk codes mean; nothing where no lever tells them apart.
        reviews: When the policy is looked at again.
        kpis: By what.
        base: What the KPIs' yardstick is called.
        made_by: What made the figures: runs, seed, version, hash.
    """

    name: str
    objective: str
    expects: tuple[str, ...]
    scenario: str
    in_force_from: date
    parts: tuple[Part, ...]
    terms: TermsTable
    legal: tuple[str, ...]
    ladder: tuple[LadderRow, ...]
    code_legend: str
    reviews: tuple[date, ...]
    kpis: tuple[Kpi, ...]
    base: str
    made_by: str

    @property
    def changes(self) -> int:
        """How many levers differ from today."""
        return sum(one.is_changed for part in self.parts for one in (*part.statements, *part.dropped))

    @property
    def is_simulated(self) -> bool:
        """Whether the KPIs have figures."""
        return any(kpi.expected for kpi in self.kpis)

    @property
    def head(self) -> str:
        """Since when, and how much of it is new."""
        changes = self.changes
        differ = "rule differs" if changes == 1 else "rules differ"
        new = f"{changes} {differ} from today (▸, with what holds today)." if changes else "As today."
        return f"{self.scenario}. In force from {day_text(self.in_force_from)}. {new}"

    @property
    def review_sentence(self) -> str:
        """When the policy is reviewed, and by what."""
        dates = " and on ".join(day_text(one) for one in self.reviews)
        return f"This policy is reviewed on {dates}, by the figures below."


def policy_sheet(
    strategy: Strategy,
    scenario: Scenario,
    *,
    portfolio: Portfolio | None = None,
    comparison: Comparison | None = None,
) -> PolicySheet:
    """A strategy as a written credit policy.

    Args:
        strategy: The strategy.
        scenario: Whose policy it is; it gives today's levers.
        portfolio: Customers of a ledger, whose own terms are shown; None shows the scenario's by segment.
        comparison: Runs of this strategy beside today; None leaves the KPIs without figures.

    Raises:
        UserError: the strategy contradicts itself, or the comparison is about something else.
    """
    levers, today = strategy.levers(scenario.today), scenario.today
    check_stands(strategy.name, levers, scenario, portfolio)
    if comparison is not None:
        check_matches(comparison, scenario, strategy.name, levers)
    currency, start = scenario.company.currency, scenario.company.start_date
    parts = parts_of(levers, today, currency)
    told = {one.key for part in parts for one in part.statements}
    more = tuple(name for name in strategy.expected if not name.startswith(_TOLD_ANYWAY))
    names = POLICY_KPIS if comparison is None else tuple(dict.fromkeys((*POLICY_KPIS, *more)))
    return PolicySheet(
        name=strategy.name,
        objective=strategy.why,
        expects=_expects(strategy),
        scenario=scenario.title,
        in_force_from=start,
        parts=parts,
        terms=terms_table(levers, today, scenario, portfolio),
        legal=legal_lines(levers.late_charges),
        ladder=ladder_rows(levers, today, currency),
        code_legend=code_legend() if told & set(_BY_CODE) else "",
        reviews=(months_later(start, _HALF_A_YEAR), months_later(start, 2 * _HALF_A_YEAR)),
        kpis=kpis_of(names, currency, comparison, strategy.name),
        base="Today" if comparison is None else comparison.base_name,
        made_by=made_by(comparison) if comparison else _NOT_SIMULATED,
    )


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month.

    >>> months_later(date(2026, 1, 1), 6), months_later(date(2026, 8, 31), 6)
    (datetime.date(2026, 7, 1), datetime.date(2027, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _expects(strategy: Strategy) -> tuple[str, ...]:
    """What the strategy is meant to move, and which way."""
    told = []
    for direction, verb in (("up", "rise"), ("down", "fall")):
        names = [CATALOGUE[name].label for name, way in strategy.expected.items() if way == direction]
        if names:
            told.append(f"Expected to {verb}: {'; '.join(dict.fromkeys(names))}.")
    return tuple(told)
