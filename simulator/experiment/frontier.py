"""The frontier: what can be had of profit, cash and safety, and which strategies are beaten on all of them.

A strategy is dominated when another one is on no measure worse and on at least one better, and the paired intervals
say so: each interval is computed at a level at which all comparisons of one strategy with the others hold together.
Where only the averages say so, it stays on the frontier and is named as perhaps dominated.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Unpack

import numpy as np

from simulator.errors import UserError
from simulator.experiment.dials import Dial, dials, grid, together
from simulator.experiment.measuring import (
    Effort,
    Running,
    Runs,
    Values,
    answered,
    asked,
    name_in_answers,
    origin_of,
)
from simulator.metrics.catalogue import CATALOGUE
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.parameters import told
from simulator.results.front import Front, Place, Standing, Step
from simulator.results.origin import measure_named
from simulator.results.resampling import percentile_difference
from simulator.results.statistics import LEVEL, Interval, interval

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

MEASURES = ("profit_to_the_end", "lowest_cash_p05", "write_offs_net_of_claims")
_MOST_STRATEGIES = 200


def frontier(
    scenario: Scenario,
    strategies: Sequence[Strategy],
    *,
    measures: Sequence[str] = MEASURES,
    replications: int = TAIL_REPLICATIONS,
    **running: Unpack[Running],
) -> Front:
    """Which strategies are beaten on every measure, and what the others trade for what.

    Args:
        scenario: What is not ours to decide.
        strategies: What is; see `strategies_of` for a grid over levers.
        measures: What counts, two or more.
        replications: How many of each strategy; figures across replications need 200.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    judged = tuple(measure_named(name) for name in measures)
    _check(strategies, judged, replications)
    question = asked(scenario, strategies, effort)
    runs = Runs(
        scenario, question.portfolio, tuple(CATALOGUE[name].tail_of or name for name in judged), effort
    )
    runs.wanted = len(strategies) * replications
    values = runs(question.levers, range(replications))
    undefined = [name for at, name in enumerate(judged) if np.isnan(values[:, :, at]).all(axis=1).any()]
    if undefined:
        raise UserError(
            f"'{undefined[0]}' is not defined in any run of some strategy. Choose other measures."
        )
    names = [name_in_answers(question, place) for place in range(len(strategies))]
    places = placed(names, values, judged)
    answer = Front(origin_of(question), judged, replications, places, steps(places, values, judged))
    return answered("frontier", question, effort, replications, answer)


def strategies_of(base: Strategy, texts: Sequence[str], option: str = "--set") -> list[Strategy]:
    """A strategy for each combination of lever values, such as `terms.net_days=30,45,60`.

    Args:
        base: What the levers not named are taken from.
        texts: Levers with their values.
        option: How the user gave them, for complaints.
    """
    among = dials(texts, option)
    wrong = [one.key for one in among if not one.is_lever]
    if wrong:
        raise UserError(
            f"'{wrong[0]}' is an assumption, not ours to decide: it makes no strategies. Give one value."
        )
    combined = grid(among)
    if combined is None or len(combined) > _MOST_STRATEGIES:
        raise UserError(
            f"These levers make more than {_MOST_STRATEGIES} strategies. Give fewer values, or `creditlab optimise`."
        )
    return [_strategy(base, among, values) for values in combined]


def _strategy(base: Strategy, among: Sequence[Dial], values: Sequence[object]) -> Strategy:
    pairs = list(zip(among, values, strict=True))
    name = ", ".join(f"{one.parameter.title.lower()} {told(value)}" for one, value in pairs)
    changes = together(one.changes(value) for one, value in pairs)
    return base.but(name, why="One of a grid of levers", **changes)


def placed(names: Sequence[str], values: Values, measures: Sequence[str]) -> tuple[Place, ...]:
    """Who is dominated by whom.

    Args:
        names: The strategies.
        values: Their measures [strategy, replication, measure]; a percentile's own measure where it is one.
        measures: Names of the measures.
    """
    count = len(names)
    level = 1 - (1 - LEVEL) / max(count - 1, 1)
    levels = [[_level(values[one, :, at], name) for at, name in enumerate(measures)] for one in range(count)]
    made = []
    for one in range(count):
        found: list[tuple[int, Standing]] = []
        for other in range(count):
            better = [_gain(levels[other][at] - levels[one][at], name) for at, name in enumerate(measures)]
            if other != one and min(better) >= 0 < max(better):  # the averages say so: do the intervals too?
                gains = [
                    _gained(values[other, :, at], values[one, :, at], name, level)
                    for at, name in enumerate(measures)
                ]
                found.append((other, standing(gains)))
        made.append(Place(names[one], tuple(levels[one]), *_beaten(found, names)))
    return tuple(made)


