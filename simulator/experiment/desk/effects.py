"""The desk's experiment: what each step, the staff and the order of calls bring; what is ladder, what is staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from simulator import __version__
from simulator.clashes import refused
from simulator.experiment.desk.playing import Stage
from simulator.experiment.desk.variants import NEVER_STOPPED, as_it_comes_out, parts_of, told_apart, variants
from simulator.experiment.measuring import Effort, Running, asked, check_replications, counted
from simulator.experiment.question import Question
from simulator.results.desk.answer import THIS, TODAY, DeskAnswer, mixture
from simulator.results.words import is_small_company

if TYPE_CHECKING:
    from simulator.experiment.kept.keeping import Keeping
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATIONS = 50


def desk(
    scenario: Scenario, strategy: Strategy, *, replications: int = REPLICATIONS, **running: Unpack[Running]
) -> DeskAnswer:
    """What a strategy's ladder and staff bring, step by step, with the same luck for every variant.

    Args:
        scenario: What is not ours to decide.
        strategy: The plan that is looked at.
        replications: How many runs of every variant.
        running: Seed, portfolio, workers, progress; see `Effort`.

    Raises:
        UserError: a plan that contradicts itself.
    """
    effort = Effort(**running)
    check_replications(replications)
    question = asked(scenario, [strategy], effort)
    playable, impossible, parts = _plan(scenario, question)
    today, this = playable[TODAY], playable[THIS]
    different = list({levers.model_dump_json(): levers for levers in playable.values()}.values())
    tell = counted(effort.progress, replications)
    stage = Stage(question.scenario, question.portfolio, effort)
    figures = stage.figures(different, replications, tell)
    if effort.keeping is not None:
        effort.keeping.make_room()
    by_levers = {one.model_dump_json(): found for one, found in zip(different, figures, strict=True)}
    company, stop = scenario.company, this.credit_policy.stop_supply_days
    return DeskAnswer(
        name=strategy.name,
        variants={name: by_levers[levers.model_dump_json()] for name, levers in playable.items()},
        refused=impossible,
        ladder=this.collections.ladder,
        stop_supply_days=None if stop >= NEVER_STOPPED else stop,
        parts=parts,
        today_collectors=today.collections.collectors,
        collectors=this.collections.collectors,
        rule=this.collections.worklist_rule,
        overdraft_limit=company.overdraft_limit,
        start=company.start_date,
        currency=company.currency,
        horizon_days=company.horizon_days,
        replications=replications,
        seed=effort.seed,
        version=__version__,
        inputs_hash=question.inputs_hash,
        is_small=is_small_company(company.annual_credit_sales),
    )


def kept_replications(
    scenario: Scenario, strategy: Strategy, portfolio: Portfolio, keeping: Keeping, seed: int = 2026
) -> int:
    """How many runs of every variant are kept, from the first on: so many need not be played.

    Args:
        scenario: What is not ours to decide.
        strategy: The plan.
        portfolio: The customers.
        keeping: Where runs are kept.
        seed: The seed of all luck.
    """
    effort = Effort(seed=seed, portfolio=portfolio, keep=keeping)
    question = Question(scenario, (strategy,), portfolio, seed)
    playable, _, _ = _plan(scenario, question)
    stage = Stage(scenario, portfolio, effort)
    counts = []
    for key in stage.keys(list(playable.values())):
        kept, _made = keeping.outcomes(key)
        counts.append(next(number for number in range(len(kept) + 1) if number not in kept))
    return min(counts, default=0)


def _plan(
    scenario: Scenario, question: Question
) -> tuple[dict[str, Levers], dict[str, str], tuple[str, ...]]:
    """What can be played, what cannot, and what differs from today."""
    today, this = as_it_comes_out(scenario.today), as_it_comes_out(question.levers[0])
    playable, impossible = told_apart(variants(today, this), lambda levers: _contradictions(question, levers))
    parts = parts_of(today, this)
    if any(mixture(number) in impossible for number in range(2 ** len(parts))):
        parts = ("ladder and staff together",)
    return playable, impossible, parts


def _contradictions(question: Question, levers: Levers) -> tuple[str, ...]:
    return tuple(clash.sentence for clash in refused(question.clashes_of(levers)))
