"""The kernel that plays a shift against people made of SimPy, with cases that come while they work."""

from __future__ import annotations

import numpy as np
import pytest
import simpy
from hypothesis import example, given, settings
from hypothesis import strategies as some

from simulator.engine.kernels.queue import play_in_order, play_shift
from simulator.luck import Stream, luck


def simpy_shift(ready, rank, minutes, servers, closing):
    """Start minutes of the cases (-1: not begun), played by processes that wait at a priority store."""
    env, start, order = simpy.Environment(), [-1.0] * len(ready), []
    store = simpy.PriorityStore(env)

    def arrival(case):
        yield env.timeout(ready[case])
        yield store.put(simpy.PriorityItem(rank[case], case))

    def person():
        while True:
            case = (yield store.get()).item
            start[case] = env.now
            order.append(case)
            yield env.timeout(minutes[case])

    for case in range(len(ready)):
        env.process(arrival(case))
    for _ in range(servers):
        env.process(person())
    env.run(until=closing)
    return start, order


def drawn(seed: int, index: int) -> float:
    return luck(seed, 0, Stream.CALL_MINUTES, 0, index)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    seed=some.integers(0, 10**6),
    count=some.integers(1, 40),
    servers=some.integers(0, 6),
    load=some.sampled_from((0.1, 0.8, 3.0)),
    closing=some.sampled_from((5.0, 60.0, 450.0)),
)
@example(seed=1, count=3, servers=2, load=0.1, closing=450.0)
def test_a_shift_with_arrivals(seed, count, servers, load, closing):
    gaps = [-10.0 * np.log(drawn(seed, number)) for number in range(count)]
    minutes = np.array([-10.0 * load * np.log(drawn(seed, 1000 + number)) for number in range(count)])
    rank = np.argsort([drawn(seed, 2000 + number) for number in range(count)])
    ready = np.cumsum(gaps)
    start, order = play_shift(ready, rank, minutes, servers, closing)
    expected, expected_order = simpy_shift(ready, rank, minutes, servers, closing)
    np.testing.assert_array_almost_equal(start, expected, decimal=9)
    assert order.tolist() == expected_order


def test_nobody_is_served_before_coming():
    start, _ = play_shift(np.array([0.0, 10.0, 10.0]), np.arange(3), np.array([5.0, 1.0, 1.0]), 2, 100.0)
    assert start.tolist() == [0.0, 10.0, 10.0]


@pytest.mark.parametrize("servers", [0, 1, 3, 50])
@pytest.mark.parametrize("closing", [0.0, 40.0, 450.0])
def test_where_all_are_there_at_once_the_shift_is_the_same(servers, closing):
    minutes = np.array([-10.0 * np.log(drawn(7, number)) for number in range(40)])
    in_order = np.argsort([drawn(7, 2000 + number) for number in range(40)])
    rank = np.argsort(in_order)
    _, expected = play_shift(np.zeros(40), rank, minutes, servers, closing)
    assert play_in_order(in_order, minutes, servers, closing).tolist() == expected.tolist()
