"""The people of the credit desk, scores that get old or are too kind, and guarantees."""

import math

from simulator.compiling import compiled
from simulator.luck import normal_probability, normal_quantile

WORKED_MINUTES = 99_000.0
"""Minutes that somebody works in a year: 220 days of 450 minutes (assumption)."""
_LEAST = 1e-12


@compiled
def outside_cost(cost: float, minutes: float, cost_per_year: float) -> float:
    """What is left of the cost of judging one applicant when our own time in it is paid as a salary (currency).

    A full review for 150, 180 minutes of it our own, analysts at 49,500 a year (0.50 a minute):

    >>> outside_cost(150.0, 180.0, 49_500.0), outside_cost(20.0, 60.0, 49_500.0)
    (60.0, 0.0)
    """
    return max(cost - minutes * cost_per_year / WORKED_MINUTES, 0.0)


@compiled
def decision_wait(filed: int, worked: int, committee_days: int, is_above: bool) -> int:
    """Days from application to decision where analysts queue: until the file is worked, then the committee.

    Applied on day 31, worked on day 36; seven days more above the authority of the desk:

    >>> decision_wait(31, 36, 7, False), decision_wait(31, 36, 7, True)
    (5, 12)
    """
    return worked - filed + (committee_days if is_above else 0)


@compiled
def kind_score(score: float, bias: float) -> float:
    """A score as references tell it, who speak well of everybody: shifted by so many standard deviations.

    The 10 % worst of all look as the 30 % worst do with a shift of 0.7573:

    >>> round(kind_score(0.90, 0.7573), 3), kind_score(0.90, 0.0)
    (0.7, 0.9)
    """
    if bias == 0.0:
        return score
    return normal_probability(normal_quantile(min(max(score, _LEAST), 1.0 - _LEAST)) - bias)


@compiled
def stale_score(score: float, noise: float, kept: float) -> float:
    """A score that has got old: correlation ``kept`` with what it was, the rest is noise (a normal number).

    >>> round(stale_score(0.8413447, 0.0, 0.5), 4), round(stale_score(0.9, 1.3, 1.0), 6)
    (0.6915, 0.9)
    """
    old = normal_quantile(min(max(score, _LEAST), 1.0 - _LEAST))
    return normal_probability(kept * old + math.sqrt(1.0 - kept * kept) * noise)


@compiled
def is_guaranteed(share: float, limit: int, above: int) -> bool:
    """Whether we ask a customer for a guarantee: a share is asked for, and its credit limit is above an amount (cents).

    >>> is_guaranteed(0.5, 2_000_000, 1_000_000), is_guaranteed(0.5, 1_000_000, 1_000_000)
    (True, False)
    >>> is_guaranteed(0.0, 2_000_000, 0)
    False
    """
    return share > 0.0 and limit > above
