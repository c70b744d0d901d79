"""Does a stricter door take work off the collectors? Today with a bureau's score and ever stricter cut-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.experiment.compare import compare
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.measuring import Progress
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

CUT_OFFS = (0.0, 0.1, 0.2, 0.3)
"""Shares of the applicants, those with the worst scores, that get no credit."""
MEASURES = (
    "desk_load_fraction",
    "backlog_cases",
    "overdue_fraction",
    "bad_debt_net_fraction",
    "customers_refused",
    "information_cost",
    "profit_to_the_end",
)
REPLICATIONS = 60


def front_end_strategies(cut_offs: tuple[float, ...] = CUT_OFFS) -> tuple[Strategy, ...]:
    """Today, and today with a bureau's score and a cut-off."""
    today = load_strategy("status_quo")
    return (
        today,
        *(
            today.but(
                f"Refuse {100 * share:.0f} %",
                why="A bureau's score at the door",
                credit_policy={"information": "bureau", "refused_fraction": share},
            )
            for share in cut_offs
        ),
    )


def front_end(
    scenario: Scenario,
    *,
    portfolio: Portfolio | None = None,
    replications: int = REPLICATIONS,
    progress: Progress | None = None,
    keep: Shelf | bool = False,
) -> Comparison:
    """Today beside ever stricter cut-offs, same luck.

    Args:
        scenario: What is not ours to decide.
        portfolio: Customers of a ledger.
        replications: How many.
        progress: Told how many are done.
        keep: Where results are kept; see `compare`.
    """
    return compare(
        scenario,
        front_end_strategies(),
        replications=replications,
        workers=1,
        portfolio=portfolio,
        progress=progress,
        keep=keep,
    )
