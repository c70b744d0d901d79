"""A learner's case in bad times: the same customers and luck, and a recession upon all of them."""

from __future__ import annotations

from functools import lru_cache

from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline
from simulator.classroom.learners import Learner

RECESSION = "recession"


def in_storm(case: Case) -> Case:
    """The case with the shipped recession upon it."""
    return _in_storm(case.outline, case.learner)


@lru_cache(maxsize=2)
def _in_storm(outline: Outline, learner: Learner) -> Case:
    from simulator.shocks import load_shock

    case = Case(outline, learner)
    return case.on(case.scenario.with_shocks([load_shock(RECESSION)]), case.portfolio)
