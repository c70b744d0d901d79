"""The times of a run: the common factor and recessions month by month, and the phases that shocks bring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.calendar import month_number
from simulator.engine.kernels.cover import cut_cover
from simulator.engine.kernels.times import fail_holder, plan_payments_anew, run_clocks_on
from simulator.luck import Stream, luck
from simulator.rules.economy import in_these_times, next_regime, recession_share
from simulator.rules.health import next_economy
from simulator.rules.paying import normal

if TYPE_CHECKING:
    from simulator.engine.model import Run
    from simulator.engine.state import State
    from simulator.engine.world import World

_NEVER_HIT = -1e9


def first_times(state: State, world: World, seed: int, replication: int) -> None:
    """The economy of the first day; a synthetic portfolio is in a recession as often as in the long run."""
    month = month_number(world.scenario.company.start_date, world.first_day) - 1
    state.economy[c.FACTOR] = normal(luck(seed, replication, Stream.ECONOMY, 0, month))
    state.economy[c.HIT :] = _NEVER_HIT
    begins, ends = (float(state.assumptions[name][0]) for name in ("recession_begins", "recession_ends"))
    if begins > 0.0 and world.portfolio.origin != "ledger":
        uniform = luck(seed, replication, Stream.REGIME, 0, month)
        state.economy[c.RECESSION] = float(uniform < recession_share(begins, ends))
    _set_multipliers(state)


def next_month(run: Run, day: int) -> None:
    """The economy desk: the common factor a month later, and perhaps a recession begins or ends."""
    state, month = run.state, month_number(run.world.scenario.company.start_date, day)
    shock = normal(luck(run.seed, run.replication, Stream.ECONOMY, 0, month))
    persistence = run.world.scenario.health.economy_persistence_fraction
    state.economy[c.FACTOR] = next_economy(state.economy[c.FACTOR], persistence, shock)
    begins, ends, cut = (
        float(state.assumptions[name][0]) for name in ("recession_begins", "recession_ends", "recession_cut")
    )
    if begins <= 0.0:
        return
    before = bool(state.economy[c.RECESSION])
    uniform = luck(run.seed, run.replication, Stream.REGIME, 0, month)
    now = next_regime(before, uniform, begins, ends)
    if now == before:
        return
    _in(run, state.assumptions, float(now), day)
    if now and day < run.world.horizon_days:
        run.act(cut_cover, day, cut)


def turn(run: Run, number: int, day: int) -> None:
    """A phase begins: its assumptions hold, the strategy is what it is under them, and its events happen."""
    phase = run.world.phases[number - 1]
    _in(run, phase.assumptions, float(run.state.economy[c.RECESSION]), day)
    run.state = replace(run.state, segments=phase.segments)
    run.take_phase(number)
    if phase.cover_cut > 0.0:
        run.act(cut_cover, day, phase.cover_cut)
    if phase.failing:
        run.make_room_for_customers()
        run.make_room_for_insurance()
    for place in phase.failing:
        run.act(fail_holder, place, day, month_number(run.world.scenario.company.start_date, day))


def _in(run: Run, assumptions: NDArray[Any], recession: float, day: int) -> None:
    """Go over to other assumptions, into a recession or out of it.

    Where customers then pay at another pace, their clocks run on until today at the old one.
    """
    economy = run.state.economy.copy()
    economy[c.RECESSION] = recession
    later = replace(run.state, assumptions=assumptions, economy=economy)
    _set_multipliers(later)
    if _pace(later) == _pace(run.state):
        run.state = later
        return
    run_clocks_on(run.state, day)
    run.state = later
    plan_payments_anew(run.state, day)


def _pace(state: State) -> tuple[float, float]:
    """What the pace of all customers depends on."""
    return float(state.economy[c.LATENESS]), float(state.assumptions["stress_lateness_multiplier"][0])


def _set_multipliers(state: State) -> None:
    """What the times do to failures, lateness and orders, for the kernels."""
    numbers, in_recession = state.assumptions, bool(state.economy[c.RECESSION])
    for place, name in ((c.FAILURES, "failure"), (c.LATENESS, "lateness"), (c.ORDERS, "order")):
        usual = float(numbers[f"{name}_multiplier"][0])
        recession = float(numbers[f"recession_{name}_multiplier"][0])
        state.economy[place] = in_these_times(usual, recession, in_recession)