def steps(places: Sequence[Place], values: Values, measures: Sequence[str]) -> tuple[Step, ...]:
    """From each strategy of the frontier to the next better one on the first measure, with paired intervals.

    Args:
        places: The strategies.
        values: Their measures, as in `placed`.
        measures: Names of the measures.
    """
    front = [at for at, place in enumerate(places) if place.standing == "frontier"]
    front.sort(key=lambda at: _gain(places[at].levels[0], measures[0]))
    return tuple(
        Step(
            places[one].name,
            places[other].name,
            tuple(
                _gained(values[other, :, at], values[one, :, at], name, LEVEL)
                for at, name in enumerate(measures)
            ),
        )
        for one, other in pairwise(front)
    )


def standing(gains: Sequence[Interval]) -> Standing:
    """How surely somebody is dominated, from the gains of another strategy on each measure.

    >>> standing([Interval(5.0, 3.0, 7.0), Interval(0.0, 0.0, 0.0)])
    'dominated'
    >>> standing([Interval(5.0, 3.0, 7.0), Interval(1.0, -1.0, 3.0)])
    'perhaps'
    """
    lows = [gain.low if gain.low is not None else -np.inf for gain in gains]
    return "dominated" if min(lows) >= 0 and max(lows) > 0 else "perhaps"


def _beaten(found: Sequence[tuple[int, Standing]], names: Sequence[str]) -> tuple[Standing, tuple[str, ...]]:
    for wanted in ("dominated", "perhaps"):
        by = tuple(names[other] for other, how in found if how == wanted)
        if by:
            return ("dominated" if wanted == "dominated" else "perhaps"), by
    return "frontier", ()


def _level(values: Values, name: str) -> float:
    percentile = CATALOGUE[name].percentile
    return float(np.nanmean(values) if percentile is None else np.nanpercentile(values, percentile))


def _gain(difference: float, name: str) -> float:
    return -difference if CATALOGUE[name].better == "lower" else difference


def _gained(values: Values, others: Values, name: str, level: float) -> Interval:
    """What values gain over others on one measure, positive is better, with the paired interval."""
    sign = -1.0 if CATALOGUE[name].better == "lower" else 1.0
    both = ~(np.isnan(values) | np.isnan(others))
    percentile = CATALOGUE[name].percentile
    if percentile is None:
        return interval(sign * (values - others), level) or Interval(0.0, None, None)
    found = percentile_difference(values[both], others[both], percentile, level)
    low, high = sorted((sign * (found.low or 0.0), sign * (found.high or 0.0)))
    return Interval(sign * found.mean, low, high)


def _check(strategies: Sequence[Strategy], measures: Sequence[str], replications: int) -> None:
    if len(strategies) < 2:
        raise UserError("One strategy alone has no frontier: name at least two.")
    if len(measures) < 2 or len(set(measures)) < len(measures):
        raise UserError(
            "A frontier needs two measures or more, each named once. `creditlab best` judges by one."
        )
    undirected = [name for name in measures if CATALOGUE[name].better is None]
    if undirected:
        raise UserError(f"Of '{undirected[0]}' neither more nor less is better. Choose another measure.")
    distances = [name for name in measures if CATALOGUE[name].is_distance]
    if distances:
        raise UserError(
            f"'{distances[0]}' is a distance from the average. Take '{CATALOGUE[distances[0]].tail_of}'."
        )
    tails = [name for name in measures if CATALOGUE[name].tail_of]
    if tails and replications < TAIL_REPLICATIONS:
        raise UserError(
            f"'{tails[0]}' is known from {TAIL_REPLICATIONS} replications on. Run as many, or take "
            f"'{CATALOGUE[tails[0]].tail_of}' instead."
        )
