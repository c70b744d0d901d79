"""Replications on one process or several."""

import pytest

from simulator.experiment.workers import available_workers, replicate


def square(number: int) -> int:
    return number * number


def stubborn(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_whatever_the_workers(workers):
    assert replicate(square, range(5, 30), workers) == [number * number for number in range(5, 30)]


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_counts_every_replication(workers):
    told: list[int] = []
    replicate(square, range(11), workers, told.append)
    assert sum(told) == 11


def test_an_error_in_a_worker_reaches_the_caller():
    with pytest.raises(ValueError, match="three"):
        replicate(stubborn, range(8), 2)
    assert replicate(square, range(4), 2) == [0, 1, 4, 9]  # and the next call works


def test_a_cancel_ends_the_workers_and_goes_on_up():
    def cancel(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate(square, range(8), 2, cancel)
    assert replicate(square, range(4), 2) == [0, 1, 4, 9]


def test_nothing_to_do_gives_nothing():
    assert replicate(square, range(0), 4) == []
    assert available_workers() >= 1
