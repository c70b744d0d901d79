"""Sensitivity: how an answer moves with what we assume, one thing at a time, with the same luck throughout.

Each assumption (or lever) is put to the low and to the high end of its plausible range, the others held; the answer
is the difference of two strategies, so what moves both alike does not count. The luck is that of the base case, so a
movement is the assumption's, not the dice's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from simulator.calibration.latent import inputs_hash
from simulator.errors import UserError
from simulator.experiment.dials import Dial, dial, dials
from simulator.experiment.inputs import LEDGER_DECIDES, portfolio_for
from simulator.experiment.measuring import (
    Effort,
    Running,
    Runs,
    Values,
    answered,
    asked,
    name_in_answers,
    origin_of,
)
from simulator.results.origin import measure_to_judge_by
from simulator.results.statistics import LEVEL, defined, interval
from simulator.results.tornado import Bar, End, Sensitivity

if TYPE_CHECKING:
    from simulator.experiment.question import Question
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATIONS = 40

ALWAYS = (
    "behaviour.terms_elasticity",
    "behaviour.hold_churn_multiplier",
    "company.gross_margin_fraction",
    "company.overdraft_rate_per_year",
    "economy.failure_multiplier",
    "economy.lateness_multiplier",
    "economy.order_multiplier",
    "health.asset_correlation_fraction",
    "health.no_dividend_fraction",
    "portfolio.churn_per_year",
)
"""Assumptions that move what any strategy earns: demand, margin, interest, failures, lateness, losses."""

WHERE_CHANGED = {
    "credit_policy": ("applicants.lost_per_day_fraction", "applicants.history_gini_fraction"),
    "terms": ("economy.competitor_terms_ratio", "applicants.adverse_selection_multiplier"),
    "discount": ("behaviour.discount_hassle_per_year", "behaviour.discount_slope_per_year"),
    "late_charges": ("behaviour.late_charge_hazard_multiplier", "behaviour.late_charge_churn_multiplier"),
    "collections": (
        "behaviour.hard_contact_churn_multiplier",
        "behaviour.promise_kept_stressed_fraction",
        "company.collector_cost_per_year",
    ),
    "insurance": ("insurer.refusal_stressed_fraction", "insurer.stress_seen_fraction"),
    "financing": ("company.base_rate_per_year",),
}
"""Assumptions that decide what a strategy's own group of levers does."""


@dataclass(frozen=True)
class Case:
    """The base case with one dial moved.

    Attributes:
        question: Both strategies, the yardstick first.
        dial: What is moved; None in the base case.
        value: Where to.
    """

    question: Question
    dial: Dial | None = None
    value: Any = None


