"""What is measured: one function for each figure, in the order of the table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import perf_counter

from simulator.benchmark.one_run import SEED, Timed, one_run, one_run_apart, wholesaler, world_of
from simulator.benchmark.rows import Row
from simulator.experiment.compare import compare
from simulator.experiment.places import available_workers
from simulator.results.savings import SAVINGS_OF, savings
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

_REPEATS = 5
_LARGE, _LARGER, _LARGEST = 2_000, 10_000, 100_000
_MANY = 100

_FIRST_NUMBERS = """
import simulator
scenario = simulator.load_scenario("wholesale")
strategies = [simulator.load_strategy(name) for name in ("status_quo", "discount")]
simulator.compare(scenario, strategies, replications=1, workers=1)
"""

Figure = Callable[[], list[Row]]


def _median(runs: Sequence[Timed]) -> Timed:
    """The run of median speed."""
    return sorted(runs, key=lambda run: run.invoices_per_second)[len(runs) // 2]


def invoices_on_one_core() -> list[Row]:
    """2,000 customers, results only."""
    one_run(_LARGE, 0)
    run = _median([one_run(_LARGE, replication) for replication in range(1, _REPEATS + 1)])
    what = "2,000 customers, 24 months, one core, results only"
    speed = run.invoices_per_second
    return [Row(what, speed, "invoices/s", 0.6e6, 1.5e6, True, speed)]


def two_strategies() -> list[Row]:
    """500 customers, two strategies, from levers to numbers."""
    scenario, portfolio = wholesaler(500), world_of(500).portfolio
    strategies = [load_strategy("status_quo"), load_strategy("discount")]

    def seconds() -> float:
        begun = perf_counter()
        compare(scenario, strategies, seed=SEED, replications=1, workers=1, portfolio=portfolio)
        return perf_counter() - begun

    seconds()
    value = 1_000 * median(seconds() for _ in range(2 * _REPEATS + 1))
    what = "500 customers, 24 months, two strategies, one replication, to numbers"
    return [Row(what, value, "ms", 150.0, 60.0)]


def first_numbers() -> list[Row]:
    """Two strategies of the shipped wholesaler in a process that starts from nothing but warm caches."""

    def seconds() -> float:
        begun = perf_counter()
        command = [sys.executable, "-c", _FIRST_NUMBERS]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (our own words)
        return perf_counter() - begun

    seconds()
    value = median(seconds() for _ in range(_REPEATS))
    return [Row("first numbers in a fresh process", value, "s", 1.5, 0.7)]


def many_replications() -> list[Row]:
    """10,000 customers, 100 replications, on all workers (two in the table)."""
    scenario = wholesaler(_LARGER)
    portfolio = world_of(_LARGER).portfolio
    invoices = one_run(_LARGER).invoices
    begun = perf_counter()
    compare(
        scenario,
        [load_strategy("status_quo")],
        seed=SEED,
        replications=_MANY,
        workers=min(2, available_workers()),
        portfolio=portfolio,
    )
    seconds = perf_counter() - begun
    what = "10,000 customers, 24 months, 100 replications, two workers"
    return [Row(what, seconds, "s", 90.0, 40.0, False, _MANY * invoices / seconds)]


def largest_portfolio() -> list[Row]:
    """100,000 customers once, in a process of its own; and how the cost of an invoice grows up to there."""
    small = _median([one_run_apart(1_000) for _ in range(3)])
    large = one_run_apart(_LARGEST)
    what = "100,000 customers, 24 months, one run, results only"
    growth = small.invoices_per_second / large.invoices_per_second
    return [
        Row(what, large.seconds, "s", 45.0, 20.0, False, large.invoices_per_second),
        Row(f"{what}: memory at its peak", large.peak_megabytes, "MB", 600.0, 400.0),
        Row("cost of an invoice, 100,000 customers against 1,000", growth, "times", 5.0, 3.0),
    ]


def replications_saved() -> list[Row]:
    """What the same luck saves on the differences of the shipped discount to today."""
    strategies = [load_strategy("status_quo"), load_strategy("discount")]
    found = compare(load_scenario("wholesale"), strategies, seed=SEED, replications=_MANY)
    saved = savings(found, found.results[1])
    return [
        Row(
            f"same luck: times fewer replications for the difference of {word}",
            saved[metric].times,
            "times",
            aim=20.0,
            more_is_better=True,
        )
        for metric, word in SAVINGS_OF.items()
    ]


def two_workers() -> list[Row]:
    """100 replications on one worker against two, on the shipped wholesaler's 1,000 customers."""
    scenario, portfolio = wholesaler(1_000), world_of(1_000).portfolio
    strategies = [load_strategy("status_quo")]

    def seconds(workers: int, replications: int = _MANY) -> float:
        begun = perf_counter()
        compare(
            scenario,
            strategies,
            seed=SEED,
            replications=replications,
            workers=workers,
            portfolio=portfolio,
        )
        return perf_counter() - begun

    if available_workers() < 2:
        return []
    seconds(2, 8)  # the workers have started and loaded the kernels
    seconds(1, 2)
    value = seconds(1) / seconds(2)
    return [Row("two workers against one, 100 replications", value, "times", 1.7, 1.9, True)]


FIGURES: dict[str, Figure] = {
    "invoices a second": invoices_on_one_core,
    "two strategies": two_strategies,
    "first numbers": first_numbers,
    "100 replications": many_replications,
    "largest portfolio": largest_portfolio,
    "replications saved": replications_saved,
    "two workers": two_workers,
}
QUICK = ("invoices a second", "two strategies", "first numbers", "replications saved")


def measured(quick: bool) -> Iterator[tuple[str, list[Row]]]:
    """Each figure's name, then its rows (none yet when it begins).

    Args:
        quick: Only those that take seconds.
    """
    for name, figure in FIGURES.items():
        if quick and name not in QUICK:
            continue
        yield name, []
        yield name, figure()
