"""One run, timed: `python -m simulator.benchmark.one_run CUSTOMERS` in a process of its own also tells its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from time import perf_counter

from simulator.engine.replication import World, play_on, warmed_up
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.question import empty_tally
from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.metrics.tally import COUNT
from simulator.scenario import Scenario, load_scenario

MONTHS_24 = 730
SEED = 2026


@dataclass(frozen=True)
class Timed:
    """What one run took.

    Attributes:
        seconds: From the first day of the warm-up to the measures.
        invoices: Issued in warm-up, horizon and run-off.
        peak_megabytes: The most memory that the process had, interpreter and libraries included.
    """

    seconds: float
    invoices: int
    peak_megabytes: float

    @property
    def invoices_per_second(self) -> float:
        """Invoices simulated in a second."""
        return self.invoices / self.seconds


@cache
def wholesaler(customers: int) -> Scenario:
    """The shipped wholesaler with this many customers, judged over 24 months."""
    return load_scenario("wholesale").but(
        portfolio={"customers": customers}, company={"horizon_days": MONTHS_24}
    )


@cache
def world_of(customers: int) -> World:
    """Its world under today's strategy."""
    scenario = wholesaler(customers)
    return World.build(scenario, portfolio_for(scenario), [scenario.today])


def one_run(customers: int, replication: int = 0) -> Timed:
    """Play today's strategy once, to its measures: results only, no journal kept."""
    world = world_of(customers)
    begun = perf_counter()
    tally = empty_tally(world)
    run = warmed_up(world, SEED, replication, tally)
    play_on(run, world.plans[0])
    outcome(tally, world.scenario, world.scenario.today, world.plans[0].limit_cents)
    seconds = perf_counter() - begun
    return Timed(seconds, int(tally.columns.sums[:, Event.INVOICED, COUNT].sum()), _peak_megabytes())


def one_run_apart(customers: int) -> Timed:
    """The same in a fresh process, so that its memory is its own."""
    command = [sys.executable, "-m", "simulator.benchmark.one_run", str(customers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  (our own module)
    return Timed(**json.loads(done.stdout))


def _peak_megabytes() -> float:
    """The most memory that this process has had."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource

    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    number = int(sys.argv[1])
    one_run(20)  # loads the compiled kernels
    print(json.dumps(asdict(one_run(number))))  # noqa: T201
