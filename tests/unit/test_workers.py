"""Replications here, on threads or on processes: the same results, whatever befalls the workers."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

import simulator as cs
from simulator.experiment import workers as house
from simulator.experiment.workers import available_workers, batches, replicate

EVERYWHERE = [1, 2, "threads:2", "processes:2"]


def square(number: int) -> int:
    return number * number


def stubborn(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


class Mortal:
    """A task whose worker is killed in the middle, so many times."""

    def __init__(self, folder: Path, deaths: int) -> None:
        self.folder, self.deaths, self.home = folder, deaths, os.getpid()

    def __call__(self, number: int) -> int:
        time.sleep(0.005)
        for death in range(self.deaths if number == 20 else 0):
            try:
                (self.folder / f"{death}").touch(exist_ok=False)
            except FileExistsError:
                continue
            assert os.getpid() != self.home, "this would end the test itself"
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number


def slow(number: int) -> int:
    time.sleep(0.2)
    return number


@pytest.mark.parametrize("workers", EVERYWHERE)
def test_results_come_in_order_whatever_the_workers(workers):
    assert replicate(square, range(5, 130), workers) == [number * number for number in range(5, 130)]


@pytest.mark.parametrize("workers", EVERYWHERE)
def test_progress_counts_every_replication(workers):
    told: list[int] = []
    replicate(square, range(11), workers, told.append)
    assert sum(told) == 11


@pytest.mark.parametrize("workers", EVERYWHERE)
def test_an_error_in_a_worker_reaches_the_caller(workers):
    with pytest.raises(ValueError, match="three"):
        replicate(stubborn, range(8), workers)
    assert replicate(square, range(4), workers) == [0, 1, 4, 9]  # and the next call works


@pytest.mark.parametrize("workers", EVERYWHERE)
def test_a_cancel_goes_on_up(workers):
    def cancel(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate(square, range(80), workers, cancel)
    assert replicate(square, range(4), workers) == [0, 1, 4, 9]


def test_a_cancel_ends_every_process_that_was_started():
    found = batches(slow, range(100), 2)
    next(found)
    running = [child for child in psutil.Process().children(recursive=True) if is_worker(child)]
    assert len(running) >= 2
    found.close()
    assert not any(is_worker(child) for child in running)


def sleepy(folder: Path, number: int) -> int:
    (folder / f"begun {number}").touch()
    if number >= 2:
        time.sleep(600)
    return number


def test_a_cancel_does_not_wait_for_long_replications(tmp_path):
    found = batches(partial(sleepy, tmp_path), range(20), 2)
    next(found)
    while not (tmp_path / "begun 2").exists():
        time.sleep(0.05)
    running = [child for child in psutil.Process().children(recursive=True) if is_worker(child)]
    found.close()
    assert not any(is_worker(child) for child in running)
    assert replicate(square, range(4), 2) == [0, 1, 4, 9]


def is_worker(process: psutil.Process) -> bool:
    try:
        return (
            process.is_running()
            and "popen_loky" in " ".join(process.cmdline())
            and process.status() != "zombie"
        )
    except psutil.NoSuchProcess:
        return False


CUT_SHORT = """
import os
from simulator.cli import run
from simulator.experiment import compare as comparing
from tests.unit.test_workers import slow

class Slow:
    def __call__(self, replication):
        print(os.getpid(), flush=True)
        return slow(replication)

comparing.replicator = lambda *_: Slow()
raise SystemExit(run(["compare", "wholesale", "status_quo", "--replications", "1000", "--workers", "2"]))
"""


def test_ctrl_c_in_a_terminal_leaves_nothing_running():
    """The signal goes to the whole group, as a terminal sends it; nothing of the group is left, and no traceback."""
    here = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", CUT_SHORT],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(here), "CREDITLAB_RESULTS": "off"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        begun: set[str] = set()
        while len(begun) < 2:  # a worker that is still being started would tell of its own end
            begun.add(process.stdout.readline())
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped before it was finished" in told
    assert "Traceback" not in told
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(tmp_path):
    found = replicate(Mortal(tmp_path, deaths=2), range(60), "processes:2")
    assert found == [number * number for number in range(60)]
    assert len(list(tmp_path.iterdir())) == 2  # it did die


def test_a_task_that_always_kills_its_worker_is_told(tmp_path):
    with pytest.raises(cs.UserError, match="most likely memory ran out"):
        replicate(Mortal(tmp_path, deaths=50), range(60), "processes:2")
    assert replicate(square, range(4), 2) == [0, 1, 4, 9]


def test_batches_grow_until_they_take_half_a_second(monkeypatch):
    sizes = [len(batch) for batch in batches(square, range(600), "threads:2")]
    assert sizes[0] == sizes[1] == 1  # nobody knows yet how long one takes
    assert max(sizes) > 16
    assert sizes[-1] < max(sizes)
    monkeypatch.setattr(house, "_BATCH_SECONDS", 0.0)
    assert {len(batch) for batch in batches(square, range(40), "threads:2")} == {1}


def test_nothing_to_do_gives_nothing():
    assert replicate(square, range(0), 4) == []
    assert available_workers() >= 1
