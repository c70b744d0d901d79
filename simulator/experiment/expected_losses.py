"""Is the expected loss foretold? By segment what one would foretell from failure rate, book and loss, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.compare import replicator
from simulator.experiment.exposure import exposure
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.tracing import Keeper
from simulator.journal import Event
from simulator.parameters import SEGMENTS
from simulator.results.statistics import interval
from simulator.units import CENTS, STRIDE

if TYPE_CHECKING:
    from simulator.experiment.measuring import Progress
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

REPLICATIONS = 100
_YEAR_DAYS = 365


@dataclass(frozen=True)
class Foretold:
    """One segment, or all of them, over the horizon (currency, without VAT).

    Attributes:
        name: The segment.
        forecast: Failure rate x what is open now x the share that is lost of it.
        came: What was lost on average.
        low: The low end of its 95 % interval.
        high: The high end.
        failures_forecast: Failures that the rate foretells.
        failures: Failures on average.
    """

    name: str
    forecast: float
    came: float
    low: float
    high: float
    failures_forecast: float
    failures: float


def expected_losses(
    scenario: Scenario,
    strategy: Strategy,
    *,
    portfolio: Portfolio | None = None,
    seed: int = 2026,
    replications: int = REPLICATIONS,
    progress: Progress | None = None,
) -> tuple[Foretold, ...]:
    """What is foretold of the losses to failures, and what comes, by segment; all of them last.

    Args:
        scenario: What is not ours to decide.
        strategy: What is.
        portfolio: Customers of a ledger.
        seed: The seed of all luck.
        replications: How many runs.
        progress: Told how many of them are done.
    """
    from simulator.engine.replication import simulate

    book = exposure(scenario, strategy, portfolio=portfolio, seed=seed)
    world = replicator(
        scenario, portfolio or portfolio_for(scenario), [strategy.levers(scenario.today)], seed
    ).world
    segment = world.portfolio.customers["segment"]
    lost, failed = np.zeros((replications, len(SEGMENTS))), np.zeros((replications, len(SEGMENTS)))
    share = _lost_share(scenario)
    for number in range(replications):
        keeper = Keeper(lambda rows: np.isin(rows["event"], (Event.INSOLVENT, Event.VANISHED)))
        rows = cast("list[Keeper]", simulate(world, seed, number, keeper))[0].rows()
        rows = rows[(rows["day"] >= 0) & (rows["day"] < world.horizon_days)]
        of = segment[rows["customer"] % STRIDE]
        np.add.at(lost[number], of, rows["net"] / CENTS * share)
        np.add.at(failed[number], of, 1.0)
        if progress is not None:
            progress(number + 1, replications)
    years = world.horizon_days / _YEAR_DAYS
    rate = scenario.health.failures_per_year
    net = 1.0 + scenario.company.vat_fraction
    found = []
    for place, name in enumerate(SEGMENTS):
        open_now = sum(one.open for one in book.accounts if one.segment == name) / net
        chance = rate[name] * years
        count = int(np.count_nonzero(segment == place))
        came = _average(lost[:, place])
        foretold = (chance * open_now * share, *came, chance * count, float(failed[:, place].mean()))
        found.append(Foretold(name, *foretold))
    whole = Foretold(
        "All",
        sum(one.forecast for one in found),
        *_average(lost.sum(axis=1)),
        sum(one.failures_forecast for one in found),
        sum(one.failures for one in found),
    )
    return (*(one for one in found if one.failures_forecast or one.failures), whole)


def _average(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """The average and the ends of its 95 % interval; of a single run the average alone."""
    found = interval(values)
    middle = float(values.mean())
    if found is None or found.low is None or found.high is None:
        return middle, middle, middle
    return middle, found.low, found.high


def _lost_share(scenario: Scenario) -> float:
    """What is lost of a failed customer's debt, on average."""
    health = scenario.health
    with_dividend = (health.dividend_loss_minimum_fraction + health.dividend_loss_maximum_fraction) / 2.0
    nothing = health.no_dividend_fraction
    return nothing + (1.0 - nothing) * with_dividend
