"""What a board page is written from: a comparison, what could go wrong, and on what the answer leans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.experiment.compare import compare
from simulator.experiment.dangers import Struck, dangers
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.leaning import Leanings, leaning
from simulator.experiment.sensitivity import REPLICATIONS
from simulator.publish.board.deciding import Decision, decide
from simulator.publish.board.model_check import ModelCheck
from simulator.results.verdict import check_criterion
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.measuring import Running
    from simulator.experiment.outcomes import Progress
    from simulator.experiment.places import Workers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

MOST_STRATEGIES = 3
"""Beside today: as many as have a letter and a colour."""


@dataclass(frozen=True)
class Stamp:
    """What a page says of itself.

    Attributes:
        made: The day of the page.
        by_hand: Keys of the inputs that somebody set for this question.
        repeat: The command that makes the same page again.
        ledger: What the ledger is, in a few words; nothing where there is none.
    """

    made: date
    by_hand: frozenset[str] = frozenset()
    repeat: str = ""
    ledger: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that a board page is written from.

    Attributes:
        scenario: What is not ours to decide.
        strategies: Today first.
        portfolio: The customers.
        comparison: All strategies, today first.
        decision: What follows from it, and which strategy the page is about.
        leanings: The assumptions on which the answer leans most.
        dangers: What could go wrong, played.
        tested: What the back-test said.
    """

    scenario: Scenario
    strategies: tuple[Strategy, ...]
    portfolio: Portfolio
    comparison: Comparison
    decision: Decision
    leanings: Leanings
    dangers: tuple[Struck, ...]
    tested: ModelCheck


@dataclass(frozen=True)
class Working:
    """How it is run.

    Attributes:
        seed: The seed of all luck.
        replications: Runs of each strategy, and of each danger.
        workers: Who plays; no number depends on it.
        shelf: Where runs are kept; None keeps nothing.
        progress: Told how many runs of a step are done and wanted.
    """

    seed: int = 2026
    replications: int = 200
    workers: Workers = None
    shelf: Shelf | None = None
    progress: Progress | None = None


def ask(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    working: Working | None = None,
    *,
    portfolio: Portfolio | None = None,
    criterion: str = "profit",
    tested: ModelCheck | None = None,
    known: frozenset[str] = frozenset(),
) -> Evidence:
    """Run what a board page needs.

    Args:
        scenario: What is not ours to decide.
        strategies: One to three beside today; today itself may be among them.
        working: How it is run.
        portfolio: Customers fitted to a ledger; None makes the scenario's own.
        criterion: What decides, as `compare` judges: a measure, growth, resilience, or weights of one's own.
        tested: What the back-test of the ledger said; None: what is kept of it.
        known: Keys of inputs that somebody set, so that the answer does not lean on their being guessed.
    """
    how = working or Working()
    check_criterion(criterion)
    called = with_today(scenario, strategies)
    customers = portfolio or portfolio_for(scenario)
    comparison = compare(
        scenario,
        called,
        seed=how.seed,
        replications=how.replications,
        workers=how.workers,
        portfolio=customers,
        progress=how.progress,
        keep=how.shelf or False,
    )
    decision = decide(comparison, criterion)
    today, then = called[0], called[decision.position]
    running: Running = {
        "seed": how.seed,
        "portfolio": customers,
        "workers": how.workers,
        "progress": how.progress,
        "keep": how.shelf or False,
    }
    few = min(REPLICATIONS, how.replications)
    turned = leaning(scenario, (today, then), known=known, by=decision.leans_on, replications=few, **running)
    wrong = dangers(scenario, (today, then), turned.judgement, how.replications, **running)
    return Evidence(
        scenario,
        called,
        customers,
        comparison,
        decision,
        turned,
        wrong,
        ModelCheck.of_light(comparison.light) if tested is None else tested,
    )


def with_today(scenario: Scenario, strategies: Sequence[Strategy]) -> tuple[Strategy, ...]:
    """Today first, then the others; who names today again means the same.

    Raises:
        UserError: nothing beside today, or more strategies than a page can tell apart.
    """
    others = [one for one in strategies if one.levers(scenario.today) != scenario.today]
    if not others:
        raise UserError(
            "Every strategy named does what we do today, so there is nothing to decide. Name another one, such as "
            "discount."
        )
    if len(others) > MOST_STRATEGIES:
        raise UserError(
            f"{len(others)} strategies are more than a board page holds. Name at most {MOST_STRATEGIES} beside today; "
            "'creditlab best' finds the best of many."
        )
    return (load_strategy("status_quo"), *others)
