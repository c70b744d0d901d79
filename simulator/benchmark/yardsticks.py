"""What the figures are held against: a bare SimPy loop, and the naive reference simulator."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from statistics import median
from time import perf_counter

import simpy

from simulator.benchmark.one_run import SEED, world_of
from simulator.benchmark.rows import Yardsticks
from simulator.journal import Event

_TIMEOUTS, _REPEATS = 200_000, 3
_FEW_CUSTOMERS, _REFERENCE_CUSTOMERS = 20, 200


def yardsticks() -> Yardsticks:
    """Time both, in this process."""
    waits = median(_timeouts_per_second() for _ in range(_REPEATS))
    return Yardsticks(waits, _reference_invoices_per_second())


def _timeouts_per_second() -> float:
    """A process that waits and does nothing else."""

    def waits(env: simpy.Environment) -> Iterator[simpy.Event]:
        for _ in range(_TIMEOUTS):
            yield env.timeout(1.0)

    env = simpy.Environment()
    env.process(waits(env))  # type: ignore[arg-type]
    begun = perf_counter()
    env.run()
    return _TIMEOUTS / (perf_counter() - begun)


def _reference_invoices_per_second() -> float | None:
    """The reference simulator of the tests; None in an installation without its sources."""
    try:
        company = importlib.import_module("tests.reference.company")
    except ImportError:
        return None
    few, world = world_of(_FEW_CUSTOMERS), world_of(_REFERENCE_CUSTOMERS)
    company.simulate_reference(few, few.plans[0], SEED, 0)  # loads the compiled rules
    begun = perf_counter()
    journal = company.simulate_reference(world, world.plans[0], SEED, 0)
    seconds = perf_counter() - begun
    return int((journal["event"] == Event.INVOICED).sum()) / seconds
