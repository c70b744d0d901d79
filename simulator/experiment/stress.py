"""Stress: what shocks do to strategies, each run beside the same run without the shock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from simulator.errors import UserError
from simulator.experiment.measuring import (
    Effort,
    Running,
    answered,
    asked,
    check_replications,
    name_in_answers,
    origin_of,
)
from simulator.experiment.question import Question
from simulator.experiment.side_by_side import Measuring, ceiling_of, measure, with_ceiling
from simulator.plans import shipped_names
from simulator.results.origin import measure_of_a_run, measure_to_judge_by
from simulator.results.stress import Coming, StressTest
from simulator.results.words import is_small_company
from simulator.severity import in_words
from simulator.shocks import Shock, load_shock

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

ALL_AT_ONCE = "All of these at once"
MEASURES = ("profit_to_the_end", "lowest_cash", "dso_countback_days", "write_offs_net_of_claims")


def stress(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    shocks: Sequence[Shock | str | Path] = (),
    *,
    measures: Sequence[str] = MEASURES,
    together: bool = False,
    replications: int = 100,
    **running: Unpack[Running],
) -> StressTest:
    """What each shock does to each strategy, against the same run without it.

    Args:
        scenario: What is not ours to decide; shocks that it has already come in every run.
        strategies: What is.
        shocks: One after the other, each by itself; none named are all that come with creditlab.
        measures: What is measured; the shocks are ranked by what they do to the first.
        together: Whether they also come all at once, in a run more.
        replications: How many of each run.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    judged = measures_of(measures)
    check_replications(replications)
    coming = all_shocks(shocks)
    groups = [[shock] for shock in coming] + ([list(coming)] if together and len(coming) > 1 else [])
    struck = [scenario.with_shocks(group) for group in groups]
    question = asked(scenario, strategies, effort)
    worlds, without = _beside(scenario, struck, question)
    found = measure(Measuring(worlds, question.levers, effort.seed, judged), replications, effort)
    company = scenario.company
    late = [
        line for one in struck for line in one.news if line not in scenario.news and "changes nothing" in line
    ]
    answer = StressTest(
        scenario=scenario.title,
        strategies=tuple(name_in_answers(question, place) for place in range(len(strategies))),
        shocks=tuple(_told(group, scenario) for group in groups),
        measures=judged,
        values=found.values,
        without=without,
        overdraft_limit=company.overdraft_limit,
        currency=company.currency,
        origin=origin_of(
            question, struck_by=as_written(coming), **({"together": True} if together else {})
        ).identity,
        notes=tuple(dict.fromkeys((*question.notes, *late))),
        horizon_days=company.horizon_days,
        is_small=is_small_company(company.annual_credit_sales),
    )
    return answered("stress", question, effort, replications, answer)


def _told(group: Sequence[Shock], scenario: Scenario) -> Coming:
    """A shock in words, or several that come at once."""
    if len(group) == 1:
        return Coming(group[0].name, in_words(group[0], scenario))
    return Coming(ALL_AT_ONCE, " and ".join(shock.name for shock in group), is_all=True)


def measures_of(words: Sequence[str]) -> tuple[str, ...]:
    """The measures that words stand for; by the first of them shocks are ranked."""
    if not words:
        raise UserError("Nothing is measured. Name a measure, such as profit or lowest_cash.")
    return (measure_to_judge_by(words[0]), *(measure_of_a_run(word) for word in words[1:]))


def _beside(
    usual: Scenario, struck: Sequence[Scenario], question: Question
) -> tuple[tuple[World, ...], tuple[int, ...]]:
    """The usual world, one for each shock, and usual ones with the luck of shocks that bring more orders.

    Returns:
        The worlds, and for each shock the number of the usual one that it is compared with.
    """
    worlds = [world_of(one, question) for one in (usual, *struck)]
    known = {ceiling_of(worlds[0]): 0}
    for world in worlds[1 : len(struck) + 1]:
        if ceiling_of(world) not in known:
            known[ceiling_of(world)] = len(worlds)
            worlds.append(with_ceiling(worlds[0], ceiling_of(world)))
    return tuple(worlds), tuple(known[ceiling_of(world)] for world in worlds[1 : len(struck) + 1])


def all_shocks(named: Sequence[Shock | str | Path]) -> tuple[Shock, ...]:
    """The shocks named, or all that come with creditlab."""
    found = tuple(
        one if isinstance(one, Shock) else load_shock(one) for one in named or shipped_names("shock")
    )
    names = [shock.name for shock in found]
    for name in names:
        if names.count(name) > 1:
            raise UserError(f"The shock '{name}' is there twice. Name it once.")
    return found


def world_of(scenario: Scenario, question: Question) -> World:
    """The world of a scenario with the question's customers and strategies."""
    from simulator.engine.world import World

    return World.build(scenario, question.portfolio, list(question.levers))


def as_written(shocks: Sequence[Shock]) -> list[object]:
    """Shocks as plain values."""
    return [shock.model_dump(mode="json") for shock in shocks]
