"""Which expert judgement an answer leans on most, and where the answer would turn.

A sensitivity of the judgements alone (evidence E in the dictionary); then the value of the largest one is sought at
which a strategy's lead is nothing, on the luck of the base case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from scipy.optimize import brentq

from simulator.experiment.dials import Dial, dial
from simulator.experiment.measuring import Effort, Running
from simulator.experiment.sensitivity import (
    REPLICATIONS,
    Case,
    both,
    case_levers,
    default_dials,
    runs_of,
    sensitivity,
)
from simulator.results.statistics import defined

if TYPE_CHECKING:
    from simulator.experiment.question import Question
    from simulator.results.tornado import Bar, Sensitivity
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

JUDGED = "E"
OWN_BOOKS = "company"
"""What the company can look up about itself: no judgement of its customers, but unknown until somebody sets it."""
THE_TIMES = ("economy.failure_multiplier", "economy.lateness_multiplier", "economy.order_multiplier")
"""How the times are is no judgement about us: 1 is as usual by definition, and shocks show other times."""

_STEPS = 8
_CLOSE = 0.005
"""The turning point is known to this share of the range."""


@dataclass(frozen=True)
class Leaning:
    """The judgement on which an answer leans most.

    Attributes:
        key: Its name in the dictionary.
        value: What was assumed.
        low: The low end of its plausible range.
        high: The high end.
        base: The lead as assumed (unit of the measure).
        hurts_low: Whether the low end is the worse one for the strategy's lead.
        turns_below: Below which value the lead has the other sign; None: not within the range.
        turns_above: Above which.
        replications: Runs of each case.
    """

    key: str
    value: float
    low: float
    high: float
    base: float
    hurts_low: bool
    turns_below: float | None
    turns_above: float | None
    replications: int


@dataclass(frozen=True)
class Leanings:
    """What an answer leans on; None where nothing that was moved changes it clearly.

    Attributes:
        most: The assumption that moves it most.
        judgement: The one that moves it most among those about the customers, not about the company itself.
    """

    most: Leaning | None
    judgement: Leaning | None

    @property
    def is_own_figure(self) -> bool:
        """Whether it leans most on what the company can look up about itself."""
        return self.most is not None and self.most.key.startswith(f"{OWN_BOOKS}.")


def leaning(
    scenario: Scenario,
    pair: tuple[Strategy, Strategy],
    *,
    known: frozenset[str] = frozenset(),
    by: str = "profit_to_the_end",
    replications: int = REPLICATIONS,
    **running: Unpack[Running],
) -> Leanings:
    """The assumption of ours that moves a strategy's lead most, and where the lead turns.

    Args:
        scenario: What is not ours to decide.
        pair: What we do today, and the strategy.
        known: Keys of figures that are known, so that nothing can lean on their being guessed.
        by: The measure to judge by.
        replications: How many of each case.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    today, strategy = pair
    question = both(scenario, strategy, today, effort)
    judged = [key for key in judged_keys(question) if key not in known]
    if not judged:
        return Leanings(None, None)
    found = sensitivity(
        scenario, strategy, against=today, keys=judged, by=by, replications=replications, **running
    )
    if not found.moving:
        return Leanings(None, None)
    about_customers = [bar for bar in found.moving if not bar.key.startswith(f"{OWN_BOOKS}.")]
    most = _leaning(found, found.moving[0], question, effort)
    if about_customers[:1] == list(found.moving[:1]):
        return Leanings(most, most)
    return Leanings(most, _leaning(found, about_customers[0], question, None) if about_customers else None)


def judged_keys(question: Question) -> list[str]:
    """Keys of the judgements that may decide between two strategies, those of how the times are left out."""
    return [
        one.key
        for one in default_dials(question)
        if one.parameter.evidence == JUDGED and one.key not in THE_TIMES
    ]


def _leaning(found: Sensitivity, bar: Bar, question: Question, effort: Effort | None) -> Leaning:
    """The bar with the values at which the lead is nothing; not sought without anybody to play."""
    moved = dial(bar.key)
    value = float(getattr(getattr(question.scenario, moved.parameter.group), moved.parameter.name))
    base = found.base.mean
    turns: list[float | None] = []
    for end in bar.ends:
        if effort is None or end.answer.mean * base >= 0.0 or float(end.value) == value:
            turns.append(None)
            continue
        turns.append(_crossing(_Lead(question, moved, found, effort), value, float(end.value)))
    better = 1.0 if found.wording.gain(1.0) > 0 else -1.0
    movements = [better * end.movement.mean for end in bar.ends]
    return Leaning(
        key=bar.key,
        value=value,
        low=float(bar.low.value),
        high=float(bar.high.value),
        base=base,
        hurts_low=movements[0] <= movements[1],
        turns_below=turns[0],
        turns_above=turns[1],
        replications=found.replications,
    )


@dataclass(frozen=True)
class _Lead:
    """The lead at a value of the assumption."""

    question: Question
    moved: Dial
    found: Sensitivity
    effort: Effort

    def __call__(self, value: float) -> float:
        """The average lead, on the luck of the base case."""
        given: Any = round(value) if self.moved.parameter.type == "whole" else value
        case = Case(self.question, self.moved, given)
        runs = runs_of(case, self.found.measure, self.effort)
        found = runs(case_levers(case), range(self.found.replications))[:, :, 0]
        return float(defined(found[1] - found[0]).mean())


def _crossing(lead: _Lead, inside: float, end: float) -> float:
    """The value between two at which the lead is nothing."""
    root, _ = brentq(
        lead, inside, end, xtol=_CLOSE * abs(end - inside), maxiter=_STEPS, full_output=True, disp=False
    )
    return float(f"{root:.12g}")
