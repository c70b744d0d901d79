"""What the page works out, piece by piece: first numbers within seconds, then sharper ones; what was run is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.app.insurance import contract
from simulator.app.lab.state import Lab
from simulator.experiment.kept.accounts import kept_account
from simulator.experiment.kept.answers import outcome_keys

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.app.kit.jobs import Progress
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.question import Question
    from simulator.strategy import Strategy

SEED = 2026

INSURANCE, CLAIMS, TOLD, FINANCING, FEES, LIMITS = (
    "insurance",
    "claims",
    "told",
    "financing",
    "facility",
    "limits",
)
PLAN: tuple[tuple[str, int], ...] = (
    (INSURANCE, 12),
    (INSURANCE, 60),
    (CLAIMS, 40),
    (FINANCING, 40),
    (INSURANCE, 200),
    (FEES, 40),
    (CLAIMS, 100),
    (TOLD, 100),
    (FINANCING, 200),
    (LIMITS, 60),
)
"""Kind and number of replications, in the order in which they are worked out."""

WORDS = {
    INSURANCE: "Insured and uninsured years",
    CLAIMS: "Claims, debt by debt",
    TOLD: "The duty to notify",
    FINANCING: "Facility and overdraft",
    FEES: "The factor's fees",
    LIMITS: "The facility's limits",
}
_QUESTIONS: dict[str, Callable[[Lab], tuple[Strategy, ...]]] = {
    INSURANCE: contract.insurance_question,
    CLAIMS: lambda lab: contract.insurance_question(lab)[1:2],
    TOLD: contract.told_question,
    FINANCING: contract.financing_question,
    FEES: lambda lab: contract.financing_question(lab)[1:],
    LIMITS: contract.limits_question,
}
_ACCOUNTS = {CLAIMS: "claims", FEES: "facility"}


@dataclass(frozen=True)
class Stage:
    """One piece of work."""

    kind: str
    replications: int
    lab: Lab

    @property
    def strategies(self) -> tuple[Strategy, ...]:
        """Whom it is about."""
        return _QUESTIONS[self.kind](self.lab)

    @property
    def key(self) -> tuple[Any, ...]:
        """What decides its result."""
        levers = tuple(one.name + one.levers(self.lab.today).model_dump_json() for one in self.strategies)
        return self.kind, self.replications, self.lab.setting.fingerprint, self.lab.setting.scenario, levers

    def work(self, shelf: Shelf | None, tell: Progress) -> Any:
        """Do it, taking what is kept."""
        scenario, how = self.lab.setting.scenario, self._how(shelf, tell)
        if self.kind == CLAIMS:
            from simulator.experiment.claims import claims_account

            return claims_account(scenario, self.strategies[0], replications=self.replications, **how)
        if self.kind == FEES:
            from simulator.experiment.facility import facility_costs

            return facility_costs(scenario, self.strategies, replications=self.replications, **how)
        from simulator.experiment.compare import compare

        return compare(scenario, self.strategies, replications=self.replications, **how)

    def _how(self, shelf: Shelf | None, tell: Progress) -> dict[str, Any]:
        return {
            "seed": SEED,
            "portfolio": self.lab.setting.portfolio,
            "workers": 1,
            "progress": tell,
            "keep": shelf or False,
        }

    def kept_since(self, shelf: Shelf | None, question: Question) -> datetime | None:
        """When the latest of it was played, if all of it is kept."""
        if shelf is None or shelf.folder is None or shelf.is_fresh:
            return None
        if self.kind in _ACCOUNTS:
            kept = kept_account(_ACCOUNTS[self.kind], question, shelf)
            if kept is None or kept["replications"] < self.replications:
                return None
            return _moment(kept["made"])
        latest: datetime | None = None
        for key in outcome_keys(question.inputs, SEED):
            found, made = shelf.outcomes(key)
            if made is None or not set(range(self.replications)) <= set(found):
                return None
            latest = made if latest is None else max(latest, made)
        return latest


def _moment(text: str) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(text)


def stages_of(lab: Lab, plan: tuple[tuple[str, int], ...] = PLAN) -> list[Stage]:
    """All pieces of work for a state; where nothing is insured, claims are those of the contract that ships."""
    return [Stage(kind, count, lab) for kind, count in plan]


@dataclass(frozen=True)
class Looked:
    """What is on the shelf: the stages to go through, and since when each is kept."""

    stages: tuple[Stage, ...]
    kept: dict[int, datetime]

    @property
    def ready(self) -> int:
        """How many stages, from the first on, are kept."""
        return next((place for place in range(len(self.stages)) if place not in self.kept), len(self.stages))


def look(stages: list[Stage], shelf: Shelf | None) -> Looked:
    """Look what is kept: of each kind the sharpest that is, and what is sharper still; kept ones come first."""
    from simulator.experiment.inputs import portfolio_for
    from simulator.experiment.question import Question

    since: dict[int, datetime] = {}
    for place, stage in enumerate(stages):
        setting = stage.lab.setting
        portfolio = setting.portfolio or portfolio_for(setting.scenario)
        question = Question(setting.scenario, stage.strategies, portfolio, SEED)
        made = stage.kept_since(shelf, question)
        if made is not None:
            since[place] = made
    sharpest = {stages[place].kind: place for place in since}
    chosen = sorted(sharpest.values())
    chosen += [
        place
        for place, stage in enumerate(stages)
        if place not in since and place > sharpest.get(stage.kind, -1)
    ]
    kept = {number: since[place] for number, place in enumerate(chosen) if place in since}
    return Looked(tuple(stages[place] for place in chosen), kept)
