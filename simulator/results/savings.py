"""What the same luck saves: replications that strategies with luck of their own would have needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison, Result

SAVINGS_OF = {"dso_countback_days": "DSO", "cash_collected": "cash collected", "profit_to_the_end": "profit"}
"""The measures it is told for, and what they are called here."""

SAVINGS_FORMULA = (
    "replications x (variance of the strategy + variance of the first) / variance of the paired difference"
)


@dataclass(frozen=True)
class Saving:
    """What the same luck saved on one difference.

    Attributes:
        metric: The measure.
        times: How many times as many replications luck of their own would need for the same half-width.
        needed: So many.
        saved: Those, without the ones that were run; negative where the same luck does harm.
    """

    metric: str
    times: float
    needed: int
    saved: int


def saving_of(metric: str, times: float, replications: int) -> Saving:
    """What was saved, from how many times as many would have been needed.

    A paired difference has the half-width t sqrt(v / n) with the variance v of the difference; two strategies with
    luck of their own have t sqrt((v_A + v_B) / m). They are equal at m = n (v_A + v_B) / v (Student's t is taken as
    the same for both; with 20 replications or more that is within one in twenty).

    >>> saving_of("profit_to_the_end", (9.0 + 16.0) / 0.5, 40)  # variances 9 and 16, of the difference 0.5
    Saving(metric='profit_to_the_end', times=50.0, needed=2000, saved=1960)
    """
    needed = math.ceil(round(times * replications, 6))
    return Saving(metric, times, needed, needed - replications)


def savings(comparison: Comparison, result: Result) -> dict[str, Saving]:
    """By measure, what the same luck saved on a strategy's difference to the first.

    A measure is left out where it is undefined, or where the difference is the same in every replication: then any
    number of replications would have been saved.
    """
    found = {}
    for metric in SAVINGS_OF:
        times = comparison.noise_removed(result, metric)
        if times is not None and math.isfinite(times):
            found[metric] = saving_of(metric, times, comparison.replications)
    return found


def savings_in_words(comparison: Comparison, result: Result) -> str | None:
    """A sentence on what the same luck saved for a strategy; None where nothing can be said."""
    found = list(savings(comparison, result).values())
    if not found:
        return None
    saved = _listed([f"{SAVINGS_OF[one.metric]} {_count(one.saved)}" for one in found])
    times = _listed([_times(one.times) for one in found])
    return (
        f"The same luck saved replications for {result.name}: {saved} "
        f"(luck of its own would need {times} times as many)."
    )


def _count(saved: int) -> str:
    return f"{saved:,}" if saved > 0 else "none"


def _times(times: float) -> str:
    return f"{times:,.{0 if times >= 10 else 1}f}"


def _listed(parts: Sequence[str]) -> str:
    """Words in a row.

    >>> _listed(["a"]), _listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
