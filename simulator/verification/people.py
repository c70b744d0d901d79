"""People: the collectors' shift as a queue of the textbook, on one shift that never closes."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.kernels.queue import play_shift
from simulator.luck import Stream
from simulator.verification.cases import Case, Estimate, mean_of_batches, statistical
from simulator.verification.draws import minutes_of_calls, uniforms

_CALLS = 2_000_000
_MINUTES_PER_CALL = 12.0
_CALLS_PER_HOUR = 5.0  # of one collector
_HOUR = 60.0
_NEVER_CLOSES = 1e18
_AT_ONCE = 1e-9
_EMPTY_START = 0.02  # share of the cases left out: the desk opens with nobody waiting
_MOST_SURE, _LESS_SURE = 0.04, 0.10


def _count(effort: float) -> int:
    return max(round(_CALLS * effort), 500_000)


class _Queue(NamedTuple):
    """A desk with so many collectors, and what the textbook says of it."""

    servers: int
    cases_per_hour: float
    waits: float  # share of the cases
    wait_minutes: float
    tolerance: float = _MOST_SURE


_QUEUES = (
    _Queue(1, 4.0, 0.8, 48.0),
    _Queue(3, 12.0, 0.64719, 12.944),
    _Queue(3, 14.0, 0.87668, 52.60, tolerance=_LESS_SURE),
    _Queue(5, 20.0, 0.55411, 6.649),
)


def _arrivals(seed: int, count: int, cases_per_hour: float) -> NDArray[np.float64]:
    """Minutes at which cases arrive, Poisson."""
    gaps = -np.log(uniforms(seed, Stream.ORDER_GAP, 0, count)) * _HOUR / cases_per_hour
    arrived: NDArray[np.float64] = np.cumsum(gaps)
    return arrived


def _settled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values without the empty start."""
    return values[int(len(values) * _EMPTY_START) :]


def _desk(servers: int, cases_per_hour: float) -> str:
    return f"{servers} collector{'s' if servers > 1 else ''}, {cases_per_hour:.0f} cases an hour"


def erlang_c(seed: int, effort: float = 1.0) -> list[Case]:
    """CF10: exponential calls, one to five collectors (M/M/c); the kernel of the collectors' shift."""
    cases = []
    minutes = minutes_of_calls(seed, _count(effort), _MINUTES_PER_CALL)
    for queue in _QUEUES:
        ready = _arrivals(seed, len(minutes), queue.cases_per_hour)
        start, _ = play_shift(ready, np.arange(len(ready)), minutes, queue.servers, _NEVER_CLOSES)
        waits = _settled(start - ready)
        desk, wait = _desk(queue.servers, queue.cases_per_hour), mean_of_batches(waits)
        share = mean_of_batches((waits > _AT_ONCE).astype(float))
        expected, table = queue.wait_minutes, queue.tolerance
        cases += [
            statistical("CF10", f"wait, mean minutes, {desk}", expected, wait, table * expected),
            statistical("CF10", f"share that waits, {desk}", queue.waits, share, table * queue.waits),
        ]
        if (queue.servers, queue.cases_per_hour) == (3, 12.0):
            waiting = wait.times(queue.cases_per_hour / _HOUR)
            cases.append(statistical("CF10", f"cases waiting, mean, {desk}", 2.589, waiting, table * 2.589))
    return cases


def constant_calls(seed: int, effort: float = 1.0) -> list[Case]:
    """CF10b: every call takes 12 minutes (M/D/c)."""
    cases = []
    for servers, per_hour, expected in ((1, 4.0, 24.0), (3, 12.0, 6.63)):
        ready = _arrivals(seed, _count(effort), per_hour)
        minutes = np.full(len(ready), _MINUTES_PER_CALL)
        start, _ = play_shift(ready, np.arange(len(ready)), minutes, servers, _NEVER_CLOSES)
        wait = mean_of_batches(_settled(start - ready))
        title = f"wait, mean minutes, {_desk(servers, per_hour)}"
        cases.append(statistical("CF10b", title, expected, wait, 0.03 * expected))
    return cases


def largest_first(seed: int, effort: float = 1.0) -> list[Case]:
    """CF10c: one collector takes the important half of the cases first; a call begun is finished."""
    ready = _arrivals(seed, _count(effort), 4.0)
    count = len(ready)
    minutes = minutes_of_calls(seed, count, _MINUTES_PER_CALL)
    small = uniforms(seed, Stream.ORDER_SIZE, 0, count) < 0.5
    rank = np.arange(count) + count * small
    start, _ = play_shift(ready, rank, minutes, 1, _NEVER_CLOSES)
    waits = start - ready
    important, other = mean_of_batches(_settled(waits[~small])), mean_of_batches(_settled(waits[small]))
    return [
        statistical("CF10c", "wait of the important half, mean minutes", 16.0, important, 0.05 * 16.0),
        statistical("CF10c", "wait of the other half, mean minutes", 80.0, other, 0.05 * 80.0),
    ]


_WEEK_MINUTES = 40 * _HOUR
_OVERLOAD_PER_HOUR = 16.0
_OVERLOADED_SERVERS = 3


def overload(seed: int, effort: float = 1.0) -> list[Case]:
    """CF10d: 16 cases an hour for three collectors who manage 15: every week of 40 hours leaves 40 cases more."""
    weeks = max(round(2_000 * effort), 200)
    closing = weeks * _WEEK_MINUTES
    enough = int(1.05 * closing / _HOUR * _OVERLOAD_PER_HOUR)
    ready = _arrivals(seed, enough, _OVERLOAD_PER_HOUR)
    ready = ready[ready < closing]
    minutes = minutes_of_calls(seed, len(ready), _MINUTES_PER_CALL)
    start, order = play_shift(ready, np.arange(len(ready)), minutes, _OVERLOADED_SERVERS, closing)
    left = int((start < 0.0).sum())
    both_ways = (_OVERLOAD_PER_HOUR + _OVERLOADED_SERVERS * _CALLS_PER_HOUR) * _WEEK_MINUTES / _HOUR
    growth = Estimate(left / weeks, math.sqrt(both_ways / weeks))
    ages = (start - ready)[order]
    halves = np.array_split(ages, 2)
    grows = float(halves[1].mean() > 2.0 * halves[0].mean())
    return [
        statistical("CF10d", "cases more left waiting, each week", 40.0, growth, 4.0),
        Case("CF10d", "cases wait longer and longer (1: yes)", 1.0, grows, 0.0),
    ]
