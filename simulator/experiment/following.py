"""One simulated year of two compared strategies, followed to the invoices: the same as `creditlab why` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.experiment.question import Question
from simulator.experiment.tracing import Place, trace
from simulator.metrics.contributions import ADDITIVE
from simulator.results.followed import FOLLOWED, Followed
from simulator.results.phrases import run_word
from simulator.results.statistics import defined, paired_differences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

MOST_INVOICES = 200
"""So many are told one by one, the largest first; the others as one."""


def follow(
    comparison: Comparison,
    scenario: Scenario,
    strategies: tuple[Strategy, Strategy],
    portfolio: Portfolio,
    *,
    what: str = "profit",
    turn: int = 0,
) -> Followed:
    """Follow the difference of two compared strategies to its invoices, in a year close to the average.

    Args:
        comparison: In which both were compared.
        scenario: What is not ours to decide.
        strategies: The one from which the difference is taken, and the one that is judged.
        portfolio: The customers.
        what: profit, cash or write_offs.
        turn: 0 takes the year closest to the average, 1 the next closest, and so on; after the last the first again.
    """
    question = Question(scenario, strategies, portfolio, comparison.seed)
    measure = FOLLOWED[what]
    one, other = (comparison.result(strategy.name).values(measure) for strategy in strategies)
    order = closest_to_average(paired_differences(other, one).round(2))
    from simulator.engine.world import World

    world = World.build(scenario, portfolio, list(question.levers))
    place = Place(world, comparison.seed, order[turn % len(order)])
    base = comparison.base_name if strategies[0].name == comparison.first.name else strategies[0].name
    return Followed(
        one=base[0].upper() + base[1:],
        other=strategies[1].name,
        what=what,
        trace=trace(place, ADDITIVE[measure], MOST_INVOICES),
        turn=turn % len(order),
        currency=comparison.currency,
        run=run_word(comparison),
        is_small=comparison.is_small,
    )


def closest_to_average(differences: NDArray[np.float64]) -> list[int]:
    """The replications, those whose difference is closest to the average first.

    >>> closest_to_average(np.array([1.0, 9.0, 4.0, 6.0]))
    [2, 3, 0, 1]
    """
    average = defined(differences).mean() if defined(differences).size else 0.0
    return [int(one) for one in np.argsort(np.abs(differences - average), kind="stable")]
