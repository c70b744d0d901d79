"""Two companies with the same DSO and two causes: one sells to weak customers, the other does not chase strong ones.

Both are made from the learner's own case: same sales, same number of customers, same seed; both are synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.classroom.case import Case

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison, Result
    from simulator.scenario import Scenario

NAMES = ("Amber", "Blue")
CREDIT, COLLECTIONS = "credit", "collections"
AS_IT_IS, TELEPHONE, DOOR, SAME_DESK = "As it is", "Telephone", "Door", "Same desk"
REFUSED = 0.30
"""Share of the applicants that the stricter door refuses."""

_WEAK_COUNT = {"large": 0.02, "mid": 0.10, "sme": 0.58, "micro": 0.27, "public": 0.03}
_WEAK_VALUE = {"large": 0.06, "mid": 0.22, "sme": 0.46, "micro": 0.22, "public": 0.04}
_STRONG_COUNT = {"large": 0.08, "mid": 0.22, "sme": 0.30, "micro": 0.10, "public": 0.30}
_STRONG_VALUE = {"large": 0.44, "mid": 0.31, "sme": 0.08, "micro": 0.02, "public": 0.15}
_FAIL_MORE = 3
"""Assumption: the customers of whoever takes everybody fail three times as often as their size says, those of whoever
chooses a third as often."""
_LAX = {"stop_supply_days": 120, "limit_months_of_sales": 8.0}
_SILENT = [{"day": 45, "channel": "email"}]
_FULL = [
    {"day": -7, "channel": "email"},
    {"day": -3, "channel": "call"},
    {"day": 3, "channel": "email"},
    {"day": 10, "channel": "call"},
    {"day": 20, "channel": "call"},
    {"day": 30, "channel": "manager"},
    {"day": 45, "channel": "final_demand"},
]


@dataclass
class Companies:
    """The two companies of a case.

    Attributes:
        case: The learner's case.
    """

    case: Case

    @property
    def causes(self) -> dict[str, str]:
        """Which company has which trouble; the learner's seed decides."""
        causes = (CREDIT, COLLECTIONS) if self.case.seed % 2 else (COLLECTIONS, CREDIT)
        return dict(zip(NAMES, causes, strict=True))

    def name_of(self, cause: str) -> str:
        """The company with this trouble."""
        return next(name for name, its in self.causes.items() if its == cause)

    @cached_property
    def _played(self) -> dict[str, Comparison]:
        return {cause: self._prescribed(cause) for cause in (CREDIT, COLLECTIONS)}

    def prescriptions(self, cause: str) -> Comparison:
        """A company as it is, with the telephone, and with the stricter door; same customers, same luck.

        The one that does not chase comes last with the other's own ladder: the same desk, other customers.
        """
        return self._played[cause]

    def _prescribed(self, cause: str) -> Comparison:
        telephone = {"collections": {"ladder": _FULL}}
        door = {"credit_policy": {"information": "bureau", "refused_fraction": REFUSED}}
        silent = {"collections": {"ladder": _SILENT}}
        lax = self.case.strategy({"credit_policy": _LAX})
        base = lax.but(AS_IT_IS, why="what it does now", **(silent if cause == COLLECTIONS else {}))
        chosen = [
            base,
            base.but(TELEPHONE, why="a full ladder, with calls before the due date", **telephone),
            base.but(DOOR, why="a bureau's score; the worst three in ten applicants are refused", **door),
        ]
        if cause == COLLECTIONS:
            chosen.append(lax.but(SAME_DESK, why="chased as the other company chases"))
        return self.case.side_by_side(*chosen, scenario=self._scenario(cause))

    def beside(self, strategy: str = AS_IT_IS) -> dict[str, Result]:
        """Both companies under the same prescription, by their names."""
        return {name: self.prescriptions(cause).result(strategy) for name, cause in self.causes.items()}

    def _scenario(self, cause: str) -> Scenario:
        own = self.case.scenario
        is_strong = cause == COLLECTIONS
        counts, values = (_STRONG_COUNT, _STRONG_VALUE) if is_strong else (_WEAK_COUNT, _WEAK_VALUE)
        times = 1 / _FAIL_MORE if is_strong else _FAIL_MORE
        failures = {name: times * rate for name, rate in own.health.failures_per_year.items()}
        return own.but(
            "Sells to the strong" if is_strong else "Sells to everybody",
            why="a lesson",
            portfolio={"segment_count_fraction": counts, "segment_value_fraction": values},
            health={"failures_per_year": failures},
        )
