"""Claims: where lost debts go under a contract, in every simulated run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from simulator.errors import UserError
from simulator.experiment.kept.accounts import keep_account, kept_account
from simulator.experiment.measuring import (
    Effort,
    Running,
    answered,
    asked,
    check_replications,
    counted,
    origin_of,
)
from simulator.experiment.settling import Settled, settled
from simulator.experiment.workers import replicate
from simulator.results.claims import ClaimsAccount, from_document
from simulator.results.contract_cost import ClaimsAnswer

if TYPE_CHECKING:
    from simulator.engine.world import World
    from simulator.experiment.question import Question
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

KIND = "claims"


@dataclass(frozen=True)
class _Settling:
    """One replication; can be sent to another process."""

    world: World
    seed: int

    def __call__(self, replication: int) -> Settled:
        """Where its lost debts go."""
        return settled(self.world, self.seed, replication)


def claims_account(
    scenario: Scenario, contract: Strategy, *, replications: int = 100, **running: Unpack[Running]
) -> ClaimsAccount:
    """Where lost debts go under an insurance contract: not covered, refused, borne by ourselves, or paid.

    Args:
        scenario: What is not ours to decide.
        contract: A strategy with an insurance.
        replications: How many runs.
        running: Seed, portfolio, workers, progress, where it is kept; see `Effort`.
    """
    from simulator.engine.world import World

    effort = Effort(**running)
    check_replications(replications)
    question = asked(scenario, [contract], effort)
    if question.levers[0].insurance.insured_fraction <= 0:
        raise UserError(f"{contract.name} has no insurance: give insurance.insured_fraction a value above 0.")
    shelf = effort.keeping.shelf if effort.keeping is not None else None
    kept = kept_account(KIND, question, shelf)
    before = None if kept is None else from_document(kept["document"])
    if before is not None and before.replications >= replications:
        return _renamed(before, contract.name, replications)
    world = World.build(scenario, question.portfolio, list(question.levers))
    tell = counted(effort.progress, replications)
    begin = 0 if before is None else before.replications
    tell(begin)
    found = replicate(_Settling(world, effort.seed), range(begin, replications), effort.workers, tell)
    answer = _joined(before, found, question)
    keep_account(KIND, question, shelf, answer.replications, answer.as_document())
    return answer


def claims(
    scenario: Scenario, contract: Strategy, *, replications: int = 100, **running: Unpack[Running]
) -> ClaimsAnswer:
    """Where unpaid debts go under a contract and what it costs, with where the numbers come from.

    Args:
        scenario: What is not ours to decide.
        contract: A strategy with an insurance.
        replications: How many runs.
        running: Seed, portfolio, workers, progress, where it is kept; see `Effort`.
    """
    account = claims_account(scenario, contract, replications=replications, **running)
    effort = Effort(**running)
    question = asked(scenario, [contract], effort)
    answer = ClaimsAnswer(account, origin_of(question))
    return answered(KIND, question, effort, replications, answer)


def _joined(before: ClaimsAccount | None, found: list[Settled], question: Question) -> ClaimsAccount:
    """The runs kept before, and those played now."""
    more: dict[str, Any] = {
        "cents": np.stack([one.parts for one in found]),
        "salvage": np.stack([one.salvage for one in found]),
        "premium": np.stack([one.premium for one in found]),
        "counts": np.stack([one.counts for one in found]),
    }
    if before is not None:
        more = {name: np.concatenate([getattr(before, name), array]) for name, array in more.items()}
    company = question.scenario.company
    return ClaimsAccount(strategy=question.names[0], currency=company.currency, seed=question.seed, **more)


def _renamed(found: ClaimsAccount, name: str, replications: int) -> ClaimsAccount:
    """The first so many runs, under the name that was asked for."""
    arrays = {part: getattr(found, part)[:replications] for part in ("cents", "salvage", "premium", "counts")}
    return ClaimsAccount(strategy=name, currency=found.currency, seed=found.seed, **arrays)
