"""The same replications on a Dask cluster of two processes on this machine."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import simulator as cs
from simulator.experiment import cluster as dask_cluster
from simulator.experiment.workers import batches, replicate
from tests.behaviour.trials import portfolio_of, small_wholesaler

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as made:
        yield made


@pytest.fixture
def address(local) -> str:
    return str(local.scheduler_address).replace("tcp://", "dask://")


class Mortal:
    """A task whose worker is killed once, in the middle."""

    def __init__(self, mark: Path) -> None:
        self.mark, self.home = mark, os.getpid()

    def __call__(self, number: int) -> int:
        if number == 7 and not self.mark.exists():
            self.mark.touch()
            assert os.getpid() != self.home, "this would end the test itself"
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number


def square(number: int) -> int:
    return number * number


def slow(number: int) -> int:
    time.sleep(0.3)
    return number


def stubborn(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_results_come_in_order(address):
    told: list[int] = []
    assert replicate(square, range(5, 60), address, told.append) == [n * n for n in range(5, 60)]
    assert sum(told) == 55


def test_a_comparison_is_the_same_to_the_byte(address):
    scenario = small_wholesaler(30, 120)
    strategies = [cs.load_strategy(name) for name in ("status_quo", "discount")]
    portfolio = portfolio_of(scenario)
    texts = {
        cs.compare(scenario, strategies, replications=6, workers=workers, portfolio=portfolio).to_json()
        for workers in (1, 2, "threads:2", address)
    }
    assert len(texts) == 1


def test_why_and_stress_are_the_same_to_the_byte(address):
    scenario = small_wholesaler(20, 120)
    one, other = (cs.load_strategy(name) for name in ("status_quo", "growth"))
    shocks = ["recession", "boom"]
    for asked in (
        lambda **more: cs.why(scenario, one, other, replications=5, **more),
        lambda **more: cs.stress(scenario, [one, other], shocks, replications=5, **more),
    ):
        portfolio = portfolio_of(scenario)
        texts = {
            asked(workers=workers, portfolio=portfolio).to_json() for workers in (1, 2, "threads:2", address)
        }
        assert len(texts) == 1


def test_an_error_reaches_the_caller(address):
    with pytest.raises(ValueError, match="three"):
        replicate(stubborn, range(8), address)


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(address, tmp_path):
    mark = tmp_path / "died"
    assert replicate(Mortal(mark), range(40), address) == [n * n for n in range(40)]
    assert mark.exists()


def test_a_cancel_leaves_nothing_on_the_cluster(address, local):
    found = batches(slow, range(200), address)
    next(found)
    found.close()
    until = time.monotonic() + 20
    while local.scheduler.tasks and time.monotonic() < until:
        time.sleep(0.1)
    assert dict(local.scheduler.tasks) == {}
    assert dict(local.scheduler.clients).keys() <= {"fire-and-forget"}


def test_workers_of_another_version_are_refused(address, monkeypatch):
    monkeypatch.setattr(dask_cluster, "numbers_version", lambda: "another")
    with pytest.raises(cs.UserError, match="have another version of creditlab"):
        replicate(square, range(8), address)


def test_an_address_where_nobody_answers_is_one_sentence(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(dask_cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(cs.UserError) as caught:
        replicate(square, range(8), f"dask://127.0.0.1:{port}")
    assert "No Dask scheduler answers" in caught.value.message
    assert len(caught.value.sentences) == 1


def test_a_cluster_without_workers_is_one_sentence(monkeypatch):
    monkeypatch.setattr(dask_cluster, "_WORKERS_SECONDS", 1)
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(cs.UserError, match="had no worker within"),
    ):
        replicate(square, range(8), empty.scheduler_address.replace("tcp", "dask"))


def test_a_missing_package_says_what_to_install(monkeypatch):
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(dask_cluster, "import_module", missing)
    with pytest.raises(cs.UserError, match="creditlab\\[cluster\\]"):
        replicate(square, range(8), "dask://127.0.0.1:1")
