"""How much an answer leans on what nobody published: a sensitivity of the judgements alone, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from simulator.experiment.kept.answers import documents_of
from simulator.experiment.leaning import judged_keys
from simulator.experiment.measuring import Effort, Running, origin_of
from simulator.experiment.sensitivity import both, default_dials, sensitivity
from simulator.experiment.versions import numbers_version

if TYPE_CHECKING:
    from simulator.results.tornado import Sensitivity
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATIONS = 20
_ANY = ""


@dataclass(frozen=True)
class KeptSensitivity:
    """A sensitivity that was worked out before by this version, as plain values.

    Attributes:
        document: The answer; `moved` holds what was moved, from what moves it most.
        made: When.
    """

    document: dict[str, Any]
    made: datetime


def judgements(
    scenario: Scenario,
    strategy: Strategy,
    *,
    by: str = "profit_to_the_end",
    replications: int = REPLICATIONS,
    **running: Unpack[Running],
) -> Sensitivity:
    """How much each expert judgement moves what a strategy brings over today.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        by: The measure to judge by.
        replications: How many of each case.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    question = both(scenario, strategy, None, Effort(**running))
    return sensitivity(
        scenario, strategy, keys=judged_keys(question), by=by, replications=replications, **running
    )


def kept_judgements(
    scenario: Scenario, strategy: Strategy, **running: Unpack[Running]
) -> KeptSensitivity | None:
    """What is kept of that question: of the judgements alone, or of all assumptions; None where there is none.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        running: Seed, portfolio, and the shelf as `keep`.
    """
    effort = Effort(**running)
    if effort.keeping is None:
        return None
    question = both(scenario, strategy, None, effort)
    moved = default_dials(question)
    judged = set(judged_keys(question))
    wanted = {
        origin_of(question, sensitivity=[[one.key, *one.ends] for one in some]).inputs_hash
        for some in (moved, [one for one in moved if one.key in judged])
    }
    found = [
        one
        for one in documents_of(effort.keeping.shelf, _ANY)
        if (one.get("kind"), one.get("numbers")) == ("sensitivity", numbers_version())
        and one.get("document")
        and (one["document"]["inputs_hash"], one["seed"]) in {(each, effort.seed) for each in wanted}
    ]
    if not found:
        return None
    best = max(found, key=lambda one: (one["replications"], str(one["made"])))
    return KeptSensitivity(best["document"], datetime.fromisoformat(best["made"]))
