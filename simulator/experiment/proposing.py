"""Where to try next: every combination where they are few, else Optuna's search, in batches of a fixed size.

A batch is asked for as a whole before any of its results is told, so what is tried depends on the seed alone, not on
how many processes play the batch.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.experiment.dials import Dial, grid

if TYPE_CHECKING:
    import optuna

Point = tuple[Any, ...]
"""One value for each dial."""

BATCH = 8


@dataclass(frozen=True)
class Tried:
    """What came of a point.

    Attributes:
        point: One value for each dial.
        gain: What it gains, more is better; None where the levers contradict each other.
        broken: By how much each limit is broken; zero or less where it holds.
        sure: How sure it is that the limits hold, of the least sure one (fraction).
    """

    point: Point
    gain: float | None = None
    broken: tuple[float, ...] = ()
    sure: float = 1.0

    @property
    def is_allowed(self) -> bool:
        """Whether it can be run and keeps every limit."""
        return self.gain is not None and all(one <= 0 for one in self.broken)


Try = Callable[[Sequence[Point]], list[Tried]]


def search(among: Sequence[Dial], try_out: Try, trials: int, seed: int) -> list[Tried]:
    """Try points; all of them where there are no more than trials.

    Args:
        among: What may be moved.
        try_out: Tries several points.
        trials: How many points at most.
        seed: The seed of the search.
    """
    every = grid(among)
    if every is not None and len(every) <= trials:
        batches: Iterator[Sequence[Point]] = (every[at : at + BATCH] for at in range(0, len(every), BATCH))
        return [one for batch in batches for one in try_out(batch)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts of Optuna that we use are marked as new
        return _guided(among, try_out, trials, seed)


def _guided(among: Sequence[Dial], try_out: Try, trials: int, seed: int) -> list[Tried]:
    """Tree-structured Parzen estimator with limits (Optuna's TPESampler)."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(
        seed=seed % 2**32, n_startup_trials=3 * BATCH, multivariate=True, constraints_func=_limits_of
    )
    study = optuna.create_study(direction="maximize", sampler=sampler)
    known: dict[Point, Tried] = {}
    for begin in range(0, trials, BATCH):
        asked = [study.ask() for _ in range(min(BATCH, trials - begin))]
        points = [_point(among, trial) for trial in asked]
        fresh = [point for point in dict.fromkeys(points) if point not in known]
        known |= {one.point: one for one in (try_out(fresh) if fresh else [])}
        for trial, point in zip(asked, points, strict=True):
            _tell(study, trial, known[point])
    return list(known.values())


def _tell(study: optuna.Study, trial: optuna.Trial, found: Tried) -> None:
    import optuna

    trial.set_user_attr("broken", list(found.broken))
    if found.gain is None:
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    else:
        study.tell(trial, found.gain)


def _limits_of(trial: optuna.trial.FrozenTrial) -> Sequence[float]:
    return [float(one) for one in trial.user_attrs.get("broken", [])]


def _point(among: Sequence[Dial], trial: optuna.Trial) -> Point:
    return tuple(_value(one, trial) for one in among)


def _value(one: Dial, trial: optuna.Trial) -> Any:
    if one.choices and not all(isinstance(value, int | float) for value in one.choices):
        return one.choices[trial.suggest_categorical(one.key, list(range(len(one.choices))))]
    values = one.values
    if values is not None:  # in their order, so that neighbours are alike
        return values[trial.suggest_int(one.key, 0, len(values) - 1)]
    return one.at(trial.suggest_float(one.key, 0.0, 1.0))
