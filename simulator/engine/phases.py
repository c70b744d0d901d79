"""Phases of a run: what holds from a day on, where shocks come and go."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from simulator.engine.economy import demand_ceiling, phase_days
from simulator.engine.plan import assumption_numbers, segment_numbers
from simulator.engine.sizes import by_size
from simulator.portfolio.portfolio import Portfolio
from simulator.scenario import Scenario
from simulator.shocks import COVER_CUT, CUSTOMERS_FAIL, scenario_on

_SOLVED = ("to_stress", "sudden", "stressed_share")


class Phase(NamedTuple):
    """What holds from a day on, until the next phase begins, and what happens on its first day."""

    day: int
    assumptions: NDArray[Any]
    segments: NDArray[Any]
    failing: tuple[int, ...]  # places whose customers become insolvent
    cover_cut: float  # share of the named limits that the insurer withdraws


def phases_of(scenario: Scenario, portfolio: Portfolio, banking_share: float) -> tuple[Phase, ...]:
    """The phases of a scenario after its usual times; none without shocks."""
    if not scenario.shocks:
        return ()
    usual, ceiling = segment_numbers(scenario), demand_ceiling(scenario)
    return tuple(
        _phase(scenario_on(scenario, scenario.shocks, day), day, usual, (portfolio, banking_share, ceiling))
        for day in phase_days(scenario)
    )


def _phase(now: Scenario, day: int, usual: NDArray[Any], fixed: tuple[Portfolio, float, float]) -> Phase:
    """One phase; how often customers fail in usual times stays as it was solved."""
    portfolio, banking_share, ceiling = fixed
    segments = segment_numbers(now)
    segments.setflags(write=True)
    for name in _SOLVED:
        segments[name] = usual[name]
    segments.setflags(write=False)
    today = [shock for shock in now.shocks if shock.window(now.company.start_date)[0] == day]
    ranks = sorted({rank for shock in today for rank in shock.events.get(CUSTOMERS_FAIL, ())})
    order = by_size(portfolio)
    return Phase(
        day=day,
        assumptions=assumption_numbers(now, banking_share, ceiling),
        segments=segments,
        failing=tuple(int(order[rank - 1]) for rank in ranks if rank <= len(order)),
        cover_cut=float(max((shock.events.get(COVER_CUT, 0.0) for shock in today), default=0.0)),
    )
