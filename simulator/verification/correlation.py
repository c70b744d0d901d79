"""Defaults that come together: the one-factor rule of a single period, as the health desk applies it each month."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import Stream, drawn, normal_quantile
from simulator.rules.health import health_probability
from simulator.verification.cases import Case, Estimate, mean_of, root_of, share_of, statistical
from simulator.verification.draws import key_of

_CHANCE = 0.01
_CORRELATION = 0.12
_CUSTOMERS = 500
_PERIODS = 40_000
_IN_A_STATE = 2_000_000
_TABLE = 0.03
_HEALTH, _ECONOMY = int(Stream.HEALTH), int(Stream.ECONOMY)
_QUANTILES = {  # share of periods that are better: share of customers who default in the period
    0.12: {0.5: 0.00657, 0.95: 0.03057, 0.99: 0.05253, 0.999: 0.09033},
    0.24: {0.95: 0.0406, 0.99: 0.0867, 0.999: 0.1757},
}


@compiled
def _count_defaults(
    counts: NDArray[Any], key: np.uint64, correlation: float, chance: float, customers: int
) -> None:
    """How many customers default in each period."""
    for period in range(counts.shape[0]):
        economy = normal_quantile(drawn(key, _ECONOMY, 0, period))
        for customer in range(customers):
            place = health_probability(correlation, economy, drawn(key, _HEALTH, customer, period))
            if place < chance:
                counts[period] += 1


@compiled
def _default_in(
    defaults: NDArray[Any], key: np.uint64, correlation: float, economy: float, chance: float
) -> None:
    """Which of many customers default in one state of the economy."""
    for customer in range(defaults.shape[0]):
        defaults[customer] = (
            health_probability(correlation, economy, drawn(key, _HEALTH, customer, 0)) < chance
        )


def _share_in(seed: int, correlation: float, better: float, customers: int) -> Estimate:
    """The share that defaults in a period that is worse than so many."""
    defaults = np.zeros(customers, dtype=np.bool_)
    economy = float(normal_quantile(1.0 - better))
    _default_in(defaults, key_of(seed), correlation, economy, _CHANCE)
    return share_of(defaults)


def correlated_defaults(seed: int, effort: float = 1.0) -> list[Case]:
    """CF8: 500 equal customers with a chance of 1 % and a correlation of 0.12; how bad the worst periods are."""
    many = max(round(_IN_A_STATE * effort), 200_000)
    cases = []
    for correlation, quantiles in _QUANTILES.items():
        for better, share in quantiles.items():
            title = f"share that defaults, worse than {better:.1%} of periods, correlation {correlation:g}"
            half_digit = 0.00005 if correlation == 0.24 else 0.000005
            cases.append(
                statistical("CF8", title, share, _share_in(seed, correlation, better, many), half_digit)
            )
    counts = np.zeros(max(round(_PERIODS * effort), 4_000), dtype=np.int64)
    _count_defaults(counts, key_of(seed), _CORRELATION, _CHANCE, _CUSTOMERS)
    apart = np.zeros_like(counts)
    _count_defaults(apart, key_of(seed), 0.0, _CHANCE, _CUSTOMERS)
    pairs = counts * (counts - 1) / (_CUSTOMERS * (_CUSTOMERS - 1))
    return [
        *cases,
        statistical("CF8", "defaults in a period, mean", 5.0, mean_of(counts)),
        statistical("CF8", "defaults, standard deviation", 5.85, _deviation(counts), _TABLE * 5.85),
        statistical("CF8", "the same without correlation", 2.22, _deviation(apart), _TABLE * 2.22),
        statistical("CF8", "chance that two given customers default", 2.171e-4, mean_of(pairs), 5e-8),
    ]


def _deviation(counts: NDArray[np.int64]) -> Estimate:
    """The standard deviation of counts around 5."""
    squares = (counts - _CUSTOMERS * _CHANCE) ** 2
    return root_of(mean_of(squares))
