"""A worker process is killed in the middle of a comparison: no byte of the answer differs."""

import os
import signal
from pathlib import Path

import simulator as cs
from simulator.experiment import compare as comparing
from tests.behaviour.trials import portfolio_of, small_wholesaler


class KillingOnce:
    """A true replication whose worker is killed once, in the middle."""

    def __init__(self, task, mark: Path) -> None:
        self.task, self.mark, self.home = task, mark, os.getpid()

    def __call__(self, number: int):
        if number == 5 and os.getpid() != self.home and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task(number)


def test_a_worker_that_dies_changes_no_byte_of_a_comparison(tmp_path, monkeypatch):
    scenario = small_wholesaler(20, 60)
    strategies = [cs.load_strategy(name) for name in ("status_quo", "discount")]

    def compared(workers: int) -> str:
        portfolio = portfolio_of(scenario)
        found = cs.compare(scenario, strategies, replications=10, workers=workers, portfolio=portfolio)
        return str(found.to_json())

    calm, mark = compared(1), tmp_path / "died"
    make = comparing.replicator
    monkeypatch.setattr(comparing, "replicator", lambda *given: KillingOnce(make(*given), mark))
    assert compared(2) == calm
    assert mark.exists()
