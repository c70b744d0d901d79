"""Scores: what they cost, whom they refused, and how well they told those who failed from the others."""

from collections.abc import Collection, Mapping

import numpy as np


def score_gini_fraction(scores: Mapping[int, float], failed: Collection[int]) -> float | None:
    """Gini of scores (0 the best) against who failed: 2 x AUC - 1 (fraction); None where nobody failed, or everybody.

    Customer 7 failed and had the worst but one of four scores: two of three others looked better.

    >>> round(score_gini_fraction({5: 0.1, 6: 0.3, 7: 0.6, 8: 0.9}, {7}), 4)
    0.3333
    """
    has_failed = np.array([number in failed for number in scores], dtype=bool)
    found = np.array(list(scores.values()), dtype=float)
    worse, others = found[has_failed], np.sort(found[~has_failed])
    if len(worse) == 0 or len(others) == 0:
        return None
    below = np.searchsorted(others, worse, side="left")
    equal = np.searchsorted(others, worse, side="right") - below
    return float(2.0 * (below + 0.5 * equal).mean() / len(others) - 1.0)


def decision_wait_days(days: float, decisions: float) -> float | None:
    """Days from application to decision, on average (days): sum of the waits / applications decided.

    >>> decision_wait_days(5 + 12, 2), decision_wait_days(0, 0)
    (8.5, None)
    """
    return days / decisions if decisions > 0 else None