def sensitivity(
    scenario: Scenario,
    strategy: Strategy,
    *,
    against: Strategy | None = None,
    keys: Sequence[str] = (),
    by: str = "profit_to_the_end",
    replications: int = REPLICATIONS,
    **running: Unpack[Running],
) -> Sensitivity:
    """How much each assumption, and each lever named, moves what a strategy brings over another.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        against: What it is compared with; None is what we do today.
        keys: Assumptions and levers: a key (its plausible range), key=low..high or key=a|b; none chooses assumptions.
        by: The measure to judge by (or profit, lowest_cash, dso, write_offs).
        replications: How many of each case.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    measure = measure_to_judge_by(by)
    if replications < 2:
        raise UserError(f"{replications} replications show no noise. Ask for 2 or more.")
    question = both(scenario, strategy, against, effort)
    moved = dials(keys, "--keys") if keys else default_dials(question)
    _check(moved, question)
    cases = [Case(question), *(Case(question, one, value) for one in moved for value in one.ends)]
    told = {"done": 0, "wanted": 2 * replications * len(cases)}
    found = []
    for case in cases:
        runs = runs_of(case, measure, effort)
        runs.done, runs.wanted = told["done"], told["wanted"]
        found.append(runs(case_levers(case), range(replications))[:, :, 0])
        told["done"] = runs.done
    level = 1 - (1 - LEVEL) / (2 * len(moved))
    base = found[0][1] - found[0][0]
    bars = [
        _bar(one, base, (found[1 + 2 * place], found[2 + 2 * place]), level)
        for place, one in enumerate(moved)
    ]
    answer = interval(base)
    if answer is None:
        raise UserError(f"'{measure}' is not defined in any run. Judge by another measure.")
    whole = Sensitivity(
        origin=origin_of(question, sensitivity=[[one.key, *one.ends] for one in moved]),
        measure=measure,
        strategy=name_in_answers(question, 1),
        against=name_in_answers(question, 0),
        replications=replications,
        base=answer,
        bars=tuple(sorted(bars, key=lambda bar: -bar.swing)),
        chosen_for_you=not keys,
    )
    return answered("sensitivity", question, effort, replications, whole)


def both(scenario: Scenario, strategy: Strategy, against: Strategy | None, effort: Effort) -> Question:
    """The strategy and what it is compared with, which comes first."""
    from simulator.strategy import load_strategy

    first = against or load_strategy("status_quo")
    if first.levers(scenario.today) == strategy.levers(scenario.today):
        raise UserError(
            f"'{strategy.name}' has the same levers as '{first.name}', so nothing can move their difference. Name "
            "another strategy."
        )
    return asked(scenario, [first, strategy], effort)


def default_dials(question: Question) -> tuple[Dial, ...]:
    """Assumptions for any strategy, and those for the groups in which the two strategies differ; none that is slow."""
    first, second = question.levers
    changed = [group for group in WHERE_CHANGED if getattr(first, group) != getattr(second, group)]
    keys = [*ALWAYS, *(key for group in changed for key in WHERE_CHANGED[group])]
    if question.portfolio.origin == "ledger":
        keys = [key for key in keys if key not in LEDGER_DECIDES]
    found = (dial(key, "--keys") for key in keys)
    return tuple(one for one in found if not needs_calibration(one, question))


def changed_scenario(question: Question, moved: Sequence[tuple[Dial, Any]]) -> Scenario:
    """The scenario with its assumptions moved."""
    scenario = question.scenario
    for one, value in moved:
        if not one.is_lever:
            # mypy cannot see that the groups of assumptions are never called name, why or today
            scenario = scenario.but(**one.changes(value))  # type: ignore[arg-type]
    return scenario


def runs_of(case: Case, measure: str, effort: Effort) -> Runs:
    """What plays the case; customers are made anew where the assumption makes them other ones."""
    question = case.question
    if case.dial is None or case.dial.is_lever:
        return Runs(question.scenario, question.portfolio, (measure,), effort)
    scenario = changed_scenario(question, [(case.dial, case.value)])
    portfolio = question.portfolio if question.portfolio.origin == "ledger" else portfolio_for(scenario)
    return Runs(scenario, portfolio, (measure,), effort)


def case_levers(case: Case) -> list[Any]:
    """Both strategies' levers; a lever moves in the strategy alone, not in what it is compared with."""
    first, second = case.question.levers
    if case.dial is not None and case.dial.is_lever:
        second = second.but(**case.dial.changes(case.value))
    return [first, second]


def refuse_ledgers_own(moved: Sequence[Dial], question: Question) -> None:
    """Refuse what a ledger decides."""
    for one in moved:
        if question.portfolio.origin == "ledger" and one.parameter.key in LEDGER_DECIDES:
            raise UserError(
                f"--keys {one.key} has no place beside a ledger: the ledger decides it. Leave it out."
            )


def _check(moved: Sequence[Dial], question: Question) -> None:
    """Refuse what a ledger decides, or what its customers would have to be fitted anew for."""
    refuse_ledgers_own(moved, question)
    for one in moved:
        if question.portfolio.origin == "ledger" and needs_calibration(one, question):
            raise UserError(
                f"--keys {one.key} would need the ledger's customers fitted anew. Leave it out, or compare with "
                f"--set {one.key}=..."
            )


def needs_calibration(one: Dial, question: Question) -> bool:
    """Whether how customers pay would have to be solved anew at another value (about a minute each)."""
    if one.is_lever:
        return False
    usual = inputs_hash(question.scenario)
    return any(inputs_hash(changed_scenario(question, [(one, value)])) != usual for value in one.ends)


def _bar(one: Dial, base: Values, ends: tuple[Values, Values], level: float) -> Bar:
    made = []
    for value, found in zip(one.ends, ends, strict=True):
        answers = found[1] - found[0]
        movement, answer = interval(answers - base, level), interval(answers, level)
        if movement is None or answer is None or len(defined(answers - base)) < 2:
            raise UserError(
                f"The measure is not defined in enough runs at {one.key}={value}. Give a narrower range."
            )
        made.append(End(value, one.told(value), movement, answer))
    return Bar(one.key, one.parameter.meaning, made[0], made[1])
